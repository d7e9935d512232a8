"""The transcribed reports of data/raw/transcribed, cell by cell: against figures typed in the tests, and, where they are,
against the public figures that they were made from."""

import csv
import json
import re
from decimal import Decimal

import pytest
from filled import HONGZE_2023, HUAIAN_2024, PINGTAN_2020, compare
from truth import PINGTAN_2022, RAW, SHANGHAI_OFFICE_2019, SHARED, SHUYANG_2025, judge

import gxdata as gx

FOLDER = RAW / "transcribed"
FILES = sorted(FOLDER.glob("*_20??.csv"))
FIGURES = SHARED / "figures"
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
FEES = {"notified": "通知收取件数", "notified_yuan": "通知收取金额（元）", "collected_yuan": "实际收取金额（元）"}


def report_of(name):
    (report,) = gx.parse(FOLDER / f"{name}.csv")
    return report


@pytest.fixture(scope="module")
def reports():
    return {path.stem: report_of(path.stem) for path in FILES}


def test_there_are_twenty_seven_and_all_say_that_they_were_typed_in(reports):
    assert len(reports) == 27
    assert {report.origin for report in reports.values()} == {"transcribed"}
    years = [report.year for name, report in reports.items() if re.fullmatch(r"pingtan_20\d\d", name)]
    assert years == [2019, 2020, 2021, 2022, 2023, 2024, 2025]
    assert all(report.agency for report in reports.values())


@pytest.mark.parametrize(
    ("name", "typed"),
    [("huaian_2024", HUAIAN_2024), ("pingtan_2020", PINGTAN_2020), ("hongze_2023", HONGZE_2023)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_reports_that_the_tests_have_typed_too(reports, name, typed):
    report = reports[name]
    assert (report.agency, report.year, report.title) == (typed.agency, typed.year, typed.title)
    assert compare(report, typed.truth()) == []
    errors = [finding for finding in report.finding_rows if finding.severity == "error"]
    by_item = ("proceedings", "applicants")
    assert {(each.rule, each.item if each.rule in by_item else each.measure) for each in errors} == typed.breaks


@pytest.mark.parametrize(
    ("name", "printed"),
    [("pingtan_2022", PINGTAN_2022), ("shuyang_2025", SHUYANG_2025), ("shanghai_office_2019", SHANGHAI_OFFICE_2019)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_more_reports_that_the_tests_have_typed_too(reports, name, printed):
    right, wrong, lost = judge(reports[name], printed)
    assert (wrong, lost) == ([], []) and len(right) == len(reports[name].cell_rows)


def test_what_is_odd_in_the_sources_is_kept(reports):
    value = {name: report.value for name, report in reports.items()}
    assert value["shuyang_2025"]("requests", "new", "total") == 713
    assert reports["shuyang_2025"].agency == "沭阳县人民政府" and "沐阳县" in reports["shuyang_2025"].title
    assert value["pingtan_market_2025"]("processing_fees", "processing_fees", "notified_yuan") == 800
    assert value["pingtan_natural_resources_2021"]("requests", "new", "natural_person") == 16
    assert value["pingtan_natural_resources_2021"]("requests", "concluded", "natural_person") == 18
    assert value["shanghai_office_2025"]("proactive", "rules", "repealed") == 22
    raw = {cell[:3]: cell.raw for cell in reports["shanghai_office_2025"].cell_rows}
    assert raw["proactive", "rules", "repealed"] == "22（其中修订 16 件）"
    text = {name: (FOLDER / f"{name}.csv").read_text("utf-8-sig") for name in reports}
    assert "先行有效件数" in text["pingtan_haitan_area_2023"] and "钩稽" in text["pingtan_haitan_area_2023"]
    assert "7.属于行政执法案件" in text["pingtan_market_2025"]


def test_where_they_are_from_stands_beside_them():
    with (FOLDER / "sources.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["path"]: row for row in csv.DictReader(file)}
    assert list(listed) == [path.name for path in FILES]
    assert (
        listed["pingtan_2022.csv"]["url"]
        == "https://www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb/202302/t20230220_80629.htm"
    )
    for name, row in listed.items():
        assert row["licence"] and (not row["url"] or row["url"] in (FOLDER / name).read_text("utf-8-sig"))


def test_the_sources_table_has_the_urls(tmp_path):
    summary = gx.build(FOLDER, tmp_path, workers=1, progress=False)
    assert summary.sources == {"parsed": 27} and summary.reports == 27
    with gx.connect(tmp_path) as db:
        found = db.sql("select count(*), count(url), count(licence) from sources").fetchall()
        assert found == [(27, 20, 27)]
        assert db.sql("select distinct origin from reports").fetchall() == [("transcribed",)]


def _printed(figures):
    """(section, item, measure) → the print."""
    cells = {("proactive", item, id): value for item, row in figures["proactive"].items() for id, value in row.items()}
    for section, ids in (("requests", APPLICANTS), ("proceedings", RESULTS)):
        for item, row in figures[section].items():
            cells |= {(section, item, id): value for id, value in zip(ids, row, strict=True)}
    for table in figures.get("extra_tables", {}).values():
        cells |= {("processing_fees", "processing_fees", id): table[label] for id, label in FEES.items()}
    return cells


def _value(printed):
    return None if printed is None else Decimal(re.match(r"-?[\d.]+", str(printed))[0])


@pytest.mark.skipif(not FIGURES.exists(), reason="the public figures are not here (../shared/figures)")
def test_every_cell_is_what_the_public_figures_have(reports):
    names = [path.stem for path in sorted(FIGURES.glob("*.json"))]
    assert names == sorted(reports)
    for name in names:
        figures = json.loads((FIGURES / f"{name}.json").read_text("utf-8"))
        report, printed = reports[name], _printed(figures)
        assert (report.agency, report.year) == (figures["agency"], figures["year"]), name
        assert report.title.replace(" ", "") == figures["title"].replace(" ", ""), name
        cells = {cell[:3]: cell for cell in report.cell_rows}
        for place, what in printed.items():
            cell = cells.pop(place)
            assert (cell.state, cell.value) == ("blank" if what is None else "number", _value(what)), (name, place)
            assert cell.raw == ("" if what is None else str(what)), (name, place)
        missing = {item for section, item, _ in cells if section == "proactive"}
        assert {cell.state for cell in cells.values()} <= {"lost"} and missing <= {"rules"}, name  # rows not printed
        errors = sum(finding.severity == "error" for finding in report.finding_rows)
        assert errors == len(figures["source_errors"]), name
