"""A filled form comes back from a Word file however it is written: each figure, each blank, who and when."""

from __future__ import annotations

import pytest
from dialects import DIALECTS
from docx_pages import VARIANTS, Variant
from filled import REAL, broken, compare, filled_forms, moderate, parse_one
from hypothesis import given, settings
from test_round_trip import reported

import gxdata as gx

few = settings(moderate, max_examples=4)
EVERY = [pytest.param(variant, id=name) for name, variant in VARIANTS.items()]
HEADINGS = [
    "",
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


@pytest.mark.parametrize("variant", EVERY)
@few
@given(filled=filled_forms(gaps=True))
def test_every_figure_blank_and_nil_mark_comes_back(variant: Variant, filled) -> None:
    report = parse_one(variant(filled))
    assert compare(report, filled.truth()) == []
    assert (report.agency, report.year) == (filled.agency, filled.year)
    assert (report.forms["proactive"], report.forms["requests"]) == (filled.form_proactive, filled.form_requests)


@pytest.mark.parametrize("variant", EVERY)
@few
@given(filled=filled_forms(breaking=True))
def test_broken_identities_leave_the_figures_as_printed_and_are_errors(variant: Variant, filled) -> None:
    report = parse_one(variant(filled))
    assert compare(report, filled.truth()) == []
    assert reported(report) == broken(filled)


@pytest.mark.parametrize("variant", EVERY)
@pytest.mark.parametrize("name", REAL)
def test_real_reports_come_back_with_their_sections(variant: Variant, name: str) -> None:
    filled = REAL[name]
    report = parse_one(variant(filled))
    assert compare(report, filled.truth()) == []
    assert reported(report) == filled.breaks
    assert (report.title, report.agency, report.year) == (filled.title, filled.agency, filled.year)
    assert [chapter.heading for chapter in report.chapter_rows] == HEADINGS


@moderate
@given(filled=filled_forms(gaps=True))
def test_word_and_html_say_the_same(filled) -> None:
    html, word = parse_one(DIALECTS["html_plain"](filled)), parse_one(VARIANTS["plain"](filled))
    assert [cell[:7] for cell in html.cell_rows] == [cell[:7] for cell in word.cell_rows]
    assert html.chapter_rows == word.chapter_rows
    assert [finding[:7] for finding in html.finding_rows] == [finding[:7] for finding in word.finding_rows]


def test_figures_are_located_by_table_row_and_column_of_the_grid() -> None:
    [report] = gx.parse(VARIANTS["plain"](REAL["huaian_2024"]))
    places = {cell[:3]: cell.location for cell in report.cell_rows}
    assert places["proactive", "rules", "issued"] == "table 1 row 3 column 2"
    # the labels of 属于国家秘密 cover the first three columns; it is the eighth row of the table
    assert places["requests", "refused_state_secret", "natural_person"] == "table 2 row 8 column 4"
    assert places["proceedings", "litigation_direct", "total"] == "table 3 row 4 column 10"
