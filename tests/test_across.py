"""Reports held against each other: the same one twice, figures that do not follow from last year's, years left over."""

import hashlib
import json
from itertools import count, pairwise

import pytest
from dialects import DIALECTS, Line, page
from filled import HUAIAN_2024, LICHENG_2023, moderate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pingtan import PINGTAN
from stand_ins import Here, from_json, named_bodies
from test_builder import contents

import gxdata as gx
from gxdata import builder
from gxdata.cli import main
from gxdata.merge import write_tables
from gxdata.rules import ACROSS, BY_RULE
from gxdata.schema import BY_NAME
from gxdata.worker import File, read_file, write_part


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """What is asked here is asked of the tables; only some tests need the processes that read."""
    if "processes" not in request.fixturenames:
        monkeypatch.setattr(builder, "Pool", Here)


@pytest.fixture
def processes():
    """The package's own."""


def build(folder, reports, workers=1):
    """The dataset of {file name: [reports as the stand-in has them]}, as a connection."""
    raw = folder / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for path in raw.iterdir():
        path.unlink()
    for name, each in reports.items():
        (raw / name).write_text(json.dumps(each, ensure_ascii=False), "utf8")
    gx.build(raw, folder / "out", parser=from_json, workers=workers)
    return gx.connect(folder / "out")


def over(db, *rules):
    """The findings of some rules, without their words: (path, rule, item, measure, expected, observed)."""
    query = """
        select path, rule, item, measure, expected, observed from findings f
        join reports using (report_id) join sources using (source_id)
        where list_contains(?, rule) order by path, report_id, number"""
    return db.execute(query, [list(rules or ACROSS)]).fetchall()


def chosen(db):
    """Path of each report that stands for others → paths of those."""
    query = """
        select b.path, list(a.path order by a.path) from reports r join sources a using (source_id)
        join reports c on c.report_id = r.duplicate_of join sources b on b.source_id = c.source_id group by b.path"""
    return dict(db.execute(query).fetchall())


def report(year, body="x:gov", agency="甲县人民政府", **more):
    return [{"agency": agency, "year": year, "body_id": body, **more}]


MANY = {"new": 31, "granted": 12, "partly_granted": 7, "refused_internal": 2, "unavailable_not_held": 9, "declined_repeat": 1,
        "concluded": 31, "carried_out": 0}  # fmt: skip

# ── From year to year ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_carried_in_is_held_against_what_the_year_before_carried_out_column_by_column(tmp_path):
    db = build(tmp_path, {
        "a22": report(2022, requests={"carried_out": [3, 1, 0, 0, None, 0, 4]}),
        "a23": report(2023, requests={"carried_in": [3, 0, None, 0, 2, 0, 3], "carried_out": 5}),
        "a25": report(2025, requests={"carried_in": 9}),  # 2024 is not there
        "b22": report(2022, "y:gov", requests={"carried_out": 1}),
        "c23": report(2023, "z:gov", requests={"carried_in": 7}),  # another body
    })  # fmt: skip
    assert over(db, "carry_over") == [
        ("a23", "carry_over", "carried_in", "business", "1", "0"),
        ("a23", "carry_over", "carried_in", "total", "4", "3"),
    ]  # nothing of the columns where one of the two is blank
    ((message, severity),) = db.execute(
        "select message, severity from findings where rule = 'carry_over' and measure = 'business'"
    ).fetchall()
    ids = dict(db.execute("select path, report_id from reports join sources using (source_id)").fetchall())
    zh, en = message.split(" / ")
    assert severity == "warning"
    assert zh == (
        f"上年结转政府信息公开申请数量（商业企业）：本件（a23, {ids['a23']}）为 0，而 2022 年报告（a22, {ids['a22']}）的结转下年度继续办理为 1。"
    )
    assert en == (
        f"carried in, business: 0 here (a23, {ids['a23']}), but carried out in the report for 2022 (a22, {ids['a22']}) is 1."
    )


def test_years_whose_scopes_are_known_to_differ_are_not_compared(tmp_path):
    scopes = {"a": ("own", "territory"), "b": ("own", "own"), "c": (None, "territory"), "d": (None, None)}
    files = {}
    for body, (then, now) in scopes.items():
        files[f"{body}22"] = report(2022, body, scope=then, requests={"carried_out": [3, 0, 0, 0, 0, 0, 0]})
        files[f"{body}23"] = report(2023, body, scope=now)
    assert [path for path, *_ in over(build(tmp_path, files), "carry_over")] == ["b23", "c23", "d23"]


def test_a_simulated_report_is_not_held_against_a_real_one(tmp_path):
    db = build(tmp_path, {
        "22": report(2022, requests={"carried_out": 3}),
        "23": report(2023, origin="simulated", requests={"carried_in": 4}),
    })  # fmt: skip
    assert over(db) == []


def test_a_name_that_several_places_share_joins_no_bodies(tmp_path):
    """Four 鼓楼区: without a body, the name and even the figures of last year are not enough."""
    nobody = {"body": None, "agency": "鼓楼区信访局"}
    db = build(tmp_path, {
        "22": report(2022, **nobody, requests=MANY | {"carried_out": 3}),
        "23": report(2023, **nobody, requests=MANY | {"carried_in": 4}),
        "23 of another": report(2023, **nobody, requests={"new": 1, "granted": 1, "concluded": 1}),
        "23 of a third": report(2023, **nobody, requests={"new": 1, "granted": 1, "concluded": 1}),
    })  # fmt: skip
    assert over(db) == [] and chosen(db) == {}


def test_the_same_name_in_the_same_place_is_one_body_also_without_an_id(tmp_path):
    nobody = {"body": None, "agency": "鼓楼区信访局"}
    db = build(tmp_path, {
        "22": report(2022, **nobody, region_code="350102", requests={"carried_out": 3}),
        "23": report(2023, **nobody, region_code="350102", requests={"carried_in": 3, "carried_out": 1}),
        "24": report(2024, **nobody, region_code="350102", requests={"carried_in": [0, 0, 0, 0, 0, 0, 1]}),
        "24 elsewhere": report(2024, **nobody, region_code="320106", requests={"carried_in": 8}),
    })  # fmt: skip
    assert over(db, "carry_over") == [("24", "carry_over", "carried_in", "natural_person", "1", "0")]
    assert db.execute("select count(*) from panel").fetchall() == [(0,)]


def stock(year, body="x:gov", item="normative_documents", form="2021", **figures):
    return report(year, body, form=form, proactive={f"{item} {name}": figure for name, figure in figures.items()})


def test_what_is_in_force_is_last_year_s_stock_and_this_year_s_flow(tmp_path):
    db = build(tmp_path, {
        "a21": stock(2021, issued=69, repealed=3, in_force=665),
        "a22": stock(2022, issued=88, repealed=55, in_force=698),  # 665 + 88 - 55
        "a23": stock(2023, issued=77, repealed=132, in_force=470),  # 643
        "a24": stock(2024, issued=62, repealed=None, in_force=440),
        "a25": stock(2025, issued=5, repealed=1, in_force=None),
        "b20": stock(2020, "y:gov", form="2019", made=4, public_total=40),
        "b21": stock(2021, "y:gov", in_force=7, issued=1),  # nothing to compare it with
        "c21": stock(2021, "z:gov", "rules", in_force=2),
        "c22": stock(2022, "z:gov", "rules", in_force=2, issued=1),
    })  # fmt: skip
    assert over(db) == [
        ("a23", "in_force", "normative_documents", "in_force", "643", "470"),
        ("c22", "in_force", "rules", "in_force", "3", "2"),
    ]
    message = db.execute("select message from findings where expected = '643'").fetchall()[0][0]
    assert "698 + 本年制发 77 - 本年废止 132 = 643" in message and "470" in message and "a22" in message


def test_a_table_that_is_last_year_s(tmp_path):
    requests = {
        "noughts": {},  # are what most departments print every year
        "few": {"new": 3, "granted": 2, "partly_granted": 1, "concluded": 3},  # small enough for chance
        "one": {"new": 30, "granted": 30, "concluded": 30},
        "many": MANY,
        "blank": MANY | {"other_rest": None},  # where last year's was blank
    }
    files = {
        f"{body} {year}": report(year, body, requests=each) for body, each in requests.items() for year in (2022, 2023)
    }
    db = build(tmp_path, files)
    assert over(db) == [(path, "copied_figures", "", "", "", "") for path in ("blank 2023", "many 2023")]
    found = db.execute("select section, message from findings order by report_id").fetchall()
    assert [section for section, _ in found] == ["requests", "requests"]
    for _, message in found:  # seven rows, two columns each
        assert (
            "14 个不为零，最大的 31" in message
            and "14 of them other than 0, the largest 31" in message
            and "2022" in message
        )


def test_a_table_that_differs_in_one_cell_is_not_copied(tmp_path):
    other = MANY | {"declined_repeat": [1, 0, 0, 0, 0, 1, 2]}
    blank = MANY | {"refused_law": None}
    db = build(tmp_path, {
        "a22": report(2022, requests=MANY), "a23": report(2023, requests=other), "a24": report(2024, requests=blank),
        "b22": report(2022, "y", proactive={"licences decisions": 1034, "penalties decisions": 36, "fees amount": 12,
                                            "coercive_measures decisions": 2}),
        "b23": report(2023, "y", proactive={"licences decisions": 1034, "penalties decisions": 36, "fees amount": 12,
                                            "coercive_measures decisions": 2}, unit="元"),
    })  # fmt: skip
    assert over(db) == []


def test_proceedings_and_published_figures_that_are_last_year_s(tmp_path):
    same = {
        "proceedings": {"reconsideration": [9, 8, 22, 5, 44]},
        "proactive": {
            "licences decisions": 1034,
            "penalties decisions": 36,
            "coercive_measures decisions": 2,
            "fees amount": 7,
        },
    }
    db = build(tmp_path, {"22": report(2022, **same), "23": report(2023, **same)})
    found = db.execute("select section from findings where rule = 'copied_figures' order by section").fetchall()
    assert found == [("proactive",), ("proceedings",)]


PROSE = (
    "我们认真落实《条例》，主动公开政府信息4511条，召开新闻发布会12场，政务服务事项2261项，办事指南更新87次，政策解读31篇，好评率99.58%。"
    * 2
)


TEXTS = [
    ("overview", "2022年，我局认真落实《条例》。", "2022"),
    ("overview", "2022年度，甲县人民政府认真落实《条例》。\n2023年1月1日起计。", "2022"),
    ("requests", "2022年，全县共收到申请3件。", "2022"),
    ("overview", "2023年，我局认真落实《条例》。", None),
    ("overview", "2022年，我局得到表彰；2023年，我局继续努力。", None),
    ("overview", "2022年1月，我局发布了目录。", None),
    ("overview", "我局在2022年的基础上继续努力。", None),
    ("overview", "2008年，《条例》施行。", None),
    ("overview", "2024年，我局将继续努力。", None),
    ("problems", "2022年，我局解读形式单一，今年已改。", None),
    ("preface", "根据《条例》，现将2022年政府信息公开工作情况报告如下。", "2022"),
    ("preface", "根据《条例》和2019年政府信息公开工作年度报告格式，现公布2023年政府信息公开年度报告。", None),
    ("extra", "2022年，我局。", None),
]
TEXTS_OF_TWO_YEARS = [
    (f"一年来（2022年），{PROSE}", f"一年来（2022年），{PROSE}", True),
    (f"一年来（2022年），{PROSE}", f"一年来（2022年），{PROSE}此外无其他情况。", True),
    (f"一年来（2022年），{PROSE}", f"一年来（2023年），{PROSE}", False),
    (f"一年来（2022年），{PROSE}", f"一年来（2023年，前为2022年），{PROSE}", False),
    (f"一年来（2022年），{PROSE}", f"一年来（2022年），{PROSE[::-1]}", False),  # other words
    (f"一年来，{PROSE}", f"较之2022年，{PROSE}", False),  # last year's did not name its own
]


def test_a_year_left_over_in_a_text(tmp_path):
    files = {f"{n:02}": report(2023, f"b{n}", text={"1": [kind, text]}) for n, (kind, text, _) in enumerate(TEXTS)}
    stale = [(f"{n:02}", "stale_year", "", "", "2023", year) for n, (_, _, year) in enumerate(TEXTS) if year]
    assert over(build(tmp_path, files)) == stale != []


def test_last_year_s_text_with_its_year(tmp_path):
    files = {}
    for n, (then, now, _) in enumerate(TEXTS_OF_TWO_YEARS):
        files[f"{n} 22"] = report(2022, f"b{n}", text={"1": ["overview", then]})
        files[f"{n} 23"] = report(2023, f"b{n}", text={"1": ["overview", now]})
    stale = [f"{n} 23" for n, (_, _, stale) in enumerate(TEXTS_OF_TWO_YEARS) if stale]
    found = over(build(tmp_path, files))
    assert found == [(path, "stale_year", "", "", "2023", "2022") for path in stale] != []


# ── A government and its departments ─────────────────────────────────────────────────────────────────────────────


def test_a_territory_has_no_fewer_than_one_of_its_departments(tmp_path):
    place = {"region_code": "350503", "level": "county"}
    government = {"kind": "government", "scope": "territory", **place}
    department = {"kind": "department", **place}
    db = build(tmp_path, {
        "gov": report(2023, **government, requests={"new": 20}, proactive={"licences decisions": 50, "penalties decisions": 9}),
        "police": report(2023, "p", "甲县公安局", **department, requests={"new": 25}, proactive={"licences decisions": 50}),
        "housing": report(2023, "h", "甲县住建局", **department, scope="own", requests={"new": 30}),
        "customs": report(2023, "c", "甲海关", **department | {"level": "central_local"}, requests={"new": 99}),
        "system": report(2023, "s", "甲县教育局", **department, scope="system", requests={"new": 99}),
        "other place": report(2023, "o", "乙县公安局", **department | {"region_code": "350504"}, requests={"new": 99}),
        "other year": report(2022, "p", "甲县公安局", **department, requests={"new": 99}),
        "gov on itself": report(2022, **government | {"scope": "own"}, requests={"new": 2}),
        "gov blank": report(2021, **government, requests={"new": None}),
        "police 2021": report(2021, "p", "甲县公安局", **department, requests={"new": 99}),
    })  # fmt: skip
    assert over(db) == [("gov", "government_below_departments", "new", "total", "30", "20")]
    message = db.execute("select message from findings where rule = 'government_below_departments'").fetchall()[0][0]
    assert "甲县住建局" in message and "30" in message and "20" in message and "scope own" in message


# ── The same report again ────────────────────────────────────────────────────────────────────────────────────────


def test_one_of_two_equal_files_is_counted_and_the_other_points_to_it(tmp_path):
    files = {"b.pdf": report(2023, requests=MANY), "a.html": report(2023, requests=MANY, level="county")}  # other bytes
    db = build(tmp_path, files)
    assert chosen(db) == {"a.html": ["b.pdf"]}  # nothing else decides, so the path does
    assert over(db) == [("b.pdf", "duplicate", "", "", "", "")]
    query = "select path, report_id, f.message, severity from findings f join reports using (report_id) join sources using (source_id)"
    ((path, id, message, severity),) = db.execute(query).fetchall()
    assert (path, severity) == ("b.pdf", "note") and f"b.pdf, {id}" in message and "a.html" in message
    assert "all 200 comparable figures are equal" in message
    assert db.execute("select year, reports, granted from outcome_shares").fetchall() == [(2023, 1, 12)]
    assert db.execute("select count(*) from reports").fetchall() == [(2,)]
    assert db.execute("select body_id, year, agency, versions, differing from panel").fetchall() == [
        ("x:gov", 2023, "甲县人民政府", 1, 0)
    ]


A, B = report(2023, requests=MANY), report(2023, requests=MANY, level="county")  # equal but for their bytes


WORSE_AND_BETTER = [
    ({"origin": "simulated"}, {"requests": MANY | {"new": None, "granted": None}}),
    ({"kind": "government", "scope": "own"}, {"kind": "government", "scope": "territory", "requests": {}}),
    ({"kind": "department", "scope": "system"}, {"kind": "department", "requests": {}}),
    ({"requests": MANY | {"refused_law": None}}, {"checks": {"passed": 9, "failed": 3, "undecidable": 0}}),
    ({"checks": {"passed": 9, "failed": 1, "undecidable": 0}}, {"origin": "transcribed"}),
    ({"origin": "transcribed", "published": "2024-03-01"}, {}),
    ({"published": "2024-01-20"}, {"published": "2024-03-01"}),
    ({}, {"published": "2024-01-20"}),
]


def test_which_version_is_counted(tmp_path):
    """The worse has the path that comes first."""
    files = {}
    for n, (worse, better) in enumerate(WORSE_AND_BETTER):
        files[f"{n} a"] = report(2023, f"b{n}", **{"requests": MANY} | worse)
        files[f"{n} b"] = report(2023, f"b{n}", **{"requests": MANY} | better)
    assert chosen(build(tmp_path, files)) == {f"{n} b": [f"{n} a"] for n in range(len(WORSE_AND_BETTER))}


def test_of_three_files_the_others_point_to_the_one_that_is_counted(tmp_path):
    db = build(tmp_path, {
        "1": report(2023, requests=MANY | {"new": None}),
        "2": report(2023, requests=MANY),
        "3": report(2023, requests=MANY | {"granted": None, "new": None}),
        "4": report(2024, requests=MANY | {"declined_excessive": 1}),
        "5": report(None, requests=MANY),
    })  # fmt: skip
    assert chosen(db) == {"2": ["1", "3"]}


def test_a_corrected_version_is_told_by_the_figures_that_differ(tmp_path):
    wrong = MANY | {"granted": [12, 0, 0, 0, 0, 1, 12]}
    fees = {"fees amount": "25.1", "licences decisions": 7}
    db = build(tmp_path, {
        "first": report(2023, requests=wrong, published="2024-01-20", proactive=fees),
        "second": report(2023, requests=MANY, published="2024-03-05", unit="元",
                         proactive={"fees amount": 251000, "licences decisions": 17}),
    })  # fmt: skip
    assert chosen(db) == {"second": ["first"]}
    assert over(db) == [
        ("first", "version_differs", "licences", "decisions", "17", "7"),
        ("first", "version_differs", "granted", "other", "0", "1"),
    ]  # 25.1 万元 are 251000 元
    message = db.execute("select message from findings where item = 'granted'").fetchall()[0][0]
    assert "（其他）" in message and "first, " in message and "second, " in message
    assert db.execute("select versions, differing from panel").fetchall() == [(1, 2)]


def test_amounts_in_two_units_are_compared_as_money(tmp_path):
    db = build(tmp_path, {
        "a": report(2023, proactive={"fees amount": "25.1"}),
        "b": report(2023, unit="元", proactive={"fees amount": 25100}),
        "c": report(2023, unit="件", proactive={"fees amount": 3}),
    })  # fmt: skip
    found = [row for row in over(db) if row[1] == "version_differs"]
    assert found == [("b", "version_differs", "fees", "amount", "25.1", "25100")]
    message = db.execute("select message from findings where rule = 'version_differs'").fetchall()[0][0]
    assert "25.1万元" in message and "25100元" in message


def test_another_report_of_the_same_body_and_year_is_told_from_another_version(tmp_path):
    own = {"new": 3, "granted": 3, "concluded": 3}
    db = build(tmp_path, {
        "own": report(2023, kind="government", scope="own", requests=own),
        "whole": report(2023, kind="government", scope="territory", requests=MANY),
        "b1": report(2023, "y", requests=own),
        "b2": report(2023, "y", requests=MANY, published="2024-02-01"),
    })  # fmt: skip
    assert chosen(db) == {"whole": ["own"], "b2": ["b1"]}
    assert over(db, "another_report", "duplicate") == [
        ("b1", "another_report", "", "", "", ""), ("own", "another_report", "", "", "", ""),
    ]  # fmt: skip
    messages = [
        text
        for (text,) in db.execute(
            "select message from findings where rule = 'another_report' order by message"
        ).fetchall()
    ]
    assert any(
        "of 200 figures comparable with this one" in text and "scope: here own, there territory" in text
        for text in messages
    )
    assert ("own", "version_differs", "new", "total", "31", "3") in over(db)


def test_files_without_a_body_are_one_report_when_they_print_the_same_many_figures(tmp_path):
    nobody = {"body": None, "agency": "鼓楼区信访局"}
    rich = MANY | {"refused_law": 4, "declined_petition": 5, "concluded": 40, "new": 40}
    db = build(tmp_path, {
        "a.html": report(2023, **nobody, requests=rich),
        "a.pdf": report(2023, **nobody, requests=rich, level="county"),
        "few 1": report(2022, **nobody, requests={"new": 3, "granted": 2, "partly_granted": 1, "concluded": 3}),
        "few 2": report(2022, **nobody, requests={"new": 3, "granted": 2, "partly_granted": 1, "concluded": 3}, level="county"),
        "near": report(2023, **nobody, requests=rich | {"other_rest": 1}),
        "other name": report(2023, body=None, agency="鼓楼区教育局", requests=rich),
        "fuzhou": report(2021, **nobody, province="福建省", requests=rich),
        "nanjing": report(2021, **nobody, province="江苏省", requests=rich),
    })  # fmt: skip
    assert chosen(db) == {"a.html": ["a.pdf"]}


def test_a_file_without_a_body_joins_the_only_body_that_prints_its_figures(tmp_path):
    rich = MANY | {"refused_law": 4, "declined_petition": 5, "concluded": 40, "new": 40}
    one = {
        "a": report(2023, None, "鼓楼区信访局", requests=rich),
        "b": report(2023, "b1", "鼓楼区信访局", requests=rich),
    }
    assert chosen(build(tmp_path / "one", one)) == {"b": ["a"]}  # of the two, the one whose body is known
    two = one | {"c": report(2023, "b2", "鼓楼区信访局", requests=rich)}
    assert chosen(build(tmp_path / "two", two)) == {}


def test_years_are_compared_by_the_versions_that_are_counted(tmp_path):
    db = build(tmp_path, {
        "22": report(2022, requests={"carried_out": 3}),
        "22 cut": report(2022, requests={"carried_out": 9, "new": None}),
        "23": report(2023, requests={"carried_in": 3}),
        "23 cut": report(2023, requests={"carried_in": 8, "new": None}),
    })  # fmt: skip
    assert over(db, "carry_over") == []


# ── Coverage and counts ──────────────────────────────────────────────────────────────────────────────────────────


def test_coverage_tells_gaps_and_ends(tmp_path):
    db = build(tmp_path, {
        "a21": report(2021), "a23": report(2023, agency="甲县政府"), "a23 again": report(2023, level="county"),
        "b22": report(2022, "y", "乙局"), "b25": report(2025, "y", "乙局"),
    })  # fmt: skip
    assert db.execute("select body_id, year, agency, reports, status from coverage order by body_id, year").fetchall() == [
        ("x:gov", 2021, "甲县政府", 1, "reported"),
        ("x:gov", 2022, "甲县政府", 0, "gap"),
        ("x:gov", 2023, "甲县政府", 2, "reported"),
        ("x:gov", 2024, "甲县政府", 0, "ended"),
        ("x:gov", 2025, "甲县政府", 0, "ended"),
        ("y", 2022, "乙局", 1, "reported"),
        ("y", 2023, "乙局", 0, "gap"),
        ("y", 2024, "乙局", 0, "gap"),
        ("y", 2025, "乙局", 1, "reported"),
    ]  # fmt: skip


def test_every_rule_is_in_the_codebook_with_its_words(tmp_path):
    db = build(tmp_path, {"a": A, "b": B})
    found = db.execute("select id, zh, en from codebook where role = 'rule' order by ordinal").fetchall()
    assert [id for id, *_ in found[:4]] == [
        f"{id}_undecidable" for id in ("balance", "outcomes", "applicants", "proceedings")
    ]
    assert found[4:] == [(rule.id, rule.zh, rule.en) for rule in BY_RULE.values()]
    assert db.execute("from findings_by_rule").fetchall() == [
        (False, "duplicate", "note", "同一报告的另一份文件", "the same report in another file", 1, 1)
    ]


# ── The same bytes ───────────────────────────────────────────────────────────────────────────────────────────────

FULL = {"requests": MANY, "proactive": {"normative_documents in_force": 5, "normative_documents issued": 2}}
EVERYTHING = {
    "a21": report(2021, **FULL),
    "a22": report(2022, **FULL, published="2023-01-31", text={"1": ["overview", "2021年，我县。"]}),
    "a22 pdf": report(2022, **FULL),
    "a23": report(2023, requests={"carried_in": 2}),
    "a23 other": report(2023, requests={"carried_in": 2, "new": None, "granted": 1, "concluded": 1}),
    "b": report(2022, "y", "乙局") + report(2023, "y", "乙局", requests={"carried_in": 1}),  # two in one file
    "c": report(2023, None, "丙局", requests=MANY | {"refused_law": 4, "declined_petition": 5, "new": 40}),
    "d": report(2023, None, "丙局", requests=MANY | {"refused_law": 4, "declined_petition": 5, "new": 40}, level="county"),
}  # fmt: skip


@pytest.mark.usefixtures("processes")
def test_findings_come_and_go_with_the_files_that_cause_them(tmp_path):
    """What is taken from old tables is what a build of everything gives, with one worker and with two."""
    others = {f"f{n}": report(2020 + n % 4, f"f{n // 4}", requests={"carried_in": n}) for n in range(16)}
    everything = EVERYTHING | others  # enough for two processes
    whole = build(tmp_path / "whole", everything)
    rules = {rule for _, rule, *_ in over(whole)}
    assert rules == {
        "another_report", "carry_over", "copied_figures", "duplicate", "in_force", "stale_year", "version_differs",
    }  # fmt: skip
    fewer = {name: each for name, each in everything.items() if name not in ("a21", "a22 pdf", "c", "f1")}
    build(tmp_path / "steps", fewer | {"a23": report(2023)})
    build(tmp_path / "steps", everything)
    build(tmp_path / "two", everything, workers=2)
    assert (
        contents(tmp_path / "steps" / "out")
        == contents(tmp_path / "whole" / "out")
        == contents(tmp_path / "two" / "out")
    )
    build(tmp_path / "steps", fewer)
    build(tmp_path / "fewer", fewer, workers=2)
    assert contents(tmp_path / "steps" / "out") == contents(tmp_path / "fewer" / "out")


def test_a_renamed_file_is_named_anew(tmp_path):
    build(tmp_path, {"a": A, "b": B})
    db = build(tmp_path, {"a new name": A, "b": B})
    ((message,),) = db.execute("select message from findings").fetchall()
    assert "a new name" in message


def test_a_report_s_own_findings_keep_their_numbers_before_the_others(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    odd = PINGTAN[2020].with_cells(
        {("requests", "carried_in", "total"): "4"}
    )  # its own breaks: two of outcomes, and this
    (raw / "19.html").write_bytes(DIALECTS["html_plain"](PINGTAN[2019]))
    (raw / "20.html").write_bytes(DIALECTS["html_plain"](odd))
    alone = {finding.rule: number for number, finding in enumerate(gx.parse(raw / "20.html")[0].finding_rows, 1)}
    gx.build(raw, tmp_path / "out", parser=named_bodies)
    with gx.connect(tmp_path / "out") as db:
        rows = db.execute(
            "select number, rule from findings join reports using (report_id) where year = 2020 order by number"
        ).fetchall()
        assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
        assert rows[-1][1] == "carry_over" and {rule: number for number, rule in rows[:-1]} == alone
        assert db.execute("select findings from reports where year = 2020").fetchall() == [(len(rows),)]


@pytest.fixture(scope="module")
def merged(tmp_path_factory):
    """Merges files' rows in some order, in some parts, some of them out of the tables of an earlier merge."""
    home, number = tmp_path_factory.mktemp("merged"), count()
    place, results = home / "file", {}
    for name, reports in EVERYTHING.items():
        place.write_text(json.dumps(reports), "utf8")
        digest = hashlib.sha256(place.read_bytes()).hexdigest()
        results[name] = (*read_file(File(str(place), name, digest), from_json), digest)

    def merge(parts, reused=(), old=None):
        workshop = home / str(next(number))
        workshop.mkdir()
        prefixes = []
        for index, names in enumerate(parts, 1):
            prefixes.append(str(workshop / f"{index}-"))
            write_part(prefixes[-1], [results[name][1] for name in names])
        names = sorted({*reused, *(name for part in parts for name in part)})
        sources = [
            (results[name][2][:16], name, results[name][2], 1, "json", "json", "parsed", "", results[name][0].reports,
             None, None, None) for name in names
        ]  # fmt: skip
        write_tables(workshop, old or home, sources, prefixes, [results[name][2][:16] for name in reused], 2)
        return workshop

    def tables(workshop):
        return {name: digest for name, digest in contents(workshop).items() if name.removesuffix(".parquet") in BY_NAME}

    return merge, tables, merge([list(results)])


@settings(moderate, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(list(EVERYTHING)), st.lists(st.integers(0, 8), max_size=3), st.integers(0, 8), st.integers(0, 8))
def test_merging_in_any_order_and_from_any_old_tables_gives_the_same(merged, order, cuts, kept, shown):
    merge, tables, whole = merged
    reused, new = order[:kept], order[kept:]
    old = merge([order[: max(kept, shown)]]) if kept else None  # the old tables had these, perhaps more
    edges = sorted({0, len(new), *(cut for cut in cuts if cut < len(new))})
    parts = [new[start:end] for start, end in pairwise(edges)]
    assert tables(merge(parts, reused, old)) == tables(whole)


# ── Files as they are ────────────────────────────────────────────────────────────────────────────────────────────


def written(folder, files, workers=1):
    """The dataset of {path: bytes}, each agency a body."""
    raw = folder / "raw"
    for name, data in files.items():
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_bytes(data)
    gx.build(raw, folder / "out", parser=named_bodies, workers=workers)
    return gx.connect(folder / "out")


def test_pingtan_over_seven_years(tmp_path):
    """What holds and fails is computed by hand in `pingtan`; every file in another dialect."""
    dialects = ("html_plain", "tabbed", "piped", "html_word", "html_gb18030", "markdown", "html_layout")
    files = {
        f"{year}": DIALECTS[dialect](filled)
        for (year, filled), dialect in zip(PINGTAN.items(), dialects, strict=True)
    }  # fmt: skip
    db = written(tmp_path, files)
    assert over(db) == [
        ("2023", "in_force", "normative_documents", "in_force", "643", "470"),
        ("2024", "in_force", "normative_documents", "in_force", "499", "440"),
        ("2025", "in_force", "normative_documents", "in_force", "453", "546"),
    ]
    assert db.execute("select distinct status from coverage").fetchall() == [("reported",)]
    assert db.execute("select count(*) from coverage").fetchall() == [(7,)]


def test_one_report_as_html_and_as_text_and_its_corrected_version(tmp_path):
    granted = ("requests", "granted", "natural_person")
    files = {
        "site/licheng.html": DIALECTS["html_plain"](LICHENG_2023),
        "mirror/licheng.txt": DIALECTS["tabbed"](LICHENG_2023),
        "huaian.html": DIALECTS["html_plain"](HUAIAN_2024),
        "huaian corrected.html": DIALECTS["html_plain"](HUAIAN_2024.with_cells({granted: "1289"})),  # breaks two sums
    }
    db = written(tmp_path, files)
    assert chosen(db) == {"mirror/licheng.txt": ["site/licheng.html"], "huaian.html": ["huaian corrected.html"]}
    assert [row for row in over(db) if row[1] != "duplicate"] == [
        ("huaian corrected.html", "version_differs", "granted", "natural_person", "1288", "1289")
    ]


def test_last_year_s_page_with_this_year_s_title(tmp_path):
    """The title and the period were changed, the overview and the tables were not."""
    again = page(HUAIAN_2024)
    for line in again.blocks:
        if isinstance(line, Line) and not line.text.startswith("2024年，我们"):
            line.text = line.text.replace("2024年", "2025年")
    files = {"24.html": DIALECTS["html_plain"](HUAIAN_2024), "25.html": DIALECTS["html_plain"](again)}
    db = written(tmp_path, files)
    found = over(db)
    assert [row for row in found if row[1] == "stale_year"] == [("25.html", "stale_year", "", "", "2025", "2024")]
    assert [row[1] for row in found if row[1] == "copied_figures"] == ["copied_figures"] * 3
    assert ("25.html", "carry_over", "carried_in", "total", "103", "34") in found
    assert ("25.html", "in_force", "normative_documents", "in_force", "48", "66") in found  # 66 + 8 - 26


def test_check_lists_them(tmp_path, capsys):
    written(tmp_path, {"2022": DIALECTS["piped"](PINGTAN[2022]), "2023": DIALECTS["piped"](PINGTAN[2023])}).close()
    assert main(["check", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "in_force" in printed and "643" in printed and "470" in printed
