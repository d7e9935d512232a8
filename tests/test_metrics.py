"""Metrics against figures typed by hand and against the same formulas written out in plain Python, not through the dictionary."""

from decimal import Decimal
from itertools import groupby
from math import isclose

import duckdb
import pytest
from filled import HONGZE_2023, HUAIAN_2024, PINGTAN_2020, moderate
from hypothesis import given, settings
from hypothesis import strategies as st

import gxdata as gx
from gxdata.breaks import BREAKS
from gxdata.checks import Finding
from gxdata.codebook import codebook
from gxdata.database import queries
from gxdata.forms import BY_ID, fields
from gxdata.metrics import METRICS, MINIMUM
from gxdata.report import CellRow, Report
from gxdata.rows import rows
from gxdata.schema import frame

GROUNDS = ["refused_state_secret", "refused_law", "refused_security", "refused_third_party", "refused_internal", "refused_deliberative", "refused_enforcement_file"]  # fmt: skip
REFUSED = [*GROUNDS, "refused_inquiry"]
UNAVAILABLE = ["unavailable_not_held", "unavailable_not_compiled", "unavailable_unclear"]
DECLINED = ["declined_petition", "declined_repeat", "declined_publication", "declined_excessive", "declined_confirmation"]  # fmt: skip
OTHER = {"2019": ["other"], "2021": ["other_not_corrected", "other_unpaid_fee", "other_rest"]}
APPLICANTS = ["natural_person", "business", "research", "public_interest", "legal_service", "other"]
CHANNELS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]


# ── The same in plain Python ─────────────────────────────────────────────────────────────────────────────────────


def plain(cells, form, column="total"):
    """{(metric, part): (numerator, denominator)} of one report; None where a cell of the formula has no figure, or a
    channel does not add up."""

    def add(*items):
        values = [cells["requests", item, column] for item in items]
        return None if None in values else sum(values)

    def ratio(top, bottom):
        return None if top is None or bottom is None else (top, bottom)

    def both(one, other):
        return None if one is None or other is None else one + other

    concluded, refused, grounds = add("concluded"), add(*REFUSED), add(*GROUNDS)
    disclosed = add("granted", "partly_granted")
    groups = {
        "granted": add("granted"), "partly_granted": add("partly_granted"), "refused": refused,
        "unavailable": add(*UNAVAILABLE), "declined": add(*DECLINED), "other": add(*OTHER[form]),
    }  # fmt: skip
    found = {
        ("disclosure_rate", None): ratio(disclosed, concluded),
        ("full_disclosure_rate", None): ratio(groups["granted"], concluded),
        ("merits_disclosure_rate", None): ratio(disclosed, both(disclosed, refused)),
        ("refusal_rate", None): ratio(refused, concluded),
        ("refusal_rate_without_inquiry", None): ratio(grounds, concluded),
        ("unavailable_rate", None): ratio(groups["unavailable"], concluded),
        ("declined_rate", None): ratio(groups["declined"], concluded),
        ("other_rate", None): ratio(groups["other"], concluded),
        ("carry_over_rate", None): ratio(add("carried_out"), add("new", "carried_in")),
    }
    for group, count in groups.items():
        found["outcome_share", group] = None if None in groups.values() else ratio(count, concluded)
    for reason in REFUSED:
        found["refusal_reason_share", reason] = ratio(add(reason), refused)
    for reason in GROUNDS:
        found["refusal_reason_share_without_inquiry", reason] = ratio(add(reason), grounds)
    if column == "total":
        received = [cells["requests", "new", applicant] for applicant in APPLICANTS]
        for applicant, count in zip(APPLICANTS, received, strict=True):
            found["applicant_mix", applicant] = None if None in received else ratio(count, add("new"))
        brought = [cells["proceedings", channel, "total"] for channel in CHANNELS]
        found["reconsideration_rate", None] = ratio(brought[0], concluded)
        found["litigation_rate", None] = ratio(both(brought[1], brought[2]), concluded)
        for channel in CHANNELS:
            result = {m: cells["proceedings", channel, m] for m in ("upheld", "corrected", "other", "pending", "total")}
            upheld, corrected, other, pending, total = result.values()
            sound = None not in result.values() and upheld + corrected + other + pending == total
            found["correction_rate_a", channel] = (corrected, total) if sound else None
            found["correction_rate_b", channel] = (corrected, total - pending) if sound else None
            found["correction_rate_c", channel] = (corrected, upheld + corrected) if sound else None
    return found


def added(many):
    """Reports of plain() pooled: {(metric, part): (reports, numerator, denominator)}."""
    pooled = {}
    for key in many[0]:
        used = [found[key] for found in many if found[key] is not None]
        pooled[key] = (len(used), sum(n for n, _ in used), sum(d for _, d in used))
    return pooled


def concentration(pooled, metric):
    counts = [n for (name, _), (_, n, _) in pooled.items() if name == metric]
    return sum(n * n for n in counts) / sum(counts) ** 2 if sum(counts) else None


def wilson(part, whole, z=1.959963984540054):
    part, whole = float(part), float(whole)
    middle, half = part / whole + z * z / 2 / whole, z * (part * (whole - part) / whole + z * z / 4) ** 0.5 / whole
    return tuple((middle + sign * half) / (1 + z * z / whole) for sign in (-1, 1))


# ── Reports and connections ──────────────────────────────────────────────────────────────────────────────────────


def report(number, cells, form="2021", year=2024, kind="government", scope="own", level="county", **more):
    """A report with these cells; a value that is None is a blank."""
    found = Report(f"{number:016x}", 1, f"第{number}号", f"甲{number}", year)
    found.kind, found.scope, found.level = kind, scope, level
    for name, value in more.items():
        setattr(found, name, value)
    for section in ("requests", "proceedings", "proactive"):
        found.forms[section] = form
    for (section, item, measure), value in cells.items():
        state = "blank" if value is None else "number"
        figure = None if value is None else Decimal(value)
        unit = BY_ID[section].unit(BY_ID[section].item(item), measure)
        found.cell_rows.append(CellRow(section, item, measure, figure, state, "", unit, False, ""))
    return found


def of(filled):
    return {key: truth.value for key, truth in filled.truth().items()}


def connect(*reports):
    db = duckdb.connect()
    names = ("reports", "requests", "proceedings", "proactive", "cells", "findings")
    data = {name: [row for each in reports for row in rows(each, name)] for name in names}
    for name, found in {**data, "codebook": codebook()}.items():
        arrow = frame(name, found).to_arrow()  # noqa: F841 - DuckDB reads it by name
        db.execute(f"create table {name} as select * from arrow")
    return db


def with_views(db, *names):
    for name, query in queries().items():
        if name in names:
            db.execute(f"create view {name} as {query.statement}")
    return db


def pool(db, metrics="all", by=(), **options):
    """{(groups, metric, part): the row as a dict}"""
    relation = gx.pool(db, metrics, by, **options)
    found = [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
    wanted = [by] if isinstance(by, str) else by
    return {(*(row[name] for name in wanted), row["metric"], row["part"]): row for row in found}


# ── Figures typed by hand ────────────────────────────────────────────────────────────────────────────────────────


def test_huaian_2024():
    found = pool(connect(report(1, of(HUAIAN_2024))), minimum=1)
    rates = {
        "disclosure_rate": 59.5, "full_disclosure_rate": 44.7, "refusal_rate": 5.8, "refusal_rate_without_inquiry": 2.4,
        "unavailable_rate": 25.6, "declined_rate": 2.9, "other_rate": 6.1, "carry_over_rate": 3.3,
    }  # fmt: skip
    assert {name: round(100 * found[name, None]["value"], 1) for name in rates} == rates
    corrections = [round(100 * found[f"correction_rate_{x}", "reconsideration"]["value"], 1) for x in "abc"]
    assert corrections == [18.2, 20.4, 47.1]
    assert found["disclosure_rate", None]["numerator"] == 1362 + 454
    assert found["disclosure_rate", None]["denominator"] == 3050
    assert found["correction_rate_b", "reconsideration"]["denominator"] == 351 - 37
    assert found["litigation_rate", None]["numerator"] == 26 + 20
    assert round(100 * found["outcome_share", "partly_granted"]["value"], 1) == 14.9


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # the four of Newcombe (1998), table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (15, 30, 0.3315, 0.6685),  # in closed form: 0.5 ± 0.5 z / √(n + z²)
    ],
)
def test_wilson_s_interval_is_that_of_the_literature(part, whole, low, high):
    cells = {**of(HUAIAN_2024), ("requests", "granted", "total"): part, ("requests", "concluded", "total"): whole}
    row = pool(connect(report(1, cells)), "full_disclosure_rate", minimum=1)["full_disclosure_rate", None]
    assert (round(row["low"], 4), round(row["high"], 4)) == (low, high)


# ── Single and pooled, as in plain Python ────────────────────────────────────────────────────────────────────────


def agrees(row, reports, numerator, denominator):
    assert (row["reports"], row["numerator"] or 0, row["denominator"] or 0) == (reports, numerator, denominator)
    if reports and denominator:
        assert row["reason"] is None and isclose(row["value"], numerator / denominator, abs_tol=1e-6)
        if 0 <= numerator <= denominator:
            assert (row["low"], row["high"]) == pytest.approx(wilson(numerator, denominator), abs=1.5e-6)
        else:
            assert row["low"] is row["high"] is None
    else:
        assert row["value"] is row["low"] is row["high"] is None and row["reason"]


def test_real_reports_pool_as_sums():
    reals = [(HUAIAN_2024, "2021"), (PINGTAN_2020, "2019"), (HONGZE_2023, "2019")]
    db = connect(*(report(n, of(filled), form) for n, (filled, form) in enumerate(reals)))
    expected = added([plain(of(filled), form) for filled, form in reals])
    found = pool(db, minimum=1)
    for key, counts in expected.items():
        agrees(found[key], *counts)
    assert found["correction_rate_a", "reconsideration"]["contradicting"] == 1  # 洪泽: ten upheld of a total of nought
    assert found["correction_rate_a", "reconsideration"]["reports"] == 2
    assert found["disclosure_rate", None]["contradicting"] == 1  # 平潭: counted, and in
    assert pool(db, "disclosure_rate", minimum=1, consistent=True)["disclosure_rate", None]["reports"] == 2
    hhi = found["refusal_reason_hhi", None]
    assert isclose(hhi["value"], concentration(expected, "refusal_reason_share"), abs_tol=1e-6)
    assert hhi["low"] is hhi["high"] is hhi["numerator"] is None


FORM_CELLS = {
    form: [(s, item.id, m) for s in ("requests", "proceedings") for item, m in fields(BY_ID[s], {"": form})]
    for form in ("2019", "2021")
}


@st.composite
def filled_forms(draw):
    """A form, its cells with blanks here and there, and in a third of cases a table 四 that adds up."""
    form = draw(st.sampled_from(["2019", "2021"]))
    seed = draw(st.randoms(use_true_random=False))
    gaps = draw(st.sampled_from([0, 0, 0.004, 0.02, 0.3]))
    most = draw(st.sampled_from([0, 3, 40]))
    cells = {key: None if seed.random() < gaps else seed.randint(0, most) for key in FORM_CELLS[form]}
    for channel in CHANNELS:
        parts = [cells["proceedings", channel, m] for m in ("upheld", "corrected", "other", "pending")]
        if None not in parts and seed.random() < 0.7:
            cells["proceedings", channel, "total"] = sum(parts)
    year, kind = draw(st.sampled_from([2020, 2024])), draw(st.sampled_from(["government", "department"]))
    return form, cells, year, kind


@settings(moderate, max_examples=4)
@given(st.lists(filled_forms(), min_size=1, max_size=12))
def test_random_forms_agree_with_plain_python(forms):
    reports = [report(n, cells, form, year=year, kind=kind) for n, (form, cells, year, kind) in enumerate(forms)]
    db = with_views(connect(*reports), "metrics")
    found = pool(db, by=["year", "kind"], minimum=1)
    order = sorted(forms, key=lambda each: each[2:])
    for place, members in groupby(order, key=lambda each: each[2:]):
        expected = added([plain(cells, form) for form, cells, *_ in members])
        for key, counts in expected.items():
            agrees(found[*place, *key], *counts)
        for name in ("refusal_reason_share", "refusal_reason_share_without_inquiry"):
            hhi = found[*place, name.replace("share", "hhi"), None]["value"]
            assert (hhi is None) == (concentration(expected, name) is None)
            assert hhi is None or isclose(hhi, concentration(expected, name), abs_tol=1e-6)
    single = {(id, metric, part): rest for id, metric, part, *rest in db.sql(
        "select report_id, metric, part, numerator, denominator, value, reason from metrics").fetchall()}  # fmt: skip
    for each, (form, cells, *_) in zip(reports, forms, strict=True):
        for key, counts in plain(cells, form).items():
            numerator, denominator, value, reason = single[each.report_id, *key]
            if counts is None:
                assert value is None and reason in ("undecidable", "contradicting")
            else:
                assert (numerator, denominator) == counts
                assert (reason, value is None) == (("zero_denominator", True) if counts[1] == 0 else (None, False))
                assert value is None or isclose(value, counts[0] / counts[1], abs_tol=1e-6)


@settings(moderate, max_examples=4)
@given(st.lists(filled_forms(), min_size=1, max_size=5))
def test_by_applicant_agrees_with_plain_python(forms):
    db = connect(*(report(n, cells, form) for n, (form, cells, *_) in enumerate(forms)))
    names = ["disclosure_rate", "other_rate", "refusal_reason_share", "carry_over_rate", "outcome_share"]
    found = pool(db, names, by="applicant", minimum=1)
    for applicant in APPLICANTS:
        expected = added([plain(cells, form, applicant) for form, cells, *_ in forms])
        for key in expected:
            if key[0] in names:
                agrees(found[applicant, *key], *expected[key])
    assert {key[0] for key in found} == set(APPLICANTS)  # never the total


# ── What is left out, and why ────────────────────────────────────────────────────────────────────────────────────

CELLS = of(HUAIAN_2024)
GAP = {**CELLS, ("requests", "refused_law", "total"): None}


def test_a_gap_leaves_a_report_out_of_what_needs_the_cell_only():
    found = pool(connect(report(1, CELLS), report(2, GAP)), minimum=1)
    row = found["refusal_rate", None]
    assert (row["reports"], row["undecidable"], row["undecidable_share"], row["denominator"]) == (1, 1, 0.5, 3050)
    assert found["disclosure_rate", None]["reports"] == 2
    assert found["outcome_share", "granted"]["reports"] == 1  # one base for what makes up a whole
    together = pool(connect(report(1, CELLS), report(2, GAP)), ["disclosure_rate", "refusal_rate"], together=True)
    assert {row["reports"] for row in together.values()} == {1}


def test_reasons_for_no_value():
    nothing = dict.fromkeys(CELLS, 0)
    few = {**nothing, ("requests", "concluded", "total"): 29, ("requests", "granted", "total"): 29}
    bare = {key: value for key, value in CELLS.items() if key[0] != "requests"}
    wrong = {**CELLS, ("proceedings", "reconsideration", "total"): 1}
    reports = [GAP, nothing, few, bare, wrong]
    db = connect(*(report(n, cells, level=str(n)) for n, cells in enumerate(reports)))
    found = pool(db, ["refusal_rate", "full_disclosure_rate", "correction_rate_a"], by="level")
    assert found["0", "refusal_rate", None]["reason"] == "undecidable"
    assert found["1", "refusal_rate", None]["reason"] == "zero_denominator"
    row = found["2", "full_disclosure_rate", None]
    assert (row["reason"], row["value"], row["low"], row["numerator"], row["denominator"]) == (
        "below_minimum",
        None,
        None,
        29,
        29,
    )
    assert (
        found["3", "refusal_rate", None]["reason"] == "not_on_form" and found["3", "refusal_rate", None]["missing"] == 1
    )
    assert found["4", "correction_rate_a", "reconsideration"]["reason"] == "contradicting"
    assert MINIMUM == 30
    assert pool(db, "full_disclosure_rate", by="level", minimum=29)["2", "full_disclosure_rate", None]["value"] == 1


def test_kinds_scopes_and_simulated_reports_are_never_added_together_by_default():
    reports = [
        report(1, CELLS), report(2, CELLS, kind="department"), report(3, CELLS, scope="territory"),
        report(4, CELLS, scope=None), report(5, CELLS, origin="simulated"),
    ]  # fmt: skip
    db = connect(*reports)
    relation = gx.pool(db, "disclosure_rate", "year")
    assert relation.columns[:4] == ["year", "kind", "scope", "simulated"]
    assert [row[relation.columns.index("reports")] for row in relation.fetchall()] == [1] * 5
    mixed = gx.pool(db, "disclosure_rate", "year", mix=True)
    assert [row[1:5] for row in mixed.fetchall()] == [
        (False, "disclosure_rate", None, 4),
        (True, "disclosure_rate", None, 1),
    ]


def test_a_report_that_repeats_another_is_left_out():
    db = connect(report(1, CELLS), report(2, CELLS))
    db.execute("update reports set duplicate_of = (select min(report_id) from reports) where report_id like '%2-1'")
    assert pool(db, "disclosure_rate")["disclosure_rate", None]["reports"] == 1


def test_requests_per_100_000_need_residents_and_the_whole_territory():
    db = connect(
        report(1, CELLS, scope="territory", region_code="320800"), report(2, CELLS, scope="own", region_code="320800"),
        report(3, CELLS, scope="territory", region_code="320801"),
    )  # fmt: skip
    assert pool(db, "requests_per_100k", by="scope")["own", "requests_per_100k", None]["reason"] == "no_population"
    db.execute("create table people as select '320800' as region_code, 2024 as year, 4556000 as residents")
    found = pool(db, "requests_per_100k", by="scope", population="people")
    row = found["territory", "requests_per_100k", None]
    assert (row["reports"], row["numerator"], row["denominator"], row["low"]) == (1, 3119, 4556000, None)
    assert isclose(row["value"], 100000 * 3119 / 4556000, abs_tol=1e-6)
    assert found["own", "requests_per_100k", None]["reason"] == "no_population"
    db.execute("insert into people values ('320800', 2024, 1)")  # contradicts itself
    assert (
        pool(db, "requests_per_100k", by="scope", population="people")["territory", "requests_per_100k", None]["value"]
        is None
    )


def test_what_is_not_there_is_refused_with_what_is():
    db = connect(report(1, CELLS))
    with pytest.raises(ValueError, match=r"no metric 'openness'; there are disclosure_rate"):
        gx.pool(db, "openness")
    with pytest.raises(ValueError, match=r"by has 'colour'.*year"):
        gx.pool(db, "disclosure_rate", "colour")
    with pytest.raises(ValueError, match="not by applicant"):
        gx.pool(db, "correction_rate_a", "applicant")


# ── The dictionary ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_metric_says_what_it_is_and_is_in_the_codebook():
    noted = {row[3]: row for row in codebook() if row[2] == "metric"}
    assert noted.keys() == {metric.id for metric in METRICS}
    for metric in METRICS:
        assert all(
            (metric.zh, metric.en, metric.unit, metric.caveat_zh, metric.caveat_en, metric.source, metric.formula)
        )
        assert metric.forms == ("2019", "2021")
        assert metric.formula in noted[metric.id][-1]
    assert METRICS[0].formula == "(granted + partly_granted) / concluded"
    b = next(metric for metric in METRICS if metric.id == "correction_rate_b")
    assert b.formula == "*.corrected / (*.total - *.pending)"


def test_breaks_touch_the_metrics_of_their_tables():
    touched = {metric.id: [found.id for found in metric.breaks] for metric in METRICS}
    assert touched["refusal_rate"] == ["2018|2019"]
    assert touched["correction_rate_a"] == touched["litigation_rate"] == ["2018|2019", "2023|2024"]
    assert [(found.before, found.after) for found in BREAKS] == [(2018, 2019), (2020, 2021), (2023, 2024)]


# ── Views and series ─────────────────────────────────────────────────────────────────────────────────────────────


def test_peers_have_mid_ranks_with_n_and_ties():
    granted = [10, 20, 20, 40, 5]
    concluded = [100, 100, 100, 100, 20]  # the last has too few
    reports = [
        report(n, {**CELLS, ("requests", "granted", "total"): g, ("requests", "concluded", "total"): c})
        for n, (g, c) in enumerate(zip(granted, concluded, strict=True))
    ]
    db = with_views(connect(*reports), "metrics", "peers")
    query = "from peers select peers, below, ties, percentile, peer_median, reason where metric = 'full_disclosure_rate' order by report_id"
    assert db.sql(query).fetchall() == [
        (4, 0, 0, 12.5, 0.2, None),
        (4, 1, 1, 50.0, 0.2, None),
        (4, 1, 1, 50.0, 0.2, None),
        (4, 3, 0, 87.5, 0.2, None),
        (None, None, None, None, None, "below_minimum"),
    ]


def test_peers_are_of_one_scope_and_origin():
    """Eight of ten granted on the whole territory is no rank above the two that report on their own office."""
    rows = [(10, "own", {}), (20, "own", {}), (80, "territory", {}), (90, None, {}), (70, "own", {"origin": "simulated"}), (60, "own", {"year": None})]  # fmt: skip
    reports = [
        report(n, {**CELLS, ("requests", "granted", "total"): g, ("requests", "concluded", "total"): 100}, scope=scope, **more)
        for n, (g, scope, more) in enumerate(rows)
    ]  # fmt: skip
    db = with_views(connect(*reports), "metrics", "peers")
    query = (
        "from peers select peers, below, percentile, reason where metric = 'full_disclosure_rate' order by report_id"
    )
    assert db.sql(query).fetchall() == [
        (2, 0, 25.0, None),
        (2, 1, 75.0, None),
        (1, 0, None, "no_peers"),
        (1, 0, None, "no_peers"),
        (1, 0, None, "no_peers"),
        (None, None, None, "place_unknown"),
    ]


def test_simulated_findings_and_cells_are_never_counted_with_real_ones():
    real, made = report(1, CELLS), report(2, {**CELLS, ("requests", "granted", "total"): None}, origin="simulated")
    for each in (real, made):
        each.finding_rows.append(Finding("outcomes", "error", "requests", "concluded", "total", "1", "2", ""))
    db = with_views(connect(real, made), "findings_by_rule", "cell_states")
    found = db.sql("from findings_by_rule select simulated, rule, findings, reports order by all").fetchall()
    assert found == [(False, "outcomes", 1, 1), (True, "outcomes", 1, 1)]
    query = "from cell_states select simulated, state, cells, share where section = 'requests' order by all"
    n = sum(section == "requests" for section, *_ in CELLS)
    assert db.sql(query).fetchall() == [
        (False, "number", n, 1.0),
        (True, "blank", 1, round(1 / n, 6)),
        (True, "number", n - 1, round((n - 1) / n, 6)),
    ]


def test_year_on_year_stops_at_a_break():
    cells = [{**CELLS, ("requests", "granted", "total"): 305 * n} for n in (1, 2, 3)]
    reports = [report(n, cells[n], year=2022 + n, body_id="甲") for n in range(3)]
    db = with_views(connect(*reports), "dictionary", "breaks", "metrics", "year_on_year")
    query = "from year_on_year select year, value, previous, change, break, comparable where metric = '{}' and part {} order by year"
    assert db.sql(query.format("full_disclosure_rate", "is null")).fetchall() == [
        (2022, 0.1, None, None, None, True),
        (2023, 0.2, 0.1, 0.1, None, True),
        (2024, 0.3, 0.2, 0.1, None, True),
    ]
    found = db.sql(query.format("correction_rate_a", "= 'reconsideration'")).fetchall()
    assert found[1][3:] == (0.0, None, True) and found[2][3:] == (None, "2023|2024", False)


def test_identities_passed_by_year_and_level():
    wrong = report(1, CELLS)
    wrong.finding_rows = [Finding("balance", "error", "requests", "new", "total", "1", "2", "a / b")]
    open_ = report(2, GAP)
    open_.finding_rows = [Finding("outcomes_undecidable", "note", "requests", "x", "total", "", "", "a / b")]
    db = with_views(connect(wrong, open_, report(3, CELLS)), "identity_checks")
    found = db.sql(
        "from identity_checks select identity, reports, passed, failed, undecidable order by ordinal"
    ).fetchall()
    assert found == [
        ("balance", 3, 2, 1, 0),
        ("outcomes", 3, 2, 0, 1),
        ("applicants", 3, 3, 0, 0),
        ("proceedings", 3, 3, 0, 0),
    ]


def test_series_across_the_forms_only_where_the_crosswalk_allows():
    old, new = of(PINGTAN_2020), of(HUAIAN_2024)
    db = connect(report(1, old, "2019", year=2020), report(2, new, year=2024))
    found = gx.series(db, "requests", "other").fetchall()
    assert [(row[3], row[9]) for row in found] == [(2020, 4), (2024, 71 + 6 + 110)]
    assert gx.series(db, "requests", "granted", by="year").fetchall() == [
        (2020, "government", "own", False, "件", 1, 0, 7), (2024, "government", "own", False, "件", 1, 0, 1362),
    ]  # fmt: skip
    with pytest.raises(ValueError, match=r"in_force.*no series.*2020\|2021"):
        gx.series(db, "proactive", "rules", "in_force")
    with pytest.raises(ValueError, match=r"other_rest.*use other"):
        gx.series(db, "requests", "other_rest")
    one = gx.series(db, "proactive", "rules", "in_force", where="form_proactive = '2021'").fetchall()
    assert [row[9] for row in one] == [11]
    with pytest.raises(ValueError, match="no form has"):
        gx.series(db, "requests", "rumours")


def test_a_series_never_adds_what_is_in_other_units():
    reports = [report(n, CELLS) for n in range(3)]
    fees = reports[0].cell_rows.index(next(cell for cell in reports[0].cell_rows if cell.item == "fees"))
    reports[0].cell_rows[fees] = reports[0].cell_rows[fees]._replace(unit="元")
    found = gx.series(connect(*reports), "proactive", "fees", "amount", by="year").fetchall()
    assert sorted((row[4], row[5], float(row[7])) for row in found) == [("万元", 2, 192343.2), ("元", 1, 96171.6)]
