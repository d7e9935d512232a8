"""What the commands print: aligned tables, CSV and JSON, a report's filled form, and how a file was read.

Chinese characters take two columns of a terminal, and are counted so.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any
from unicodedata import combining, east_asian_width

from .forms import SECTIONS, Item, Measure, Section
from .schema import STATES

if TYPE_CHECKING:
    from .checks import Finding
    from .document import Document
    from .report import CellRow, Report

_LABEL, _HEAD, _RAW = 34, 16, 12  # terminal columns at most of a row's label, a column's head, a cell's raw text
_MOST = 200  # lines of what was left over
_WIDEST = 60  # terminal columns at most of a column of a query's table
_MARK = {"solved": "*", "lost": "?", "blank": "·"}
_SEVERITIES = ("error", "warning", "note")
_WORDS = {
    "zh": {"form": "格式", "undecided": "未定", "fails": "勾稽关系不成立", "notables": "未见统计表", "marks": "标记"},
    "en": {"form": "form", "undecided": "undecided", "fails": "a sum that fails", "notables": "no table was found", "marks": "marks"},
}  # fmt: skip


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def clip(text: str, columns: int) -> str:
    """A text on one line, cut with … where it is wider than `columns`."""
    line = " ".join(text.split())
    if width(line) <= columns:
        return line
    while width(line) > columns - 1:
        line = line[:-1]
    return line + "…"


def aligned(rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> list[str]:
    """Rows of equally many texts as lines, columns two spaces apart; the columns in `numbers` to the right."""
    table, right = [list(row) for row in rows], set(numbers)
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]

    def padded(text: str, index: int) -> str:
        space = " " * (widths[index] - width(text))
        return space + text if index in right else text + space

    return ["  ".join(padded(text, index) for index, text in enumerate(row)).rstrip() for row in table]


def print_json(content: Any) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    """What JSON has no type for: an exact decimal as a number, a date as YYYY-MM-DD."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def print_rows(names: Sequence[str], rows: Iterable[Sequence[Any]], form: str) -> None:
    """Rows as an aligned table, CSV (a null is empty) or a JSON list of objects."""
    if form == "json":
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
    elif names:
        all = list(rows)
        numbers = [
            index
            for index, column in enumerate(zip(*all, strict=True))
            if not any(isinstance(value, str) for value in column)
        ]
        table = [["" if value is None else clip(str(value), _WIDEST) for value in row] for row in (names, *all)]
        print("\n".join(aligned(table, numbers)))


# ── The form filled in ───────────────────────────────────────────────────────────────────────────────────────────


def show(report: Report, lang: str) -> list[str]:
    """The report's tables with labels in `zh` or `en`, every cell that is no plain number marked."""
    words = _WORDS[lang]
    lines = [*title(report, lang), ""]
    cells = {cell[:3]: cell for cell in report.cell_rows}
    failed = {finding[2:5] for finding in report.finding_rows if finding.severity == "error"}
    for section in SECTIONS:
        if any(cell.section == section.id for cell in report.cell_rows):
            lines += [getattr(section, lang), *_table(section, lang, cells, failed), ""]
    if not cells:
        return [*lines, words["notables"]]
    states = {cell.state for cell in report.cell_rows}
    marks = [f"{mark} {STATES[state][lang == 'en']}" for state, mark in _MARK.items() if state in states]
    marks += [f"≠ {words['fails']}"] if failed else []
    return lines + ([f"{words['marks']}: {'; '.join(marks)}"] if marks else [])


def title(report: Report, lang: str) -> list[str]:
    """Who, when, on which form; the title as printed and the report's id."""
    words = _WORDS[lang]
    form = f"{words['form']} {report.form or words['undecided']}"
    head = f"{report.agency or words['undecided']} · {report.year or words['undecided']} · {form}"
    return [head, f"{report.title or ''} ({report.report_id})".strip()]


def _table(
    section: Section, lang: str, cells: dict[tuple[str, str, str], CellRow], failed: set[tuple[str, str, str]]
) -> Iterator[str]:
    """A row an item, a column a measure; rows with other columns begin a table of their own."""

    def measures(item: Item) -> tuple[Measure, ...]:
        return tuple(measure for measure in section.measures if (section.id, item.id, measure.id) in cells)

    for columns, members in groupby(filter(measures, section.items), key=measures):
        items = list(members)
        units = [section.unit(items[0], measure.id) for measure in columns]
        money = [f" {unit}" if unit in ("元", "万元") else "" for unit in units]
        heads = [clip(getattr(measure, lang), _HEAD) + unit for measure, unit in zip(columns, money, strict=True)]
        rows = [["", *heads]]
        for item in items:
            places = [(section.id, item.id, measure.id) for measure in columns]
            figures = [_figure(section, item, cells[place], place in failed) for place in places]
            rows.append([clip(getattr(item, lang), _LABEL), *figures])
        yield from ("  " + line for line in aligned(rows, range(1, len(columns) + 1)))


def _figure(section: Section, item: Item, cell: CellRow, failed: bool) -> str:
    """A cell's figure, with its unit where it is not the form's; or what stands there in its place."""
    shown = clip(cell.raw, _RAW) if cell.state in ("nil", "text") else ""
    if cell.value is not None:
        unit = "" if cell.unit == section.unit(item, cell.measure) else cell.unit
        shown = f"{cell.value.normalize():f}{unit}"
    return f"{shown}{_MARK.get(cell.state, '')}{'≠' if failed else ''}"


# ── How a file was read ──────────────────────────────────────────────────────────────────────────────────────────


def describe(document: Document) -> list[str]:
    """What the reader found: kind, encoding, grids with size and place, and what was odd."""
    from .document import Grid

    grids = [block for block in document.blocks if isinstance(block, Grid)]
    lines = [f"reader: {document.reader} ({document.media})"]
    lines.append(f"blocks: {len(document.blocks) - len(grids)} paragraphs, {len(grids)} grids")
    for grid in grids:
        widest = max((len(row) for row in grid.rows), default=0)
        lines.append(f"  grid of {grid.kind}: {len(grid.rows)} rows, up to {widest} cells each, at {grid.location}")
    return lines + [f"odd: {text}" for text in document.anomalies]


def explain(report: Report) -> list[str]:
    """How a report was recognised: what decided whose it is, its sections, which record became which row, why cells are lost, and the findings."""
    from .evidence import reasons

    places = [report.province, report.prefecture, report.county, report.township]
    where = f"{''.join(place for place in places if place) or '–'} {report.region_code or 'undecided'}"
    lines = [*title(report, "en"), f"place: {clip(where, 80)}", "decided by (words, and where they stand):"]
    lines += [f"  {clip(words, 100)}" for words in (report.identity_words or "–").split("; ")]
    lines.append("sections:")
    for part in report.chapter_rows:
        lines.append(f"  {part.number} {part.kind}: {clip(part.heading, 60) or '–'} ({len(part.text)} characters)")
    lines += ["rows (form row, how matched, printed label, figures, place):", *(f"  {line}" for line in report.trace)]
    lost: dict[tuple[str, str], list[str]] = {}
    for cell in report.cell_rows:
        if cell.state == "lost":
            lost.setdefault(cell[:2], []).append(cell.measure)
    lines += ["lost cells, and why:"] if lost else []
    for (section, item), measures in lost.items():
        lines.append(f"  {section} {item}: {', '.join(measures)}")
        lines += [f"    {why}" for why in reasons(report, section, item) or ["no finding says why"]]
    lines.append(f"findings: {len(report.finding_rows)}")
    return lines + [finding_line(*finding[:2], finding.message) for finding in ranked(report.finding_rows)]


def left_over(document: Document, reports: Sequence[Report]) -> list[str]:
    """The figures and grids that no row of a form took, by place."""
    from .evidence import evidence

    found = evidence(document, reports).left_over
    lines = [
        f"  {left.kind} at {left.location}: “{clip(left.words, 60)}” [{clip(' | '.join(left.figures), 60)}]"
        for left in found[:_MOST]
    ]
    more = [f"  and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return [f"left over (figures and grids that no form took): {len(found)}", *lines, *more]


def ranked(found: Iterable[Finding]) -> list[Finding]:
    """Findings, errors first."""
    return sorted(found, key=lambda finding: _SEVERITIES.index(finding.severity))


def finding_line(rule: str, severity: str, message: str) -> str:
    return f"  {severity:7} {rule}: {message}"
