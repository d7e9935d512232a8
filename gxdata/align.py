"""Alignment: which record is which row of a form, by label and by order, never by bare position.

The form's items come in a known order, a file's records in theirs. Matches are the monotone chain with the highest
sum of label scores; a record without a label takes a row only when the rows left open between two matched
neighbours are as many as the unlabelled records there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from .forms import Item, Section
from .records import Record
from .text import key
from .vocabulary import HEADER_KEYS, ITEM_KEYS, roles

EXACT, CUT, LOOSE = 10.0, 8.0, 5.0
_ALIKE = 70  # per cent of characters in common below which a mistyped label is not believed
_PLACE = 1.0  # what it is worth to a record that it stands under the section's own heading
_MOST = 600  # labelled records looked at for one table: no report has more, and the search is quadratic
_MARGIN = 10  # per cent by which the best reading of a mistyped label must lead the second


@dataclass(frozen=True, slots=True)
class Match:
    """A record placed on a form row; how: `exact`, `cut`, `mistyped`, `order` (no label), `moved` (out of order)."""

    item: str
    record: Record
    how: str
    score: float


@lru_cache(maxsize=8)
def _keys(section: Section) -> dict[str, str]:
    keys = {known: role.id for known, all in ITEM_KEYS.items() for role in all if role.section == section.id}
    return dict(sorted(keys.items(), key=lambda entry: -len(entry[0])))  # the longest label first


def _score(section: Section, record: Record) -> list[tuple[str, str, float]]:
    """(item, how, score) of the form rows that a record's label may name."""
    keys = _keys(section)
    label = key(record.labels[-1]) if record.labels else ""
    if label in keys:
        return [(keys[label], "exact", EXACT)]
    if label in ITEM_KEYS:  # a row of another table
        return []
    own = "".join(key(fragment) for fragment in record.labels)
    above = "".join(key(fragment) for fragment in record.before[-4:])
    joined = above + own
    for known in keys if own or above else ():  # a label broken over several fragments
        if len(known) > max(2, len(label)) and (
            own.endswith(known) or (joined.endswith(known) and _fragment_ends(record, known))
        ):
            return [(keys[known], "cut", CUT)]
    return _cut(keys, label, record) or _mistyped(keys, label or own)


def _fragment_ends(record: Record, known: str) -> bool:
    """Whether the fragments above really carry the label's beginning, and the record's own are its end (or nothing)."""
    own = "".join(key(fragment) for fragment in record.labels)
    return not own or known.endswith(own) or own.endswith(known)


def _cut(keys: dict[str, str], label: str, record: Record) -> list[tuple[str, str, float]]:
    """A label cut short whose rest stands in the fragments below, or that only one row begins with."""
    if len(label) < 3:
        return []
    begun = {keys[known] for known in keys if known.startswith(label) and known != label}
    below = [key(fragment) for fragment in record.after[:4]]
    confirmed = {
        keys[known]
        for known in keys
        if known.startswith(label) and any(known[len(label) :].startswith(rest) for rest in below if rest)
    }
    if len(confirmed) == 1:
        return [(confirmed.pop(), "cut", CUT)]
    return [(begun.pop(), "cut", LOOSE)] if len(begun) == 1 else []


def _mistyped(keys: dict[str, str], label: str) -> list[tuple[str, str, float]]:
    if len(label) < 4 or label in HEADER_KEYS:
        return []
    best = process.extract(label, list(keys), scorer=fuzz.ratio, limit=4, score_cutoff=_ALIKE)
    best = [found for found in best if found[0] not in label]  # a whole label with further words names something else
    first = best[0] if best else None
    rivals = [score for known, score, _ in best[1:] if keys[known] != keys[best[0][0]]]
    if first is None or (rivals and rivals[0] > first[1] - _MARGIN):
        return []
    return [(keys[first[0]], "mistyped", first[1] / 100 * CUT)]


def align(section: Section, records: Sequence[Record]) -> list[Match]:
    """The labelled records of a table whose printed rows are the section's items, in the document's order."""
    order = {item.id: index for index, item in enumerate(section.items)}
    options = [
        (
            index,
            order[item],
            item,
            how,
            score + _PLACE * (record.chapter == section.id) + 0.5 * (record.kind in ("cells", "fields")),
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
        if how == "exact" and index not in placed and item not in taken and _between(index, placed)
    ]
    once = [match for match in moved if sum(other.item == match.item for other in moved) == 1]
    return [Match(item, records[index], how, score) for index, _, item, how, score in chain] + once


def rivals(section: Section, matches: Sequence[Match], records: Sequence[Record]) -> dict[str, list[Record]]:
    """Records with the exact label and the figures of a matched row that were not used: by row, where at least half of
    the rows have one, for then the table is there twice."""
    used = {id(match.record): match.record for match in matches}
    width = {match.item: len(match.record.figures) for match in matches}
    found: dict[str, list[Record]] = {}
    for record in records:
        item = _keys(section).get(key(record.labels[-1])) if record.labels else None
        if item in width and id(record) not in used and len(record.figures) == width[item]:
            found.setdefault(item, []).append(record)
    return found if len(found) * 2 >= len(matches) else {}


def _between(index: int, placed: set[int]) -> bool:
    """Only inside the table or right beside it: the same words in a sentence far off are not a moved row."""
    return bool(placed) and min(placed) - 1 <= index <= max(placed) + 1


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
    position = {id(record): index for index, record in enumerate(records)}
    filled: list[Match] = []
    start, gap = -1, list[Item]()
    for item in [*items, None]:
        if item is not None and item.id not in found:
            gap.append(item)
            continue
        end = position[id(found[item.id])] if item is not None else len(records)
        if gap and start >= 0:
            free = [record for record in records[start + 1 : end] if _unlabelled(record, width)]
            if item is None:  # below the last matched row there is no neighbour to hold the count
                free = free if len(free) == len(gap) == len(records[start + 1 : end]) else []
            if len(free) == len(gap):
                filled += [Match(row.id, record, "order", 1.0) for row, record in zip(gap, free, strict=True)]
        start, gap = end, []
    return filled


def _unlabelled(record: Record, width: int) -> bool:
    return (
        not any(key(label) for label in record.labels)
        and record.kind in ("cells", "fields")
        and len(record.figures) == width
    )


@dataclass(frozen=True, slots=True)
class FlatMatch:
    """A record that carries several items of a flat table side by side: the items and measures in printed order."""

    items: tuple[str, ...]
    measures: tuple[str, ...]
    record: Record
    how: str


def align_flat(section: Section, records: Sequence[Record]) -> list[FlatMatch]:
    """The records of a table whose items lie side by side, known by the header above their figures.

    how: `header` one row for all items under a header; `item` a row or a small table of one item; `heading` a row
    of just the right length under the section's heading or the items' names, its columns' names gone.
    """
    standard = tuple(measure.id for measure in section.measures)
    count = len(section.items) * len(standard)
    matches: list[FlatMatch] = []
    header: tuple[str, ...] = ()
    for record in sorted(records, key=lambda record: record.chapter != section.id):  # under its own heading first
        if len(record.fields) < len(standard):
            continue
        context = [*record.before, *record.labels]
        measures = [id for label in context for id in roles(label, "measure", section.id)]
        items = tuple(dict.fromkeys(id for label in context for id in roles(label, "item", section.id)))
        whole = len(measures) % len(standard) == 0  # else the last five, a name being gone, may begin in mid-channel
        if whole and set(measures[-len(standard) :]) == set(standard):
            header = tuple(measures[-len(standard) :])
        if not whole and not _in_order(measures, standard * (len(section.items) + 1)):
            continue
        if _contradicts(section, items) or len({tuple(five) for five in _fives(measures, len(standard))}) > 1:
            continue  # channels or results in an order that its names leave open: not read
        if len(measures) * 5 >= count * 3 and len(record.fields) * 5 > count * 3:
            found = FlatMatch(_flat_order(section, context), header or standard, record, "header")
        elif header and items and len(section.items) > 1 and len(standard) in (len(record.figures), len(record.fields)):
            found = FlatMatch(items[-1:], header, record, "item")
        elif count in (len(record.figures), len(record.fields)) and count > 3 and _headed(section, context, items):
            found = FlatMatch(_flat_order(section, context), standard, record, "heading")
        else:
            continue
        if not {item for match in matches for item in match.items} & set(found.items):
            matches.append(found)
    return matches


def _contradicts(section: Section, items: Sequence[str]) -> bool:
    """Whether some items' names are gone and the others do not stand in the form's order."""
    standard = [item.id for item in section.items if item.id in items]
    return 1 < len(items) < len(section.items) and list(items) != standard


def _in_order(some: Sequence[str], every: Iterable[str]) -> bool:
    """Whether some names stand in the order of every one."""
    rest = iter(every)
    return all(name in rest for name in some)


def _fives(measures: Sequence[str], width: int) -> list[Sequence[str]]:
    """The results' names of each channel, where a header names all of them for each."""
    parts = [measures[start : start + width] for start in range(0, len(measures), width)]
    return parts if all(len(set(part)) == width for part in parts) else []


def _headed(section: Section, context: Sequence[str], items: Sequence[str]) -> bool:
    return len(items) > 1 or any(key(label).endswith(key(section.zh)) for label in context)


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
