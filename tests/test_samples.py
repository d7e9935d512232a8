"""Real reports, cell by cell, against figures typed from the page."""

from datetime import date

import pytest
from filled import HONGZE_2023
from truth import (
    ALL_NOUGHT_2019,
    ALL_NOUGHT_2021,
    LICHENG_2023,
    LUOJIANG_INDUSTRY_2020,
    PINGTAN_2022,
    RAW,
    SHANGHAI_OFFICE_2019,
    SHARED,
    SHUYANG_2025,
    judge,
)

import gxdata as gx

SAMPLES = {
    "000_b46f8e6762a8fa2a.txt": ("鲤城区信访局", 2020, ALL_NOUGHT_2019),
    "001_d0847865937e94fe.txt": ("鼓楼区信访局", 2021, ALL_NOUGHT_2021),
    "002_48a57cdf3499fdc3.txt": ("固原市信访局", 2019, ALL_NOUGHT_2019),
    "003_fadade2108e27757.txt": ("鲤城区人民政府", 2023, LICHENG_2023),
    "004_cf474a2a7b651b5a.txt": ("泉州市洛江区工业和信息化局", 2020, LUOJIANG_INDUSTRY_2020),
}
CASES = {
    "shanghai_office_2019_html/source.html": ("上海市人民政府办公厅", 2019, SHANGHAI_OFFICE_2019),
    "shanghai_office_2019_html__gb18030/source.html": ("上海市人民政府办公厅", 2019, SHANGHAI_OFFICE_2019),
    "shuyang_2025_txt/source.txt": ("沭阳县人民政府", 2025, SHUYANG_2025),
    "pingtan_2022_gluedtxt/source.txt": ("平潭综合实验区管委会", 2022, PINGTAN_2022),
    "hzq_2023_pdf/source.pdf": ("洪泽区人民政府", 2023, HONGZE_2023.cells),
}


def only_report(path):
    reports = gx.parse(path)
    assert len(reports) == 1
    return reports[0]


@pytest.fixture(scope="module", params=SAMPLES, ids=lambda name: name[:3])
def sample(request):
    return request.param, only_report(RAW / request.param)


def test_agency_and_year_of_the_samples(sample):
    name, report = sample
    assert (report.agency, report.year) == SAMPLES[name][:2]


def test_every_cell_of_the_samples_is_as_printed_or_honestly_lost(sample):
    name, report = sample
    _right, wrong, lost = judge(report, SAMPLES[name][2])
    assert wrong == []
    assert {cell[:3] for cell in report.cell_rows} == set(SAMPLES[name][2])
    if not name.startswith("000"):  # its conversion dropped and doubled cells
        assert lost == []
    assert len(lost) <= 2


def test_what_a_conversion_damaged_is_solved_not_read(sample):
    name, report = sample
    solved = {cell.section for cell in report.cell_rows if cell.state == "solved"}
    assert solved == {"000": {"requests", "proceedings"}, "002": {"proceedings"}}.get(name[:3], set())


@pytest.fixture(params=CASES, ids=lambda name: name.split("/")[0])
def case(request):
    if not (SHARED / "cases").exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    return request.param, only_report(SHARED / "cases" / request.param)


def test_further_real_reports(case):
    name, report = case
    agency, year, expected = CASES[name]
    assert (report.agency, report.year) == (agency, year)
    _right, wrong, lost = judge(report, expected)
    assert wrong == []
    # glued digits of table 二 have no sums to be split by
    assert set(lost) == (
        {("proactive", "normative_documents", measure) for measure in ("issued", "repealed", "in_force")}
        if "glued" in name
        else set()
    )


def test_blanks_stay_blank(case):
    name, report = case
    if "shanghai" in name:
        assert sum(cell.state == "blank" for cell in report.cell_rows) == 135


def test_wrong_totals_of_a_real_report_stay_and_are_found():
    path = SHARED / "cases" / "hzq_2023_pdf" / "source.pdf"
    if not path.exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    report = only_report(path)
    errors = [finding for finding in report.finding_rows if finding.severity == "error"]
    assert [(each.item, each.measure, each.expected, each.observed) for each in errors] == [
        ("reconsideration", "total", "11", "0"),
        ("litigation_after_reconsideration", "total", "5", "0"),
    ]
    assert {cell.state for cell in report.cell_rows} == {"number"}


def test_particulars_of_a_report_forwarded_by_a_covering_notice():
    report = only_report(RAW / "003_fadade2108e27757.txt")
    assert report.title == "鲤城区2023年政府信息公开工作年度报告"
    assert report.document_number == "泉鲤政办〔2024〕3号"
    assert report.index_number == "qz01101-3000-2024-00002"
    assert report.published == date(2024, 1, 11)
    assert (report.period_start, report.period_end) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (report.level, report.kind, report.county) == ("county", "government", "鲤城区")


def test_a_bare_district_is_completed_from_the_text_and_its_city_left_open():
    report = only_report(RAW / "001_d0847865937e94fe.txt")
    assert (report.agency, report.county, report.prefecture, report.province) == ("鼓楼区信访局", "鼓楼区", None, None)


def test_particulars_of_a_signed_report():
    report = only_report(RAW / "000_b46f8e6762a8fa2a.txt")
    assert (report.document_number, report.published) == ("泉鲤信〔2021〕1号", date(2021, 1, 5))
    assert (report.period_start, report.period_end) == (date(2020, 1, 1), date(2020, 12, 31))


def test_sections_have_their_headings_and_text_without_tables():
    report = only_report(RAW / "003_fadade2108e27757.txt")
    assert [(chapter.number, chapter.kind, chapter.heading) for chapter in report.chapter_rows] == [
        (0, "preface", ""),
        (1, "overview", "一、总体情况"),
        (2, "proactive", "二、主动公开政府信息情况"),
        (3, "requests", "三、收到和处理政府信息公开申请情况"),
        (4, "proceedings", "四、政府信息公开行政复议、行政诉讼情况"),
        (5, "problems", "五、存在的主要问题及改进情况"),
        (6, "other", "六、其他需要报告的事项"),
    ]
    text = {chapter.number: chapter.text for chapter in report.chapter_rows}
    assert text[2] == text[3] == text[4] == ""
    assert text[6].startswith("2023年本机关未收取政府信息公开处理费。")
    assert text[5].startswith("主要问题:①政务公开宣传工作不足")


def test_every_figure_has_its_place_in_the_file():
    report = only_report(RAW / "003_fadade2108e27757.txt")
    lines = (RAW / "003_fadade2108e27757.txt").read_text("utf8").split("\n")
    for cell in report.cell_rows:
        line = int(cell.location.split()[1])
        assert lines[line - 1].strip(" |") == cell.raw, cell


def test_a_misprinted_name_is_corrected_with_a_finding():
    path = SHARED / "cases" / "shuyang_2025_txt" / "source.txt"
    if not path.exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    report = only_report(path)
    assert report.title == "沐阳县人民政府2025年政府信息公开工作年度报告"
    finding = next(finding for finding in report.finding_rows if finding.rule == "name_misprint")
    assert finding.observed.startswith("沐阳县人民政府")
    assert (finding.severity, finding.expected) == ("warning", "沭阳县人民政府")


def test_checks_of_a_sound_report_hold():
    report = only_report(RAW / "003_fadade2108e27757.txt")
    # 7 columns × (balance, outcomes) + 25 rows + 3 channels
    assert report.checks == {"passed": 42, "failed": 0, "undecidable": 0}
