"""Pages printed as text, as conversions and collections leave it: tabs, pipes, Markdown, a cell a line, digits glued."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from .page import NOTE, Key, Line, Page, Sheet, grid, spread


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
    rows = [[_ordinals(text) for text in row] for row in grid(sheet)]
    if sheet.section != "requests":
        return rows
    first = _first_third_label(sheet)
    for n, row in enumerate(rows):
        if n < first and row[2] == "":
            row[:] = [*row[:2], *row[3:], ""]
        elif form == "2021" and row[0] == "" and re.match(r"\([四五六七]\)", row[1]):
            row[0], row[1] = row[1], ""  # sample 001: later group labels stand in the first column
    if form == "2021" and len(rows) > 1 and "总计" in rows[1]:  # sample 001: the header's 总计 is a row too high
        at = rows[1].index("总计")
        rows[0][at], rows[1][at] = rows[1][at], rows[0][at]
    return rows


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
    boxes = [box for row in sheet.rows for box in row if box.key and box.key[:2] == ("requests", "refused_third_party")]
    return {box.key for box in boxes if box.key} if boxes and "" in (boxes[0].text, boxes[-1].text) else set()


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
        rows = [f"| {' | '.join(row)} |" for row in grid(sheet)]
        return [rows[0], "|" + "---|" * len(grid(sheet)[0]), *rows[1:]]

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


_split: dict[str, Callable[[Sheet], Iterable[str]]] = {
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
