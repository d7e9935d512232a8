"""What random walks (`make fuzz READER=walk`) found: damage after which a figure came out that no cell of the page prints.

Each page has known figures. After the damage a cell has its figure or none, and what is left open has a warning.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dialects import DIALECTS, Box, Line, Page, Sheet, page
from filled import HUAIAN_2024, LICHENG_2023, PINGTAN_2020, Filled, compare, parse_one, verdicts, wrong
from pdf_pages import Style, form
from seeds import docx, ruled_pdf

import gxdata as gx
from gxdata.readers.lines import text_lines
from gxdata.readers.page import Glyph

RAW = Path(__file__).parent.parent / "data" / "raw"


def one(data: bytes | str):
    return parse_one(data.encode("utf-8") if isinstance(data, str) else data)


def text_of(printed: Filled | Page, dialect: str) -> str:
    return DIALECTS[dialect](printed).decode("utf-8")


def states(report, item: str) -> set[str]:
    return {cell.state for cell in report.cell_rows if cell.item == item}


def warned(report, section: str) -> bool:
    return any(each.section == section and each.severity != "note" for each in report.finding_rows)


def row_of(printed: Page, section: str, item: str) -> list[Box]:
    sheet = printed.sheet(section)
    return sheet.rows[sheet.row_of(item)]


# ── Headers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("span", [1, 2, 3, 4, 6, 50])
def test_a_header_cell_whose_span_lies_moves_no_column(span: int) -> None:
    html = text_of(HUAIAN_2024, "html_plain").replace('<td colspan="5">法人或其他', f'<td colspan="{span}">法人或其他')
    assert wrong(one(html), HUAIAN_2024.truth()) == {}


def test_a_name_that_falls_out_of_the_header_tells_of_no_column() -> None:
    html = text_of(HUAIAN_2024, "html_plain").replace("<td>社会公益组织", "社会公益组织")
    assert wrong(one(html), HUAIAN_2024.truth()) == {}


@pytest.mark.parametrize("tag", ['<td colspan="5">', '<td colspan="10">'])
@pytest.mark.parametrize("name", ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"])
def test_a_channels_name_that_falls_out_of_the_header_moves_no_channel(tag: str, name: str) -> None:
    """A browser shows what stands in a row outside its cells before the table, so above the channel that is first."""
    html = text_of(HUAIAN_2024, "html_plain")
    assert wrong(one(html.replace(f"{tag}{name}</td>", f"{name}</td>")), HUAIAN_2024.truth()) == {}


@pytest.mark.parametrize("lines", [["行政诉讼", "行政复议"], ["行政复议", "行政诉讼"]])
def test_channels_named_in_lines_above_the_grid_are_in_the_forms_order_or_not_read(lines: list[str]) -> None:
    """In a PDF the upper lines of the header may stand above the ruled lines; a name set in the middle of two lines
    comes after one that stands on the first."""
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    figures = ["72", "64", "178", "37", "351", "13", "4", "8", "1", "26", "12", "1", "1", "6", "20"]
    rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in (results, figures))
    above = "".join(f"<p>{line}</p>" for line in [*lines, "未经复议直接起诉", "复议后起诉"])
    html = (
        "<h1>淮安市人民政府2024年政府信息公开工作年度报告</h1><p>四、政府信息公开行政复议、行政诉讼情况</p>"
        f"{above}<table>{rows}</table><p>五、存在的主要问题及改进情况</p><p>无。</p>"
    )
    truths = {key: truth for key, truth in HUAIAN_2024.truth().items() if key[0] == "proceedings"}
    (report,) = gx.parse(html.encode())
    assert wrong(report, truths) == {}
    states = set(report.cells.filter(section="proceedings")["state"])
    assert states == ({"number"} if lines[0] == "行政复议" else {"lost"})


@pytest.mark.parametrize("dialect", ["tabbed", "markdown", "spaced", "lines", "piped"])
def test_a_line_like_a_columns_name_before_the_table_is_no_column(dialect: str) -> None:
    printed = page(HUAIAN_2024)
    at = printed.blocks.index(printed.sheet("requests"))
    printed.blocks.insert(at - 1, Line("text", "其他"))
    assert wrong(one(DIALECTS[dialect](printed)), HUAIAN_2024.truth()) == {}


def test_such_a_line_costs_a_table_of_fields_nothing() -> None:
    printed = page(HUAIAN_2024)
    printed.blocks.insert(printed.blocks.index(printed.sheet("requests")) - 1, Line("text", "其他"))
    assert not compare(one(DIALECTS["tabbed"](printed)), HUAIAN_2024.truth())


@pytest.mark.parametrize("gone", range(2, 15))
def test_two_results_run_together_in_the_header_of_table_4_move_no_column(gone: int) -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    names[gone - 1 : gone + 1] = ["".join(names[gone - 1 : gone + 1])]
    figures = "72\t64\t178\t37\t351\t13\t4\t8\t1\t26\t12\t1\t1\t6\t20"
    lines = [
        "行政复议" + "\t" * 5 + "行政诉讼" + "\t" * 9,
        "\t" * 5 + "未经复议直接起诉" + "\t" * 5 + "复议后起诉" + "\t" * 4,
    ]
    head = "淮安市人民政府2024年政府信息公开工作年度报告\n四、政府信息公开行政复议、行政诉讼情况\n"
    reports = gx.parse(
        (head + "\n".join([*lines, "\t".join(names), figures]) + "\n\n五、存在的主要问题及改进情况\n无。\n").encode()
    )
    truths = {key: truth for key, truth in HUAIAN_2024.truth().items() if key[0] == "proceedings"}
    assert [wrong(report, truths) for report in reports] == [{}]


@pytest.mark.parametrize("gone", range(15))
def test_a_result_that_falls_out_of_the_header_of_table_4_moves_no_column(gone: int) -> None:
    html = text_of(HUAIAN_2024, "html_plain")
    head, mark, rest = html.partition("四、政府信息公开行政复议、行政诉讼情况</p>")
    place = [*re.finditer("<td[^<>]*>(?=结果|其他|尚未|总计)", rest)][gone]
    report = one(head + mark + rest[: place.start()] + rest[place.end() :])
    assert wrong(report, HUAIAN_2024.truth()) == {}


@pytest.mark.parametrize("gone", ["通知收取件数", "通知收取金额", "实际收取金额"])
def test_a_name_that_falls_out_of_the_header_of_the_fees_moves_no_column(gone: str) -> None:
    fees = {
        ("processing_fees", "processing_fees", measure): figure
        for measure, figure in zip(("notified", "notified_yuan", "collected_yuan"), ("3", "412.5", "7"), strict=True)
    }
    filled = Filled("2021", "2021", {**HUAIAN_2024.cells, **fees}, HUAIAN_2024.agency, 2025, True)
    html = text_of(filled, "html_plain")
    assert wrong(one(html.replace(f"<td>{gone}", gone)), filled.truth()) == {}


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kept", range(1, 15))
@pytest.mark.parametrize("dialect", ["tabbed", "html_plain"])
def test_the_rest_of_a_row_of_table_4_is_not_another_channels(dialect: str, kept: int) -> None:
    printed = page(HUAIAN_2024)
    if dialect == "tabbed":
        line = "\t".join(box.text for box in printed.sheet("proceedings").rows[-1])
        report = one(text_of(printed, dialect).replace(line, "\t".join(line.split("\t")[:kept])))
    else:
        del printed.sheet("proceedings").rows[-1][kept:]
        report = one(DIALECTS[dialect](printed))
    assert wrong(report, HUAIAN_2024.truth()) == {} and warned(report, "proceedings")


@pytest.mark.parametrize("kept", [5, 10])
def test_blanks_left_of_the_header_are_no_channel_of_a_row_that_was_cut_off(kept: int) -> None:
    text = text_of(HUAIAN_2024, "piped")
    end = text.index("\n72 |\n64 |") + 1
    cut = "\n".join([text[:end] + "\n".join(text[end:].split("\n")[:kept]), "五、存在的主要问题及改进情况", "无。", ""])
    assert "|||||\n72 |" in cut
    assert wrong(one(cut), HUAIAN_2024.truth()) == {}


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("dialect", ["tabbed", "html_plain"])
def test_of_two_rows_without_labels_in_table_4_none_is_chosen(dialect: str, above: bool) -> None:
    printed = page(LICHENG_2023)
    rows = printed.sheet("proceedings").rows
    rows.insert(len(rows) - above, [Box(str(n)) for n in (1, 0, 0, 0, 1, 2, 0, 0, 0, 2, 3, 0, 0, 0, 3)])
    report = one(DIALECTS[dialect](printed))
    assert states(report, "reconsideration") == {"lost"} and warned(report, "proceedings")


def test_a_row_of_table_4_that_is_there_twice_is_read() -> None:
    printed = page(LICHENG_2023)
    rows = printed.sheet("proceedings").rows
    rows.append([Box(box.text) for box in rows[-1]])
    assert not compare(one(DIALECTS["html_plain"](printed)), LICHENG_2023.truth())


def test_of_two_rows_with_one_label_none_is_chosen() -> None:
    printed = page(LICHENG_2023)
    row_of(printed, "proactive", "normative_documents")[0].text = "行政许可"
    report = one(DIALECTS["html_plain"](printed))
    found = {cell.value for cell in report.cell_rows if cell.item == "licences"}
    assert found == {None} and warned(report, "proactive")


def test_the_last_column_of_a_header_is_no_row_where_the_rows_label_is_gone() -> None:
    text = text_of(HUAIAN_2024, "glued").replace("一、本年新收政府信息公开申请数量", "")
    reports = gx.parse(text[: text.index("（二）部分公开")].encode())
    assert reports
    for report in reports:
        assert "number" not in states(report, "other_rest") | states(report, "new")
        assert "solved" not in states(report, "other_rest") | states(report, "new")


def test_a_sentence_does_not_stand_in_for_a_row_of_words() -> None:
    printed = page(LICHENG_2023)
    row_of(printed, "proactive", "licences")[1].text = "2024年"
    printed.blocks.insert(printed.blocks.index(printed.sheet("proactive")) - 1, Line("text", "行政许可 1034"))
    report = one(DIALECTS["tabbed"](printed))
    assert report.value("proactive", "licences", "decisions") is None


@pytest.mark.parametrize("dialect", ["html_plain", "markdown", "spaced"])
def test_last_years_tables_on_the_other_form_are_not_mixed_in(dialect: str) -> None:
    printed = page(PINGTAN_2020)
    sheets = [block for block in page(LICHENG_2023).blocks if isinstance(block, Sheet)]
    printed.blocks += [Line("text", "附件：2023年政府信息公开情况统计表（供比较）"), *sheets]
    report = one(DIALECTS[dialect](printed))
    assert not compare(report, PINGTAN_2020.truth())
    assert any(each.rule == "table_repeated" for each in report.finding_rows)


def test_a_row_of_the_old_form_with_blanks_is_none_of_the_new_one_because_its_neighbour_has_lost_its_label() -> None:
    """The header says 上一年项目数量 above the one figure; 处理决定数量 is blank."""
    blank = {("proactive", "coercive_measures", measure): "" for measure in ("items_change", "decisions")}
    filled = PINGTAN_2020.with_cells({("proactive", "coercive_measures", "items_last_year"): "4"} | blank)
    html = text_of(filled, "html_word").replace("行政处罚</p></td>", "罚</p></td>")
    assert "罚</p></td>" in html
    assert wrong(one(html), filled.truth()) == {}


def test_where_a_row_keeps_only_its_labels_ordinal_it_is_no_figure() -> None:
    filled = HUAIAN_2024.with_cells({("requests", "unavailable_not_compiled", "total"): ""})
    html = text_of(filled, "html_plain")
    assert html.count("2.没有现成信息需要另行制作") == 1
    assert wrong(one(html.replace("2.没有现成信息需要另行制作", "2")), filled.truth()) == {}


def test_of_two_rows_neither_is_as_wide_as_most() -> None:
    """One cell too many beside a blank: it may be any of the row's, and the row below cannot say."""
    row = "<tr><td>规章</td><td>1</td><td>0</td><td>11</td></tr>"
    html = text_of(HUAIAN_2024, "html_plain")
    assert row in html
    report = one(html.replace(row, "<tr><td>规章</td><td></td><td>18</td><td>11</td><td>11</td></tr>"))
    assert states(report, "rules") == {"lost"}


def test_a_span_is_no_cell_for_each_of_its_columns_where_full_rows_have_spans_too() -> None:
    """The last cell has fallen out of its row: -18 is not the third figure because 2648 spans two columns."""
    html = text_of(PINGTAN_2020, "html_word")
    end = '<p align="center">538</p></td></tr>'
    assert html.count(end) == 1
    cell = html[: html.index(end)].rpartition("<td")[2]
    assert wrong(one(html.replace(f"<td{cell}{end}", end)), PINGTAN_2020.truth()) == {}


@pytest.mark.parametrize("dialect", ["markdown", "tabbed", "html_plain"])
def test_an_applicant_whose_name_is_gone_is_not_missing(dialect: str) -> None:
    filled = HUAIAN_2024.with_cells({("requests", "new", "legal_service"): ""})
    printed = page(filled)
    for row in printed.sheet("requests").rows:
        for box in row:
            if box.text == "自然人":
                box.text = ""
    report = one(DIALECTS[dialect](printed))
    assert wrong(report, filled.truth()) == {}
    assert all(
        each == "right" for key, each in verdicts(report, filled.truth()).items() if key[:2] == ("requests", "granted")
    )


@pytest.mark.parametrize("header", ["总计 自然人 商业企业 科研机构 社会公益 法律服务 其他", "申请人情况", ""])
def test_columns_whose_names_are_gone_and_whose_sums_do_not_hold_are_not_read(header: str) -> None:
    """The total comes first, as the broken names above may say: in the form's order hardly a row adds up."""
    printed = page(HUAIAN_2024)
    for row in printed.sheet("requests").rows:
        if len(row) > 7 and row[-1].text.replace(",", "").isdigit():
            row.insert(len(row) - 7, row.pop())
    text = DIALECTS["lines"](printed).decode()
    head, mark, rest = text.partition("三、收到和处理政府信息公开申请情况")
    head, mark, rest = (
        head + mark,
        "一、本年新收政府信息公开申请数量",
        rest.partition("一、本年新收政府信息公开申请数量")[2],
    )
    report = one(f"{head}\n{header}\n{mark}{rest}")
    assert wrong(report, HUAIAN_2024.truth()) == {}
    assert states(report, "granted") == {"lost"}
    assert warned(report, "requests")


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("label", ["二、上年结转", "四、结转下年度"])
def test_what_is_left_of_a_merged_label_is_no_blank_cell(label: str) -> None:
    """Two fields run together: the row has one too few, and a blank after its label that fills up the count."""
    text = text_of(LICHENG_2023, "markdown")
    line = next(line for line in text.split("\n") if line.startswith(f"| {label}"))
    report = one(text.replace(line, line.replace("| 0 | 0 |", "| 0 0 |", 1)))
    assert wrong(report, LICHENG_2023.truth()) == {}


BLANK_TOTALS = {
    ("requests", item, "total"): "" for item in ("granted", "partly_granted", "refused_law", "carried_in", "concluded")
}


def test_where_totals_are_often_blank_a_lost_cell_does_not_make_the_total_another_column() -> None:
    filled = LICHENG_2023.with_cells({key: "" for key in BLANK_TOTALS if key[1] != "granted"})
    printed = page(filled)
    del row_of(printed, "requests", "granted")[-2]  # the 0 of the others: 30 1 0 0 0 31 and a blank field
    report = one(DIALECTS["tabbed"](printed))
    assert report.value("requests", "granted", "other") in (None, 0)


@pytest.mark.parametrize("at", range(7))
def test_a_cell_doubled_in_an_html_row_with_a_blank_total_moves_nothing(at: int) -> None:
    filled = HUAIAN_2024.with_cells(dict.fromkeys(BLANK_TOTALS, ""))
    printed = page(filled)
    row = row_of(printed, "requests", "granted")
    place = len(row) - 7 + at
    row.insert(place, Box(row[place].text))
    found = verdicts(one(DIALECTS["html_plain"](printed)), filled.truth())
    assert "wrong" not in found.values()


def test_a_blank_total_in_a_row_as_wide_as_the_others_is_read() -> None:
    filled = HUAIAN_2024.with_cells(dict.fromkeys(BLANK_TOTALS, ""))
    assert not compare(one(DIALECTS["html_plain"](filled)), filled.truth())


def copied(printed: Page) -> bytes:
    """As a browser copies a page: every row its own cells alone, a tab between them."""
    rows = [
        "\n".join("\t".join(cell.text for cell in row) for row in block.rows)
        if isinstance(block, Sheet)
        else block.text
        for block in printed.blocks
    ]
    return "\n".join(rows).encode()


WITHOUT_NOUGHTS = HUAIAN_2024.with_cells(
    {key: "" for key, each in HUAIAN_2024.truth().items() if key[0] == "requests" and each.value == 0}
)


def test_rows_of_nothing_but_blanks_are_blank_where_every_other_row_has_its_total() -> None:
    blank = {key: "" for key, each in LICHENG_2023.truth().items() if key[0] == "requests" and each.value == 0}
    filled = LICHENG_2023.with_cells(blank)
    found = verdicts(one(copied(page(filled))), filled.truth())
    assert {said for key, said in found.items() if key[0] == "requests"} == {"right"}


@pytest.mark.parametrize("padded", [True, False])
@pytest.mark.parametrize("item", ["granted", "refused_law", "unavailable_not_held", "other_rest", "carried_out"])
def test_a_cell_lost_from_such_a_row_moves_no_other(item: str, padded: bool) -> None:
    for place in range(-7, 0):
        printed = page(WITHOUT_NOUGHTS)
        row = row_of(printed, "requests", item)
        del row[place]
        if padded:
            row.append(Box(""))
        said = verdicts(one(copied(printed)), WITHOUT_NOUGHTS.truth())
        assert "wrong" not in said.values(), place


# ── Files that end early ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("figure", ["447228", "3985758", "96171.6"])
def test_a_page_that_ends_within_a_cell_does_not_print_half_a_figure(figure: str) -> None:
    html = text_of(HUAIAN_2024, "html_plain")
    at = html.index(f">{figure}<") + 1
    for kept in range(len(figure) + 1):
        for report in gx.parse(html[: at + kept].encode()):
            assert wrong(report, HUAIAN_2024.truth()) == {}
            assert any("ends within" in each.message for each in report.finding_rows)


def test_a_page_without_end_tags_ends_within_no_cell() -> None:
    html = re.sub("</(?:td|tr|tbody)>", "", text_of(HUAIAN_2024, "html_plain"))
    report = one(html)
    assert not compare(report, HUAIAN_2024.truth())
    assert not any("ends within" in each.message for each in report.finding_rows)


def test_a_text_that_ends_within_a_table_does_not_print_half_a_figure() -> None:
    text = text_of(HUAIAN_2024, "tabbed")
    at = text.index("\t447228") + 1
    for end in (at + 2, at + 5):
        for report in gx.parse(text[:end].encode()):
            assert wrong(report, HUAIAN_2024.truth()) == {}
    cut = text[: text.index("\t1362") + 3]  # the total of a row of seven
    assert [wrong(report, HUAIAN_2024.truth()) for report in gx.parse(cut.encode())] == [{}]


def test_a_text_that_ends_with_a_whole_table_keeps_its_last_figure() -> None:
    text = text_of(HUAIAN_2024, "tabbed")
    whole = text[: text.index("\t6\t20") + len("\t6\t20")]
    report = one(whole)
    assert not compare(report, HUAIAN_2024.truth(), solved=True)


# ── Pages of a PDF ───────────────────────────────────────────────────────────────────────────────────────────────


def digits(text: str, step: float, width: float = 7.2, size: float = 8.0) -> list[Glyph]:
    return [Glyph(each, 40 + step * n, 700, 40 + step * n + width, 707, size, False, 0) for n, each in enumerate(text)]


@pytest.mark.parametrize("text", ["77", "66241", "1122", "0000"])
@pytest.mark.parametrize("step", [3.0, 3.6, 4.0, 5.0, 7.2])
def test_equal_figures_whose_boxes_are_wider_than_their_step_are_all_there(text: str, step: float) -> None:
    """As in fonts whose every glyph claims the font's whole box: 4 points from one digit to the next, 7.2 wide."""
    [line] = text_lines(digits(text, step))
    assert line.text == text
    assert line.doubt == (step < 0.6 * 7.2)


@pytest.mark.parametrize("shift", [0.0, 0.3, 1.0, 1.5])
def test_a_figure_printed_over_itself_is_there_once(shift: float) -> None:
    twice = digits("66241", 4.0, 4.0) + [
        glyph._replace(left=glyph.left + shift, right=glyph.right + shift) for glyph in digits("66241", 4.0, 4.0)
    ]
    [line] = text_lines(twice)
    assert line.text == "66241"


def test_a_page_of_known_figures_is_read_in_full() -> None:
    assert not compare(one(ruled_pdf(page(HUAIAN_2024))), HUAIAN_2024.truth())
    assert not compare(one(docx(page(HUAIAN_2024))), HUAIAN_2024.truth())


# ── Figures that go on below ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rest", ["6\t6", "\t\t6\t\t\t\t\t\t6", "\n6 6", "6 6"])
def test_a_row_whose_figures_may_go_on_in_the_line_below_is_lost(rest: str) -> None:
    """Digits that did not fit their columns, of a part and its total alike: without them every sum still holds."""
    sample = (RAW / "004_cf474a2a7b651b5a.txt").read_text("utf-8")
    rows = {label: ["273", *"00000", "273"] for label in ("请数量\t\t", "(一) 予以公开\t", "(七)总计\t\t")}
    rows["\n"] = ["0", "0", "273", "0", "273", *"0000000000"]
    for label, figures in rows.items():
        noughts = re.escape(label + "\t".join("0" * len(figures))) + "\t*\n"
        sample, found = re.subn(noughts, label + "\t".join(figures) + "\n" + rest + "\n", sample, count=1)
        assert found
    report = one(sample)
    assert {cell.state for cell in report.cell_rows if cell.value == 273} == set()
    for item in ("new", "granted", "concluded", "reconsideration"):
        assert states(report, item) == {"lost"}
    assert warned(report, "requests")
    assert warned(report, "proceedings")


def test_a_row_whose_figures_begin_above_it_and_end_below_it_is_lost() -> None:
    """As `pdftotext -layout` sets 1,288 and 1,362, each in three lines: a letter of the group's name leads every line."""
    text = text_of(HUAIAN_2024, "spaced")
    (row,) = [line for line in text.split("\n") if "予以公开" in line and "1288" in line]
    broken = [row.replace("1288", "28").replace("1362", "36"), "本 8 2"]
    for lines in (["三 1, 1,", *broken], broken):
        report = one(text.replace(row, "\n".join(lines)))
        assert wrong(report, HUAIAN_2024.truth()) == {}
        assert states(report, "granted") == {"lost"}
        assert states(report, "new") == {"number"}


@pytest.mark.parametrize("below", ["                 3", "其中网上申请    3", "另有咨询类事项   35 2", "— 3 —"])
def test_a_row_that_does_not_add_up_is_as_printed_beside_a_number_of_its_own(below: str) -> None:
    """A page's number, or a remark: the report contradicts itself, and the finding says so."""
    text = text_of(HUAIAN_2024, "spaced")
    (row,) = [line for line in text.split("\n") if "予以公开" in line and "1288" in line]
    report = one(text.replace(row, row.replace("1362", "1363") + "\n" + below))
    assert report.value("requests", "granted", "total") == 1363
    assert "applicants" in {each.rule for each in report.finding_rows if each.item == "granted"}


def test_a_row_without_lines_whose_figures_go_on_below_it_is_lost() -> None:
    printed = {("proceedings", "litigation_direct", measure): "2736" for measure in ("other", "total")}
    nought = {("proceedings", "litigation_direct", measure): "0" for measure in ("upheld", "corrected", "pending")}
    filled = HUAIAN_2024.with_cells(nought | printed)
    style = Style(borders="three", align="right", middle=False, labels="left", small=10.5, vertical=True)
    report = one(form(page(filled), style))
    assert {each for key, each in verdicts(report, filled.truth()).items() if key in printed} == {"lost"}
    assert wrong(report, filled.truth()) == {}
