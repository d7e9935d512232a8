"""Which form each block of a table is printed on: by its header, its rows and their figures, never by the year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .align import Match
from .forms import FORMS, Item, Section
from .oddities import Note, form_undecided
from .outline import Block, blocks
from .vocabulary import roles


def forms_of(section: Section, matches: Sequence[Match]) -> tuple[dict[str, str], list[Note]]:
    """The form of each block, from its header, the rows it has and the figures in them; never from the year."""
    forms: dict[str, str] = {}
    for name, block in blocks(section).items():
        votes = _votes(section, block, [match for match in matches if match.item in block.items])
        best = max(votes.values())
        winners = [form for form in FORMS if votes[form] == best and best > 0]
        forms[name] = winners[0] if len(winners) == 1 else ""
    decided = {form for form in forms.values() if form}
    notes = []
    for name, block in blocks(section).items():
        if forms[name]:
            continue
        rows = list(block.items.values())
        forms[name] = next(iter(decided)) if len(decided) == 1 else _likest(rows, matches)
        if any(match.item in block.items for match in matches):
            notes.append(form_undecided(rows, forms[name]))
    return forms, notes


def _likest(rows: Sequence[Item], matches: Sequence[Match]) -> str:
    """Where the forms print the rows they share alike, the form with the fewest rows missing; else none. No figure
    hangs on it: only which of the rows that one form alone has are said to be lost."""
    shared = [item for item in rows if len(item.measures) == len(FORMS)]
    if any(len(set(item.measures.values())) > 1 for item in shared):
        return ""
    found = {match.item for match in matches}
    return min(FORMS, key=lambda form: sum(form in item.measures and item.id not in found for item in rows))


def _votes(section: Section, block: Block, matches: Sequence[Match]) -> dict[str, int]:
    """How much speaks for each form in one block: its header's columns 4, a row only one form has 2, figures in a row 1."""
    votes = dict.fromkeys(FORMS, 0)
    header: set[str] = set()
    for match in matches:
        record, printed = match.record, block.items[match.item].measures
        header.update(_columns_named(section, (*record.before[-12:], *record.labels[:-1])))
        if len(printed) == 1:
            votes[next(iter(printed))] += 2
        elif record.kind != "glued" and (form := block.fitting.get((match.item, len(record.figures)))):
            votes[form] += block.fitting.get((match.item, len(record.fields)), form) == form  # blanks are cells as well
    for form in FORMS if header else ():
        columns, other = block.columns[form], block.others[form]
        if columns != other:
            votes[form] += 4 * (not header.isdisjoint(columns - other) or (header <= columns and bool(other - columns)))
    return votes


@lru_cache(maxsize=1024)
def _columns_named(section: Section, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset([id for word in words for id in roles(word, "measure", section.id)])
