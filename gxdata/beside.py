"""Columns that a table has beside the form's, each named by its header: a subtotal, last year's figures, a remark.

They are left out where the header names every column of figures and the rows themselves show that it is right: each adds
up in the form's own columns. A row that has not all its cells is lost, and where one does not add up all are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from .align import Match
from .forms import Section
from .outline import summed
from .records import BESIDE, Record
from .text import Reading, key
from .vocabulary import roles

_SUBTOTAL = re.compile(".*小计")  # of the organisations
_APART = ("natural_person", "total")  # all other columns are organisations


def without_beside(
    section: Section, matches: Sequence[Match], measures: Mapping[str, tuple[str, ...]]
) -> tuple[list[Match], list[str]]:
    """(the rows without the columns beside the form's, the names of these); rows that cannot be told apart from them are
    left out. measures: the form's, by row."""
    if not any(match.record.beside for match in matches):
        return list(matches), []
    rows = [match for match in matches if match.record.kind == "cells" and summed(section, measures[match.item])]
    names = list(dict.fromkeys(cell.text for match in rows for cell in match.record.beside))
    if not names or not any(_is_filled(match.record) for match in rows):
        return list(matches), []
    asked = {id(match): _without(section, match, measures[match.item]) for match in rows}
    found = [asked.get(id(match), (match, True)) for match in matches]
    hold = all(adds_up for match, adds_up in found if match is not None)
    return [match for match, _ in found if match is not None and (hold or match.record.kind != "cells")], names


def _is_filled(record: Record) -> bool:
    """Whether a row has anything in such a column; an empty one is no matter."""
    columns = {cell.column for cell in record.beside}
    return any(field.column in columns for field in record.figures)


def _without(section: Section, match: Match, measures: tuple[str, ...]) -> tuple[Match | None, bool]:
    """A row without the columns beside the form's, None where its header does not name them all or it has not all its
    cells; and whether it adds up."""
    record, header = match.record, match.record.header
    own = {id: cell.column for cell in header for id in roles(cell.text, "measure", section.id) if id in measures}
    beside = {cell.column: cell.text for cell in record.beside}
    columns = sorted([*own.values(), *beside])
    fields = {field.column: field for field in record.fields if field.colspan == 1}
    if "total" not in own or columns != [*fields] or columns != [*range(columns[0], record.width)]:
        return None, True
    parts = {id: fields[column].reading for id, column in own.items() if id != "total"}
    organisations = [reading for id, reading in parts.items() if id not in _APART]
    subtotals = [fields[column].reading for column, name in beside.items() if _SUBTOTAL.fullmatch(key(name))]
    whole = fields[own["total"]].reading
    holds = adds_up(parts.values(), whole) and all(adds_up(organisations, each) for each in subtotals)
    return match._replace(record=_stripped(record, beside)), holds


def adds_up(parts: Iterable[Reading], whole: Reading) -> bool:
    """Whether figures add up to another one, blanks and nil marks counted as nought; words and what is lost do not."""
    readings = [*parts, whole]
    if any(reading.state in ("text", "lost") or reading.doubt for reading in readings):
        return False
    *values, total = [reading.value or Decimal(0) for reading in readings]
    return sum(values) == total


def _stripped(record: Record, beside: Collection[int]) -> Record:
    """A row without some columns, those to the right of them moved up; its places in the file stay."""

    def moved(column: int) -> int:
        return column - sum(other < column for other in beside)

    fields = [each._replace(column=moved(each.column)) for each in record.fields if each.column not in beside]
    header = [cell._replace(column=moved(cell.column)) for cell in record.header]
    figures = [field for field in fields if not field.blank]
    before = [word for word in record.before if not BESIDE.fullmatch(key(word))]
    return replace(record, fields=fields, figures=figures, before=before, header=header, width=moved(record.width))
