"""Figures that no row of the form has: they may belong to the row above or below them, so that what stands there is not
sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .align import Match
from .beside import adds_up
from .forms import Section
from .outline import summed
from .records import Record
from .text import key

_NEAR = 2  # lines of text between a row and what may be the rest of its figures, at most


def detached(
    section: Section, matches: Sequence[Match], records: Sequence[Record], measures: Mapping[str, tuple[str, ...]]
) -> set[str]:
    """The rows that are blank where a row without a label, and of no other row, has figures right above or below in
    the same table: these may be theirs. And rows whose figures may go on beside them. measures: the form's, by row."""
    used = {id(match.record) for match in matches}
    left = [bool(each.figures) and id(each) not in used for each in records]
    if True not in left:
        return set()
    broken = {
        match.item
        for match in matches
        if _is_broken(match.record, records, left) and summed(section, measures.get(match.item, ()))
    }
    loose = [_is_loose(each) and free for each, free in zip(records, left, strict=True)]
    blank = {id(match.record): match.item for match in matches if not match.record.figures}
    apart = {
        blank[id(record)]
        for place, record in enumerate(records)
        if id(record) in blank
        for beside in (place - 1, place + 1)
        if 0 <= beside < len(records) and loose[beside] and records[beside].block == record.block
    }
    return broken | apart | {match.item for match in matches if goes_on(match.record, records) and match.record.figures}


def _is_loose(record: Record) -> bool:
    return bool(record.figures) and not any(map(key, record.labels))


def _is_broken(record: Record, records: Sequence[Record], left: Sequence[bool]) -> bool:
    """Whether a row of text does not add up and fewer figures, which are of no row of the form, stand in a line beside
    it, at most a letter of a group's name before them: the beginnings or ends of figures that a narrow column broke."""
    readings = [field.reading for field in record.figures]
    if record.kind == "cells" or not readings or adds_up(readings[:-1], readings[-1]):
        return False
    place = next((index for index, each in enumerate(records) if each is record), 0)
    beside = [at for at in (place - 1, place + 1) if 0 <= at < len(records) and left[at]]
    return any(
        1 < len(records[at].figures) < len(readings)  # one alone may be a page's number
        and len("".join(map(key, records[at].labels))) <= 1
        and _are_near(record, records[at])
        for at in beside
    )


def _are_near(one: Record, two: Record) -> bool:
    upper, lower = one.location, two.location
    return (
        upper.page == lower.page
        and upper.line is not None
        and lower.line is not None
        and abs(upper.line - lower.line) <= _NEAR
    )


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
