"""A filled form printed as pages really come: one function a dialect, from a laid-out page to the bytes of a file.

`page` lays a filled form out as the notices print it; a test may change the page before a dialect prints it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape

from filled import Filled, Key

from gxdata.forms import BY_ID

# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Box:
    """A printed cell; `key` says which cell of the form it is, None for labels and headers; `markup` is its HTML where
    that is more than the text."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: Key | None = None
    markup: str = ""


@dataclass
class Sheet:
    """A printed table: its rows of boxes, with spans; the first `labels` columns hold no figures."""

    section: str
    rows: list[list[Box]]
    labels: int

    def row_of(self, item: str) -> int:
        return next(n for n, row in enumerate(self.rows) if any(box.key and box.key[1] == item for box in row))

    def box(self, item: str, measure: str) -> Box:
        return next(box for row in self.rows for box in row if box.key and box.key[1:] == (item, measure))

    def labelled(self, text: str) -> Box:
        """The first box that prints this text."""
        return next(box for row in self.rows for box in row if text in box.text)

    def drop(self, at: int) -> None:
        """Take a row out and shorten the spans that cover it; a span that begins in it begins a row later."""
        for y, above in enumerate(self.rows[:at]):
            for box in above:
                box.rowspan -= y + box.rowspan > at
        heirs = [Box(box.text, box.colspan, box.rowspan - 1) for box in self.rows.pop(at) if box.rowspan > 1]
        if at < len(self.rows):
            self.rows[at][:0] = heirs

    def add(self, at: int, row: list[Box]) -> None:
        """Put a row in before row `at`, and lengthen the spans that run through the place."""
        for y, above in enumerate(self.rows[:at]):
            for box in above:
                box.rowspan += y + box.rowspan > at
        self.rows.insert(at, row)


@dataclass
class Line:
    """A paragraph; kind is `title`, `heading` or `text`."""

    kind: str
    text: str


@dataclass
class Page:
    """A report laid out: lines and sheets in their order."""

    filled: Filled
    blocks: list[Line | Sheet] = field(default_factory=list)

    def sheet(self, section: str) -> Sheet:
        return next(block for block in self.blocks if isinstance(block, Sheet) and block.section == section)

    def boxes(self) -> Iterator[Box]:
        return (box for block in self.blocks if isinstance(block, Sheet) for row in block.rows for box in row)


HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
PREFACE = (
    "本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号的要求编制，全文由"
    + "".join(f"“{heading}”" for heading in HEADINGS)
    + "六个部分组成。本报告中所列数据统计期限为{year}年1月1日至{year}年12月31日。如对本报告有疑问，"
    "请与{agency}联系（电话：0595-22355725；邮编：362000）。"
)
PROSE = {
    1: (
        "{year}年，我们认真落实《条例》，主动公开政府信息4511条，召开新闻发布会12场，政务服务事项2261项，好评率99.58%。",
        "（一）主动公开情况",
        "公开行政规范性文件7件，办理行政许可1034件，作出行政处罚36件、行政强制2件，行政事业性收费公开到位。",
        "（二）依申请公开情况",
        "收到政府信息公开申请75件，其中自然人72件、商业企业3件；予以公开21件，部分公开9件，总计办结75件，结转下年度继续办理0件。",
    ),
    5: ("一是解读形式单一，全年图解仅17篇；二是公开不够及时。下一年，一是丰富解读形式，二是加强培训，全年不少于3次。",),
    6: ("{year}年收取信息处理费0元。行政复议、行政诉讼情况见第四部分。",),
}
_CHINESE = "一二三四五六七八九"


def page(filled: Filled) -> Page:
    """The report with its six sections and their tables, prose that quotes numbers, and a signature."""
    agency, year = filled.agency, filled.year
    blocks: list[Line | Sheet] = [
        Line("title", filled.title),
        Line("text", PREFACE.format(year=year, agency=agency)),
    ]
    sheets = {2: proactive_sheet(filled), 3: requests_sheet(filled), 4: proceedings_sheet(filled)}
    for number, heading in enumerate(HEADINGS, 1):
        blocks.append(Line("heading", f"{_CHINESE[number - 1]}、{heading}"))
        blocks += [Line("text", text.format(year=year)) for text in PROSE.get(number, ())]
        if number in sheets:
            blocks.append(sheets[number])
    if filled.processing_fees:
        blocks += [Line("text", "信息处理费收取情况："), fees_sheet(filled)]
    blocks += [Line("text", agency), Line("text", f"{year + 1}年1月15日")]
    return Page(filled, blocks)


_BLOCKS = (("1", "一"), ("5", "五"), ("6", "六"), ("8", "八"), ("9", "九"))
_PRINTED = {  # where a form's print is not the declaration's first label
    ("2021", "decisions"): "本年处理决定数量",
    ("2021", "amount"): "本年收费金额（单位：万元）",
    ("2019", "amount"): "采购总金额",
    ("2019", "normative_documents"): "规范性文件",
}


def proactive_sheet(filled: Filled) -> Sheet:
    """Table 二: a block for each item of article 20, with its own header."""
    form, section = filled.form_proactive, BY_ID["proactive"]
    rows = []
    for block, chinese in _BLOCKS:
        items = [item for item in section.items if item.block == block and form in item.measures]
        if not items:
            continue
        measures = items[0].measures[form]
        spans = [1] * (len(measures) - 1) + [4 - len(measures)]
        header = [_PRINTED.get((form, id), section.measure(id).zh) for id in measures]
        rows.append([Box(f"第二十条第（{chinese}）项", 4)])
        rows.append([Box("信息内容"), *(Box(text, span) for text, span in zip(header, spans, strict=True))])
        for item in items:
            found = [("proactive", item.id, id) for id in measures]
            label = Box(_PRINTED.get((form, item.id), item.zh))
            rows.append(
                [label, *(Box(filled.cells[key], span, 1, key) for key, span in zip(found, spans, strict=True))]
            )
    return Sheet("proactive", rows, 1)


_GROUPS = ("granted", "partly_granted", "refused", "unavailable", "declined", "other")


def requests_sheet(filled: Filled) -> Sheet:
    """Table 三: three columns of labels, then natural persons, five kinds of organisation, and the total."""
    form, section = filled.form_requests, BY_ID["requests"]
    applicants = [measure.zh for measure in section.measures]
    rows = [
        [Box(NOTE, 3, 3), Box("申请人情况", 7)],
        [Box(applicants[0], 1, 2), Box("法人或其他组织", 5), Box(applicants[-1], 1, 2)],
        [Box(text) for text in applicants[1:-1]],
    ]
    items = [item for item in section.items if form in item.measures]
    names = {group.id: group.zh for group in section.groups}
    members = {group: [item.id for item in items if item.group == group] for group in _GROUPS}
    inside = [item for item in items if item.id not in ("new", "carried_in", "carried_out")]
    for item in items:
        outer = {"new": "一、", "carried_in": "二、", "carried_out": "四、"}.get(item.id)
        labels = [Box(outer + item.zh, 3)] if outer else []
        if item is inside[0]:
            labels.append(Box("三、本年度办理结果", 1, len(inside)))
        if item.id == "concluded":
            labels.append(Box("（七）总计", 2))
        elif item.group:
            ordinal, group = _CHINESE[_GROUPS.index(item.group)], members[item.group]
            if len(group) == 1:
                scope = "（区分处理的，只计这一情形，不计其他情形）" if item.id == "partly_granted" else ""
                labels.append(Box(f"（{ordinal}）{item.zh}{scope}", 2))
            else:
                if item.id == group[0]:
                    labels.append(Box(f"（{ordinal}）{names[item.group]}", 1, len(group)))
                labels.append(Box(f"{group.index(item.id) + 1}.{item.zh}"))
        found = [("requests", item.id, id) for id in item.measures[form]]
        rows.append([*labels, *(Box(filled.cells[key], 1, 1, key) for key in found)])
    return Sheet("requests", rows, 3)


def proceedings_sheet(filled: Filled) -> Sheet:
    """Table 四: one row of fifteen figures."""
    section = BY_ID["proceedings"]
    results = [measure.zh for measure in section.measures]
    channels = [item.zh for item in section.items]
    found = [("proceedings", item.id, measure.id) for item in section.items for measure in section.measures]
    rows = [
        [Box(channels[0], 5), Box("行政诉讼", 10)],
        [*(Box(text, 1, 2) for text in results), Box(channels[1], 5), Box(channels[2], 5)],
        [Box(text) for text in results * 2],
        [Box(filled.cells[key], 1, 1, key) for key in found],
    ]
    return Sheet("proceedings", rows, 0)


def fees_sheet(filled: Filled) -> Sheet:
    """The processing fees, new with the reports for 2025; the corner is empty."""
    section = BY_ID["processing_fees"]
    header = [measure.zh + ("（元）" if measure.unit == "元" else "") for measure in section.measures]
    found = [("processing_fees", "processing_fees", measure.id) for measure in section.measures]
    rows = [
        [Box(""), *(Box(text) for text in header)],
        [Box("信息处理费"), *(Box(filled.cells[key], 1, 1, key) for key in found)],
    ]
    return Sheet("processing_fees", rows, 1)


def spread(sheet: Sheet) -> list[list[Box | None]]:
    """The grid: a box where it starts, None where a span covers."""
    taken: dict[tuple[int, int], Box | None] = {}
    for y, row in enumerate(sheet.rows):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            for dy in range(box.rowspan):
                for dx in range(box.colspan):
                    taken[y + dy, x + dx] = None
            taken[y, x] = box
            x += box.colspan
    width = max(x for y, x in taken if y < len(sheet.rows)) + 1
    return [[taken.get((y, x)) for x in range(width)] for y in range(len(sheet.rows))]


def _grid(sheet: Sheet) -> list[list[str]]:
    return [[box.text if box else "" for box in row] for row in spread(sheet)]


# ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def tabbed(page: Page) -> str:
    """Fields between tabs, as in samples 001 and 002: merged cells leave empty fields, and header and first rows of
    table 三 lie a column to the left of the others."""
    return _text(page, lambda sheet: ["\t".join(row) for row in _tabbed_rows(sheet, page.filled.form_requests)])


def _text(page: Page, table: Callable[[Sheet], list[str]], marks: bool = True) -> str:
    out: list[str] = ["", ""]
    for n, block in enumerate(page.blocks):
        if isinstance(block, Sheet):
            out += [*table(block), ""]
        else:
            mark = {"title": "# ", "heading": "## " if n % 3 else "#### "}.get(block.kind, "") if marks else ""
            out += [mark + block.text, ""]
    return "\n".join(out)


def _tabbed_rows(sheet: Sheet, form: str) -> list[list[str]]:
    grid = [[_ordinals(text) for text in row] for row in _grid(sheet)]
    if sheet.section != "requests":
        return grid
    for n, row in enumerate(grid):
        if n < _first_third_label(sheet) and row[2] == "":
            row[:] = [*row[:2], *row[3:], ""]
        elif form == "2021" and row[0] == "" and re.match(r"\([四五六七]\)", row[1]):
            row[0], row[1] = row[1], ""  # sample 001: later group labels stand in the first column
    if form == "2021" and len(grid) > 1 and "总计" in grid[1]:  # sample 001: the header's 总计 is a row too high
        at = grid[1].index("总计")
        grid[0][at], grid[1][at] = grid[1][at], grid[0][at]
    return grid


def _first_third_label(sheet: Sheet) -> int:
    """The first row with a label in the third column: above it the columns are shifted."""
    rows = spread(sheet)
    return next((n for n, row in enumerate(rows) if n > 2 and row[2] and row[2].key is None and row[2].text), len(rows))


def _ordinals(text: str) -> str:
    """（一）予以公开 → (一) 予以公开."""
    return re.sub(r"^（([一二三四五六七])）", r"(\1) ", text).replace("（本列", "(本列").replace("之和）", "之和)")


def shifted(sheet: Sheet) -> set[Key]:
    """The cells of rows that `tabbed` shifts: with their first or last field empty, two readings are open."""
    rows = sheet.rows[: _first_third_label(sheet)] if sheet.section == "requests" else []
    return {
        box.key
        for row in rows
        if (found := [box for box in row if box.key]) and "" in (found[0].text, found[-1].text)
        for box in found
        if box.key
    }


def ending_blank(sheet: Sheet) -> set[Key]:
    """The cells of rows whose last cell is blank. Where merged cells leave empty fields at a row's end, the same bytes
    are printed for a row that lost a figure: 000 of the sample reports has both. They may be lost, never read."""
    rows = [[box for box in row if box.key] for row in sheet.rows]
    if sheet.section == "proceedings":  # a channel may stand alone
        rows += [row[start : start + 5] for row in rows for start in range(0, len(row), 5)]
    widest = max(map(len, rows), default=0) if sheet.section == "proactive" else 0
    return shifted(sheet) | {
        box.key
        for row in rows
        if row and (row[-1].text == "" or (row[0].text == "" and len(row) < widest))
        for box in row
        if box.key
    }


def tabbed_page_breaks(page: Page) -> str:
    """As samples 000 to 002: pages break tables, cut two labels in half, and move one label to the first column."""

    def table(sheet: Sheet) -> list[str]:
        rows = _tabbed_rows(sheet, page.filled.form_requests)
        if sheet.section == "proactive":
            later = next((n for n, row in enumerate(rows) if "第（八）项" in row[0]), len(rows))
            return ["\t".join(row) for row in rows[:later]] + [""] + ["\t".join(row) for row in rows[later:]]
        if sheet.section == "proceedings":
            return [*("\t".join(row) for row in rows[:-1]), "", "\t".join(rows[-1])]
        if sheet.section != "requests":
            return ["\t".join(row) for row in rows]
        out = []
        for row in rows:
            blank = [""] * (len(row) - 3)
            if row[2] == "1.属于国家秘密":
                out += [["", "(三) 不", "1. 属于国家", *row[3:]], [], ["", "予公开", "秘密", *blank]]
            elif row[2].startswith("3.补正后"):
                out += [[*row[:2], "3. 补正后申请内容仍不", *row[3:]], [], ["", "", "明 确", *blank]]
            elif row[2].startswith("4.保护"):
                out += [[row[2], "", *row[3:], ""], []]
            else:
                out.append(row)
        return ["\t".join(row) for row in out]

    return _text(page, table)


def moved(sheet: Sheet) -> set[Key]:
    """The cells of the row whose label `tabbed_page_breaks` moves: with an end blank, two readings are open."""
    if sheet.section != "requests":
        return set()
    boxes = [box for box in sheet.rows[sheet.row_of("refused_third_party")] if box.key]
    return {box.key for box in boxes if box.key} if "" in (boxes[0].text, boxes[-1].text) else set()


def piped(page: Page) -> str:
    """As sample 003: a cell a line, ended by ` |`; covered cells follow at the row's end as bare pipes."""

    def table(sheet: Sheet) -> list[str]:
        out = []
        width = max(len(row) for row in spread(sheet))
        for row in sheet.rows:
            out += [f"{_half(box.text)} |" if box.text else "|" for box in row]
            if len(row) < width:
                out.append("|" * (width - len(row)))
        if len(sheet.rows[-1]) < width:
            out.pop()  # the last row's covered cells are not printed
        return out

    lines = [
        "- 索 引 号:qz01101-3000-2024-00002",
        f"- 发布机构:{page.filled.agency}",
        f"- 公文生成日期:{page.filled.year + 1}-01-15",
    ]
    for block in page.blocks:
        lines += table(block) if isinstance(block, Sheet) else [_half(block.text)]
    return "\n".join([*lines, "扫一扫在手机上查看当前页面"])


def _half(text: str) -> str:
    return text.translate(str.maketrans("（），：；", "(),:;"))


def markdown(page: Page) -> str:
    """One Markdown table for each statutory table, the first row its header."""

    def table(sheet: Sheet) -> list[str]:
        rows = [f"| {' | '.join(row)} |" for row in _grid(sheet)]
        return [rows[0], "|" + "---|" * len(_grid(sheet)[0]), *rows[1:]]

    return _text(page, table)


def markdown_split(page: Page) -> str:
    """As the Markdown conversion of 沭阳 2025: a table a group, invented column names, table 四 as three tables."""
    return _text(page, lambda sheet: [*_split[sheet.section](sheet)])


def _md(header: list[str], *rows: list[str]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows)] + [""]


def _split_blocks(sheet: Sheet) -> Iterator[str]:
    blocks: list[list[list[str]]] = []
    for row in sheet.rows:
        texts = [box.text for box in row]
        if len(row) == 1:
            blocks.append([texts])
        else:
            blocks[-1].append(texts)
    for (title,), *rows in blocks:
        yield f"### {title}"
        yield from _md(*rows)


def _split_requests(sheet: Sheet) -> Iterator[str]:
    yield from (_half(NOTE), "", "### 申请人情况 (自然人)", *_md(["(数据项目)", "数量"], ["-", "-"]))
    yield "### 申请人情况 (法人或其他组织)"
    yield from _md([box.text for box in sheet.rows[2]], ["-"] * len(sheet.rows[2]))
    yield from ("### 申请人情况 (总计)", *_md(["(数据项目)", "数量"], ["-", "-"]))
    invented = ["类别", *(f"数据{n}" for n in range(1, 7)), "总计"]
    table: list[list[str]] = []
    for row in sheet.rows[3:]:
        *titles, last = [box.text for box in row if not box.key]
        figures = [box.text for box in row if box.key]
        single = re.match(r"[一二四]、|（[一二]）", last)
        if table and (titles or single):
            yield from _md(invented, *table)
            table = []
        for title in [*titles, *([last] if single else [])]:
            yield f"### {_half(title)}"
        table.append([re.sub(r"^[一二]、|^（[一二]）", "", last), *figures])
    yield from _md(invented, *table)


def _split_proceedings(sheet: Sheet) -> Iterator[str]:
    for channel, title in enumerate(("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")):
        yield f"### {title}"
        header = [box.text for box in sheet.rows[1][:5]]
        yield from _md(header, [box.text for box in sheet.rows[3][5 * channel : 5 * channel + 5]])


_split = {
    "proactive": _split_blocks,
    "requests": _split_requests,
    "proceedings": _split_proceedings,
    "processing_fees": lambda sheet: _md(*([box.text for box in row] for row in sheet.rows)),
}


def lines(page: Page) -> str:
    """Every cell on a line of its own; an empty one leaves nothing."""
    return _text(page, lambda sheet: [box.text for row in sheet.rows for box in row if box.text], marks=False)


def spaced(page: Page) -> str:
    """A row a line: its labels, then its figures, a space between."""
    return _text(page, lambda sheet: [" ".join(box.text for box in row if box.text) for row in sheet.rows], marks=False)


def glued(page: Page) -> str:
    """As 平潭 2022: one paragraph, tables 二 and 三 with their digits glued to labels, to each other and to the next
    row's ordinal; table 四 with spaces."""
    out = []
    for block in page.blocks:
        if isinstance(block, Line):
            out.append(f" {block.text} ")
            continue
        rows = block.rows
        header = {"requests": 3, "proceedings": 4, "proactive": 2, "processing_fees": 2}[block.section]
        out += [" ".join(box.text for row in rows[:header] for box in row if box.text), " "]
        space = " " if block.section == "requests" else ""
        for row in rows[header:]:
            labels = space.join(box.text for box in row if not box.key)
            out.append(labels + space + "".join(box.text for box in row if box.key))
    title, body = page.filled.title, re.sub(" +", " ", "".join(out[1:]))
    return f"标题: {title}\n发布时间: {page.filled.year + 1}-02-20 15:07\n文号: \n发布机构: \n==== 正文 ====\n{body}"


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────────────────────

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
    """Blank cells stand where a span should cover."""

    def table(sheet: Sheet) -> str:
        return _table(Sheet(sheet.section, [[Box(text) for text in row] for row in _grid(sheet)], sheet.labels))

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


# ── Encodings ────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def _converter(kind: str) -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC(kind).convert


def traditional(text: str) -> str:
    return _converter("s2tw")(text)


def simplified(text: str) -> str:
    return _converter("t2s")(text)


def _meta(html: str, charset: str) -> str:
    return html.replace(
        '<meta charset="utf-8">', f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    )


@dataclass(frozen=True)
class Dialect:
    """A way to print. `gaps`: blanks and nil marks come through; `apart`: every figure can be told from its neighbour;
    `open`: the cells of a page that the print leaves open to two readings, which may be lost."""

    name: str
    write: Callable[[Page], str]
    gaps: bool = True
    apart: bool = True
    encode: Callable[[str], bytes] = lambda text: text.encode("utf-8")
    open: Callable[[Sheet], set[Key]] = lambda sheet: set()

    def __call__(self, printed: Filled | Page) -> bytes:
        """The bytes of the file."""
        return self.encode(self.write(page(printed) if isinstance(printed, Filled) else printed))


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("tabbed", tabbed, open=ending_blank),
        Dialect("tabbed_page_breaks", tabbed_page_breaks, open=lambda sheet: ending_blank(sheet) | moved(sheet)),
        Dialect("piped", piped, open=ending_blank),
        Dialect("markdown", markdown, open=ending_blank),
        Dialect("markdown_split", markdown_split, open=ending_blank),
        Dialect("lines", lines, gaps=False),
        Dialect("spaced", spaced, gaps=False),
        Dialect("glued", glued, gaps=False, apart=False),
        Dialect("html_plain", html_plain),
        Dialect("html_word", html_word),
        Dialect("html_blank_for_span", html_blank_for_span),
        Dialect("html_lying_spans", html_lying_spans),
        Dialect("html_layout", html_layout),
        Dialect("html_characters", html_characters),
        Dialect("html_one_p_per_character_labels", html_one_p_per_character_labels),
        Dialect("html_header_repeated", html_header_repeated),
        Dialect("html_paragraphs", html_paragraphs, gaps=False),
        Dialect("html_gb18030", html_plain, encode=lambda text: _meta(text, "gb2312").encode("gb18030")),
        Dialect("html_gb18030_called_utf_8", html_plain, encode=lambda text: text.encode("gb18030")),
        Dialect("html_utf_16", html_plain, encode=lambda text: _meta(text, "utf-16").encode("utf-16")),
        Dialect("html_big5", html_plain, encode=lambda text: _meta(traditional(text), "big5").encode("big5")),
        Dialect("html_traditional", html_plain, encode=lambda text: traditional(text).encode("utf-8")),
        Dialect("tabbed_gb18030", tabbed, encode=lambda text: text.encode("gb18030"), open=ending_blank),
        Dialect("tabbed_utf_16", tabbed, encode=lambda text: text.encode("utf-16"), open=ending_blank),
        Dialect("tabbed_utf_8_bom", tabbed, encode=lambda text: text.encode("utf-8-sig"), open=ending_blank),
        Dialect("piped_big5", piped, open=ending_blank, encode=lambda text: traditional(text).encode("big5")),
    )
}
