"""lexbor's tree → texts, line ends and tables in reading order; which tables are data, and where their cells stand."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxdata.readers.text import ZERO_WIDTH

MAX_COLSPAN, MAX_ROWSPAN, MAX_COLUMNS = 60, 200, 200
LONG_CELL = 400  # beyond so many characters a cell holds running text …
LONG_LINES = 150  # … and beyond so many, when it has several lines
SMALL_TABLE = 40  # characters up to which a table of one cell inside a cell is part of that cell's text

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre",
    "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
READ_APART = ("table", "pre")
SECTIONS = ("tbody", "thead", "tfoot")
CELLS = ("td", "th")
LINE_END = "\0"  # in no text: the parser removes it
CJK = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"

_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_SPACE = re.compile("[ \t\n\f\r]+")
_SPACE_IN_CHINESE = re.compile(f"(?<=[{CJK}])[ \t\n\f\r]+(?=[{CJK}])")
_SPAN = re.compile(r"\s*\+?0*([0-9]{1,9})")

Placed = tuple[LexborNode, str, int, int, int]  # a cell, its text, first column, colspan, rowspan
Piece = str | LexborNode | list[list[Placed]] | None  # a text, an element to read by itself, a grid, a line's end


class Tables:
    """What has to be known of all tables of a page before one is read: spans, and tables inside tables."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._spans = {node.mem_id: _spans(node) for node in tree.css("[colspan],[rowspan]")}
        self._holders = _holders(tree)
        self.cut_spans = sum(
            colspan > MAX_COLSPAN or rowspan > MAX_ROWSPAN for colspan, rowspan in self._spans.values()
        )

    def pieces(self, table: LexborNode) -> Iterator[Piece]:
        """Runs of rows that are data as grids; of a row that lays out the page its cells, to be read by themselves."""
        rows: list[list[Placed]] = []
        for part in table.iter():
            if part.tag == "caption":
                yield part
            elif part.tag in SECTIONS:
                rows += self._placed(_rows(part))
        alone = len(rows) == 1 and len(rows[0]) == 1
        layout = [alone or self._is_layout(row) for row in rows]
        divided = any(layout)
        run: list[list[Placed]] = []
        for row, is_layout in zip(rows, layout, strict=True):
            if not is_layout:
                run.append(row)
                continue
            yield from _as_grid(run, divided)
            yield from (cell[0] for cell in row)
            run = []
        yield from _as_grid(run, divided)

    def _is_layout(self, row: list[Placed]) -> bool:
        texts = [cell[1] for cell in row]
        if max(map(len, texts)) > LONG_LINES and any(
            len(text) > LONG_CELL or (len(text) > LONG_LINES and "\n" in text) for text in texts
        ):
            return True
        return bool(self._holders) and any(cell[0].mem_id in self._holders for cell in row)

    def _placed(self, rows: list[list[LexborNode]]) -> list[list[Placed]]:
        """The rows' own cells with the columns that the spans of rows above leave free, as a browser places them."""
        placed: list[list[Placed]] = []
        free_from: list[int] = []  # for every column, the first row where no span from above covers it
        for number, row in enumerate(rows):
            column = 0
            cells: list[Placed] = []
            for node in row:
                while column < len(free_from) and free_from[column] > number:
                    column += 1
                identity = node.mem_id
                text = "" if self._holders and identity in self._holders else cell_text(node)
                if (spans := self._spans.get(identity)) is None:
                    cells.append((node, text, column, 1, 1))
                    column += 1
                    continue
                colspan = min(spans[0] or 1, MAX_COLSPAN)
                rowspan = min(spans[1] or len(rows) - number, MAX_ROWSPAN)
                if rowspan > 1 and column < MAX_COLUMNS:
                    free_from += [0] * (column + colspan - len(free_from))
                    free_from[column : column + colspan] = [number + rowspan] * colspan
                cells.append((node, text, column, colspan, rowspan))
                column += colspan
            if cells:
                placed.append(cells)
        return placed


def _spans(node: LexborNode) -> tuple[int, int]:
    """colspan and rowspan as declared; what is not a number counts as 1. Rowspan 0 means all rows that are left."""
    attributes = node.attributes
    return _span(attributes.get("colspan")), _span(attributes.get("rowspan"))


def _span(value: str | None) -> int:
    match = _SPAN.match(value or "1")
    return int(match[1]) if match else 1


def _as_grid(rows: list[list[Placed]], divided: bool) -> list[Piece]:
    """The rows as one grid; but between rows of a divided table single cells are layout too."""
    if rows and (not divided or any(len(row) > 1 for row in rows)):
        return [rows]
    return [cell[0] for row in rows for cell in row]


def _rows(section: LexborNode) -> list[list[LexborNode]]:
    return [[cell for cell in row.iter() if cell.tag in CELLS] for row in section.iter() if row.tag == "tr"]


def _holders(tree: LexborHTMLParser) -> set[int]:
    """Ids of the cells that contain a table of more than one short cell: these lay out the page."""
    holding: dict[int, list[LexborNode]] = {}
    for table in tree.css("table table"):
        above = table.parent
        while above is not None and above.tag not in CELLS:
            above = above.parent
        if above is not None:
            holding.setdefault(above.mem_id, []).append(table)
    return {cell for cell, tables in holding.items() if not all(_is_small(table, holding) for table in tables)}


def _is_small(table: LexborNode, holding: Container[int]) -> bool:
    cells = [cell for part in table.iter() if part.tag in SECTIONS for row in _rows(part) for cell in row]
    return len(cells) == 1 and cells[0].mem_id not in holding and len(table.text_lexbor().strip()) <= SMALL_TABLE


def cell_text(cell: LexborNode) -> str:
    """The cell's text; blocks and line breaks end lines. Nearly every cell is a text in nested single elements."""
    node = cell
    while (child := node.first_child) is not None:
        if child.next is not None:
            children = [*node.iter(True, True)]
            if len(children) != 1:
                return _cell_lines(cell)
            child = children[0]
        node = child
    text = node.text_content or ""
    return _cell_lines(cell) if "\n" in text else collapsed(text)


def _cell_lines(cell: LexborNode) -> str:
    text = flat(cell)
    if "\n" in text and cell.css_first("pre") is not None:
        text = text.replace("\n", LINE_END)
    return "\n".join(filter(None, map(collapsed, text.split(LINE_END))))


def flat(root: LexborNode) -> str:
    """All text inside an element, LINE_END where a line ends."""
    return "".join(piece if isinstance(piece, str) else LINE_END for piece in pieces(root, flat=True))


def pieces(root: LexborNode, flat: bool = False) -> Iterator[Piece]:
    """Texts, None at the end of a line and, unless `flat`, tables and preformatted elements, in document order."""
    stack: list[LexborNode | None] = list(root.iter(True))
    stack.reverse()
    while stack:
        node = stack.pop()
        if node is None:
            yield None
            continue
        tag = node.tag
        if tag == "-text":
            yield node.text_content or ""
        elif tag == "br":
            yield None
        elif tag in READ_APART and not flat:
            yield node
        else:
            if tag in BLOCKS:
                yield None
                stack.append(None)
            child = node.first_child
            if child is not None:
                stack += [child] if child.next is None else [*node.iter(True)][::-1]


def collapsed(text: str) -> str:
    """HTML white space as one space, or as nothing between Chinese characters; outer white space stripped."""
    text = text.strip()
    if not text or text.isalnum():
        return text  # nearly every cell
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", text).strip()
    if " " in text or "\n" in text or "\t" in text:
        text = _SPACE.sub(" ", _SPACE_IN_CHINESE.sub("", text))
    return text
