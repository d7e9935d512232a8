"""One change to a page at a time: never a wrong figure, every anomaly reported, and what the change leaves alone read.

A new variant is one line in VARIANTS: what changes on the page, and what follows from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from dialects import DIALECTS, HEADINGS, Box, Dialect, Line, Page, Sheet, halves
from dialects import page as page_of
from filled import (
    APPLICANTS,
    HUAIAN_2024,
    LICHENG_2023,
    LUOJIANG_2020,
    PINGTAN_2020,
    Filled,
    Key,
    Truth,
    compare,
    keys,
    parse_one,
    verdicts,
    wrong,
)

import gxdata as gx

ROOT = Path(__file__).parent.parent
RAW = ROOT / "data" / "raw"
SHARED = ROOT.parent / "shared"

Change = Callable[[Page], Mapping[Key, Truth] | None]
ALL = ("html_plain", "tabbed", "piped", "markdown")
HTML = ("html_plain", "html_word")
UNKNOWN = Truth("unknown")  # the page does not say: only `lost` is right


@dataclass(frozen=True, eq=False)
class Variant:
    """A change to the page, and what must then hold beside `no wrong figure`.

    complete: every cell is read as the page prints it; report: there is a new warning or error; share: how much of the
    page must be right; units: what the cells' units must be. `change` gives the truths that are no longer the form's.
    """

    name: str
    change: Change
    complete: bool = False
    report: bool = True
    share: float = 0.9
    base: Filled = HUAIAN_2024
    dialects: tuple[str, ...] = (*ALL, "lines", "spaced")
    units: Mapping[Key, str] = field(default_factory=dict)


def changed(variant: Variant) -> tuple[Page, dict[Key, Truth]]:
    """The page after the change, and what it now says."""
    printed = page_of(deepcopy(variant.base))
    truths = variant.base.truth()
    return printed, truths | dict(variant.change(printed) or {})


@cache
def outcome(variant: Variant, dialect: Dialect) -> tuple[Any, dict[Key, Truth]]:
    """What came back of the changed page, and what it says."""
    printed, truths = changed(variant)
    return parse_one(dialect(printed)), truths


@cache
def unchanged(base: str, dialect: Dialect) -> Any:
    return parse_one(dialect(next(variant.base for variant in VARIANTS if variant.base.title == base)))


# ── Changes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def number(value: str) -> Truth:
    return Truth("number", Decimal(value))


def prints(section: str, item: str, measure: str, text: str, truth: Truth) -> Change:
    """One cell prints something else."""

    def change(page: Page) -> Mapping[Key, Truth]:
        page.sheet(section).box(item, measure).text = text
        return {(section, item, measure): truth}

    return change


def figures(rewrite: Callable[[str], str], section: str = "") -> Change:
    """Every figure is written another way."""

    def change(page: Page) -> None:
        for box in page.boxes():
            if box.key and section in ("", box.key[0]):
                box.text = rewrite(box.text)

    return change


def labels(rewrite: Callable[[str], str], item: str = "") -> Change:
    """Every label, or one row's own label, is written another way."""

    def change(page: Page) -> None:
        if item:
            section = next(key[0] for key in page.filled.keys if key[1] == item)
            sheet = page.sheet(section)
            own = [box for box in sheet.rows[sheet.row_of(item)] if not box.key][-1]
            own.text = rewrite(own.text)
        else:
            for box in page.boxes():
                if not box.key:
                    box.text = rewrite(box.text)

    return change


def both(*changes: Change) -> Change:
    """One change after the other."""

    def change(page: Page) -> Mapping[Key, Truth]:
        return {key: truth for each in changes for key, truth in dict(each(page) or {}).items()}

    return change


def rows(section: str, rewrite: Callable[[Sheet], None]) -> Change:
    """The table's boxes are changed in place."""
    return lambda page: rewrite(page.sheet(section))


def dropped(item: str, section: str = "requests") -> Change:
    return rows(section, lambda sheet: sheet.drop(sheet.row_of(item)))


def unknown_row(before: str, *texts: str) -> Change:
    return rows("requests", lambda sheet: sheet.add(sheet.row_of(before), [Box(text) for text in texts]))


def in_two(header: bool, between: str = "") -> Change:
    """Tables 二 and 三 cut in two; a line may stand between the halves."""

    def change(page: Page) -> None:
        blocks: list[Line | Sheet] = []
        for block in page.blocks:
            parts = halves(block, header) if isinstance(block, Sheet) else [block]
            for n, part in enumerate(parts):
                blocks += [Line("text", between.format(page.filled.title))] * (n > 0 and between != "") + [part]
        page.blocks = blocks

    return change


def header_again(sheet: Sheet) -> None:
    first, second = halves(sheet)
    sheet.rows = first.rows + second.rows


def empty_column(where: str) -> Callable[[Sheet], None]:
    """A column that prints nothing: left of the table, right of it, between labels and figures, among the figures."""

    def rewrite(sheet: Sheet) -> None:
        for n, row in enumerate(sheet.rows):
            first = next((at for at, box in enumerate(row) if box.key), None)
            if where == "left":
                row.insert(0, Box(""))
            elif where == "right":
                row.append(Box(""))
            elif where == "before_figures" and first is not None:
                row.insert(first, Box(""))
            elif where == "among_figures" and first is not None:
                row.insert(first + 1, Box(""))
            elif where == "before_figures" and n == 0:
                row.insert(1, Box("", 1, 3))
            elif where == "among_figures" and n == 0:
                row[1].colspan += 1
            elif where == "among_figures" and n == 1:
                row.insert(1, Box("", 1, 2))

    return rewrite


def ordinals_column(sheet: Sheet) -> None:
    """序号 1, 2, 3 … at the left."""
    sheet.rows[0].insert(0, Box("序号", 1, 3))
    for n, row in enumerate(sheet.rows[3:], 1):
        row.insert(0, Box(str(n)))


def subtotal_column(sheet: Sheet) -> None:
    """小计 after the five columns of organisations."""
    sheet.rows[0][1].colspan += 1
    sheet.rows[1][1].colspan += 1
    sheet.rows[2].append(Box("小计"))
    for row in sheet.rows[3:]:
        organisations = [box for box in row if box.key][1:6]
        row.insert(len(row) - 1, Box(str(sum(int(box.text) for box in organisations))))


def total_first(sheet: Sheet) -> None:
    """总计 is the first column of figures, in the header and in every row."""
    sheet.rows[1].insert(0, sheet.rows[1].pop())
    for row in sheet.rows[3:]:
        row.insert(len(row) - 7, row.pop())


def two_columns_change_places(sheet: Sheet) -> None:
    """科研机构 before 商业企业, in the header and in every row."""
    header = sheet.rows[2]
    header[0], header[1] = header[1], header[0]
    for row in sheet.rows[3:]:
        row[-6], row[-5] = row[-5], row[-6]


def results_total_first(sheet: Sheet) -> None:
    """Table 四: 总计 first within each channel."""
    sheet.rows[1].insert(0, sheet.rows[1].pop(4))
    for row, starts in ((sheet.rows[2], (0, 5)), (sheet.rows[3], (0, 5, 10))):
        for start in starts:
            row.insert(start, row.pop(start + 4))


def in_force_first(sheet: Sheet) -> None:
    """Table 二: 现行有效件数 is the first column."""
    for row in sheet.rows[1:4]:
        row.insert(1, row.pop())


def litigation_first(sheet: Sheet) -> None:
    """Table 四: litigation to the left of reconsideration."""
    sheet.rows[0].reverse()
    sheet.rows[1] = sheet.rows[1][5:] + sheet.rows[1][:5]
    sheet.rows[3] = sheet.rows[3][5:] + sheet.rows[3][:5]


def merged(item: str, text: str, truth: Truth | None) -> Change:
    """One cell over all seven columns of a row."""

    def change(page: Page) -> Mapping[Key, Truth]:
        sheet = page.sheet("requests")
        row = sheet.rows[sheet.row_of(item)]
        row[-7:] = [Box(text, 7, 1, ("requests", item, "natural_person"))]
        return {("requests", item, applicant): truth for applicant in APPLICANTS} if truth else {}

    return change


def without(item: str, measure: str, section: str = "requests") -> Change:
    """One cell of a row is not there."""

    def rewrite(sheet: Sheet) -> None:
        row = sheet.rows[sheet.row_of(item)]
        row.remove(sheet.box(item, measure))

    return rows(section, rewrite)


def twice(item: str, measure: str, section: str = "requests") -> Change:
    """One cell of a row is printed twice."""

    def rewrite(sheet: Sheet) -> None:
        row = sheet.rows[sheet.row_of(item)]
        at = row.index(sheet.box(item, measure))
        row.insert(at, Box(row[at].text))

    return rows(section, rewrite)


def two_in_one(sheet: Sheet) -> None:
    """The first two figures of a row share a cell."""
    row = sheet.rows[sheet.row_of("declined_petition")]
    row[-7].text += f" {row[-6].text}"
    del row[-6]


def swapped(one: str, other: str) -> Change:
    """Two rows change places, labels and all."""

    def rewrite(sheet: Sheet) -> None:
        a, b = sheet.row_of(one), sheet.row_of(other)
        sheet.rows[a], sheet.rows[b] = sheet.rows[b], sheet.rows[a]

    return rows("requests", rewrite)


def label_to_the_right(sheet: Sheet) -> None:
    """The labels that span three columns stand in the last of them."""
    for row in sheet.rows[3:]:
        if row[0].colspan == 3:
            row[:1] = [Box(""), Box(""), Box(row[0].text)]


def group_label_to_the_right(sheet: Sheet) -> None:
    """（七）总计 stands in the second of its two columns."""
    row = sheet.rows[sheet.row_of("concluded")]
    row[:1] = [Box(""), Box(row[0].text)]


def other_table(header: str, *more: str) -> Change:
    """A table of something else before section 二."""

    def change(page: Page) -> None:
        at = next(n for n, block in enumerate(page.blocks) if isinstance(block, Sheet))
        sheet = Sheet("else", [[Box(text) for text in row.split()] for row in (header, *more)], 1)
        page.blocks.insert(at - 1, sheet)

    return change


def marked_up(text: str, markup: str) -> Change:
    """The licences' figure 447228, in HTML printed as `markup`, in text as `text`."""

    def change(page: Page) -> None:
        box = page.sheet("proactive").box("licences", "decisions")
        box.text, box.markup = text, markup

    return change


def in_one_box(sheet: Sheet) -> None:
    """A label and its figure share a cell."""
    row = sheet.rows[sheet.row_of("penalties")]
    row[:] = [Box(f"{row[0].text} {row[1].text}", 4)]


def channels_as_rows(sheet: Sheet) -> None:
    """Table 四 with a row for each channel."""
    header, figures = sheet.rows[1][:5], sheet.rows[3]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    sheet.rows = [
        [Box("类别"), *(Box(box.text) for box in header)],
        *([Box(name), *figures[5 * n : 5 * n + 5]] for n, name in enumerate(names)),
    ]


def turned(sheet: Sheet) -> None:
    """Table 三 turned: a row for each applicant, a column for each outcome."""
    names = [next(box.text for box in reversed(row) if not box.key) for row in sheet.rows[3:]]
    figures = [[box for box in row if box.key] for row in sheet.rows[3:]]
    applicants = ["自然人", *(box.text for box in sheet.rows[2]), "总计"]
    sheet.rows = [
        [Box("申请人"), *(Box(name) for name in names)],
        *([Box(name), *(row[n] for row in figures)] for n, name in enumerate(applicants)),
    ]


def old_block(page: Page) -> Mapping[Key, Truth]:
    """Block（五）of table 二 on the other form: a year's report with one old block."""
    sheet = page.sheet("proactive")
    at = sheet.row_of("licences") - 1
    del sheet.rows[at : at + 2]
    figures = {"licences": ("12", "-3", "517"), "other_services": ("7", "2", "21")}
    measures = ("items_last_year", "items_change", "decisions")
    sheet.rows.insert(at, [Box(text) for text in ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")])
    truths = {}
    for n, (item, label) in enumerate((("licences", "行政许可"), ("other_services", "其他对外管理服务事项"))):
        found = [("proactive", item, measure) for measure in measures]
        boxes = [Box(text, 1, 1, key) for text, key in zip(figures[item], found, strict=True)]
        sheet.rows.insert(at + 1 + n, [Box(label), *boxes])
        truths |= {key: number(text) for text, key in zip(figures[item], found, strict=True)}
    return truths


def last_year(after: bool) -> Change:
    """The tables of another year as well, under a title that says so."""

    def change(page: Page) -> None:
        other = page_of(LICHENG_2023)
        sheets = [block for block in other.blocks if isinstance(block, Sheet)]
        tables = [Line("text", "附件：2023年政府信息公开情况统计表（上年数据，供比较）"), *sheets]
        if after:
            page.blocks += tables
        else:
            at = next(
                n for n, block in enumerate(page.blocks) if isinstance(block, Line) and block.text.startswith("二、")
            )
            page.blocks[at:at] = tables

    return change


def again(section: str, other: Filled, captions: tuple[str, str], blanks: bool = False) -> Change:
    """The same section's table of another report before its own, with a line above each: 本级 and 全市, or two years."""

    def change(page: Page) -> Mapping[Key, Truth]:
        at = page.blocks.index(page.sheet(section))
        sheet = page_of(deepcopy(other)).sheet(section)
        for box in (box for row in sheet.rows for box in row if blanks and box.key and box.text == "0"):
            box.text = ""
        page.blocks[at:at] = [Line("text", captions[0]), sheet, Line("text", captions[1])]
        own = page.filled
        return {key: UNKNOWN for key in own.keys if key[0] == section and own.cells[key] != (other.cells[key] or "")}

    return change


def second_row(other: Filled, own: str, others: str) -> Change:
    """Table 四 with another row of fifteen figures above its own, each behind a label: years, or bodies."""

    def change(page: Page) -> Mapping[Key, Truth]:
        sheet = page.sheet("proceedings")
        row = [Box(box.text) for box in page_of(deepcopy(other)).sheet("proceedings").rows[3]]
        sheet.rows[0].insert(0, Box("", 1, 3))
        sheet.rows[3:] = [[Box(others), *row], [Box(own), *sheet.rows[3]]]
        return {key: UNKNOWN for key in page.filled.keys if key[0] == "proceedings"}

    return change


def line_before(start: str, *texts: str, after: bool = False) -> Change:
    """Lines of text right before, or after, the table under the heading that starts so."""

    def change(page: Page) -> None:
        at = next(n for n, block in enumerate(page.blocks) if isinstance(block, Line) and block.text.startswith(start))
        at += 1 + after
        page.blocks[at:at] = [Line("text", text) for text in texts]

    return change


def headings(rewrite: Callable[[str], str]) -> Change:
    """The section headings are written another way; an empty one is not printed."""

    def change(page: Page) -> None:
        for block in list(page.blocks):
            if isinstance(block, Line) and block.kind == "heading":
                block.text = rewrite(block.text)
                if not block.text:
                    page.blocks.remove(block)

    return change


def proceedings_first(page: Page) -> None:
    """Section 四 stands before section 三."""
    at = next(n for n, block in enumerate(page.blocks) if isinstance(block, Sheet) and block.section == "requests") - 1
    page.blocks[at : at + 4] = page.blocks[at + 2 : at + 4] + page.blocks[at : at + 2]


def no_table(section: str, sentence: str) -> Change:
    """A sentence in place of a table: no figure may come of it."""

    def change(page: Page) -> Mapping[Key, Truth]:
        at = page.blocks.index(page.sheet(section))
        page.blocks[at] = Line("text", sentence)
        return {key: UNKNOWN for key in page.filled.keys if key[0] == section}

    return change


def instead(section: str, other: Filled, caption: str, at_end: bool) -> Change:
    """A sentence where the table should be, and below it, or at the end, the table of another year under a line that says so."""

    def change(page: Page) -> Mapping[Key, Truth]:
        if page.filled.year == other.year:
            raise ValueError("the report is itself of that year")
        at = page.blocks.index(page.sheet(section))
        page.blocks[at] = Line("text", "2024年，本机关无此项情况。")
        end = len(page.blocks) if at_end else at + 1
        page.blocks[end:end] = [Line("text", caption), page_of(deepcopy(other)).sheet(section)]
        return {key: UNKNOWN for key in page.filled.keys if key[0] == section}

    return change


def every_table_twice(page: Page) -> None:
    """As on pages with a copy for telephones."""
    page.blocks = [copy for block in page.blocks for copy in ((block, block) if isinstance(block, Sheet) else (block,))]


def footnote(*texts: str) -> Change:
    return rows("requests", lambda sheet: sheet.rows.append([Box(text) for text in texts]))


RADICALS = str.maketrans("一人行文自用示止言金非大力工", "⼀⼈⾏⽂⾃⽤⽰⽌⾔⾦⾮⼤⼒⼯")
CIRCLED = {str(n): "①②③④⑤⑥⑦⑧"[n - 1] for n in range(1, 9)}
FULL = str.maketrans("0123456789.", "０１２３４５６７８９．")


def half_width(text: str) -> str:
    return text.translate(str.maketrans("（），：", "(),:"))


def numbered(mark: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"^(\d)\.", lambda match: mark.format(match[1]), text)


def thousands(text: str, mark: str = ",") -> str:
    return f"{int(text):,}".replace(",", mark) if text.isdigit() else text


def cut(sheet: Sheet, rows: int, start: int = 0) -> None:
    for _ in range(rows):
        sheet.drop(start)


REQUEST_ROWS = tuple(dict.fromkeys(key[1] for key in keys("2021", "2021") if key[0] == "requests"))
PROACTIVE_ROWS = tuple(dict.fromkeys(key[1] for key in keys("2021", "2021") if key[0] == "proactive"))
NINE = ("9.属于工作秘密", "1", "0", "0", "0", "0", "0", "1")
CHANGE = ("proactive", "penalties", "items_change")

VARIANTS = (
    # cells
    Variant("a blank cell", prints("requests", "unavailable_not_held", "research", "", Truth("blank")), complete=True, report=False),
    Variant("a blank total", prints("requests", "declined_petition", "total", "", Truth("blank")), report=False),  # in text the same bytes as a dropped cell
    Variant("a blank first cell", prints("requests", "declined_petition", "natural_person", "", Truth("blank")), complete=True, report=False),
    Variant("a blank in table 二", prints("proactive", "rules", "repealed", "", Truth("blank")), complete=True, report=False),
    Variant("a blank in table 四", prints("proceedings", "litigation_direct", "other", "", Truth("blank")), complete=True, report=False),
    Variant("a slash", prints("requests", "unavailable_not_held", "research", "/", Truth("nil")), complete=True, report=False),
    Variant("a dash", prints("requests", "unavailable_not_held", "research", "—", Truth("nil")), complete=True, report=False),
    Variant("a hyphen", prints("requests", "unavailable_not_held", "research", "-", Truth("nil")), complete=True, report=False),
    Variant("无 in table 二", prints("proactive", "rules", "issued", "无", Truth("nil")), complete=True, report=False),
    Variant("the letter O for nought", prints("requests", "unavailable_not_held", "research", "O", UNKNOWN), report=False),
    Variant("a word for a figure", prints("requests", "unavailable_not_held", "research", "见附件", UNKNOWN), report=False),
    Variant("two figures in one cell", rows("requests", two_in_one), dialects=ALL),
    # figures
    Variant("thousands separators", figures(thousands), complete=True, report=False),
    Variant("full-width thousands separators", figures(lambda text: thousands(text, "，")), complete=True, report=False),
    Variant("full-width digits", figures(lambda text: text.translate(FULL)), complete=True, report=False),
    Variant("spaces around figures", figures(lambda text: f" {text}\u3000"), complete=True, report=False),
    Variant("件 after every figure", figures(lambda text: f"{text}件", "requests"), complete=True, report=False),
    Variant("件 after every figure of table 四", figures(lambda text: f"{text}件", "proceedings"), complete=True, report=False),
    Variant("an amount in 元 under a header in 万元", prints("proactive", "fees", "amount", "251000元", number("251000")),
            complete=True, report=False, units={("proactive", "fees", "amount"): "元"}),
    Variant("an amount in 万元", prints("proactive", "fees", "amount", "0.37万元", number("0.37")),
            complete=True, report=False, units={("proactive", "fees", "amount"): "万元"}),
    Variant("a remark after a figure", prints("proactive", "normative_documents", "in_force", "66（其中修订 16 件）", number("66")), report=False),
    Variant("a remark before a figure", prints("proactive", "normative_documents", "in_force", "含修订16件，共66", UNKNOWN), report=False),
    Variant("减3", prints(*CHANGE, "减3", number("-3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("减少3", prints(*CHANGE, "减少3", number("-3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("增3", prints(*CHANGE, "增3", number("3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("增加3项", prints(*CHANGE, "增加3项", number("3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("-3", prints(*CHANGE, "-3", number("-3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("－3", prints(*CHANGE, "－3", number("-3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("−3", prints(*CHANGE, "−3", number("-3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("+3", prints(*CHANGE, "+3", number("3")), base=PINGTAN_2020, complete=True, report=False),
    Variant("0/3 in 增/减", prints(*CHANGE, "0/3", UNKNOWN), base=PINGTAN_2020, report=False),
    Variant("增5减2", prints(*CHANGE, "增5减2", UNKNOWN), base=PINGTAN_2020, report=False),
    # labels
    Variant("half-width brackets", labels(half_width), complete=True, report=False),
    Variant("straight quotes", labels(lambda text: re.sub("[“”]", '"', text)), complete=True, report=False),
    Variant("corner quotes", labels(lambda text: text.replace("“", "「").replace("”", "」")), complete=True, report=False),
    Variant("no quotes", labels(lambda text: re.sub("[“”]", "", text)), complete=True, report=False),
    Variant("Kangxi radicals", labels(lambda text: text.translate(RADICALS)), complete=True, report=False),
    Variant("spaces inside labels", labels(lambda text: " ".join(text)), complete=True, report=False),
    Variant("wide spaces inside labels", labels(lambda text: "\u3000".join(text)), complete=True, report=False),
    Variant("zero-width characters inside labels", labels(lambda text: "\u200b".join(text)), complete=True, report=False),
    Variant("circled ordinals", labels(lambda text: re.sub(r"^(\d)\.", lambda match: CIRCLED[match[1]], text)), complete=True, report=False),
    Variant("ordinals with 、", labels(numbered("{}、")), complete=True, report=False),
    Variant("ordinals with ．", labels(numbered("{}．")), complete=True, report=False),
    Variant("ordinals in brackets", labels(numbered("（{}）")), complete=True, report=False),
    Variant("no ordinals", labels(lambda text: re.sub(r"^(\d\.|（.）|.、)", "", text)), complete=True, report=False),
    Variant("部分公开 without its bracket", labels(lambda text: text.split("（区分")[0]), complete=True, report=False),
    Variant("no 勾稽 note", labels(lambda text: "" if "勾稽" in text else text), complete=True, report=False),
    Variant("a mistyped label: 事务", labels(lambda text: text.replace("事务", "事物"), "refused_internal"), complete=True, report=False),
    Variant("a mistyped label: 重复", labels(lambda text: text.replace("申请", "中请"), "declined_repeat"), complete=True, report=False),
    Variant("a mistyped label: 行政处罚", labels(lambda text: "行政处罪", "penalties"), complete=True, report=False),
    Variant("a mistyped label: a character lost", labels(lambda text: text.replace("不掌握", "不掌"), "unavailable_not_held"), complete=True, report=False),
    Variant("a missing label", labels(lambda text: "", "refused_enforcement_file")),
    Variant("a missing label in table 二", labels(lambda text: "", "penalties")),
    Variant("the label of the row above", labels(lambda text: "6.属于四类过程性信息", "refused_enforcement_file")),
    Variant("labels in another column", rows("requests", label_to_the_right), complete=True, report=False),
    Variant("总计 in another column", rows("requests", group_label_to_the_right), complete=True, report=False),
    # rows
    *(Variant(f"dropped row: {item}", dropped(item)) for item in REQUEST_ROWS),
    *(Variant(f"dropped row: {item}", dropped(item, "proactive")) for item in PROACTIVE_ROWS if item != "fees"),
    Variant("an added row that no form has", unknown_row("unavailable_not_held", *NINE)),
    Variant("an added row of noughts", unknown_row("unavailable_not_held", "9.属于工作秘密", *"0000000")),
    Variant("an added 小计 of a group", unknown_row("unavailable_not_held", "小计", "176", "2", "0", "0", "0", "0", "178")),
    Variant("an added row with no label", unknown_row("unavailable_not_held", "", *NINE[1:])),
    Variant("an added row: 其中", unknown_row("partly_granted", "其中：主动公开", "12", "0", "0", "0", "0", "0", "12")),
    Variant("two rows swapped", swapped("refused_third_party", "refused_internal")),
    Variant("总计 and 结转下年度 swapped", swapped("concluded", "carried_out")),
    Variant("a row of page number", rows("requests", lambda sheet: sheet.add(sheet.row_of("refused_internal"), [Box("3", 10)])), report=False),
    Variant("a row - 3 -", rows("requests", lambda sheet: sheet.add(sheet.row_of("refused_internal"), [Box("- 3 -", 10)])), report=False),
    Variant("a blank row", rows("requests", lambda sheet: sheet.add(sheet.row_of("refused_internal"), [Box("", 10)])), report=False),
    Variant("a row of the table's title", rows("requests", lambda sheet: sheet.add(0, [Box(HEADINGS[2] + "统计表", 10)])), complete=True, report=False),
    Variant("a footnote row", footnote("注：本表由各单位汇总，共12家单位，其中3家无申请。"), complete=True, report=False),
    Variant("a footnote row of cells", footnote("填报人：", "张三", "审核人：", "李四", "填报日期", "2025", "1", "15"), report=False),
    # header
    Variant("header row of applicants missing", rows("requests", lambda sheet: sheet.drop(2)), share=0),
    Variant("no header in table 三", rows("requests", lambda sheet: cut(sheet, 3)), share=0),
    Variant("no header in table 四", rows("proceedings", lambda sheet: cut(sheet, 3)), report=False),
    Variant("no channels in table 四", rows("proceedings", lambda sheet: cut(sheet, 2))),
    Variant("a header row of table 二 missing", rows("proactive", lambda sheet: cut(sheet, 1, 1)), report=False),
    Variant("a block title of table 二 missing", rows("proactive", lambda sheet: cut(sheet, 1, 4)), report=False),
    Variant("header repeated", rows("requests", header_again), complete=True, report=False),
    # columns
    Variant("an empty column at the left", rows("requests", empty_column("left")), complete=True, report=False),
    Variant("an empty column at the right", rows("requests", empty_column("right")), complete=True, report=False),
    Variant("an empty column before the figures", rows("requests", empty_column("before_figures")), complete=True, report=False),
    Variant("an empty column among the figures", rows("requests", empty_column("among_figures")), share=0, dialects=ALL),
    Variant("a column of ordinals", rows("requests", ordinals_column), share=0, report=False),
    Variant("a column of 小计", rows("requests", subtotal_column), share=0),
    Variant("总计 first", rows("requests", total_first), share=0),
    Variant("two columns change places", rows("requests", two_columns_change_places), share=0),
    Variant("总计 first in table 四", rows("proceedings", results_total_first)),
    Variant("litigation before reconsideration", rows("proceedings", litigation_first)),
    Variant("现行有效件数 first", rows("proactive", in_force_first)),
    # cells that are not there, or twice
    *(Variant(f"a dropped cell: {measure}", without("declined_petition", measure)) for measure in APPLICANTS),
    Variant("a dropped cell in the first row", without("new", "legal_service")),
    Variant("a dropped cell in a row of noughts", without("declined_publication", "other")),
    Variant("a dropped cell in table 四", without("litigation_direct", "other", "proceedings")),
    Variant("a dropped cell in table 二", without("normative_documents", "repealed", "proactive")),
    *(Variant(f"a doubled cell: {measure}", twice("declined_petition", measure)) for measure in ("natural_person", "business", "total")),
    Variant("a doubled cell in a row of noughts", twice("declined_publication", "other")),
    Variant("a doubled cell in table 四", twice("litigation_direct", "other", "proceedings")),
    Variant("a doubled cell in table 二", twice("normative_documents", "repealed", "proactive")),
    Variant("a merged 0", merged("declined_publication", "0", None)),
    Variant("a merged slash", merged("declined_publication", "/", Truth("nil"))),
    Variant("a merged blank", merged("declined_publication", "", Truth("blank")), report=False),
    Variant("a merged 5", merged("declined_publication", "5", UNKNOWN)),
    Variant("a merged total", merged("declined_petition", "62", None)),
    # the page around
    Variant("tables in two, header repeated", in_two(True), complete=True, report=False),
    Variant("tables in two", in_two(False), complete=True, report=False),
    Variant("a page number between", in_two(False, "3"), complete=True, report=False, dialects=ALL),
    Variant("- 3 - between", in_two(False, "- 3 -"), complete=True, report=False),
    Variant("— 3 — between", in_two(False, "— 3 —"), complete=True, report=False),
    Variant("第3页 共5页 between", in_two(False, "第3页 共5页"), complete=True, report=False),
    Variant("a page number and a header between", in_two(True, "3"), complete=True, report=False, dialects=ALL),
    Variant("a running title between", in_two(True, "{}"), complete=True, report=False),
    Variant("a table of departments before", other_table("部门 行政许可 行政处罚 总计", "市教育局 12 3 15", "市民政局 7 8 15"), complete=True, report=False),
    Variant("a table of years before", other_table("年份 2022 2023 2024", "本年新收 12 13 15", "行政复议 7 8 15", "总计 19 21 30"), complete=True, report=False),
    Variant("a table of months before", other_table("月份 新收 办结 总计", "1月 12 3 15", "2月 7 8 15"), complete=True, report=False),
)  # fmt: skip

# What a cell may print, and what it says: at `licences`, whose figure no identity holds.
PRINTS = {
    **dict.fromkeys(
        ("746件", "746 件", "７４６", "746（件）", "+746", "746.0", "746.00", "0746", "共746件", "746 条", "746项", "746件次", "'746", "746。", "746；"),
        number("746"),
    ),
    **dict.fromkeys(("746[1]", "746①", "746¹", "746*", "746（注1）", "746注1", "746\u200b", "7 46", "（746）", "746(16)", "746（含16）", "2024年746件"), number("746")),
    **dict.fromkeys(("3,001", "3，001", "3001件", "3 001", "3'001"), number("3001")),
    **dict.fromkeys(("0", "0件", "０", "零", "〇", "0（无）", "0.00"), number("0")),
    **dict.fromkeys(("/", "\\", "-", "--", "—", "——", "－", "─", "无", "无。", "暂无", "不涉及", "N/A", "×", "／", "∕"), Truth("nil")),
    **dict.fromkeys(("", " ", "\u3000", "\u00a0", "\u200b"), Truth("blank")),
    **dict.fromkeys(
        ("12%", "约30", "3-5", "3—5", "3+2", ">3", "≥3", "3/5", "3:2", "22、16", "22，16", "22;16", "1e5", "½", "3½", "3²", "10⁴", "Ⅲ", "O", "o", "l2", "12o",
         "1.2.3", "1,23", "1,2345", "--3", "3-", "2024-12-31", "2024年", "见附件2", "第3页", "行政许可3件、备案2件", "12345678901234567890123", "?", "…", "***", "&"),
        UNKNOWN,
    ),
}  # fmt: skip

MORE = (
    *(Variant(f"a cell prints {text!r}", prints("proactive", "licences", "decisions", text, truth), report=False, dialects=ALL) for text, truth in PRINTS.items()),
    # markup inside a cell
    Variant("a footnote mark", marked_up("447228[1]", "447228<sup>1</sup>"), report=False, dialects=HTML),
    Variant("a figure struck out", marked_up("447228", "<del>3</del>447228"), report=False, dialects=HTML),
    Variant("a figure struck out with s", marked_up("447228", "<s>3</s>447228"), report=False, dialects=HTML),
    Variant("a hidden figure", marked_up("447228", '<span style="display:none">3</span>447228'), report=False, dialects=HTML),
    Variant("a comment in a cell", marked_up("447228", "447<!-- 9 -->228"), complete=True, report=False, dialects=HTML),
    Variant("a script in a cell", marked_up("447228", "<script>document.write(9)</script>447228"), complete=True, report=False, dialects=HTML),
    Variant("a figure of entities", marked_up("447228", "&#52;&#x34;7228"), complete=True, report=False, dialects=HTML),
    Variant("zero-width in a figure", marked_up("447228", "447&#8203;228"), complete=True, report=False, dialects=HTML),
    Variant("a soft place to break", marked_up("447228", "447<wbr>228"), complete=True, report=False, dialects=HTML),
    Variant("a line break in a figure", marked_up("447228", "447<br>228"), report=False, dialects=HTML),
    Variant("two paragraphs of figures", marked_up("447228", "<p>447228</p><p>12</p>"), report=False, dialects=HTML),
    Variant("a figure in a field", marked_up("447228", '<input type="text" value="447228">'), report=False, dialects=HTML),
    Variant("a figure in a link", marked_up("447228", '<a href="/1234">447228</a>'), complete=True, report=False, dialects=HTML),
    Variant("a table in a cell", marked_up("447228", "<table><tr><td>447228</td></tr></table>"), report=False, dialects=HTML),
    Variant("an image in a cell", marked_up("447228", '<img src="1.png" alt="7">447228'), complete=True, report=False, dialects=HTML),
    # the shape of a table
    Variant("label and figure in one cell", rows("proactive", in_one_box), report=False),
    Variant("table 四 with a row a channel", rows("proceedings", channels_as_rows), report=False),
    Variant("table 三 turned", rows("requests", turned), share=0, report=False),
    Variant("one block on the old form", old_block, report=False),
    Variant("two of three 2021 rows dropped", both(dropped("other_not_corrected"), dropped("other_unpaid_fee"))),
    Variant("总计 first, tables in two", both(rows("requests", total_first), in_two(False)), share=0),
    Variant("two columns change places, tables in two", both(rows("requests", two_columns_change_places), in_two(False)), share=0),
    Variant("two columns change places, a page number between", both(rows("requests", two_columns_change_places), in_two(False, "- 3 -")), share=0),
    Variant("two columns change places, a header between", both(rows("requests", two_columns_change_places), in_two(True)), share=0),
    # glued digits
    Variant("- 3 - between glued rows", in_two(False, "- 3 -"), share=0, report=False, dialects=("glued",)),
    Variant("— 3 — between glued rows", in_two(False, "— 3 —"), share=0, report=False, dialects=("glued",)),
    Variant("a glued row with no label", unknown_row("unavailable_not_held", "", *NINE[1:]), share=0, report=False, dialects=("glued",)),
    Variant("a missing label in glued table 二", labels(lambda text: "", "penalties"), share=0, base=PINGTAN_2020, dialects=("glued",)),
    Variant("a missing label in glued table 三", labels(lambda text: "", "refused_enforcement_file"), share=0, dialects=("glued",)),
    # other tables and lines
    Variant("last year's tables after", last_year(True), complete=True),
    Variant("last year's tables before", last_year(False), share=0),
    *(Variant(f"{section} of another scope first", again(section, LICHENG_2023, ("（一）本级", "（二）全市")), share=0, dialects=(*ALL, "lines", "glued", "tabbed_page_breaks")) for section in ("proactive", "requests", "proceedings")),
    Variant("table 三 of another scope first, blank for 0", again("requests", LICHENG_2023, ("（一）本级", "（二）全市"), True), share=0),
    *(Variant(f"{section} of 2023 in place of this year's", instead(section, LICHENG_2023, "2023年有关数据如下：", False), share=0, dialects=(*ALL, "lines", "spaced", "html_lying_spans")) for section in ("proactive", "requests", "proceedings")),
    *(Variant(f"{section} of last year at the end", instead(section, LICHENG_2023, "附件：上年度统计表", True), share=0, dialects=(*ALL, "lines", "spaced", "html_lying_spans")) for section in ("proactive", "requests", "proceedings")),
    Variant("table 四 of two years", second_row(LICHENG_2023, "2024年", "2023年"), share=0, dialects=(*ALL, "lines", "spaced", "html_lying_spans")),
    Variant("table 四 of two bodies", second_row(LICHENG_2023, "合计", "市教育局"), share=0, dialects=(*ALL, "lines", "spaced", "html_lying_spans")),
    Variant("every table twice", every_table_twice, complete=True, report=False),
    Variant("prose like a row before 二", line_before("二、", "行政许可 1034件，行政处罚36件，行政强制2件。"), complete=True, report=False),
    Variant("a line like a row before 二", line_before("二、", "行政许可 1034"), complete=True, report=False),
    Variant("prose like a row before 三", line_before("三、", "本年新收政府信息公开申请75件，予以公开21件，部分公开9件，总计办结75件。"), complete=True, report=False),
    Variant("prose like a row after 三", line_before("三、", "总计办结75件，结转下年度继续办理 2 件。", after=True), complete=True, report=False),
    Variant("prose before 四", line_before("四、", "行政复议2件，行政诉讼1件，结果维持1件。"), complete=True, report=False),
    Variant("figures before 四", line_before("四、", "2 1 0"), report=False),
    Variant("prose after 四", line_before("四、", "2024年，行政复议总计 351 件，较上年增加12件。", after=True), complete=True, report=False),
    Variant("the unit before 三", line_before("三、", "单位：件"), complete=True, report=False),
    # sections
    Variant("no headings", headings(lambda text: ""), complete=True, report=False),
    Variant("headings without ordinals", headings(lambda text: text[2:]), complete=True, report=False),
    Variant("headings with other ordinals", headings(lambda text: f"第{text[0]}部分 {text[2:]}"), complete=True, report=False),
    Variant("headings in brackets", headings(lambda text: f"（{text[0]}）{text[2:]}"), complete=True, report=False),
    Variant("四 before 三", proceedings_first, complete=True, report=False),
    Variant("no table 三", no_table("requests", "2024年，本机关未收到政府信息公开申请，也无结转申请0件。"), share=0),
    Variant("no table 四", no_table("proceedings", "2024年，行政复议0件，行政诉讼0件。"), share=0),
    Variant("no table 二", no_table("proactive", "2024年，行政许可12件，行政处罚3件，规章0件。"), share=0),
)  # fmt: skip


def some(names: Sequence[str], number: int, most: int = 2) -> list[str]:
    """At most `most` of a variant's dialects, others from one variant to the next, so that all have their turn."""
    return [names[(number + step) % len(names)] for step in range(min(most, len(names)))]


CASES = [
    pytest.param(variant, DIALECTS[name], id=f"{variant.name}-{name}")
    for number, variant in enumerate((*VARIANTS, *MORE))
    for name in some(variant.dialects, number)
    if DIALECTS[name].gaps or all(truth.state == "number" for truth in changed(variant)[1].values())
]


def findings(report: Any) -> set[tuple[str, ...]]:
    return {tuple(finding) for finding in report.finding_rows if finding.severity in ("warning", "error")}


@pytest.mark.parametrize(("variant", "dialect"), CASES)
def test_a_changed_page_gives_no_wrong_figure(variant: Variant, dialect: Dialect) -> None:
    report, truths = outcome(variant, dialect)
    assert not wrong(report, truths)


@pytest.mark.parametrize(("variant", "dialect"), CASES)
def test_what_the_change_leaves_alone_is_read(variant: Variant, dialect: Dialect) -> None:
    report, truths = outcome(variant, dialect)
    found = verdicts(report, truths)
    if variant.complete:
        assert not compare(report, truths, solved=True)
    assert sum(verdict == "right" for verdict in found.values()) >= variant.share * len(truths)
    units = {cell[:3]: cell.unit for cell in report.cell_rows if cell[:3] in variant.units}
    assert units == dict(variant.units)


@pytest.mark.parametrize(("variant", "dialect"), [case for case in CASES if case.values[0].report])
def test_an_anomaly_is_reported(variant: Variant, dialect: Dialect) -> None:
    assert findings(outcome(variant, dialect)[0]) - findings(unchanged(variant.base.title, dialect))


@pytest.mark.parametrize(("variant", "dialect"), CASES)
def test_lost_cells_are_reported(variant: Variant, dialect: Dialect) -> None:
    report, _ = outcome(variant, dialect)
    lost = {cell.section for cell in report.cell_rows if cell.state == "lost"}
    assert lost <= {finding.section for finding in report.finding_rows if finding.severity in ("warning", "error")}


@pytest.mark.parametrize("name", [*ALL, "html_layout", "lines", "spaced", "glued"])
def test_two_reports_in_one_file_are_two_reports(name: str) -> None:
    first, second = (DIALECTS[name](filled) for filled in (HUAIAN_2024, LICHENG_2023))
    reports = gx.parse(first.removesuffix(b"</body></html>") + b"\n" + second.split(b"<body>")[-1])
    assert [report.year for report in reports] == [2024, 2023]
    assert [
        wrong(report, filled.truth()) for report, filled in zip(reports, (HUAIAN_2024, LICHENG_2023), strict=True)
    ] == [{}, {}]


@pytest.mark.parametrize("name", [*ALL, "lines", "spaced", "glued"])
def test_a_notice_before_a_report_is_not_the_report(name: str) -> None:
    notice = Page(
        HUAIAN_2024,
        [
            Line("title", "关于印发《淮安市人民政府2024年政府信息公开工作年度报告》的通知"),
            Line(
                "text", "各县区人民政府，市各委办局：现将《淮安市人民政府2024年政府信息公开工作年度报告》印发给你们。"
            ),
            Line("text", "淮安市人民政府办公室"),
            Line("text", "2025年2月8日"),
        ],
    )
    notice.blocks += page_of(HUAIAN_2024).blocks
    report = parse_one(DIALECTS[name](notice))
    assert (report.agency, report.year) == ("淮安市人民政府", 2024)
    assert not wrong(report, HUAIAN_2024.truth())


def test_a_report_inside_a_layout_table_reads_the_same() -> None:
    plain, laid_out = (parse_one(DIALECTS[name](HUAIAN_2024)) for name in ("html_plain", "html_layout"))
    assert [cell[:6] for cell in plain.cell_rows] == [cell[:6] for cell in laid_out.cell_rows]


# ── Real files ───────────────────────────────────────────────────────────────────────────────────────────────────

ROW = "属于三类内部事务信息"
TAB_ROW = rf"(?m)^.*{ROW}.*\n"
HTML_ROW = rf"<tr>(?:(?!</tr>).)*{ROW}.*?</tr>"

FILES = {  # file → what it prints
    "003_fadade2108e27757.txt": LICHENG_2023,
    "004_cf474a2a7b651b5a.txt": LUOJIANG_2020,
    "001_d0847865937e94fe.txt": Filled("2021", "2021", dict.fromkeys(keys("2021", "2021"), "0"), "鼓楼区信访局", 2021),
    "002_48a57cdf3499fdc3.txt": Filled("2019", "2019", dict.fromkeys(keys("2019", "2019"), "0"), "固原市信访局", 2019),
}
SHANGHAI = SHARED / "cases" / "shanghai_office_2019_html"


def real_file(name: str) -> tuple[str, dict[Key, Truth]]:
    """The text of a real file and what its page prints; skipped where the file is not at hand."""
    if name in FILES:
        if not (RAW / name).exists():
            pytest.skip(f"data/raw has no {name}")
        return (RAW / name).read_text("utf-8"), FILES[name].truth()
    if not (SHANGHAI / "source.html").exists():
        pytest.skip("the Shanghai page is not at hand")
    expected = json.loads((SHANGHAI / "expected.json").read_text("utf-8"))
    found = {}
    for section, item, measure in keys("2019", "2019"):
        row = expected[section][item]
        columns = APPLICANTS if section == "requests" else ("upheld", "corrected", "other", "pending", "total")
        value = row[measure] if isinstance(row, dict) else row[columns.index(measure)]
        digits = None if value is None else Decimal(str(value).removesuffix("元"))
        found[section, item, measure] = Truth("blank" if value is None else "number", digits)
    return (SHANGHAI / "source.html").read_text("utf-8"), found


@dataclass(frozen=True)
class Edit:
    """A change to a real file's text; `complete` as for a variant."""

    name: str
    edit: Callable[[str], str]
    complete: bool = True
    kinds: tuple[str, ...] = ("tabbed", "piped", "html")


def kind(name: str) -> str:
    return "html" if name == "shanghai" else "piped" if name.startswith("003") else "tabbed"


def before_row(text: str, line: str) -> str:
    """A line put before the line that prints ROW."""
    return re.sub(rf"(?m)^(.*{ROW})", lambda match: f"{line}\n{match[1]}", text, count=1)


EDITS = (
    Edit("nothing", lambda text: text),
    Edit("half-width brackets", half_width),
    Edit("full-width brackets", lambda text: text.translate(str.maketrans("()", "（）")), kinds=("tabbed", "piped")),
    Edit("CR LF", lambda text: text.replace("\n", "\r\n")),
    Edit("CR", lambda text: text.replace("\n", "\r"), kinds=("tabbed", "piped")),
    Edit("a byte-order mark", lambda text: "\ufeff" + text),
    Edit("spaces at line ends", lambda text: text.replace("\n", "   \n"), kinds=("piped",)),
    Edit("Kangxi radicals", lambda text: re.sub(ROW, lambda match: match[0].translate(RADICALS), text)),
    Edit("a mistyped label", lambda text: text.replace(ROW, "属于三类内部事物信息")),
    Edit("a cut label", lambda text: text.replace(ROW, "属于三类内部")),
    Edit("a missing label", lambda text: text.replace(f"5.{ROW}", ""), complete=False),
    Edit("straight quotes", lambda text: re.sub("[“”]", '"' if "<td" not in text else "&quot;", text)),
    Edit("a page number", lambda text: before_row(text, "3"), kinds=("tabbed", "piped")),
    Edit("- 3 -", lambda text: before_row(text, "- 3 -"), kinds=("tabbed", "piped")),
    Edit("第3页 共5页", lambda text: before_row(text, "第3页 共5页"), kinds=("tabbed", "piped")),
    Edit("blank lines", lambda text: before_row(text, "\n\n"), kinds=("tabbed", "piped")),
    Edit("a form feed", lambda text: before_row(text, "\f"), kinds=("tabbed", "piped")),
    Edit("a dropped row", lambda text: re.sub(TAB_ROW, "", text, count=1), complete=False, kinds=("tabbed",)),
    Edit("a dropped row of HTML", lambda text: re.sub(HTML_ROW, "", text, count=1), complete=False, kinds=("html",)),
    Edit("a doubled row", lambda text: re.sub(TAB_ROW, lambda match: match[0] * 2, text, count=1), complete=False, kinds=("tabbed",)),
    Edit("a doubled row of HTML", lambda text: re.sub(HTML_ROW, lambda match: match[0] * 2, text, count=1), complete=False, kinds=("html",)),
    Edit("a layout table", lambda text: f"<table><tr><td>{text}</td></tr></table>", kinds=("html",)),
    Edit("no closing tags", lambda text: re.sub("</(td|tr|p|tbody)>", "", text), complete=False, kinds=("html",)),
    Edit("upper-case tags", lambda text: re.sub("</?(td|tr|p|table|tbody)(?=[ >])", lambda match: match[0].upper(), text), kinds=("html",)),
    Edit("th for td", lambda text: text.replace("<td", "<th").replace("</td", "</th"), kinds=("html",)),
    Edit("the tables without spans", lambda text: re.sub(r" (rowspan|colspan)=\"\d+\"", "", text), complete=False, kinds=("html",)),
)  # fmt: skip

EDITED = [
    pytest.param(name, edit, id=f"{edit.name}-{name[:3]}")
    for edit in EDITS
    for name in (*FILES, "shanghai")
    if kind(name) in edit.kinds
]


@pytest.mark.parametrize(("name", "edit"), EDITED)
def test_an_edited_real_file_gives_no_wrong_figure(name: str, edit: Edit) -> None:
    text, truths = real_file(name)
    report = parse_one(edit.edit(text).encode("utf-8"))
    assert not wrong(report, truths)
    found = verdicts(report, truths)
    if edit.complete:
        assert not {key: verdict for key, verdict in found.items() if verdict != "right"}
    assert sum(verdict == "right" for verdict in found.values()) >= 0.9 * len(truths)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", FILES)
def test_a_real_file_reads_the_same_in_every_encoding(name: str, encoding: str) -> None:
    text, truths = real_file(name)
    report = parse_one(text.encode(encoding, "ignore"))
    assert set(verdicts(report, truths).values()) == {"right"}


def test_a_report_is_found_in_a_file_given_by_name() -> None:
    path = RAW / "003_fadade2108e27757.txt"
    if not path.exists():
        pytest.skip(f"data/raw has no {path.name}")
    named, given = gx.parse(path)[0], gx.parse(path.read_bytes())[0]
    assert [cell[:6] for cell in named.cell_rows] == [cell[:6] for cell in given.cell_rows]


@pytest.mark.parametrize("items", [("refused_security",), ("refused_security", "granted", "unavailable_unclear")])
def test_where_a_stream_has_an_empty_column_no_figure_moves_into_a_blank_total(items):
    """淮安市人民政府2024年, one cell a line, an empty column after each label, and some totals left blank."""
    filled = HUAIAN_2024.with_cells({("requests", item, "total"): "" for item in items})
    printed = page_of(filled)
    next(each for each in VARIANTS if each.name == "an empty column before the figures").change(printed)
    report = parse_one(DIALECTS["piped"].encode(DIALECTS["piped"].write(printed)))
    assert wrong(report, filled.truth()) == {}


def own_cells(filled):
    """Table 三 as a browser copies it: each row's own cells, with tabs between; nothing for what rows above cover."""
    lines = ["\t".join(box.text for box in row) for row in page_of(filled).sheet("requests").rows]
    head = ["淮安市人民政府2024年政府信息公开工作年度报告", "一、总体情况", "三、收到和处理政府信息公开申请情况"]
    return "\n".join([*head, *lines, "四、政府信息公开行政复议、行政诉讼情况", "无。"])


def test_where_every_row_has_just_its_own_cells_a_blank_is_one_of_them():
    """淮安市人民政府2024年 with all noughts blank; of two rows without any figure it is not sure that they have cells."""
    filled = HUAIAN_2024.with_cells({key: "" for key, figure in HUAIAN_2024.cells.items() if figure == "0"})
    text = own_cells(filled)
    found = {
        key: said for key, said in verdicts(parse_one(text.encode()), filled.truth()).items() if key[0] == "requests"
    }
    assert {key[1] for key, said in found.items() if said != "right"} == {"declined_publication", "declined_excessive"}
    assert "wrong" not in found.values()
    short = parse_one(text.replace("\t30\t1\t\t", "\t30\t1\t").encode())  # a cell of 其他法律行政法规禁止公开 is gone
    assert not [key for key in wrong(short, filled.truth()) if key[0] == "requests"]
    assert {cell.state for cell in short.cell_rows if cell.item == "refused_law"} == {"lost"}


def test_a_copy_with_commas_between_the_fields_is_read_and_what_a_bare_comma_of_thousands_shifts_is_not():
    """淮安市人民政府2024年, its tables' fields parted by commas between lines of text."""
    text = DIALECTS["tabbed"].write(page_of(HUAIAN_2024)).replace("\t", ",")
    assert not compare(parse_one(text.encode()), HUAIAN_2024.truth())
    moved = re.sub(r"(?<=,)(\d)(\d{3})(?=,|$)", r"\1,\2", text, flags=re.MULTILINE)
    assert moved != text
    assert wrong(parse_one(moved.encode()), HUAIAN_2024.truth()) == {}
