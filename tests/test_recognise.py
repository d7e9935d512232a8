"""What a page holds besides the three tables, and pages that mix forms. Figures are from the reports named."""

from decimal import Decimal

import pytest
from dialects import DIALECTS
from filled import HUAIAN_2024

import gxdata as gx


def rows(*cells):
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in cells)


def page(title, *parts):
    return f"<html><body><h1>{title}</h1>{''.join(parts)}</body></html>".encode()


def table(*cells):
    return f"<table>{rows(*cells)}</table>"


# 平潭综合实验区市场监督管理局2025年度政府信息公开工作年度报告: no row 规章, and a table of processing fees in a section of its own
FEES = page(
    "平潭综合实验区市场监督管理局2025年度政府信息公开工作年度报告",
    "<p>二、主动公开政府信息情况</p>",
    table(
        "第二十条第（一）项", "信息内容|本年制发件数|本年废止件数|现行有效件数", "行政规范性文件|1|1|73",
        "第二十条第（六）项", "信息内容|本年处理决定数量", "行政处罚|187", "行政强制|42",
    ),
    "<p>五、信息处理费收取情况</p>",
    table("|通知收取件数|通知收取金额（元）|实际收取金额（元）", "信息处理费|1|800|0"),
)  # fmt: skip


def test_processing_fees_are_read_into_cells_and_the_report():
    report = gx.parse(FEES)[0]
    fees = [cell.value for cell in report.cells_of("processing_fees")]
    assert fees == [Decimal(1), Decimal(800), Decimal(0)]
    row = report.reports.row(0, named=True)
    assert (row["fee_notices"], row["fee_notified_yuan"], row["fee_collected_yuan"]) == (1, 800, 0)
    assert (7, "extra", "五、信息处理费收取情况") in [chapter[:3] for chapter in report.chapter_rows]


def test_a_row_that_is_not_there_is_lost_with_a_finding():
    report = gx.parse(FEES)[0]
    assert {cell.state for cell in report.cell_rows if cell.item == "rules"} == {"lost"}
    assert ("row_missing", "rules") in [(finding.rule, finding.item) for finding in report.finding_rows]
    assert report.value("proactive", "normative_documents", "in_force") == 73


def test_a_table_that_is_not_there_is_a_finding():
    missing = {finding.section for finding in gx.parse(FEES)[0].finding_rows if finding.rule == "table_missing"}
    assert missing == {"requests", "proceedings"}


def test_a_table_whose_blocks_are_of_two_forms_is_mixed():
    # as 黑河市气象局2021年: the block of 第二十条第（一）项 from the form of 2019, the others from that of 2021
    mixed = page(
        "黑河市气象局2021年政府信息公开工作年度报告",
        table(
            "第二十条第（一）项", "信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|0|0|0", "规范性文件|1|2|3",
            "第二十条第（五）项", "信息内容|本年处理决定数量", "行政许可|4",
            "第二十条第（六）项", "信息内容|本年处理决定数量", "行政处罚|5", "行政强制|6",
            "第二十条第（八）项", "信息内容|本年收费金额（单位：万元）", "行政事业性收费|7.5",
        ),
    )  # fmt: skip
    report = gx.parse(mixed)[0]
    assert report.forms["proactive"] == report.form == "mixed"
    found = {cell[1:3]: cell.value for cell in report.cells_of("proactive")}
    assert found["normative_documents", "made"] == 1
    assert found["normative_documents", "public_total"] == 3
    assert (found["licences", "decisions"], found["fees", "amount"]) == (4, Decimal("7.5"))
    assert ("licences", "items_last_year") not in found


def test_a_page_without_a_report_has_none():
    assert (
        gx.parse(
            "<html><body><p>关于做好2021年政府信息公开工作年度报告编制工作的通知</p><p>各单位：</p></body></html>".encode()
        )
        == []
    )


def test_words_in_a_cell_have_their_state_and_text():
    worded = FEES.replace(b"<td>187</td>", "<td>详见附件</td>".encode())
    cell = next(cell for cell in gx.parse(worded)[0].cell_rows if cell.item == "penalties")
    assert (cell.state, cell.raw, cell.value) == ("text", "详见附件", None)


def proactive(header, figures, fees="信息内容|本年收费金额（单位：万元）", amount="7"):
    return page(
        "永嘉县统计局2023年政府信息公开工作年度报告",
        table(f"信息内容|{header}", "规章|0|0|0", f"行政规范性文件|{figures}", fees, f"行政事业性收费|{amount}"),
    )


def cell_of(report, item, measure):
    return next(cell for cell in report.cell_rows if cell[1:3] == (item, measure))


def test_the_unit_is_the_cells_own_else_the_headers_else_the_forms():
    header = "本年制发件数|本年废止件数|现行有效件数"
    assert cell_of(gx.parse(proactive(header, "1|2|3"))[0], "fees", "amount").unit == "万元"
    report = gx.parse(proactive(header, "1|2|3", "信息内容|本年收费金额（单位：元）", "251000"))[0]
    assert cell_of(report, "fees", "amount").unit == "元"
    assert "unit_differs" in {finding.rule for finding in report.finding_rows}
    assert cell_of(gx.parse(proactive(header, "1|2|3", amount="251000(元)"))[0], "fees", "amount").unit == "元"


@pytest.mark.parametrize(
    ("printed", "unit"),
    [
        ("本年收费金额 单位：元", "元"),
        ("本年收费金额：元", "元"),
        ("本年收费金额/元", "元"),
        ("本年收费金额（人民币元）", "元"),
        ("本年收费金额（单位为元）", "元"),
        ("本年收费金额【元】", "元"),
        ("本年收费金额（单位：百万元）", "百万元"),
        ("本年收费金额（单位：亿元）", "亿元"),
        ("本年收费金额（单位：万元，保留四位小数）", "万元"),
        ("本年收费金额", "万元"),
    ],
)
def test_a_unit_is_read_however_the_header_states_it(printed, unit):
    report = gx.parse(proactive("本年制发件数|本年废止件数|现行有效件数", "1|2|3", f"信息内容|{printed}", "251000"))[0]
    cell = cell_of(report, "fees", "amount")
    assert (cell.value, cell.unit) == (251000, unit)
    assert ("unit_differs" in {finding.rule for finding in report.finding_rows}) == (unit != "万元")


def test_a_unit_is_read_of_a_rows_label_a_line_above_the_table_and_running_text():
    header = "本年制发件数|本年废止件数|现行有效件数"
    page_ = proactive(header, "1|2|3", "信息内容|本年收费金额", "251000").decode()
    for changed in (
        page_.replace("行政事业性收费", "行政事业性收费（元）"),
        page_.replace("<table", "<p>金额单位：元</p><table", 1),
        page_.replace("<table", "<p>（单位：件、元）</p><table", 1),
    ):
        assert cell_of(gx.parse(changed.encode())[0], "fees", "amount").unit == "元"
    line = "第二十条第（八）项 信息内容 本年收费金额（单位：元） 行政事业性收费 251000"
    text = (
        "永嘉县统计局2023年政府信息公开工作年度报告\n一、总体情况\n二、主动公开政府信息情况\n信息内容 本年制发件数 本年废止件数 "
        f"现行有效件数\n规章 0 0 0\n行政规范性文件 1 2 3\n{line}\n"
    )
    cell = cell_of(gx.parse(text.encode())[0], "fees", "amount")
    assert (cell.value, cell.unit) == (251000, "元")


def test_counts_in_ten_thousands_are_no_counts():
    rows = (
        "第二十条第（五）项",
        "信息内容|本年处理决定数量{}",
        "行政许可{}|44",
        "信息内容|本年收费金额（万元）",
        "行政事业性收费|7",
    )
    for header, label in (("（万件）", ""), ("（单位：万件）", ""), ("", "（万件）")):
        shown = [rows[0], rows[1].format(header), rows[2].format(label), *rows[3:]]
        report = gx.parse(page("永嘉县统计局2023年政府信息公开工作年度报告", table(*shown)))[0]
        cell = cell_of(report, "licences", "decisions")
        assert (cell.state, cell.value) == ("lost", None)
        assert "unit_differs" in {finding.rule for finding in report.finding_rows}


def test_columns_whose_names_are_gone_are_read_only_where_the_others_stand_in_their_places():
    right = gx.parse(proactive("本年制发件数|本年废止件数|有效的", "1|2|3"))[0]
    assert cell_of(right, "normative_documents", "in_force").value == 3
    for header in ("本年制发件数|现行有效件数|本年废止的", "有效的|本年制发件数|本年废止件数"):
        report = gx.parse(proactive(header, "1|2|3"))[0]
        assert {cell.state for cell in report.cell_rows if cell.item == "normative_documents"} == {"lost"}
        assert "columns_undecided" in {finding.rule for finding in report.finding_rows}


def test_columns_in_another_order_are_read_by_their_names_with_a_finding():
    report = gx.parse(proactive("现行有效件数|本年制发件数|本年废止件数", "3|1|2"))[0]
    assert [
        cell_of(report, "normative_documents", measure).value for measure in ("issued", "repealed", "in_force")
    ] == [1, 2, 3]
    assert "columns_moved" in {finding.rule for finding in report.finding_rows}


def test_marks_that_look_like_digits_raise_nothing():
    for mark in ("0²", "0①②③④⑤⑥⑦⑧", "²"):
        assert gx.parse(proactive("本年制发件数|本年废止件数|现行有效件数", f"{mark}|2"))


def test_a_table_whose_rows_do_not_decide_its_form_is_read_all_the_same():
    # the rows 其他处理, which alone tell the forms apart, are not there
    rows = (
        "一、本年新收政府信息公开申请数量|3|0|0|0|0|0|3",
        "（一）予以公开|3|0|0|0|0|0|3",
        "（七）总计|3|0|0|0|0|0|3",
    )
    header = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    report = gx.parse(page("永嘉县统计局2023年政府信息公开工作年度报告", table(header, *rows)))[0]
    assert report.value("requests", "new", "total") == report.value("requests", "granted", "natural_person") == 3
    assert {cell.state for cell in report.cell_rows if cell.item == "refused_law"} == {"lost"}
    assert "form_undecided" in {finding.rule for finding in report.finding_rows}


def test_a_label_that_holds_another_rows_name_is_not_taken_for_a_row_like_it():
    # the first two rows of 淮安市2024年; the letters of the vertical label 本年 stand around the second row's own label
    applicants = "||自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    report = gx.parse(
        page(
            "淮安市2024年政府信息公开工作年度报告",
            "<p>三、收到和处理政府信息公开申请情况</p>",
            table(
                applicants,
                "、 一、本年新收政府信息公开申请数量||3001|53|0|0|61|4|3119",
                "本<br>二、上年结转政府信息公开申请数量<br>年||34|0|0|0|0|0|34",
                "三、本年度办理结果|（一）予以公开|0|0|0|0|0|0|0",
                "|（二）部分公开|0|0|0|0|0|0|0",
            ),
        )
    )[0]
    new = report.value("requests", "new", "total")
    assert new in (None, 3119)
    assert report.value("requests", "carried_in", "total") in (None, 34)


LINES = """永嘉县统计局2023年政府信息公开工作年度报告
一、总体情况
二、主动公开政府信息情况
信息内容 本年制发件数 本年废止件数 现行有效件数
规章 0 0 0
行政规范性文件 1 2 3
信息内容 本年处理决定数量
行政许可 {}
行政处罚 6
行政强制 7
"""


@pytest.mark.parametrize(
    "printed",
    [
        "12千",
        "12百元",
        "1O",
        "12:30",
        "1'234",
        "1、234",
        "12、13",
        "12[1]",
        "12(3)",
        "②12",
        "12²",
        "12家",
        "（上年）12",
    ],
)
def test_what_is_more_than_a_figure_is_not_cut_down_to_one_in_running_text(printed):
    report = gx.parse(LINES.format(printed).encode())[0]
    assert report.value("proactive", "licences", "decisions") is None
    assert report.value("proactive", "penalties", "decisions") == 6


def test_figures_in_running_text_keep_their_remarks_and_ends():
    for printed in ("12", "12。", "12（其中网上 3 件）", "12（二）"):
        report = gx.parse(LINES.format(printed).encode())[0]
        assert report.value("proactive", "licences", "decisions") == 12, printed


@pytest.mark.parametrize("printed", ["44（万件）", "44（上年）", "44（应为45）", "44（更正：45）", "44（单位：千件）"])
def test_a_figure_that_its_remark_belies_is_words(printed):
    rows_ = (
        "第二十条第（五）项",
        "信息内容|本年处理决定数量",
        f"行政许可|{printed}",
        "信息内容|本年收费金额",
        "行政事业性收费|7",
    )
    report = gx.parse(page("永嘉县统计局2023年政府信息公开工作年度报告", table(*rows_)))[0]
    cell = cell_of(report, "licences", "decisions")
    assert (cell.state, cell.value, cell.raw) == ("text", None, printed)


@pytest.mark.parametrize("remark", ["（上年）", "（去年同期）", "（其中教育系统）", "（不含乡镇）", "<br>（上年）"])
def test_a_row_of_another_year_or_of_a_part_is_not_the_row(remark):
    rows_ = (
        "第二十条第（五）项", "信息内容|本年处理决定数量", f"行政许可{remark}|44",
        "第二十条第（六）项", "信息内容|本年处理决定数量", "行政处罚|5", "行政强制|6",
    )  # fmt: skip
    report = gx.parse(page("永嘉县统计局2023年政府信息公开工作年度报告", table(*rows_)))[0]
    assert report.value("proactive", "licences", "decisions") is None
    assert report.value("proactive", "penalties", "decisions") == 5


def test_a_label_with_words_before_a_rows_name_is_not_taken_for_its_other_name():
    # 规范性文件 and 行政规范性文件 name one row; 上年规范性文件 is like the latter
    for label in ("上年规范性文件", "其中：规范性文件", "撤销规范性文件"):
        report = gx.parse(
            proactive("本年制发件数|本年废止件数|现行有效件数", "1|2|3").replace(
                "行政规范性文件".encode(), label.encode()
            )
        )[0]
        assert report.value("proactive", "normative_documents", "in_force") is None


def test_a_report_dated_within_its_own_year_is_questioned():
    for year, questioned in (("2023", True), ("2024", False)):
        text = LINES.format(4).replace("\n一、", f"\n发布日期：{year}-01-20\n一、", 1)
        rules = {finding.rule for finding in gx.parse(text.encode())[0].finding_rows}
        assert ("published_early" in rules) == questioned


@pytest.mark.parametrize("names", ["上年|本年", "本年|上年", "2022年|2023年", "去年|同比"])
def test_columns_of_two_years_are_not_taken_for_a_forms_columns(names):
    report = gx.parse(proactive("本年制发件数|本年废止件数|现行有效件数", "1|2|3", f"信息内容|{names}", "7|8"))[0]
    assert {cell.value for cell in report.cell_rows if cell.item == "fees"} == {None}
    assert report.value("proactive", "normative_documents", "in_force") == 3


def test_the_name_of_a_group_is_not_another_row_mistyped():
    """不予公开 names eight rows and is much like 予以公开: a row that it stands before is not that one."""
    text = """永嘉县统计局2023年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况

一、本年新收政府信息公开申请数量	90	1	0	0	0	0	91
二、上年结转政府信息公开申请数量	0	0	0	0	0	0	0
（三）不予公开	3	0	0	0	0	0	3
2.其他法律行政法规禁止公开	1	0	0	0	0	0	1
（七）总计	90	1	0	0	0	0	91
四、结转下年度继续办理	0	0	0	0	0	0	0
"""
    [report] = gx.parse(text.encode())
    assert {cell.state for cell in report.cell_rows if cell[:2] == ("requests", "granted")} == {"lost"}


def test_a_row_below_the_next_sections_heading_is_no_row_of_this_table():
    """The last row of table 三 is gone; the row of table 四 that has as many figures, and no label, is not taken for it."""
    text = DIALECTS["tabbed"](HUAIAN_2024).decode()
    last = next(line for line in text.splitlines() if "结转下年度继续办理" in line and "\t" in line)
    head, _, rest = text.replace(last + "\n", "").partition("## 四、")
    section = rest.partition("## 五、")[2]
    stray = "\t\t" + "\t".join(("51", "57", "47", "111", "53", "0", "319"))
    [report] = gx.parse(f"{head}## 四、政府信息公开行政复议、行政诉讼情况\n\n{stray}\n\n## 五、{section}".encode())
    values = {cell.value for cell in report.cell_rows if cell[:2] == ("requests", "carried_out")}
    assert not values & {51, 57, 47, 111, 53, 319}


# 淮安市人民政府2024年, table 四: as a conversion that keeps a page's layout wraps its header over the lines
LAID_OUT = """淮安市人民政府2024年政府信息公开工作年度报告
一、总体情况
四、政府信息公开行政复议、行政诉讼情况
        行政复议                              行政诉讼
结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正 其他结果 尚未审结 总计 结果维持 结果纠正{}
                             {}
                                                        其他结果 尚未审结 总计
 72    64   178   37   351   13   4    8     1     26     12      1       1       6      20
五、存在的主要问题及改进情况
"""


def test_channels_whose_names_changed_places_in_running_text_are_lost():
    upheld = {
        names: [
            (cell.value, cell.state)
            for cell in gx.parse(LAID_OUT.format(*names).encode())[0].cells_of("proceedings")
            if cell.measure == "upheld"
        ]
        for names in (("未经复议直接起诉", "复议后起诉"), ("复议后起诉", "未经复议直接起诉"))
    }
    assert [*upheld.values()] == [
        [(Decimal(72), "number"), (Decimal(13), "number"), (Decimal(12), "number")],
        [(None, "lost")] * 3,
    ]


@pytest.mark.parametrize("below", [True, False])
def test_a_blank_row_beside_figures_without_a_label_is_lost_and_not_blank(below):
    # the first two rows of 淮安市2024年, their figures in rows of their own
    names = (
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果|（一）予以公开",
    )
    figures = ("|3001|53|0|0|61|4|3119", "|34|0|0|0|0|0|34", "||0|0|0|0|0|0|0")
    pairs = [
        (name + "|" * 7, values) if below else (values, name + "|" * 7)
        for name, values in zip(names, figures, strict=True)
    ]
    header = "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    report = gx.parse(
        page(
            "淮安市2024年政府信息公开工作年度报告",
            "<p>三、收到和处理政府信息公开申请情况</p>",
            table(header, *(row for pair in pairs for row in pair)),
        )
    )[0]
    found = {cell.value or cell.state for cell in report.cell_rows if (cell.item, cell.measure) == ("new", "total")}
    assert found == {"lost"}


def under_groups(*labels):
    """The state and total of 属于国家秘密 and 重复申请, whose groups' names stand in their own labels' cells."""
    [report] = gx.parse(
        page(
            "永嘉县统计局2023年政府信息公开工作年度报告",
            "<p>三、收到和处理政府信息公开申请情况</p>",
            table(
                "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计",
                "一、本年新收政府信息公开申请数量|7|0|0|0|0|0|7", "二、上年结转政府信息公开申请数量|0|0|0|0|0|0|0",
                "（一）予以公开|2|0|0|0|0|0|2", "（二）部分公开|0|0|0|0|0|0|0", f"{labels[0]}|1|0|0|0|0|0|1",
                f"{labels[1]}|4|0|0|0|0|0|4", "（七）总计|7|0|0|0|0|0|7", "四、结转下年度继续办理|0|0|0|0|0|0|0",
            ),
        )
    )  # fmt: skip
    cells = {cell.item: (cell.value, cell.state) for cell in report.cells_of("requests") if cell.measure == "total"}
    return cells["refused_state_secret"], cells["declined_repeat"]


def test_a_groups_name_before_a_label_in_the_same_cell_is_no_other_row():
    read = ((Decimal(1), "number"), (Decimal(4), "number"))
    assert under_groups("（三）不予公开 1.属于国家秘密", "（五）不予处理2.重复申请") == read
    assert under_groups("三、本年度办理结果（三）不予公开<br>1.属于国家秘密", "（五）不予处理-2.重复申请") == read


def test_a_label_after_another_groups_name_is_no_row():
    assert under_groups("（四）无法提供 1.属于国家秘密", "（三）不予公开 2.重复申请") == (
        (None, "lost"),
        (None, "lost"),
    )


def test_part_of_its_own_groups_name_before_a_label_is_no_other_row():
    read = ((Decimal(1), "number"), (Decimal(4), "number"))
    assert under_groups("（三）不 1. 属于国家秘密", "予处理2.重复申请") == read
    assert under_groups("三、本年 1.属于国家秘密", "理结果2.重复申请") == read


@pytest.mark.parametrize("before", ["（四）无 1.", "上年 1.", "其中：1.", "不", "处 1.", "全市1."])
def test_other_words_before_a_label_name_another_row(before):
    assert under_groups(f"{before}属于国家秘密", "2.重复申请") == ((None, "lost"), (Decimal(4), "number"))


def in_lines(*lines):
    """The state and total of 部分公开 in a table that is lines of text; the header in lines, too."""
    head = "永嘉县统计局2023年政府信息公开工作年度报告 一、总体情况 三、收到和处理政府信息公开申请情况 申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他"
    rows = [
        "一、本年新收政府信息公开申请数量 8 0 0 0 0 0 8", "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0", "三、本年", "度办理结",
        "（一）予以公开 2 0 0 0 0 0 2", *lines, "（三）不", "予公开", "1.属于国家秘密 1 0 0 0 0 0 1", "（七）总计 8 0 0 0 0 0 8",
        "四、结转下年度继续办理 0 0 0 0 0 0 0",
    ]  # fmt: skip
    [report] = gx.parse("\n".join([*head.split(), *rows]).encode())
    return next(
        (cell.value, cell.state)
        for cell in report.cell_rows
        if (cell.item, cell.measure) == ("partly_granted", "total")
    )


@pytest.mark.parametrize("cut", [3, 7, 8, 12, 15, 22, 26])
def test_a_row_goes_on_below_the_line_in_which_a_remark_on_its_label_begins(cut):
    label = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert in_lines(label[:cut], f"{label[cut:]} 5 0 0 0 0 0 5") == (Decimal(5), "number")


@pytest.mark.parametrize(
    "lines",
    [
        ("（二）部分公开（上年", "数） 5 0 0 0 0 0 5"),
        ("（二）部分公开（区分处理的，只计", "其他 这一情形） 公开 5 0 0 0 0 0 5"),
        ("（二）部分 公开 信息（区分处理的，只计", "这一情形，不计其他情形） 5 0 0 0 0 0 5"),
    ],
)
def test_another_row_that_ends_in_a_remark_is_not_that_row(lines):
    assert in_lines(*lines) == (None, "lost")
