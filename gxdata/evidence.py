"""What speaks for each cell of a report: its places in the document, why it is lost, and what was left over.

Asked of a document and the reports read from it; nothing is read anew, and no figure is changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from .align import Match
from .document import Cell, Document, Grid, Location, Paragraph
from .flat import FlatMatch
from .text import read_cell, squeeze

if TYPE_CHECKING:
    from .checks import Finding
    from .records import Record
    from .report import Report
    from .tables import Table

_LABEL_LENGTH = 80  # a longer line is prose
_ROW_HEADS = 6  # cells at most from a record's beginning to its own label
_BEFORE, _AROUND = 16, 80  # characters shown before a mention and in all
_PART_OF_TITLE = 8  # characters of a line at least that is one of a title's
_PAGE_MARK = re.compile(r"[-–—]\s*\d{1,4}\s*[-–—]")
_PROSE = re.compile(r"[。，；：,;:、]")
_TABLE_WIDE = (
    "table_repeated",
    "figures_glued",
    "columns_unexpected",
)  # findings on a table as a whole that may cost it cells
_BLOCK_WIDE = (
    "columns_undecided",
    "form_undecided",
    "header_missing",
    "columns_moved",
    "columns_unexpected",
)  # on the rows below one header


class FormCell(NamedTuple):
    """A cell of the form of one of a file's reports."""

    report: int  # ordinal
    section: str
    item: str
    measure: str


class Place(NamedTuple):
    """A cell or a paragraph of the document, or the characters `start` to `end` of a paragraph."""

    location: Location
    start: int = 0
    end: int = 0


class LeftOver(NamedTuple):
    """Figures that no row of a form took. kind: `grid` a whole table, `row` cells of a table, `line` a line of text."""

    kind: str
    location: Location  # of the first
    words: str  # that stand by it
    figures: tuple[str, ...]
    places: tuple[Location, ...]  # of the figures


@dataclass(slots=True)
class Evidence:
    """places: what each cell was read from, all figures of its row where it is not sure which is its own;
    figures, labels: those of each matched record, and its label where that has a place of its own, by `id` of the match."""

    places: dict[FormCell, tuple[Place, ...]] = field(default_factory=dict)
    figures: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    labels: dict[int, Place] = field(default_factory=dict)
    left_over: list[LeftOver] = field(default_factory=list)


def evidence(document: Document, reports: Sequence[Report]) -> Evidence:
    """The places of the cells of a document's reports, and what was left over."""
    index, found = _Index(document), Evidence()
    for report in reports:
        for table in report.tables:
            for match in table.matches:
                figures = index.figures(match.record)
                found.figures[id(match)] = figures
                label = index.label(match.record)
                if label is not None and all(place.location != label for place in figures):
                    found.labels[id(match)] = Place(label)
                for cell, places in _places(table, match, figures, index):
                    found.places[FormCell(report.ordinal, table.section.id, *cell)] = places
    used = {place.location for places in (*found.figures.values(), found.labels.values()) for place in places}
    found.left_over = list(_left_over(document, used))
    return found


def cells_of(table: Table, match: Match | FlatMatch) -> list[tuple[str, str]]:
    """The cells (item, measure) that a record fills, in the form's order."""
    items = (match.item,) if isinstance(match, Match) else match.items
    return [cell for item in items for cell in table.cells if cell[0] == item]


def reasons(report: Report, section: str, item: str) -> list[str]:
    """Why cells of a row are lost, as `zh / en`: the findings on the row, on its header, and on its table."""
    rows = next((table.section for table in report.tables if table.section.id == section), None)

    def concerns(finding: Finding) -> bool:
        if finding.severity != "warning" or finding.section != section:
            return False
        if finding.rule in _BLOCK_WIDE and rows is not None and finding.item:
            return rows.item(finding.item).block == rows.item(item).block
        return finding.item == item or finding.rule in _TABLE_WIDE

    found = [finding for finding in report.finding_rows if concerns(finding)]
    found.sort(key=lambda finding: finding.rule == "cells_lost")  # that they are lost comes after why
    return list(dict.fromkeys(finding.message for finding in found))


class Stretch(NamedTuple):
    """The paragraphs and cells from one report's title to the next's, and the document's metadata."""

    pieces: list[tuple[str, Location]]
    meta: Mapping[str, str]

    def mention(self, spellings: Iterable[str], parts: bool = False) -> tuple[str, Location | None]:
        """(words around it, place) of the first piece that has one of the spellings, or with `parts` is a part of one,
        white space apart; without a place when only the metadata has it."""
        wanted = [squeeze(spelling) for spelling in spellings]
        named = [(f"{key}: {text}", None) for key, text in self.meta.items()]
        for text, location in [*self.pieces, *named] if wanted else ():
            words = squeeze(text)
            start = next((words.index(word) for word in wanted if word in words), -1)
            if start >= 0 or (parts and any(_is_part(words, word) for word in wanted)):
                start = max(0, start - _BEFORE)
                around = words[start : start + _AROUND]
                return f"{'…' if start else ''}{around}{'…' if words[start + _AROUND :] else ''}", location
        return "", None


def _is_part(words: str, title: str) -> bool:
    """Whether a line is one of those that a title is printed on."""
    return len(words) >= _PART_OF_TITLE and words in title


def stretches(document: Document, reports: Sequence[Report]) -> list[Stretch]:
    """The stretch of each report, what precedes the first title included."""
    found, starts = list(pieces(document)), [0]
    for report in reports[1:]:
        title = squeeze(report.title or "")
        later = ((at, squeeze(found[at][0])) for at in range(starts[-1] + 1, len(found)) if title)
        starts.append(next((at for at, words in later if title in words or _is_part(words, title)), starts[-1]))
    ends = [*(end if end > start else len(found) for start, end in pairwise(starts)), len(found)]
    return [Stretch(found[start:end], document.meta) for start, end in zip(starts, ends, strict=True)][: len(reports)]


def pieces(document: Document) -> Iterator[tuple[str, Location]]:
    """Every paragraph and cell, in order, with its place."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.location
        else:
            yield from ((cell.text, cell.location) for row in block.rows for cell in row)


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────


class _Index:
    """A document's places; a record's place may name a part of one (the second run of figures in a line)."""

    def __init__(self, document: Document) -> None:
        self.texts = {block.location: block.text for block in document.blocks if isinstance(block, Paragraph)}
        self.order = list(pieces(document))
        self.exact: dict[Location, int] = {
            location: at for at, (_, location) in reversed(list(enumerate(self.order)))
        }  # the first of equals
        self.coarse: dict[Location, Location] = {}
        for _, location in self.order:
            for part in _coarser(location):
                self.coarse.setdefault(part, location)

    def nearest(self, location: Location) -> Location | None:
        """The place in the document that a location names, names a part of, or is the row of."""
        if location in self.exact:
            return location
        return next((self.coarse[part] for part in _coarser(location) if part in self.coarse), None)

    def label(self, record: Record) -> Location | None:
        """Where a record's own label stands: at its place, or a few cells on, behind its groups' labels and blanks."""
        if (first := self.nearest(record.location)) is None or not record.labels:
            return None
        at = self.exact[first]
        near = self.order[at : at + _ROW_HEADS]
        return next((location for text, location in near if text == record.labels[-1]), first if near[0][0] else None)

    def figures(self, record: Record) -> tuple[Place, ...]:
        """Where a record's figures stand (its blanks, where it has no figures): cells, or characters of a paragraph."""
        fields = record.figures or record.fields
        places = [self.nearest(each.location) for each in fields]
        inside = {place for place in places if place in self.texts}
        if len(inside) == 1 and (place := inside.pop()) is not None and place.box is None:
            spans = _spans(self.texts[place], record.labels, [each.reading.raw for each in fields])
            return tuple(Place(place, *span) for span in spans) or (Place(place),)
        return tuple(dict.fromkeys(Place(place) for place in places if place is not None))


def _coarser(location: Location) -> list[Location]:
    """What a location is known by without its box: itself, without the run in a line, and as a row."""
    if location.line is None and location.row is None:
        return []
    bare = location._replace(box=None)
    return [bare, bare._replace(field=None), bare._replace(column=None, field=None)]


def _spans(text: str, labels: Sequence[str], figures: Sequence[str]) -> list[tuple[int, int]]:
    """Where a run of figures stands in a text: after its label or, where that is not printed so, alone; [] unless once."""
    run = r"\s*".join(f"({re.escape(figure)})" for figure in figures) + r"(?!\d(?!\s*[.．、]))"  # but a row's ordinal
    label = r"\W*".join(char for char in labels[-1] if char.isalnum()) if labels else ""
    for pattern in (rf"{label}\W*{run}" if label else "", rf"(?<![\d.]){run}"):
        hits = [match for match, _ in zip(re.finditer(pattern, text), range(2), strict=False)] if pattern else []
        if len(hits) == 1:
            return [hits[0].span(number) for number in range(1, len(figures) + 1)]
    return []


def _places(
    table: Table, match: Match | FlatMatch, figures: tuple[Place, ...], index: _Index
) -> Iterator[tuple[tuple[str, str], tuple[Place, ...]]]:
    """Each cell that a record fills, with its own place; with all the record's figures where that is not sure."""
    cells = [cell for cell in cells_of(table, match) if cell in table.places]
    shared = Counter(table.places[cell] for cell in cells)
    printed = [each.reading.raw for each in match.record.figures or match.record.fields]
    moved = any(note.rule.startswith("columns_") for note in table.notes)
    in_turn = not moved and len(figures) == len(cells) and printed == [table.cells[cell].raw for cell in cells]
    for number, cell in enumerate(cells):
        location = table.places[cell]
        if location in index.exact and shared[location] == 1:
            own = tuple(place for place in figures if place.location == location)
            yield cell, own or (Place(location),)
        else:
            yield cell, (figures[number],) if in_turn else figures


# ── What was left over ───────────────────────────────────────────────────────────────────────────────────────────


def _left_over(document: Document, used: set[Location]) -> Iterator[LeftOver]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if block.location not in used and (figures := _trailing_figures(block.text)):
                yield LeftOver("line", block.location, block.text, figures, (block.location,))
        elif not any(cell.location in used for row in block.rows for cell in row):
            yield _whole(block)
        else:
            yield from _cells_left(block, used)


def _whole(grid: Grid) -> LeftOver:
    cells = [cell for row in grid.rows for cell in row]
    words = " · ".join(cell.text for cell in cells[:40] if cell.text and not _is_figure(cell))
    where = cells[0].location if cells else grid.location
    return _over("grid", where, words, [cell for cell in cells if _is_figure(cell)])


def _over(kind: str, where: Location, words: str, cells: Sequence[Cell]) -> LeftOver:
    return LeftOver(kind, where, words, tuple(cell.text for cell in cells), tuple(cell.location for cell in cells))


def _cells_left(grid: Grid, used: set[Location]) -> Iterator[LeftOver]:
    """The figures of each row, or each run of them, that were not taken, with the words before them."""
    for row in grid.rows:
        words: list[str] = []
        for left, run in groupby(row, key=lambda cell: _is_figure(cell) and cell.location not in used):
            cells = list(run)
            if left:
                yield _over("row", cells[0].location, " · ".join(words[-4:]), cells)
            words = [cell.text for cell in cells if cell.text and not _is_figure(cell)]


def _is_figure(cell: Cell) -> bool:
    return read_cell(cell.text).state == "number"


def _trailing_figures(text: str) -> tuple[str, ...]:
    """The figures at the end of a short line that is no sentence and no page mark."""
    if len(text) > _LABEL_LENGTH or _PAGE_MARK.fullmatch(text):
        return ()
    tokens = text.split()
    split = len(tokens)
    while split and read_cell(tokens[split - 1]).state == "number":
        split -= 1
    return tuple(tokens[split:]) if not _PROSE.search("".join(tokens[:split])) else ()
