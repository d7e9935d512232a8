"""An element of lexbor's tree → its texts and line ends in reading order, as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from .text import ZERO_WIDTH

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
READ_APART = ("table", "pre")
STRUCK = ("del", "s", "strike")
STRUCK_MARK = "~~"  # a figure that is struck out is not joined to the one that replaces it
RAISED = ("sup", "sub")
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARKS_NOTE = "[]()（）〔〕【】注"  # around a footnote's number
FOOTNOTE = 4  # characters that a superscript may have
NO_OPTION = "p,div,br,table,td,li"
FIELDS = ("", "text", "number", "tel")  # types of <input> that show their value as text
LINE_END = "\0"  # in no text: the parser removes it
LATIN = "\u2013"  # the last of the characters that words are parted by spaces in; Chinese ones and their signs follow

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_SPACE = re.compile("[ \t\n\f\r]+")


def cell_text(cell: LexborNode) -> str:
    """The cell's text; blocks and line breaks end lines. Nearly every cell is a text in nested single elements."""
    node = cell
    while (child := node.first_child) is not None:
        if child.next is not None:
            children = [*node.iter(True, True)]
            if len(children) != 1:
                return cell_lines(cell)
            child = children[0]
        node = child
    text = node.text_content
    if text is None:
        return cell_lines(cell) if node.tag == "input" else ""
    text = text.strip()
    if not text or text.isalnum():
        return text
    return cell_lines(cell) if "\n" in text else collapsed(text)


def cell_lines(cell: LexborNode) -> str:
    """The same for any cell."""
    text = text_and_line_ends(cell)
    if "\n" in text and cell.css_first("pre") is not None:
        text = text.replace("\n", LINE_END)
    return "\n".join(filter(None, map(collapsed, text.split(LINE_END))))


def text_and_line_ends(root: LexborNode) -> str:
    """All text inside an element, LINE_END where a line ends."""
    return "".join(piece if isinstance(piece, str) else LINE_END for piece in pieces(root, flat=True))


def pieces(root: LexborNode, flat: bool = False) -> Iterator[str | LexborNode | None]:
    """Texts, None at the end of a line and, unless `flat`, tables and preformatted elements, in document order."""
    stack: list[LexborNode | str | None] = list(root.iter(True))
    stack.reverse()
    while stack:
        node = stack.pop()
        if node is None or isinstance(node, str):
            yield node
            continue
        tag = node.tag
        if tag == "-text":
            yield node.text_content or ""
        elif tag == "br":
            yield None
        elif tag in READ_APART and not flat:
            yield node
        elif tag == "input":
            yield _value(node)
        elif tag == "select" and (option := _chosen(node)) is not None:
            yield option.text()
        elif tag in RAISED and (mark := footnote(node)):
            yield mark
        else:
            if tag in BLOCKS:
                yield None
                stack.append(None)
            elif tag in STRUCK:
                yield STRUCK_MARK
                stack.append(STRUCK_MARK)
            child = node.first_child
            if child is not None:
                stack += [child] if child.next is None else [*node.iter(True)][::-1]


def _value(field: LexborNode) -> str:
    attributes = field.attributes
    return attributes.get("value") or "" if (attributes.get("type") or "").lower() in FIELDS else ""


def _chosen(field: LexborNode) -> LexborNode | None:
    """The option that a browser shows; None when it is no mere list of options: one left open takes in what follows."""
    if any(part.tag not in ("option", "optgroup") for part in field.iter(True, True)) or field.css_first(NO_OPTION):
        return None
    return field.css_first("option[selected]") or field.css_first("option")


def footnote(node: LexborNode) -> str:
    """A short superscript or subscript in superscript digits, so that it is not joined to a figure; "" if it stands alone."""
    text = node.text_lexbor().strip()
    alone: LexborNode | None = node
    while alone is not None and alone.prev is None and alone.next is None and alone.tag not in BLOCKS:
        alone = alone.parent
    if len(text) > FOOTNOTE or alone is None or alone.tag in BLOCKS:
        return ""
    return text.translate(SUPERSCRIPT) if text.strip(MARKS_NOTE).isdecimal() else text


def collapsed(text: str) -> str:
    """HTML white space as one space, or as nothing between Chinese characters (but digits stay apart); outer white space stripped."""
    text = text.strip()
    if not text or text.isalnum():
        return text  # nearly every cell
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", text).strip()
    if " " in text or "\n" in text or "\t" in text:
        text = _SPACE.sub(_space, text)
    return text


def _space(match: re.Match[str]) -> str:
    text = match.string
    before, after = text[match.start() - 1], text[match.end()]
    joined = before > LATIN and after > LATIN and not (before.isdigit() and after.isdigit())
    return "" if joined else " "
