"""Scans: pages made straight, lines found, cells read twice. Figures are drawn by the test, so it knows what stands there.

Most tests recognise nothing and are quick; the few that do take seconds each.
"""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zlib

import pytest

pytest.importorskip("rapidocr", reason="rapidocr is not installed: pip install 'gxdata[ocr]'")
cv2 = pytest.importorskip("cv2", reason="OpenCV is not installed: pip install 'gxdata[ocr]'")

import numpy as np  # noqa: E402
from hypothesis import HealthCheck, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402

import gxdata as gx  # noqa: E402
from gxdata.assign import candidates  # noqa: E402
from gxdata.document import Cell, Document, Grid, Location, Paragraph  # noqa: E402
from gxdata.readers import read, scan  # noqa: E402
from gxdata.readers.deskew import prepare, skew  # noqa: E402
from gxdata.readers.figures import judge, may_be_figure  # noqa: E402
from gxdata.readers.ink import Line, Mark, content, marks  # noqa: E402
from gxdata.readers.ocr import Reading  # noqa: E402
from gxdata.readers.picture import read_page  # noqa: E402
from gxdata.readers.ruled import lattices  # noqa: E402
from gxdata.readers.rulings import mask, rules  # noqa: E402
from gxdata.recognise import recognise  # noqa: E402
from gxdata.records import read_stream  # noqa: E402

SCALE = 200 / 72
quick = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def sheet(rows, width=560, row=19, size=10, missing=(), tone=0):
    """A page at 200 dpi with one table, its figures in the middle of their cells; missing: lines left out, as
    ("h", row) or ("v", column)."""
    columns = len(rows[0])
    picture = Image.new("L", (round(595 * SCALE), round(842 * SCALE)), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size * SCALE)
    left, top, right, bottom = (edge * SCALE for edge in (20, 60, width, 60 + row * len(rows)))
    for number in range(len(rows) + 1):
        y = top + number * row * SCALE
        if ("h", number) not in missing:
            draw.line((left, y, right, y), tone, 2)
    for number in range(columns + 1):
        x = left + (right - left) * number / columns
        if ("v", number) not in missing:
            draw.line((x, top, x, bottom), tone, 2)
    for y, line in enumerate(rows):
        for x, text in enumerate(line):
            middle = (left + (right - left) * (x + 0.5) / columns, top + (y + 0.5) * row * SCALE)
            draw.text(middle, text, tone, font, anchor="mm")
    return np.asarray(picture)


def turned(image, angle):
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)


def figures(seed, rows, columns):
    draw = random.Random(seed)
    sizes = (9, 9, 99, 999, 99_999, 9_999_999)
    return [[str(draw.randint(0, draw.choice(sizes))) for _ in range(columns)] for _ in range(rows)]


def found(page):
    """{(row, column): (text, doubt)} of the page's only table."""
    (table,) = page.tables
    return {(cell.row, cell.column): (cell.text, cell.doubt) for cell in table.cells}


def verdicts(page, rows):
    """(read, in doubt, wrong) cells."""
    cells = found(page)
    right, doubt, wrong = 0, 0, []
    for y, line in enumerate(rows):
        for x, text in enumerate(line):
            got = cells.get((y, x), ("", True))
            right += got == (text, False)
            doubt += got[1]
            wrong += [(text, got)] if got != (text, False) and not got[1] else []
    return right, doubt, wrong


# ── Straight pages ───────────────────────────────────────────────────────────────────────────────────────────────


@quick
@given(angle=st.floats(-5, 5), seed=st.integers(0, 99))
def test_a_skewed_page_becomes_straight(angle, seed):
    page = prepare(turned(sheet(figures(seed, 20, 7)), angle), SCALE)
    assert abs(skew(page.grey)) < 0.1


@quick
@given(angle=st.floats(-5, 5), x=st.floats(150, 450), y=st.floats(150, 700))
def test_places_are_those_of_the_page_as_it_was_given(angle, x, y):
    image = turned(sheet(figures(1, 20, 7)), angle)
    page = prepare(image, SCALE)
    inverse = np.linalg.inv(page.back)
    there = inverse @ np.array([x, y, 1.0])
    box = page.box(there[0], there[1], there[0], there[1])
    assert abs(box.left - x) < 0.2 and abs(box.top - y) < 0.2


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_places_on_a_turned_page(turns):
    image = np.full((842, 595), 255, np.uint8)
    image[100:104, 50:80] = 0
    page = prepare(np.rot90(image, turns), 1.0, turns=4 - turns)
    assert page.grey.shape == (842, 595)
    height, width = np.rot90(image, turns).shape
    box = page.box(50, 100, 80, 104)
    assert 0 <= box.left < box.right <= width and 0 <= box.top < box.bottom <= height
    ink = np.argwhere(np.rot90(image, turns) == 0)
    assert (box.top, box.left) == tuple(ink.min(axis=0)) and (box.bottom, box.right) == tuple(ink.max(axis=0) + 1)


def photographed(image, slant, angle, desk=60):
    """A page taken from aside: its columns lean to the left further down, by so many degrees, on a dark desk."""
    height, width = image.shape
    shift = np.tan(np.radians(slant))
    matrix = np.array([[1, -shift, max(shift, 0) * height], [0, 1, 0]], np.float64)
    image = cv2.warpAffine(image, matrix, (width + round(abs(shift) * height), height), borderValue=255)
    image = cv2.copyMakeBorder(turned(image, angle), desk, desk, desk, desk, cv2.BORDER_CONSTANT, value=30)
    return np.ascontiguousarray(image)


@quick
@given(
    slant=st.sampled_from((-2.0, -1.2, -0.6, 0.6, 1.0, 1.5, 2.5)), angle=st.floats(-1.5, 1.5), seed=st.integers(0, 99)
)
def test_columns_of_a_photographed_page_become_upright(slant, angle, seed):
    page = prepare(photographed(sheet(figures(seed, 30, 7)), slant, angle), SCALE)
    horizontal, vertical = rules(page)
    (table,) = [table for table in lattices(horizontal, vertical) if len(table.cells) > 99]
    assert (len(table.rows), len(table.columns), len(table.cells)) == (31, 8, 210)


@quick
@given(angle=st.floats(-5, 5), seed=st.integers(0, 99), desk=st.sampled_from((0, 40)))
def test_a_page_seen_from_above_is_not_sheared(angle, seed, desk):
    image = cv2.copyMakeBorder(
        turned(sheet(figures(seed, 20, 7)), angle), desk, desk, desk, desk, cv2.BORDER_CONSTANT, value=20
    )
    page = prepare(image, SCALE)
    sine = page.back[1, 0] / page.back[0, 0]
    assert page.back[0, 1] == pytest.approx(-page.back[1, 0], abs=1e-9)  # a rotation alone
    assert np.degrees(np.arctan(sine)) == pytest.approx(angle, abs=0.1)


def test_text_without_columns_is_not_sheared():
    """Lines of words of all lengths, whose ends lie on no line."""
    draw = random.Random(3)
    picture = Image.new("L", (1654, 2339), 255)
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(28)
    for line in range(40):
        words = " ".join("x" * draw.randint(1, 9) for _ in range(draw.randint(4, 12)))
        pen.text((150 + draw.randint(0, 60), 200 + 45 * line), words, 0, font)
    page = prepare(np.asarray(picture), SCALE)
    assert page.back[0, 1] == pytest.approx(-page.back[1, 0], abs=1e-9)


def test_a_photographed_table_is_read_and_its_cells_have_their_places():
    rows = figures(5, 14, 7)
    image = photographed(sheet(rows), 1.1, 0.4)
    page = read_page(image, SCALE, 1)
    right, doubt, wrong = verdicts(page, rows)
    assert not wrong and right >= 0.9 * 98, (right, doubt)
    (table,) = page.tables
    cell = next(cell for cell in table.cells if (cell.row, cell.column) == (13, 0))
    left, top, right, bottom = (round(edge * SCALE) for edge in cell.box)
    inside = image[top:bottom, left:right] < 128
    assert inside.any() and (image[top:bottom, :left] < 128)[:, 70:].sum() < 0.2 * inside.sum()  # nothing left of it


# ── Ruling lines ─────────────────────────────────────────────────────────────────────────────────────────────────


@quick
@given(
    rows=st.integers(1, 25),
    columns=st.integers(2, 12),
    angle=st.floats(-4, 4),
    tone=st.sampled_from((0, 60, 130)),
    noise=st.sampled_from((0, 8, 16)),
    broken=st.booleans(),
)
def test_every_cell_of_a_ruled_table_is_found(rows, columns, angle, tone, noise, broken):
    image = turned(sheet(figures(rows, rows, columns), tone=tone), angle)
    rng = np.random.default_rng(rows * 31 + columns)
    if broken:
        for _ in range(150):
            x, y = int(rng.integers(0, image.shape[1])), int(rng.integers(0, image.shape[0]))
            cv2.circle(image, (x, y), 2, 255, -1)
    image = np.clip(image + rng.normal(0, noise, image.shape), 0, 255).astype(np.uint8)
    page = prepare(image, SCALE)
    (table,) = (lattice for lattice in lattices(*rules(page)) if len(lattice.cells) > 1)
    assert (len(table.rows) - 1, len(table.columns) - 1, len(table.cells)) == (rows, columns, rows * columns)


@pytest.mark.parametrize("apart", [1.2, 1.8, 2.4])
@pytest.mark.parametrize("angle", [0, 0.9])
def test_double_lines_are_one(angle, apart):
    picture = Image.new("L", (1653, 2339), 255)
    draw = ImageDraw.Draw(picture)
    for by in (-apart / 2, apart / 2):
        for row in range(9):
            y = (100 + 20 * row + by) * SCALE
            draw.line((60 * SCALE, y, 540 * SCALE, y), 0, 1)
        for column in range(7):
            x = (60 + 80 * column + by) * SCALE
            draw.line((x, 100 * SCALE, x, 260 * SCALE), 0, 1)
    blurred = cv2.GaussianBlur(turned(np.asarray(picture), angle), (0, 0), 0.6)
    page = prepare(blurred, SCALE)
    (table,) = lattices(*(lines := rules(page)))
    assert (len(table.rows) - 1, len(table.columns) - 1, len(table.cells)) == (8, 6, 48)
    ink = page.grey < 180
    assert (ink & ~mask(page, *lines)).sum() < 0.01 * ink.sum()  # what is left of a line would be ink of a cell


@pytest.mark.parametrize("apart", [4, 6, 8])
def test_a_stroke_of_print_below_a_line_does_not_take_it_away(apart):
    """A table of two low rows, and right below one of its lines the stroke of a heading's character."""
    image = sheet(figures(4, 2, 6), row=13, size=8).copy()
    x, y = round((20 + 540 / 3) * SCALE), round((60 + 26 + apart) * SCALE)
    image[y : y + round(14 * SCALE), x : x + 3] = 0
    (table,) = lattices(*rules(prepare(image, SCALE)))
    assert len(table.cells) == 12 and {(cell.rowspan, cell.colspan) for cell in table.cells} == {(1, 1)}


def test_characters_are_no_lines():
    picture = Image.new("L", (1653, 2339), 255)
    draw = ImageDraw.Draw(picture)
    for y in range(100, 2200, 60):
        draw.text((100, y), "EEFH1111 ==== HHIITT 一二三 " * 4, 0, ImageFont.load_default(36))
    assert rules(prepare(np.asarray(picture), SCALE)) == ([], [])


# ── Ink ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def cell_of(*ink, faint=False):
    """What a cell of 50 × 20 points holds, with the rectangles of ink that are given in points."""
    drawn = [Mark(*(round(edge * SCALE) for edge in box), 50, faint) for box in ink]
    return content(drawn, (0, 0, 50 * SCALE, 20 * SCALE), SCALE, 9 * SCALE)


def test_what_is_blank_and_what_may_not_be():
    assert cell_of() == ((), False, 50 * SCALE)
    assert not cell_of((20, 8, 21, 9)).doubt and not cell_of((20, 8, 21, 9)).lines  # a speck
    assert not cell_of((0, 2, 1, 19)).doubt and not cell_of((0, 2, 1, 19)).lines  # the rest of a border
    assert cell_of((0.5, 6, 1.5, 13)).doubt  # or a 1 that stands at it
    assert cell_of((20, 6, 24, 13), faint=True).doubt
    assert cell_of((20, 6, 21, 7), (20.5, 8, 21.5, 9), (20, 10, 21, 11)).doubt  # a broken stroke
    assert len(cell_of((20, 6, 24, 13)).lines) == 1


def test_lines_of_a_cell_are_told_apart_and_the_strokes_of_one_character_are_not():
    assert len(cell_of((10, 1, 18, 9), (10, 11, 18, 19)).lines) == 2
    assert len(cell_of((10, 6, 18, 7), (10, 12, 18, 13)).lines) == 1  # 二


def test_grain_of_the_paper_is_no_ink():
    rng = np.random.default_rng(0)
    image = np.clip(sheet([["", "", ""]] * 10) + rng.normal(0, 12, (2339, 1653)), 0, 255).astype(np.uint8)
    page = prepare(image, SCALE)
    across, down = rules(page)
    inside = [mark for mark in marks(page, mask(page, across, down)) if max(mark.width, mark.height) > 2.2 * SCALE]
    assert not inside


# ── Two readings ─────────────────────────────────────────────────────────────────────────────────────────────────

BLANK = np.full((20, 12), 255, np.uint8)


def line(*spans, height=20):
    """A line of marks, each (left, right) or (left, right, top, bottom)."""
    drawn = [
        Mark(span[0], *((span[2], span[1], span[3]) if len(span) > 2 else (0, span[1], height)), 40, False)
        for span in spans
    ]
    return Line(min(m.left for m in drawn), 0, max(m.right for m in drawn), height, tuple(drawn))


def said(text, score=0.99):
    return Reading(text, (score,) * len(text), text, score)


def test_a_figure_counts_where_both_readings_and_the_ink_agree():
    two = line((0, 11), (13, 24))
    assert judge(two, BLANK, said("12"), said("12")) == ("12", False)
    assert judge(two, BLANK, said("12"), said("17"))[1]
    assert judge(two, BLANK, said("12", 0.8), said("12"))[1]
    assert judge(two, BLANK, said("1"), said("1"))[1]  # two digits stand there
    assert judge(line((0, 11)), BLANK, said("1234"), said("1234"))[1]  # and here no four
    assert judge(two, BLANK, said("lO", 0.95), Reading("lO", (0.9, 0.9), "10", 0.02)) == ("", True)


def test_a_raised_digit_makes_a_figure_doubtful():
    raised = line((0, 11), (13, 24), (26, 33, 0, 11))
    assert judge(raised, BLANK, said("251"), said("251"))[1]


def test_two_figures_in_one_cell_are_none():
    assert judge(line((0, 11), (60, 71)), BLANK, said("12"), said("12")) == ("", True)


def test_a_point_that_may_be_a_comma_is_in_doubt():
    digits = [(0, 10), (12, 22), (24, 34), (42, 52), (54, 64), (66, 76)]
    point, comma = line(*digits, (36, 39, 17, 20)), line(*digits, (36, 39, 16, 24), height=24)
    assert judge(point, BLANK, said("123.456"), said("123.456")) == ("123.456", False)
    assert judge(comma, BLANK, said("123.456"), said("123.456"))[1]
    assert judge(line(*digits, (36, 39, 17, 20)), BLANK, said("123456"), said("123456"))[1]


def test_a_slash_is_no_1():
    slash, stem = np.full((20, 10), 255, np.uint8), np.full((20, 10), 255, np.uint8)
    cv2.line(slash, (8, 0), (1, 19), 0, 2)
    stem[:, 4:6] = 0
    one = line((0, 10))
    assert judge(one, slash, said("/"), said("/")) == ("/", False)
    assert judge(one, slash, said("1"), said("1"))[1]
    assert judge(one, stem, said("1"), said("1")) == ("1", False)
    assert judge(one, stem, said("/"), said("/"))[1]


def test_a_dash_is_read_by_its_shape():
    assert judge(line((0, 20, 9, 11), height=12), BLANK, said("一"), said("-")) == ("—", False)
    assert judge(line((0, 20)), BLANK, said("一"), said("一")) == ("", True)


def test_a_character_that_a_figure_may_be_taken_for_is_none():
    for text in "口乙丨O":
        assert judge(line((0, 11)), BLANK, said(text), said(text))[1], text
    assert judge(line((0, 18)), BLANK, said("无"), said("无")) == ("无", False)


def test_labels_are_read_once_and_figures_twice():
    assert not may_be_figure(said("1.属于国家秘密")) and not may_be_figure(said("本年制发件数"))
    assert all(may_be_figure(said(text)) for text in ("0", "7730.28", "251000元", "22（其中修订16件）", "/", "其"))


# ── Whole pages ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("angle", [0, 2.5])
def test_figures_of_a_page_are_read_and_none_is_wrong(angle):
    rows = figures(7, 12, 7)
    right, doubt, wrong = verdicts(read_page(turned(sheet(rows), angle), SCALE, 1), rows)
    assert not wrong and right >= 0.95 * 84, (right, doubt)


def test_under_a_seal_no_figure_is_sure_and_none_is_wrong():
    rows = figures(8, 8, 7)
    image = cv2.cvtColor(sheet(rows), cv2.COLOR_GRAY2RGB)
    seal = image.copy()
    cv2.circle(seal, (800, 380), 150, (215, 40, 40), 9)
    cv2.circle(seal, (800, 380), 50, (215, 40, 40), -1)
    page = read_page(np.minimum(image, cv2.addWeighted(seal, 0.8, image, 0.2, 0)), SCALE, 1)
    right, doubt, wrong = verdicts(page, rows)
    assert not wrong and doubt and right >= 0.7 * 56
    assert found(page)[3, 3][1]  # the middle of the seal


def test_a_cell_with_red_print_alone_is_not_blank():
    rows = [["", "5", ""], ["0", "", "31"]] * 4
    image = cv2.cvtColor(sheet(rows), cv2.COLOR_GRAY2RGB)
    ink = cv2.cvtColor(sheet([["7", "", ""], *[["", "", ""]] * 7]), cv2.COLOR_GRAY2RGB) < 128
    inside = np.zeros(ink.shape[:2], bool)
    inside[round(62 * SCALE) : round(77 * SCALE), round(25 * SCALE) : round(195 * SCALE)] = True
    image[ink[:, :, 0] & inside] = (200, 20, 20)
    assert found(read_page(image, SCALE, 1))[0, 0][1]


def test_a_blank_cell_is_blank():
    rows = [["", "5", ""], ["0", "", "31"]] * 4
    assert verdicts(read_page(sheet(rows), SCALE, 1), rows) == (24, 0, [])


@pytest.mark.parametrize("missing", [("h", 3), ("v", 3)])
def test_where_a_line_is_missing_no_figure_is_made_of_two(missing):
    rows = figures(9, 6, 7)
    image = sheet(rows, missing=(missing,))
    cells = found(read_page(image, SCALE, 1))
    printed = {text for line in rows for text in line}
    assert all(text in printed or doubt for text, doubt in cells.values())
    merged = [cells[2, x] for x in range(7)] if missing[0] == "h" else [cells[y, 2] for y in range(6)]
    assert all(each == ("", True) for each in merged)


def test_the_same_picture_gives_the_same_page():
    image = sheet(figures(3, 3, 5))
    assert read_page(image, SCALE, 1) == read_page(image.copy(), SCALE, 1)


# ── Figures in doubt, downstream ─────────────────────────────────────────────────────────────────────────────────


def report(*rows, doubt=()):
    """The report of a ruled table 四 or 二 with a title; doubt: (row, column) of cells that may be misread."""
    cells = [
        [Cell(text, Location(1, 1, y + 1, x + 1), x, doubt=(y, x) in doubt) for x, text in enumerate(row)]
        for y, row in enumerate(rows)
    ]
    title = Paragraph("某县人民政府2022年政府信息公开工作年度报告", Location(1, line=1), True)
    return recognise(Document([title, Grid(cells, "cells", Location(1, 1))], "image", "ocr"))[0]


def values(report, section):
    return {cell[1:3]: (cell.state, cell.value) for cell in report.cell_rows if cell.section == section}


CARRIED_IN = ["二、上年结转政府信息公开申请数量", *"0000000"]
HEADER = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def test_a_doubtful_figure_that_a_sum_confirms_is_solved_and_one_that_none_confirms_is_lost():
    rows = [HEADER, ["一、本年新收政府信息公开申请数量", "12", "0", "0", "0", "0", "1", "13"], CARRIED_IN]
    cells = values(report(*rows, doubt={(1, 1)}), "requests")
    assert cells["new", "natural_person"] == ("solved", 12)
    rows[1][1] = "17"
    cells = values(report(*rows, doubt={(1, 1)}), "requests")
    assert cells["new", "natural_person"][0] == "lost" and cells["new", "total"] == ("number", 13)
    rows = [["信息内容", "本年处理决定数量"], ["行政许可", "550"], ["行政处罚", "12"]]
    cells = values(report(*rows, doubt={(1, 1)}), "proactive")
    assert cells["licences", "decisions"][0] == "lost" and cells["penalties", "decisions"] == ("number", 12)


def test_a_doubtful_figure_is_not_cut_in_two_where_a_cell_is_missing():
    texts = ["12", "0", "0", "0", "0", "3"]  # that might be 1 2 0 0 0 0 3, which adds up
    label = "一、本年新收政府信息公开申请数量"
    cells = [Cell(label, Location(1, 1, 1, 1), 0)]
    cells += [Cell(text, Location(1, 1, 1, x), x, doubt=x == 1) for x, text in enumerate(texts, 1)]
    (record,) = read_stream([Grid([cells], "cells", Location(1, 1))]).records
    options, how = candidates(record, 7, labelled=True, summed=True)
    assert how == "miscount" and options
    assert all(1 not in [reading.value for reading in option] for option in options)


def test_an_illegible_cell_keeps_its_place():
    rows = [HEADER, ["一、本年新收政府信息公开申请数量", "", "4", "0", "0", "0", "0", "9"], CARRIED_IN]
    cells = values(report(*rows, doubt={(1, 1)}), "requests")
    assert cells["new", "natural_person"][0] == "lost" and cells["new", "business"] == ("number", 4)


def test_doubtful_words_where_a_figure_stands_are_lost():
    rows = [HEADER, ["一、本年新收政府信息公开申请数量", "7", "见附", "0", "0", "0", "0", "7"], CARRIED_IN]
    cells = values(report(*rows, doubt={(1, 2)}), "requests")
    assert cells["new", "business"][0] == "lost"


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


@pytest.mark.parametrize("place", [5, 9, 14])
def test_a_name_lost_from_a_header_does_not_turn_the_order_of_columns(place):
    names = RESULTS * 3
    names[place] = "�"
    rows = [
        ["行政复议", "未经复议直接起诉", "复议后起诉"],
        names,
        ["0", "0", "0", "79", "79", "32", "6", "1390", "1965", "3393", "4", "3", "6", "0", "13"],
    ]
    cells = values(report(*rows), "proceedings")
    assert cells["reconsideration", "total"] == ("number", 79) and cells["litigation_direct", "upheld"] == (
        "number",
        32,
    )
    assert cells["litigation_after_reconsideration", "total"] == ("number", 13)


def test_figures_in_doubtful_text_count_only_if_a_sum_confirms_them():
    title = Paragraph("某县人民政府2022年政府信息公开工作年度报告", Location(1, line=1), True)
    lines = ["行政许可 550", "行政处罚 12", "行政强制 3", "规章 1 2 3"]
    blocks = [title, *(Paragraph(text, Location(1, line=n), True) for n, text in enumerate(lines, 2))]
    for each in recognise(Document(blocks, "image", "ocr")):
        assert not [cell for cell in each.cell_rows if cell.value is not None]


# ── Files ────────────────────────────────────────────────────────────────────────────────────────────────────────


def file(picture, kind="PNG", **more):
    stream = io.BytesIO()
    picture.save(stream, kind, **more)
    return stream.getvalue()


def png(width, height):
    """A PNG file that declares a size and holds hardly anything."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


PAGE = Image.new("L", (620, 877), 255)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP"])
def test_a_picture_is_unsupported_without_ocr(kind):
    with pytest.raises(gx.ReadError, match="--ocr") as caught:
        read(file(PAGE, kind))
    assert caught.value.status == "unsupported"


def test_without_the_packages_it_says_how_to_get_them(monkeypatch):
    monkeypatch.setattr(scan, "find_spec", lambda name: None)
    for ocr, said in ((True, r"pip install 'gxdata\[ocr\]'"), (False, "--ocr")):
        with pytest.raises(gx.ReadError, match=said) as caught:
            read(file(PAGE), ocr=ocr)
        assert caught.value.status == "unsupported"


@pytest.mark.parametrize(
    ("data", "status", "message"),
    [
        (png(60_000, 60_000), "unreadable", "more pixels"),
        (png(9_500, 9_500), "unreadable", "9500 × 9500 pixels"),
        (png(1240, 1754), "unreadable", "damaged"),
        (file(Image.new("RGB", (1, 1))), "unsupported", "too small"),
        (file(Image.new("L", (299, 800))), "unsupported", "too small"),
        (file(Image.new("L", (300, 9000), 255)), "unsupported", "too narrow"),
        (file(Image.effect_noise((900, 1200), 60), "JPEG")[:9000], "unreadable", "damaged"),
        (b"II*\0" + b"\xff" * 300, "unreadable", "damaged"),
        (b"GIF89a" + b"\1" * 60, "unreadable", "damaged"),
        (
            file(Image.new("1", (300, 400)), "TIFF", save_all=True, append_images=[Image.new("1", (300, 400))] * 120),
            "unreadable",
            "121 pages",
        ),
    ],
)
@pytest.mark.parametrize("ocr", [False, True])
def test_hostile_pictures_are_refused_in_words(data, status, message, ocr):
    with pytest.raises(gx.ReadError, match=message) as caught:
        read(data, ocr=ocr)
    assert caught.value.status == status


@given(data=st.binary(max_size=200), cut=st.integers(0, 600), place=st.integers(0, 600))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_damaged_files_never_crash(data, cut, place):
    whole = file(PAGE, "TIFF")[:700]
    for bytes_ in (whole[:place] + data + whole[place:], b"\xff\xd8\xff" + data, b"GIF89a" + data, whole[: cut + 4]):
        with pytest.raises(gx.ReadError):
            read(bytes_)


def test_pages_of_a_tiff_and_frames_of_a_gif(monkeypatch):
    seen = []
    monkeypatch.setattr(
        scan,
        "read_page",
        lambda image, scale, number: seen.append((image.shape, scale, number)) or scan.Page(number, 595, 842),
    )
    frames = [Image.new("L", (1240, 1754), tone) for tone in (255, 250, 245)]
    for kind in ("TIFF", "GIF"):
        with pytest.raises(gx.ReadError, match="no characters"):
            read(file(frames[0], kind, save_all=True, append_images=frames[1:]), ocr=True)
    assert [number for _, _, number in seen] == [1, 2, 3, 1]
    assert all(abs(scale - 1240 / 595) < 0.01 for _, scale, _ in seen)


def test_resolution_orientation_and_transparency(monkeypatch):
    seen = []
    monkeypatch.setattr(
        scan, "read_page", lambda image, scale, number: seen.append((image, scale)) or scan.Page(number, 595, 842)
    )
    turned_exif = Image.Exif()
    turned_exif[0x112] = 6
    for data in (
        file(PAGE, "PNG", dpi=(75, 75)),  # 8.3 inches wide: it may be so
        file(PAGE, "PNG", dpi=(300, 300)),  # 2 inches: no page
        file(Image.new("L", (900, 600), 255), "JPEG", exif=turned_exif),
        file(Image.new("RGBA", (620, 877), (0, 0, 0, 0)), "PNG"),
    ):
        with pytest.raises(gx.ReadError, match="no characters"):
            read(data, ocr=True)
    assert [round(scale * 72) for _, scale in seen] == [75, 75, 72, 75]
    assert seen[2][0].shape[:2] == (900, 600) and (seen[3][0] == 255).all()


def test_nothing_is_fetched_logged_or_printed():
    code = """
import io, socket, sys
def refuse(*arguments, **named):
    raise AssertionError("the network was asked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from PIL import Image, ImageDraw, ImageFont
import gxdata as gx
page = Image.new("L", (900, 400), 255)
ImageDraw.Draw(page).text((60, 60), "REPORT 2023 OF THE CITY", 0, ImageFont.load_default(60))
stream = io.BytesIO()
page.save(stream, "PNG")
from gxdata.readers import read
document = read(stream.getvalue(), ocr=True)
assert "2023" in document.blocks[0].text, document
assert document.blocks[0].doubt and document.media == "image" and document.reader.startswith("ocr rapidocr 3")
assert "rapidocr" not in sys.modules and "requests" not in sys.modules
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_build_with_ocr_reads_again_what_one_without_could_not(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scan.png").write_bytes(file(PAGE))
    (tmp_path / "in" / "page.txt").write_text("规章 0 0 0", "utf8")

    def message():
        import duckdb

        return (
            duckdb.sql(f"select message from '{tmp_path / 'out' / 'sources.parquet'}' where path = 'scan.png'")
            .limit(1)
            .fetchall()[0][0]
        )

    gx.build(tmp_path / "in", tmp_path / "out", progress=False)
    assert "--ocr" in message()
    assert gx.build(tmp_path / "in", tmp_path / "out", ocr=True, progress=False).reused == 0
    assert "no characters were recognised" in message()
    assert gx.build(tmp_path / "in", tmp_path / "out", ocr=True, progress=False).reused == 2
    assert gx.build(tmp_path / "in", tmp_path / "out", progress=False).reused == 0
    assert "--ocr" in message()
