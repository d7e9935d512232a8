"""The charts say what the tables say: counts and shares by hand, N and what was left out, in both languages."""

import json
from decimal import Decimal
from math import sqrt

import duckdb
import pytest

from gxdata import charts, display
from gxdata.database import queries
from gxdata.forms import PROCEEDINGS, REQUESTS
from gxdata.report import CellRow, Report
from gxdata.rows import codebook, rows
from gxdata.schema import frame

ALL = (charts.refusal_reasons, charts.outcomes, charts.proceedings, charts.correction_rates)


def report(number, agency, year, requests=(), proceedings=(), blank=(), concluded=None):
    """A report on the form of 2021 with the totals and results given, nought elsewhere, no figure in `blank`."""
    found = Report(f"{number:016x}", 1, f"{agency}{year}年年度报告", agency, year)
    given = {("requests", item, "total"): value for item, value in dict(requests).items()}
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
        name: [row for each in reports for row in rows(each, name)] for name in ("reports", "requests", "proceedings")
    }
    for name, found in {**data, "codebook": codebook()}.items():
        arrow = frame(name, found).to_arrow()  # noqa: F841 - DuckDB reads it by name
        db.execute(f"create table {name} as select * from arrow")
    for name, query in queries().items():
        if name in ("outcome_groups", "refusal_reasons", "proceedings_outcomes"):
            db.execute(f"create view {name} as {query.statement}")
    return db


CITY = {
    "granted": 50, "partly_granted": 10, "refused_internal": 20, "refused_inquiry": 10, "refused_law": 10,
    "unavailable_not_held": 60, "declined_repeat": 20, "other_rest": 20,
}  # fmt: skip
DISPUTES = {
    ("reconsideration", "upheld"): 30, ("reconsideration", "corrected"): 10, ("reconsideration", "other"): 5,
    ("reconsideration", "pending"): 5, ("litigation_direct", "upheld"): 3, ("litigation_direct", "corrected"): 1,
}  # fmt: skip


@pytest.fixture
def db():
    return connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES), report(2, "乙县人民政府", 2022, {"granted": 3}))


def values(chart):
    """The rows that a chart draws."""
    return chart.to_dict()["data"]["values"]


def subtitle(chart):
    title = chart.to_dict().get("title") or chart.to_dict()["layer"][0]["title"]
    return "\n".join(title["subtitle"])


def test_reasons_are_ordered_with_shares_with_and_without_inquiries(db):
    chart = charts.refusal_reasons(db)
    drawn = [(row["outcome"], row["decisions"], row.get("share"), row.get("without")) for row in values(chart)]
    assert drawn[:4] == [
        ("refused_internal", 20, 50.0, 66.7),
        ("refused_law", 10, 25.0, 33.3),
        ("refused_inquiry", 10, 25.0, None),
        ("refused_state_secret", 0, 0.0, 0.0),
    ]
    assert values(chart)[0]["label"] == "20 (50.0 %; 66.7 %)"
    assert (
        "N = 40 件不予公开，其中行政查询事项 10 件、其余理由 30 件；出自 2 份报告中的 1 份，2022–2023 年"
        in subtitle(chart)
    )


def test_shares_of_few_refusals_are_not_shown(db):
    chart = charts.refusal_reasons(db, minimum=41)
    assert values(chart)[0]["label"] == "20"
    assert not any("share" in row or "without" in row for row in values(chart))
    assert "不足 41 件，不列比例" in subtitle(chart)


def test_outcomes_are_shares_of_what_was_concluded_by_year(db):
    chart = charts.outcomes(db)
    drawn = {row["id"]: (row["decisions"], row["share"]) for row in values(chart)}
    assert drawn == {
        "granted": (50, 25.0), "partly_granted": (10, 5.0), "refused": (40, 20.0), "unavailable": (60, 30.0),
        "declined": (20, 10.0), "other": (20, 10.0),
    }  # fmt: skip
    assert {row["bar"] for row in values(chart)} == {"2023 (N = 200)"}
    assert "未绘（办结不足 30 件）：1 条 — 2022 (3)" in subtitle(chart)
    assert {row["bar"] for row in values(charts.outcomes(db, by="report", minimum=1))} == {
        "甲市人民政府 2023 (N = 200)",
        "乙县人民政府 2022 (N = 3)",
    }


def test_a_report_with_an_outcome_without_figure_is_left_out_and_said_to_be():
    gap = ("requests", "refused_law", "total")
    db = connect(report(1, "甲市人民政府", 2023, CITY), report(2, "乙市人民政府", 2023, CITY, blank={gap}))
    chart = charts.outcomes(db)
    assert {row["bar"] for row in values(chart)} == {"2023 (N = 200)"}
    assert "未计 1 份报告" in subtitle(chart)
    assert "未计 1 份报告" in subtitle(charts.refusal_reasons(db))
    assert {row["outcome"]: row["decisions"] for row in values(charts.refusal_reasons(db))}["refused_internal"] == 20


def test_a_report_that_contradicts_itself_is_drawn_and_counted():
    chart = charts.outcomes(connect(report(1, "甲市人民政府", 2023, CITY, concluded=160)))
    assert {row["id"]: row["share"] for row in values(chart)}["unavailable"] == 37.5
    assert "1 份报告各类结果之和不等于其总计" in subtitle(chart)
    assert chart.to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 125]


def test_a_channel_that_does_not_add_up_has_no_correction_rate_but_its_cases_are_shown():
    wrong = ("proceedings", "reconsideration", "total")
    db = connect(report(1, "甲市人民政府", 2023, CITY, DISPUTES, blank={wrong}))
    rates = charts.correction_rates(db, "en")
    assert {row["label"] for row in values(rates) if row["channel"] == "administrative reconsideration"} == {"0/0"}
    assert "reports with channels left out" in subtitle(rates)
    assert [row["decisions"] for row in values(charts.proceedings(db))][:4] == [30, 10, 5, 5]


def test_proceedings_are_counted_by_channel_and_result(db):
    chart = charts.proceedings(db, "en")
    drawn = [(row["channel"], row["result"], row["decisions"], row["cases"]) for row in values(chart)]
    assert drawn[:5] == [
        ("administrative reconsideration", "upheld", 30, 50),
        ("administrative reconsideration", "corrected", 10, 50),
        ("administrative reconsideration", "other result", 5, 50),
        ("administrative reconsideration", "pending", 5, 50),
        ("litigation without reconsideration", "upheld", 3, 4),
    ]
    assert "N = 54 cases; reports: 2, 2022–2023" in subtitle(chart)


def wilson(part, whole, z=1.959963984540054):
    middle, half = part / whole + z * z / 2 / whole, z * sqrt(part * (whole - part) / whole + z * z / 4) / whole
    return tuple(round(100 * (middle + sign * half) / (1 + z * z / whole), 1) for sign in (-1, 1))


def test_correction_rates_name_their_denominators_and_give_intervals(db):
    drawn = {(row["channel"], row["id"]): row for row in values(charts.correction_rates(db))}
    found = [(drawn["行政复议", name][key]) for name in "ABC" for key in ("label", "low", "high")]
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
    assert few["label"] == "1/4" and not {"rate", "low", "high"} & few.keys()
    assert drawn["复议后起诉", "C"]["label"] == "0/0"


@pytest.mark.parametrize("chart", ALL)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("where", ["true", "year = 2022", "false"])
def test_every_chart_is_small_plain_json_and_can_be_drawn(db, chart, lang, where):
    import vl_convert

    spec = chart(db, lang, where=where).to_dict()
    text = json.dumps(spec, ensure_ascii=False, allow_nan=False)
    assert len(text.encode()) < 200_000 and "datasets" not in spec
    assert vl_convert.vegalite_to_png(spec).startswith(b"\x89PNG")
    if where == "false":
        assert {"zh": "没有符合条件的数", "en": "no figures fit the condition"}[lang] in text


@pytest.mark.parametrize("chart", ALL)
def test_a_chart_is_the_same_every_time_in_both_languages(db, chart):
    assert chart(db).to_dict() == chart(db).to_dict()
    assert chart(db).to_dict() != chart(db, "en").to_dict()
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        chart(db, "fr")


def test_an_unknown_bar_is_refused_with_the_known_ones(db):
    with pytest.raises(ValueError, match="'year' or 'report'"):
        charts.outcomes(db, by="region")


def test_a_notebook_stores_a_chart_as_text_that_lab_draws_and_a_picture(db):
    bundle = charts.proceedings(db)._repr_mimebundle_()
    assert sorted(bundle) == ["application/vnd.vegalite.v5+json", "image/png"]
    assert bundle["application/vnd.vegalite.v5+json"]["$schema"] == display.SCHEMA
    assert bundle == charts.proceedings(db)._repr_mimebundle_()


def test_every_word_is_there_in_both_languages():
    from gxdata.captions import TEXT

    assert TEXT["zh"].keys() == TEXT["en"].keys()
