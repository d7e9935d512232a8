"""The hard identities of the forms, asked of a report's figures as printed. A check never changes a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from .forms import IDENTITIES, Section
from .solve import Cell, Equation, equations, side, verdict
from .text import Reading

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple, and blanks leave most identities open
_IDENTITY = {identity.id: identity for identity in IDENTITIES}
_Values = Sequence[Decimal | None]


class Finding(NamedTuple):
    """A row of the `findings` table, without its report. expected and observed are numbers as text, or empty."""

    rule: str
    severity: str  # error, warning, note
    section: str
    item: str
    measure: str
    expected: str
    observed: str
    message: str  # zh / en


class Verdict(NamedTuple):
    """One instance of an identity: holds True, False or None (undecidable), and the finding when it does not hold."""

    equation: Equation
    holds: bool | None
    finding: Finding | None


def check(section: Section, readings: Mapping[Cell, Reading]) -> list[Verdict]:
    """Every instance of the section's hard identities, in the form's order.

    An identity with a blank, nil, worded or lost cell is undecidable, and its finding says whether it would hold with
    blanks and nil marks as nought; but a part that already exceeds its whole fails whatever the blank would be.
    """
    cells = tuple(readings)
    values = [reading[1] for reading in readings.values()]
    unread = [cell for cell, reading in readings.items() if reading[0] in ("text", "lost")]
    return [
        _judge(section, equation, readings, unread, left(values), right(values))
        for equation, left, right in _placed(section, cells)
    ]


@lru_cache(maxsize=64)
def _placed(
    section: Section, cells: tuple[Cell, ...]
) -> list[tuple[Equation, Callable[[_Values], _Values], Callable[[_Values], _Values]]]:
    """The equations over some cells, with what takes their sides' values out of the cells'."""
    place = {cell: index for index, cell in enumerate(cells)}
    return [
        (each, _picker([place[cell] for cell in each.left]), _picker([place[cell] for cell in each.right]))
        for each in equations(section, cells).all
    ]


def _picker(places: Sequence[int]) -> Callable[[_Values], _Values]:
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))


def _judge(
    section: Section,
    equation: Equation,
    readings: Mapping[Cell, Reading],
    unread: Sequence[Cell],
    left: _Values,
    right: _Values,
) -> Verdict:
    """left and right: the values of the sides' cells; unread: the table's cells that are worded or lost."""
    (low, open_left), (high, open_right) = side(left), side(right)
    judged = verdict(low, open_left, high, open_right)
    if judged is True:
        return _new(Verdict, (equation, True, None))
    rule, (item, measure) = equation.identity, equation.right[0]
    expected, observed, gaps = str(low), str(high), open_left + open_right
    zh, en = _names(section, rule, item, measure)
    if judged is False:
        sums_zh, sums_en = _sides(section, equation, readings)
        message = f"{zh}：{sums_zh}，不等。 / {en}: {sums_en}, not equal."
        return Verdict(equation, False, Finding(rule, "error", section.id, item, measure, expected, observed, message))
    if unread and not {*equation.left, *equation.right}.isdisjoint(unread):
        message = f"{zh}：{gaps} 格无数，不能判定；有单元格文字或不能判读。 / {en}: {gaps} cells without a figure, undecidable; a cell is worded or lost."
    else:
        would_zh, would_en = ("成立", "hold") if low == high else ("不成立", "not hold")
        message = (
            f"{zh}：{gaps} 格无数，不能判定；若空白作零则{would_zh}（{expected} 与 {observed}）。 / {en}: {gaps} cells without a"
            f" figure, undecidable; with blanks as nought it would {would_en} ({expected} and {observed})."
        )
    row = (f"{rule}_undecidable", "note", section.id, item, measure, expected, observed, message)
    return _new(Verdict, (equation, None, _new(Finding, row)))


@lru_cache(maxsize=256)
def _names(section: Section, id: str, item: str, measure: str) -> tuple[str, str]:
    """Which identity, and for which column or row."""
    identity = _IDENTITY[id]
    other = section.measure(measure) if identity.axis == "item" else section.item(item)
    return f"{other.zh}（{identity.zh}）", f"{other.en} ({identity.en})"


def _sides(section: Section, equation: Equation, readings: Mapping[Cell, Reading]) -> tuple[str, str]:
    """Both sides with the cells that are not nought: 结果维持 10 + 结果纠正 1 = 11；总计 0, and the same in English."""
    axis = _IDENTITY[equation.identity].axis
    zh, en = list[str](), list[str]()
    for cells in (equation.left, equation.right):
        values = [readings[cell][1] for cell in cells]
        terms = [
            (section.item(item) if axis == "item" else section.measure(measure), "?" if value is None else str(value))
            for (item, measure), value in zip(cells, values, strict=True)
            if value or len(cells) <= 2
        ]
        total = f" = {side(values)[0]}" if len(terms) > 1 else ""
        zh.append((" + ".join([f"{label.zh} {value}" for label, value in terms]) or "0") + total)
        en.append((" + ".join([f"{label.en} {value}" for label, value in terms]) or "0") + total)
    return "；".join(zh), "; ".join(en)
