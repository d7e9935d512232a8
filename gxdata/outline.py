"""What a section's table has on one report's forms: its rows, cells, units and totals. Made once for all reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .forms import FORMS, IDENTITIES, Item, Section

Cell = tuple[str, str]  # item, measure


class Outline(NamedTuple):
    """A section on the forms of its blocks. rows: the cells of each item; prescribed: for each of `cells`, in the same
    order, the unit that the form prescribes and whether it is a total."""

    items: tuple[Item, ...]
    by_id: Mapping[str, Item]
    measures: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, tuple[Cell, ...]]
    cells: tuple[Cell, ...]
    prescribed: tuple[tuple[str, bool], ...]
    width: int  # of most rows


def outline(section: Section, forms: Mapping[str, str]) -> Outline:
    """The rows and cells that a section has; `forms` gives the form of each block, "" where there is none."""
    return _outline(section, tuple(forms.items()))


@lru_cache(maxsize=256)
def _outline(section: Section, forms: tuple[tuple[str, str], ...]) -> Outline:
    of = dict(forms)
    items = tuple(item for item in section.items if of.get(item.block) in item.measures)
    measures = {item.id: item.measures[of[item.block]] for item in items}
    rows = {id: tuple((id, measure) for measure in columns) for id, columns in measures.items()}
    cells = tuple(cell for row in rows.values() for cell in row)
    return Outline(
        items,
        {item.id: item for item in items},
        measures,
        rows,
        cells,
        tuple(section.cell(*cell) for cell in cells),
        Counter(map(len, measures.values())).most_common(1)[0][0] if items else 0,
    )


class Block(NamedTuple):
    """A part of a section with a header of its own, and by what its form is known: `columns` are the measures that each
    form prints there, `others` those that any other form does; `fitting` the form, by the item and the number of its
    cells, where only one form has so many."""

    items: Mapping[str, Item]
    fitting: Mapping[tuple[str, int], str]
    columns: Mapping[str, frozenset[str]]
    others: Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def blocks(section: Section) -> dict[str, Block]:
    """The blocks of a section by their names, in its order."""
    found: dict[str, dict[str, Item]] = {}
    for item in section.items:
        found.setdefault(item.block, {})[item.id] = item
    return {name: _block(items) for name, items in found.items()}


def _block(items: Mapping[str, Item]) -> Block:
    columns = {
        form: frozenset(measure for item in items.values() for measure in item.measures.get(form, ())) for form in FORMS
    }
    widths = [(item.id, len(measures), form) for item in items.values() for form, measures in item.measures.items()]
    shared = Counter((id, width) for id, width, _ in widths)
    return Block(
        items,
        {(id, width): form for id, width, form in widths if shared[id, width] == 1},
        columns,
        {form: frozenset().union(*(columns[other] for other in FORMS if other != form)) for form in FORMS},
    )


@lru_cache(maxsize=64)
def summed(section: Section, measures: tuple[str, ...]) -> bool:
    """Whether an identity says that a row's last cell is the sum of the others."""
    return any(
        each.section == section.id and each.axis == "measure" and (*each.left, *each.right) == measures
        for each in IDENTITIES
    )
