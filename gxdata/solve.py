"""The solver: cells whose file admits several readings, or that were destroyed, under the hard identities.

A cell is `solved` when exactly one value is left by every identity that can be decided; otherwise it is `lost`.
What is printed plainly is never changed, and an identity that the source itself breaks decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple
_MOST = 2000  # combinations of ambiguous rows that are still tried together


class Equation(NamedTuple):
    """One instance of a hard identity: the cells `left` add up to the cells `right`."""

    identity: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, eq=False)  # known by itself: to compare its equations costs more than to use them
class System:
    """Equations over some cells, and those that each cell is in."""

    all: tuple[Equation, ...]
    by_cell: Mapping[Cell, Sequence[Equation]]


@lru_cache(maxsize=256)
def equations(section: Section, cells: tuple[Cell, ...]) -> System:
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
    by_cell: dict[Cell, list[Equation]] = {}
    for equation in found:
        for cell in (*equation.left, *equation.right):
            by_cell.setdefault(cell, []).append(equation)
    return System(tuple(found), by_cell)


@lru_cache(maxsize=1024)
def _inner(system: System, cells: tuple[Cell, ...]) -> Sequence[tuple[list[int], list[int]]]:
    """The equations whose cells are all in one row, as places in it."""
    place = {cell: index for index, cell in enumerate(cells)}
    return [
        ([place[cell] for cell in equation.left], [place[cell] for cell in equation.right])
        for equation in _of(cells, system.by_cell)
        if all(cell in place for cell in equation.left + equation.right)
    ]


@dataclass(slots=True)
class Row:
    """The cells that one record carries, and all readings of its run."""

    cells: tuple[Cell, ...]
    readings: list[Candidate]
    how: str  # as `candidates` says; by `count` it stands as printed, whatever the identities say
    traceless: bool = False  # in running text a blank cell leaves nothing: a figure that is not there may be a blank


def solve(rows: Sequence[Row], system: System) -> dict[Cell, Reading]:
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
    by_cell = system.by_cell
    left = [Row(row.cells, _possible(row, system), row.how, row.traceless) for row in unsure]
    asked = dict.fromkeys(doubtful, 1)
    for row, readings in zip(left, _jointly(left, known, by_cell), strict=True):
        found = _agreed(row, readings)
        known.update(found)
        asked.update(_proofs(row, found, by_cell))
    failed = _confirm(asked, known, by_cell)
    for row in left:  # one figure that does not stand brings down a row whose count was wrong
        if row.how == "miscount" and not failed.isdisjoint(row.cells):
            known.update(dict.fromkeys(row.cells, LOST))
    return known


def _proofs(
    row: Row, found: Mapping[Cell, Reading], by_cell: Mapping[Cell, Sequence[Equation]]
) -> Iterator[tuple[Cell, int]]:
    """How many identities must hold for each solved value: none for one that is printed and placed by the row's own sum;
    one for noughts; all, two at least, for a value that was filled in, or that stands in a run with a figure too few
    or too many. A single sum would also be satisfied where the source itself has broken it."""
    noughts = not any(reading[1] for reading in found.values())
    for place, cell in enumerate(row.cells):
        value, equations = found[cell][1], len(by_cell.get(cell, ()))
        printed = value is not None and any(
            option[place][0] == "number" and option[place][1] == value for option in row.readings
        )
        if printed and (row.how != "miscount" or not equations):
            yield cell, 0
        elif noughts:
            yield cell, 1
        else:
            yield cell, max(equations, 2 if not printed and value else 1)


def _of(cells: Iterable[Cell], by_cell: Mapping[Cell, Sequence[Equation]]) -> Iterable[Equation]:
    """The equations that some cells are in, each once."""
    return {id(equation): equation for cell in cells for equation in by_cell.get(cell, ())}.values()


def _possible(row: Row, system: System) -> list[Candidate]:
    """The readings that the row's own identities allow, a single destroyed value filled in from them."""
    inner = _inner(system, row.cells)
    found: dict[tuple[tuple[str, Decimal | None], ...], Candidate] = {}
    for candidate in row.readings:
        values = list(candidate)
        if all(_fits(left, right, values) for left, right in inner):
            readings = tuple(values)
            found.setdefault(tuple([(reading[0], reading[1]) for reading in readings]), readings)
    if inner or (len(found) == 1 and _forced(row)):
        return list(found.values())
    return []


def _forced(row: Row) -> bool:
    """Without an identity a run is believed when it has figures to spare, or when no reading with blank cells is
    possible either: 000 is three noughts, but 120 may be 12, 0 and a blank."""
    return len(row.readings) > 1 or all(reading.value == 0 for reading in row.readings[0])


def _fits(left: list[int], right: list[int], values: list[Reading]) -> bool:
    """Whether an equation between places of a row can hold; fills in the one destroyed value that makes it hold."""
    gaps, sums = [], []
    for places in (left, right):
        known = []
        for place in places:
            state, value = values[place][:2]
            if value:
                known.append(value)
            elif state == "lost":
                gaps.append(place)
            elif value is None:
                return True
        sums.append(sum(known, _NOUGHT))
    if not gaps:
        return sums[0] == sums[1]
    if len(gaps) > 1:
        return True
    missing = sums[1] - sums[0] if gaps[0] in left else sums[0] - sums[1]
    if missing < 0:
        return False
    values[gaps[0]] = Reading("solved", missing)
    return True


def _jointly(
    rows: Sequence[Row], known: Mapping[Cell, Reading], by_cell: Mapping[Cell, Sequence[Equation]]
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
    across = _of([cell for index in open_rows for cell in rows[index].cells], by_cell)
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
    low, open_left = side([values.get(cell, LOST)[1] for cell in equation.left])
    high, open_right = side([values.get(cell, LOST)[1] for cell in equation.right])
    return verdict(low, open_left, high, open_right)


def verdict(low: Decimal, open_left: int, high: Decimal, open_right: int) -> bool | None:
    """`holds`, of the two sides' known sums and how many values are missing on each."""
    if not open_left and not open_right:
        return low == high
    if (open_left and not open_right and low > high) or (open_right and not open_left and high > low):
        return False
    return None


def side(values: Sequence[Decimal | None]) -> tuple[Decimal, int]:
    """The sum of the values that are there, and how many are not."""
    known = [value for value in values if value is not None]  # not counted: to compare a Decimal with None is slow
    return sum(filter(None, known), _NOUGHT), len(values) - len(known)  # a nought would lend the sum its decimal places


def _solved(reading: Reading) -> Reading:
    return reading if reading.state == "solved" else _new(Reading, ("solved", *reading[1:]))


_PRINTED = {"solved": "number"}


def _agreed(row: Row, readings: Sequence[Candidate]) -> dict[Cell, Reading]:
    """The cells on which all readings that are left agree; the rest are lost."""
    found = dict.fromkeys(row.cells, LOST)
    for cell, variants in zip(row.cells, zip(*readings, strict=True), strict=False):
        if row.traceless and any(each[0] == "solved" for each in variants):
            continue
        first = variants[0]
        printed = _PRINTED.get(first[0], first[0])
        others = [each for each in variants if each is not first]  # most are the very same reading
        if (row.how == "split" or printed == "number") and all(
            _PRINTED.get(other[0], other[0]) == printed and other[1] == first[1] for other in others
        ):
            found[cell] = _solved(first) if first[0] == "number" else first
    return found


def _confirm(
    asked: Mapping[Cell, int], known: dict[Cell, Reading], by_cell: Mapping[Cell, Sequence[Equation]]
) -> set[Cell]:
    """Takes back, and returns, the values that fewer identities confirm than are asked, or that one contradicts."""
    as_solved, failed = dict(known), set()
    judged: dict[int, bool | None] = {}
    for cell, needed in asked.items():
        if known[cell].value is not None and needed:
            verdicts = []
            for equation in by_cell.get(cell, ()):
                if id(equation) not in judged:
                    judged[id(equation)] = holds(equation, as_solved)
                verdicts.append(judged[id(equation)])
            enough = verdicts.count(True) >= needed and False not in verdicts
            known[cell] = _solved(known[cell]) if enough else LOST
            if not enough:
                failed.add(cell)
    return failed
