"""Alignment of a table that lies flat: which records carry its items, side by side in one row or a row each.

What stands above the figures decides: the names of columns and items. Two records that say different things of the same
items leave open which one is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .align import RECURRING, said
from .forms import Item, Section
from .loose import goes_on
from .records import GRIDS, RUNNING, Record
from .text import key
from .vocabulary import roles


class FlatMatch(NamedTuple):
    """A record that carries several items of a flat table side by side: the items and measures in printed order."""

    items: tuple[str, ...]
    measures: tuple[str, ...]
    record: Record
    how: str


def align_flat(section: Section, records: Sequence[Record]) -> list[FlatMatch]:
    """The records of a table whose items lie side by side, known by the header above their figures.

    how: `header` one row for all items under a header; `item` a row or a small table of one item or two; `heading` a row
    of just the right length under the section's heading or the items' names, its columns' names gone; `open` one whose
    items' order is not sure, or whose figures may go on below it; `twice` one of two such rows with different figures.
    """
    standard = tuple(measure.id for measure in section.measures)
    count = len(section.items) * len(standard)
    partial = range(len(standard), count, len(standard))
    matches: list[FlatMatch] = []
    denied: set[int] = set()  # records that another one contradicts
    header: tuple[str, ...] = ()
    above: dict[int, tuple[str, ...]] = {}  # of each grid's header: its words
    for record in sorted(records, key=lambda record: record.chapter != section.id):  # under its own heading first
        fields, figures = len(record.fields), len(record.figures)
        if fields < len(standard):
            continue
        columns = above.get(id(record.header))
        if columns is None:
            columns = above[id(record.header)] = tuple([cell[0] for cell in record.header])
        words = (*record.before, *record.labels)
        recurring = sum(map(len, words + columns)) <= RECURRING
        names = (_names if recurring else _names.__wrapped__)(section, words, columns if record.kind in GRIDS else ())
        header = names.header or header
        part = _part(section, record) if fields in partial else ()
        if names.contradict and not part:  # channels or results in an order that its names leave open: not read
            continue
        if part:
            found = FlatMatch(part, standard, record, "item")
        elif names.measures * 5 >= count * 3 and fields * 5 > count * 3:
            found = FlatMatch(_flat_order(section, names.words), header or standard, record, "header")
        elif header and len(standard) in (figures, fields) and _of_one_item(section, record, names):
            found = FlatMatch(names.items[-1:], header, record, "item")
        elif count in (figures, fields) and count > 3 and names.headed:
            found = FlatMatch(_flat_order(section, names.words), standard, record, "heading")
        else:
            continue
        if _is_moved(section, found.items) and (record.kind in RUNNING or not _has_names(section, record)):
            found = found._replace(how="open")
        others = [match for match in matches if not set(match.items).isdisjoint(found.items)]
        denied.update([id(match.record) for match in others if _denies(section, found, match)])
        if not others:
            matches.append(found)
    return [
        match._replace(how="twice") if id(match.record) in denied or _has_rival(section, match, records)
        else match._replace(how="open") if goes_on(match.record, records)
        else match
        for match in matches
    ]  # fmt: skip


def _part(section: Section, record: Record) -> tuple[str, ...]:
    """The items of a table that has some of the section's, side by side in a row whose every cell has its names right
    above it, in the order printed; else nothing."""
    width, fields = len(section.measures), record.fields
    if record.kind != "cells":
        return ()
    items = {cell.column: (id, cell.colspan) for cell in record.header for id in roles(cell.text, "item", section.id)}
    columns = {cell.column: id for cell in record.header for id in roles(cell.text, "measure", section.id)}
    begin = fields[0].column
    places = [*range(begin, begin + len(fields))]
    printed = tuple(items[column] for column in sorted(items))
    standard = [measure.id for measure in section.measures]
    if [*sorted(items)] != places[::width] or any(span != width for _, span in printed):
        return ()
    if [field.column for field in fields] != places or [*sorted(columns)] != places:
        return ()
    named = [columns[place] for place in places]
    return tuple(id for id, _ in printed) if named == standard * len(printed) else ()


def _is_moved(section: Section, items: Sequence[str]) -> bool:
    """Whether items are not in the form's order. Where a page was laid out as lines of text, or the names stand outside
    the figures' grid, those on a header's lines may have changed their places, and no sum tells whose figures come first."""
    return list(items) != [item.id for item in section.items if item.id in items]


def _has_names(section: Section, record: Record) -> bool:
    """Whether the header of a record's grid names items."""
    return any(roles(cell.text, "item", section.id) for cell in record.header)


def _denies(section: Section, found: FlatMatch, match: FlatMatch) -> bool:
    """Whether another record gives other figures for the same items, and does not stand outside the section that the
    first stands in."""
    if match.record.chapter == section.id != found.record.chapter:
        return False
    one, other = _by_cell(found), _by_cell(match)
    shared = [cell for cell in one if cell[0] in match.items]
    return not other or not shared or any(one[cell] != other.get(cell) for cell in shared)


def _by_cell(match: FlatMatch) -> dict[tuple[str, str], tuple[str, object]]:
    """What a record's figures say of each cell, where there are as many as cells; else nothing."""
    cells = [(item, measure) for item in match.items for measure in match.measures]
    fields = match.record.figures if len(match.record.figures) == len(cells) else match.record.fields
    return (
        {cell: field.reading[:2] for cell, field in zip(cells, fields, strict=True)}
        if len(fields) == len(cells)
        else {}
    )


def _has_rival(section: Section, match: FlatMatch, records: Sequence[Record]) -> bool:
    """Whether another row of as many cells stands in the same table, whatever its label (a year, a body, none), but for
    one of other items: which one is meant is open. Where tables have no ends, rows right beside it count."""
    record, width = match.record, len(match.items) * len(match.measures)
    place = next(index for index, each in enumerate(records) if each is record)
    beside = [*records[max(place - 1, 0) : place], *records[place + 1 : place + 2]] if match.how == "header" else []
    return any(
        other.figures
        and len(other.fields) >= width
        and _competes(section, match, other)
        and said(other) != said(record)
        for other in records
        if other is not record and other.block == record.block
    ) or any(
        len(other.figures) == width and len(other.labels) < 2 and not other.before and said(other) != said(record)
        for other in beside
    )


def _competes(section: Section, match: FlatMatch, other: Record) -> bool:
    named = {id for label in other.labels for id in roles(label, "item", section.id)}
    if named or not (other.labels or other.before):
        return not named or not named.isdisjoint(match.items)
    return other.kind in GRIDS and other.header is match.record.header and not other.before


def _in_table(section: Section, words: tuple[str, ...], header: tuple[str, ...]) -> tuple[str, ...]:
    """The words above and before a record's figures; of a grid whose header names columns, or items, no such name from
    outside it."""
    found = [kind for kind in ("measure", "item") if any(roles(word, kind, section.id) for word in header)]
    named = [*found, *(("group",) if "item" in found else ())]
    left = Counter(header)
    kept: list[str] = []
    for word in reversed(words):
        left[word] -= 1
        if left[word] >= 0 or not any(roles(word, kind, section.id) for kind in named):
            kept.append(word)
    return tuple(reversed(kept))


class _Names(NamedTuple):
    """What the words above and before a record's figures name in a flat section. words: those of its table; header: all
    measures, in the order printed last; contradict: in an order that the names leave open; headed: by the section's
    heading or by items."""

    words: tuple[str, ...]
    items: tuple[str, ...]
    measures: int
    header: tuple[str, ...]
    contradict: bool
    headed: bool


@lru_cache(maxsize=4096)
def _names(section: Section, words: tuple[str, ...], header: tuple[str, ...]) -> _Names:
    """words: all above and before the figures; header: the header cells of their grid."""
    context = _in_table(section, words, header)
    width = len(section.measures)
    measures = [id for label in context for id in roles(label, "measure", section.id)]
    items = tuple(dict.fromkeys(id for label in context for id in roles(label, "item", section.id)))
    standard = tuple(measure.id for measure in section.measures)
    # Where names are gone, the last ones may be of two channels; the first ones tell.
    ends = [end for end in (tuple(measures[:width]), tuple(measures[-width:])) if set(end) == set(standard)]
    odd = len(measures) % width > 0 and len(set(ends)) > 1
    return _Names(
        context,
        items,
        len(measures),
        (standard if odd else ends[-1]) if ends and set(measures[-width:]) == set(standard) else (),
        _contradicts(section, items) or _mixed(measures, width) or (odd and standard not in ends),
        len(items) > 1 or any(key(label).endswith(key(section.zh)) for label in context),
    )


def _of_one_item(section: Section, record: Record, names: _Names) -> bool:
    """Whether a record is one item's: below a header of just its own columns. Below a header of several items so few
    figures are the rest of a row that was cut off."""
    if not names.items or len(section.items) == 1 or names.measures > len(section.measures):
        return False
    return len(names.items) == 1 or any(roles(label, "item", section.id) for label in record.labels)


def _contradicts(section: Section, items: Sequence[str]) -> bool:
    """Whether some items' names are gone and the others do not stand in the form's order."""
    standard = [item.id for item in section.items if item.id in items]
    return 1 < len(items) < len(section.items) and list(items) != standard


def _mixed(measures: Sequence[str], width: int) -> bool:
    """Whether the columns of one item are named in another order than those of the next, where all names are there."""
    parts = [tuple(measures[start : start + width]) for start in range(0, len(measures), width)]
    return all(len(set(part)) == width for part in parts) and len(set(parts)) > 1


def _flat_order(section: Section, words: Sequence[str]) -> tuple[str, ...]:
    """The order of a flat table's items in its header: by their group's label where it has one, then their own."""
    first: dict[str, int] = {}
    for place, word in enumerate(words):
        for id in (*roles(word, "item", section.id), *(f"group {group}" for group in roles(word, "group", section.id))):
            first.setdefault(id, place)

    def rank(item: Item) -> tuple[int, int]:
        own = first.get(item.id, len(words))
        return first.get(f"group {item.group}", own), own

    items = section.items if all(item.id in first for item in section.items) else ()
    return tuple(item.id for item in sorted(items, key=rank)) or tuple(item.id for item in section.items)
