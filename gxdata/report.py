"""A report as read: who, when, the cells of its tables with their states, its sections and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from .align import Match
from .chapters import Chapter
from .checks import Finding
from .forms import BY_ID
from .tables import Table

if TYPE_CHECKING:
    import polars as pl

NUMBERS = ("number", "solved")  # the states of a cell that has a value


class CellRow(NamedTuple):
    """A row of the `cells` table, without its report."""

    section: str
    item: str
    measure: str
    value: Decimal | None
    state: str
    raw: str
    unit: str
    is_total: bool
    location: str


@dataclass(slots=True)
class Report:
    """One annual report. The frames `cells`, `requests`, `proceedings`, `proactive`, `sections` and `findings` are made
    when asked for, in the schema of the tables of the same name; in Jupyter a report shows the form filled in."""

    source_id: str
    ordinal: int
    title: str | None = None
    agency: str | None = None
    year: int | None = None
    level: str | None = None
    kind: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None
    township: str | None = None
    region_code: str | None = None
    scope: str | None = None
    body_id: str | None = None
    sector: str | None = None
    identity_words: str | None = None
    scope_words: str | None = None
    published: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    document_number: str | None = None
    index_number: str | None = None
    origin: str = "published"
    forms: dict[str, str] = field(default_factory=dict)  # section → form of its table, "mixed"; absent without a table
    cell_rows: list[CellRow] = field(default_factory=list)
    chapter_rows: list[Chapter] = field(default_factory=list)
    finding_rows: list[Finding] = field(default_factory=list)
    checks: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "undecidable": 0})
    tables: list[Table] = field(default_factory=list)  # how each was read

    @property
    def report_id(self) -> str:
        return f"{self.source_id}-{self.ordinal}"

    @property
    def form(self) -> str | None:
        """`2019`, `2021`, or `mixed` when its tables are of different forms; None without a table that decides."""
        found = {form for section, form in self.forms.items() if form and section in ("proactive", "requests")}
        return (found.pop() if len(found) == 1 else "mixed") if found else None

    def value(self, section: str, item: str, measure: str) -> Decimal | None:
        """The figure of one cell, or None when the cell has none or is not on this report's form."""
        return next((cell.value for cell in self.cell_rows if cell[:3] == (section, item, measure)), None)

    def cells_of(self, section: str) -> Iterator[CellRow]:
        return (cell for cell in self.cell_rows if cell.section == section)

    def __getattr__(self, name: str) -> pl.DataFrame:
        from .schema import REPORT_TABLES, frame

        if name not in REPORT_TABLES:
            raise AttributeError(f"a Report has no {name!r}; its tables are {', '.join(REPORT_TABLES)}")
        from .rows import rows

        return frame(name, rows(self, name))

    def __repr__(self) -> str:
        counts = {section: sum(cell.state in NUMBERS for cell in self.cells_of(section)) for section in BY_ID}
        read = ", ".join(f"{section} {count}" for section, count in counts.items() if count)
        return f"<Report {self.agency or '?'} {self.year or '?'}: figures {read or 'none'}; {len(self.finding_rows)} findings>"

    def _repr_html_(self) -> str:
        from .view import html

        return html(self)

    def to_html(self, lang: str = "zh") -> str:
        """The form filled in, as an HTML fragment with labels in `zh` or `en`."""
        from .view import html

        return html(self, lang)

    @property
    def trace(self) -> list[str]:
        """How it was read, line by line: for every table its form, and which record became which row and why."""
        lines = []
        for table in self.tables:
            lines.append(f"{table.section.id}: form {table.form or 'undecided'} {table.forms}")
            for match in table.matches:
                items, score = (
                    (match.item, f" {match.score:.1f}") if isinstance(match, Match) else (" ".join(match.items), "")
                )
                figures = " | ".join(field.reading.raw or "␣" for field in match.record.fields)
                labels = " · ".join(match.record.labels)
                lines.append(f"  {items:34} {match.how}{score} “{labels}” [{figures}] {match.record.location}")
        return lines

    def summary(self) -> dict[str, Any]:
        """Who, when, what was read, for printing or JSON."""
        states: dict[str, int] = {}
        for cell in self.cell_rows:
            states[cell.state] = states.get(cell.state, 0) + 1
        return {
            "report_id": self.report_id,
            "title": self.title,
            "agency": self.agency,
            "year": self.year,
            "form": self.form,
            "cells": states,
            "checks": self.checks,
            "findings": len(self.finding_rows),
        }
