"""A stretch of a document → the cells of each statutory table that it holds, and what was odd on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .align import Match, align, fill_gaps, repeated, rivals, said
from .assign import LOST, Candidate, candidates
from .beside import without_beside
from .columns import Layout
from .document import Location
from .downward import align_downward
from .flat import FlatMatch, align_flat
from .forms import FORMS, Section
from .loose import detached
from .oddities import (
    Note,
    columns_moved,
    columns_unexpected,
    flat_notes,
    glued_note,
    header_note,
    missing,
    row_notes,
    table_twice,
    unit_differs,
)
from .outline import Outline, outline, summed
from .printed_form import forms_of
from .records import GRIDS, RUNNING, Record, Stream
from .solve import Cell, Row, equations, holds, solve
from .text import Reading
from .units import scaled, stated_units

_FEWEST = 15.0  # sum of label scores below which rows are not a statutory table (two exact labels make 20)


@dataclass(slots=True)
class Table:
    """One recognised table. forms: the form of each block; cells: a reading for each of the outline's, in its order, with
    its place in the file."""

    section: Section
    forms: dict[str, str]
    outline: Outline
    cells: dict[Cell, Reading]
    places: dict[Cell, Location]
    notes: list[Note] = field(default_factory=list)
    matches: list[Match | FlatMatch] = field(default_factory=list)
    units: dict[Cell, str] = field(default_factory=dict)  # that a header states, where it states one

    @property
    def is_open(self) -> bool:
        """Whether a cell could not be read at all."""
        return LOST in self.cells.values()

    @property
    def form(self) -> str:
        """The form of the whole table: `mixed` when its blocks differ."""
        found = {form for form in self.forms.values() if form}
        return found.pop() if len(found) == 1 else "mixed" if found else ""


def read_table(section: Section, stream: Stream) -> Table | None:
    """The statutory table of one section in a stream of records, or None where there is none."""
    table = _read_flat(section, stream) if section.layout == "flat" else _read_rows(section, stream)
    if table is not None:
        _apply_units(section, table)
        table.notes += glued_note(section, [match.record for match in table.matches])
    return table


# ── Tables with one row an item ──────────────────────────────────────────────────────────────────────────────────


def _read_rows(section: Section, stream: Stream) -> Table | None:
    matches = _align(section, stream.records)
    if sum(match.score for match in matches) < _FEWEST:
        return None
    forms, notes = forms_of(section, matches)
    printed = outline(section, forms)
    certain = [  # no row of a form presumed
        item for item in printed.items if not notes or len(item.measures) == len(FORMS)
    ]
    matches += fill_gaps(certain, matches, stream.records, printed.width)
    placed = [match for match in matches if match.item in printed.rows]
    whole, beside = without_beside(section, placed, printed.measures)
    rows, places, moved = _rows(section, whole, printed)
    if beside:
        notes.append(columns_unexpected(section, beside))
        for match in placed:
            where = match.record.location._replace(column=None)
            places = dict.fromkeys(printed.rows[match.item], where) | places
    readings = solve(rows, equations(section, printed.cells))
    twice = rivals(section, matches, stream.records)
    notes += _settle(section, matches, twice, readings)
    unsure = detached(section, matches, stream.records, printed.measures)
    unsure |= set() if twice else repeated(section, matches, stream.records)
    readings.update((cell, LOST) for cell in (readings if unsure else ()) if cell[0] in unsure)
    cells = {cell: readings.get(cell, LOST) for cell in printed.cells}
    table = Table(section, forms, printed, cells, places, notes + moved, list(matches))
    table.notes += row_notes(section, printed, cells, matches, stream.records, whole if beside else ())
    return table


def _apply_units(section: Section, table: Table) -> None:
    """Units that the table states: another one than the form's is kept, but a count in 万件 is none."""
    placed = [match for match in table.matches if isinstance(match, FlatMatch) or match.item in table.outline.rows]
    table.units = stated_units(section, table.outline, placed)
    for cell, unit in table.units.items():
        if unit != section.cell(*cell)[0]:
            table.notes.append(unit_differs(section, *cell, unit))
            if scaled(unit) and table.cells[cell].value:
                table.cells[cell] = LOST


def _align(section: Section, records: Sequence[Record]) -> list[Match]:
    """The rows of the table; of one that is there twice, under the section's heading and elsewhere, only the former's."""
    matches = align(section, records)
    own = [record for record in records if record.chapter == section.id]
    mixed = 0 < sum(match.record.chapter == section.id for match in matches) < len(matches)
    if mixed and rivals(section, matches, records):
        under_heading = align(section, own)
        if sum(match.score for match in under_heading) >= _FEWEST:
            return under_heading
    return matches


def _settle(
    section: Section, matches: Sequence[Match], twice: Mapping[str, list[Record]], readings: dict[Cell, Reading]
) -> list[Note]:
    """A table that is there twice: what stands under the section's own heading is the report's; where neither or both
    do, rows whose figures differ are lost."""
    differing = [match for match in matches for other in twice.get(match.item, ()) if said(other) != said(match.record)]
    if not twice:
        return []
    unsure = [
        match
        for match in differing
        if not (match.record.chapter == section.id and all(other.chapter != section.id for other in twice[match.item]))
    ]
    lost = {match.item for match in unsure}
    if unsure:  # a row that is not there twice may be of either table
        lost |= {match.item for match in matches if match.item not in twice}
    readings.update((cell, LOST) for cell in readings if cell[0] in lost)
    return [table_twice(section, twice, len({match.item for match in differing}), bool(unsure))]


def _rows(
    section: Section, matches: Sequence[Match], printed: Outline
) -> tuple[list[Row], dict[Cell, Location], list[Note]]:
    """The readings of every matched record, with the place of each cell (of the row where the cell's own is unsure)."""
    layout = Layout(section, matches, printed.measures)
    rows: list[Row] = []
    places: dict[Cell, Location] = {}
    moved: list[Note] = []
    orders: dict[str, list[tuple[str, ...]]] = {}  # of each block, by the row below its header
    for match in sorted(matches, key=lambda match: match.how == "moved"):
        item, record = printed.by_id[match.item], match.record
        measures, cells = printed.measures[item.id], printed.rows[item.id]
        if record.kind == "cells" and len(record.figures) > len(measures):
            record = layout.unrepeated(record, measures)
        if item.block not in orders:
            orders[item.block] = layout.orders(record, measures)
            moved += header_note(section, item, measures, record)
            if orders[item.block] != [measures]:
                moved.append(columns_moved(section, item, orders[item.block][-1] if orders[item.block] else ()))
        order = orders[item.block]
        if order == [measures]:
            readings, how = _readings(section, layout, record, measures)
            _place(places, cells, record)
        else:
            readings, how = _in_order(section, layout, record, measures, order)
            _place(places, [(item.id, measure) for measure in (order or [measures])[0]], record)
        rows.append(Row(cells, readings, how, record.kind in RUNNING))
    return rows, places, moved


def _in_order(
    section: Section, layout: Layout, record: Record, measures: tuple[str, ...], orders: Sequence[tuple[str, ...]]
) -> tuple[list[Candidate], str]:
    """The readings of a row whose columns stand in one of several orders, or one of them is not there at all."""
    short = len(orders) == 1 and len(orders[0]) < len(measures)
    readings, how = _readings(section, layout, record, orders[0] if short else measures)
    how = how if len(orders) == 1 else "miscount"
    if short and how != "count":
        return [], how
    return [
        tuple(option[one.index(measure)] if measure in one else LOST for measure in measures)
        for one in orders
        for option in readings
    ], how


def _readings(
    section: Section, layout: Layout, record: Record, measures: tuple[str, ...]
) -> tuple[list[Candidate], str]:
    width = len(measures)
    whole = record.kind not in GRIDS or layout.usual(record, width)
    if record.kind == "stream" and any(layout.leads):
        record, whole = layout.without_lead(record)
    fields = record.fields
    if len(record.figures) == width:
        readings, how = candidates(record, width, labelled=whole and not layout.exact)
        sure = whole and (bool(record.labels) or not layout.exact)  # else one may be what is left of the label
        return readings, how if sure or record.kind in ("fields", "stream") or len(fields) == width else "miscount"
    if record.kind == "cells" and len(fields) < width and (spread := layout.spread(record, measures)):
        return [spread], "count"
    if record.kind == "cells" and len(fields) == width and (whole or (layout.exact and not layout.cut(record))):
        return candidates(record, width, labelled=True)
    columns, trusted = layout.columns(record, width), layout.trusted(record, width)
    return candidates(record, width, columns, trusted, layout.lone(), labelled=whole, summed=summed(section, measures))


def _place(places: dict[Cell, Location], cells: Sequence[Cell], record: Record) -> None:
    """Adds where each cell stands, or where its row does when it is not sure which figure is which cell's."""
    fields = record.fields if len(record.fields) == len(cells) else record.figures
    if len(fields) == len(cells):
        places.update(zip(cells, [field[1] for field in fields], strict=True))
    else:
        where = (record.fields[0].location if record.fields else record.location)._replace(column=None)
        places.update(dict.fromkeys(cells, where))


# ── Tables that lie flat ─────────────────────────────────────────────────────────────────────────────────────────


def _adds_up(section: Section, cells: tuple[Cell, ...], readings: Sequence[Reading]) -> bool:
    """Whether every sum of a row holds with its blanks as nought, and is not just nought."""
    values = {
        cell: reading._replace(value=reading.value or Decimal(0)) for cell, reading in zip(cells, readings, strict=True)
    }
    return any(reading.value for reading in values.values()) and all(
        holds(each, values) for each in equations(section, cells).all
    )


def _is_wider(record: Record, width: int) -> bool:
    """Whether a row of an HTML table has a cell more than its header has columns, one of them blank."""
    end = max((cell.column + cell.colspan for cell in record.header), default=record.width)
    return record.kind == "cells" and len(record.fields) > width and record.width > end


def _is_rest(section: Section, record: Record, reading: Candidate) -> bool:
    """Whether a row may be cut off: where rows' ends are not marked, an item's cells blank at its beginning may be what
    is left of the header."""
    begin = reading[: len(section.measures)]
    return record.kind not in GRIDS and len(section.items) > 1 and all(each.state == "blank" for each in begin)


def _read_flat(section: Section, stream: Stream) -> Table | None:
    matches = align_flat(section, stream.records)
    if not matches and len(section.items) > 1:
        matches = align_downward(section, stream.records)
    if not matches:
        return None
    forms = {"": FORMS[-1]}
    printed = outline(section, forms)
    rows: list[Row] = []
    places: dict[Cell, Location] = {}
    for match in matches:
        cells = tuple((item, measure) for item in match.items for measure in match.measures)
        readings, how = candidates(match.record, len(cells), labelled=match.record.kind in GRIDS)
        if how == "miscount" and len(readings) == 1 and _adds_up(section, cells, readings[0]):
            how = "count"
        if match.how in ("open", "twice") or any(_is_rest(section, match.record, reading) for reading in readings[:1]):
            readings, how = [], "miscount"
        how = "miscount" if match.how == "heading" or _is_wider(match.record, len(cells)) else how
        rows.append(Row(cells, readings, how, match.record.kind in RUNNING))
        _place(places, cells, match.record)
    solved = solve(rows, equations(section, printed.cells))
    cells_read = {cell: solved.get(cell, LOST) for cell in printed.cells}
    table = Table(section, forms, printed, cells_read, places, [], list(matches))
    have = {item for match in matches for item in match.items}
    table.notes = [missing(item) for item in section.items if item.id not in have]
    for match in matches:
        carried = [(item, measure) for item in match.items for measure in match.measures]
        table.notes += flat_notes(section, match, carried, table.cells)
    return table
