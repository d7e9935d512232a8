"""PDF tables without vertical lines: every figure in its column, blanks told by their columns, and never a wrong figure."""

from dataclasses import replace

import pytest
from dialects import page
from filled import REAL, compare, filled_forms, moderate, parse_one, verdicts, wrong
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_pages import Canvas, Style, form, pdf, wrapped

import gxdata as gx
from gxdata.document import Grid, Paragraph
from gxdata.readers import read

UNRULED = ("none", "across", "three", "zebra")
BLANK = {name: filled.with_cells({key: "" for key in filled.keys if filled.cells[key] == "0"}) for name, filled in REAL.items()}  # fmt: skip


def grids(data):
    return [block for block in read(data).blocks if isinstance(block, Grid)]


def texts(grid):
    return [[cell.text for cell in row] for row in grid.rows]


# ── Whole forms ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("borders", UNRULED)
@pytest.mark.parametrize("name", ["huaian_2024", "pingtan_2020"])
def test_a_form_without_vertical_lines_is_read_in_full(borders, name):
    assert compare(parse_one(form(page(REAL[name]), Style(borders=borders))), REAL[name].truth()) == []


@pytest.mark.parametrize("borders", UNRULED)
@pytest.mark.parametrize("name", ["huaian_2024", "licheng_2023"])
def test_blank_cells_are_told_by_their_columns(borders, name):
    truth = BLANK[name].truth()
    report = parse_one(form(page(BLANK[name]), Style(borders=borders)))
    assert wrong(report, truth) == {}
    lost = [key for key, each in verdicts(report, truth).items() if each == "lost"]
    assert [key for key in lost if key[0] != "proactive"] == []
    assert len(lost) <= 3  # 规章, where nothing says that its cells are part of a table


@pytest.mark.parametrize(
    "style",
    [
        Style(align="left"),
        Style(align="right"),
        Style(labels="left"),
        Style(middle=False),
        Style(vertical=True),
        Style(repeat=True, body=18),
        Style(leading=1.1, room=2),
        Style(width=842, height=595),
        Style(small=7.5, labels="left", room=1),
    ],
    ids=["left", "right", "labels-left", "top", "vertical", "repeat", "tight", "landscape", "small"],
)
def test_blank_cells_in_many_layouts(style):
    filled = BLANK["huaian_2024"]
    report = parse_one(form(page(filled), replace(style, borders="none")))
    assert wrong(report, filled.truth()) == {}
    lost = [key for key, each in verdicts(report, filled.truth()).items() if each == "lost"]
    assert len(lost) <= 9, lost


@st.composite
def styles(draw):
    first, second, third = (draw(st.floats(*ends)) for ends in ((0.03, 0.09), (0.08, 0.2), (0.15, 0.3)))
    widths = draw(st.lists(st.floats(0.6, 1.4), min_size=7, max_size=7))
    rest = [(1 - first - second - third) * width / sum(widths) for width in widths]
    return Style(
        borders=draw(st.sampled_from(UNRULED)),
        align=draw(st.sampled_from(("center", "left", "right"))),
        labels=draw(st.sampled_from(("center", "left"))),
        small=draw(st.sampled_from((7.5, 9.0, 10.5))),
        leading=draw(st.sampled_from((1.1, 1.25, 1.5))),
        room=draw(st.sampled_from((1.0, 5.0, 9.0))),
        middle=draw(st.booleans()),
        vertical=draw(st.booleans()),
        repeat=draw(st.booleans()),
        shares={"requests": (first, second, third, *rest)},
    )


@given(filled_forms(gaps=True, fees=False), styles())
@settings(moderate, max_examples=12, derandomize=True)
def test_no_figure_is_ever_wrong_whatever_the_columns(filled, style):
    for report in gx.parse(form(page(filled), style)):
        assert wrong(report, filled.truth()) == {}


# ── Geometry ─────────────────────────────────────────────────────────────────────────────────────────────────────

HEADING = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")


def table(rows, canvas=None, top=100.0, places=(72, 200, 300, 400), heading=HEADING):
    """Texts in four columns, each set at its place."""
    canvas = canvas or Canvas()
    for at, row in enumerate([heading, *rows]):
        for x, text in zip(places, row, strict=True):
            if text:
                canvas.text(x, top + 20 * at, text)
    return canvas


def test_cells_have_their_places():
    (grid,) = grids(pdf([table([("规章", "1", "", "3"), ("行政规范性文件", "", "5", "60")])]))
    assert grid.kind == "cells"
    assert texts(grid) == [list(HEADING), ["规章", "1", "", "3"], ["行政规范性文件", "", "5", "60"]]
    blank = grid.rows[1][2]
    assert (blank.column, blank.colspan, blank.doubt) == (4, 1, False)
    assert (blank.location.page, blank.location.table, blank.location.row, blank.location.column) == (1, 1, 2, 5)
    assert blank.location.box.left < 305 < blank.location.box.right < 400
    assert blank.location.box.top < 120 < blank.location.box.bottom


def test_a_column_without_figures_is_known_by_its_heading():
    (grid,) = grids(pdf([table([("规章", "1", "", "3"), ("行政规范性文件", "4", "", "60")])]))
    assert texts(grid)[1:] == [["规章", "1", "", "3"], ["行政规范性文件", "4", "", "60"]]


def test_a_figure_that_straddles_two_columns_leaves_the_table_to_running_text():
    canvas = table([("规章", "1", "", "3"), ("行政规范性文件", "", "", "60")])
    canvas.text(240, 160, "1234567890123456")  # from the first column into the second
    assert grids(pdf([canvas])) == []


def test_without_a_heading_blanks_leave_the_table_to_running_text():
    assert grids(pdf([table([("规章", "1", "", "3"), ("行政规范性文件", "4", "5", "60")], heading=("",) * 4)])) == []


def test_recognised_text_may_miss_a_figure_and_makes_no_blank():
    canvas = Canvas()
    for at, row in enumerate([HEADING, ("规章", "1", "", "3"), ("行政规范性文件", "4", "5", "60")]):
        for x, text in zip((72, 200, 300, 400), row, strict=True):
            canvas.text(x, 100 + 20 * at, text, mode=3)
    assert [grid for grid in grids(pdf([canvas])) if grid.kind == "cells"] == []


def test_a_hidden_figure_is_no_blank():
    canvas = table([("规章", "1", "", "3"), ("行政规范性文件", "4", "5", "60")])
    canvas.text(300, 120, "2", color="1 g")
    (grid,) = grids(pdf([canvas]))
    assert [cell.doubt for cell in grid.rows[1]] == [False, False, True, False]


def test_a_label_in_three_lines_belongs_to_the_row_that_it_stands_around():
    canvas = table([("规章", "1", "2", "3")])
    for at, text in enumerate(("1.申请人无正当理由", "逾期不补正、行政机", "关不再处理")):
        canvas.text(72, 145 + 12 * at, text)
    for x, text in ((200, "4"), (300, "5"), (400, "6")):
        canvas.text(x, 157, text)
    (grid,) = grids(pdf([canvas]))
    assert texts(grid)[2] == ["1.申请人无正当理由逾期不补正、行政机关不再处理", "4", "5", "6"]


OUTCOMES = [
    ("1.信访举报投诉类申请", "1", "2", "3"),
    ("2.重复申请", "4", "5", "6"),
    ("", "", "", ""),
    ("4.无正当理由大量反复申请", "10", "11", "12"),
]


def outcomes(lower):
    """A row whose number and figures stand lower than its words."""
    canvas = table(OUTCOMES, places=(120, 300, 400, 500))
    for x, text in ((120, "3."), (300, "7"), (400, "8"), (500, "9")):
        canvas.text(x, 160, text)
    canvas.text(130, 160 - lower, "要求提供公开出版物")
    return canvas


def test_a_groups_name_a_little_higher_than_a_row_beside_it_does_not_cut_the_row():
    canvas = outcomes(1.5)
    canvas.text(50, 154.5, "（五）不予")
    canvas.text(50, 166.5, "处理")
    (grid,) = grids(pdf([canvas]))
    assert texts(grid)[2:] == [
        ["2.重复申请", "4", "5", "6"],
        ["（五）不予\n处理", "3.要求提供公开出版物", "7", "8", "9"],
        ["4.无正当理由大量反复申请", "10", "11", "12"],
    ]


@pytest.mark.parametrize("lower", [5.5, 7])
def test_figures_left_over_beside_a_row_leave_no_blank_cells_in_it(lower):
    canvas = outcomes(lower)
    canvas.line(72, 220, 540, 220)  # the table's end
    (grid,) = grids(pdf([canvas]))
    assert texts(grid)[-1] == ["要求提供公开出版物", "", "", ""]
    assert [cell.doubt for cell in grid.rows[-1]] == [False, True, True, True]


def going_on(*figures):
    """The grids of a table whose rows go on at the top of the next page, with one figure each in the middle column."""
    second = Canvas()
    for number, figure in enumerate(figures):
        second.text(72, 80 + 20 * number, f"其他事项{number}")
        second.text(300, 80 + 20 * number, figure)
    return grids(pdf([table([("规章", "1", "2", "3"), ("行政规范性文件", "4", "", "60")], top=700), second]))


def test_rows_go_on_over_a_pages_end_in_the_same_columns():
    (grid,) = going_on("8", "9", "7")
    assert texts(grid)[-3:] == [["其他事项0", "", "8", ""], ["其他事项1", "", "9", ""], ["其他事项2", "", "7", ""]]
    assert grid.rows[-1][0].location.page == 2


def test_a_lone_row_over_a_pages_end_may_be_of_a_block_with_other_columns():
    (grid,) = going_on("8")
    assert [row[0] for row in texts(grid)] == ["信息内容", "规章", "行政规范性文件"]


# ── What is no table ─────────────────────────────────────────────────────────────────────────────────────────────

PROSE = (
    "2024年，全区通过门户网站主动公开政府信息 7885 条，其中机构职能类 47 条、政策文件类 105 条、规划统计类 23 条、财政资金类 90 条、"
    "其他信息 290 条；通过政务新媒体发布信息 3749 条，累计阅读量 16.6 万次。收到申请 678 件，办结 704 件，答复率 100 % 。"
) * 6


def justified(canvas, text, left, right, top, size=10.5):
    """Lines as wide as the column: their characters are set apart evenly."""
    for line in wrapped(text, size, right - left):
        width = sum(size if ord(char) > 0x2000 else size / 2 for char in line)
        room = (right - left - width) / max(len(line) - 1, 1)
        x = left
        for char in line:
            if char != " ":
                canvas.text(x, top, char, size)
            x += (size if ord(char) > 0x2000 else size / 2) + room
        top += 1.6 * size
    return canvas


@pytest.mark.parametrize("right", [523, 527, 531, 400, 300])
def test_narrative_stays_narrative(right):
    found = read(pdf([justified(Canvas(), PROSE, 72, right, 100)])).blocks
    assert all(isinstance(block, Paragraph) for block in found)


def test_columns_of_a_newspaper_stay_narrative():
    canvas = justified(justified(Canvas(), PROSE, 60, 280, 100), PROSE, 310, 530, 100)
    assert grids(pdf([canvas])) == []


@pytest.mark.parametrize("dots", ["", "…………………………"])
def test_a_table_of_contents_stays_narrative(dots):
    canvas = Canvas()
    canvas.text(270, 80, "目　录", 16)
    for at, text in enumerate(
        ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、存在的主要问题")
    ):
        canvas.text(72, 120 + 22 * at, text + dots)
        canvas.text(510, 120 + 22 * at, str(2 * at + 1))
    assert grids(pdf([canvas])) == []


# ── What stands close above ──────────────────────────────────────────────────────────────────────────────────────


def test_of_two_headings_above_each_other_the_lower_one_counts():
    canvas = Canvas()
    for x, text in zip((72, 200, 300, 400), HEADING, strict=True):
        canvas.text(x, 100, text)
    for at, row in enumerate(
        [("信息内容", "上一年项目数量", "本年增/减"), ("行政事业性收费", "26", "-3"), ("政府集中采购", "", "4")]
    ):
        for x, text in zip((72, 220, 360), row, strict=True):
            canvas.text(x, 122 + 20 * at, text)
    (grid,) = grids(pdf([canvas]))
    assert texts(grid) == [
        ["信息内容", "上一年项目数量", "本年增/减"],
        ["行政事业性收费", "26", "-3"],
        ["政府集中采购", "", "4"],
    ]


def test_short_labels_below_each_other_are_of_two_rows():
    canvas = Canvas()
    for at, row in enumerate([HEADING, ("规章", "", "65", "29"), ("规范性文件", "", "", ""), ("其他", "7", "8", "9")]):
        for x, text in zip((110, 200, 300, 400), row, strict=True):
            canvas.text(x - 5 * len(text) if x == 110 else x, 100 + 13 * at, text)  # labels are centred
    (grid,) = grids(pdf([canvas]))
    assert texts(grid)[1:] == [["规章", "", "65", "29"], ["规范性文件", "", "", ""], ["其他", "7", "8", "9"]]


def test_a_figure_broken_over_two_lines_is_in_doubt():
    canvas = table([("规章", "1", "20", "3"), ("行政规范性文件", "", "5", "60")])
    canvas.text(300, 131, "4")  # 204, or 20 and 4
    found = read(pdf([canvas])).blocks
    assert not any(isinstance(block, Grid) and block.kind == "cells" for block in found)
    doubted = [
        cell.text for block in found if isinstance(block, Grid) for row in block.rows for cell in row if cell.doubt
    ]
    assert "20" in doubted and "4" in doubted


def test_a_figure_broken_where_a_long_label_parts_the_table_is_in_doubt():
    """204 as 20 over 4, beside a label that reaches in among the columns."""
    canvas = table([("规章", "1", "20", "3")])
    canvas.text(72, 131, "行政规范性文件以及其他各种文件等")
    canvas.text(300, 131, "4")
    cells = [cell for grid in grids(pdf([canvas])) for row in grid.rows for cell in row]
    assert [(cell.text, cell.doubt) for cell in cells if cell.text in ("20", "4")] == [("20", True), ("4", True)]


def test_figures_broken_over_two_lines_in_narrow_columns_are_never_cut():
    """4494 as 449 over 4, and 301 as 30 over 1, beside a label of two lines."""
    new = {"natural_person": "0", "business": "0", "research": "537", "public_interest": "4494", "legal_service": "301", "other": "0", "total": "5332"}  # fmt: skip
    filled = REAL["huaian_2024"].with_cells(
        {("requests", "partly_granted", who): figure for who, figure in new.items()}
    )
    widths = (0.0789, 0.155, 0.2191, 0.0831, 0.1037, 0.092, 0.0601, 0.0562, 0.0695, 0.0825)
    style = Style(margin=72.0, body=14.0, small=10.5, padding=5.4, align="center", middle=False, borders="three", labels="left",
                  leading=1.1, room=5.0, repeat=True, vertical=True, shares={"requests": widths})  # fmt: skip
    assert wrong(parse_one(form(page(filled), style)), filled.truth()) == {}


def between_lines(*rows, last=True):
    """规章 and 文件 in lines across, every other figure set in three lines: each row as (label, (upper, main, lower), …)."""
    canvas = Canvas()
    for at, (label, *columns) in enumerate([("信息内容", "制发", "废止", "现行"), *rows]):
        y = 100 + 30 * at
        canvas.line(60, y - 18, 380, y - 18)
        canvas.text(72, y, label)
        for x, parts in zip((200, 260, 320), columns, strict=True):
            for part, text in zip(
                (-6.5, 0, 6.5) if isinstance(parts, tuple) else (0,),
                parts if isinstance(parts, tuple) else (parts,),
                strict=True,
            ):
                if text:
                    canvas.text(x, y + part, text)
    if last:
        canvas.line(60, 82 + 30 * (len(rows) + 1), 380, 82 + 30 * (len(rows) + 1))
    return pdf([canvas])


def test_a_figure_broken_between_lines_across_is_whole_and_in_doubt():
    (grid,) = grids(
        between_lines(("规章", ("204", "", "6"), "12", ("209", "", "8")), ("行政规范性文件", "31", "7", "385"))
    )
    assert [[text.replace("\n", "") for text in row] for row in texts(grid)[1:]] == [
        ["规章", "2046", "12", "2098"],
        ["行政规范性文件", "31", "7", "385"],
    ]
    assert [[cell.doubt for cell in row] for row in grid.rows[1:]] == [[False, True, False, True], [False] * 4]


@pytest.mark.parametrize(
    ("rows", "last"),
    [
        ([("规章", ("204", "", "6"), "12", "7"), ("文件", "3100", "7", "3")], True),  # the column has room for more
        ([("规章", ("204", "", "6"), "12", ("20", "", "8")), ("文件", "31", "7", "3")], True),
        ([("规章", ("204", "5", "6"), "12", "7"), ("文件", "31", "7", "3")], True),  # three in a column
        ([("规章", ("204", "", "6"), ("12", "", ""), ("", "7", "")), ("文件", "31", "7", "3")], True),
        ([("文件", "31", "7", "3"), ("规章", ("204", "", "6"), "12", "7")], False),  # no line below
        ([("规章", ("204", "", "—"), "12", "7"), ("文件", "31", "7", "3")], True),
        ([("规章", ("204", "", "6"), ("120", "", "6"), ("300", "", "1")), ("文件", "31", "7", "3")], True),  # or two rows
    ],
)  # fmt: skip
def test_a_figure_that_may_be_two_stays_in_doubt(rows, last):
    for block in read(between_lines(*rows, last=last)).blocks:
        cells = [cell for row in block.rows for cell in row] if isinstance(block, Grid) else []
        assert not [cell.text for cell in cells if cell.text in ("204", "6", "2046") and not cell.doubt]


@pytest.mark.parametrize("middle", [True, False])
def test_a_form_whose_figures_narrow_columns_break_is_read_where_sums_confirm_them(middle):
    """淮安市人民政府2024年, lines across alone, columns with room for two digits."""
    filled = REAL["huaian_2024"]
    style = Style(
        borders="across", labels="left", middle=middle, shares={"requests": (0.06, 0.14, 0.48, *[0.045] * 6, 0.05)}
    )
    report = parse_one(form(page(filled), style))
    assert wrong(report, filled.truth()) == {}
    lost = [key for key, each in verdicts(report, filled.truth()).items() if each == "lost"]
    assert len(lost) <= (0 if middle else 200)
