"""One page, in one file, that shows how a document was read: beside the document as it was read each report's form,
every cell tied to its place, and below it why cells are lost, which row became which, and what was left over.

The page asks for nothing from elsewhere and holds no script but its own, which only lights up what belongs together:
the ties are plain links. Whatever comes from a document is escaped; the same document gives the same page.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from .align import Match
from .evidence import Evidence, FormCell, LeftOver, Place, Stretch, cells_of, evidence, reasons, stretches
from .facsimile import LEFT, Facsimile, Tie, place_id
from .flat import FlatMatch
from .forms import BY_ID, CHAPTERS, Section
from .view import COLOURS, Anchor, FilledForm, Links, element, folded, in_language, link, tag

if TYPE_CHECKING:
    from .document import Document, Location
    from .report import Report

MAX_REPORTS = 20  # of a file that are shown
MAX_LINES = 400  # of a list

_WORDS = {
    "zh": {
        "title": "判读过程", "document": "文件（如所读）", "reader": "读取方式", "odd": "读取时的异常", "none": "文件中未见年度报告。",
        "more": "另有 {} 份报告未列出。", "cut": "另有 {} 条未列出", "report": "报告 {}", "identity": "报告是谁的、哪一年的", "first": "文中首见",
        "lost": "不能判读的单元格及原因", "unknown": "未见说明此事的发现。", "rows": "行的对应", "row": "格式中的行", "how": "依据（得分）", "printed": "印出的行名",
        "figures": "印出的数", "unmatched": "未见", "over": "未被采用的数与表", "grid": "整张表", "line": "文句", "cells": "表内",
        "sections": "未见的部分", "undecided": "未定", "hint": "指向或点按任一单元格，其出处与之一同标出。", "skip": "到表格",
    },
    "en": {
        "title": "how it was read", "document": "The document as read", "reader": "reader", "odd": "what was odd about the file",
        "none": "No annual report was found in the file.", "more": "{} more reports are not shown.", "cut": "{} more are not shown",
        "report": "Report {}", "identity": "Whose report it is, and of which year", "first": "first stands in", "lost": "Lost cells, and why",
        "unknown": "No finding says why.", "rows": "Which row became which", "row": "row of the form", "how": "how (score)", "printed": "label as printed",
        "figures": "figures as printed", "unmatched": "not found", "over": "Figures and tables not used", "grid": "whole table", "line": "text",
        "cells": "in a table", "sections": "sections not found", "undecided": "undecided", "hint": "Point at a cell, or press it: where it stands lights up with it.",
        "skip": "to the form",
    },
}  # fmt: skip
_FACTS = {
    "title": ("标题", "title"), "agency": ("机关", "body"), "year": ("年度", "year"), "form": ("格式", "form"), "level": ("层级", "level"),
    "province": ("省", "province"), "prefecture": ("市", "prefecture"), "county": ("县", "county"), "township": ("乡镇", "township"),
    "region_code": ("区划代码", "code of the division"), "identity_words": ("判定依据", "decided by"),
    "published": ("发布日期", "published"), "period_start": ("统计起", "period from"), "period_end": ("统计止", "period to"),
    "document_number": ("文号", "document number"), "index_number": ("索引号", "index number"),
}  # fmt: skip
_NOT_PRINTED = ("form", "level", "region_code", "identity_words")  # nowhere in the document in these words
_HOW = {  # how a record was matched
    "exact": ("行名相符", "label"), "cut": ("行名残缺", "label cut"), "mistyped": ("行名有误", "label mistyped"),
    "order": ("无行名，按行序", "no label: by order"), "moved": ("行名相符，次序不同", "label, out of order"), "header": ("按表头", "by its header"),
    "item": ("按表头与渠道名", "by its header and channel"), "heading": ("无表头，按标题与列序", "no header: by heading and order"),
}  # fmt: skip

_STYLE = """:root{color-scheme:light dark;--page:#fff;--text:#1a1a1a;--line:#8886;--on:#d55e00;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--page:#17191c;--text:#e6e6e6;--on:#ff9d4d;--link:#8ab8f0}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif}
h1,h2,h3{font-size:1.1em;margin:.8em 0 .3em}h1{font-size:1.25em}header,footer{padding:.3em 1em}header>*{display:inline-block;margin:0 1em 0 0}main>section{padding:0 1em;overflow:auto}
@media (min-width:70em){body{display:grid;grid-template-rows:auto 1fr auto;height:100vh}
main{display:grid;grid-template-columns:1fr 1fr;min-height:0}main>section+section{border-left:1px solid var(--line)}}
footer{border-top:1px solid var(--line);white-space:pre-line;height:5.6em;overflow:auto;position:sticky;bottom:0;background:var(--page)}
td[data-to]>a{display:block}a{color:inherit;text-decoration-color:var(--link)}a:focus-visible{outline:2px solid var(--on);outline-offset:1px}
td,th,p,li,summary{unicode-bidi:isolate}p{margin:.3em 0}p,td,.stream{white-space:pre-line;overflow-wrap:break-word}.gx-blank a,.s-blank a{text-decoration:none}
table{border-collapse:collapse;margin:.2em 0 1em;display:block;overflow-x:auto}td,th{border:1px solid var(--line);padding:2px 6px;text-align:left}
small,.grid,.out{opacity:.75;font-size:.8em}.out{font-style:italic}.stream>span{display:inline-block;border:1px solid var(--line);margin:1px;padding:0 4px}
[id]{scroll-margin:25vh}.left{outline:1px dashed #a33;outline-offset:-1px}.doubt{border-style:dashed}
svg{width:100%;height:auto;display:block;margin:.2em 0 1em;border:1px solid var(--line)}svg text{fill:var(--text)}svg rect{fill:none}
.sheet{fill:var(--page)!important}.cell>rect,.cell>a>rect{stroke:#888;stroke-width:.5}.doubt rect{stroke-dasharray:3 2}.left rect{stroke:#a33;stroke-dasharray:1 1}
a rect{pointer-events:all;stroke:var(--link)!important}.on,:target{outline:3px solid var(--on);outline-offset:-1px}g.on,g:target{outline:none}g.on rect,g:target rect{stroke:var(--on)!important;stroke-width:2!important}
""" + "".join(f".s-{state}{{background-color:{colour}}}.s-{state} rect{{fill:{colour}}}\n" for state, colour in COLOURS.items())  # fmt: skip

_SCRIPT = """'use strict';
const by = id => document.getElementById(id), say = by('say'), hint = say.textContent;
let last = null;
const tied = event => event.target.closest ? event.target.closest('[data-to]') : null;
function light(element) {
  last = element;
  document.querySelectorAll('.on').forEach(lit => lit.classList.remove('on'));
  for (const each of [element, ...element.dataset.to.split(' ').map(by)]) if (each) each.classList.add('on');
  const title = element.querySelector('title');
  say.textContent = element.getAttribute('title') || (title ? title.textContent : hint);
}
for (const kind of ['mousemove', 'focusin', 'click'])  // no mouseover: scrolling below a resting mouse is none
  document.addEventListener(kind, event => { const element = tied(event); if (element && element !== last) light(element); });
function arrive() {
  const element = by(decodeURIComponent(location.hash.slice(1)));
  if (!element || !element.dataset.to || element.classList.contains('on')) return;
  light(element);
  const other = by(element.dataset.to.split(' ')[0]);
  if (other) other.scrollIntoView({block: 'center'});
}
window.addEventListener('hashchange', arrive);
arrive();
"""
_HASH = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
)


def page(document: Document, reports: Sequence[Report], name: str, lang: str = "zh") -> str:
    """The page for a file's document and the reports read from it; `name` is the file's, `lang` is `zh` or `en`."""
    if lang not in _WORDS:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, _WORDS))}")
    words, found, shown = _WORDS[lang], evidence(document, reports), reports[:MAX_REPORTS]
    left = {place for each in found.left_over for place in each.places}
    facsimile = Facsimile(document, lang, _ties(shown, found, lang), left)
    drawn = facsimile.markup()
    parts = [
        _Part(report, found, stretch, facsimile.ids, lang)
        for report, stretch in zip(shown, stretches(document, shown), strict=True)
    ]
    forms = "".join(part.markup() for part in parts) or tag("p", words["none"])
    if len(reports) > len(shown):
        forms += tag("p", words["more"].format(len(reports) - len(shown)), class_="out")
    forms += _folded(words["over"], [_line_left(each, facsimile.ids, words) for each in found.left_over], words)
    title = f"{name} · {words['title']}"
    reader = tag("p", f"{words['reader']}: {document.reader} ({document.media})")
    reader += _folded(words["odd"], [escape(text) for text in document.anomalies], words, unfolded=True)
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{tag("title", title)}<style>\n{_STYLE}</style></head>\n'
        f"<body><header>{tag('h1', title)}{tag('a', words['skip'], href='#forms')}</header>\n<main>"
        f'<section id="document" aria-label="{words["document"]}">{tag("h2", words["document"])}{reader}\n{drawn}</section>\n'
        f'<section id="forms" tabindex="-1">{forms}</section></main>\n'
        f'<footer id="say" aria-live="polite">{words["hint"]}</footer>\n<script>{_SCRIPT}</script></body></html>\n'
    )


def _cell_id(cell: FormCell) -> str:
    return f"r{cell.report}-{cell.section}-{cell.item}-{cell.measure}"


def _ties(reports: Iterable[Report], found: Evidence, lang: str) -> dict[Place, Tie]:
    """For every place in the document the form's cells that were read from it; a row's label has all of its row."""
    cells: dict[Place, dict[str, str]] = {}  # id → state
    for report in reports:
        states = {cell[:3]: cell.state for cell in report.cell_rows}
        for table in report.tables:
            for match in table.matches:
                for own in cells_of(table, match):
                    cell, state = FormCell(report.ordinal, table.section.id, *own), states[table.section.id, *own]
                    places = found.places.get(cell, ())
                    for place in (*([found.labels[id(match)]] if id(match) in found.labels else []), *places):
                        cells.setdefault(place, {})[_cell_id(cell)] = state if place in places else ""
    order = [*COLOURS, "number", ""]
    return {place: Tie(tuple(own), min(own.values(), key=order.index)) for place, own in cells.items()}


def _folded(head: str, lines: Sequence[str], words: dict[str, str], unfolded: bool = False) -> str:
    """A list that folds away, up to so many lines."""
    more = [words["cut"].format(len(lines) - MAX_LINES)] if len(lines) > MAX_LINES else []
    return folded(head, [*lines[:MAX_LINES], *more], unfolded)


def _line_left(left: LeftOver, ids: set[str], words: dict[str, str]) -> str:
    kind = words["cells" if left.kind == "row" else left.kind]
    text = f"{LEFT} {kind}: {_short(left.words)} [{_short(' | '.join(left.figures))}] "
    return escape(text) + _where(left.location, ids)


def _where(location: Location, ids: set[str]) -> str:
    name = place_id(Place(location))
    return link(name if name in ids else "", str(location))


def _short(text: str, most: int = 120) -> str:
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[:most] + "…"


def _spellings(value: object) -> list[str]:
    """How a fact may be printed: a day as 2024年1月9日 or 2024-01-09, a year as 2024年, a name as it is."""
    if isinstance(value, date):
        return [
            f"{value.year}年{value.month}月{value.day}日",
            f"{value.year}年{value:%m}月{value:%d}日",
            str(value),
            f"{value:%Y/%m/%d}",
        ]
    return [f"{value}年"] if isinstance(value, int) else [str(value)] if value else []


class _Part:
    """What the page says of one report."""

    def __init__(self, report: Report, found: Evidence, stretch: Stretch, ids: set[str], lang: str) -> None:
        self.report, self.found, self.stretch, self.ids, self.lang, self.words = (
            report,
            found,
            stretch,
            ids,
            lang,
            _WORDS[lang],
        )
        self.why = {
            (section, item): [in_language(text, lang) for text in reasons(report, section, item)]
            for section, item in dict.fromkeys(cell[:2] for cell in report.cell_rows if cell.state == "lost")
        }

    def markup(self) -> str:
        report = self.report
        anchors = {}
        for cell in report.cell_rows:
            own = FormCell(report.ordinal, *cell[:3])
            sources = [name for name in map(place_id, self.found.places.get(own, ())) if name in self.ids]
            anchors[cell[:3]] = Anchor(_cell_id(own), sources, self.why[cell[:2]] if cell.state == "lost" else ())
        wanted = {part.heading for part in report.chapter_rows if part.heading}
        places = ((text, place_id(Place(place))) for text, place in self.stretch.pieces if text in wanted)
        headings = {text: name for text, name in places if name in self.ids}
        form = FilledForm(report, self.lang, Links(anchors, headings))
        head = tag("h2", self.words["report"].format(report.ordinal), id=f"r{report.ordinal}")
        body = form.title() + form.legend() + form.tables() + self.lost(form) + self.rows(form)
        return f"{head}{body}{form.foot()}{self.missing()}{self.identity()}\n"

    def lost(self, form: FilledForm) -> str:
        """The lost cells by row, each with the findings that say why."""
        lines = []
        for (section, item), why in self.why.items():
            cells = [cell for cell in self.report.cell_rows if cell[:2] == (section, item) and cell.state == "lost"]
            ids = [(_cell_id(FormCell(self.report.ordinal, *cell[:3])), cell.measure) for cell in cells]
            names = ", ".join(link(id, form.name(BY_ID[section].measure(measure))) for id, measure in ids)
            texts = "".join(tag("li", text) for text in why or [self.words["unknown"]])
            lines.append(f"{escape(form.name(BY_ID[section].item(item)))}: {names}<ul>{texts}</ul>")
        return _folded(self.words["lost"], lines, self.words, unfolded=True)

    def rows(self, form: FilledForm) -> str:
        """For every row of the form the record that became it, and how well they match."""
        tables = []
        for table in self.report.tables:
            heads = "".join(tag("th", self.words[name]) for name in ("row", "how", "printed", "figures"))
            have = {
                item for match in table.matches for item in ((match.item,) if isinstance(match, Match) else match.items)
            }
            lines = [self.row(form, table.section, match, cells_of(table, match)) for match in table.matches]
            for item, _ in groupby(cell[0] for cell in table.cells):
                if item not in have:
                    lines.append(
                        tag("td", form.name(table.section.item(item))) + tag("td", self.words["unmatched"], colspan=3)
                    )
            body = "".join(element("tr", line) for line in [heads, *lines])
            tables.append(
                f"{escape(form.name(table.section))} ({escape(table.form or self.words['undecided'])})<table>{body}</table>"
            )
        return folded(self.words["rows"], tables)

    def row(
        self, form: FilledForm, section: Section, match: Match | FlatMatch, cells: Sequence[tuple[str, str]]
    ) -> str:
        items = [match.item] if isinstance(match, Match) else match.items
        name = " · ".join(form.name(section.item(item)) for item in items)
        own = _cell_id(FormCell(self.report.ordinal, section.id, *cells[0])) if cells else ""
        how = _HOW[match.how][self.lang == "en"] if match.how in _HOW else match.how
        score = f" ({match.score:.1f})" if isinstance(match, Match) else ""
        label = _short(" · ".join(match.record.labels)) or "–"
        own_place, figures_at = self.found.labels.get(id(match)), self.found.figures[id(match)]
        names = [place_id(each) for each in (own_place, *figures_at) if each is not None]
        place = next((name for name in names if name in self.ids), "")
        figures = _short(" | ".join(field.reading.raw or "␣" for field in match.record.fields))
        parts = [link(own, name), escape(f"{how}{score}"), link(place, label), escape(figures)]
        return "".join(element("td", part) for part in parts)

    def missing(self) -> str:
        """The statutory sections that were not found."""
        have = {part.number for part in self.report.chapter_rows}
        lines = [title for number, _, title, _ in CHAPTERS if number not in have]
        return folded(self.words["sections"], [escape(line) for line in lines])

    def identity(self) -> str:
        """What is known of the report, and the words of the document in which it first stands."""
        rows = []
        for name, labels in _FACTS.items():
            value = getattr(self.report, name)
            if value is None and name not in ("title", "agency", "year", "form"):
                continue
            text, place = self.stretch.mention(_spellings(value) if name not in _NOT_PRINTED else (), name == "title")
            where = f"{_where(place, self.ids) if place else ''} {escape(text)}"
            shown = self.words["undecided"] if value is None else str(value)
            rows.append(tag("th", labels[self.lang == "en"]) + tag("td", shown) + element("td", where))
        heads = tag("th", "") * 2 + tag("th", self.words["first"])
        body = "".join(element("tr", row) for row in [heads, *rows])
        return f"{tag('h3', self.words['identity'])}<table>{body}</table>"
