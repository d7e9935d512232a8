"""HTML source → lexbor's tree, in time that grows with the page and not with what a hostile page nests."""

from __future__ import annotations

import re
from collections import Counter

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from gxdata.document import ReadError

MAX_TAGS = 500_000
PLAIN_TAGS = 2_000  # so few tags nest harmlessly
MAX_DEPTH = 256  # at every block the parser looks through all open elements
LONG_TAG = 8_192  # characters
MAX_ATTRIBUTES = 1_000  # of an element the parser compares each attribute with all others

VOID = ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
CLOSED_BY_OTHERS = [
    "caption",
    "colgroup",
    "dd",
    "dt",
    "head",
    "li",
    "optgroup",
    "option",
    "p",
    "rp",
    "rt",
    "script",
    "style",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
]
REOPENED = ["b", "big", "body", "code", "em", "font", "html", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
WEIGHTS = {  # what an open element adds to the depth, if not 1; formatting left open is opened again in every block
    **dict.fromkeys(VOID + CLOSED_BY_OTHERS, 0),
    **dict.fromkeys(REOPENED, 16),
}
CELL_MARK = "gxdata-cell"

_NAME = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)")
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)[^<>]*>?")
_LONG_TAG = re.compile(rf"<([a-zA-Z][a-zA-Z0-9]*)[^<>]{{{LONG_TAG},}}")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/=\"']+")
_CELL = re.compile(r"(?=<t[dh][\s/>])", re.IGNORECASE)


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

    Cells in scripts and comments leave no mark in the tree, so `tree` stays right when there are only these.
    """
    marked = _tree(_CELL.sub(f'<br class="{CELL_MARK}">', text))
    stray = len(marked.css(f"br.{CELL_MARK}")) - len(marked.css("td,th"))
    if stray <= 0:
        return tree
    anomalies.append(f"{stray} table cells stand outside any table; each is read as a line of text")
    return marked


def _without_long_tags(text: str, anomalies: list[str]) -> str:
    window = LONG_TAG // 2
    if all(text.find("<", start, start + window) >= 0 for start in range(0, len(text) - window, window)):
        return text  # at a glance: no stretch of that length is without a tag's beginning
    stripped = 0

    def strip(match: re.Match[str]) -> str:
        nonlocal stripped
        if sum(1 for _ in _BETWEEN_ATTRIBUTES.finditer(match[0])) <= MAX_ATTRIBUTES:
            return match[0]
        stripped += 1
        return f"<{match[1]} "

    text = _LONG_TAG.sub(strip, text)
    if stripped:
        anomalies.append(f"{stripped} tags have more than {MAX_ATTRIBUTES:,} attributes, which are ignored")
    return text


def _flattened(text: str, anomalies: list[str]) -> str:
    """The page without the tags of elements nested beyond MAX_DEPTH; their text stays."""
    if all(map(_Nesting().admits, _NAME.findall(text))):
        return text
    anomalies.append(f"elements nested more than {MAX_DEPTH} deep are ignored; their text is kept")
    admits = _Nesting().admits
    return _TAG.sub(lambda match: match[0] if admits(match[1]) else "", text)


class _Nesting:
    """Follows the tags of a page and tells which to keep."""

    def __init__(self) -> None:
        self.depth = 0
        self.open: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.script = ""  # the end tag that is waited for: in a script "<" is no tag

    def admits(self, name: str) -> bool:
        name = name.lower()
        if self.script:
            if name == self.script:
                self.script = ""
            return True
        if name[0] == "/":
            return self._closes(name[1:])
        if name in ("script", "style"):
            self.script = f"/{name}"
        weight = WEIGHTS.get(name, 1)
        if weight and self.depth + weight > MAX_DEPTH:
            self.refused[name] += 1
            return False
        self.depth += weight
        self.open[name] += weight > 0
        return True

    def _closes(self, name: str) -> bool:
        if self.refused[name]:
            self.refused[name] -= 1
            return False
        if self.open[name]:
            self.open[name] -= 1
            self.depth -= WEIGHTS.get(name, 1)
        return True
