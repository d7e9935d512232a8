"""A table that lies flat on the form, written downward: a row for each result of each channel, with one figure.

Each row names its result, and the first of a channel the channel. It is read where every channel that is named has all
its results once, in the form's order, and no other figures stand in the table; else nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from .align import said
from .flat import FlatMatch
from .forms import Section
from .records import Record
from .vocabulary import roles


def align_downward(section: Section, records: Sequence[Record]) -> list[FlatMatch]:
    """The rows of such a table as one record; none where there are none, or two such tables that differ."""
    found = []
    for _, group in groupby((each for each in records if each.kind == "cells"), key=lambda record: record.block):
        rows = [*group]
        if len(rows) >= len(section.measures) and all(len(row.fields) == 1 for row in rows):
            found += _read(section, rows)
    return found[:1] if all(said(match.record) == said(found[0].record) for match in found) else []


def _read(section: Section, rows: Sequence[Record]) -> list[FlatMatch]:
    standard = [measure.id for measure in section.measures]
    items: list[str] = []
    order: list[str] = []
    for row in rows:
        named = [id for label in (*row.before, *row.labels) for id in roles(label, "item", section.id)]
        items += named[-1:]
        order += roles(row.labels[-1], "measure", section.id)[:1] if row.labels else []
        if len(items) != (len(order) + len(standard) - 1) // len(standard) or len(named) > 1:
            return []
    if len(order) != len(rows) or order != standard * len(items) or len(set(items)) < len(items):
        return []
    fields = [field for row in rows for field in row.fields]
    whole = replace(rows[0], fields=fields, figures=[field for field in fields if not field.blank])
    return [FlatMatch(tuple(items), tuple(standard), whole, "header")]
