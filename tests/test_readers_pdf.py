"""PDF pages → Documents: what stands in which cell, what cannot be seen, what pages cut, and what is refused."""

import re
from itertools import pairwise

import pytest
from dialects import Box, page
from filled import HUAIAN_2024, LUOJIANG_2020, PINGTAN_2020, REAL, compare, parse_one
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdf_pages import LABELS, Canvas, Style, covered, form, pdf, wrapped

from gxdata.document import Grid, Paragraph, ReadError
from gxdata.readers import read
from gxdata.text import read_cell


def ruled(columns, rows, canvas=None):
    """A page with a grid of lines."""
    canvas = canvas or Canvas()
    for y in rows:
        canvas.line(columns[0], y, columns[-1], y)
    for x in columns:
        canvas.line(x, rows[0], x, rows[-1])
    return canvas


COLUMNS, ROWS = [72, 172, 222, 272], [100, 120, 140]


def filled_grid(*more, canvas=None):
    """规章 | 1 | 2 over 行政规范性文件 | 3 | 4."""
    canvas = ruled(COLUMNS, ROWS, canvas)
    for x, y, text in ((80, 114, "规章"), (190, 114, "1"), (240, 114, "2"), (80, 134, "行政规范性文件"), (190, 134, "3"), (240, 134, "4"), *more):  # fmt: skip
        canvas.text(x, y, text)
    return canvas


def grids(data):
    return [block for block in read(data).blocks if isinstance(block, Grid)]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


def paragraphs(data):
    return [block.text for block in read(data).blocks if isinstance(block, Paragraph)]


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_ruled_table_is_a_grid_whose_cells_have_their_places():
    (grid,) = grids(pdf([filled_grid()]))
    assert grid.kind == "cells"
    assert texts(grid) == [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]
    cell = grid.rows[1][2]
    assert (cell.column, cell.colspan, cell.rowspan, cell.doubt) == (2, 1, 1, False)
    assert (cell.location.page, cell.location.table, cell.location.row, cell.location.column) == (1, 1, 2, 3)
    assert cell.location.box == (222, 120, 272, 140)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_displayed(rotate):
    canvas = filled_grid(canvas=Canvas(600, 400, rotate))
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]
    assert grid.rows[1][2].location.box == (222, 120, 272, 140)


def test_a_page_whose_text_lies_on_its_side_is_set_upright():
    canvas = Canvas(400, 600)
    for x in ROWS:
        canvas.line(x, 300, x, 500)
    for y in (500, 400, 350, 300):
        canvas.line(100, y, 140, y)
    for x, y, text in ((114, 490, "规章"), (114, 380, "1"), (114, 330, "2"), (134, 490, "行政规范性文件"), (134, 380, "3"), (134, 330, "4")):  # fmt: skip
        canvas.text(x, y, text, turn=1)
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]


def test_a_turned_label_in_an_upright_table():
    canvas = ruled([50, 72], [100, 160], ruled(COLUMNS, [100, 120, 140, 160]))
    for place, y in enumerate((114, 134, 154)):
        canvas.text(80, y, "一二三"[place])
        canvas.text(190, y, str(place))
        canvas.text(240, y, str(place))
    canvas.text(58, 112, "办理结果", turn=3)
    (grid,) = grids(pdf([canvas]))
    assert grid.rows[0][0].text == "办理结果" and grid.rows[0][0].rowspan == 3


def test_vertical_labels_and_wrapped_figures_are_whole_and_lines_of_their_own_stay_lines():
    canvas = ruled([72, 96, 136, 236], [100, 160])
    for place, char in enumerate("办理结果"):
        canvas.text(79, 112 + 12 * place, char)
    canvas.text(102, 120, "112.55")  # the cell is full
    canvas.text(102, 132, "034")
    canvas.text(150, 120, "10")  # the cell has room: these are two
    canvas.text(150, 132, "037")
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [["办理结果", "112.55034", "10\n037"]]


def test_text_printed_twice_counts_once_and_repeated_digits_count_twice():
    canvas = filled_grid((190.4, 114, "1"), (241.5, 115.5, "2"))
    canvas.text(205, 134, "11")
    canvas.text(205.3, 134, "11")
    canvas.text(250, 134, "00")
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [["规章", "1", "2"], ["行政规范性文件", "3 11", "4 00"]]
    assert not any(cell.doubt for row in grid.rows for cell in row)


def test_a_point_printed_twice_counts_once():
    canvas = ruled(COLUMNS, ROWS)
    for x, char in zip((180, 185, 190, 195, 197.5), "1,23.", strict=False):
        for by in (0, 0.3):
            canvas.text(x + by, 114, char)
    for by in (0, 0.3):
        canvas.text(200 + by, 114, "5")
    (grid,) = grids(pdf([canvas]))
    assert (grid.rows[0][1].text, grid.rows[0][1].doubt) == ("1,23.5", False)


def test_different_figures_printed_over_each_other_are_in_doubt():
    (grid,) = grids(pdf([filled_grid((190.5, 114, "7"))]))
    assert [cell.doubt for cell in grid.rows[0]] == [False, True, False]


def test_a_figure_wider_than_its_cell_stays_whole_and_is_in_doubt():
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(196, 134, "12345678")
    data = pdf([canvas])
    (grid,) = grids(data)
    assert texts(grid)[1] == ["", "12345678", ""]
    assert [cell.doubt for cell in grid.rows[1]] == [False, True, True]
    assert any("wider than their cell" in said for said in read(data).anomalies)


def test_figures_in_neighbouring_cells_are_not_one():
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(170.5 - 20 + 50, 114, "1234")  # ends close to its border
    canvas.text(223.5, 114, "5678")  # begins close to it
    (grid,) = grids(pdf([canvas]))
    assert texts(grid)[0] == ["", "1234", "5678"] and not any(cell.doubt for cell in grid.rows[0])


def test_two_tables_on_a_page_and_text_around_them():
    canvas = filled_grid()
    ruled(COLUMNS, [200, 220], canvas)
    canvas.text(80, 214, "行政许可")
    canvas.text(72, 90, "一、总体情况")
    canvas.text(72, 180, "二、其他事项")
    canvas.text(72, 240, "三、结尾")
    kinds = [
        block.text if isinstance(block, Paragraph) else block.location.table for block in read(pdf([canvas])).blocks
    ]
    assert kinds == ["一、总体情况", 1, "二、其他事项", 2, "三、结尾"]


def test_a_frame_around_the_page_is_no_table():
    canvas = filled_grid()
    canvas.frame(30, 30, 560, 800)
    canvas.text(72, 90, "一、总体情况")
    data = pdf([canvas])
    assert [texts(grid) for grid in grids(data)] == [[["规章", "1", "2"], ["行政规范性文件", "3", "4"]]]
    assert paragraphs(data) == ["一、总体情况"]


def test_a_table_that_lays_out_the_page_is_no_table():
    canvas = filled_grid()
    ruled([40, 300, 560], [60, 400], canvas)
    canvas.text(72, 90, "一、总体情况")
    data = pdf([canvas])
    assert [texts(grid) for grid in grids(data)] == [[["规章", "1", "2"], ["行政规范性文件", "3", "4"]]]
    assert paragraphs(data) == ["一、总体情况"]


def test_a_cell_of_running_text_is_running_text():
    canvas = ruled([72, 272, 522], [100, 700])
    canvas.line(72, 660, 522, 660)
    for place in range(40):
        canvas.text(80, 120 + 13 * place, "本机关认真落实条例要求主动公开信息", 10)
    canvas.text(80, 680, "规章")
    canvas.text(300, 680, "5")
    ruled([72, 272, 522], [700, 730], canvas)
    canvas.text(80, 720, "许可")
    canvas.text(300, 720, "6")
    data = pdf([canvas])
    assert [texts(grid) for grid in grids(data)] == [[["规章", "5"], ["许可", "6"]]]
    assert "".join(paragraphs(data)).count("本机关认真落实条例要求主动公开信息") == 40


# ── What cannot be seen ──────────────────────────────────────────────────────────────────────────────────────────


def said(data):
    return " ".join(read(data).anomalies)


def test_white_text_is_left_out_and_said_but_not_white_text_on_colour():
    canvas = Canvas()
    canvas.area(222, 100, 272, 120, "0.2 0.3 0.6 rg")
    filled_grid(canvas=canvas)
    canvas.text(205, 114, "9", color="1 g")
    canvas.text(252, 114, "8", color="1 g")
    data = pdf([canvas])
    assert texts(grids(data)[0])[0] == ["规章", "1", "2 8"]
    assert "does not show" in said(data)


def test_text_that_is_covered_is_left_out_and_said():
    canvas = filled_grid()
    canvas.area(185, 105, 210, 118, "1 g")
    canvas.text(190, 114, "7")
    data = pdf([canvas])
    assert texts(grids(data)[0])[0] == ["规章", "7", "2"]
    assert "does not show" in said(data)


def test_backgrounds_drawn_before_the_text_cover_nothing():
    canvas = Canvas()
    for x, right in pairwise(COLUMNS):
        for y, bottom in pairwise(ROWS):
            canvas.area(x, y, right, bottom, "1 g")
    data = pdf([filled_grid(canvas=canvas)])
    assert texts(grids(data)[0]) == [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]
    assert said(data) == ""


def test_invisible_text_is_in_doubt():
    canvas = filled_grid()
    canvas.text(205, 114, "9", mode=3)
    (grid,) = grids(pdf([canvas]))
    assert [cell.doubt for cell in grid.rows[0]] == [False, True, False]


@pytest.mark.parametrize(("place", "text"), [(195, "1³"), (198.5, "1 ³")])
def test_a_raised_digit_is_a_footnotes_and_no_part_of_the_figure(place, text):
    canvas = filled_grid()
    canvas.text(place, 110, "3", size=5)
    (grid,) = grids(pdf([canvas]))
    assert grid.rows[0][1].text == text and read_cell(text).state == "text"


def test_figures_that_stand_higher_than_their_rows_label_are_no_footnotes():
    """As where a scanner's program has set the words of a line one by one; a mark at a figure still is one."""
    canvas = Canvas()
    canvas.text(72, 114, "8.属于行政查询事项", size=9)
    canvas.text(240, 112, "1", size=7.5)
    canvas.text(290, 112, "0", size=7.5)
    canvas.text(340, 112, "1", size=7.5)
    canvas.text(344.5, 109, "2", size=5)
    (line,) = [block.text for block in read(pdf([canvas])).blocks]
    assert line.split() == ["8.属于行政查询事项", "1", "0", "1²"]


def test_a_figure_left_out_because_it_does_not_show_leaves_no_blank_cell():
    canvas = filled_grid()
    canvas.area(185, 105, 215, 118, "1 1 0 rg")
    (grid,) = grids(pdf([canvas]))
    assert [(cell.text, cell.doubt) for cell in grid.rows[0]] == [("规章", False), ("", True), ("2", False)]


def clipped(canvas, x, y, text, left, right):
    """Text that shows only between two edges, and in the row of the first cells."""
    canvas.ops.append(f"q {left} 722 {right - left} 20 re W n")
    canvas.text(x, y, text)
    canvas.ops.append("Q")


def test_a_line_that_a_rows_height_cuts_off_is_left_out_and_said():
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(80, 114, "规章")
    clipped(canvas, 190, 114, "1", 172, 222)
    clipped(canvas, 240, 114, "2", 222, 272)
    clipped(canvas, 190, 126, "7", 172, 222)  # below the row, where the next one is
    canvas.text(195, 134, "3")
    data = pdf([canvas])
    (grid,) = grids(data)
    assert texts(grid) == [["规章", "1", "2"], ["", "3", ""]]
    assert "cut off" in said(data)


def test_a_figure_of_which_a_part_is_cut_off_is_in_doubt():
    canvas = ruled(COLUMNS, ROWS)
    clipped(canvas, 180, 114, "123", 172, 188)
    (grid,) = grids(pdf([canvas]))
    assert (grid.rows[0][1].text, grid.rows[0][1].doubt) == ("123", True)


LAYER = "<< /Type /OCG /Name (draft) >>"


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize("state", ["OFF", "ON"])
def test_text_shows_as_its_layer_does(state, form):
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(80, 114, "规章")
    canvas.text(190, 114, "1")
    layer = Canvas()
    layer.text(240, 114, "2")
    layer.text(190, 134, "34")
    content = "\n".join(layer.ops)
    drawn = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
        f"/Length {len(content)}>>\nstream\n{content}\nendstream"
    )
    canvas.objects = "/X 7 0 R >> /Properties << /L 6 0 R"
    canvas.ops.append(f"/OC /L BDC {'/X Do' if form else content} EMC")
    catalog = f"/OCProperties << /OCGs [6 0 R] /D << /{state} [6 0 R] >> >>"
    (grid,) = grids(pdf([canvas], [LAYER, drawn], catalog))
    cells = [[(cell.text, cell.doubt) for cell in row] for row in grid.rows]
    if state == "ON":
        assert cells == [[("规章", False), ("1", False), ("2", False)], [("", False), ("34", False), ("", False)]]
    else:  # what is hidden leaves no blank cell
        assert cells == [[("规章", False), ("1", False), ("", True)], [("", False), ("", True), ("", False)]]


def test_a_layer_that_is_all_over_other_text_makes_its_figures_unknown():
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(190, 114, "1")
    canvas.objects = ">> /Properties << /L 6 0 R"
    canvas.ops.append("/OC /L BDC")
    canvas.text(194, 114, "5")
    canvas.ops.append("EMC")
    (grid,) = grids(pdf([canvas], [LAYER], "/OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >>"))
    assert grid.rows[0][1].text == "1\ufffd"


def test_of_two_layers_on_each_other_no_figure_is_taken():
    """2 on a layer that shows and 5 on a hidden one, almost in the same place."""
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(80, 114, "规章")
    canvas.objects = ">> /Properties << /L 6 0 R /M 7 0 R"
    for layer, x, text in (("L", 240, "2"), ("L", 190, "34"), ("M", 242, "5")):
        canvas.ops.append(f"/OC /{layer} BDC")
        canvas.text(x, 114, text)
        canvas.ops.append("EMC")
    catalog = "/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [7 0 R] >> >>"
    (grid,) = grids(pdf([canvas], [LAYER, LAYER], catalog))
    assert [cell.text for cell in grid.rows[0]][1:] == ["\ufffd\ufffd", "\ufffd\ufffd"]


SHAPES = {
    "0": "0 0 m 0 8 5 8 5 0 c 5 -2 0 -2 0 0 c h 1.5 0.5 m 1.5 6 3.5 6 3.5 0.5 c h f*",
    "1": "1 0 m 1 6 l 0 5 l 0 6 l 1 7 l 2 7 l 2 0 l h f",
}


@pytest.mark.parametrize("figure", SHAPES)
def test_a_figure_drawn_as_a_shape_leaves_no_blank_cell(figure):
    canvas = filled_grid()
    canvas.ops = [op for op in canvas.ops if "<0031>" not in op and "<0033>" not in op]
    canvas.ops.append(f"q 1 0 0 1 190 728 cm {SHAPES[figure]} Q")
    (grid,) = grids(pdf([canvas]))
    assert [(cell.text, cell.doubt) for row in grid.rows for cell in row[1:]] == [("", True), ("2", False), ("", False), ("4", False)]  # fmt: skip


def test_round_dots_of_borders_are_no_figures():
    canvas = Canvas()
    dot = "1 0 m 1 .55 .55 1 0 1 c -.55 1 -1 .55 -1 0 c -1 -.55 -.55 -1 0 -1 c .55 -1 1 -.55 1 0 c h f"
    for y in ROWS:
        canvas.ops += [f"q 1 0 0 1 {x} {842 - y} cm {dot} Q" for x in range(COLUMNS[0], COLUMNS[-1], 3)]
    for x in COLUMNS:
        canvas.ops += [f"q 1 0 0 1 {x} {842 - y} cm {dot} Q" for y in range(ROWS[0], ROWS[-1], 3)]
    canvas.text(80, 114, "规章")
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [["规章", "", ""], ["", "", ""]]
    assert not any(cell.doubt for row in grid.rows for cell in row)


def test_digits_below_each_other_are_in_doubt():
    canvas = Canvas()
    for x in (70, 170, 200, 300):
        canvas.line(x, 100, x, 160)
    for y in (100, 130, 160):
        canvas.line(70, y, 300, y)
    canvas.text(75, 120, "规章")
    canvas.text(175, 112, "106")
    canvas.text(175, 126, "3")
    canvas.text(210, 120, "2")
    canvas.text(75, 150, "行政规范性文件")
    canvas.text(175, 150, "7")
    canvas.text(210, 150, "4")
    (grid,) = grids(pdf([canvas]))
    assert grid.rows[0][1].doubt or grid.rows[0][1].text == "106\n3"
    assert not grid.rows[1][1].doubt


def test_text_outside_the_page_is_left_out_and_said():
    data = pdf([filled_grid((700, 114, "9"), (190, -20, "9"))])
    assert texts(grids(data)[0])[0] == ["规章", "1", "2"]
    assert "outside the page" in said(data)


def test_a_slanted_stamp_is_left_out_and_said():
    canvas = filled_grid()
    canvas.ops.append("BT /F1 20 Tf 0.7 0.7 -0.7 0.7 190 720 Tm <8349 7a3f> Tj ET")
    data = pdf([canvas])
    assert texts(grids(data)[0])[0] == ["规章", "1", "2"]
    assert "slant" in said(data)


NAMELESS = {
    "codes": (
        "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Song/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2"
        "/BaseFont/AAAAAA+Song/DW 500/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R>>]>>",
        "<00310032>",  # glyphs 49 and 50, not the characters 1 and 2
    ),
    "drawings": (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[0.1 0 0 0.1 0 0]/CharProcs<</g17 7 0 R>>"
        "/Encoding<</Differences[65/g17]>>/FirstChar 65/LastChar 65/Widths[5]>>",
        "(AA)",
    ),
}
DRAWN = "<</Length 32>>\nstream\n5 0 0 0 5 7 d1 0 0 5 7 re f      \nendstream"


@pytest.mark.parametrize("kind", NAMELESS)
def test_characters_that_a_font_does_not_name_stay_unknown(kind):
    font, codes = NAMELESS[kind]
    canvas = filled_grid()
    canvas.fonts = "/F2 6 0 R"
    canvas.ops.append(f"BT /F2 10 Tf 195 728 Td {codes} Tj 0 -20 Td {codes} Tj ET")
    data = pdf([canvas], [font, DRAWN])
    (grid,) = grids(data)
    assert re.fullmatch("1\ufffd+", texts(grid)[0][1]) and re.fullmatch("3\ufffd+", texts(grid)[1][1])
    assert "U+FFFD" in said(data)


def test_a_figure_whose_last_digit_a_font_does_not_name_is_not_read_without_it():
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 10 10]/FontMatrix[0.1 0 0 0.1 0 0]/CharProcs<</g17 7 0 R/one 7 0 R>>"
        "/Encoding<</Differences[65/g17/one]>>/FirstChar 65/LastChar 66/Widths[5 5]/ToUnicode 8 0 R>>"
    )
    names = "1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <42> <0031> endbfchar"
    canvas = ruled(COLUMNS, ROWS)
    canvas.fonts = "/F2 6 0 R"
    canvas.ops.append("BT /F2 10 Tf 185 728 Td (BA) Tj 50 0 Td (AB) Tj -50 -20 Td (B) Tj ET")
    names = f"<</Length {len(names)}>>\nstream\n{names}\nendstream"
    (grid,) = grids(pdf([canvas], [font, DRAWN, names]))
    assert [texts(grid)[0][1:], texts(grid)[1][1:]] == [["1\ufffd", "\ufffd1"], ["1", ""]]


def test_a_page_in_such_a_font_is_refused_with_the_remedy():
    canvas = Canvas()
    canvas.fonts = "/F2 6 0 R"
    for place in range(20):
        canvas.ops.append(f"BT /F2 10 Tf 72 {700 - 20 * place} Td <00310032003300340035> Tj ET")
    status, message = refusal(pdf([canvas], [NAMELESS["codes"][0]]))
    assert status == "unsupported" and "--ocr" in message


def test_values_of_form_fields_are_read_where_they_show():
    appearance = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 30 14] /Resources << /Font << /F1 3 0 R >> >> /Length 50 >>\n"
        "stream\nBT /F1 10 Tf 10 4 Td <00350036> Tj ET            \nendstream"
    )
    field = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /F 4 /Rect [180 725 210 739] /V (56) /AP << /N 6 0 R >> >>"
    canvas = ruled(COLUMNS, ROWS)
    canvas.text(80, 114, "规章")
    canvas.extra = "/Annots [7 0 R]"
    (grid,) = grids(pdf([canvas], [appearance, field]))
    assert texts(grid)[0] == ["规章", "56", ""]


def test_a_table_drawn_in_a_form_stands_where_the_form_is_placed():
    inner = filled_grid()
    content = "\n".join(inner.ops)
    drawn = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 10 -20]/Resources<</Font<</F1 3 0 R>>>>"
        f"/Length {len(content)}>>\nstream\n{content}\nendstream"
    )
    canvas = Canvas(800, 400)
    canvas.objects = "/X 6 0 R"
    canvas.ops.append("q 0 -0.5 0.5 0 0 400 cm /X Do Q")  # half as large, and turned clockwise
    canvas.rotate = 0
    for turned in (False, True):
        if turned:
            canvas.ops[-1] = "q 0.5 0 0 0.5 0 0 cm /X Do Q"
        (grid,) = grids(pdf([canvas], [drawn]))
        assert texts(grid) == [["规章", "1", "2"], ["行政规范性文件", "3", "4"]]
    assert grid.rows[1][2].location.box == (116, 49, 141, 59)


# ── Lines and pages ──────────────────────────────────────────────────────────────────────────────────────────────


def test_lines_are_joined_to_paragraphs_over_pages_without_heads_and_page_numbers():
    long = "一是提升主动公开的质量和时效，" * 30
    first, second = Canvas(), Canvas()
    lines = wrapped("　　" + long, 16, 450)
    for canvas, some, number in ((first, lines[:8], "- 1 -"), (second, lines[8:], "- 2 -")):
        canvas.text(72, 40, "某市人民政府文件", 9)
        canvas.text(280, 810, number, 9)
        for place, line in enumerate(some):
            canvas.text(72 + 16 * (line.startswith("　　") * 2), 120 + 28 * place, line.strip("　"), 16)
    second.text(104, 200 + 28 * len(lines[8:]), "二、其他事项", 16)
    assert paragraphs(pdf([first, second])) == [long, "二、其他事项"]


def test_title_lines_and_headings_stay_lines():
    canvas = Canvas()
    canvas.text(180, 120, "某市人民政府", 22)
    canvas.text(120, 150, "2023年政府信息公开工作年度报告", 22)
    canvas.text(104, 200, "一、总体情况", 16)
    canvas.text(104, 228, "本年度主动公开信息若干条，办理依申请公开若干件，具体情", 16)
    canvas.text(72, 256, "况如下。", 16)
    assert paragraphs(pdf([canvas])) == [
        "某市人民政府",
        "2023年政府信息公开工作年度报告",
        "一、总体情况",
        "本年度主动公开信息若干条，办理依申请公开若干件，具体情况如下。",
    ]


def test_a_number_at_the_foot_that_counts_no_pages_stays():
    pages = [Canvas() for _ in range(3)]
    for place, canvas in enumerate(pages):
        canvas.text(72, 100, f"第{'一二三'[place]}部分", 16)
        canvas.text(290, 800, str(place + 5), 9)  # 5, 6, 7: pages of a larger whole
        canvas.text(72, 780, str((3, 9, 4)[place]), 9)
    assert paragraphs(pdf(pages)) == ["第一部分", "3", "第二部分", "9", "第三部分", "4"]


# ── The forms ────────────────────────────────────────────────────────────────────────────────────────────────────

STYLES = {
    "plain": Style(),
    "vertical label": Style(vertical=True, shaded=True),
    "thin areas": Style(borders="areas", align="right", padding=1),
    "frames": Style(borders="frames", align="left", padding=2),
    "dashes": Style(borders="dashes"),
    "double": Style(borders="double", small=8),
    "no outer borders": Style(outer=False),
    "large": Style(small=14, head="某市人民政府文件", numbers="第{}页 共9页"),
    "landscape": Style(width=842, height=595, numbers="{}"),
    "turned": Style(width=842, height=595, rotate=90, middle=False),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", ["huaian_2024", "pingtan_2020"])
def test_every_cell_of_real_reports_in_every_style(name, style):
    report = parse_one(form(page(REAL[name]), style))
    # figures that a narrow cell breaks over two lines may also be two rows': the sums confirm them
    assert compare(report, REAL[name].truth(), solved=style.small > 12) == []
    assert (report.agency, report.year) == (REAL[name].agency, REAL[name].year)
    assert [chapter.number for chapter in report.chapter_rows] == [0, 1, 2, 3, 4, 5, 6]


BLANKS = HUAIAN_2024.with_cells({key: "" for key, printed in HUAIAN_2024.cells.items() if printed == "0"})


@pytest.mark.parametrize("filled", [HUAIAN_2024, BLANKS, LUOJIANG_2020], ids=["2021 form", "blanks", "2019 form"])
@pytest.mark.parametrize("row", range(1, 27, 2))
def test_table_three_split_after_every_other_row(filled, row):
    style = Style(
        closed=row % 2 == 0,
        repeat=row % 3 == 0,
        vertical=row % 5 == 0,
        break_after={"requests": (row, row + 8), "proactive": (row % 12 + 1,)},
    )
    assert compare(parse_one(form(page(filled), style)), filled.truth()) == []


def cut(sheet, row, upper, style):
    """Cuts a row of table 三 after its label's first line; its figures stay in the upper half, or go to the lower.
    Whether the row could be cut."""
    boxes, grid = sheet.rows[row], covered(sheet)
    label = [box for box in boxes if box.key is None][-1]
    first = grid[row].index(label)
    width = sum(LABELS["requests"][first : first + label.colspan]) * (style.width - 2 * style.margin)
    lines = wrapped(label.text, style.small, width - 2 * style.padding)
    if len(lines) < 2 or label.rowspan > 1:
        return False
    below = []
    for box in boxes:
        if box is label:
            below.append(Box("".join(lines[1:]), box.colspan))
        elif box.rowspan > 1:
            box.rowspan += 1
        else:
            below.append(Box("" if upper else box.text, box.colspan, 1, box.key))
            box.text = box.text if upper else ""
    label.text = lines[0]
    for at, above in enumerate(sheet.rows[:row]):
        for box in above:
            box.rowspan += at + box.rowspan > row
    sheet.rows.insert(row + 1, below)
    return True


@pytest.mark.parametrize("filled", [HUAIAN_2024, BLANKS, PINGTAN_2020], ids=["2021 form", "blanks", "2019 form"])
@pytest.mark.parametrize("upper", [True, False], ids=["figures above", "figures below"])
def test_rows_that_a_pages_end_cuts_are_whole(filled, upper):
    count = 0
    for row in range(5, 26):
        laid = page(filled)
        style = Style(closed=row % 2 == 0, repeat=row % 3 == 0, break_after={"requests": (row + 1,)})
        if cut(laid.sheet("requests"), row, upper, style):
            count += 1
            rows = {
                key
                for key in filled.keys
                if not any(filled.cells[other] for other in filled.keys if other[1] == key[1])
            }
            assert compare(parse_one(form(laid, style)), filled.truth(), lossy=frozenset(rows)) == [], row
    assert count > 8


# ── Labels that have no room in their cell ───────────────────────────────────────────────────────────────────────


def with_stack(label, *more, x=81.0):
    """Two rows, the lower one in a narrow column's cell that `label`, one character a line, is too high for."""
    canvas = Canvas()
    for y in (100, 130, 190):
        canvas.line(72, y, 300, y)
    canvas.line(100, 160, 300, 160)
    for at, top in ((72, 100), (100, 130), (240, 100), (300, 100)):
        canvas.line(at, top, at, 190)
    for place, char in enumerate(label):
        canvas.text(x, 165 - 12 * (len(label) - 1) / 2 + 12 * place, char)
    for at, y, text in ((260, 118, "7"), (110, 148, "（一）予以公开"), (260, 148, "5"), (110, 178, "（二）部分公开"), (260, 178, "2"), *more):  # fmt: skip
        canvas.text(at, y, text)
    return pdf([canvas])


def test_a_label_one_character_a_line_is_whole_where_its_cell_has_no_room_for_it():
    data = with_stack("三、本年度办理", (74, 118, "二、上年结转"))
    assert texts(grids(data)[0]) == [
        ["二、上年结转", "7"],
        ["三、本年度办理", "（一）予以公开", "5"],
        ["（二）部分公开", "2"],
    ]


def test_the_beginning_of_another_label_and_figures_are_no_rest_of_such_a_label():
    data = with_stack("本年度办理", (81, 117, "结转"), (81, 201, "四、结转下年度"))
    assert [row[0] for row in texts(grids(data)[0])] == ["结转", "本年度办理", "（二）部分公开"]
    assert paragraphs(data) == ["四、结转下年度"]
    (grid,) = grids(with_stack("理办理", (81, 141, "3"), (81, 189, "4")))
    assert grid.rows[1][0].text.replace("\n", "") in ("理办理", "3理办理", "3理办理4")
    assert grid.rows[0][0].text == ""


# ── Columns that a page's width cuts off ─────────────────────────────────────────────────────────────────────────


def drawn(columns, heights, rows, top=100, more=()):
    """A page with a table: `rows` of texts, "" for none; more: (x, y, text)."""
    edges = [top]
    for height in heights:
        edges.append(edges[-1] + height)
    canvas = ruled(columns, edges)
    for (upper, _), row in zip(pairwise(edges), rows, strict=True):
        for x, text in zip(columns, row, strict=False):
            canvas.text(x + 4, upper + 13, text)
    for x, y, text in more:
        canvas.text(x, y, text)
    return canvas


WIDE = [72, 172, 222, 272]  # the edges of a table, of which a page further on has the last column
NAMES = ["", "自然人", "企业"]
TALL = [20, 24, 30, 18, 26]
REQUESTS = [NAMES, ["予以公开", "7", "2"], ["部分公开", "3", "1"], ["不予公开", "0", "0"], ["总计", "10", "3"]]
STRIP = [["总计"], ["9"], ["4"], ["0"], ["13"]]


def test_columns_that_stand_on_the_next_page_are_beside_their_rows():
    (grid,) = grids(pdf([drawn(WIDE, TALL, REQUESTS), drawn([72, 132], TALL, STRIP, 60)]))
    assert texts(grid)[1:3] == [["予以公开", "7", "2", "9"], ["部分公开", "3", "1", "4"]]
    assert [row[-1].column for row in grid.rows] == [3] * 5
    assert (grid.rows[4][3].text, grid.rows[4][3].location.page, grid.rows[4][3].location.row) == ("13", 2, 5)


def test_columns_on_the_next_pages_are_beside_the_rows_of_two_pages():
    rows, heights = [[f"第{row}行", str(row), str(row + 1)] for row in range(2, 10)], [18, 20, 22, 24, 18, 20, 22, 24]
    strip = [[str(2 * row + 1)] for row in range(2, 10)]
    pages = [
        drawn(WIDE, [20, *heights[:3]], [NAMES, *rows[:3]]), drawn(WIDE, heights[3:], rows[3:], 60),
        drawn([72, 132], [20, *heights[:6]], [["总计"], *strip[:6]], 60), drawn([72, 132], heights[6:], strip[6:], 60),
    ]  # fmt: skip
    (grid,) = grids(pdf(pages))
    assert texts(grid) == [[*NAMES, "总计"], *([*row, *more] for row, more in zip(rows, strip, strict=True))]


@pytest.mark.parametrize(
    ("columns", "heights", "strip", "more"),
    [
        ([72, 132], [20, 24, 31.9, 16.1, 26], STRIP, ()),  # another row's height
        ([72, 132], TALL[:4], STRIP[:4], ()),  # a row less
        ([72, 132], TALL, [["13"], *STRIP[1:]], ()),  # no name over the column
        ([72, 132], TALL, [["总计"], ["合计"], *STRIP[2:]], ()),  # a name beside figures
        ([92, 152], TALL, STRIP, ()),  # not where a page's table begins
        ([72, 132], TALL, STRIP, [(72, 50, "四、政府信息公开行政复议、行政诉讼情况")]),  # a heading stands between
        (
            [72, 132, 192],
            TALL,
            [["信息内容", "处理决定数量"], *([f"行政许可{row}", "7"] for row in range(4))],
            (),
        ),  # labels
    ],
)
def test_another_table_on_the_next_page_is_no_rest_of_a_tables_rows(columns, heights, strip, more):
    read_back = [texts(grid) for grid in grids(pdf([drawn(WIDE, TALL, REQUESTS), drawn(columns, heights, strip, 60, more)]))]  # fmt: skip
    assert read_back[0] == REQUESTS


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def refusal(data, **more):
    with pytest.raises(ReadError) as found:
        read(data, **more)
    return found.value.status, str(found.value)


def test_a_page_more_than_the_most_is_refused():
    canvas = Canvas()
    canvas.text(72, 100, "规章")
    assert len(read(pdf([canvas] * 300)).blocks) == 300
    status, message = refusal(pdf([canvas] * 301))
    assert status == "unreadable" and "301 pages" in message


def picture(canvas):
    canvas.ops.append("q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")
    return canvas


def test_pictures_of_pages_are_refused_with_the_remedy():
    status, message = refusal(pdf([picture(Canvas()), picture(Canvas())]))
    assert status == "unsupported" and "gxdata[ocr]" in message


def test_pictures_with_a_head_and_a_foot_are_pictures():
    def scanned():
        canvas = picture(Canvas())
        canvas.text(72, 40, "某市人民政府信息公开网 政府信息公开年度报告")
        canvas.text(72, 800, "扫描件 第1页 共2页")
        return canvas

    assert refusal(pdf([scanned(), scanned()]))[0] == "unsupported"
    assert "mostly a picture" in said(pdf([filled_grid(), scanned()]))


def test_one_picture_among_pages_of_text_is_named():
    data = pdf([filled_grid(), picture(Canvas())])
    assert any(text.startswith("page 2: a picture") for text in read(data).anomalies)
    assert len(grids(data)) == 1


def test_a_text_layer_under_a_picture_is_in_doubt():
    canvas = filled_grid()
    for place in range(10):
        canvas.text(72, 300 + 20 * place, "规章 1 2 3")
    data = pdf([picture(canvas)])
    (told,) = [text for text in read(data).anomalies if "recognised by whoever made the file" in text]
    assert "use --ocr" in told
    rows = [row for grid in grids(data) for row in grid.rows]
    assert len(rows) == 12 and all(cell.doubt for row in rows for cell in row)


def test_a_damaged_file_is_refused():
    assert refusal(b"%PDF-1.7\n")[0] == "unreadable"
    assert refusal(pdf([filled_grid()])[:300])[0] == "unreadable"


def test_a_stream_that_unpacks_to_too_much_is_refused():
    canvas = filled_grid()
    canvas.ops.append(" " * 101_000_000)
    status, message = refusal(pdf([canvas]))
    assert status == "unreadable" and "100 MB" in message


def test_a_page_of_too_many_characters_or_lines_is_refused():
    canvas = Canvas(1000, 1000)
    for place in range(125):
        canvas.text(0, 100 + place, "字" * 1000, 1)
    assert "more characters" in refusal(pdf([canvas]))[1]
    canvas = Canvas()
    canvas.ops += [f"{place % 500} 0 m 9 {place} l S" for place in range(50_001)]
    assert "lines, words and pictures" in refusal(pdf([canvas]))[1]


def test_numbers_that_are_none_do_no_harm():
    canvas = filled_grid()
    canvas.ops += [
        "q nan nan m 1e39 1 l S Q",
        "q 1e38 0 0 1e38 0 0 cm 1 1 m 5e9 1 l S Q",
        "-1e30 100 1e31 1 re f",
        "BT /F1 1e30 Tf 10 10 Td <89c4> Tj ET",
        "BT /F1 0 Tf 10 10 Td <89c4> Tj ET",
    ]
    assert texts(grids(pdf([canvas]))[0])[0] == ["规章", "1", "2"]


def test_the_same_bytes_give_the_same_document():
    data = form(page(HUAIAN_2024), Style())
    assert read(data) == read(data)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_bytes_are_read_or_refused(data):
    file = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 12))):
        place = data.draw(st.integers(0, len(file) - 1))
        if data.draw(st.booleans()):
            file[place] = data.draw(st.integers(0, 255))
        else:
            del file[place : place + data.draw(st.integers(1, 400))]
    try:
        read(bytes(file))
    except ReadError as error:
        assert error.status in ("unreadable", "unsupported")


DAMAGED = form(page(HUAIAN_2024), Style())
