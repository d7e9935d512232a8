"""The solver: cells whose file admits several readings, or that were destroyed, under the hard identities.

A cell is `solved` when exactly one value is left by every identity that can be decided; otherwise it is `lost`.
What is printed plainly is never changed, and an identity that the source itself breaks decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from .assign import LOST, Candidate
from .forms import IDENTITIES, Section
from .text import Reading

Cell = tuple[str, str]  # item, measure
_NOUGHT = Decimal(0)
_MOST = 2000  # combinations of ambiguous rows that are still tried together


class Equation(NamedTuple):
    """One instance of a hard identity: the cells `left` add up to the cells `right`."""

    identity: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@lru_cache(maxsize=256)
def equations(section: Section, cells: tuple[Cell, ...]) -> tuple[Equation, ...]:
    """The identities of a section over the cells that a report's form has; an id the form does not print is left out."""
    present = set(cells)
    items = list(dict.fromkeys(item for item, _ in cells))
    measures = list(dict.fromkeys(measure for _, measure in cells))
    found = []
    for identity in IDENTITIES:
        if identity.section != section.id:
            continue
        for other in measures if identity.axis == "item" else items:
            left, right = (
                tuple(
                    cell for id in side if (cell := (id, other) if identity.axis == "item" else (other, id)) in present
                )
                for side in (identity.left, identity.right)
            )
            if left and len(right) == len(identity.right):
                found.append(Equation(identity.id, left, right))
    return tuple(found)


@dataclass(slots=True)
class Row:
    """The cells that one record carries, and all readings of its run."""

    cells: tuple[Cell, ...]
    readings: list[Candidate]
    how: str  # as `candidates` says; by `count` it stands as printed, whatever the identities say


def solve(rows: Sequence[Row], all: Sequence[Equation]) -> dict[Cell, Reading]:
    """A reading for every cell of `rows`: as printed, `solved`, or `lost`."""
    known: dict[Cell, Reading] = {}
    unsure: list[Row] = []
    for row in rows:
        if row.how == "count":
            known.update(zip(row.cells, row.readings[0], strict=True))
        else:
            unsure.append(row)
    doubtful = [cell for cell, reading in known.items() if reading[4]]  # by place: this runs over every cell
    if not unsure and not doubtful:
        return known
    by_cell: dict[Cell, list[Equation]] = {}
    for equation in all:
        for cell in (*equation.left, *equation.right):
            by_cell.setdefault(cell, []).append(equation)
    left = [Row(row.cells, _possible(row, by_cell), row.how) for row in unsure]
    asked = dict.fromkeys(doubtful, 1)
    for row, readings in zip(left, _jointly(left, known, by_cell), strict=True):
        found = _agreed(row, readings)
        known.update(found)
        asked.update((cell, _proof(row, found, index, by_cell)) for index, cell in enumerate(row.cells))
    failed = _confirm(asked, known, by_cell)
    for row in left:  # one figure that does not stand brings down a row whose count was wrong
        if row.how == "miscount" and not failed.isdisjoint(row.cells):
            known.update(dict.fromkeys(row.cells, LOST))
    return known


def _proof(row: Row, found: Mapping[Cell, Reading], index: int, by_cell: Mapping[Cell, list[Equation]]) -> int:
    """How many identities must hold for a solved value: none for one that is printed and placed by the row's own sum;
    one for noughts; all, two at least, for a value that was filled in, or that stands in a run with a figure too few
    or too many. A single sum would also be satisfied where the source itself has broken it."""
    cell = row.cells[index]
    printed = any(
        option[index].state == "number" and option[index].value == found[cell].value for option in row.readings
    )
    if printed and (row.how != "miscount" or cell not in by_cell):
        return 0
    if not any(reading.value for reading in found.values()):
        return 1
    equations = len(by_cell.get(cell, ()))
    return max(equations, 2) if not printed and found[cell].value else max(equations, 1)


def _inner(row: Row, by_cell: Mapping[Cell, list[Equation]]) -> list[Equation]:
    """The equations whose cells are all in one row."""
    inside = set(row.cells)
    return [
        equation
        for equation in dict.fromkeys(e for cell in row.cells for e in by_cell.get(cell, ()))
        if inside.issuperset((*equation.left, *equation.right))
    ]


def _possible(row: Row, by_cell: Mapping[Cell, list[Equation]]) -> list[Candidate]:
    """The readings that the row's own identities allow, a single destroyed value filled in from them."""
    inner = _inner(row, by_cell)
    found: dict[tuple[tuple[str, Decimal | None], ...], Candidate] = {}
    for candidate in row.readings:
        values = dict(zip(row.cells, candidate, strict=True))
        if all(_fits(equation, values) for equation in inner):
            readings = tuple(values[cell] for cell in row.cells)
            found.setdefault(tuple((reading.state, reading.value) for reading in readings), readings)
    if inner or (len(found) == 1 and _forced(row)):
        return list(found.values())
    return []


def _forced(row: Row) -> bool:
    """Without an identity a run is believed when it has figures to spare, or when no reading with blank cells is
    possible either: 000 is three noughts, but 120 may be 12, 0 and a blank."""
    return len(row.readings) > 1 or all(reading.value == 0 for reading in row.readings[0])


def _fits(equation: Equation, values: dict[Cell, Reading]) -> bool:
    """Whether an equation can hold; fills in the one destroyed value that makes it hold."""
    gaps = [cell for cell in (*equation.left, *equation.right) if values[cell].state == "lost"]
    terms = [values[cell] for cell in (*equation.left, *equation.right) if values[cell].state != "lost"]
    if any(reading.value is None for reading in terms):
        return True
    left = sum((values[cell].value or Decimal(0) for cell in equation.left), Decimal(0))
    right = sum((values[cell].value or Decimal(0) for cell in equation.right), Decimal(0))
    if not gaps:
        return left == right
    if len(gaps) > 1:
        return True
    missing = right - left if gaps[0] in equation.left else left - right
    if missing < 0:
        return False
    values[gaps[0]] = Reading("solved", missing)
    return True


def _jointly(
    rows: Sequence[Row], known: Mapping[Cell, Reading], by_cell: Mapping[Cell, list[Equation]]
) -> list[list[Candidate]]:
    """For every row the readings that are left when all identities across rows are asked too.

    Rows that one reading is left for are settled first. Where no combination satisfies the identities, the source
    breaks one of them: then they decide nothing, and each row keeps what its own identities left.
    """
    kept = [list(row.readings) for row in rows]
    open_rows = [index for index, readings in enumerate(kept) if len(readings) > 1]
    settled = dict(known)
    for index, readings in enumerate(kept):
        if len(readings) == 1:
            settled.update(zip(rows[index].cells, readings[0], strict=True))
    total = 1
    for index in open_rows:
        total *= len(kept[index])
    if not open_rows or total > _MOST:
        return kept
    across = list(dict.fromkeys(e for index in open_rows for cell in rows[index].cells for e in by_cell.get(cell, ())))
    survivors: list[list[Candidate]] = [[] for _ in rows]
    for combination in product(*(kept[index] for index in open_rows)):
        values = dict(settled)
        for index, candidate in zip(open_rows, combination, strict=True):
            values.update(zip(rows[index].cells, candidate, strict=True))
        if all(holds(equation, values) is not False for equation in across):
            for index, candidate in zip(open_rows, combination, strict=True):
                survivors[index].append(candidate)
    if all(survivors[index] for index in open_rows):
        for index in open_rows:
            kept[index] = survivors[index]
    return kept


def holds(equation: Equation, values: Mapping[Cell, Reading]) -> bool | None:
    """True, False, or None when a cell has no value; figures are not negative, so a part above its whole is False."""
    return verdict(*side(equation.left, values), *side(equation.right, values))


def verdict(low: Decimal, open_left: bool, high: Decimal, open_right: bool) -> bool | None:
    """`holds`, of the two sides' known sums and whether a value is missing on each."""
    if not open_left and not open_right:
        return low == high
    if (open_left and not open_right and low > high) or (open_right and not open_left and high > low):
        return False
    return None


def side(cells: Sequence[Cell], values: Mapping[Cell, Reading]) -> tuple[Decimal, bool]:
    """The sum of the values that some cells have, and whether one has none."""
    found = [reading[1] for reading in map(values.get, cells) if reading is not None]
    known = [value for value in found if value is not None]
    return sum(filter(None, known), _NOUGHT), len(known) < len(cells)  # a nought would lend the sum its decimal places


def _agreed(row: Row, readings: Iterable[Candidate]) -> dict[Cell, Reading]:
    """The cells on which all readings that are left agree; the rest are lost."""
    options = list(readings)
    found: dict[Cell, Reading] = {}
    for index, cell in enumerate(row.cells):
        variants = {(option[index].state.replace("solved", "number"), option[index].value) for option in options}
        plain = row.how == "split" or all(state == "number" for state, _ in variants)
        if len(variants) == 1 and plain:
            reading = options[0][index]
            found[cell] = reading._replace(state="solved") if reading.state == "number" else reading
        else:
            found[cell] = LOST
    return found


def _confirm(
    asked: Mapping[Cell, int], known: dict[Cell, Reading], by_cell: Mapping[Cell, list[Equation]]
) -> set[Cell]:
    """Takes back, and returns, the values that fewer identities confirm than are asked, or that one contradicts."""
    as_solved, failed = dict(known), set()
    for cell, needed in asked.items():
        if known[cell].value is not None and needed:
            verdicts = [holds(equation, as_solved) for equation in by_cell.get(cell, ())]
            enough = verdicts.count(True) >= needed and False not in verdicts
            known[cell] = known[cell]._replace(state="solved") if enough else LOST
            if not enough:
                failed.add(cell)
    return failed
