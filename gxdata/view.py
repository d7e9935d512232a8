"""A report in Jupyter: the form filled in as it is printed, every cell marked by its state, every failed sum outlined.

The styles are inline: notebook programs drop <style> elements from a notebook that its reader has not run. The colours
are translucent, so that they do on a light and on a dark page, and no mark is a colour alone. Whatever comes from a
report is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from .forms import IDENTITIES, SECTIONS, Group, Item, Measure, Section
from .schema import STATES

if TYPE_CHECKING:
    from .report import CellRow, Report

_LINE = "border:1px solid rgba(128,128,128,0.45);padding:2px 6px;max-width:24em"
_FIGURE = f"{_LINE};text-align:right;font-variant-numeric:tabular-nums"
_LABEL = f"{_LINE};text-align:left;font-weight:normal"
_HEAD = f"{_LINE};text-align:center;font-weight:normal;background-color:rgba(128,128,128,0.14)"
_STATE = {
    "number": "",
    "solved": "background-color:rgba(0,114,178,0.28)",
    "nil": "background-color:rgba(128,128,128,0.22)",
    "blank": "background-color:rgba(240,228,66,0.28)",
    "text": "background-color:rgba(204,121,167,0.32)",
    "lost": "background-color:rgba(213,94,0,0.38)",
}
_FAILED = "border:2px solid rgb(214,39,40)"
_MARK = {"solved": "*", "lost": "?"}  # shown with the colour; a failed sum has ≠
_LONGEST = 160  # characters of a cell's raw text in its tooltip

_WORDS = {
    "zh": {
        "agency": "机关未定", "year": "年度未定", "form": "格式", "noform": "格式未定", "cells": "单元格", "checks": "勾稽关系",
        "passed": "成立", "failed": "不成立", "undecidable": "不能判定", "error": "错误", "warning": "警告", "note": "说明",
        "findings": "发现", "none": "无", "raw": "原文", "place": "位置", "sections": "各部分", "characters": "字", "item": "信息内容",
        "applicants": "申请人情况", "organisations": "法人或其他组织", "notables": "未见统计表", "fails": "勾稽关系不成立",
    },
    "en": {
        "agency": "body undecided", "year": "year undecided", "form": "form", "noform": "form undecided", "cells": "cells",
        "checks": "identities", "passed": "hold", "failed": "fail", "undecidable": "undecidable", "error": "errors",
        "warning": "warnings", "note": "notes", "findings": "findings", "none": "none", "raw": "printed", "place": "at",
        "sections": "sections", "characters": "characters", "item": "content", "applicants": "applicants",
        "organisations": "legal persons and other organisations", "notables": "no table was found", "fails": "in an identity that fails",
    },
}  # fmt: skip
_NUMERALS = "一二三四五六七八九十"


def html(report: Report, lang: str = "zh") -> str:
    """The report as an HTML fragment with labels in `zh` or `en`; the same report always gives the same text."""
    if lang not in _WORDS:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, _WORDS))}")
    page = _Page(report, lang)
    tables = [page.table(section) for section in SECTIONS if page.items(section)]
    parts = [
        page.title(),
        page.legend(),
        *(tables or [_tag("p", page.words["notables"])]),
        page.chapters(),
        page.findings(),
    ]
    return f'<div class="gx-report" style="overflow-x:auto">{"".join(parts)}</div>'


def _tag(name: str, text: object, style: str = "", **attributes: object) -> str:
    """An element with escaped text; spans of 1 and empty attributes are left out."""
    return _wrap(name, escape(str(text)), style, **attributes)


def _wrap(name: str, inner: str, style: str = "", **attributes: object) -> str:
    """An element around markup."""
    named = {"style": style, **{key.rstrip("_"): value for key, value in attributes.items()}}
    given = "".join(
        f' {key}="{escape(str(value), quote=True)}"' for key, value in named.items() if value not in ("", 1)
    )
    return f"<{name}{given}>{inner}</{name}>"


def _table(title: str, rows: Iterable[str]) -> str:
    body = "".join(f'<tr style="background-color:transparent">{row}</tr>' for row in rows)
    grid = f'<table style="border-collapse:collapse;margin:0 0 1em 0;table-layout:auto"><tbody>{body}</tbody></table>'
    return _tag("p", title, "margin:0.8em 0 0.3em 0;font-weight:bold") + grid


def _in_language(message: str, lang: str) -> str:
    """One half of a finding's message, `zh / en`; what both halves quote may itself contain the stroke."""
    parts = message.split(" / ")
    half = (len(parts) + 1) // 2
    return " / ".join(parts[:half] if lang == "zh" or len(parts) == 1 else parts[half:])


class _Page:
    """The parts of the view of one report in one language."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self.lang, self.words = report, lang, _WORDS[lang]
        self.cells = {cell[:3]: cell for cell in report.cell_rows}
        self.failed: dict[tuple[str, str, str], list[str]] = {}  # cell → messages of the identities that it breaks
        self.sums: set[tuple[str, str, str]] = set()  # the cells at whose place the finding stands
        identities = {identity.id: identity for identity in IDENTITIES}
        for finding in report.finding_rows:
            identity = identities.get(finding.rule) if finding.severity == "error" else None
            if identity is not None:
                self.sums.add((finding.section, finding.item, finding.measure))
                for id in (*identity.left, *identity.right):
                    place = (id, finding.measure) if identity.axis == "item" else (finding.item, id)
                    message = _in_language(finding.message, lang)
                    self.failed.setdefault((finding.section, *place), []).append(message)

    def label(self, thing: Section | Item | Measure | Group) -> str:
        return str(getattr(thing, self.lang))

    def items(self, section: Section) -> list[Item]:
        """The rows that this report's form has."""
        present = {item for id, item, _ in self.cells if id == section.id}
        return [item for item in section.items if item.id in present]

    # ── Head and foot ────────────────────────────────────────────────────────────────────────────────────────

    def title(self) -> str:
        report, words = self.report, self.words
        form = f"{words['form']} {report.form}" if report.form else words["noform"]
        head = f"{report.agency or words['agency']} · {report.year or words['year']} · {form}"
        states = [(self.state(state), sum(cell.state == state for cell in report.cell_rows)) for state in STATES]
        counts = [f"{words['cells']} {len(report.cell_rows)}: " + ", ".join(f"{state} {n}" for state, n in states if n)]
        counts.append(f"{words['checks']}: " + ", ".join(f"{words[name]} {n}" for name, n in report.checks.items()))
        kinds = [
            (kind, sum(finding.severity == kind for finding in report.finding_rows))
            for kind in ("error", "warning", "note")
        ]
        counts.append(
            f"{words['findings']}: " + (", ".join(f"{words[kind]} {n}" for kind, n in kinds if n) or words["none"])
        )
        lines = [_tag("span", line) for line in (f"{report.title or ''} ({report.report_id})", " · ".join(counts))]
        return f'<p style="margin:0 0 0.5em 0">{_tag("b", head)}<br>{"<br>".join(lines)}</p>'

    def state(self, state: str) -> str:
        return state if self.lang == "en" else f"{state} {STATES[state][0]}"

    def legend(self) -> str:
        """The marks that occur in this report."""
        marks = [
            _tag(
                "span",
                f"{_MARK.get(state, '')} {self.state(state)}".strip(),
                f"{_LINE};{_STATE[state]}",
                title=STATES[state][self.lang == "en"],
            )
            for state in STATES
            if any(cell.state == state for cell in self.report.cell_rows)
        ]
        if self.failed:
            marks.append(_tag("span", f"≠ {self.words['fails']}", f"{_LINE};{_FAILED}"))
        return f'<p style="margin:0 0 0.5em 0;line-height:2">{" ".join(marks)}</p>' if marks else ""

    def chapters(self) -> str:
        rows = [(part.heading, len(part.text)) for part in self.report.chapter_rows if part.heading]
        lines = "".join(_tag("li", f"{heading} ({length} {self.words['characters']})") for heading, length in rows)
        return (
            f"<details>{_tag('summary', f"{self.words['sections']}: {len(rows)}")}<ul>{lines}</ul></details>"
            if rows
            else ""
        )

    def findings(self) -> str:
        """Errors and warnings in full, notes folded."""
        shown = []
        for kind in ("error", "warning", "note"):
            found = [finding for finding in self.report.finding_rows if finding.severity == kind]
            lines = "".join(
                _tag("li", f"{finding.rule}: {_in_language(finding.message, self.lang)}") for finding in found
            )
            head = _tag(
                "summary", f"{self.words[kind]}: {len(found)}", "color:rgb(214,39,40)" if kind == "error" else ""
            )
            if found:
                shown.append(f"<details{'' if kind == 'note' else ' open'}>{head}<ul>{lines}</ul></details>")
        return "".join(shown)

    # ── Tables ───────────────────────────────────────────────────────────────────────────────────────────────

    def table(self, section: Section) -> str:
        rows = (
            self.requests(section)
            if section.id == "requests"
            else self.flat(section)
            if section.layout == "flat"
            else self.blocks(section)
        )
        return _table(self.label(section), rows)

    def figure(self, section: Section, item: str, measure: str, colspan: int = 1) -> str:
        """One cell: its figure, or its raw text where it has none."""
        place = (section.id, item, measure)
        cell = self.cells.get(place)
        if cell is None:
            return _tag("td", "", _LINE, colspan=colspan)
        shown = (
            f"{cell.value.normalize():f}" if cell.value is not None else "" if cell.state == "blank" else cell.raw[:20]
        )
        unit = "" if cell.unit == section.unit(section.item(item), measure) or cell.value is None else f" {cell.unit}"
        sign = _MARK.get(cell.state, "") + (" ≠" if place in self.sums else "")
        failed = self.failed.get(place, [])
        style = ";".join(part for part in (_FIGURE, _STATE.get(cell.state, ""), _FAILED if failed else "") if part)
        names = f"gx-{cell.state}" + (" gx-failed" if failed else "")
        return _tag(
            "td", f"{shown}{unit}{sign}", style, class_=names, title=self.tooltip(cell, failed), colspan=colspan
        )

    def tooltip(self, cell: CellRow, failed: Sequence[str]) -> str:
        raw = cell.raw if len(cell.raw) <= _LONGEST else cell.raw[:_LONGEST] + "…"
        parts = [
            self.state(cell.state),
            f"{self.words['raw']}: “{raw}”",
            f"{self.words['place']}: {cell.location}" if cell.location else "",
        ]
        return "\n".join([" · ".join(part for part in parts if part), *failed])

    def blocks(self, section: Section) -> list[str]:
        """A table of blocks with headers of their own, each filled to the width of the widest."""
        rows = []
        measures_of = {
            item.id: [m for m in section.measures if (section.id, item.id, m.id) in self.cells]
            for item in self.items(section)
        }
        width = max(map(len, measures_of.values()))
        for block, members in groupby(self.items(section), key=lambda item: item.block):
            items = list(members)
            group = next((group for group in section.groups if block and group.id.endswith(f"_{block}")), None)
            measures = [m for m in section.measures if any(m in measures_of[item.id] for item in items)]
            spans = [1] * (len(measures) - 1) + [width - len(measures) + 1]
            if group:
                rows.append(_tag("th", self.label(group), _HEAD, colspan=width + 1))
            units = [section.unit(items[0], m.id) for m in measures]
            names = [
                self.label(m) + (f" ({unit})" if unit not in ("", "件", "项") else "")
                for m, unit in zip(measures, units, strict=True)
            ]
            heads = [_tag("th", name, _HEAD, colspan=span) for name, span in zip(names, spans, strict=True)]
            rows.append(_tag("th", self.words["item"], _HEAD) + "".join(heads))
            for item in items:
                cells = [self.figure(section, item.id, m.id, span) for m, span in zip(measures, spans, strict=True)]
                rows.append(_tag("th", self.label(item), _LABEL) + "".join(cells))
        return rows

    def requests(self, section: Section) -> list[str]:
        """Table 三: the rows numbered and grouped as printed."""
        first, *inner, last = section.measures
        words = self.words
        heads = [
            _tag("th", "", _HEAD, colspan=3, rowspan=3) + _tag("th", words["applicants"], _HEAD, colspan=len(section.measures)),
            _tag("th", self.label(first), _HEAD, rowspan=2) + _tag("th", words["organisations"], _HEAD, colspan=len(inner)) + _tag("th", self.label(last), _HEAD, rowspan=2),
            "".join(_tag("th", self.label(measure), _HEAD) for measure in inner),
        ]  # fmt: skip
        rows = []
        runs = groupby(self.items(section), key=lambda item: bool(item.group) or item.is_total)
        number = iter(_NUMERALS)
        for within, members in runs:
            items = list(members)
            if within:
                labels = self.results(section, items, next(number))
            else:
                labels = [_tag("th", f"{next(number)}、{self.label(item)}", _LABEL, colspan=3) for item in items]
            for label, item in zip(labels, items, strict=True):
                rows.append(label + "".join(self.figure(section, item.id, measure.id) for measure in section.measures))
        return heads + rows

    def results(self, section: Section, items: Sequence[Item], number: str) -> list[str]:
        """The label cells of the rows under 本年度办理结果, each group's label over its rows."""
        groups = {group.id: group for group in section.groups}
        labels: list[str] = []
        for numeral, (group, members) in zip(_NUMERALS, groupby(items, key=lambda item: item.group), strict=False):
            run = list(members)
            if len(run) == 1 and run[0].id in (group, "concluded"):
                labels.append(_tag("th", f"（{numeral}）{self.label(run[0])}", _LABEL, colspan=2))
                continue
            over = _tag("th", f"（{numeral}）{self.label(groups[group])}", _LABEL, rowspan=len(run))
            for ordinal, item in enumerate(run, 1):
                labels.append((over if ordinal == 1 else "") + _tag("th", f"{ordinal}. {self.label(item)}", _LABEL))
        labels[0] = _tag("th", f"{number}、{self.label(groups['results'])}", _LABEL, rowspan=len(items)) + labels[0]
        return labels

    def flat(self, section: Section) -> list[str]:
        """All items side by side over one row of figures; those under a group have their own label below it."""
        items = self.items(section)
        measures = [m for m in section.measures if (section.id, items[0].id, m.id) in self.cells]
        top, middle, bottom, width = "", "", "", len(measures)
        grouped = any(item.group for item in items)
        for group, members in groupby(items, key=lambda item: item.group):
            run = list(members)
            over = next((entry for entry in section.groups if entry.id == group), run[0])
            top += _tag("th", self.label(over), _HEAD, colspan=width * len(run))
            for item in run:
                names = [self.label(m) + (f" ({m.unit})" if m.unit != "件" else "") for m in measures]
                heads = "".join(_tag("th", name, _HEAD, rowspan=2 if grouped and not group else 1) for name in names)
                middle += _tag("th", self.label(item), _HEAD, colspan=width) if group else heads
                bottom += heads if group else ""
        figures = "".join(self.figure(section, item.id, m.id) for item in items for m in measures)
        return [row for row in (top if len(items) > 1 else "", middle, bottom, figures) if row]
