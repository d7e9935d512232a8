"""The dialects of plain text: tabs, Markdown tables, one cell per line, prose; mixed in one file."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.document import Grid, Paragraph
from gxdata.readers.text import read_text

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"


def blocks(text):
    return read_text(text)[0]


def rows(block):
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def texts(text):
    assert all(isinstance(block, Paragraph) for block in blocks(text))
    return [block.text for block in blocks(text)]


def sample(number):
    found = sorted(SAMPLES.glob(f"{number}_*.txt"))
    if not found:
        pytest.skip(f"needs {number}_*.txt in ../shared/samples beside the repository")
    return blocks(found[0].read_text("utf-8"))


# Commas


def test_lines_with_as_many_commas_are_a_grid_with_its_empty_fields():
    title, heading, grid = blocks(
        'XX县2023年报告\n二、主动公开\n信息内容,本年制发件数,本年废止件数,现行有效件数\n规章,0,,12\n规范性文件,"1,234",7,"有效, 已公布"'
    )
    assert (title.text, heading.text, grid.kind) == ("XX县2023年报告", "二、主动公开", "fields")
    assert rows(grid) == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "", "12"],
        ["规范性文件", "1,234", "7", "有效, 已公布"],
    ]
    assert [str(cell.location) for cell in grid.rows[1]][::3] == ["line 4 field 1", "line 4 field 4"]


@pytest.mark.parametrize(
    "text",
    [
        "规章,0,1,12\n规范性文件,3,7,8",  # two lines alone
        "规章,0,1,12\n规范性文件,1,234,7,8\n其他,0,0,0",  # a comma of thousands makes a row longer
        "一是公开,二是解读,三是回应。\n一是平台,二是队伍,三是监督。\n一是机构,二是人员,三是经费。",
        "行政许可,12件,13件\n行政处罚,7件,8件\n行政强制,0件,1件",
        '规章,0,"1\n规范性文件,3,7\n其他,0,0',
    ],
)
def test_other_lines_with_commas_are_text(text):
    assert texts(text) == text.split("\n")


# Tabs


def test_lines_with_tabs_are_a_grid_with_its_empty_fields():
    [grid] = blocks("第二十条第（一）项\t\t\t\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t 1 \t12")
    assert grid.kind == "fields"
    assert rows(grid) == [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "1", "12"],
    ]


def test_a_field_is_located_by_line_and_field():
    grid = blocks("二、主动公开\n\n规章\t0\n\t7\t8")[1]
    assert str(grid.location) == "line 3"
    assert [str(cell.location) for cell in grid.rows[1]] == ["line 4 field 1", "line 4 field 2", "line 4 field 3"]
    assert [cell.column for cell in grid.rows[1]] == [0, 1, 2]
    assert {(cell.colspan, cell.rowspan) for row in grid.rows for cell in row} == {(1, 1)}


def test_a_blank_line_ends_a_grid():
    first, second = blocks("行政处罚\t50\n \n行政强制\t3\n")
    assert (rows(first), rows(second)) == ([["行政处罚", "50"]], [["行政强制", "3"]])


def test_a_form_feed_ends_a_grid_and_a_page():
    first, second, last = blocks("行政处罚\t50\n\f行政强制\t3\n无。")
    assert (rows(first), rows(second)) == ([["行政处罚", "50"]], [["行政强制", "3"]])
    assert str(first.rows[0][1].location) == "page 1 line 1 field 2"
    assert str(second.rows[0][1].location) == "page 2 line 2 field 2"
    assert str(last.location) == "page 2 line 3"


def test_a_row_of_blank_cells_is_kept():
    [grid] = blocks("维持\t纠正\t其他\t总计\n\t\t\t\n0\t0\t0\t0")
    assert rows(grid)[1] == ["", "", "", ""]


def test_a_line_of_a_thousand_fields_is_no_row():
    line = "\t".join(map(str, range(1_001)))
    grid, paragraph = blocks(f"规章\t0\n{line}")
    assert (rows(grid), paragraph.text) == ([["规章", "0"]], line)
    line = line.replace("\t", " | ")
    assert texts(f"{line}\n| {line}") == [line, f"| {line}"]


def test_an_indented_sentence_is_a_paragraph():
    sentence = "2020年，我局通过政府信息公开专栏主动公开政府信息数16条，其中机构职能类信息1条。"
    assert texts(f"\t{sentence}\n\t\t无。\n") == [sentence, "无。"]


def test_an_indented_sentence_ends_a_grid():
    sentence = "一是加强领导，统筹协调，局领导高度重视政府信息公开，认真指导政府信息公开工作。"
    grid, paragraph = blocks(f"规章\t0\n\t{sentence}")
    assert rows(grid) == [["规章", "0"]]
    assert paragraph.text == sentence


def test_the_rest_of_a_label_cut_by_a_page_break_stays_in_its_column():
    [grid] = blocks("\t\t案卷\t\t\t\n\t\t8.属于行政查询事项\t0\t0\t0")
    assert rows(grid)[0] == ["", "", "案卷", "", "", ""]


# Markdown


def test_a_markdown_table_is_a_grid_without_its_separator():
    heading, grid = blocks("### 第二十条第（一）项\n| 信息内容 | 本年制发件数 |\n|:---|:--:|\n| 规章 | 0 |\n|  | 6 |")
    assert heading.text == "第二十条第（一）项"
    assert grid.kind == "fields"
    assert rows(grid) == [["信息内容", "本年制发件数"], ["规章", "0"], ["", "6"]]
    assert str(grid.rows[1][1].location) == "line 4 field 2"


def test_a_row_of_single_dashes_is_nil_not_a_separator():
    [grid] = blocks("| 商业企业 | 科研机构 |\n|---|---|\n| - | - |")
    assert rows(grid) == [["商业企业", "科研机构"], ["-", "-"]]


def test_a_row_of_dashes_under_the_separator_is_nil():
    [grid] = blocks("| 维持 | 纠正 |\n| --- | --- |\n| --- | --- |")
    assert rows(grid) == [["维持", "纠正"], ["---", "---"]]


def test_a_tight_separator_of_single_dashes_is_a_separator():
    [grid] = blocks("|维持|纠正|\n|-|-|\n|1|0|")
    assert rows(grid) == [["维持", "纠正"], ["1", "0"]]


def test_two_markdown_tables_without_a_blank_line_lose_both_separators():
    [grid] = blocks("| a | b |\n|---|---|\n| 1 | 2 |\n| c | d |\n|---|---|\n| 3 | 4 |")
    assert rows(grid) == [["a", "b"], ["1", "2"], ["c", "d"], ["3", "4"]]


def test_rows_without_outer_pipes_are_a_grid_when_their_neighbours_are():
    [grid] = blocks("信息内容 | 制发 | 废止\n规章 | 0 | 1\n行政规范性文件 | 2 | ")
    assert rows(grid) == [["信息内容", "制发", "废止"], ["规章", "0", "1"], ["行政规范性文件", "2", ""]]


def test_an_outer_pipe_at_the_end_of_all_lines_makes_no_field():
    [grid] = blocks("信息内容 | 制发 |\n规章 | 0 |\n行政规范性文件 |  |")
    assert rows(grid) == [["信息内容", "制发"], ["规章", "0"], ["行政规范性文件", ""]]


def test_a_single_pipe_in_prose_is_prose():
    assert texts("首页 | 政务公开\n本报告由总体情况等六部分组成。") == [
        "首页 | 政务公开",
        "本报告由总体情况等六部分组成。",
    ]


def test_an_escaped_pipe_is_a_character():
    [grid] = blocks("| a \\| b | 1 |\n|---|---|\n| c | 2 |")
    assert rows(grid) == [["a | b", "1"], ["c", "2"]]


def test_a_break_in_a_markdown_cell_is_a_line_end():
    [grid] = blocks("| 商业<br>企业 | 1 |\n| 科研<BR/>机构 | 2 |")
    assert rows(grid) == [["商业\n企业", "1"], ["科研\n机构", "2"]]


def test_marks_of_headings_and_emphasis_go():
    assert texts("## **一、总体情况**\n**1. 规范公开。** 全年__主动__公开\n__提示__：见表") == [
        "一、总体情况",
        "1. 规范公开。 全年__主动__公开",
        "提示：见表",
    ]
    assert rows(blocks("**规章**\t**0**\t1")[0]) == [["规章", "0", "1"]]


@pytest.mark.parametrize("mark", ["####", "**", "____", "＊＊", "#", "***"])
def test_what_stands_for_a_destroyed_figure_stays(mark):
    assert rows(blocks(f"行政许可\t{mark}\t1")[0]) == [["行政许可", mark, "1"]]
    assert texts(mark) == [mark]


# One cell per line


def test_one_cell_per_line_is_a_stream():
    text = "第二十条第(五)项 |\n|||\n信息内容 |\n本年处理决定数量 |\n||\n行政许可 |\n66241 |\n三、收到和处理政府信息公开申请情况"
    grid, heading = blocks(text)
    assert grid.kind == "stream"
    assert rows(grid) == [
        ["第二十条第(五)项", "", "", "", "信息内容", "本年处理决定数量", "", "", "行政许可", "66241"],
    ]
    assert heading.text == "三、收到和处理政府信息公开申请情况"


def test_a_cell_of_a_stream_is_located_where_its_text_stands():
    [grid] = blocks("\n规章 |\n0 |\n||\n7 |")
    assert [str(cell.location) for cell in grid.rows[0]] == [
        "line 2 field 1",
        "line 3 field 1",
        "line 4 field 1",
        "line 4 field 2",
        "line 5 field 1",
    ]
    assert [cell.column for cell in grid.rows[0]] == [0, 1, 2, 3, 4]


def test_a_cell_of_a_stream_may_be_wrapped():
    [grid] = blocks("自然人 |\n商业\n企业 |\n三、本年度\n办理结果 |\n0 |")
    assert rows(grid) == [["自然人", "商业\n企业", "三、本年度\n办理结果", "0"]]
    assert str(grid.rows[0][1].location) == "line 2 field 1"


def test_a_heading_between_two_streams_is_a_paragraph():
    first, heading, second = blocks("收费 |\n1 |\n四、政府信息公开行政复议、行政诉讼情况\n行政复议 |\n行政诉讼 |")
    assert (first.kind, second.kind) == ("stream", "stream")
    assert heading.text == "四、政府信息公开行政复议、行政诉讼情况"


@pytest.mark.parametrize("number", ["3", "- 3 -", "— 3 —", "第3页 共5页"])
def test_a_page_number_in_a_stream_is_in_no_cell_and_ends_nothing(number):
    paragraph, _, grid = blocks(f"规章 |\n0 |\n{number}\n||\n许可 |\n\n{number}\n\n7 |\n无。")[:3]
    assert rows(grid) == [["规章", "0", "", "", "许可", "7"]]
    assert (paragraph.text, str(paragraph.location)) == (number, "line 3")


def test_a_stream_goes_on_after_blank_lines():
    [grid] = blocks("规章 |\n\n0 |\n\n1 |")
    assert rows(grid) == [["规章", "0", "1"]]


# Prose, and all together


def test_every_line_is_a_paragraph_with_its_number():
    found = blocks("\n　　一、总体情况 \n\n无。")
    assert [(block.text, str(block.location)) for block in found] == [("一、总体情况", "line 2"), ("无。", "line 4")]


def test_zero_width_characters_go_everywhere():
    assert texts("\ufeff一、\u200b总体\u2060情况\xad") == ["一、总体情况"]
    assert rows(blocks("规\u200d章\t1\u200e2")[0]) == [["规章", "12"]]


def test_nothing_is_normalised():
    assert texts("（一）ⅠＡ１㈠⼀　“数”") == ["（一）ⅠＡ１㈠⼀　“数”"]


def test_dialects_may_be_mixed():
    kinds = [
        block.kind if isinstance(block, Grid) else "text"
        for block in blocks("标题\n规章\t0\n| a | b |\n|---|---|\n正文。\n1 |\n||\n2 |\n完")
    ]
    assert kinds == ["text", "fields", "fields", "text", "stream", "text"]


def test_an_empty_text_has_no_blocks():
    assert read_text("") == ([], [])
    assert read_text(" \n\t\n\f\n") == ([], [])


def test_sample_000_has_a_row_of_fourteen_figures_in_its_last_table():
    grids = [block for block in sample("000") if isinstance(block, Grid)]
    assert [cell.text for cell in grids[-1].rows[-1]] == ["0"] * 14
    assert rows(grids[3])[0] == ["", "予公开", "秘密", "", "", "", "", "", ""]


def test_sample_003_is_three_streams():
    grids = [block for block in sample("003") if isinstance(block, Grid)]
    assert [grid.kind for grid in grids] == ["stream"] * 3
    figures = [cell.text for cell in grids[2].rows[0]][-15:]
    assert figures == ["2", "3", "0", "0", "5", "0", "0", "0", "0", "0", "2", "0", "0", "0", "2"]
    assert str(grids[0].rows[0][-1].location) == "line 61 field 1"


# Nothing disappears

MARKS = re.compile(r"[\s|#*_\-:\\<>/bBrR\u200b-\u200f\u2060\ufeff\xad]")
PROSE = (
    "规章",
    "0",
    "12",
    "-",
    "——",
    "/",
    "一、",
    "总体情况",
    "2020年，我局主动公开信息。" * 3,
    "长" * 250,
    "　",
    "A b",
)
PIECES = st.sampled_from(
    [
        "\t",
        "\t\t\t",
        "\n",
        "\n\n",
        "\f",
        " | ",
        "|",
        "|||",
        " |\n",
        "|---|---|\n",
        "\\|",
        "**",
        "__",
        "## ",
        "<br>",
        *PROSE,
    ]
)


def everything(found):
    for block in found:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (cell.text for row in block.rows for cell in row)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
def test_every_character_that_is_not_a_mark_is_kept(text):
    found, anomalies = read_text(text)
    assert sorted(MARKS.sub("", "".join(everything(found)))) == sorted(MARKS.sub("", text))
    assert anomalies == []
    for block in found:
        if isinstance(block, Paragraph):
            assert block.text == block.text.strip() != ""
        else:
            assert block.rows and all(block.rows)
            assert all(cell.text == cell.text.strip() for row in block.rows for cell in row)
