"""HTML → paragraphs, and for every data table its own cells; on the tree that lexbor repairs as a browser does."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from gxdata.document import Cell, Grid, Location, Paragraph
from gxdata.readers.markup import parse
from gxdata.readers.text import ZERO_WIDTH, Blocks, read_text

MAX_COLSPAN, MAX_ROWSPAN, MAX_COLUMNS = 60, 200, 200
LONG_CELL = 400  # from so many characters on a cell holds running text …
LONG_LINES = 150  # … or from so many, when it has several lines
SMALL_TABLE = 40  # characters up to which a table of one cell inside a cell is part of that cell's text

UNSEEN = frozenset("script style noscript template iframe noframes noembed".split())
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p "
    "pre section select summary table tbody td textarea tfoot th thead tr ul".split()
)
OWN_READING = ("table", "pre")
SECTIONS = ("tbody", "thead", "tfoot")
CELLS = ("td", "th")
LINE_END = "\0"  # in no text: the parser removes it
CJK = "\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_ZERO_WIDTH = re.compile(f"[{ZERO_WIDTH}]")
_SPACE = re.compile("[ \t\n\f\r]+")
_SPACE_IN_CHINESE = re.compile(f"(?<=[{CJK}])[ \t\n\f\r]+(?=[{CJK}])")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_LINE_ENDS = re.compile(f"{LINE_END}+")
_SPAN = re.compile(r"\s*\+?0*([0-9]{1,9})")
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)
_PAGE_TAG = re.compile(r"<(?:!doctype|html|body|p|div|h[1-6]|ul|ol)[\s/>]", re.IGNORECASE)

Placed = tuple[LexborNode, str, int, int, int]  # a cell, its text, first column, colspan, rowspan
Piece = str | LexborNode | list[list[Placed]] | None  # inline text, an element read by itself, a grid, the end of a line


def read_html(text: str) -> tuple[Blocks, dict[str, str], list[str]]:
    """Blocks in reading order, the page's metadata, and anomalies.

    A paragraph's location is the number of its block, as `line`; a cell's are table, row and column: of the data
    tables, of the rows that have cells, of the grid. Raises ReadError for a page of too many tags.
    """
    anomalies: list[str] = []
    tree = parse(text, anomalies)
    meta = _metadata(tree)
    _drop_unseen(tree, anomalies)
    page = _Page(tree, loose=not _PAGE_TAG.search(text))
    if tree.body is not None:
        page.read(tree.body)
    if page.cut_spans:
        anomalies.append(f"{page.cut_spans} spans beyond {MAX_COLSPAN} columns or {MAX_ROWSPAN} rows were cut")
    return page.blocks, meta, anomalies


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """`title`, every named meta tag, `attachments` (names joined by "; ") and the number of `images`."""
    meta: dict[str, str] = {}
    attachments: dict[str, None] = {}
    images = 0
    for node in tree.css("title,meta[name],img,a[href],iframe[src],embed[src],object[data]"):
        tag, attributes = node.tag, node.attributes
        if tag == "img":
            images += 1
        elif tag == "title":
            meta.setdefault("title", _collapsed(node.text()))
        elif tag == "meta":
            meta.setdefault(attributes["name"] or "", _collapsed(attributes.get("content") or ""))
        else:
            target = attributes.get("href") or attributes.get("src") or attributes.get("data") or ""
            if _ATTACHMENT.search(target):
                attachments[_collapsed(node.text()) or unquote(target.rpartition("/")[2])] = None
    if attachments:
        meta["attachments"] = "; ".join(attachments)
    if images:
        meta["images"] = str(images)
    return meta


def _drop_unseen(tree: LexborHTMLParser, anomalies: list[str]) -> None:
    """Takes scripts, styles and hidden elements out of the tree."""
    hidden_cells = False
    for node in tree.css(f'{",".join(UNSEEN)},[hidden],[style*="none" i]'):
        if node.tag not in UNSEEN:
            attributes = node.attributes
            hidden = "hidden" in attributes or _HIDING.search(attributes.get("style") or "")
            if not hidden or node.tag in ("html", "body"):  # a page hides its body until its script has run
                continue
            hidden_cells = hidden_cells or node.css_first("td,th") is not None
        node.decompose()
    if hidden_cells:
        anomalies.append("the page hides elements with table cells; they are left out")


class _Page:
    """Collects the blocks of one tree."""

    def __init__(self, tree: LexborHTMLParser, loose: bool) -> None:
        self.blocks: Blocks = []
        self.cut_spans = 0
        self._loose = loose  # text with a few tables in it: its line ends are meant
        self._run: list[str] = []
        self._tables = 0
        self._spanning = {node.mem_id for node in tree.css("[colspan],[rowspan]")}
        self._holders = _holders(tree)

    def read(self, root: LexborNode) -> None:
        stack: list[Iterator[Piece]] = [_pieces(root)]
        while stack:
            for piece in stack[-1]:
                if isinstance(piece, str):
                    self._run.append(piece)
                    continue
                self._end_paragraph()
                if isinstance(piece, list):
                    self._add_grid(piece)
                elif piece is not None:
                    stack.append(self._within(piece))
                    break
            else:
                self._end_paragraph()
                stack.pop()

    def _within(self, node: LexborNode) -> Iterator[Piece]:
        if node.tag == "table":
            return self._table(node)
        if node.tag == "pre" and node.css_first("table") is None:
            self._add_text(_LINE_ENDS.sub("\n", _flat(node)))
            return iter(())
        return _pieces(node)

    def _end_paragraph(self) -> None:
        if not self._run:
            return
        text = "".join(self._run)
        self._run.clear()
        if self._loose:
            self._add_text(text)
        elif text := _collapsed(text):
            self._add_paragraph(text)

    def _add_paragraph(self, text: str) -> None:
        location = _new(Location, (None, None, None, None, len(self.blocks) + 1, None))
        self.blocks.append(_new(Paragraph, (text, location)))

    def _add_text(self, text: str) -> None:
        """Preformatted text, with its tables; a grid's lines and fields are counted inside it."""
        for block in read_text(text)[0]:
            if isinstance(block, Paragraph):
                self._add_paragraph(block.text)
                continue
            self._tables += 1
            rows = [[cell._replace(location=cell.location._replace(table=self._tables)) for cell in row] for row in block.rows]
            self.blocks.append(Grid(rows, block.kind, Location(table=self._tables)))

    def _add_grid(self, rows: list[list[Placed]]) -> None:
        self._tables += 1
        table = self._tables
        cells = [
            [
                _new(Cell, (text, _new(Location, (None, table, number, column + 1, None, None)), column, colspan, rowspan))
                for _, text, column, colspan, rowspan in row
            ]
            for number, row in enumerate(rows, 1)
        ]
        self.blocks.append(Grid(cells, "cells", Location(table=table)))

    def _table(self, node: LexborNode) -> Iterator[Piece]:
        """Runs of rows that are data as grids; of a row that lays out the page its cells, to be read by themselves."""
        rows: list[list[Placed]] = []
        for part in node.iter():
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
                identity, colspan, rowspan = node.mem_id, 1, 1
                if identity in self._spanning:
                    colspan, rowspan = self._spans(node, len(rows) - number)
                if rowspan > 1 and column < MAX_COLUMNS:
                    missing = column + colspan - len(free_from)
                    free_from += [0] * missing
                    free_from[column : column + colspan] = [number + rowspan] * colspan
                text = "" if identity in self._holders else _cell_text(node)
                cells.append((node, text, column, colspan, rowspan))
                column += colspan
            if cells:
                placed.append(cells)
        return placed

    def _spans(self, node: LexborNode, rows_left: int) -> tuple[int, int]:
        """colspan and rowspan; what is not a number counts as 1, and rowspan 0 as all rows of the section that are left."""
        attributes = node.attributes
        colspan, rowspan = (_span(attributes.get(name)) for name in ("colspan", "rowspan"))
        self.cut_spans += colspan > MAX_COLSPAN or rowspan > MAX_ROWSPAN
        return min(colspan or 1, MAX_COLSPAN), min(rowspan or rows_left, MAX_ROWSPAN)


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


# Text


def _cell_text(cell: LexborNode) -> str:
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
    return _cell_lines(cell) if "\n" in text else _collapsed(text)


def _cell_lines(cell: LexborNode) -> str:
    text = _flat(cell)
    if "\n" in text and cell.css_first("pre") is not None:
        text = text.replace("\n", LINE_END)
    return "\n".join(filter(None, map(_collapsed, text.split(LINE_END))))


def _flat(root: LexborNode) -> str:
    """All text inside an element, LINE_END where a line ends."""
    return "".join(piece if isinstance(piece, str) else LINE_END for piece in _pieces(root, flat=True))


def _pieces(root: LexborNode, flat: bool = False) -> Iterator[Piece]:
    """Texts, None at the end of a line and, unless `flat`, tables and preformatted elements, in document order."""
    stack: list[LexborNode | None] = [*root.iter(True)][::-1]
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
        elif tag in OWN_READING and not flat:
            yield node
        else:
            if tag in BLOCKS:
                yield None
                stack.append(None)
            child = node.first_child
            if child is not None:
                stack += [child] if child.next is None else [*node.iter(True)][::-1]


def _collapsed(text: str) -> str:
    """HTML white space as one space, or as nothing between Chinese characters; outer white space stripped."""
    text = text.strip()
    if not text or text.isalnum():
        return text  # nearly every cell
    if not text.isascii():
        text = _ZERO_WIDTH.sub("", text).strip()
    if " " in text or "\n" in text or "\t" in text:
        text = _SPACE.sub(" ", _SPACE_IN_CHINESE.sub("", text))
    return text
