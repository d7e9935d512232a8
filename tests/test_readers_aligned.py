"""Text whose columns spaces align: rows with blanks are read where every figure has its column, and else are text."""

import unicodedata
from random import Random

import pytest
from dialects import page
from filled import HUAIAN_2024, moderate, parse_one, verdicts, wrong
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.document import Grid
from gxdata.readers.text import read_text


def wide(text, han, marks):
    """The places that a text takes in a font: `han` for a Chinese character, `marks` for “ and the like."""
    kinds = {"W": han, "F": han, "A": marks}
    return sum(kinds.get(unicodedata.east_asian_width(char), 1) for char in text)


def line(label, figures, han=1, marks=1, first=44, pitch=9, align="right"):
    """A label and, from `first` on, figures in columns of `pitch` places."""
    found = label
    for at, figure in enumerate(figures):
        edge = first + at * pitch
        start = {"right": edge + pitch - len(figure), "left": edge + 3, "center": edge + (pitch + 3 - len(figure)) // 2}
        if figure:
            found += " " * (start[align] - wide(found, han, marks)) + figure
    return found


HEAD = ["淮安市人民政府2024年政府信息公开工作年度报告", "一、总体情况", "三、收到和处理政府信息公开申请情况"]
NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
BLANK = HUAIAN_2024.with_cells(
    {key: "" for key, figure in HUAIAN_2024.cells.items() if figure == "0" and key[1] not in ("new", "concluded")}
)


def report(filled, **more):
    """Table 三 in lines; the names of its columns one a line."""
    lines = [*HEAD, "申请人情况", *NAMES]
    for row in page(filled).sheet("requests").rows:
        figures = [box.text for box in row if box.key]
        if figures:
            label = [box.text for box in row if box.key is None][-1]
            lines.append(line(label, figures, **more))
    return "\n".join([*lines, "四、政府信息公开行政复议、行政诉讼情况", "无。"])


@pytest.mark.parametrize("align", ["right", "left", "center"])
@pytest.mark.parametrize(("han", "marks", "first"), [(1, 1, 44), (2, 1, 84), (2, 2, 84)])
def test_blanks_below_full_rows_are_cells_whatever_room_characters_take(han, marks, first, align):
    """淮安市人民政府2024年 with its noughts blank but for two rows; of rows without a figure nothing shows that they have cells."""
    text = report(BLANK, han=han, marks=marks, first=first, align=align)
    found = {
        key: said for key, said in verdicts(parse_one(text.encode()), BLANK.truth()).items() if key[0] == "requests"
    }
    empty = {key[1] for key in found} - {key[1] for key in found if BLANK.cells[key]}
    assert "wrong" not in found.values()
    assert {key[1] for key, said in found.items() if said != "right"} == empty
    assert len(empty) < 4


def grids(*lines):
    return [
        [cell.text for row in block.rows for cell in row]
        for block in read_text("\n".join(lines))[0]
        if isinstance(block, Grid)
    ]


FULL = [line("规章", ["1", "22", "3"]), line("行政规范性文件", ["310", "4", "56"])]


def test_a_row_with_a_blank_has_an_empty_field_there():
    assert grids(*FULL, line("（一）", ["7", "", "8"]), line("四", ["", "", "9"])) == [
        ["规章", "1", "22", "3"],
        ["行政规范性文件", "310", "4", "56"],
        ["（一）", "7", "", "8"],
        ["四", "", "", "9"],
    ]
    *_, block = read_text("\n".join([*FULL, line("四", ["", "", "7"])]))[0]
    assert (block.kind, [cell.column for cell in block.rows[0]]) == ("cells", [0, 1, 2, 3])
    assert str(block.rows[0][2].location) == "line 3 field 3" and block.rows[0][3].text == "7"


def test_a_label_that_leaves_no_room_has_its_figure_right_behind():
    long = "部分" * 25
    assert grids(*FULL, f"{long[:40]} 7" + " " * 28 + "8")[-1] == [long[:40], "7", "", "8"]


@pytest.mark.parametrize(
    "lines",
    [
        FULL,  # no blanks: the count of figures tells
        [*FULL[:1], line("（一）", ["7", "", "8"])],  # one full row
        [line("规章", ["1", "22", "3"]), line("文件", ["3", "4", "56"]), line("（一）", ["7", "", "8"])],  # labels as long
        [*FULL, line("（一）", ["7", "", "8"], first=48)],  # between two columns
        [*FULL, line("（一）", ["7", "", "8"]).replace("  8", "8  ").rstrip() + "  9"],  # two in one column
        [line("规章", ["1", "22"]), line("行政规范性文件", ["310", "4"]), line("（一）", ["", "8"])],  # two columns
        [line("规章", ["1", "222", "3"], pitch=4), line("规范性文件", ["333", "444", "56"], pitch=4), line("一", ["7", "", "8"], pitch=4)],
        ["规章    1    22    3", "行政规范性文件    310    4    56", "（一）    7        8"],  # so many spaces between
        [*FULL, line("（一）", ["7", "", "8"]), line("（二）", ["7", "", "", "8"])],  # a column more
        [line("规章", ["1", "22", "3"]), line("行政规范性文件", ["310", "4", "56"], han=2), line("（一）", ["7", "", "8"])],
    ],
)  # fmt: skip
def test_other_lines_with_spaces_are_text(lines):
    assert grids(*lines) == []


def test_rows_below_another_header_are_another_tables():
    more = [line("信息内容", ["", "", "数量"]), line("处罚", ["", "12", ""])]
    assert len(grids(*FULL, line("（一）", ["7", "", "8"]), *more)) == 3


def test_where_two_fonts_would_put_a_figure_in_different_columns_it_has_none():
    """Two pairs of quotes take four places or eight, and columns are four apart."""
    rows = [
        line("四个汉字", ["1", "2", "3"], han=2, pitch=4),
        line("十个汉字十个汉字十个", ["4", "5", "6"], han=2, pitch=4),
    ]
    assert grids(*rows, line("汉字", ["7", "", "8"], han=2, pitch=4))[-1][1:] == ["7", "", "8"]
    assert grids(*rows, line("“汉”“字”", ["7", "8", ""], han=2, pitch=4)) == []


def test_a_row_that_does_not_end_in_the_last_column_may_be_cut_off_and_is_text():
    rows = [*FULL, line("（一）", ["7", "", "8"]), line("（二）", ["7", "9", ""]), line("（三）", ["", "9", ""])]
    assert [row[0] for row in grids(*rows)] == ["规章", "行政规范性文件", "（一）"]


@given(st.integers(0, 10**6))
@settings(moderate, max_examples=60)
def test_spaces_more_or_less_and_lines_cut_off_make_no_figure_wrong(seed):
    random = Random(seed)
    han, marks, first = random.choice([(1, 1, 44), (2, 1, 84), (2, 2, 90)])
    pitch, align = random.choice([(4, "right"), (6, "right"), (9, "right"), (9, "left"), (10, "center")])
    lines = report(BLANK, han=han, marks=marks, first=first, pitch=pitch, align=align).split("\n")
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(HEAD) + 1 + len(NAMES), len(lines) - 2)
        place = random.choice([place for place, char in enumerate(lines[at]) if char == " "] or [0])
        more, less = " " * random.randint(0, 5), " " * random.randint(0, 5)
        rest = "" if random.random() < 0.2 else lines[at][place:].replace(less, "", 1)
        lines[at] = lines[at][:place] + more + rest
    found = wrong(parse_one("\n".join(lines).encode()), BLANK.truth())
    assert not [key for key in found if key[0] == "requests"]
