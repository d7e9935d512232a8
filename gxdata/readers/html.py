"""HTML → paragraphs, and for every data table its own cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..document import Cell, Grid, Location, Paragraph
from .flow import LINE_END, collapsed, pieces, text_and_line_ends
from .layout import MAX_COLSPAN, MAX_ROWSPAN, Piece, Tables
from .markup import parse
from .text import Blocks, read_text

UNSEEN = ("script", "style", "noscript", "iframe", "noframes")  # the content of <template> is not in the tree

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_LINE_ENDS = re.compile(f"{LINE_END}+")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)
_PAGE_TAG = re.compile(r"<(?:!doctype|html|body|p|div|h[1-6]|ul|ol)[\s/>]", re.IGNORECASE)


def read_html(text: str) -> tuple[Blocks, dict[str, str], list[str]]:
    """Blocks in reading order, the page's metadata, and anomalies.

    A paragraph's location is the number of its block, as `line`; a cell's are table, row and column: of the data
    tables, of the rows that have cells, of the grid. Raises ReadError for a page of too many tags.
    """
    anomalies: list[str] = []
    tree = parse(text, anomalies)
    meta = _metadata(tree)
    _drop_unseen(tree, anomalies)
    tables = Tables(tree)
    # Text with a few tables in it, as some converters write: its line ends are meant, and no tag marks its paragraphs.
    loose = not _PAGE_TAG.search(text) and "<br" not in text.partition("<table")[0]
    page = _Page(tables, loose)
    if tree.body is not None:
        page.read(tree.body)
    if tables.cut:
        anomalies.append(f"{len(tables.cut)} spans beyond {MAX_COLSPAN} columns or {MAX_ROWSPAN} rows were cut")
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
            meta.setdefault("title", collapsed(node.text()))
        elif tag == "meta":
            meta.setdefault(attributes["name"] or "", collapsed(attributes.get("content") or ""))
        else:
            target = attributes.get("href") or attributes.get("src") or attributes.get("data") or ""
            if _ATTACHMENT.search(target):
                attachments[collapsed(node.text()) or unquote(target.rpartition("/")[2])] = None
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

    def __init__(self, tables: Tables, loose: bool) -> None:
        self.blocks: Blocks = []
        self._loose = loose
        self._run: list[str] = []
        self._tables = tables
        self._grids = 0

    def read(self, root: LexborNode) -> None:
        stack: list[Iterator[Piece]] = [pieces(root)]
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
            return self._tables.pieces(node, self._grids + 1)
        if node.tag == "pre" and node.css_first("table") is None:
            self._add_text(_LINE_ENDS.sub("\n", text_and_line_ends(node)))
            return iter(())
        return pieces(node)

    def _end_paragraph(self) -> None:
        if not self._run:
            return
        text = "".join(self._run)
        self._run.clear()
        if self._loose:
            self._add_text(text)
        elif text := collapsed(text):
            self._add_paragraph(text)

    def _add_paragraph(self, text: str) -> None:
        location = _new(Location, (None, None, None, None, len(self.blocks) + 1, None, None))
        self.blocks.append(_new(Paragraph, (text, location, False)))

    def _add_text(self, text: str) -> None:
        """Preformatted text, with its tables: their cells are located by table, and line and field in the text."""
        for block in read_text(text)[0]:
            if isinstance(block, Paragraph):
                self._add_paragraph(block.text)
            else:
                self._add_grid(block.rows, block.kind)

    def _add_grid(self, rows: list[list[Cell]], kind: str = "cells") -> None:
        self._grids += 1
        number = self._grids
        first = rows[0][0].location
        if (first.table, first.row) != (number, 1):  # a part of a table, or preformatted
            rows = [
                [cell._replace(location=_moved(cell.location, number, position)) for cell in row]
                for position, row in enumerate(rows, 1)
            ]
        self.blocks.append(Grid(rows, kind, Location(table=number)))


def _moved(location: Location, table: int, row: int) -> Location:
    return location._replace(table=table, row=row if location.field is None else None)
