"""The charts say what the tables say: counts and shares by hand, N and what was left out, in both languages."""

import json
from decimal import Decimal
from math import sqrt

import duckdb
import pytest

from gxdata import charts, display
from gxdata.chapters import Chapter
from gxdata.charts.places import TILES
from gxdata.charts.words import TEXT, wrapped
from gxdata.checks import Finding
from gxdata.codebook import codebook
from gxdata.forms import PROCEEDINGS, REQUESTS
from gxdata.report import CellRow, Report
from gxdata.rows import rows
from gxdata.schema import frame

ALL = tuple(getattr(charts, name) for name in charts.__all__)


def report(
    number,
    agency,
    year,
    requests=(),
    proceedings=(),
    blank=(),
    concluded=None,
    new=(),
    kind="government",
    **particulars,
):
    """A report on the form of 2021 with the totals and results given, nought elsewhere, no figure in `blank`."""
    found = Report(f"{number:016x}", 1, f"{agency}{year}年年度报告", agency, year, kind=kind, **particulars)
    found.chapter_rows.append(Chapter(5, "problems", "五、存在的主要问题及改进情况", "人员力量不足，培训不够。"))
    given = {("requests", item, "total"): value for item, value in dict(requests).items()}
    given |= {("requests", "new", measure): value for measure, value in dict(new).items()}
    given["requests", "concluded", "total"] = sum(given.values()) if concluded is None else concluded
    for (channel, result), value in dict(proceedings).items():
        given["proceedings", channel, result] = value
        given["proceedings", channel, "total"] = given.get(("proceedings", channel, "total"), 0) + value
    for section in (REQUESTS, PROCEEDINGS):
        for item in section.items:
            for measure in item.measures.get("2021", ()):
                place = (section.id, item.id, measure)
                value = None if place in blank else Decimal(given.get(place, 0))
                state = "blank" if value is None else "number"
                found.cell_rows.append(CellRow(*place, value, state, "", "", False, ""))
    return found


def connect(*reports):
    """A connection with the tables and views that the charts use."""
    db = duckdb.connect()
    data = {
        name: [row for each in reports for row in rows(each, name)]
        for name in ("reports", "requests", "proceedings", "cells", "findings", "sections")
    }
    for name, found in {**data, "codebook": codebook()}.items():
        arrow = frame(name, found).to_arrow()  # noqa: F841 - DuckDB reads it by name
        db.execute(f"create table {name} as select * from arrow")
    return db


CITY = {
    "granted": 50, "partly_granted": 10, "refused_internal": 20, "refused_inquiry": 10, "refused_law": 10,
    "unavailable_not_held": 60, "declined_repeat": 20, "other_rest": 20,
}  # fmt: skip
DISPUTES = {
    ("reconsideration", "upheld"): 30, ("reconsideration", "corrected"): 10, ("reconsideration", "other"): 5,
    ("reconsideration", "pending"): 5, ("litigation_direct", "upheld"): 3, ("litigation_direct", "corrected"): 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def db():
    """A city and a county; read only, as every chart shares it."""
    return connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES), report(2, "乙县人民政府", 2022, {"granted": 3}))


@pytest.fixture(scope="module")
def both():
    """A government and a department of the same city, over the break 2023|2024."""
    few = {"granted": 40, "refused_law": 10}
    return connect(
        report(1, "甲市人民政府", 2023, CITY, DISPUTES),
        report(2, "甲市人民政府", 2024, CITY, DISPUTES),
        report(3, "甲市教育局", 2023, few, DISPUTES, kind="department"),
        report(4, "甲市教育局", 2024, few, DISPUTES, kind="department"),
    )


def values(chart):
    """The rows that a chart draws."""
    return chart.to_dict()["data"]["values"]


def subtitle(chart):
    return "".join(chart.to_dict()["title"]["subtitle"])


# ── Table 三 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_reasons_are_ordered_with_shares_with_and_without_inquiries(db):
    chart = charts.refusal_reasons(db)
    drawn = [(row["label"], row["count"], row.get("share"), row.get("without")) for row in values(chart)]
    assert drawn[:4] == [
        ("属于三类内部事务信息", 20, 50.0, 66.7),
        ("其他法律行政法规禁止公开", 10, 25.0, 33.3),
        ("属于行政查询事项", 10, 25.0, None),
        ("属于国家秘密", 0, 0.0, 0.0),
    ]
    assert values(chart)[0]["caption"] == "20 (50.0 %; 66.7 %)"
    assert "N = 40 件不予公开；2 份报告，2022–2023 年" in subtitle(chart)


def test_shares_of_few_refusals_are_not_shown(db):
    chart = charts.refusal_reasons(db, minimum=41)
    assert values(chart)[0]["caption"] == "20"
    assert not any("share" in row or "without" in row for row in values(chart))
    assert "不足 41 件，不列占比：政府 (40)" in subtitle(chart)


SHARES = {"予以公开": 25.0, "部分公开": 5.0, "不予公开": 20.0, "无法提供": 30.0, "不予处理": 10.0, "其他处理": 10.0}


def test_outcomes_are_shares_of_what_was_concluded_by_year(db):
    chart = charts.outcomes(db)
    assert {row["label"]: row["share"] for row in values(chart)} == SHARES
    assert {row["bar"] for row in values(chart)} == {"2023 (N = 200)"}
    assert "不足 30 件，不列占比：2022 政府 (3)" in subtitle(chart)
    bars = {row["bar"] for row in values(charts.outcomes(db, by="report", minimum=1))}
    assert bars == {"甲市人民政府 2023 (N = 200)", "乙县人民政府 2022 (N = 3)"}


def test_a_report_with_an_outcome_without_figure_is_left_out_and_said_to_be():
    gap = ("requests", "refused_law", "total")
    db = connect(report(1, "甲市人民政府", 2023, CITY), report(2, "乙市人民政府", 2023, CITY, blank={gap}))
    assert {row["bar"] for row in values(charts.outcomes(db))} == {"2023 (N = 200)"}
    for chart in (charts.outcomes(db), charts.refusal_reasons(db), charts.refusal_heatmap(db)):
        assert "未计 1 份报告：有格无数" in subtitle(chart)


def test_a_report_that_contradicts_itself_is_drawn_and_counted():
    chart = charts.outcomes(connect(report(1, "甲市人民政府", 2023, CITY, concluded=160)))
    assert {row["label"]: row["share"] for row in values(chart)}["无法提供"] == 37.5
    assert "1 份报告所印各数互不相符" in subtitle(chart)
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 125]


def test_governments_and_departments_are_drawn_apart(both):
    drawn = values(charts.outcomes(both, "en"))
    shares = {(row["panel"], row["bar"]): row["share"] for row in drawn if row["label"] == "granted"}
    assert shares == {
        ("departments", "2023 (N = 50)"): 80.0, ("departments", "2024 (N = 50)"): 80.0,
        ("governments", "2023 (N = 200)"): 25.0, ("governments", "2024 (N = 200)"): 25.0,
    }  # fmt: skip
    assert charts.outcomes(both).to_dict()["facet"]["field"] == "panel"
    alone = charts.outcomes(both, "en", where="kind = 'department'")
    assert "facet" not in alone.to_dict() and "only departments" in subtitle(alone)


def test_reasons_by_year_and_their_heat_map_have_the_same_shares(both):
    heat = {
        (row["panel"], row["label"], row["year"]): row["share"] for row in values(charts.refusal_heatmap(both, "en"))
    }
    over = values(charts.refusal_reasons_over_time(both, "en", minimum=1))
    columns = {(row["panel"], row["label"], row["year"]): row["share"] for row in over}
    assert heat["governments", "internal affairs", "2024"] == columns["governments", "internal affairs", "2024"] == 50.0
    assert {key[0] for key in heat} == {"governments"} and len(columns) == 2 * len(heat)  # departments refused 10 only


def test_the_applicants_of_the_requests_received():
    db = connect(report(1, "甲市人民政府", 2023, CITY, new={"natural_person": 90, "business": 10, "total": 100}))
    assert {row["label"]: row["share"] for row in values(charts.applicant_mix(db, "en"))}["business"] == 10.0


# ── Table 四 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_columns_that_add_up_to_more_than_the_whole_are_drawn_whole():
    """150 applicants of 100 requests, as printed: the axis reaches 150 % and N stands above it."""
    new = {"natural_person": 90, "business": 60, "total": 100}
    spec = json.dumps(charts.applicant_mix(connect(report(1, "甲市人民政府", 2023, CITY, new=new))).to_dict())
    assert '"domain": [0, 158]' in spec and '"datum": 150' in spec


def test_a_channel_that_does_not_add_up_has_no_correction_rate_but_its_cases_are_shown():
    wrong = ("proceedings", "reconsideration", "total")
    db = connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES, blank={wrong}))
    rates = values(charts.correction_rates(db, "en"))
    assert "administrative reconsideration" not in {row["channel"] for row in rates}
    left_out = (
        "reports left out of a channel, because it has no figure or does not add up: administrative reconsideration 1"
    )
    assert left_out in " ".join(charts.correction_rates(db, "en").to_dict()["title"]["subtitle"])
    assert [row["count"] for row in values(charts.proceedings(db))][:4] == [30, 10, 5, 5]


def test_proceedings_are_counted_by_channel_and_result(db):
    chart = charts.proceedings(db, "en")
    drawn = [(row["channel"], row["label"], row["count"]) for row in values(chart)]
    assert drawn[:5] == [
        ("administrative reconsideration", "upheld", 30),
        ("administrative reconsideration", "corrected", 10),
        ("administrative reconsideration", "other result", 5),
        ("administrative reconsideration", "pending", 5),
        ("litigation without reconsideration", "upheld", 3),
    ]
    told = "administrative reconsideration 50, litigation without reconsideration 4, litigation after reconsideration 0"
    assert f"N (cases, not to be added) = {told}; reports: 2, 2022–2023" in " ".join(
        chart.to_dict()["title"]["subtitle"]
    )


def test_a_cell_without_a_figure_counts_nothing_and_is_said():
    gap = ("proceedings", "reconsideration", "corrected")
    chart = charts.proceedings(connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES, blank={gap})))
    assert "另有 1 格无数，未计入" in subtitle(chart) and "N = 行政复议 40、" in subtitle(chart)


def wilson(part, whole, z=1.959963984540054):
    middle, half = part / whole + z * z / 2 / whole, z * sqrt(part * (whole - part) / whole + z * z / 4) / whole
    return tuple(round(100 * (middle + sign * half) / (1 + z * z / whole), 1) for sign in (-1, 1))


def test_correction_rates_name_their_denominators_and_give_intervals(db):
    drawn = {(row["channel"], row["name"][0]): row for row in values(charts.correction_rates(db))}
    found = [(drawn["行政复议", name][key]) for name in "ABC" for key in ("caption", "low", "high")]
    assert found == [
        "20.0 % (10/50)",
        *wilson(10, 50),
        "22.2 % (10/45)",
        *wilson(10, 45),
        "25.0 % (10/40)",
        *wilson(10, 40),
    ]
    assert drawn["行政复议", "B"]["name"] == "B 纠正 ÷ 已审结"
    few = drawn["未经复议直接起诉", "A"]
    assert few["caption"] == "1/4" and not {"share", "low", "high"} & few.keys()
    assert ("复议后起诉", "C") not in drawn and "均为 0，不绘：复议后起诉" in subtitle(charts.correction_rates(db))


def test_a_panel_in_which_all_is_nought_is_named_and_not_drawn():
    """The departments refused ten and had no case: of reasons they are drawn, of cases not."""
    none = dict.fromkeys(DISPUTES, 0)
    db = connect(
        report(1, "甲市人民政府", 2023, CITY, DISPUTES),
        report(2, "甲市教育局", 2023, {"granted": 40, "refused_law": 10}, none, kind="department"),
    )
    assert {row["panel"] for row in values(charts.refusal_reasons(db, "en"))} == {"governments", "departments"}
    for chart in (
        charts.proceedings(db, "en"),
        charts.proceedings_over_time(db, "en"),
        charts.correction_rates(db, "en"),
    ):
        assert {row["panel"] for row in values(chart)} == {"governments"}
        assert "nought throughout, not drawn: " in subtitle(chart) and "departments" in subtitle(chart)
    nothing = charts.proceedings(db, "en", where="kind = 'department'")
    assert [row["count"] for row in values(nothing)] == [0] * 12 and "not drawn" not in subtitle(nothing)


def test_a_series_over_2023_and_2024_draws_the_break_with_its_reason(both):
    for chart in (charts.proceedings_over_time(both), charts.correction_rates_over_time(both)):
        assert "虚线 2023|2024：修订的行政复议法自 2024 年 1 月 1 日起施行" in subtitle(chart)
        assert "strokeDash" in json.dumps(chart.to_dict())
    lines = values(charts.correction_rates_over_time(both, where="kind = 'government'"))
    assert {(row["year"], row["column"]) for row in lines} == {
        ("2023", "0"),
        ("2024", "1"),
    }  # not joined over the break
    for chart in (
        charts.proceedings_over_time(both, where="year = 2024"),
        charts.carry_over(both),
        charts.outcomes(both),
    ):
        assert "虚线" not in subtitle(chart)


# ── Bodies, places, quality ──────────────────────────────────────────────────────────────────────────────────────


def test_a_body_is_marked_among_the_bodies_of_its_level_and_kind(both):
    drawn = values(charts.peers(both, "en", body="甲市教育局", year=2023))
    assert [(row["body"], row["share"], row["mark"]) for row in drawn] == [("甲市教育局 (N = 50)", 80.0, "chosen body")]
    with pytest.raises(ValueError, match="no report of '丙市"):
        charts.peers(both, body="丙市教育局")


def test_two_bodies_of_one_name_are_not_one():
    db = connect(report(1, "朝阳区人民政府", 2023, CITY), report(2, "朝阳区人民政府", 2023, {"granted": 50}))
    assert sorted(row["share"] for row in values(charts.peers(db))) == [30.0, 100.0]
    drawn = values(charts.coverage(db, "en"))
    assert [row["status"] for row in drawn] == ["one report", "one report"] and len({row["body"] for row in drawn}) == 2


def test_bodies_of_one_name_and_base_are_two_bars_and_both_are_counted():
    db = connect(report(1, "朝阳区人民政府", 2023, CITY), report(2, "朝阳区人民政府", 2023, {"granted": 200}))
    chart = charts.peers(db, "en", body="朝阳区人民政府")
    assert len({row["body"] for row in values(chart)}) == 2
    assert "N = 400 requests concluded; reports: 2, 2023" in subtitle(chart)
    bars = {row["bar"]: [] for row in values(charts.outcomes(db, by="report"))}
    for row in values(charts.outcomes(db, by="report")):
        bars[row["bar"]].append(row["share"])
    assert sorted(map(sum, bars.values())) == [100, 100]


def test_only_the_body_that_its_id_names_is_marked():
    same = [report(n, "朝阳区人民政府", 2023, CITY, body_id=f"{n}:人民政府") for n in (1, 2)]
    drawn = values(charts.peers(connect(*same), "en", body="2:人民政府"))
    assert sorted(row["mark"] for row in drawn) == ["chosen body", "its peers"]


def test_the_subtitle_names_the_base_and_the_tables_of_the_metric(db):
    merits = {"metric": "merits_disclosure_rate", "year": 2023}
    # 50 granted, 10 in part, 40 refused
    assert "N = 100 requests decided on their merits; reports: 1, 2023" in subtitle(charts.peers(db, "en", **merits))
    disputes = charts.rates_over_time(db, "en", "reconsideration_rate")
    assert "tables 三 and 四" in subtitle(disputes)


def test_a_break_is_drawn_for_whichever_metric_crosses_it_and_parts_only_its_line(both):
    government = "kind = 'government'"
    chart = charts.rates_over_time(both, metrics=["disclosure_rate", "reconsideration_rate"], where=government)
    assert "虚线 2023|2024" in subtitle(chart)
    drawn = {(row["label"], row["year"]): row["column"] for row in values(chart)}
    assert drawn["公开率", "2023"] == drawn["公开率", "2024"] == "0"
    assert (drawn["复议率", "2023"], drawn["复议率", "2024"]) == ("0", "1")


def test_a_rate_over_one_is_drawn_where_it_is():
    """120 granted of 100 concluded, as printed: no interval, and an axis that reaches it."""
    db = connect(report(1, "甲市人民政府", 2023, {"granted": 120}, concluded=100))
    for chart in (
        charts.rates_over_time(db, metrics="full_disclosure_rate"),
        charts.peers(db, metric="full_disclosure_rate"),
    ):
        (row,) = values(chart)
        assert row["share"] == 120 and "low" not in row
        assert '"domain": [0, 1' in json.dumps(chart.to_dict()) and '"domain": [0, 100' not in json.dumps(
            chart.to_dict()
        )


def test_reports_without_a_year_are_not_in_a_series_nor_in_its_n():
    db = connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES), report(2, "乙市人民政府", None, CITY, DISPUTES))
    assert "N = 200 件办结；1 份报告，2023 年" in subtitle(charts.rates_over_time(db))
    assert "N = 行政复议 50、" in subtitle(charts.proceedings_over_time(db))
    assert "1 份报告，2023 年" in subtitle(charts.coverage(db))
    for name in (
        "rates_over_time",
        "proceedings_over_time",
        "correction_rates_over_time",
        "coverage",
        "problems_named",
    ):
        assert "未计 1 份报告：年度未定" in subtitle(getattr(charts, name)(db))
    assert "None" not in subtitle(charts.cell_states(db, where="year is null"))


def test_a_channel_without_any_figure_has_no_bar_at_nought():
    gaps = {("proceedings", "reconsideration", result) for result in ("upheld", "corrected", "other", "pending")}
    chart = charts.proceedings(connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES, blank=gaps)))
    first = values(chart)[:4]
    assert {row["channel"] for row in first} == {"行政复议"} and not any({"count", "bar"} & row.keys() for row in first)
    assert "另有 4 格无数" in subtitle(chart)


def test_reports_are_counted_that_have_the_table():
    db = connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES), report(2, "乙县人民政府", 2022, {"granted": 3}))
    db.execute("delete from proceedings where report_id in (select report_id from reports where year = 2022)")
    for chart in (charts.proceedings(db, "en"), charts.correction_rates(db, "en")):
        assert "reports: 1, 2023" in " ".join(chart.to_dict()["title"]["subtitle"])


def test_both_shares_of_a_reason_are_of_the_same_reports():
    """The second report's inquiries have no figure, so that its refusals are left out of both shares."""
    gap = ("requests", "refused_inquiry", "total")
    other = report(2, "乙市人民政府", 2023, {"refused_law": 90}, blank={gap})
    first = values(charts.refusal_reasons(connect(report(1, "甲市人民政府", 2023, CITY), other)))[0]
    assert (first["count"], first["share"], first["without"]) == (20, 50.0, 66.7)


def test_simulated_and_real_reports_are_never_one_bar():
    mixed = connect(
        report(1, "甲市人民政府", 2023, CITY, DISPUTES, origin="simulated"), report(2, "甲市人民政府", 2023, CITY, DISPUTES),
        report(3, "甲市人民政府", 2023, CITY, DISPUTES, origin="simulated"),
    )  # fmt: skip
    for name in ("cell_states", "identity_rates", "problems_named"):
        drawn = values(getattr(charts, name)(mixed))
        assert sum("模拟" in row["panel"] for row in drawn) * 2 == len(drawn), name
    assert sum("模拟" in row["body"] for row in values(charts.coverage(mixed))) == 2
    named = {row["bar"] for row in values(charts.outcomes(mixed, by="report"))}
    assert len(named) == 3 and sum("模拟" in name for name in named) == 2


def test_a_territory_counted_with_its_parts_is_said():
    places = {"scope": "territory", "level": "prefecture", "region_code": "320800"}
    city, county = report(1, "甲市人民政府", 2023, CITY, **places), report(2, "乙县人民政府", 2023, CITY, **{**places, "level": "county", "region_code": "320831"})  # fmt: skip
    elsewhere = report(3, "丙县人民政府", 2023, CITY, **{**places, "level": "county", "region_code": "320999"})
    db = connect(city, county, elsewhere)
    warning = "1 份政府报告的统计范围可能已含另一份下级政府报告"
    assert warning in subtitle(charts.outcomes(db)) and warning in subtitle(charts.refusal_heatmap(db))
    assert warning in subtitle(charts.proceedings(db))
    for chart in (charts.outcomes(db, by="level"), charts.outcomes(db, where="level = 'county'"), charts.peers(db)):
        assert "下级政府" not in subtitle(chart)


def test_every_province_is_one_tile_of_its_own():
    names = [tile.name for tile in TILES]
    assert len(names) == len(set(names)) == 34 and len({(tile.row, tile.column) for tile in TILES}) == 34
    mainland = {
        "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省",
        "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "海南省", "重庆市", "四川省", "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省",
        "宁夏回族自治区", "新疆维吾尔自治区",
    }  # fmt: skip
    assert set(names) == mainland | {"台湾省", "香港特别行政区", "澳门特别行政区"}


def test_a_province_without_reports_is_grey_and_has_no_figure():
    db = connect(report(1, "福建省人民政府", 2023, CITY, province="福建省"))
    drawn = {row["name"]: row for row in values(charts.province_map(db))}
    assert len(drawn) == 34 and drawn["福建"]["caption"] == "30 %" and "share" not in drawn["江西"]


def test_the_states_of_cells_are_shares_of_their_table():
    db = connect(report(1, "甲市人民政府", 2023, CITY, blank={("requests", "granted", "total")}))
    drawn = {(row["name"], row["label"]): row for row in values(charts.cell_states(db, "en"))}
    assert drawn["requests received and answered (N = 175)", "an empty cell; not nought"]["count"] == 1


def test_the_subjects_that_section_five_names(db):
    drawn = {(row["label"], row["year"]): row["caption"] for row in values(charts.problems_named(db, "en"))}
    assert drawn["staff", "2023"] == drawn["training", "2022"] == "1/1" and drawn["supervision", "2023"] == "0/1"


def test_an_identity_fails_where_one_column_of_it_does():
    broken = report(1, "甲市人民政府", 2023, CITY)
    broken.finding_rows.append(Finding("balance", "error", "requests", "concluded", "total", "1", "2", ""))
    undecided = report(2, "乙市人民政府", 2023, CITY)
    undecided.finding_rows.append(
        Finding("balance_undecidable", "note", "requests", "concluded", "total", "1", "2", "")
    )
    for each in (broken, undecided):
        each.forms["requests"] = "2021"
    drawn = values(charts.identity_rates(connect(broken, undecided), "en"))
    found = {(row["name"].split(" (N")[0], row["label"]): row["count"] for row in drawn}
    assert found["received + carried in = concluded + carried out", "fails"] == 1
    assert found["received + carried in = concluded + carried out", "cannot be decided"] == 1
    assert found["the outcomes add up to concluded", "holds"] == 2


def test_the_grid_of_reports_shows_the_years_that_are_missing():
    db = connect(*(report(year, "甲市人民政府", year, body_id="1:人民政府") for year in (2019, 2021)))
    assert [(row["year"], row["status"]) for row in values(charts.coverage(db, "en"))] == [
        ("2019", "one report"), ("2020", "none"), ("2021", "one report"),
    ]  # fmt: skip


# ── Every chart ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("chart", ALL, ids=charts.__all__)
@pytest.mark.parametrize(
    ("lang", "where"), [("zh", "true"), ("en", "true"), ("zh", "false"), ("en", "false"), ("en", "year = 2022")]
)
def test_every_chart_is_small_plain_json_and_can_be_drawn(db, chart, lang, where):
    import vl_convert

    spec = chart(db, lang, where=where).to_dict()
    text = json.dumps(spec, ensure_ascii=False, allow_nan=False)
    assert len(text.encode()) < 200_000 and "datasets" not in spec
    if where == "true":
        assert vl_convert.vegalite_to_png(spec).startswith(b"\x89PNG")
    if where == "false":
        assert {"zh": "没有符合条件的数", "en": "no figures fit the condition"}[lang] in text


@pytest.fixture(scope="module")
def simulated():
    return connect(*(report(n, "甲市人民政府", 2022 + n, CITY, DISPUTES, origin="simulated") for n in (1, 2)))


@pytest.fixture(scope="module")
def mixed():
    return connect(report(1, "甲市人民政府", 2023, CITY, origin="simulated"), report(2, "乙市人民政府", 2023, CITY))


@pytest.mark.parametrize("chart", ALL, ids=charts.__all__)
def test_a_chart_of_simulated_reports_says_so_in_both_languages(simulated, mixed, chart):
    for lang, where in (("zh", "true"), ("en", "year = 2023")):
        said = subtitle(chart(simulated, lang, where=where))
        assert "模拟" in said and "simulated" in said.lower()
    assert "模拟" in subtitle(chart(mixed))
    assert "模拟" not in subtitle(chart(mixed, where="origin <> 'simulated'"))


@pytest.fixture(scope="module")
def once_and_twice():
    twice = [report(n, "甲市人民政府", 2023, CITY, DISPUTES) for n in (1, 2)]
    db = connect(*twice)
    db.execute("update reports set duplicate_of = '0000000000000001-1' where report_id = '0000000000000002-1'")
    return connect(twice[0]), db


@pytest.mark.parametrize("chart", ALL, ids=charts.__all__)
def test_a_report_that_repeats_another_counts_once(once_and_twice, chart):
    once, twice = once_and_twice
    assert chart(twice).to_dict() == chart(once).to_dict()


@pytest.mark.parametrize("chart", ALL, ids=charts.__all__)
def test_a_chart_is_the_same_every_time_in_both_languages(db, chart):
    first = chart(db).to_dict()
    assert first == chart(db).to_dict() != chart(db, "en").to_dict()
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        chart(db, "fr")


def test_what_is_unknown_is_refused_with_what_is_known(db):
    for wrong, match in (
        (lambda: charts.outcomes(db, by="region"), "year, level"),
        (lambda: charts.refusal_heatmap(db, by="agency"), "applicant"),
        (lambda: charts.correction_rates_over_time(db, channel="court"), "litigation_direct"),
        (lambda: charts.rates_over_time(db, metrics="applicant_mix"), "several parts"),
        (lambda: charts.province_map(db, metric="hhi"), "disclosure_rate"),
    ):
        with pytest.raises(ValueError, match=match):
            wrong()


def test_a_notebook_stores_a_chart_as_text_that_lab_draws_and_a_picture(db):
    bundle = charts.proceedings(db)._repr_mimebundle_()
    assert sorted(bundle) == ["application/vnd.vegalite.v5+json", "image/png"]
    assert bundle["application/vnd.vegalite.v5+json"]["$schema"] == display.SCHEMA
    assert bundle == charts.proceedings(db)._repr_mimebundle_()


def test_every_word_is_there_in_both_languages():
    assert TEXT["zh"].keys() == TEXT["en"].keys()


def test_a_long_line_is_broken_between_words_and_before_no_closing_mark():
    line = "不足 30 件，不列占比：" + "，".join(f"{year} 政府 (3)" for year in range(2010, 2026))
    assert "".join(wrapped(line, "zh")).replace(" ", "") == line.replace(" ", "")
    assert all(not each.startswith(("，", "）")) and len(each) < 100 for each in wrapped(line, "zh"))
