"""The hard identities of the forms, asked of a report's figures as printed. A check never changes a value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from .forms import IDENTITIES, Section
from .solve import Cell, Equation, equations, side, verdict
from .text import Reading

_IDENTITY = {identity.id: identity for identity in IDENTITIES}


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
    return [_judge(section, equation, readings) for equation in equations(section, tuple(readings))]


def _judge(section: Section, equation: Equation, readings: Mapping[Cell, Reading]) -> Verdict:
    (left, open_left), (right, open_right) = side(equation.left, readings), side(equation.right, readings)
    judged = verdict(left, open_left, right, open_right)
    if judged is True:
        return Verdict(equation, True, None)
    item, measure = equation.right[0]
    names_zh, names_en = _names(section, equation.identity, item, measure)
    if judged is False:
        sums_zh, sums_en = (_sides(section, equation, readings, language) for language in ("zh", "en"))
        message = f"{names_zh}：{sums_zh}，不等。 / {names_en}: {sums_en}, not equal."
        return Verdict(
            equation,
            False,
            Finding(equation.identity, "error", section.id, item, measure, str(left), str(right), message),
        )
    unknown = [
        reading[0] for reading in map(readings.__getitem__, equation.left + equation.right) if reading[1] is None
    ]
    expected, observed = str(left), str(right)
    zh, en = "有单元格文字或不能判读", "a cell is worded or lost"
    if "text" not in unknown and "lost" not in unknown:
        would_zh, would_en = ("成立", "hold") if left == right else ("不成立", "not hold")
        zh, en = (
            f"若空白作零则{would_zh}（{expected} 与 {observed}）",
            f"with blanks as nought it would {would_en} ({expected} and {observed})",
        )
    message = f"{names_zh}：{len(unknown)} 格无数，不能判定；{zh}。 / {names_en}: {len(unknown)} cells without a figure, undecidable; {en}."
    return Verdict(
        equation,
        None,
        Finding(f"{equation.identity}_undecidable", "note", section.id, item, measure, expected, observed, message),
    )


@lru_cache(maxsize=256)
def _names(section: Section, id: str, item: str, measure: str) -> tuple[str, str]:
    """Which identity, and for which column or row."""
    identity = _IDENTITY[id]
    other = section.measure(measure) if identity.axis == "item" else section.item(item)
    return f"{other.zh}（{identity.zh}）", f"{other.en} ({identity.en})"


def _sides(section: Section, equation: Equation, readings: Mapping[Cell, Reading], language: str) -> str:
    """Both sides with the cells that are not nought: 结果维持 10 + 结果纠正 1 = 11；总计 0."""
    axis = _IDENTITY[equation.identity].axis
    sides = []
    for cells in (equation.left, equation.right):
        terms = []
        for item, measure in cells:
            value = readings[item, measure].value
            if value or len(cells) <= 2:
                label = section.item(item) if axis == "item" else section.measure(measure)
                terms.append(f"{getattr(label, language)} {'?' if value is None else value}")
        sides.append((" + ".join(terms) or "0") + (f" = {side(cells, readings)[0]}" if len(terms) > 1 else ""))
    return ("；" if language == "zh" else "; ").join(sides)
