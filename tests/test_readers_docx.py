"""Word files as governments and their programs write them: what is shown is read, once, and nothing else."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from docx_pages import (
    NAMESPACES,
    OFFICE,
    TYPE,
    W,
    cell,
    definition,
    document,
    instance,
    numbered,
    paragraph,
    parts,
    relations,
    row,
    run,
    table,
    text_box,
    zipped,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from truth import SHANGHAI_OFFICE_2019, judge

import gxdata as gx
from gxdata.document import Document, Grid, Paragraph, ReadError
from gxdata.readers import read
from gxdata.readers.numbering import written_number

CASES = Path(__file__).parents[2] / "shared" / "cases"
SECONDS = 5
BY = 'w:id="1" w:author="甲" w:date="2024-01-15T00:00:00Z"'


def lines(body: str, **more: str) -> list[str]:
    """The paragraphs of a document; it has a table, so that they are not read as text."""
    found = read(document(body + table(row(cell("规章"), cell("0"))), **more)).blocks
    return [block.text for block in found if isinstance(block, Paragraph)]


def grids(body: str, **more: str) -> list[list[list[str]]]:
    found = read(document(body, **more)).blocks
    return [[[cell.text for cell in row] for row in block.rows] for block in found if isinstance(block, Grid)]


def placed(body: str) -> list[list[tuple[str, int, int, int]]]:
    """(text, column, colspan, rowspan) of the cells of the only grid."""
    [grid] = [block for block in read(document(body)).blocks if isinstance(block, Grid)]
    return [[(cell.text, cell.column, cell.colspan, cell.rowspan) for cell in row] for row in grid.rows]


def of_cell(content: str, **more: str) -> str:
    """The text of a cell beside a label."""
    [[[label, text]]] = grids(table(row(cell("规章"), cell(content))), **more)
    assert label == "规章"
    return text


# Text


def test_runs_join_and_breaks_and_paragraphs_end_lines():
    body = paragraph(run("总体") + run("情况", "<w:b/>") + "<w:r><w:br/><w:t>第二行</w:t><w:cr/></w:r>") + paragraph(
        "尾"
    )
    assert lines(body) == ["总体情况", "第二行", "尾"]
    found = read(document(body + table(row(cell("规章"), cell("0"))))).blocks
    assert [str(block.location) for block in found[:3]] == ["line 1", "line 2", "line 3"]


def test_tabs_are_spaces_hyphens_are_kept_and_soft_ones_go():
    body = paragraph(
        "<w:r><w:t>010</w:t><w:noBreakHyphen/><w:t>123</w:t><w:softHyphen/><w:t>4</w:t><w:tab/><w:t>转5</w:t></w:r>"
    )
    assert lines(body) == ["010-1234 转5"]


def test_tab_stops_are_no_text():
    assert lines(paragraph(run("12") + run("3"), '<w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs>')) == ["123"]


def test_spaces_vanish_between_chinese_characters_and_keep_figures_apart():
    assert lines(paragraph(run("总 体") + run(" ") + run("情况 10") + run(" 037"))) == ["总体情况 10 037"]


def test_symbols_are_shown_or_marked_as_unknown():
    signs = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    assert of_cell(paragraph(signs.format("宋体", "2460"))) == "①"
    assert of_cell(paragraph(signs.format("Symbol", "F037"))) == "7"
    assert of_cell(paragraph(run("7") + signs.format("Wingdings", "F031"))) == "7\ufffd"
    assert of_cell(paragraph(signs.format("Wingdings", "zz"))) == "\ufffd"


def test_ruby_is_read_without_the_reading_above_it():
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('xin')}</w:rt><w:rubyBase>{run('信')}</w:rubyBase></w:ruby></w:r>"
    assert lines(paragraph(run("政府") + ruby + run("息"))) == ["政府信息"]


def test_formulas_are_text():
    assert of_cell(paragraph(run("1") + "<m:oMath><m:r><m:t>2</m:t></m:r></m:oMath>")) == "12"


def test_fields_show_their_result_and_not_their_instruction():
    simple = f'<w:fldSimple w:instr=" =SUM(ABOVE) ">{run("746")}</w:fldSimple>'
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    instruction = "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
    assert of_cell(paragraph(simple)) == "746"
    whole = mark.format("begin") + instruction + mark.format("separate") + run("746") + mark.format("end")
    assert of_cell(paragraph(whole)) == "746"
    # a field in the instruction of another: its result 5 is not shown
    inner = mark.format("begin") + instruction + mark.format("separate") + run("5") + mark.format("end")
    outer = mark.format("begin") + "<w:r><w:instrText>IF</w:instrText></w:r>" + inner
    assert of_cell(paragraph(outer + mark.format("separate") + run("7") + mark.format("end"))) == "7"
    assert of_cell(paragraph(mark.format("end") + run("8"))) == "8"


def test_page_numbers_are_left_out():
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    page = mark.format("begin") + "<w:r><w:instrText> PAGE </w:instrText></w:r>" + mark.format("separate")
    assert lines(paragraph(run("— ") + page + run("3") + mark.format("end") + run(" —"))) == ["——"]
    assert lines(paragraph(f'<w:fldSimple w:instr="PAGE \\* MERGEFORMAT">{run("3")}</w:fldSimple>' + run("甲"))) == [
        "甲"
    ]


def test_a_field_that_is_never_closed_hides_no_more_than_its_paragraph():
    open = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(paragraph(open + run("甲")) + paragraph("乙")) == ["乙"]


def test_footnote_marks_never_join_a_figure():
    raised = '<w:vertAlign w:val="{}"/>'
    reference = '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>1</w:t></w:r>'
    assert of_cell(paragraph(run("746") + reference)) == "746"
    assert of_cell(paragraph(run("746") + custom)) == "746¹"
    assert (
        of_cell(paragraph(run("746") + run("1", raised.format("superscript")) + run("2", raised.format("superscript"))))
        == "746¹²"
    )
    assert of_cell(paragraph(run("746") + run("2", raised.format("subscript")))) == "746₂"
    assert of_cell(paragraph(run("74") + run("6", raised.format("baseline")))) == "746"
    styles = '<w:style w:type="character" w:styleId="a"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    styles += '<w:style w:type="character" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    assert of_cell(paragraph(run("746") + run("3", '<w:rStyle w:val="b"/>')), styles=styles) == "746³"


def test_a_cell_that_is_all_raised_is_a_figure():
    assert (
        of_cell(
            paragraph(run("7", '<w:vertAlign w:val="superscript"/>') + run("46", '<w:vertAlign w:val="superscript"/>'))
        )
        == "746"
    )


def test_a_figure_struck_out_is_not_joined_to_the_one_that_replaces_it():
    assert of_cell(paragraph(run("12", "<w:strike/>") + run("3", "<w:strike/>") + run("15"))) == "~~123~~15"
    assert of_cell(paragraph(run("12", "<w:dstrike/>") + run("15"))) == "~~12~~15"
    assert of_cell(paragraph(run("12", '<w:strike w:val="0"/>') + run("15", '<w:dstrike w:val="false"/>'))) == "1215"
    # the old look of a run whose format was changed says nothing
    assert of_cell(paragraph(run("12", f"<w:rPrChange {BY}><w:rPr><w:strike/></w:rPr></w:rPrChange>"))) == "12"


def test_hidden_text_is_left_out_and_in_a_table_an_anomaly():
    found = read(document(paragraph(run("甲") + run("乙", "<w:vanish/>")) + table(row(cell("规章"), cell("0")))))
    assert (found.blocks[0].text, found.anomalies) == ("甲", [])
    found = read(document(table(row(cell("规章"), cell(paragraph(run("7") + run("5", "<w:vanish/>")))))))
    assert found.blocks[0].rows[0][1].text == "7"
    assert found.anomalies == ["1 paragraphs in its tables have hidden text, which is left out"]
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = paragraph(run("7") + run("5", '<w:vanish w:val="0"/>'), '<w:pStyle w:val="h"/>')
    assert of_cell(shown, styles=styles) == "5"


def test_what_was_inserted_is_text_and_what_was_deleted_or_moved_away_is_not():
    body = paragraph(
        f"<w:del {BY}><w:r><w:delText>旧</w:delText></w:r><w:r><w:t>旧</w:t></w:r></w:del><w:ins {BY}>{run('新')}</w:ins>"
        f"<w:moveFrom {BY}>{run('去')}</w:moveFrom><w:moveTo {BY}>{run('来')}</w:moveTo>"
    )
    assert lines(body) == ["新来"]


def test_tracked_changes_in_a_table_are_an_anomaly():
    changed = paragraph(f"<w:del {BY}>{run('12')}</w:del><w:ins {BY}>{run('15')}</w:ins>")
    found = read(document(table(row(cell("规章"), cell(changed)))))
    assert found.blocks[0].rows[0][1].text == "15"
    assert found.anomalies == ["its tables have tracked changes; they are read as if accepted"]


def test_a_deleted_end_of_a_paragraph_ends_no_line():
    ends = f"<w:pPr><w:rPr><w:del {BY}/></w:rPr></w:pPr>"
    body = f"<w:p>{ends}{run('74')}</w:p>" + paragraph("6")
    assert lines(body) == ["746"]
    assert of_cell(body) == "746"


def test_paragraphs_of_a_cell_are_its_lines():
    assert of_cell(paragraph("10") + paragraph("") + paragraph("037")) == "10\n037"
    assert of_cell(paragraph("") + paragraph("")) == ""


def test_headers_and_footers_are_left_out():
    more = {"header": paragraph("政府信息公开年报"), "footer": paragraph("1")}
    assert lines(paragraph("甲"), **more) == ["甲"]


# Text boxes


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on():
    assert lines(paragraph(run("一、总") + text_box(paragraph("盒")) + run("体情况"))) == ["一、总体情况", "盒"]


def test_a_text_box_whose_shape_has_no_text_is_read_from_its_other_form():
    assert lines(paragraph(text_box("", paragraph("盒")))) == ["盒"]


def test_a_table_in_a_text_box_is_a_table():
    inner = table(row(cell("规章"), cell("7")), row(cell("行政许可"), cell("8")))
    assert grids(paragraph(text_box(inner + paragraph("")))) == [[["规章", "7"], ["行政许可", "8"]]]


def test_text_boxes_in_text_boxes_and_in_cells():
    assert lines(paragraph(text_box(paragraph(run("外") + text_box(paragraph("内")))))) == ["外", "内"]
    assert of_cell(paragraph(run("7") + text_box(paragraph("章")))) == "7\n章"


# Lists

CHINESE = definition(0, ("chineseCounting", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def test_automatic_numbers_are_text():
    body = (
        paragraph("总体情况", numbered(1))
        + paragraph("主动公开", numbered(1, 1))
        + paragraph("依申请公开", numbered(1, 1))
        + paragraph("收到", numbered(1, 2))
        + paragraph("主动公开政府信息情况", numbered(1))
        + paragraph("规章", numbered(1, 1))
    )
    assert lines(body, numbering=CHINESE + instance(1, 0)) == [
        "一、总体情况",
        "（一）主动公开",
        "（二）依申请公开",
        "1. 收到",
        "二、主动公开政府信息情况",
        "（一）规章",
    ]


def test_lists_of_one_definition_count_on_unless_they_start_anew():
    numbering = CHINESE + instance(1, 0) + instance(2, 0)
    numbering += instance(3, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>')
    body = "".join(paragraph("项", numbered(id)) for id in (1, 2, 3, 3, 1))
    assert lines(body, numbering=numbering) == ["一、项", "二、项", "四、项", "五、项", "六、项"]


def test_a_number_of_several_levels():
    numbering = definition(0, ("chineseCounting", "第%1部分"), ("decimal", "%1.%2"), more="") + instance(1, 0)
    body = paragraph("甲", numbered(1)) + paragraph("乙", numbered(1, 1)) + paragraph("丙", numbered(1, 1))
    assert lines(body, numbering=numbering) == ["第一部分甲", "一.1 乙", "一.2 丙"]
    legal = definition(0, ("chineseCounting", "%1"), ("decimal", "%1.%2"), more="<w:isLgl/>") + instance(1, 0)
    assert lines(body, numbering=legal) == ["1 甲", "1.1 乙", "1.2 丙"]


def test_numbers_by_style_and_none_where_the_paragraph_says_so():
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        paragraph("甲", '<w:pStyle w:val="1"/>')
        + paragraph("乙", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + paragraph("丙", '<w:pStyle w:val="2"/><w:numPr><w:numId w:val="1"/></w:numPr>')
        + paragraph("丁", '<w:pStyle w:val="1"/>')
    )
    assert lines(body, styles=styles, numbering=CHINESE + instance(1, 0)) == ["一、甲", "乙", "（一）丙", "二、丁"]


def test_bullets_and_unknown_lists_show_no_number():
    numbering = (
        definition(0, ("bullet", "\uf0b7")) + definition(1, ("hebrew1", "%1.")) + instance(1, 0) + instance(2, 1)
    )
    assert lines("".join(paragraph("项", numbered(id)) for id in (1, 2, 9)), numbering=numbering) == ["项"] * 3


def test_a_list_number_never_joins_a_figure():
    numbering = definition(0, ("decimal", "%1."), more='<w:suff w:val="nothing"/>') + instance(1, 0)
    assert of_cell(paragraph("5", numbered(1)), numbering=numbering) == "1. 5"


def test_the_old_number_of_a_paragraph_whose_format_was_changed_is_not_shown():
    changed = f"<w:pPrChange {BY}><w:pPr>{numbered(1)}</w:pPr></w:pPrChange>"
    assert lines(paragraph("甲", changed), numbering=CHINESE + instance(1, 0)) == ["甲"]


@pytest.mark.parametrize(
    ("format", "number", "text"),
    [
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("japaneseCounting", 12, "十二"),
        ("ideographDigital", 10, "一〇"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("hebrew1", 1, None),
        ("decimal", 10_000, None),
    ],
)
def test_formats_of_numbers(format, number, text):
    assert written_number(number, format) == text


# Tables


def test_spans_across_and_down():
    body = table(
        row(cell("甲", '<w:gridSpan w:val="2"/>'), cell("乙", '<w:vMerge w:val="restart"/>')),
        row(cell("丙"), cell("丁"), cell("", "<w:vMerge/>")),
        row(cell("戊"), cell("己"), cell("", '<w:vMerge w:val="continue"/>')),
    )
    assert placed(body) == [
        [("甲", 0, 2, 1), ("乙", 2, 1, 3)],
        [("丙", 0, 1, 1), ("丁", 1, 1, 1)],
        [("戊", 0, 1, 1), ("己", 1, 1, 1)],
    ]


def test_a_merge_down_without_a_beginning_begins_one():
    body = table(row(cell("甲", "<w:vMerge/>"), cell("1")), row(cell("", "<w:vMerge/>"), cell("2")), row(cell("乙"), cell("3")),
                 row(cell("丙", "<w:vMerge/>"), cell("4")))  # fmt: skip
    assert placed(body) == [
        [("甲", 0, 1, 2), ("1", 1, 1, 1)],
        [("2", 1, 1, 1)],
        [("乙", 0, 1, 1), ("3", 1, 1, 1)],
        [("丙", 0, 1, 1), ("4", 1, 1, 1)],
    ]


def test_a_merge_down_ends_where_another_begins():
    body = table(
        row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("1")),
        row(cell("乙", '<w:vMerge w:val="restart"/>'), cell("2")),
    )
    assert placed(body) == [[("甲", 0, 1, 1), ("1", 1, 1, 1)], [("乙", 0, 1, 1), ("2", 1, 1, 1)]]


def test_text_in_a_cell_that_is_merged_away_is_left_out_and_an_anomaly():
    found = read(document(table(
        row(cell("甲", '<w:vMerge w:val="restart"/>'), cell("1")),
        row(cell("甲", "<w:vMerge/>"), cell("2")),
        row(cell("9", "<w:vMerge/>"), cell("3")),
    )))  # fmt: skip
    assert [[cell.text for cell in row] for row in found.blocks[0].rows] == [["甲", "1"], ["2"], ["3"]]
    assert found.anomalies == ["1 cells merged into another have a text of their own, which is not shown and left out"]


def test_cells_merged_across_in_the_old_way():
    body = table(row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("", "<w:hMerge/>"), cell("1")),
                 row(cell("乙"), cell("丙"), cell("丁"), cell("2")))  # fmt: skip
    assert placed(body)[0] == [("甲", 0, 3, 1), ("1", 3, 1, 1)]


def test_columns_left_out_before_a_row_move_its_cells():
    body = table(
        row(cell("甲"), cell("1")), row(cell("2"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="3"/>')
    )
    assert placed(body) == [[("甲", 0, 1, 1), ("1", 1, 1, 1)], [("2", 1, 1, 1)]]


def test_tracked_merges_rows_and_cells_count_as_accepted():
    body = table(
        row(cell("甲", f'<w:cellMerge {BY} w:vMerge="rest"/>'), cell("1"), cell("旧", f"<w:cellDel {BY}/>")),
        row(cell("", f'<w:cellMerge {BY} w:vMerge="cont"/>'), cell("2"), properties=f"<w:ins {BY}/>"),
        row(cell("丙"), cell("3"), properties=f"<w:del {BY}/>"),
    )
    assert placed(body) == [[("甲", 0, 1, 2), ("1", 1, 1, 1)], [("2", 1, 1, 1)]]
    assert len(read(document(body)).anomalies) == 1


def test_the_old_spans_of_a_cell_whose_format_was_changed_say_nothing():
    changed = f'<w:tcPrChange {BY}><w:tcPr><w:gridSpan w:val="7"/><w:vMerge/></w:tcPr></w:tcPrChange>'
    assert placed(table(row(cell("甲", changed), cell("1")))) == [[("甲", 0, 1, 1), ("1", 1, 1, 1)]]


def test_hidden_rows_are_left_out_and_an_anomaly():
    found = read(document(table(row(cell("规章"), cell("1")), row(cell("规章"), cell("2"), properties="<w:hidden/>"))))
    assert [[cell.text for cell in row] for row in found.blocks[0].rows] == [["规章", "1"]]
    assert found.anomalies == ["1 rows of its tables are hidden; they are left out"]


def test_rows_and_cells_in_content_controls_and_insertions():
    control = "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = table(
        control.format(row(cell("规章"), control.format(cell("7")))),
        f"<w:ins {BY}>{row(cell('行政许可'), cell(control.format(paragraph('8'))))}</w:ins>",
        f"<w:del {BY}>{row(cell('行政处罚'), cell('9'))}</w:del>",
        f'<w:customXml w:element="e"><w:customXmlPr/>{row(cell("行政强制"), cell("10"))}</w:customXml>',
    )
    assert grids(body) == [[["规章", "7"], ["行政许可", "8"], ["行政强制", "10"]]]


def test_tables_inside_cells_are_read_by_themselves_and_their_row_is_layout():
    inner = table(row(cell("规章"), cell("7")), row(cell("行政许可"), cell("8")))
    body = table(row(cell("菜单"), cell(paragraph("前") + inner + paragraph("后"))), row(cell("合计"), cell("15")))
    found = read(document(body)).blocks
    assert [block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows] for block in found] == [
        "菜单", "前", [["规章", "7"], ["行政许可", "8"]], "后", [["合计", "15"]],
    ]  # fmt: skip
    assert [str(cell.location) for block in found if isinstance(block, Grid) for row in block.rows for cell in row] == [
        "table 1 row 1 column 1", "table 1 row 1 column 2", "table 1 row 2 column 1", "table 1 row 2 column 2",
        "table 2 row 1 column 1", "table 2 row 1 column 2",
    ]  # fmt: skip


def test_a_figure_in_a_table_of_one_cell_stays_in_its_row():
    assert grids(table(row(cell("规章"), cell(table(row(cell("12"))) + paragraph(""))))) == [[["规章", "12"]]]


def test_the_only_cell_of_a_table_and_cells_of_running_text_are_paragraphs():
    long = "公开" * 201
    found = read(document(table(row(cell("甲"))) + table(row(cell("总体情况"), cell(long))))).blocks
    assert [block.text for block in found] == ["甲", "总体情况", long]


def test_blank_cells_are_cells():
    assert grids(table(row(cell("规章"), cell(""), cell("\u3000"), cell("0")))) == [[["规章", "", "", "0"]]]


def test_pictures_and_embedded_tables_are_told():
    picture = '<w:r><w:drawing><a:blip r:embed="rId9"/></w:drawing></w:r>'
    older = '<w:r><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r>'
    sheet = '<w:r><w:object><v:shape/><o:OLEObject ProgID="Excel.Sheet.12" r:id="rId8"/></w:object></w:r>'
    found = read(document(paragraph(picture) + paragraph(older) + paragraph(sheet)))
    assert (found.meta, found.blocks) == ({"images": "2"}, [])
    assert found.anomalies == ["embedded objects are not read: Excel.Sheet.12"]


def test_text_that_was_put_into_word_keeps_its_tables():
    found = read(document("".join(map(paragraph, ("一、总体情况", "", "")))
                          + paragraph(run("规章") + "<w:r><w:tab/></w:r>" + run("0") + "<w:r><w:tab/><w:t>7</w:t></w:r>")
                          + paragraph("<w:r><w:t>行政许可</w:t><w:tab/><w:tab/><w:t>8</w:t></w:r>")))  # fmt: skip
    assert [block.text for block in found.blocks if isinstance(block, Paragraph)] == ["一、总体情况"]
    grid = found.blocks[1]
    assert grid.kind == "fields"
    assert [[cell.text for cell in row] for row in grid.rows] == [["规章", "0", "7"], ["行政许可", "", "8"]]
    assert str(grid.rows[0][1].location) == "line 4 field 2"


# Packages


def test_the_document_is_found_by_relationship_content_type_or_name():
    found = parts(paragraph("甲"))
    moved = {name.replace("word/", "ww/"): part for name, part in found.items()}
    moved["_rels/.rels"] = relations(("officeDocument", "/ww/document.xml"))
    moved["word/empty.xml"] = "<a/>"
    assert read(zipped(moved)).blocks[0].text == "甲"
    del moved["_rels/.rels"]
    moved["[Content_Types].xml"] = str(moved["[Content_Types].xml"]).replace("/word/", "/ww/")
    assert read(zipped(moved)).blocks[0].text == "甲"
    assert read(zipped({"word/document.xml": found["word/document.xml"]})).blocks[0].text == "甲"
    backslashes = {name.replace("word/document", "Word\\Document"): part for name, part in found.items()}
    assert read(zipped({**backslashes, "word/x": b""})).blocks[0].text == "甲"


@pytest.mark.parametrize(
    "target",
    ["http://example.org/document.xml", "file:///etc/passwd", "../../etc/passwd", "/etc/passwd", "C:\\x.xml", "", ".."],
)
def test_targets_that_lead_elsewhere_are_not_followed(target):
    found = parts(paragraph("甲"))
    found["_rels/.rels"] = relations(("officeDocument", target))
    assert read(zipped(found)).blocks[0].text == "甲"
    found["word/_rels/document.xml.rels"] = relations(("styles", target), ("numbering", target))
    assert read(zipped(found)).blocks[0].text == "甲"


def test_an_external_target_is_not_followed():
    found = parts(paragraph("甲"))
    external = relations(("officeDocument", "word/other.xml")).replace("Target=", 'TargetMode="External" Target=')
    found |= {"_rels/.rels": external, "word/other.xml": found["word/document.xml"].replace("甲", "乙")}
    assert read(zipped(found)).blocks[0].text == "甲"


def test_a_document_in_utf_16():
    found = parts(paragraph("甲"))
    found["word/document.xml"] = str(found["word/document.xml"]).replace("UTF-8", "UTF-16").encode("utf-16")
    assert read(zipped(found)).blocks[0].text == "甲"


def test_the_same_bytes_give_the_same_document():
    data = document(paragraph("甲") + table(row(cell("规章"), cell("0"))))
    assert read(data) == read(data)


# Word files that are one XML file


def flat(found: dict[str, str | bytes]) -> bytes:
    """The parts of a package in one XML file (Flat OPC)."""
    names = {"word/document.xml": "document.main", "word/styles.xml": "styles", "word/numbering.xml": "numbering"}
    inner = "".join(
        f'<pkg:part pkg:name="/{name}" pkg:contentType="{TYPE}.{kind}+xml"><pkg:xmlData>'
        f"{str(found[name]).partition('?>')[2]}</pkg:xmlData></pkg:part>"
        for name, kind in names.items()
        if name in found
    )
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    return f'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<pkg:package xmlns:pkg="{space}">{inner}</pkg:package>'.encode()


def test_a_package_in_one_file():
    body = paragraph("总体情况", numbered(1)) + table(row(cell("规章", '<w:vMerge w:val="restart"/>'), cell("7")))
    found = read(flat(parts(body, numbering=CHINESE + instance(1, 0))))
    assert (found.media, found.blocks[0].text) == ("wordml", "一、总体情况")
    assert found.blocks == read(document(body, numbering=CHINESE + instance(1, 0))).blocks


def word_2003(body: str) -> bytes:
    names = {
        "w": "http://schemas.microsoft.com/office/word/2003/wordml",
        "wx": "http://schemas.microsoft.com/office/word/2003/auxHint",
        "aml": "http://schemas.microsoft.com/aml/2001/core",
    }
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in names.items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<?mso-application progid="Word.Document"?>'
    header = "<w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr>"
    return f"{head}<w:wordDocument{spaces}><w:body><wx:sect>{body}{header}</wx:sect></w:body></w:wordDocument>".encode()


def test_word_2003_has_its_own_names():
    change = '<aml:annotation aml:id="1" w:type="Word.{}"><aml:content>{}</aml:content></aml:annotation>'
    note = "<w:r><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:r>"
    comment = change.format("Comment", "<w:p><w:r><w:t>批注</w:t></w:r></w:p>")
    listed = (
        '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{}"/></w:listPr></w:pPr>{}</w:p>'
    )
    figure = "<w:p>" + change.format("Deletion", "<w:r><w:delText>12</w:delText><w:t>9</w:t></w:r>")
    figure += change.format("Insertion", "<w:r><w:t>15</w:t></w:r>") + note + comment + "</w:p>"
    merged = "<w:tc><w:tcPr><w:vmerge{}/></w:tcPr><w:p>{}</w:p></w:tc>"
    body = (
        listed.format("一、", run("总体情况"))
        + listed.format("\uf0b7", run("项"))
        + table(
            "<w:tr>" + merged.format(' w:val="restart"', run("规章")) + f"<w:tc>{figure}</w:tc></w:tr>",
            "<w:tr>" + merged.format("", "") + "<w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr>",
            "<w:tr><w:trPr>" + change.format("Deletion", "") + "</w:trPr><w:tc><w:p/></w:tc></w:tr>",
        )
    )
    found = read(word_2003(body))
    assert (found.media, found.reader) == ("wordml", "wordml")
    assert [block.text for block in found.blocks[:2]] == ["一、总体情况", "项"]
    assert [[(cell.text, cell.column, cell.rowspan) for cell in row] for row in found.blocks[2].rows] == [
        [("规章", 0, 2), ("15", 1, 1)],
        [("7", 1, 1)],
    ]
    assert found.anomalies == ["its tables have tracked changes; they are read as if accepted"]


def test_other_office_files_in_xml_are_unsupported():
    head = '<?xml version="1.0"?><?mso-application progid="{}"?>'
    for text in (
        head.format("Excel.Sheet") + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        head.format("Word.Document") + "<a/>",
        flat({}).decode(),
    ):
        assert refused(text.encode()).status == "unsupported"
    refused(word_2003("")[:-20], "XML")


# Hostile files


def refused(data: bytes, word: str = "") -> ReadError:
    begin, used = time.perf_counter(), time.process_time()
    with pytest.raises(ReadError) as error:
        read(data)
    assert min(time.perf_counter() - begin, time.process_time() - used) < SECONDS
    assert word in str(error.value)
    return error.value


def with_document(content: str | bytes, packed: bool = True) -> bytes:
    return zipped({**parts(""), "word/document.xml": content}, packed)


def test_no_document():
    found = parts("")
    del found["word/document.xml"]
    refused(zipped({**found, "word/x.xml": "<a/>"}), "no document is in it")
    refused(with_document(""), "word/document.xml")
    refused(with_document("<w:document>"), "word/document.xml")


def test_another_office_file_is_unsupported():
    assert refused(with_document('<x:workbook xmlns:x="u"/>')).status == "unsupported"


def test_entities_are_refused_and_nothing_is_fetched(tmp_path):
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for declared, entity in (
        (f'<!ENTITY l0 "lol">{lol}', "&l9;"),
        (f'<!ENTITY x SYSTEM "file://{__file__}">', "&x;"),
        ('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', "&x;"),
        ('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;', ""),
        ('<!ENTITY x "1">', ""),
    ):
        document = f'<?xml version="1.0"?><!DOCTYPE w [{declared}]><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{entity}</w:t></w:r></w:p></w:body></w:document>'
        refused(with_document(document), "word/document.xml")


def test_deep_nesting_is_refused():
    for tag in ("w:p", "w:sdt", "w:tbl><w:tr><w:tc", "w:r"):
        names = tag.split("><")
        depth = 100_000
        text = (
            f'<w:document xmlns:w="{W}"><w:body>'
            + f"<{tag}>" * depth
            + "".join(f"</{name}>" for name in reversed(names)) * depth
        )
        refused(with_document(text + "</w:body></w:document>"))


def test_nesting_that_is_allowed_is_read_in_time():
    deep = paragraph("底")
    for _ in range(78):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    assert [block.text for block in read(document(deep)).blocks] == ["底"]
    boxes = run("底")
    for _ in range(60):
        boxes = f"<w:r><w:txbxContent><w:p>{boxes}</w:p></w:txbxContent></w:r>"
    assert [block.text for block in read(document(f"<w:p>{boxes}</w:p>")).blocks] == ["底"]


def test_a_wide_span_is_cut():
    for value in ("1000000000", "9" * 5000, "61"):
        found = read(document(table(row(cell("甲", f'<w:gridSpan w:val="{value}"/>'), cell("1")))))
        assert (found.blocks[0].rows[0][0].colspan, found.blocks[0].rows[0][1].column) == (60, 60)
        assert found.anomalies == ["1 spans beyond 60 columns were cut"]
    assert placed(table(row(cell("甲", '<w:gridSpan w:val="-3"/>'), cell("1", '<w:gridSpan w:val="x"/>'))))[0][1] == (
        "1",
        1,
        1,
        1,
    )


def test_rows_without_cells_are_no_rows():
    body = table(row(), row(cell("规章"), cell("1")), "<w:tr/>", "<w:tr><w:trPr/></w:tr>")
    assert grids(body) == [[["规章", "1"]]]
    assert read(document(table() + table(row()))).blocks == []


def test_bombs_are_refused():
    refused(with_document(f'<w:document xmlns:w="{W}">' + " " * 150_000_000 + "</w:document>"), "150,000,")
    refused(with_document(whole_of("x" * 11_500_000)), "200 times the file")
    refused(with_document(whole_of("x" * 11_500_000), packed=False), "no XML that can be read")
    refused(zipped({**parts(""), **{f"word/{n}.xml": b"" for n in range(2000)}}), "more than the 2000 files")


def whole_of(text: str) -> str:
    return f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'


def test_a_damaged_archive_is_refused():
    data = document(paragraph("甲" * 1000))
    for end in (len(data) // 2, len(data) - 30, 60):
        refused(data[:end])
    damaged = bytearray(data)
    at = data.index(b"word/document.xml") + 60
    damaged[at] ^= 0xFF
    refused(bytes(damaged))


LARGE = {
    "many rows": lambda: table(row(cell("规章"), cell("1")) * 5_000),
    "many tables": lambda: table(row(cell("规章"), cell("1"))) * 4_000,
    "many cells": lambda: table(row(cell("1") * 12_000)),
    "many bare cells": lambda: table(("<w:tr>" + "<w:tc/>" * 60 + "</w:tr>") * 1_500),
    "many merges": lambda: table(row(cell("", "<w:vMerge/>") * 200) * 60),
    "many runs": lambda: paragraph(run("1", "<w:strike/>") * 20_000),
    "many boxes": lambda: paragraph(text_box(paragraph("盒")) * 4_000),
    "many list numbers": lambda: paragraph("项", numbered(1)) * 10_000,
    "tables in cells": lambda: table(row(cell("1"), cell(table(row(cell("1"), cell("2"))) * 30))) * 120,
}  # each of about 1.5 MB


@pytest.mark.parametrize("name", LARGE)
def test_a_file_made_to_be_slow_is_read_in_time(name):
    data = zipped(parts(LARGE[name](), numbering=CHINESE + instance(1, 0)), packed=False)
    used = time.process_time()
    assert read(data).blocks
    assert time.process_time() - used < SECONDS


def test_a_document_of_too_many_elements_is_refused():
    refused(zipped(parts("<w:p/>" * 700_000), packed=False), "tags")


TAGS = [f"w:{name}" for name in ("p", "r", "t", "tbl", "tr", "tc", "tcPr", "gridSpan", "vMerge", "pPr", "rPr", "numPr", "numId", "sdt", "del", "ins",
                                  "br", "sym", "fldChar", "instrText", "txbxContent", "vanish", "strike", "body")] + ["mc:AlternateContent", "mc:Choice", "mc:Fallback"]  # fmt: skip
TREES = st.recursive(
    st.sampled_from(("1", "规章", "")),
    lambda inner: st.builds(
        lambda tag, value, content: f'<{tag} w:val="{value}">{"".join(content)}</{tag}>',
        st.sampled_from(TAGS),
        st.sampled_from(("restart", "3", "1", "-1", "x")),
        st.lists(inner, max_size=5),
    ),
    max_leaves=40,
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TREES)
def test_any_heap_of_elements_is_read(tree):
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    assert isinstance(read(with_document(f"<w:document{names}>{tree}</w:document>")), Document)


# Real files


def real(name: str) -> gx.Report:
    path = CASES / name / "source.docx"
    if not path.exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    [report] = gx.parse(path)
    return report


def test_a_report_saved_from_a_page_is_read_in_full():
    report = real("shanghai_office_2019_html__docx")
    assert (report.agency, report.year) == ("上海市人民政府办公厅", 2019)
    right, wrong, lost = judge(report, SHANGHAI_OFFICE_2019)
    assert (len(right), wrong, lost) == (198, [], [])


def test_the_blank_official_template_has_200_blank_cells():
    report = real("template_2021_blank_docx")
    assert Counter(cell.state for cell in report.cell_rows) == {"blank": 200}
    assert (report.agency, report.year) == (None, None)


def test_a_real_file_holds_what_its_parts_say():
    path = CASES / "shanghai_office_2019_html__docx" / "source.docx"
    if not path.exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert OFFICE.encode() in archive.read("_rels/.rels")
    grids = [block for block in read(path).blocks if isinstance(block, Grid)]
    assert [len(grid.rows) for grid in grids] == [18, 26, 4]
