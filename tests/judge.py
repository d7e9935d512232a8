"""What a parsed report gets right, wrong or lost, against what the page prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from filled import Key, Truth

import gxdata as gx


def parse_one(data: bytes) -> Any:
    """The one report that the file holds."""
    reports = gx.parse(data)
    assert len(reports) == 1, f"{len(reports)} reports where the file holds one"
    return reports[0]


def verdict(truth: Truth, cell: Any | None) -> str:
    """`right`, `wrong` (a figure that differs, or a blank or nil where the page prints a figure), or `lost`.

    A blank and a nil mark both say that there is no figure: to take one for the other is not `wrong` here.
    """
    if cell is None or cell.state in ("lost", "text"):
        return "lost"
    return "right" if cell.value == truth.value else "wrong"


def verdicts(report: Any, truths: Mapping[Key, Truth]) -> dict[Key, str]:
    """The verdict on every cell of the page; a figure in a cell that the page does not have is `wrong`."""
    cells = {cell[:3]: cell for cell in report.cell_rows}
    found = {key: verdict(truth, cells.get(key)) for key, truth in truths.items()}
    found |= {key: "wrong" for key, cell in cells.items() if key not in truths and cell.value is not None}
    return found


def wrong(report: Any, truths: Mapping[Key, Truth]) -> dict[Key, str]:
    """The cells that are wrong, with what they should be and what came out."""
    cells = {cell[:3]: cell for cell in report.cell_rows}
    return {
        key: f"{show(truths.get(key))} → {cells[key].state} {cells[key].value} ({cells[key].raw!r})"
        for key, each in verdicts(report, truths).items()
        if each == "wrong"
    }


def show(truth: Truth | None) -> str:
    return "not on the page" if truth is None else truth.state if truth.value is None else str(truth.value)


def compare(
    report: Any, truths: Mapping[Key, Truth], *, lossy: frozenset[Key] = frozenset(), solved: bool = False
) -> list[str]:
    """Every difference from the page in state or value, one line each: [] is a report read in full.

    `lossy` cells may also be lost; with `solved` a figure may be solved instead of read.
    """
    cells = {cell[:3]: cell for cell in report.cell_rows}
    found = []
    for key, truth in truths.items():
        cell = cells.pop(key, None)
        if cell is None or cell.state == "lost":
            fine = key in lossy
        else:
            fine = cell.value == truth.value and cell.state in ((truth.state, "solved") if solved else (truth.state,))
        if not fine:
            got = "absent" if cell is None else f"{cell.state} {cell.value} ({cell.raw!r})"
            found.append(f"{'/'.join(key)}: {show(truth)} → {got}")
    return found + [f"{'/'.join(key)}: not on the page → {cell.state} {cell.value}" for key, cell in cells.items()]
