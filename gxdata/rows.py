"""The rows that a report gives to each table, and the codebook's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from .forms import FORMS, IDENTITIES, PROCEEDINGS, REQUESTS, SECTIONS, Section
from .report import CellRow, Report
from .rules import RULES
from .schema import BY_NAME, STATES, Row
from .sectors import SECTORS


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


def codebook() -> list[Row]:
    """Every id of the declaration, in the form's order."""
    found: list[Sequence[str]] = []
    for section in SECTIONS:
        everywhere = " ".join(FORMS)
        found.append((section.id, "section", section.id, section.zh, section.en, "", section.basis, "", everywhere, ""))
        for group in section.groups:
            found.append((section.id, "group", group.id, group.zh, group.en, "", "", section.id, everywhere, ""))
        for item in section.items:
            found.append(
                (
                    section.id,
                    "item",
                    item.id,
                    item.zh,
                    item.en,
                    "",
                    item.basis,
                    item.group or section.id,
                    " ".join(item.measures),
                    item.note,
                )
            )
        for measure in section.measures:
            forms = [form for form in FORMS if any(measure.id in item.measures.get(form, ()) for item in section.items)]
            found.append(
                (
                    section.id,
                    "measure",
                    measure.id,
                    measure.zh,
                    measure.en,
                    measure.unit,
                    section.basis,
                    section.id,
                    " ".join(forms),
                    measure.note,
                )
            )
    for identity in IDENTITIES:
        found.append(
            (
                identity.section,
                "identity",
                identity.id,
                identity.zh,
                identity.en,
                "",
                "",
                identity.section,
                " ".join(FORMS),
                "",
            )
        )
    for rule in RULES:
        found.append((rule.section, "rule", rule.id, rule.zh, rule.en, "", rule.basis, rule.section, "", ""))
    for state, (zh, en) in STATES.items():
        found.append(("", "state", state, zh, en, "", "", "", "", ""))
    for each in SECTORS:
        found.append(("", "sector", each.id, each.zh, each.en, "", "", "", "", f"names with: {each.words}"))
    return [(ordinal, *row) for ordinal, row in enumerate(found, 1)]
