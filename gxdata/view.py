"""A report in Jupyter: the form filled in as it is printed, every cell marked by its state, every failed sum outlined.

Styles are inline, because notebook programs drop <style> from a notebook that its reader has not run, and translucent,
for light and dark pages; no mark is a colour alone. Whatever comes from a report is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from .forms import IDENTITIES, SECTIONS, Group, Item, Measure, Section
from .schema import STATES

if TYPE_CHECKING:
    from .checks import Finding
    from .report import CellRow, Report

_LINE = "border:1px solid rgba(128,128,128,0.5);padding:2px 6px"
_FIGURE = f"{_LINE};text-align:right"
_LABEL = f"{_LINE};text-align:left;font-weight:normal;max-width:26em"
_HEAD = f"{_LINE};text-align:center;font-weight:normal;background-color:rgba(128,128,128,0.14)"
_STATE = {
    "number": "",
    "solved": ";background-color:rgba(0,114,178,0.28)",
    "nil": ";background-color:rgba(128,128,128,0.25)",
    "blank": ";background-color:rgba(240,228,66,0.28)",
    "text": ";background-color:rgba(204,121,167,0.32)",
    "lost": ";background-color:rgba(213,94,0,0.38)",
}
_FAILED = ";border:2px solid rgb(214,39,40)"
_MARK = {"solved": "*", "lost": "?"}  # beside the colour; the sum that fails has ≠
_NUMERALS = "一二三四五六七八九十"

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


def html(report: Report, lang: str = "zh") -> str:
    """The report as an HTML fragment with labels in `zh` or `en`; the same report always gives the same text."""
    if lang not in _WORDS:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, _WORDS))}")
    page = _Page(report, lang)
    tables = [page.table(section) for section in SECTIONS if page.items(section)]
    body = "".join(tables or [_tag("p", page.words["notables"])])
    return f'<div class="gx-report" style="overflow-x:auto">{page.title()}{page.legend()}{body}{page.foot()}</div>'


def _tag(name: str, text: object, style: str = "", **attributes: object) -> str:
    """An element with escaped text and attributes; empty ones and spans of 1 are left out."""
    named = {"style": style, **attributes}.items()
    given = [f' {key.rstrip("_")}="{escape(str(value), quote=True)}"' for key, value in named if value not in ("", 1)]
    return f"<{name}{''.join(given)}>{escape(str(text))}</{name}>"


def _head(text: str, colspan: int = 1, rowspan: int = 1, style: str = _HEAD) -> str:
    return _tag("th", text, style, colspan=colspan, rowspan=rowspan)


_label = partial(_head, style=_LABEL)


def _fold(head: str, lines: Sequence[str], unfolded: bool = False) -> str:
    """A list under a line that folds it away; nothing for an empty list."""
    items = "".join(_tag("li", line) for line in lines)
    opened = f"<details{' open' if unfolded else ''}>{_tag('summary', f'{head}: {len(lines)}')}"
    return f"{opened}<ul>{items}</ul></details>" if lines else ""


def _in_language(message: str, lang: str) -> str:
    """One half of a finding's message, `zh / en`; what both halves quote may itself contain the stroke."""
    parts = message.split(" / ")
    half = len(parts) // 2
    return " / ".join(parts[:half] if lang == "zh" else parts[half:]) or message


def _failures(findings: Iterable[Finding], lang: str) -> dict[tuple[str, str, str], list[str]]:
    """Cell → messages of the identities that it breaks."""
    failures: dict[tuple[str, str, str], list[str]] = {}
    identities = {identity.id: identity for identity in IDENTITIES}
    for finding in findings:
        if finding.severity == "error" and (identity := identities.get(finding.rule)):
            for id in (*identity.left, *identity.right):
                place = (id, finding.measure) if identity.axis == "item" else (finding.item, id)
                failures.setdefault((finding.section, *place), []).append(_in_language(finding.message, lang))
    return failures


class _Page:
    """The parts of the view of one report in one language."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self.lang, self.words = report, lang, _WORDS[lang]
        self.cells = {cell[:3]: cell for cell in report.cell_rows}
        self.failures = _failures(report.finding_rows, lang)
        self.sums = {finding[2:5] for finding in report.finding_rows if finding.severity == "error"}

    def name(self, thing: Section | Item | Measure | Group, unit: str = "") -> str:
        return f"{getattr(thing, self.lang)}{f' ({unit})' if unit in ('元', '万元') else ''}"

    def state(self, state: str) -> str:
        return state if self.lang == "en" else f"{state} {STATES[state][0]}"

    def items(self, section: Section) -> list[Item]:
        """The rows that this report's form has."""
        return [item for item in section.items if self.measures(section, item)]

    def measures(self, section: Section, *items: Item) -> list[Measure]:
        """The columns that any of the rows has."""
        return [m for m in section.measures if any((section.id, item.id, m.id) in self.cells for item in items)]

    def title(self) -> str:
        report, words = self.report, self.words
        head = f"{report.agency or words['agency']} · {report.year or words['year']} · "
        head += f"{words['form']} {report.form}" if report.form else words["noform"]
        found = {
            "cells": [(self.state(state), sum(cell.state == state for cell in report.cell_rows)) for state in STATES],
            "checks": [(words[name], count) for name, count in report.checks.items()],
            "findings": [(words[kind], len(self.found(kind))) for kind in ("error", "warning", "note")],
        }
        lists = [(name, ", ".join(f"{key} {n}" for key, n in pairs if n)) for name, pairs in found.items()]
        counts = " · ".join(f"{words[name]}: {text or words['none']}" for name, text in lists)
        lines = [_tag("b", head), escape(f"{report.title or ''} ({report.report_id})"), escape(counts)]
        return f'<p style="margin:0 0 0.5em 0">{"<br>".join(lines)}</p>'

    def legend(self) -> str:
        """The marks that occur in this report."""
        marks = []
        for state, style in _STATE.items():
            if any(cell.state == state for cell in self.report.cell_rows):
                text = f"{_MARK.get(state, '')} {self.state(state)}".strip()
                marks.append(_tag("span", text, _LINE + style, title=STATES[state][self.lang == "en"]))
        if self.failures:
            marks.append(_tag("span", f"≠ {self.words['fails']}", _LINE + _FAILED))
        return f'<p style="margin:0 0 0.5em 0;line-height:2">{" ".join(marks)}</p>'

    def found(self, severity: str) -> list[str]:
        findings = [finding for finding in self.report.finding_rows if finding.severity == severity]
        return [f"{finding.rule}: {_in_language(finding.message, self.lang)}" for finding in findings]

    def foot(self) -> str:
        """Headings folded, errors and warnings in full, notes folded."""
        unit = self.words["characters"]
        lines = [f"{part.heading} ({len(part.text)} {unit})" for part in self.report.chapter_rows if part.heading]
        found = [_fold(self.words[kind], self.found(kind), kind != "note") for kind in ("error", "warning", "note")]
        return _fold(self.words["sections"], lines) + "".join(found)

    def table(self, section: Section) -> str:
        shape = self.requests if section.id == "requests" else self.flat if section.layout == "flat" else self.blocks
        rows = "".join(f'<tr style="background-color:transparent">{row}</tr>' for row in shape(section))
        title = _tag("p", self.name(section), "margin:0.8em 0 0.3em 0;font-weight:bold")
        return f'{title}<table style="border-collapse:collapse;margin:0 0 1em 0"><tbody>{rows}</tbody></table>'

    def figure(self, section: Section, item: Item, measure: Measure, colspan: int = 1) -> str:
        """One cell: its figure, or its raw text where it has none."""
        place = (section.id, item.id, measure.id)
        cell = self.cells.get(place)
        if cell is None:
            return _tag("td", "", _LINE, colspan=colspan)
        shown = cell.raw[:20]
        if cell.value is not None:
            shown = f"{cell.value.normalize():f} {'' if cell.unit == section.unit(item, measure.id) else cell.unit}".rstrip()
        failed = self.failures.get(place, [])
        text = shown + _MARK.get(cell.state, "") + ("\u00a0≠" if failed and place in self.sums else "")
        style, names = _FIGURE + _STATE.get(cell.state, ""), f"gx-{cell.state}"
        style, names = (style + _FAILED, f"{names} gx-failed") if failed else (style, names)
        return _tag("td", text, style, class_=names, title=self.tooltip(cell, failed), colspan=colspan)

    def tooltip(self, cell: CellRow, failed: Sequence[str]) -> str:
        raw = cell.raw if len(cell.raw) <= 160 else cell.raw[:160] + "…"
        place = f" · {self.words['place']}: {cell.location}" if cell.location else ""
        return "\n".join([f"{self.state(cell.state)} · {self.words['raw']}: “{raw}”{place}", *failed])

    def blocks(self, section: Section) -> list[str]:
        """A table of blocks with headers of their own, each filled to the width of the widest."""
        rows = []
        width = max(len(self.measures(section, item)) for item in self.items(section))
        for block, members in groupby(self.items(section), key=lambda item: item.block):
            items = list(members)
            measures = self.measures(section, *items)
            spans = [1] * (len(measures) - 1) + [width - len(measures) + 1]
            over = [group for group in section.groups if block and group.id.endswith(f"_{block}")]
            rows += [_head(self.name(group), width + 1) for group in over]
            names = [self.name(measure, section.unit(items[0], measure.id)) for measure in measures]
            rows.append(_head(self.words["item"]) + "".join(map(_head, names, spans)))
            for item in items:
                figures = [self.figure(section, item, *place) for place in zip(measures, spans, strict=True)]
                rows.append(_label(self.name(item)) + "".join(figures))
        return rows

    def requests(self, section: Section) -> list[str]:
        """Table 三: the rows numbered and grouped as printed."""
        first, *inner, last = section.measures
        applicants = _head("", 3, 3) + _head(self.words["applicants"], len(section.measures))
        organisations = _head(self.words["organisations"], len(inner))
        heads = [applicants, _head(self.name(first), 1, 2) + organisations + _head(self.name(last), 1, 2)]
        heads.append("".join(_head(self.name(measure)) for measure in inner))
        labels: list[str] = []
        number = iter(_NUMERALS)
        for within, members in groupby(self.items(section), key=lambda item: bool(item.group) or item.is_total):
            if within:
                labels += self.results(section, list(members), next(number))
            else:
                labels += [_label(f"{next(number)}、{self.name(item)}", 3) for item in members]
        figures = ["".join(self.figure(section, item, m) for m in section.measures) for item in self.items(section)]
        return heads + [label + row for label, row in zip(labels, figures, strict=True)]

    def results(self, section: Section, items: Sequence[Item], number: str) -> list[str]:
        """The label cells of the rows under 本年度办理结果, each group's label over its rows."""
        groups = {group.id: self.name(group) for group in section.groups}
        labels: list[str] = []
        for numeral, (group, members) in zip(_NUMERALS, groupby(items, key=lambda item: item.group), strict=False):
            run = list(members)
            if not group or run[0].id == group:  # a row of its own, without rows under it
                labels.append(_label(f"（{numeral}）{self.name(run[0])}", 2))
            else:
                inner = [_label(f"{ordinal}. {self.name(item)}") for ordinal, item in enumerate(run, 1)]
                labels += [_label(f"（{numeral}）{groups[group]}", 1, len(run)) + inner[0], *inner[1:]]
        return [_label(f"{number}、{groups['results']}", 1, len(items)) + labels[0], *labels[1:]]

    def flat(self, section: Section) -> list[str]:
        """All items side by side over one row of figures; those under a group have a label of their own below it."""
        items = self.items(section)
        measures = self.measures(section, *items)
        grouped, top, middle, bottom = any(item.group for item in items), "", "", ""
        for group, members in groupby(items, key=lambda item: item.group):
            run = list(members)
            over = next((entry for entry in section.groups if entry.id == group), run[0])
            heads = "".join(_head(self.name(m, m.unit), 1, 2 if grouped and not group else 1) for m in measures)
            top += _head(self.name(over), len(measures) * len(run))
            middle += "".join(_head(self.name(item), len(measures)) for item in run) if group else heads * len(run)
            bottom += heads * len(run) if group else ""
        figures = "".join(self.figure(section, item, measure) for item in items for measure in measures)
        return [row for row in (top if len(items) > 1 else "", middle, bottom, figures) if row]
