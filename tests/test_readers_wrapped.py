"""Labels that a narrow column broke over lines, as `pdftotext -layout` sets them: read whole, or not at all."""

from itertools import groupby

import pytest
from dialects import page
from filled import HUAIAN_2024, PINGTAN_2020, parse_one, verdicts, wrong
from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.document import Grid
from gxdata.readers.text import read_text

NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def broken(text, width):
    return [text[at : at + width] for at in range(0, len(text), width)]


def put(lines, at, place, text):
    """Text at a place of a line."""
    lines[at] = lines[at].ljust(place) + text


def rows_of(filled):
    """(group, label, figures) of every row of table 三, row by row."""
    group = ""
    for row in page(filled).sheet("requests").rows:
        figures = [box.text for box in row if box.key]
        if figures:
            *groups, label = [box.text for box in row if box.key is None]
            group = (groups or [group])[-1] if label[0].isdigit() else ""
            yield group, label, figures


def layout(filled, width, name_width=4, high=0.5, han=1, gap=2):
    """Table 三: labels `width` characters wide, the names of their groups beside them `name_width`, figures at a share of
    a label's height."""
    label_at = (name_width + gap) * han
    first = label_at + (width + gap) * han
    text = []
    for group, rows in groupby(rows_of(filled), key=lambda row: row[0]):
        block = []
        for _, label, figures in rows:
            parts = broken(label, width if group else width + name_width)
            lines = [""] * len(parts)
            for at, part in enumerate(parts):
                put(lines, at, label_at if group else 0, part)
            at = min(int(len(lines) * high), len(lines) - 1)
            stretch = (han - 1) * len([char for char in lines[at] if char != " "])  # of wide characters
            for number, figure in enumerate(figures):
                put(lines, at, first + 6 * number + (5 - len(figure)) - stretch, figure)
            block += lines
        name = broken(group, name_width)
        begin = max((len(block) - len(name)) // 2, 0)
        for at, part in enumerate(name if len(name) <= len(block) else [], begin):
            room = label_at - len(part) * (han - 1)
            block[at] = part.ljust(room) + block[at][label_at:]
        text += block
    head = ["淮安市人民政府2024年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", "申请人情况", *NAMES]
    return "\n".join([*head, *text, "", "四、政府信息公开行政复议、行政诉讼情况", "无。"])


def found(text, filled):
    said = verdicts(parse_one(text.encode()), filled.truth())
    return {key[1:]: each for key, each in said.items() if key[0] == "requests"}


@pytest.mark.parametrize("width", [5, 8, 14, 22])
@pytest.mark.parametrize("high", [0, 0.5, 1])
@pytest.mark.parametrize("han", [1, 2])
def test_labels_in_lines_are_whole(width, high, han):
    """淮安市人民政府2024年; figures on the first, the middle or the last line of their label."""
    assert set(found(layout(HUAIAN_2024, width, high=high, han=han), HUAIAN_2024).values()) == {"right"}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([HUAIAN_2024, PINGTAN_2020]),
    st.integers(3, 30),
    st.integers(2, 8),
    st.floats(0, 1),
    st.integers(1, 2),
    st.integers(1, 4),
)
def test_whatever_the_widths_no_figure_is_another_rows(filled, width, name_width, high, han, gap):
    text = layout(filled, width, name_width, high, han, gap)
    assert wrong(parse_one(text.encode()), filled.truth()) == {}


def texts(*lines):
    """The lines as read; a row of a table as its fields with two spaces between."""
    return [
        "  ".join(cell.text for cell in block.rows[0]) if isinstance(block, Grid) else block.text
        for block in read_text("\n".join(lines))[0]
    ]


ROW = "（一）予以公开          1   0   0   0   1"


def test_what_stands_beside_a_label_is_a_line_of_its_own():
    lines = [ROW, "（三）  1.属于国      2   0   0   0   2", "不予    家秘密", "公开  2.其他        3   0   0   0   3"]
    assert texts(*lines) == [
        ROW,
        "（三）",
        "1.属于国家秘密  2  0  0  0  2",
        "不予",
        "公开",
        "2.其他  3  0  0  0  3",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.属于国", "            2   0   0   0   2", "            3   0   0   0   3", "家秘密"],  # two rows of figures
        ["1.属于国", "    法律禁止     2   0   0   0   2", "家秘密"],  # another label, without an ordinal
        ["1.属于国", "家秘密", "", "            2   0   0   0   2"],  # figures below the label
        ["1.属于国       2   0   2", "家秘密        4   4   4"],  # two rows of figures, one without an ordinal
        ["1.属于国       2       2", "家秘密"],  # figures whose columns are not known
    ],
)
def test_where_it_is_not_plain_whose_figures_they_are_lines_stay_as_they_are(lines):
    lines = [ROW, *lines, "2.其他          3   0   0   0   3", "3.危及          0   0   0   0   0"]
    assert texts(*lines) == [line.strip() for line in lines if line]


def test_below_a_line_that_has_room_no_label_goes_on():
    lines = ["1.属于国家秘密         2   0   0   0   2", "法律禁止", "2.其他法律行政法规禁止公开   3   0   0   0   3"]
    assert texts(ROW, *lines) == [ROW, *lines]


@pytest.mark.parametrize("gone", ["natural_person", "research", "other", "total"])
@pytest.mark.parametrize(("width", "high"), [(5, 0.5), (8, 0), (14, 1), (22, 0.5)])
@pytest.mark.parametrize("base", [HUAIAN_2024, PINGTAN_2020])
def test_a_column_that_is_blank_in_every_row_is_not_filled(base, width, high, gone):
    """Each row then has as many figures as the fullest one, and none of them shows where its blank is."""
    blank = {key: "" for key in base.truth() if key[0] == "requests" and key[2] == gone}
    filled = base.with_cells(blank)
    assert wrong(parse_one(layout(filled, width, high=high).encode()), filled.truth()) == {}


HEAD = ["甲市人民政府2024年政府信息公开工作年度报告", "三、收到和处理政府信息公开申请情况", "申请人情况", *NAMES]
ABOVE = [
    "一、本年新收政府信息公开申请数量            20     0     0     0     0     0    20",
    "二、上年结转政府信息公开申请数量             1     0     0     0     0     0     1",
    "（一）予以公开                         4     0     0     0     0     0     4",
    "（二）部分公开                         1     0     0     0     0     0     1",
]


def naturals(*lines):
    """The figures of natural persons in table 三 with these lines below the first four."""
    text = "\n".join([*HEAD, *ABOVE, *lines, "", "四、政府信息公开行政复议、行政诉讼情况", "无。"])
    cells = parse_one(text.encode()).cell_rows
    found = {each.item: each.value for each in cells if each.measure == "natural_person" and each.value is not None}
    return {
        item: int(value)
        for item, value in found.items()
        if item not in ("new", "carried_in", "granted", "partly_granted")
    }


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (
            [
                "（六）其他处理                           2     0     0     0     0     0     2",
                "总计",
                "四、结转下年度继续办理                     1     0     0     0     0     0     1",
            ],
            {"other": 2, "carried_out": 1},
        ),
        (
            [
                "1.属于国家秘密                           3     0     0     0     0     0     3",
                "其他法律行政法规禁止公开",
                "危及“三安全一稳定”",
                "4.保护第三方合法权益                      7     0     0     0     0     0     7",
            ],
            {"refused_state_secret": 3, "refused_third_party": 7},
        ),
        (
            [
                "3.危及“三安全一稳定”                      5     0     0     0     0     0     5",
                "4保护第三方合法权益",
                "5.属于三类内部事务信息                    2     0     0     0     0     0     2",
            ],
            {"refused_security": 5, "refused_internal": 2},
        ),
    ],
)
def test_a_row_of_blanks_without_an_ordinal_takes_no_figures_from_the_row_above(lines, printed):
    assert naturals(*lines).items() <= printed.items()


def test_a_label_does_not_reach_over_the_line_of_another_one():
    """A letter of 三、本年度办理结果 stands in the labels' column beside the next row."""
    lines = [
        " 三    （一）予以公开           0      0      0      0      0     48     48",
        " 办      2.其他法律行政法规",
        " 结      3.危及“三安全一稳      9      0      8      0      0     50     67",
        "  （三）不  4.保护第三方合法权      0      0      0      0      0      0      0",
    ]
    assert naturals(*lines).get("refused_law") is None


def test_a_note_below_the_table_is_no_part_of_its_last_label():
    last = "四、结转下年度继续办理                     1     0     0     0     0     0     1"
    assert naturals(last, "注：本表数据不含乡镇。") == {"carried_out": 1}


@settings(max_examples=40, deadline=None)
@given(st.integers(3, 26), st.integers(2, 7), st.floats(0, 1), st.sets(st.integers(0, 24)), st.sets(st.integers(0, 24)))
def test_blank_rows_and_lost_ordinals_give_no_row_anothers_figures(width, name_width, high, blank, bare):
    items = [key[1] for key in HUAIAN_2024.truth() if key[0] == "requests" and key[2] == "total"]
    gone = {key: "" for key in HUAIAN_2024.truth() if key[0] == "requests" and items.index(key[1]) in blank}
    filled = HUAIAN_2024.with_cells(gone)
    text = layout(filled, width, name_width, high)
    for place, (_, label, _) in enumerate(rows_of(filled)):
        start = label[:width]
        if place in bare and start[1:2] in ".、":
            text = text.replace(start, start[2:] + "  ")
    assert wrong(parse_one(text.encode()), filled.truth()) == {}
