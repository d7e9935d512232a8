"""Alignment: which record is which row of a form, by label and by order, never by bare position.

The form's items come in a known order, a file's records in theirs. Matches are the monotone chain with the highest
sum of label scores; a record without a label takes a row only when the rows left open between two matched
neighbours are as many as the unlabelled records there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .forms import Item, Section
from .fragments import after_part, in_remark
from .records import GRIDS, Record
from .text import fold, full_key, key, limited
from .vocabulary import HEADER_KEYS, ITEM_KEYS, ROLES

EXACT, CUT, LOOSE = 10.0, 8.0, 5.0
_ALIKE = 70  # per cent of characters in common below which a mistyped label is not believed
_PLACE = 1.0  # what it is worth to a record that it stands under the section's own heading
_MOST = 600  # labelled records looked at for one table: no report has more, and the search is quadratic
_LONG = 6  # characters of a label that stands in no other row's by chance
_MARGIN = 10  # per cent by which the best reading of a mistyped label must lead the second
RECURRING = 400  # characters up to which a record's labels are likely to be printed in other reports too

Named = tuple[str, str, float]  # item, how, score


class Match(NamedTuple):
    """A record placed on a form row; how: `exact`, `cut`, `mistyped`, `order` (no label), `moved` (out of order)."""

    item: str
    record: Record
    how: str
    score: float


@lru_cache(maxsize=8)
def _keys(section: Section) -> dict[str, str]:
    keys = {known: role.id for known, all in ITEM_KEYS.items() for role in all if role.section == section.id}
    return dict(sorted(keys.items(), key=lambda entry: -len(entry[0])))  # the longest label first


@lru_cache(maxsize=8)
def _order(section: Section) -> dict[str, int]:
    return {item.id: index for index, item in enumerate(section.items)}


def _score(section: Section, record: Record) -> Sequence[Named]:
    """The form rows that a record's label may name."""
    keys, label = _keys(section), record.name
    if record.labels and limited(record.labels[-1]):
        return ()
    if label in keys and not _in_header(record):
        return [(keys[label], "exact", EXACT)]
    if label in ITEM_KEYS:  # a row of another table
        return ()
    if item := _after_group(section, label):
        return [(item, "exact", EXACT)]
    if record.labels and (item := after_part(section, keys, record) or in_remark(keys, record)):
        return [(item, "cut", CUT)]
    own = "".join([key(label) or _unclosed(label) for label in record.labels])
    above = "".join(map(key, record.before[-4:]))
    below = tuple(map(key, record.after[:4]))
    likely = _likely if len(own) + len(above) + sum(map(len, below)) <= RECURRING else _likely.__wrapped__
    return likely(section, label, own, above, below)


def _unclosed(label: str) -> str:
    """The words of a label that part of a group's ordinal stands before, （三 危及…: they are no remark."""
    return full_key(label) if fold(label).startswith("(") and ")" not in fold(label) else ""


@lru_cache(maxsize=4096)
def _after_group(section: Section, label: str) -> str:
    """The row whose whole label stands after its own group's in one cell, （三）不予公开 1.属于国家秘密; else nothing."""
    groups = {key(name): group.id for group in section.groups for name in (group.zh, *group.variants)}
    own, rest = "", label
    while name := next((name for name in groups if rest.startswith(name)), ""):
        own, rest = groups[name], rest[len(name) :]
    item = _keys(section).get(rest.lstrip("0123456789"), "") if own else ""
    return item if item and section.item(item).group == own else ""


def _in_header(record: Record) -> bool:
    """Whether a record's label is the last of a header: 其他 or 总计 without its ordinal, after another column's name."""
    if record.name not in HEADER_KEYS or fold(record.labels[-1]) != record.name:
        return False
    before = (*record.before, *record.labels)[-2:-1]
    return any(key(label) in HEADER_KEYS for label in before)


@lru_cache(maxsize=4096)
def _likely(section: Section, label: str, own: str, above: str, below: tuple[str, ...]) -> Sequence[Named]:
    """The form rows that fragments may name of which the last, `label`, is no row's whole label."""
    keys = _keys(section)
    joined = above + own
    for known in keys if own or above else ():  # a label broken over several fragments
        if len(known) > max(2, len(label)) and (
            own.endswith(known) or (joined.endswith(known) and _fragment_ends(own, known))
        ):
            return [(keys[known], "cut", CUT)]
    return _cut(keys, label, below) or _mistyped(keys, label or own)


def _fragment_ends(own: str, known: str) -> bool:
    """Whether the fragments above really carry the label's beginning, and the record's own are its end (or nothing)."""
    return not own or known.endswith(own) or own.endswith(known)


def _cut(keys: dict[str, str], label: str, below: Sequence[str]) -> list[Named]:
    """A label cut short whose rest stands in the fragments below, or that only one row begins with."""
    if len(label) < 3:
        return []
    begun = {keys[known] for known in keys if known.startswith(label) and known != label}
    confirmed = {
        keys[known]
        for known in keys
        if known.startswith(label) and any(known[len(label) :].startswith(rest) for rest in below if rest)
    }
    if len(confirmed) == 1:
        return [(confirmed.pop(), "cut", CUT)]
    return [(begun.pop(), "cut", LOOSE)] if len(begun) == 1 else []


def _mistyped(keys: dict[str, str], label: str) -> list[Named]:
    if len(label) < 4 or label in ROLES:  # 不予公开 is the name of a group, and not 予以公开 mistyped
        return []
    best = process.extract(label, list(keys), scorer=fuzz.ratio, limit=4, score_cutoff=_ALIKE)
    # A whole label with further words names something else: neither its own row nor another one that is like it.
    whole = {keys[known] for known, *_ in best if known in label}
    best = [found for found in best if found[0] not in label]
    first = best[0] if best else None
    rivals = [score for known, score, _ in best[1:] if keys[known] != keys[best[0][0]]]
    if first is None or whole or (rivals and rivals[0] > first[1] - _MARGIN):
        return []
    if any(len(known) >= _LONG and known in label and item != keys[first[0]] for known, item in keys.items()):
        return []  # two rows' labels run together
    return [(keys[first[0]], "mistyped", first[1] / 100 * CUT)]


def align(section: Section, records: Sequence[Record]) -> list[Match]:
    """The labelled records of a table whose printed rows are the section's items, in the document's order."""
    order = _order(section)
    options = [
        (
            index,
            order[item],
            item,
            how,
            score + _PLACE * (record.chapter == section.id) + 0.5 * (record.kind in GRIDS),
        )
        for index, record in enumerate(records)
        for item, how, score in _score(section, record)
    ]
    chain = _best_chain(options[:_MOST])
    taken = {item for _, _, item, _, _ in chain}
    placed = {index for index, *_ in chain}
    moved = [
        Match(item, records[index], "moved", score)
        for index, _, item, how, score in options
        if how == "exact" and index not in placed and item not in taken and _between(index, placed, records)
    ]
    once = [match for match in moved if sum(other.item == match.item for other in moved) == 1]
    return [Match(item, records[index], how, score) for index, _, item, how, score in chain] + once


def rivals(section: Section, matches: Sequence[Match], records: Sequence[Record]) -> dict[str, list[Record]]:
    """Records with the exact label and as many figures or cells as a matched row that were not used: by row, where at
    least half of the rows have one, for then the table is there twice."""
    used = {id(match.record) for match in matches}
    own = {match.item: match.record for match in matches}
    keys = _keys(section)
    found: dict[str, list[Record]] = {}
    for record in records:
        item = keys.get(record.name)
        if item in own and id(record) not in used and _as_wide(record, own[item]):
            found.setdefault(item, []).append(record)
    return found if len(found) * 2 >= len(matches) else {}


def _as_wide(one: Record, other: Record) -> bool:
    """Whether two rows have as many figures or, in a table, as many cells: a copy may leave blank where this one has 0."""
    in_tables = one.kind in GRIDS and other.kind in GRIDS
    return len(one.figures) == len(other.figures) or (in_tables and len(one.fields) == len(other.fields))


def repeated(section: Section, matches: Sequence[Match], records: Sequence[Record]) -> set[str]:
    """The rows whose exact label another record within the table has as well, with other figures."""
    own = {match.item: match.record for match in matches}
    used = {id(record) for record in own.values()}
    places = [index for index, record in enumerate(records) if id(record) in used]
    keys, found = _keys(section), set()
    for record in records[places[0] : places[-1]] if places else ():
        item = keys.get(record.name)
        if item in own and id(record) not in used and said(record) != said(own[item]):
            found.add(item)
    return found


def said(record: Record) -> list[tuple[str, object]]:
    """What a row's figures say; of digits that are too many for one number, the digits."""
    return [
        (state, raw if value is None else value) for state, value, _, raw, _ in (each[0] for each in record.figures)
    ]


def _between(index: int, placed: set[int], records: Sequence[Record]) -> bool:
    """Only inside the table or right beside it: the same words in a sentence far off are not a moved row."""
    kinds = {records[each].kind for each in placed}
    return bool(placed) and min(placed) - 1 <= index <= max(placed) + 1 and records[index].kind in kinds


def _best_chain(options: list[tuple[int, int, str, str, float]]) -> list[tuple[int, int, str, str, float]]:
    """The chain, rising in record and in row, with the highest sum; dense chains win over scattered ones."""
    if all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(options)):
        return options
    best: list[float] = []
    back: list[int] = []
    for place, (index, row, _, _, score) in enumerate(options):
        top, link = 0.0, -1
        for earlier in range(place):
            if options[earlier][0] < index and options[earlier][1] < row:
                distance = min(index - options[earlier][0] - (row - options[earlier][1]), 40)
                value = best[earlier] - 0.05 * max(distance, 0)
                if value > top:
                    top, link = value, earlier
        best.append(top + score)
        back.append(link)
    chain, place = [], max(range(len(best)), key=best.__getitem__)
    while place >= 0:
        chain.append(options[place])
        place = back[place]
    return chain[::-1]


def fill_gaps(items: Sequence[Item], matches: list[Match], records: Sequence[Record], width: int) -> list[Match]:
    """Unlabelled records of `width` figures take the open rows between matched neighbours when there are as many.

    `items` are the rows of the form found; a gap that cannot be decided stays open.
    """
    if width < 3:  # a lone figure without a label may be anything
        return []
    found = {match.item: match.record for match in matches if match.how != "moved"}
    if all(item.id in found for item in items):
        return []
    position = {id(record): index for index, record in enumerate(records)}
    filled: list[Match] = []
    start, gap = -1, list[Item]()
    for item in [*items, None]:
        if item is not None and item.id not in found:
            gap.append(item)
            continue
        end = position[id(found[item.id])] if item is not None else len(records)
        if gap and start >= 0:
            here = records[start].chapter  # below another section's heading stands another table's row
            free = [each for each in records[start + 1 : end] if _unlabelled(each, width) and each.chapter == here]
            if item is None:  # below the last matched row there is no neighbour to hold the count
                free = free if len(free) == len(gap) == len(records[start + 1 : end]) else []
            if len(free) == len(gap):
                filled += [Match(row.id, record, "order", 1.0) for row, record in zip(gap, free, strict=True)]
        start, gap = end, []
    return filled


def _unlabelled(record: Record, width: int) -> bool:
    return not any(map(key, record.labels)) and record.kind in GRIDS and len(record.figures) == width
