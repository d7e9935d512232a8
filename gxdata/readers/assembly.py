"""Pages → the blocks of a document, in reading order: paragraphs and tables that pages cut are whole again."""

from __future__ import annotations

from collections.abc import Sequence

from ..document import Box, Cell, Grid, Location, Paragraph
from .furniture import without_furniture
from .joining import Joined, is_figure
from .pages import Line, Page, Table
from .paragraphs import joined, margins, runs_on
from .widening import widen


def blocks(pages: Sequence[Page]) -> list[Paragraph | Grid]:
    """The paragraphs and tables of some pages, page by page from top to bottom."""
    lines = list(without_furniture(pages))
    edges = margins(pages, lines)
    found: list[Joined | list[tuple[Line, Location]]] = []
    for page, rows in zip(pages, lines, strict=True):
        first = True  # nothing stands above on this page
        for item, location in _in_order(page, rows):
            last = found[-1] if found else None
            if isinstance(item, Table):
                if first and isinstance(last, Joined) and last.page == page.number - 1 and last.goes_on(item):
                    last.add(item, page.number, location.table or 0)
                else:
                    found.append(Joined(item, page.number, location.table or 0))
            elif isinstance(last, list) and runs_on(
                last[-1][0], item, edges[page.width], last[-1][1].page == page.number
            ):
                last.append((item, location))
            else:
                found.append([(item, location)])
            first = False
    made: list[Paragraph | Grid] = []
    for before, whole in zip([None, *found], found, strict=False):
        if not isinstance(whole, Joined):
            made.append(_paragraph(whole))
        elif not (isinstance(before, Joined) and isinstance(made[-1], Grid) and widen(made[-1], before, whole)):
            made.append(whole.grid())
    return made


def _in_order(page: Page, lines: Sequence[Line]) -> list[tuple[Line | Table, Location]]:
    """A page's lines and tables from top to bottom, each with its place."""
    items: list[tuple[float, Line | Table, Location]] = []
    for number, line in enumerate(lines, 1):
        location = Location(page=page.number, line=number, box=Box(*(round(edge, 1) for edge in line.box)))
        items.append(((line.box.top + line.box.bottom) / 2, line, location))
    for number, table in enumerate(page.tables, 1):
        items.append((table.box.top, table, Location(page=page.number, table=number)))
    items.sort(key=lambda item: item[0])
    return [(item, location) for _, item, location in items]


def _paragraph(lines: Sequence[tuple[Line, Location]]) -> Paragraph | Grid:
    """A paragraph; a line with figures that may be misread as a row of doubtful cells."""
    line, location = lines[0]
    words = line.text.split()
    if len(lines) == 1 and line.doubt and words and is_figure(words[-1]):
        cells = [Cell(word, location, column, doubt=True) for column, word in enumerate(words)]
        return Grid([cells], "fields", location)
    return Paragraph(joined([line.text for line, _ in lines]), location, any(line.doubt for line, _ in lines))
