"""HTML source → lexbor's tree, in time that grows with the page and not with what a hostile page nests."""

from __future__ import annotations

import re
from collections import Counter
from itertools import count

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from ..document import ReadError
from .flow import BLOCKS

MAX_TAGS = 500_000
PLAIN_TAGS = 1_500  # so few tags nest harmlessly
MAX_DEPTH = 256  # at every block the parser looks through all open elements up to the next table cell
MAX_REOPENED = 16  # formatting left open is opened again in every block
LARGE_PAGE = 1_000_000  # characters
LONG_TAG, LONG_TAG_OF_LARGE_PAGE = 8_192, 512  # characters from which on a tag's attributes are counted
MAX_ATTRIBUTES = 100  # the parser compares each attribute of an element with all others

# fmt: off
HARMLESS = frozenset((  # without content, closed by what follows, or table parts, which the parser never looks beyond
    "area", "base", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "img", "input", "li", "link",
    "meta", "optgroup", "option", "p", "param", "rp", "rt", "script", "source", "style", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "track", "wbr",
))
REOPENED = frozenset((  # the last two are opened once, and merged with later ones
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "html", "body",
))
# fmt: on
KEPT = frozenset(slash + name for name in HARMLESS for slash in ("", "/")) - {"script", "style"}
CELL_MARK = "gxdata-cell"

_NAME = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/=\"']+")
# The place before a cell's tag; of a drawing all of it, so that nothing is put there.
_CELL = re.compile(r"<(svg|math)(?=[\s/>]).*?(?:</\1\s*>|\Z)|(?=<t[dh][\s/>])", re.IGNORECASE | re.DOTALL)


def parse(text: str, anomalies: list[str]) -> LexborHTMLParser:
    """The page's tree; every table cell is in a table, or begins a line. Raises ReadError beyond MAX_TAGS tags."""
    tags = text.count("<")
    if tags > MAX_TAGS:
        raise ReadError(
            f"the page has {tags:,} tags, and at most {MAX_TAGS:,} are read: "
            "save the part with the report as a file of its own"
        )
    text = _without_long_tags(text, anomalies)
    if tags > PLAIN_TAGS:
        text = _flattened(text, anomalies)
    tree = _tree(text)
    if (text.count("<td") or text.count("<TD")) > len(tree.css("td")):
        return _with_stray_cells(tree, text, anomalies)
    return tree


def _tree(text: str) -> LexborHTMLParser:
    # With scripting on, the content of <noscript> is text, which is dropped, and never breaks the page's structure.
    return LexborHTMLParser(text.encode("utf-8", "replace"), options=LexborDocumentOptions.WO_EVENTS, scripting=True)


def _with_stray_cells(tree: LexborHTMLParser, text: str, anomalies: list[str]) -> LexborHTMLParser:
    """The parser drops the tag of a cell outside any table and so glues its text to its neighbour's: put breaks between.

    Cells in scripts and comments leave no mark in the tree, so `tree` stays right when there are only these; a cell in a
    drawing is none, and a break there would end the drawing.
    """
    marked = _tree(_CELL.sub(lambda match: match[0] or f'<br class="{CELL_MARK}">', text))
    cells = len(marked.css("td,th")) - len(marked.css("svg td, svg th, math td, math th"))
    stray = len(marked.css(f"br.{CELL_MARK}")) - cells
    if stray <= 0:
        return tree
    anomalies.append(f"{stray} table cells stand outside any table; each is read as a line of text")
    return marked


def _without_long_tags(text: str, anomalies: list[str]) -> str:
    length = LONG_TAG if len(text) < LARGE_PAGE else LONG_TAG_OF_LARGE_PAGE
    window = length // 2
    if all(text.find("<", start, start + window) >= 0 for start in range(0, len(text) - window, window)):
        return text  # at a glance: no stretch of that length is without the beginning of a tag
    stripped = 0

    def strip(match: re.Match[str]) -> str:
        nonlocal stripped
        if sum(1 for _ in _BETWEEN_ATTRIBUTES.finditer(match[0])) <= MAX_ATTRIBUTES:
            return match[0]
        stripped += 1
        return f"<{match[1]} "

    text = re.sub(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{length},}}", strip, text)
    if stripped:
        anomalies.append(f"{stripped} tags have more than {MAX_ATTRIBUTES} attributes, which are ignored")
    return text


def _flattened(text: str, anomalies: list[str]) -> str:
    """The page without the tags of elements nested too deep; their text stays, and where it broke the line."""
    refused = _refused(_NAME.findall(text))
    if not refused:
        return text
    anomalies.append("elements that are nested too deep or left open are ignored; their text is kept")
    position = count()

    def keep(match: re.Match[str]) -> str:
        if next(position) not in refused:
            return match[0]
        return "<br>" if match[1].lower().lstrip("/") in BLOCKS else ""

    return _TAG.sub(keep, text)


def _refused(names: list[str]) -> set[int]:
    """Positions of the start tags that nest too deep, and of as many end tags of the same name after them."""
    found: set[int] = set()
    opened: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    depth = {True: 0, False: 0}  # of formatting, of all else
    script = ""  # the end tag that is waited for: in a script "<" is no tag
    for position, name in enumerate(names):
        if script:
            script = script if name.lower() != script else ""
            continue
        if name in KEPT:
            continue
        name = name.lower()
        tag = name.lstrip("/")
        if tag in HARMLESS:
            script = f"/{name}" if name in ("script", "style") else ""
        elif name != tag:
            if refused[tag]:
                refused[tag] -= 1
                found.add(position)
            elif opened[tag]:
                opened[tag] -= 1
                depth[tag in REOPENED] -= 1
        elif depth[tag in REOPENED] == (MAX_REOPENED if tag in REOPENED else MAX_DEPTH):
            refused[tag] += 1
            found.add(position)
        else:
            opened[tag] += 1
            depth[tag in REOPENED] += 1
    return found
