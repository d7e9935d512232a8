"""Pages printed as HTML, as portals and office programs write it, with the spans, chrome and cuts that they have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from .page import Box, Page, Sheet, grid, placed

Cell = Callable[[Box], str]


def _html(page: Page, table: Callable[[Sheet], str], paragraph: str = "p", head: str = '<meta charset="utf-8">') -> str:
    out = [f"<!DOCTYPE html><html><head>{head}<title>{escape(page.filled.title)}</title></head><body>"]
    for block in page.blocks:
        if isinstance(block, Sheet):
            out.append(table(block))
        else:
            tag = "h1" if block.kind == "title" else paragraph
            out.append(f"<{tag}>{escape(block.text)}</{tag}>")
    return "\n".join([*out, "</body></html>"])


def _table(sheet: Sheet, cell: Cell = lambda box: box.markup or escape(box.text), attributes: str = "") -> str:
    rows = []
    for row in sheet.rows:
        cells = []
        for box in row:
            spans = (f' colspan="{box.colspan}"' if box.colspan > 1 else "") + (
                f' rowspan="{box.rowspan}"' if box.rowspan > 1 else ""
            )
            cells.append(f"<td{attributes}{spans}>{cell(box)}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table border="1"><tbody>\n{chr(10).join(rows)}\n</tbody></table>'


def html_plain(page: Page) -> str:
    """Every cell marked, every span right."""
    return _html(page, _table)


def html_word(page: Page) -> str:
    """As the Shanghai page: <p> in cells, &nbsp; for blanks, colspans of table 二 that change from row to row."""

    def cell(box: Box) -> str:
        text = box.markup or escape(box.text) or "&nbsp;"
        return f'<p align="center">{text.replace("本年新", "本年新<br />")}</p>'

    def table(sheet: Sheet) -> str:
        if sheet.section == "proactive":
            sheet = Sheet("proactive", [_ragged(row) for row in sheet.rows], sheet.labels)
        return _table(sheet, cell, ' nowrap="nowrap" style="width:38px;"')

    return _html(page, table)


def _ragged(row: list[Box]) -> list[Box]:
    """Four columns over five: headers widen their third box, rows their second."""
    wide = {1: [5], 2: [1, 4], 3: [1, 2, 2], 4: [1, 2, 1, 1] if row[-1].key else [1, 1, 2, 1]}.get(
        len(row), [1] * len(row)
    )
    return [replace(box, colspan=span) for box, span in zip(row, wide, strict=True)]


def html_blank_for_span(page: Page) -> str:
    """Blank cells stand where a span should cover; a row that lost a cell is a cell shorter."""

    def table(sheet: Sheet) -> str:
        there = placed(sheet)
        rows = [[Box(text) for x, text in enumerate(row) if (y, x) in there] for y, row in enumerate(grid(sheet))]
        return _table(Sheet(sheet.section, rows, sheet.labels))

    return _html(page, table)


def html_lying_spans(page: Page) -> str:
    """Rowspans that are too long or too short: each row still has its own cells."""
    lies = {"三、": -6, "（三）": 1, "（四）": -1, "（五）": 2}

    def table(sheet: Sheet) -> str:
        rows = [
            [
                Box(
                    box.text,
                    box.colspan,
                    max(1, box.rowspan + lies.get(box.text[:3], lies.get(box.text[:2], 0))),
                    box.key,
                )
                if box.rowspan > 1
                else box
                for box in row
            ]
            for row in sheet.rows
        ]
        return _table(Sheet(sheet.section, rows, sheet.labels))

    return _html(page, table)


CHROME = """<div class="top"><a href="/">泉州市财政局</a> | <a href="/">福州市鼓楼区人民政府</a></div>
<script>var site = {"name": "厦门市教育局", "menu": ["2018年政府信息公开工作年度报告", "行政许可 12", "总计 345"]};
document.write("<table><tr><td>行政处罚</td><td>999</td></tr></table>");</script>
<style>td { width: 40px }</style>
<table width="980"><tr><td><ul><li>政府信息公开指南</li><li>政府信息公开制度</li><li>法定主动公开内容</li>
<li>依申请公开</li><li>政府信息公开年报</li></ul></td></tr></table>
<p>当前位置：首页 &gt; 政务公开 &gt; 政府信息公开年报 &gt; 晋江市民政局</p>
<table class="nav"><tr><td>2019</td><td>2020</td><td>2021</td></tr></table>"""
FOOT = """<div class="foot"><p>上一篇：石狮市统计局2017年政府信息公开工作年度报告</p><p>主办：泉州市人民政府办公室</p>
<p>闽ICP备05000001号 网站标识码3505000001 访问量：1234567</p></div>"""


def html_layout(page: Page) -> str:
    """The report inside layout tables, with menus, breadcrumbs, other bodies' names and scripts around it."""
    whole = html_plain(page)
    head, body = whole.split("<body>")
    body = body.removesuffix("</body></html>")
    layout = f'<table width="980"><tr><td width="180">相关链接</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>'
    return f"{head}<body>{CHROME}{layout}{FOOT}</body></html>"


def html_characters(page: Page) -> str:
    """Every character in a span of its own, so that numbers are split over spans."""
    return _html(page, lambda sheet: _table(sheet, lambda box: f"<p>{_spans(box.text)}</p>"))


def _spans(text: str) -> str:
    return "".join(f"<span>{escape(character)}</span>" for character in text)


def html_one_p_per_character_labels(page: Page) -> str:
    """Labels set vertically: a paragraph for each character."""

    def cell(box: Box) -> str:
        if box.key:
            return f"<p>{escape(box.text)}</p>"
        return "".join(f"<p>{escape(character)}</p>" for character in box.text)

    return _html(page, lambda sheet: _table(sheet, cell))


def html_header_repeated(page: Page) -> str:
    """Table 三 in two tables, at the foot of a page, the header repeated; table 二 cut between two blocks."""
    return _html(page, lambda sheet: "\n".join(_table(part) for part in halves(sheet)))


def halves(sheet: Sheet, header: bool = True) -> list[Sheet]:
    """A table cut in two between rows: 三 within 不予公开, whose label the second half repeats."""
    if sheet.section == "proactive":
        cut = next(n for n, row in enumerate(sheet.rows) if "第（六）项" in row[0].text)
        return [Sheet("proactive", rows, 1) for rows in (sheet.rows[:cut], sheet.rows[cut:])]
    if sheet.section != "requests":
        return [sheet]
    cut, group = sheet.row_of("refused_internal"), sheet.row_of("refused_state_secret")
    first, second = ([list(row) for row in rows] for rows in (sheet.rows[:cut], sheet.rows[cut:]))
    results = sheet.row_of("granted")
    for row, at in ((results, 0), (group, 0)):
        box = first[row][at]
        first[row][at] = Box(box.text, box.colspan, cut - row)
    outer, refused = sheet.rows[results][0], sheet.rows[group][0]
    second[0] = [
        Box(outer.text, 1, outer.rowspan - (cut - results)),
        Box(refused.text, 1, refused.rowspan - (cut - group)),
        *second[0],
    ]
    return [Sheet("requests", first, 3), Sheet("requests", sheet.rows[:3] + second if header else second, 3)]


def html_paragraphs(page: Page) -> str:
    """No tables: every cell a paragraph of its own."""
    return _html(page, lambda sheet: "\n".join(f"<p>{escape(box.text)}</p>" for row in sheet.rows for box in row))
