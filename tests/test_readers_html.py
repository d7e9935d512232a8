"""HTML pages as governments put them online: tables with their own cells, layout taken apart, nothing executed."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from gxdata.document import Document, Grid, Paragraph, ReadError
from gxdata.readers import read
from gxdata.readers.html import read_html

SPACE = re.compile(r"[\s\u200b\ufeff\xad]")
CASES = Path(__file__).parents[2] / "shared" / "cases"


def blocks(text):
    return read_html(text)[0]


def rows(block):
    assert isinstance(block, Grid)
    return [[cell.text for cell in row] for row in block.rows]


def table(*lines, attributes=""):
    return f"<table{attributes}><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def placed(block):
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in block.rows]


# Paragraphs


def test_blocks_and_breaks_end_paragraphs_and_inline_elements_do_not():
    page = "<div>一、<b>总体</b>情况<p>（一）主动<span>公开</span></p>方面<br>第二行</div><h2>二、</h2>尾"
    found = blocks(page)
    assert [block.text for block in found] == ["一、总体情况", "（一）主动公开", "方面", "第二行", "二、", "尾"]
    assert [str(block.location) for block in found] == [f"line {number}" for number in range(1, 7)]


def test_source_line_ends_vanish_between_chinese_characters_and_are_spaces_elsewhere():
    assert (
        blocks("<p>\n  政府信息\n\t公开 annual\n report 2020\n年，\n“数”</p>")[0].text
        == "政府信息公开 annual report 2020 年，“数”"
    )


def test_figures_stay_apart():
    assert blocks("<p>10 037 和 １０ ０３７</p>")[0].text == "10 037 和１０ ０３７"


def test_fixed_spaces_are_trimmed_outside_and_kept_inside():
    assert blocks("<p>&nbsp;　结&nbsp;果　维持&nbsp;</p>")[0].text == "结\xa0果　维持"


def test_zero_width_characters_go():
    assert blocks("<p>总\u200b体&#8203;情&shy;况&zwnj;</p>")[0].text == "总体情况"


def test_scripts_styles_comments_and_head_are_left_out():
    page = (
        "<html><head><title>t</title><style>p{}</style></head><body><!-- <p>1</p> --><script>document.write('<table>"
        "<tr><td>规章</td><td>9</td></tr></table>')</script><noscript><p>请启用</p></noscript><p>正文</p>"
        "<template><p>模板</p></template><iframe>框</iframe></body></html>"
    )
    found, meta, anomalies = read_html(page)
    assert [block.text for block in found] == ["正文"]
    assert meta == {"title": "t"}
    assert anomalies == []


def test_hidden_elements_are_left_out():
    page = '<p hidden>甲</p><p style="color:red; DISPLAY : none">乙</p><p style="border:none">丙</p><body style="display:none">'
    assert [block.text for block in blocks(page)] == ["丙"]


def test_hidden_table_cells_are_an_anomaly():
    found, _, anomalies = read_html("<p>1</p><div style='display:none'>" + table("<td>规章</td><td>7</td>") + "</div>")
    assert [block.text for block in found] == ["1"]
    assert anomalies == ["the page hides elements with table cells; they are left out"]


def test_a_hidden_cell_is_no_cell_and_an_anomaly():
    found, _, anomalies = read_html(table("<td>规章</td><td style='display:none'>9</td><td>7</td>"))
    assert placed(found[0]) == [[("规章", 0, 1, 1), ("7", 1, 1, 1)]]
    assert len(anomalies) == 1


def test_preformatted_text_keeps_its_lines_and_tables():
    before, grid, after = blocks("<p>甲</p><pre>规章\t0\t1\n行政许可\t2\t3\n\n乙</pre>")
    assert (before.text, after.text) == ("甲", "乙")
    assert grid.kind == "fields"
    assert rows(grid) == [["规章", "0", "1"], ["行政许可", "2", "3"]]
    assert str(grid.rows[1][2].location) == "table 1 line 2 field 3"


def test_a_break_in_preformatted_text_ends_a_line():
    assert [block.text for block in blocks("<pre>12<br>34\n56</pre>")] == ["12", "34", "56"]


def test_text_with_a_table_in_it_keeps_its_lines():
    document = read(("# 标题\n\n一、总体情况\n" + table("<td>规章</td><td>0</td>") + "\n无。\n完").encode())
    assert document.media == "html"
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "标题",
        "一、总体情况",
        "无。",
        "完",
    ]
    assert rows(document.blocks[2]) == [["规章", "0"]]


# Metadata


def test_metadata_is_read():
    page = (
        '<html><head><title> 年报\n2020 </title><meta name="ArticleTitle" content="某局年报"><meta name="PubDate" '
        'content="2021-01-05 10:00"><meta charset="gbk"></head><body><img src="a.png"><img src="b.png">'
        '<a href="/files/%E5%B9%B4%E6%8A%A5.pdf"></a><a href="x.doc?v=1">年报 全文</a><a href="x.html">无关</a>'
    )
    assert read_html(page)[1] == {
        "title": "年报 2020",
        "ArticleTitle": "某局年报",
        "PubDate": "2021-01-05 10:00",
        "images": "2",
        "attachments": "年报.pdf; 年报全文",
        "links": "年报.pdf\t/files/%E5%B9%B4%E6%8A%A5.pdf\n年报全文\tx.doc?v=1",
    }


# Cells


def test_every_cell_has_its_place():
    page = "<p>二、</p>" + table("<td>规章</td><td>0</td>") + table("<th>维持</th><th>纠正</th>", "<td>1</td><td></td>")
    _, first, second = blocks(page)
    assert first.kind == second.kind == "cells"
    assert str(first.rows[0][1].location) == "table 1 row 1 column 2"
    assert [str(cell.location) for cell in second.rows[1]] == ["table 2 row 2 column 1", "table 2 row 2 column 2"]
    assert rows(second) == [["维持", "纠正"], ["1", ""]]


def test_columns_follow_the_spans():
    [grid] = blocks(
        table(
            '<td rowspan="2" colspan="2">甲</td><td colspan="2">乙</td><td rowspan="3">丙</td>',
            "<td>丁</td><td>戊</td>",
            "<td>己</td><td>庚</td><td>辛</td><td>壬</td>",
        )
    )
    assert placed(grid) == [
        [("甲", 0, 2, 2), ("乙", 2, 2, 1), ("丙", 4, 1, 3)],
        [("丁", 2, 1, 1), ("戊", 3, 1, 1)],
        [("己", 0, 1, 1), ("庚", 1, 1, 1), ("辛", 2, 1, 1), ("壬", 3, 1, 1)],
    ]


@pytest.mark.parametrize(
    ("declared", "read_as"),
    [("22px", 22), (" 7", 7), ("+3", 3), ("003", 3), ("", 1), ("abc", 1), ("-2", 1), ("2.9", 2), ("½", 1), ("９", 1)],
)
def test_odd_spans_are_read_as_browsers_do(declared, read_as):
    [grid] = blocks(table(f'<td COLSPAN="{declared}">甲</td><td>乙</td>'))
    assert grid.rows[0][0].colspan == read_as
    assert grid.rows[0][1].column == read_as


def test_rowspan_zero_reaches_to_the_end_of_its_section():
    page = "<table><thead><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr></thead><tr><td>3</td><td>4</td></tr></table>"
    [grid] = blocks(page)
    assert placed(grid) == [[("甲", 0, 1, 2), ("1", 1, 1, 1)], [("2", 1, 1, 1)], [("3", 0, 1, 1), ("4", 1, 1, 1)]]


def test_a_rowspan_that_lies_pushes_later_cells_to_the_right_as_in_a_browser():
    [grid] = blocks(table("<td rowspan=9>甲</td><td>1</td>", "<td>2</td>", "<td>乙</td><td>3</td>"))
    assert [[cell.column for cell in row] for row in grid.rows] == [[0, 1], [1], [1, 2]]


def test_spans_are_cut_and_said_so():
    found, _, anomalies = read_html(table('<td colspan="1000" rowspan="65534">甲</td><td>乙</td>'))
    assert placed(found[0])[0] == [("甲", 0, 60, 200), ("乙", 60, 1, 1)]
    assert anomalies == ["1 spans beyond 60 columns or 200 rows were cut"]


def test_figures_split_over_elements_are_joined():
    [grid] = blocks(table("<td><p><span>10</span><span>037</span></p></td><td><b>1</b><i>2</i>3</td>"))
    assert rows(grid) == [["10037", "123"]]


def test_one_element_per_character_is_joined():
    label = "".join(f"<span style='x'>{character}</span>" for character in "行政许可")
    assert rows(blocks(table(f"<td>{label}</td><td>1</td>"))[0]) == [["行政许可", "1"]]


def test_amount_and_unit_in_two_elements_are_joined():
    assert rows(blocks(table("<td>采购</td><td><span>251000</span><span>元</span></td>"))[0]) == [["采购", "251000元"]]


def test_a_footnote_mark_is_not_joined_to_the_figure():
    cells = "<td>746<sup>1</sup></td><td><p>12<span><sup>[2]</sup></span></p></td><td><sup>3</sup></td><td>万m<sup>2</sup></td>"
    assert rows(blocks(table(cells))[0]) == [["746¹", "12[²]", "3", "万m²"]]


@pytest.mark.parametrize("tag", ["del", "s", "strike"])
def test_a_figure_struck_out_is_marked(tag):
    cells = f"<td><{tag}>3</{tag}>447228</td><td><{tag}>5</{tag}></td>"
    assert rows(blocks(table(cells))[0]) == [["~~3~~447228", "~~5~~"]]


def test_styles_that_strike_out_raise_or_blank_do_so_as_tags_do():
    cells = (
        '<td><span style="text-decoration:line-through">3</span>447228</td><td style="text-decoration: line-through">5</td>'
        '<td>746<span style="font-size:8px;vertical-align:super">1</span></td><td>12<sub>2</sub></td>'
        '<td><span style="visibility: hidden">3</span>9</td><td style="visibility:hidden">8</td>'
        "<td><ruby>7<rp>(</rp><rt>1</rt><rp>)</rp></ruby></td><td style='vertical-align: middle'>6</td>"
    )
    assert rows(blocks(table(cells))[0]) == [["~~3~~447228", "5~~", "746¹", "12²", "9", "", "7", "6"]]
    struck_row = '<table><tr style="text-decoration:line-through"><td>行政许可</td><td>5</td></tr><tr><td>行政许可</td><td>6</td></tr></table>'
    assert rows(blocks(struck_row)[0]) == [["行政许可~~", "5~~"], ["行政许可", "6"]]


def test_a_field_shows_its_value():
    cells = (
        '<td><input value="12"></td><td>共<input type="text" value="3">件</td><td><input type="hidden" value="9">4</td>'
        "<td><select><option>0<option selected>5</select></td><td><input type=checkbox value=1>6</td>"
    )
    assert rows(blocks(table(cells))[0]) == [["12", "共3件", "4", "5", "6"]]


def test_a_select_that_is_left_open_swallows_nothing():
    page = "<select><option>请选择<p>正文</p>" + table("<td>规章</td><td>7</td>")
    chosen, paragraph, grid = blocks(page)
    assert (chosen.text, paragraph.text, rows(grid)) == ("请选择", "正文", [["规章", "7"]])


def test_a_row_of_a_thousand_cells_is_no_data_and_nothing_of_it_is_lost():
    found = blocks(table("<td>甲</td><td>1</td>", "".join(f"<td>{n}</td>" for n in range(1_001))))
    assert rows(found[0]) == [["甲", "1"]]
    assert [block.text for block in found[1:]] == [str(n) for n in range(1_001)]


def test_lines_in_a_cell_stay_lines():
    [grid] = blocks(
        table("<td>本年新<br />制作数量</td><td><p>商</p>\n<p>业</p></td><td>12<p>34</p></td><td><pre>5\n6</pre></td>")
    )
    assert rows(grid) == [["本年新\n制作数量", "商\n业", "12\n34", "5\n6"]]


@pytest.mark.parametrize(
    "blank", ["", "&nbsp;", "　", "<p>&nbsp;</p>", "<br>", "<p><span></span></p>", "\n", "<!-- 5 -->"]
)
def test_a_blank_cell_is_a_cell(blank):
    assert rows(blocks(table(f"<td>规章</td><td>{blank}</td><td>1</td>"))[0]) == [["规章", "", "1"]]


def test_a_script_in_a_cell_is_no_text():
    assert rows(blocks(table("<td><script>9</script>1</td><td><script>8</script></td>"))[0]) == [["1", ""]]


def test_empty_rows_are_dropped():
    [grid] = blocks(table("<td>甲</td><td>1</td>", "", "<td>乙</td><td>2</td>"))
    assert rows(grid) == [["甲", "1"], ["乙", "2"]]
    assert str(grid.rows[1][0].location) == "table 1 row 2 column 1"


def test_a_caption_comes_before_its_table():
    caption, grid = blocks("<table><caption>表二</caption><tr><td>1</td><td>2</td></tr></table>")
    assert (caption.text, rows(grid)) == ("表二", [["1", "2"]])


# Broken markup


def test_cells_and_rows_need_not_be_closed():
    [grid] = blocks("<TABLE><TR><TD>规章<TD>0<TD>1<TR><TD>行政许可<TD>2<TD>3</TABLE>")
    assert rows(grid) == [["规章", "0", "1"], ["行政许可", "2", "3"]]


def test_stray_forms_and_blocks_between_rows_lose_no_row():
    page = (
        "<table><form><tr><td>规章</td><td>0</td></tr></form><div>散落</div><tr><td>许可</td><td>2</td></tr>"
        "<input type=hidden><tr><td>处罚</td><td>3</td></tr></table>"
    )
    stray, grid = blocks(page)
    assert stray.text == "散落"
    assert rows(grid) == [["规章", "0"], ["许可", "2"], ["处罚", "3"]]


def test_cells_outside_any_table_are_not_glued():
    found, _, anomalies = read_html("<div><p>甲</p><td>行政许可</td><td>12</td><td>34</td></div>")
    assert [block.text for block in found] == ["甲", "行政许可", "12", "34"]
    assert anomalies == ["3 table cells stand outside any table; each is read as a line of text"]


def test_cells_after_a_table_closed_too_early_are_not_glued():
    page = "<table><tr><td>规章</td><td>0</td></tr></table><tr><td>许可</td><td>12</td><td>34</td></tr></table>"
    grid, *lines = blocks(page)
    assert rows(grid) == [["规章", "0"]]
    assert [line.text for line in lines] == ["许可", "12", "34"]


def test_cells_in_scripts_are_no_stray_cells():
    found, _, anomalies = read_html("<script>'<td>1</td>'</script><!-- <td>2</td> -->" + table("<td>甲</td><td>3</td>"))
    assert (len(found), anomalies) == (1, [])


# Layout


def test_a_table_of_one_cell_is_layout():
    found = blocks(table("<td><p>标题</p>" + table("<td>规章</td><td>0</td>") + "<p>无。</p></td>"))
    assert [type(block).__name__ for block in found] == ["Paragraph", "Grid", "Paragraph"]
    assert str(found[1].rows[0][1].location) == "table 1 row 1 column 2"


def test_tables_nested_for_layout_are_taken_apart_in_order():
    inner = table("<td>维持</td><td>纠正</td>", "<td>1</td><td>2</td>")
    page = table("<td>首页</td><td>索引</td>", f"<td>栏目</td><td><p>前</p>{table(f'<td>{inner}</td>')}<p>后</p></td>")
    menu, column, before, grid, after = blocks(page)
    assert rows(menu) == [["首页", "索引"]]
    assert [column.text, before.text, after.text] == ["栏目", "前", "后"]
    assert rows(grid) == [["维持", "纠正"], ["1", "2"]]
    assert str(grid.rows[1][0].location) == "table 2 row 2 column 1"


def test_running_text_in_a_table_divides_it_and_no_row_is_lost():
    prose = "2020年，我局坚持以习近平新时代中国特色社会主义思想为指导。" * 20
    page = table(
        "<td colspan=2>一、总体情况</td>",
        f"<td colspan=2><p>{prose}</p><p>{prose}</p></td>",
        "<td>规章</td><td>0</td>",
        "<td>许可</td><td>2</td>",
        "<td colspan=2>三、</td>",
    )
    heading, first, second, grid = blocks(page)
    assert heading.text == "一、总体情况"
    assert first.text == second.text == prose
    assert rows(grid) == [["规章", "0"], ["许可", "2"], ["三、"]]
    assert str(grid.rows[0][1].location) == "table 1 row 1 column 2"


def test_figures_in_tables_of_one_cell_stay_in_their_row():
    nested = table("<td><p>12</p></td>")
    [grid] = blocks(table(f"<td>规章</td><td>{nested}</td><td>{table('<td></td>')}</td>"))
    assert rows(grid) == [["规章", "12", ""]]


# Hostile pages


def test_a_span_bomb_is_harmless():
    page = table('<td rowspan="65534" colspan="1000">1</td>' * 50) * 4
    tracemalloc.start()
    begin = time.process_time()
    found = blocks(page)
    assert time.process_time() - begin < 0.2
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert [len(grid.rows[0]) for grid in found] == [50] * 4


@pytest.mark.parametrize(
    "tag", ["div", "span", "b", "ul", "table", "table><tr><td", "font", "blockquote", "pre", "a", "x"]
)
def test_deep_nesting_is_read_in_time(tag):
    depth = 100_000 // (1 + tag.count("<"))
    begin = time.process_time()
    found = blocks("<html>" + f"<{tag}>" * depth + "中" + "</div>" * 1000 + "文")
    assert time.process_time() - begin < 10
    text = "".join(block.text if isinstance(block, Paragraph) else str(rows(block)) for block in found)
    assert "中" in text and "文" in text


def test_many_unclosed_formatting_elements_do_not_multiply():
    page = "<p>" + "".join(f"<b id={number}>" for number in range(5_000)) + "</p>" + "<p>中" * 5_000
    begin = time.process_time()
    found, _, anomalies = read_html(page)
    assert time.process_time() - begin < 5
    assert [block.text for block in found] == ["中"] * 5_000
    assert anomalies == ["elements that are nested too deep or left open are ignored; their text is kept"]


def test_elements_left_open_do_not_cost_the_tables_after_them():
    page = "<html>" + "<p><span><b><div>甲" * 1_000 + table("<td>规章</td><td><div>12</div><div>34</div></td>")
    assert rows(blocks(page)[-1]) == [["规章", "12\n34"]]


def test_many_attributes_do_not_multiply():
    attributes = " ".join(f"a{number}" for number in range(50_000))
    begin = time.process_time()
    found, _, anomalies = read_html(f"<html><p {attributes}>中</p>")
    assert time.process_time() - begin < 2
    assert found[0].text == "中"
    assert anomalies == ["1 tags have more than 100 attributes, which are ignored"]


def test_a_page_of_too_many_tags_is_refused():
    with pytest.raises(ReadError, match="500,000"):
        read(b"<html>" + b"<br>" * 500_001)


# Sniffing


@pytest.mark.parametrize(
    "text", ["见<表一>，另见<p>和<br>。", "| a<br>b | 1 |\n" * 9, "a < b\n" * 9, "<中华人民共和国条例>\n" * 9]
)
def test_text_that_quotes_tags_is_text(text):
    assert read(text.encode()).media == "text"


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html><p>甲", "<HTML>甲", "<table><tr><td>1", "<p>甲</p><p>乙</p><p>丙</p>", "甲<br>乙<br/>丙<BR>丁"],
)
def test_a_page_is_a_page_whatever_it_lacks(text):
    assert read(text.encode()).media == "html"


# Real pages


def test_the_2019_report_of_the_shanghai_office():
    path = CASES / "shanghai_office_2019_html" / "source.html"
    if not path.exists():
        pytest.skip(f"needs {path.parent.name}/source.html in ../shared/cases beside the repository")
    document = read(path)
    grids = [block for block in document.blocks if isinstance(block, Grid)]
    assert [len(grid.rows) for grid in grids] == [18, 26, 4]
    assert [cell.text for cell in grids[0].rows[17]] == ["政府集中采购", "6", "251000元"]
    assert [cell.text for cell in grids[1].rows[3]] == [
        "一、本年新收政府信息公开申请数量",
        "821",
        "35",
        "",
        "",
        "2",
        "1",
        "859",
    ]
    assert [cell.column for cell in grids[1].rows[6]] == [1, 3, 4, 5, 6, 7, 8, 9]
    assert [cell.text for cell in grids[2].rows[3]] == [
        "5",
        "",
        "",
        "2",
        "7",
        "8",
        "",
        "",
        "1",
        "9",
        "",
        "",
        "",
        "",
        "",
    ]
    assert document.blocks[0].text == "2019年上海市人民政府办公厅政府信息公开工作年度报告"


def test_the_same_page_in_gb18030_is_the_same():
    paths = [
        CASES / name / "source.html" for name in ("shanghai_office_2019_html", "shanghai_office_2019_html__gb18030")
    ]
    if not all(path.exists() for path in paths):
        pytest.skip("needs shanghai_office_2019_html and its gb18030 twin in ../shared/cases beside the repository")
    plain, recoded = map(read, paths)
    assert plain.blocks == recoded.blocks
    assert recoded.reader == "html gb18030"


# Anything

TAGS = re.findall(
    r"\w+", "table tr td th tbody p div span br b pre form script style caption ul li select svg template"
)
MARKUP = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["<td rowspan=3>", "<td colspan=0>", "<p hidden>", "<!--", "-->", "&nbsp;", "&#0;", "<", ">", "\t", "\n", " "]
    ),
    st.sampled_from(["规章", "12", "长" * 200, "　", "\u200b"]),
)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.binary(max_size=200).map(lambda data: b"<html><table>" + data))
def test_any_bytes_give_a_document_or_are_refused(data):
    try:
        assert isinstance(read(data), Document)
    except ReadError as error:
        assert error.status in ("unreadable", "unsupported")


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_any_markup_gives_sound_blocks(page):
    found, _, _ = read_html(page)
    grids = [block for block in found if isinstance(block, Grid)]
    assert [grid.location.table for grid in grids] == list(range(1, len(grids) + 1))
    for block in found:
        if isinstance(block, Paragraph):
            assert block.text == block.text.strip() != ""
            continue
        assert block.rows and all(block.rows)
        for number, row in enumerate(block.rows, 1):
            assert [cell.column for cell in row] == sorted({cell.column for cell in row})
            assert block.kind != "cells" or {cell.location.row for cell in row} == {number}
            assert all(cell.text == cell.text.strip() for cell in row)


def test_a_cell_in_a_drawing_does_not_hide_what_follows():
    (block,) = blocks("<svg><td rowspan=3><script><p>规章<td>")
    assert isinstance(block, Paragraph) and block.text == "规章"


def test_beside_a_drawing_with_cells_those_outside_any_table_are_not_glued():
    assert [block.text for block in blocks("<svg><td>图</td></svg><div><td>1<td>2</div>")][-2:] == ["1", "2"]


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKUP, max_size=40).map("".join))
def test_no_text_that_a_browser_shows_is_lost_or_doubled(page):
    tree = LexborHTMLParser(page, scripting=True)
    for node in tree.css("script,style,noscript,iframe,noframes,[hidden]"):
        node.decompose()
    found = "".join(
        block.text if isinstance(block, Paragraph) else "".join(cell.text for row in block.rows for cell in row)
        for block in blocks(page)
    )
    shown = tree.body.text() if tree.body else ""
    assert sorted(SPACE.sub("", found)) == sorted(SPACE.sub("", shown))
