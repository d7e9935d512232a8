"""The rows that a report gives to each table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from .forms import PROCEEDINGS, REQUESTS, Section
from .report import CellRow, Report
from .schema import BY_NAME, Row


def rows(report: Report, name: str) -> list[Row]:
    """A report's rows of one table, in the order of its columns, sorted by its key."""
    return sorted(_ROWS[name](report), key=lambda row: tuple(row[index] for index in _key_index(name)))


def _key_index(name: str) -> list[int]:
    table = BY_NAME[name]
    names = [column.name for column in table.columns]
    return [names.index(column) for column in table.key]


def _report_rows(report: Report) -> Iterator[Row]:
    fees = [
        report.value("processing_fees", "processing_fees", measure)
        for measure in ("notified", "notified_yuan", "collected_yuan")
    ]
    yield (
        report.report_id,
        report.source_id,
        report.origin,
        report.title,
        report.agency,
        report.year,
        report.form,
        report.forms.get("proactive") or None,
        report.forms.get("requests") or None,
        report.level,
        report.kind,
        report.scope,
        report.region_code,
        report.province,
        report.prefecture,
        report.county,
        report.township,
        report.period_start,
        report.period_end,
        report.published,
        report.document_number,
        report.index_number,
        _whole(fees[0]),
        fees[1],
        fees[2],
        len(report.cell_rows),
        sum(cell.state != "lost" for cell in report.cell_rows),
        report.checks["passed"],
        report.checks["failed"],
        report.checks["undecidable"],
        len(report.finding_rows),
        report.body_id,
        report.sector,
        report.identity_words,
        report.scope_words,
        None,  # duplicate_of: the other reports decide
    )


def _cell_rows(report: Report) -> Iterator[Row]:
    return ((report.report_id, *cell) for cell in report.cell_rows)


def _whole(value: Decimal | None) -> int | None:
    return int(value) if value is not None and value == value.to_integral_value() else None


def _wide_rows(report: Report, section: Section) -> Iterator[Row]:
    by_item: dict[str, dict[str, CellRow]] = {}
    for cell in report.cells_of(section.id):
        by_item.setdefault(cell.item, {})[cell.measure] = cell
    for item in section.items:
        if item.id in by_item:
            figures = tuple(_whole(by_item[item.id][measure.id].value) for measure in section.measures)
            yield (report.report_id, item.id, *((item.group or None,) if section is REQUESTS else ()), *figures)


def _proactive_rows(report: Report) -> Iterator[Row]:
    return ((report.report_id, cell.item, cell.measure, cell.value, cell.unit) for cell in report.cells_of("proactive"))


def _section_rows(report: Report) -> Iterator[Row]:
    return ((report.report_id, *chapter) for chapter in report.chapter_rows)


def _finding_rows(report: Report) -> Iterator[Row]:
    return ((report.report_id, number, *finding) for number, finding in enumerate(report.finding_rows, 1))


_ROWS: dict[str, Callable[[Report], Iterator[Row]]] = {
    "reports": _report_rows, "cells": _cell_rows, "proactive": _proactive_rows, "sections": _section_rows, "findings": _finding_rows,
    "requests": lambda report: _wide_rows(report, REQUESTS), "proceedings": lambda report: _wide_rows(report, PROCEEDINGS),
}  # fmt: skip
