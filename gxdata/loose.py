"""Figures without a label: they may belong to the row above or below them, so that what stands there is not sure."""

from __future__ import annotations

from collections.abc import Sequence

from .align import Match
from .records import Record
from .text import key


def detached(matches: Sequence[Match], records: Sequence[Record]) -> set[str]:
    """The rows that are blank where a row without a label, and of no other row, has figures right above or below in
    the same table: these may be theirs. And rows whose figures may go on below them."""
    used = {id(match.record) for match in matches}
    loose = [_is_loose(each) and id(each) not in used for each in records]
    if True not in loose:
        return set()
    blank = {id(match.record): match.item for match in matches if not match.record.figures}
    apart = {
        blank[id(record)]
        for place, record in enumerate(records)
        if id(record) in blank
        for beside in (place - 1, place + 1)
        if 0 <= beside < len(records) and loose[beside] and records[beside].block == record.block
    }
    return apart | {match.item for match in matches if goes_on(match.record, records) and match.record.figures}


def _is_loose(record: Record) -> bool:
    return bool(record.figures) and not any(map(key, record.labels))


def goes_on(record: Record, records: Sequence[Record]) -> bool:
    """Whether fewer digits without a label stand right below a row whose cells the file does not mark: the ends of figures
    that did not fit their columns, of a part and its total alike, so that no sum tells."""
    place = next((index for index, each in enumerate(records) if each is record), len(records))
    if record.kind == "cells" or place + 1 >= len(records):
        return False
    below = records[place + 1]
    upper, lower = record.location, below.location
    if not _is_loose(below) or below.before or len(below.figures) >= len(record.figures) or upper.page != lower.page:
        return False
    if upper.box and lower.box:
        return 0 <= lower.box[1] - upper.box[3] < upper.box[3] - upper.box[1]
    if upper.line is None or lower.line is None or len(below.figures) == 1:  # one alone may be a page's number
        return False
    return 0 < lower.line - upper.line < 3
