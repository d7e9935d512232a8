"""Dialects of pages in which the page itself says what is what: what it says is read, and what is like it and open is not."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from dialects import DIALECTS, Box, Line, Page, Sheet, page
from filled import APPLICANTS, HUAIAN_2024, LICHENG_2023, Filled, Truth, compare, parse_one, wrong
from seeds import docx

import gxdata as gx
from gxdata.simulate.web import html_plain

TRUTH = HUAIAN_2024.truth()
BODY = html_plain(page(HUAIAN_2024)).partition("<body>")[2].partition("</body>")[0]


def parsed(body: str) -> list[gx.Report]:
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title></head><body>{body}</body></html>'
    return gx.parse(html.encode())


def states(report: gx.Report, section: str) -> set[str]:
    return {cell.state for cell in report.cell_rows if cell.section == section}


# ── An article that the page hides until its script has run ──────────────────────────────────────────────────────

LOADING = '<div id="loading">加载中…</div>'
HIDDEN = f'{LOADING}<div id="article" style="display:none">{BODY}</div>'
SHOW = '<script>document.getElementById("article").style.display = "block"</script>'
TABLE = "<table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table>"


@pytest.mark.parametrize(
    "script",
    [
        'document.getElementById("article").style.display="block"',
        "document.getElementById('article').style.display = ''",
        "$('#article').show();",
        '$( "#article" ).fadeIn(200)',
        'jQuery("#article").css("display", "block")',
        "document.querySelector('#article').removeAttribute('style')",
    ],
)
def test_a_hidden_article_that_a_script_shows_is_read(script: str) -> None:
    (report,) = parsed(f"{HIDDEN}<script>{script}</script>")
    assert compare(report, TRUTH) == []
    assert any("hides its article" in finding.message for finding in report.finding_rows)


def test_an_article_with_the_attribute_hidden_is_read() -> None:
    html = f'{LOADING}<main id="m" hidden>{BODY}</main><script>document.getElementById("m").hidden = false</script>'
    assert compare(parsed(html)[0], TRUTH) == []


def test_what_is_hidden_within_a_hidden_article_stays_out() -> None:
    row = '<tr style="display:none"><td>行政许可</td><td colspan="3">1</td></tr>'
    div = f'<div style="display:none">{TABLE}</div>'
    html = HIDDEN.replace("<tr><td>行政许可", f"{row}<tr><td>行政许可").replace("<h1>", f"{div}<h1>")
    assert html.count("display:none") == 3
    assert compare(parsed(html + SHOW)[0], TRUTH) == []


@pytest.mark.parametrize(
    "html",
    [
        HIDDEN,  # nothing shows it
        HIDDEN + SHOW.replace('"block"', '"none"'),
        HIDDEN + SHOW.replace("article", "loading"),
        HIDDEN.replace('id="article" ', 'class="article" ') + SHOW,
        HIDDEN + SHOW + TABLE,  # a table beside it
        HIDDEN + SHOW + f'<div id="old" style="display:none">{TABLE}</div>',  # two of them
        HIDDEN + SHOW + f"<p>{'本报告以图片形式公布。' * 100}</p>",  # the page is about something else
    ],
)
def test_what_else_is_hidden_is_not_read(html: str) -> None:
    assert not any(cell.value for report in parsed(html) for cell in report.cell_rows)


def test_a_hidden_older_version_beside_a_report_is_not_read() -> None:
    older = BODY.replace("447228", "447229")
    report = parsed(f'{BODY}<div id="article" style="display:none">{older}</div>{SHOW}')[0]
    assert compare(report, TRUTH) == []
    assert wrong(report, TRUTH) == {}


# ── Columns that the form has not, and one that the table has not ────────────────────────────────────────────────


def changed(change: Callable[[Sheet], None], filled: Filled = HUAIAN_2024, section: str = "requests") -> Page:
    printed = page(deepcopy(filled))
    change(printed.sheet(section))
    return printed


def read(printed: Page) -> gx.Report:
    return parse_one(DIALECTS["html_plain"](printed))


def figures(sheet: Sheet) -> list[list[Box]]:
    return [row for row in sheet.rows if any(box.key for box in row)]


def subtotal(place: int, said: int | None = None) -> Callable[[Sheet], None]:
    """小计 of the five organisations before the first (1), after the last (6) or between; said: where the header has it."""

    def change(sheet: Sheet) -> None:
        sheet.rows[0][1].colspan += 1
        sheet.rows[1][1].colspan += 1
        sheet.rows[2].insert((said or place) - 1, Box("小计"))
        for row in figures(sheet):
            first = len(row) - 7
            total = sum(int(box.text or 0) for box in row[first + 1 : first + 6])
            row.insert(first + place, Box(str(total)))

    return change


def beside(*names: str) -> Callable[[Sheet], None]:
    """Columns to the right of 总计."""

    def change(sheet: Sheet) -> None:
        sheet.rows[0] += [Box(name, 1, 3) for name in names]
        for place, row in enumerate(figures(sheet)):
            row += [Box(str(place * 3 + at)) for at, _ in enumerate(names)]

    return change


def without_column(name: str, at: int) -> Callable[[Sheet], None]:
    def change(sheet: Sheet) -> None:
        sheet.rows[0][1].colspan -= 1
        sheet.rows[1][1].colspan -= 1
        sheet.rows[2] = [box for box in sheet.rows[2] if box.text != name]
        for row in figures(sheet):
            del row[len(row) - 7 + at]

    return change


@pytest.mark.parametrize("place", [1, 3, 6])
@pytest.mark.parametrize("print_", [DIALECTS["html_plain"], DIALECTS["html_word"], docx])
def test_a_column_of_subtotals_that_its_header_names_is_left_out(place: int, print_: Callable[[Page], bytes]) -> None:
    report = parse_one(print_(changed(subtotal(place))))
    assert compare(report, TRUTH) == []
    assert [finding.rule for finding in report.finding_rows if "（小计）" in finding.message] == ["columns_unexpected"]


@pytest.mark.parametrize("names", [("上年总计", "同比增减"), ("备注",), ("2023年同期",), ("去年",), ("小计",)])
def test_columns_beside_the_forms_are_left_out_where_their_names_say_so(names: tuple[str, ...]) -> None:
    report = read(changed(beside(*names)))
    if names[0] in ("2023年同期", "小计"):  # not a name known, and no sum of organisations
        assert states(report, "requests") == {"lost"}
    else:
        assert compare(report, TRUTH) == []


def test_a_column_of_subtotals_that_stands_elsewhere_than_its_header_says_is_not_left_out() -> None:
    for place, said in ((1, 6), (6, 1), (3, 5)):
        report = read(changed(subtotal(place, said)))
        assert wrong(report, TRUTH) == {}
        assert "lost" in states(report, "requests")


@pytest.mark.parametrize("at", range(8))
@pytest.mark.parametrize("item", ["new", "granted", "declined_petition", "declined_publication"])
def test_a_row_that_lost_a_cell_beside_a_subtotal_is_lost(at: int, item: str) -> None:
    printed = changed(subtotal(6))
    row = printed.sheet("requests").rows[printed.sheet("requests").row_of(item)]
    del row[len(row) - 8 + at]
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert {cell.state for cell in report.cell_rows if cell.item == item} == {"lost"}


def test_where_a_subtotal_is_no_sum_the_table_is_lost() -> None:
    printed = changed(subtotal(6))
    row = printed.sheet("requests").rows[printed.sheet("requests").row_of("declined_petition")]
    row[-2].text = str(int(row[-2].text) + 1)
    assert states(read(printed), "requests") == {"lost"}


def test_a_table_cut_in_two_without_its_header_again_is_lost_in_the_second_half() -> None:
    printed = changed(subtotal(6))
    sheet = printed.sheet("requests")
    at = sheet.row_of("unavailable_not_held")
    for row in sheet.rows[:at]:
        for box in row:
            box.rowspan = min(box.rowspan, at - sheet.rows.index(row))
    rest = Sheet("requests", sheet.rows[at:], 3)
    del sheet.rows[at:]
    printed.blocks.insert(printed.blocks.index(sheet) + 1, rest)
    assert wrong(read(printed), TRUTH) == {}


@pytest.mark.parametrize(("name", "at"), [("科研机构", 2), ("法律服务机构", 4), ("商业企业", 1)])
def test_a_table_without_one_applicant_is_read_by_the_names_of_the_others(name: str, at: int) -> None:
    filled = (
        LICHENG_2023
        if at > 1
        else LICHENG_2023.with_cells(  # nobody of the missing kind has asked
            {("requests", item, "business"): "0" for item in ("new", "granted", "concluded")}
            | {
                ("requests", item, "total"): total
                for item, total in (("new", "90"), ("granted", "30"), ("concluded", "72"))
            }
        )
    )
    report = read(changed(without_column(name, at), filled))
    truths = filled.truth()
    missing = {key: truths.pop(key) for key in filled.keys if key[0] == "requests" and key[2] == APPLICANTS[at]}
    found = {cell[:3]: cell for cell in report.cell_rows}
    assert {found[key].state for key in missing} == {"lost"}
    assert all((found[key].state, found[key].value) == truth for key, truth in truths.items())


def test_where_the_rows_do_not_add_up_without_the_missing_applicant_the_table_is_lost() -> None:
    report = read(changed(without_column("商业企业", 1)))  # of 351 requests it had 39
    assert wrong(report, TRUTH) == {}
    assert "number" not in states(report, "requests")


def test_a_table_whose_header_lacks_a_name_that_its_rows_have_is_not_read_by_the_others() -> None:
    printed = changed(lambda sheet: sheet.rows[2].__delitem__(1))
    assert wrong(read(printed), TRUTH) == {}
    printed = changed(without_column("科研机构", 2))
    printed.sheet("requests").rows[5].insert(2, Box("0"))
    assert wrong(read(printed), TRUTH) == {}


# ── Table 四 in parts, and written downward ──────────────────────────────────────────────────────────────────────

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
CHANNELS = {
    "行政复议": ("reconsideration", 0),
    "未经复议直接起诉": ("litigation_direct", 5),
    "复议后起诉": ("litigation_after_reconsideration", 10),
}


def part(own: list[Box], *names: str) -> Sheet:
    """A table of one channel, or of two under 行政诉讼."""
    header = [[Box("行政诉讼", 5 * len(names))]] if len(names) > 1 else []
    figures = [box for name in names for box in own[CHANNELS[name][1] :][:5]]
    results = [Box(result) for _ in names for result in RESULTS]
    return Sheet("proceedings", [*header, [Box(name, 5) for name in names], results, figures], 0)


def in_parts(*parts: tuple[str, ...]) -> Page:
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("proceedings")
    at = printed.blocks.index(sheet)
    printed.blocks[at : at + 1] = [part(deepcopy(sheet.rows[-1]), *names) for names in parts]
    return printed


def sheets(printed: Page) -> list[Sheet]:
    return [block for block in printed.blocks if isinstance(block, Sheet) and block.section == "proceedings"]


LITIGATION = ("未经复议直接起诉", "复议后起诉")


@pytest.mark.parametrize(
    "parts",
    [
        (("行政复议",), LITIGATION),
        (LITIGATION, ("行政复议",)),
        (("行政复议",), LITIGATION[::-1]),
        (("行政复议",), LITIGATION[:1], LITIGATION[1:]),
    ],
)
@pytest.mark.parametrize("print_", [DIALECTS["html_plain"], DIALECTS["html_word"], docx])
def test_table_four_in_parts_is_read_by_the_channels_names(parts, print_) -> None:
    assert compare(parse_one(print_(in_parts(*parts))), TRUTH) == []


@pytest.mark.parametrize("damage", ["a name", "a result", "a span", "a cell", "two results", "a year", "again"])
def test_a_part_of_table_four_that_is_not_whole_is_not_read(damage: str) -> None:
    printed = in_parts(("行政复议",), LITIGATION)
    litigation = sheets(printed)[1]
    at = printed.blocks.index(litigation)
    if damage == "a name":
        litigation.rows[1][0].text = ""
    elif damage == "a result":
        litigation.rows[2][7].text = ""
    elif damage == "a span":
        litigation.rows[1][0].colspan, litigation.rows[1][1].colspan = 4, 6
    elif damage == "a cell":
        del litigation.rows[3][2]
    elif damage == "two results":
        litigation.rows[2][0].text, litigation.rows[2][1].text = "结果纠正", "结果维持"
    elif damage == "a year":
        printed.blocks.insert(at, Line("text", "2023年行政诉讼情况统计表："))
    else:
        other = part(page(deepcopy(LICHENG_2023)).sheet("proceedings").rows[-1], *LITIGATION)
        printed.blocks.insert(at, other)
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert not [cell for cell in report.cell_rows if cell.item.startswith("litigation") and cell.value is not None]


def downward(sheet: Sheet) -> None:
    figures = sheet.rows[-1]
    rows = [[Box("类别", 2), Box("结果"), Box("件数")]]
    for name, (_, start) in CHANNELS.items():
        for at, result in enumerate(RESULTS):
            row = [Box(result), figures[start + at]]
            if at == 0 and start == 0:
                row.insert(0, Box(name, 2, 5))
            elif at == 0:
                row[:0] = [Box("行政诉讼", 1, 10), Box(name, 1, 5)] if start == 5 else [Box(name, 1, 5)]
            rows.append(row)
    sheet.rows = rows


@pytest.mark.parametrize("print_", [DIALECTS["html_plain"], DIALECTS["html_word"], docx])
def test_table_four_written_downward_is_read(print_) -> None:
    printed = changed(downward, section="proceedings")
    assert compare(parse_one(print_(printed)), TRUTH) == []
    printed.sheet("proceedings").rows[3][-1].text = ""
    blank = {("proceedings", "reconsideration", "other"): Truth("blank")}
    assert wrong(parse_one(print_(printed)), TRUTH | blank) == {}


@pytest.mark.parametrize("damage", ["name", "row", "result", "figure", "years", "swap", "total", "again"])
def test_a_table_four_written_downward_that_is_not_whole_is_not_read(damage: str) -> None:
    printed = changed(downward, section="proceedings")
    sheet = printed.sheet("proceedings")
    rows = sheet.rows
    if damage == "name":
        rows[6][1].text = ""
    elif damage == "row":
        del rows[3]
    elif damage == "result":
        rows[8][0].text = "其他"
    elif damage == "figure":
        del rows[8][-1]
    elif damage == "years":
        for row in rows:
            row.append(Box("2023年" if row is rows[0] else "3"))
    elif damage == "swap":
        rows[2], rows[3] = rows[3], rows[2]
    elif damage == "total":
        rows.insert(6, [Box("行政诉讼合计", 3), Box("9")])
    else:
        other = page(deepcopy(LICHENG_2023)).sheet("proceedings")
        downward(other)
        printed.blocks.insert(printed.blocks.index(sheet), other)
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert not [cell for cell in report.cell_rows if cell.section == "proceedings" and cell.value is not None]


# ── Figures printed as no number ─────────────────────────────────────────────────────────────────────────────────


def prints(text: str, measure: str = "natural_person", item: str = "declined_petition") -> gx.Report:
    printed = page(deepcopy(HUAIAN_2024))
    box = printed.sheet("requests").box(item, measure)
    box.text, box.markup = text, text
    return read(printed)


@pytest.mark.parametrize("text", ["约56", "56余", "56人", "56;", "56/58", "56→58", "≥56", "5+51"])
def test_a_first_figure_that_is_no_number_leaves_the_others_of_its_row(text: str) -> None:
    report = prints(text)
    key = ("requests", "declined_petition", "natural_person")
    found = {cell[:3]: cell for cell in report.cell_rows}
    assert (found[key].state, found[key].value, found[key].raw) == ("text", None, text)
    assert compare(report, TRUTH | {key: Truth("text")}) == []


@pytest.mark.parametrize("ordinal", ["1.", "（1）", "1"])
def test_an_ordinal_in_a_cell_of_its_own_after_a_groups_name_is_no_figure(ordinal: str) -> None:
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("requests")
    row = sheet.rows[sheet.row_of("other_not_corrected")]
    at = row.index(sheet.labelled("1.申请人无正当理由"))
    row[at : at + 1] = [Box(ordinal), Box(row[at].text[2:])]
    assert wrong(read(printed), TRUTH) == {}


@pytest.mark.parametrize(
    ("markup", "value"),
    [("<del>3</del>56", 56), ("56<sup>[2]</sup>", 56), ("56<sup>注</sup>", 56), ("56<sup>①</sup>", 56)],
)
def test_a_footnote_or_what_is_struck_out_beside_a_figure_is_left_out(markup: str, value: int) -> None:
    report = prints(markup)
    assert wrong(report, TRUTH) == {}
    assert [cell.value for cell in report.cell_rows if cell[1:3] == ("declined_petition", "natural_person")] == [value]


# ── What merged cells, empty cells and lines in cells leave ──────────────────────────────────────────────────────


def lost(report: gx.Report) -> set[tuple[str, str, str]]:
    return {cell[:3] for cell in report.cell_rows if cell.state == "lost"}


@pytest.mark.parametrize("section", ["proactive", "requests", "proceedings"])
@pytest.mark.parametrize("step", [2, 3])
def test_an_empty_cell_at_the_end_of_some_rows_is_none(section: str, step: int) -> None:
    printed = page(deepcopy(HUAIAN_2024))
    for row in printed.sheet(section).rows[1::step]:
        row.append(Box(""))
    assert compare(read(printed), TRUTH, solved=True) == []


def test_a_blank_total_is_no_empty_cell_at_the_end() -> None:
    filled = HUAIAN_2024.with_cells({key: "" for key in HUAIAN_2024.keys if key[0] == "requests" and key[2] == "total"})
    printed = page(deepcopy(filled))
    sheet = printed.sheet("requests")
    for row in sheet.rows[4::2]:
        row.pop()
    assert all("blank → solved 0 " in fault for fault in wrong(read(printed), filled.truth()).values())


def filled_out(sheet: Sheet) -> None:
    """Merged cells taken apart, with what they say in each."""
    for row in sheet.rows:
        for box in [box for box in row if box.colspan > 1]:
            at = row.index(box)
            row[at : at + 1] = [
                Box(box.text, 1, box.rowspan, box.key if place == 0 else None) for place in range(box.colspan)
            ]


def test_a_figure_in_each_column_of_a_name_that_is_in_each_is_one() -> None:
    printed = changed(filled_out, section="proactive")
    assert compare(read(printed), TRUTH) == []
    sheet = printed.sheet("proactive")
    row = sheet.rows[sheet.row_of("penalties")]
    row[-1].text = "3985759"  # not what the two before it say
    report = read(printed)
    assert lost(report) == {("proactive", "penalties", "decisions")}
    row[-1].text = ""
    assert lost(read(printed)) == {("proactive", "penalties", "decisions")}


def test_a_figure_in_each_column_is_not_one_where_the_names_are_others() -> None:
    printed = changed(filled_out, section="proactive")
    sheet = printed.sheet("proactive")
    header = sheet.rows[sheet.row_of("penalties") - 1]
    header[2].text, header[3].text = "去年", "前年"
    assert wrong(read(printed), TRUTH) == {}
    assert ("proactive", "penalties", "decisions") in lost(read(printed))


def merged_down(text: str, item: str = "refused_law", measure: str = "research") -> Page:
    """A cell that reaches down over the row below."""
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("requests")
    at = sheet.row_of(item)
    box = sheet.box(item, measure)
    box.text, box.rowspan = text, 2
    del sheet.rows[at + 1][-7 + APPLICANTS.index(measure)]
    return printed


@pytest.mark.parametrize("print_", [DIALECTS["html_plain"], docx])
@pytest.mark.parametrize(("text", "state"), [("0", "solved"), ("", "blank"), ("/", "nil"), ("3", "lost")])
def test_a_cell_merged_down_says_nought_blank_or_nil_of_each_row(print_, text: str, state: str) -> None:
    report = parse_one(print_(merged_down(text)))
    below = ("requests", "refused_security", "research")
    found = {cell[:3]: cell for cell in report.cell_rows}
    assert found[below].state == state
    own = {key: truth for key, truth in TRUTH.items() if key not in (below, ("requests", "refused_law", "research"))}
    assert all((found[key].state, found[key].value) == truth for key, truth in own.items())


@pytest.mark.parametrize("at", [-6, -4, -1])
def test_a_row_that_lost_a_cell_below_a_merged_one_is_lost(at: int) -> None:
    printed = merged_down("0")
    sheet = printed.sheet("requests")
    del sheet.rows[sheet.row_of("refused_security")][at]
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert {cell.state for cell in report.cell_rows if cell.item == "refused_security"} == {"lost"}


def test_a_span_that_reaches_down_and_lies_adds_no_figure() -> None:
    printed = page(deepcopy(HUAIAN_2024))
    printed.sheet("requests").box("refused_law", "research").rowspan = 2
    assert wrong(read(printed), TRUTH) == {}


@pytest.mark.parametrize(("text", "state"), [("0", "solved"), ("", "blank"), ("/", "nil"), ("3", "lost")])
def test_a_cell_merged_over_two_columns_says_nought_blank_or_nil_of_each(text: str, state: str) -> None:
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("requests")
    row = sheet.rows[sheet.row_of("refused_law")]
    row[-5:-3] = [Box(text, 2, 1, row[-5].key)]  # 科研机构 and 社会公益组织
    report = read(printed)
    both = [("requests", "refused_law", measure) for measure in ("research", "public_interest")]
    found = {cell[:3]: cell for cell in report.cell_rows}
    assert [found[key].state for key in both] == [state] * 2
    assert all((found[key].state, found[key].value) == truth for key, truth in TRUTH.items() if key not in both)


def test_a_nought_merged_over_columns_that_are_not_added_up_is_open() -> None:
    """本年制发件数 and 本年废止件数 are no parts of 现行有效件数."""
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("proactive")
    row = sheet.rows[sheet.row_of("rules")]
    row[-3:-1] = [Box("0", 2, 1, row[-3].key)]
    report = read(printed)
    assert {cell.state for cell in report.cell_rows if cell.item == "rules" and cell.measure != "in_force"} == {"lost"}


@pytest.mark.parametrize("total", ["0", "7"])
def test_a_nought_merged_over_the_last_part_and_a_total_that_is_none_is_not_worked_out(total: str) -> None:
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("requests")
    row = sheet.rows[sheet.row_of("refused_law")]  # 30 1 0 0 0 0 31
    row[-2:] = [Box(total, 2, 1, row[-2].key)]
    report = read(printed)
    found = {cell[:3]: cell for cell in report.cell_rows}
    assert found["requests", "refused_law", "total"].value in (None, 31)


def in_one_row(sheet: Sheet) -> None:
    """规章 and 行政规范性文件 in one row, a line each."""
    at = sheet.row_of("rules")
    one, other = sheet.rows[at : at + 2]
    for box, below in zip(one, other, strict=True):
        box.text, box.markup = f"{box.text}\n{below.text}", f"{box.text}<br>{below.text}"
    del sheet.rows[at + 1]


def test_two_rows_in_one_with_a_line_for_each_are_two() -> None:
    printed = changed(in_one_row, section="proactive")
    assert compare(read(printed), TRUTH) == []


@pytest.mark.parametrize(
    ("place", "markup"),
    [
        (0, "规章<br>规范文件及其他"),
        (1, "18"),
        (2, "0<br>2<br>6"),
        (3, "<br>11"),
        (0, "规章规范性文件"),
        (0, "规章<br>规章"),
    ],
)
def test_two_rows_in_one_whose_lines_do_not_answer_each_other_are_lost(place: int, markup: str) -> None:
    printed = changed(in_one_row, section="proactive")
    sheet = printed.sheet("proactive")
    sheet.rows[sheet.row_of("rules")][place].markup = markup
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert ("proactive", "normative_documents", "issued") in lost(report)


# ── Two years side by side ───────────────────────────────────────────────────────────────────────────────────────


def named(filled: Filled, name: str) -> Sheet:
    sheet = page(deepcopy(filled)).sheet("requests")
    sheet.rows.insert(0, [Box(name, 10)])
    return sheet


def two_tables(own: str, other: str, first: bool = True) -> Page:
    """Table 三 of 2024 and, before or after it, another one; each with its name in its first row."""
    printed = page(deepcopy(HUAIAN_2024))
    at = printed.blocks.index(printed.sheet("requests"))
    sheets = [named(LICHENG_2023, other), named(HUAIAN_2024, own)]
    printed.blocks[at : at + 1] = sheets if first else sheets[::-1]
    return printed


@pytest.mark.parametrize("own", ["2024年收到和处理政府信息公开申请情况", "收到和处理政府信息公开申请情况"])
@pytest.mark.parametrize("first", [True, False])
def test_a_table_whose_first_row_names_another_year_is_left_out(own: str, first: bool) -> None:
    report = read(two_tables(own, "2023年收到和处理政府信息公开申请情况", first))
    assert compare(report, TRUTH) == []
    assert "table_of_another_year" in {finding.rule for finding in report.finding_rows}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(
    "other", ["收到和处理政府信息公开申请情况", "2023年与2024年申请情况", "全市汇总情况", "2024年申请情况"]
)
def test_where_no_years_tell_two_tables_apart_they_are_lost(first: bool, other: str) -> None:
    report = read(two_tables("2024年收到和处理政府信息公开申请情况", other, first))
    assert wrong(report, TRUTH) == {}
    assert ("requests", "new", "natural_person") in lost(report)


def test_a_table_that_is_not_whole_without_the_other_years_stays_lost() -> None:
    printed = two_tables("2024年申请情况", "2023年申请情况")
    sheet = [block for block in printed.blocks if isinstance(block, Sheet) and block.section == "requests"][1]
    sheet.drop(sheet.row_of("refused_law"))
    report = read(printed)
    assert not [cell for cell in report.cell_rows if cell.section == "requests" and cell.value is not None]


def test_the_rest_of_another_years_table_below_its_first_half_is_not_read() -> None:
    printed = page(deepcopy(HUAIAN_2024))
    sheet = printed.sheet("requests")
    at = printed.blocks.index(sheet)
    other = named(LICHENG_2023, "2023年申请情况")
    cut = other.row_of("unavailable_not_held")
    for row in other.rows[:cut]:
        for box in row:
            box.rowspan = min(box.rowspan, cut - other.rows.index(row))
    printed.blocks[at : at + 1] = [Sheet("requests", other.rows[:cut], 3), Sheet("requests", other.rows[cut:], 3)]
    assert wrong(read(printed), TRUTH) == {}
    printed.blocks.insert(at + 2, sheet)
    assert wrong(read(printed), TRUTH) == {}


def two_years(*years: str) -> Callable[[Sheet], None]:
    """Table 二 with columns of several years under each name; a figure of another year than 2024 is one more."""

    def change(sheet: Sheet) -> None:
        rows: list[list[Box]] = []
        count = len(years)
        for row in sheet.rows:
            head, *cells = row
            if not cells:
                rows.append([Box(head.text, 1 + 3 * count)])
            elif not any(box.key for box in row):
                rows.append([Box(head.text, 1, 2), *(Box(box.text, box.colspan * count) for box in cells)])
                rows.append([Box(year, box.colspan) for box in cells for year in years])
            else:
                rows.append([head, *(_of_year(box, year) for box in cells for year in years)])
        sheet.rows = rows

    return change


def _of_year(box: Box, year: str) -> Box:
    return deepcopy(box) if year.startswith("2024") else Box(f"1{box.text}", box.colspan)


@pytest.mark.parametrize(
    "years",
    [("2024年", "2023年"), ("2023年", "2024年"), ("2022年", "2024年度", "2023年"), ("2024年数量", "2023年数量")],
)
@pytest.mark.parametrize("print_", [DIALECTS["html_plain"], docx])
def test_of_columns_of_several_years_the_reports_are_read(print_, years: tuple[str, ...]) -> None:
    report = parse_one(print_(changed(two_years(*years), section="proactive")))
    assert compare(report, TRUTH) == []


@pytest.mark.parametrize("years", [("2023年", "2022年"), ("本年", "上年"), ("2024年", "增幅"), ("2024年", "2024年")])
def test_columns_whose_years_do_not_tell_them_apart_are_lost(years: tuple[str, ...]) -> None:
    report = read(changed(two_years(*years), section="proactive"))
    assert wrong(report, TRUTH) == {}
    assert ("proactive", "licences", "decisions") in lost(report)


@pytest.mark.parametrize("at", [1, 2, 4, 6])
def test_a_row_that_lost_a_cell_among_columns_of_two_years_is_not_read(at: int) -> None:
    printed = changed(two_years("2024年", "2023年"), section="proactive")
    sheet = printed.sheet("proactive")
    del sheet.rows[sheet.row_of("normative_documents")][at]
    assert wrong(read(printed), TRUTH) == {}


def test_years_that_do_not_stand_under_their_names_are_not_read() -> None:
    printed = changed(two_years("2024年", "2023年"), section="proactive")
    header = printed.sheet("proactive").rows[1]
    header[1].colspan, header[2].colspan = 3, 1
    report = read(printed)
    assert wrong(report, TRUTH) == {}
    assert ("proactive", "normative_documents", "issued") in lost(report)
