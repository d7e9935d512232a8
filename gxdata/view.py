"""A report in Jupyter: the form filled in as it is printed, every cell marked by its state, every failed sum outlined.

Styles are inline, because notebook programs drop <style> from a notebook that its reader has not run, and translucent,
for light and dark pages; no mark is a colour alone. Whatever comes from a report is escaped. With `Links` its cells,
findings and headings are tied to places on the page that the form stands on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from .forms import IDENTITIES, SECTIONS, Group, Item, Measure, Section
from .schema import STATES

if TYPE_CHECKING:
    from .checks import Finding
    from .report import CellRow, Report

_LINE = "border:1px solid rgba(128,128,128,0.5);padding:2px 6px"
_FIGURE = f"{_LINE};text-align:right"
_LABEL = f"{_LINE};text-align:left;font-weight:normal;max-width:26em"
_HEAD = f"{_LINE};text-align:center;font-weight:normal;background-color:rgba(128,128,128,0.14)"
COLOURS = {  # of a state, the worst first
    "lost": "rgba(213,94,0,0.38)",
    "text": "rgba(204,121,167,0.32)",
    "blank": "rgba(240,228,66,0.28)",
    "nil": "rgba(128,128,128,0.25)",
    "solved": "rgba(0,114,178,0.28)",
}
_STATE = {state: f";background-color:{COLOURS[state]}" if state in COLOURS else "" for state in STATES}
_FAILED = ";border:2px solid rgb(214,39,40)"
MARKS = {"solved": "*", "lost": "?"}  # beside the colour; the sum that fails has ≠
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

Place = tuple[str, str, str]  # section, item, measure of a cell


class Anchor(NamedTuple):
    """What ties a cell to a page: its own id, the ids of what it was read from, and what else to say of it."""

    id: str
    sources: Sequence[str] = ()
    remarks: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Links:
    """Where the cells, and the sections' headings as printed, stand on a page."""

    cells: Mapping[Place, Anchor] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)  # heading → id


def html(report: Report, lang: str = "zh") -> str:
    """The report as an HTML fragment with labels in `zh` or `en`; the same report always gives the same text."""
    if lang not in _WORDS:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, _WORDS))}")
    form = FilledForm(report, lang)
    return f'<div class="gx-report" style="overflow-x:auto">{form.title()}{form.legend()}{form.tables()}{form.foot()}</div>'


def element(name: str, markup: str, **attributes: object) -> str:
    """An element around markup, with escaped attributes; empty ones and spans of 1 are left out."""
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value not in ("", 1))
    given = [f' {key}="{escape(str(value), quote=True)}"' for key, value in named]
    return f"<{name}{''.join(given)}>{markup}</{name}>"


def tag(name: str, text: object, style: str = "", **attributes: object) -> str:
    """An element with escaped text and attributes."""
    return element(name, escape(str(text)), style=style, **attributes)


def link(id: str, text: str) -> str:
    """A link to what has an id on the page; only the text where there is none."""
    return tag("a", text, href=f"#{id}") if id else escape(text)


def _head(text: str, colspan: int = 1, rowspan: int = 1, style: str = _HEAD) -> str:
    return tag("th", text, style, colspan=colspan, rowspan=rowspan)


_label = partial(_head, style=_LABEL)


def folded(head: str, lines: Sequence[str], unfolded: bool = False) -> str:
    """A list of lines of markup under a line that folds it away; nothing for an empty list."""
    items = "".join(element("li", line) for line in lines)
    opened = f"<details{' open' if unfolded else ''}>{tag('summary', f'{head}: {len(lines)}')}"
    return f"{opened}<ul>{items}</ul></details>" if lines else ""


def in_language(message: str, lang: str) -> str:
    """One half of a finding's message, `zh / en`; what both halves quote may itself contain the stroke."""
    parts = message.split(" / ")
    half = len(parts) // 2
    return " / ".join(parts[:half] if lang == "zh" else parts[half:]) or message


def _failures(findings: Iterable[Finding], lang: str) -> dict[Place, list[str]]:
    """Cell → messages of the identities that it breaks."""
    failures: dict[Place, list[str]] = {}
    identities = {identity.id: identity for identity in IDENTITIES}
    for finding in findings:
        if finding.severity == "error" and (identity := identities.get(finding.rule)):
            for id in (*identity.left, *identity.right):
                place = (id, finding.measure) if identity.axis == "item" else (finding.item, id)
                failures.setdefault((finding.section, *place), []).append(in_language(finding.message, lang))
    return failures


class FilledForm:
    """The parts of the view of one report in one language, `zh` or `en`."""

    def __init__(self, report: Report, lang: str, links: Links | None = None) -> None:
        self.report, self.lang, self.words, self.links = report, lang, _WORDS[lang], links or Links()
        self.marks = MARKS | ({"blank": "·"} if self.links.cells else {})  # a link is seen only where it has a text
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
        lines = [tag("b", head), escape(f"{report.title or ''} ({report.report_id})"), escape(counts)]
        return f'<p style="margin:0 0 0.5em 0">{"<br>".join(lines)}</p>'

    def legend(self) -> str:
        """The marks that occur in this report."""
        marks = []
        for state, style in _STATE.items():
            if any(cell.state == state for cell in self.report.cell_rows):
                text = f"{self.marks.get(state, '')} {self.state(state)}".strip()
                marks.append(tag("span", text, _LINE + style, title=STATES[state][self.lang == "en"]))
        if self.failures:
            marks.append(tag("span", f"≠ {self.words['fails']}", _LINE + _FAILED))
        return f'<p style="margin:0 0 0.5em 0;line-height:2">{" ".join(marks)}</p>'

    def found(self, severity: str) -> list[str]:
        """The findings of a severity, each with a link to its cell, or to the first of its row."""
        lines = []
        for finding in self.report.finding_rows:
            if finding.severity == severity:
                text = f"{finding.rule}: {in_language(finding.message, self.lang)}"
                own = [finding[2:5]] if finding.measure else [cell for cell in self.cells if cell[:2] == finding[2:4]]
                anchor = self.links.cells.get(own[0]) if own else None
                lines.append(link(anchor.id if anchor else "", text))
        return lines

    def foot(self) -> str:
        """Headings folded, errors and warnings in full, notes folded."""
        headings = [
            f"{link(self.links.headings.get(part.heading, ''), part.heading)} ({len(part.text)} {self.words['characters']})"
            for part in self.report.chapter_rows
            if part.heading
        ]
        found = [folded(self.words[kind], self.found(kind), kind != "note") for kind in ("error", "warning", "note")]
        return folded(self.words["sections"], headings) + "".join(found)

    def tables(self) -> str:
        """The tables that the report has, or that there are none."""
        tables = [self.table(section) for section in SECTIONS if self.items(section)]
        return "".join(tables or [tag("p", self.words["notables"])])

    def table(self, section: Section) -> str:
        shape = self.requests if section.id == "requests" else self.flat if section.layout == "flat" else self.blocks
        rows = "".join(f'<tr style="background-color:transparent">{row}</tr>' for row in shape(section))
        title = tag("p", self.name(section), "margin:0.8em 0 0.3em 0;font-weight:bold")
        return f'{title}<table style="border-collapse:collapse;margin:0 0 1em 0"><tbody>{rows}</tbody></table>'

    def figure(self, section: Section, item: Item, measure: Measure, colspan: int = 1) -> str:
        """One cell: its figure, or its raw text where it has none."""
        place = (section.id, item.id, measure.id)
        cell = self.cells.get(place)
        if cell is None:
            return tag("td", "", _LINE, colspan=colspan)
        shown = cell.raw[:20]
        if cell.value is not None:
            shown = f"{cell.value.normalize():f} {'' if cell.unit == section.unit(item, measure.id) else cell.unit}".rstrip()
        failed = self.failures.get(place, [])
        text = shown + self.marks.get(cell.state, "") + ("\u00a0≠" if failed and place in self.sums else "")
        style, names = _FIGURE + _STATE.get(cell.state, ""), f"gx-{cell.state}"
        style, names = (style + _FAILED, f"{names} gx-failed") if failed else (style, names)
        anchor = self.links.cells.get(place) or Anchor("")
        attributes = {"class_": names, "title": self.tooltip(cell, [*failed, *anchor.remarks]), "colspan": colspan}
        attributes |= {"id": anchor.id, "data_to": " ".join(anchor.sources)}
        return element("td", link(anchor.sources[0] if anchor.sources else "", text), style=style, **attributes)

    def tooltip(self, cell: CellRow, remarks: Sequence[str]) -> str:
        raw = cell.raw if len(cell.raw) <= 160 else cell.raw[:160] + "…"
        place = f" · {self.words['place']}: {cell.location}" if cell.location else ""
        return "\n".join([f"{self.state(cell.state)} · {self.words['raw']}: “{raw}”{place}", *remarks])

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
