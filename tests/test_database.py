"""A dataset as a connection: the tables, the views beside them, and nothing that can be written."""

import contextlib
import json
import os
import re
import shutil
import tempfile
from pathlib import Path

import duckdb
import pytest
from stand_ins import from_json

import gxdata as gx
from gxdata.database import queries, read_query
from gxdata.schema import BY_NAME

# Three bodies made up so that every view has a case to decide. Figures that are not named are 0, None is a blank cell.
GIVEN = [
    {
        "agency": "甲市人民政府", "year": 2023,
        "requests": {
            "new": 100, "carried_in": 5, "granted": 40, "partly_granted": 10, "refused_state_secret": 1, "refused_internal": 2,
            "refused_inquiry": 3, "unavailable_not_held": 30, "declined_petition": 4, "other_rest": 5, "concluded": 95, "carried_out": 10,
        },
        "proceedings": {"reconsideration": [9, 8, 22, 5, 44], "litigation_direct": [10, 1, 0, 0, 0]},
    },
    {
        "agency": "乙市人民政府", "year": 2023, "form": "2019",
        "requests": {"new": 7, "granted": 3, "refused_law": 1, "refused_inquiry": None, "other": 2, "concluded": 7},
        "proceedings": {"reconsideration": [1, 1, None, 0, 2]},
    },
    {
        "agency": "丙市人民政府", "year": 2023,
        "requests": {"new": 5, "granted": 4, "refused_third_party": 2, "unavailable_unclear": None, "concluded": 5},
    },
    {"agency": "丁市人民政府", "year": 2023, "requests": {"new": 5, "granted": 3, "refused_inquiry": 1, "concluded": 5}},
    {"agency": "戊市人民政府", "year": 2024, "requests": {"new": 1, "granted": 1, "concluded": 1}},
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made-up")
    (folder / "raw").mkdir()
    (folder / "raw" / "given.json").write_text(json.dumps(GIVEN), "utf8")
    gx.build(folder / "raw", folder / "out", parser=from_json)
    return folder / "out"


@pytest.fixture(scope="module")
def db(place):
    with gx.connect(place) as connection:
        yield connection


@pytest.fixture(scope="module")
def samples(tmp_path_factory, five):
    folder = tmp_path_factory.mktemp("samples")
    gx.build(five, folder)
    return folder


def rows(db, query):
    return db.execute(query).fetchall()


# ── What the views say ───────────────────────────────────────────────────────────────────────────────────────────


def test_licheng_refused_two_requests_in_2023(samples):
    with gx.connect(samples) as db:
        found = rows(db, "from refusal_reasons select outcome, zh, count, share where year = 2023 order by ordinal")
        assert found[0] == ("refused_state_secret", "属于国家秘密", 1, 0.5)
        assert found[3] == ("refused_third_party", "保护第三方合法权益", 1, 0.5)
        assert [row[2:] for row in found[1:3] + found[4:]] == [(0, 0.0)] * 6
        columns = (
            "new, carried_in, granted, partly_granted, refused, unavailable, declined, other, concluded, carried_out"
        )
        groups = rows(db, f"from outcome_groups select {columns}, undecidable where year = 2023")
        assert groups == [(91, 4, 31, 3, 2, 32, 1, 4, 73, 22, False)]
        rates = rows(db, "from outcome_shares select disclosure_rate, merits_disclosure_rate where year = 2023")
        assert rates == [(round(34 / 73, 6), round(34 / 36, 6))]
        channel = "from proceedings_outcomes select correction_rate_a, correction_rate_b, correction_rate_c"
        assert rows(db, f"{channel} where year = 2023 and channel = 'reconsideration'") == [(0.6, 0.6, 0.6)]
        by_year = "from requests_by_year select total where year = 2023 and outcome = 'unavailable_not_held'"
        assert rows(db, by_year) == [(32,)]


def test_a_group_with_a_blank_cell_is_null_and_said_to_be_undecidable(db):
    query = "from outcome_groups select agency, granted, refused, unavailable, other, concluded, undecidable order by report_id"
    assert rows(db, query) == [
        ("甲市人民政府", 40, 6, 30, 5, 95, False),
        ("乙市人民政府", 3, None, 0, 2, 7, True),
        ("丙市人民政府", 4, 2, None, 0, 5, True),
        ("丁市人民政府", 3, 1, 0, 0, 5, False),
        ("戊市人民政府", 1, 0, 0, 0, 1, False),
    ]


def shares(db, agency):
    query = (
        f"from refusal_reasons select outcome, share, share_without_inquiry where agency = '{agency}' order by ordinal"
    )
    return {outcome: rest for outcome, *rest in rows(db, query)}


def test_refusal_shares_with_and_without_inquiries(db):
    found = shares(db, "甲市人民政府")
    assert found["refused_state_secret"] == [round(1 / 6, 6), round(1 / 3, 6)]
    assert found["refused_internal"] == [round(2 / 6, 6), round(2 / 3, 6)]
    assert found["refused_inquiry"] == [0.5, None]
    assert len(found) == 8


def test_a_blank_inquiry_leaves_the_shares_without_it(db):
    assert shares(db, "乙市人民政府")["refused_law"] == [None, 1.0]


def test_no_refusals_give_no_shares(db):
    assert set(map(tuple, shares(db, "戊市人民政府").values())) == {(None, None)}
    assert shares(db, "丁市人民政府")["refused_law"] == [0.0, None]  # all refusals were inquiries


def test_years_pool_what_is_decidable_as_a_ratio_of_sums(db):
    columns = "year, reports, undecidable, contradicting, concluded, granted, refused, granted_share, disclosure_rate, merits_disclosure_rate"
    assert rows(db, f"from outcome_shares select {columns} order by year") == [
        (
            2023,
            2,
            2,
            1,
            100,
            43,
            7,
            0.43,
            0.53,
            round(53 / 60, 6),
        ),  # 甲 and 丁; 乙 and 丙 have blanks; 丁's parts are 4 of 5
        (2024, 1, 0, 0, 1, 1, 0, 1.0, 1.0, 1.0),
    ]


def test_correction_rates_name_their_bases(db):
    columns = (
        "adds_up, denominator_a, denominator_b, denominator_c, correction_rate_a, correction_rate_b, correction_rate_c"
    )
    query = f"from proceedings_outcomes select {columns} where agency = '甲市人民政府' order by ordinal"
    assert rows(db, query) == [
        (True, 44, 39, 17, 0.181818, 0.205128, 0.470588),
        (False, None, None, None, None, None, None),  # ten upheld of a total of nought
        (True, 0, 0, 0, None, None, None),
    ]
    blank = f"from proceedings_outcomes select {columns} where agency = '乙市人民政府' order by ordinal limit 1"
    assert rows(db, blank) == [(None,) * 7]


def test_states_of_cells_are_shares_of_their_table(db):
    query = "from cell_states select state, zh, cells, share where section = 'requests' order by ordinal"
    assert rows(db, query) == [
        ("number", "照印读出的数", 4 * 175 + 161 - 4, round(857 / 861, 6)),
        ("blank", "空白，不作零", 4, round(4 / 861, 6)),
    ]


def test_findings_are_counted_by_rule(samples):
    with gx.connect(samples) as db:
        whole = rows(db, "select count(*) from findings")
        assert rows(db, "from findings_by_rule select sum(findings)") == whole != [(0,)]
        named = rows(db, "from findings_by_rule select distinct severity")
        assert {severity for (severity,) in named} <= {"error", "warning", "note"}


@pytest.mark.parametrize("name", queries())
def test_a_view_has_the_columns_and_the_order_that_it_declares(db, name):
    query = queries()[name]
    assert [column for column, *_ in rows(db, f"describe {name}")] == list(query.columns)
    counts = rows(db, f"select count(*), count(distinct ({', '.join(query.order)})) from {name}")
    assert counts[0][0] == counts[0][1]


def test_no_label_is_declared_a_second_time_in_sql(db):
    labels = {zh for (zh,) in rows(db, "select zh from codebook union select en from codebook where en like '% %'")}
    for query in queries().values():
        assert not [label for label in labels if label and label in query.sql], query.name
        assert re.search("[\u4e00-\u9fff]", query.sql) is None


HEADER = "-- title: 甲 / a\n-- columns: x\n-- unit: 件 / cases\n-- order: x\n-- caveat: 无 / none\nselect 1 as x\n"


def test_a_view_reads_with_its_header(tmp_path):
    (tmp_path / "07_one.sql").write_text(HEADER, "utf8")
    query = read_query(tmp_path / "07_one.sql")
    assert (query.name, query.title, query.columns, query.sql) == ("one", "甲 / a", ("x",), "select 1 as x")


@pytest.mark.parametrize("line", HEADER.splitlines(keepends=True)[:5])
def test_a_view_without_a_part_of_its_header_is_refused(tmp_path, line):
    (tmp_path / "one.sql").write_text(HEADER.replace(line, ""), "utf8")
    with pytest.raises(ValueError, match=r"one\.sql: it must begin"):
        read_query(tmp_path / "one.sql")


def test_a_view_said_in_one_language_is_refused(tmp_path):
    (tmp_path / "one.sql").write_text(HEADER.replace("件 / cases", "件"), "utf8")
    with pytest.raises(ValueError, match="its unit is not"):
        read_query(tmp_path / "one.sql")


def test_views_tell_what_they_are_in_the_database_itself(db):
    found = dict(rows(db, "select view_name, comment from duckdb_views() where not internal"))
    assert found.keys() == BY_NAME.keys() | queries().keys()
    assert found["cells"] == BY_NAME["cells"].description
    assert queries()["refusal_reasons"].caveat in found["refusal_reasons"]


def test_results_are_what_the_user_likes(db):
    relation = db.sql("from outcome_groups order by report_id")
    assert relation.pl()["granted"].to_list() == relation.df()["granted"].tolist() == [40, 3, 4, 3, 1]
    assert relation.arrow().read_all()["granted"].to_pylist() == [40, 3, 4, 3, 1]


# ── Nothing can be written ───────────────────────────────────────────────────────────────────────────────────────

FORBIDDEN = """
insert into reports values (1)
delete from reports
drop view reports
create table t (x integer)
create view v as select 1
create or replace view reports as select 1
create macro m() as 1
create schema s
attach '{place}/new.duckdb'
attach ':memory:' as m
copy reports to '{place}/new.csv'
copy (select 1) to '{place}/reports.parquet' (format parquet)
copy (select 1) to '{place}' (format parquet, partition_by (x))
copy (select 1) to '/dev/null'
export database '{place}/export'
install httpfs
load httpfs
from read_csv('{place}/manifest.json')
from read_text('/etc/hostname')
from 'https://localhost/x.parquet'
from glob('{place}/../*')
set enable_external_access = true
set lock_configuration = false
set allowed_directories = ['/']
set temp_directory = '{place}'
set profiling_output = '{place}/profile.json'
call enable_logging(storage = 'file', storage_path = '{place}/log')
""".strip().splitlines()


def content(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_it_refuses(db, place, statement):
    before = content(place.parent)
    with pytest.raises(duckdb.Error):
        db.execute(statement.format(place=place)).fetchall()
    assert content(place.parent) == before


@contextlib.contextmanager
def unprivileged():
    """As a user other than root, for whom permissions hold; the tests may run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_copy_over_a_table_that_is_told_not_to_write_beside_it_meets_a_closed_file(place, form):
    home = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    try:
        shutil.copytree(place, home / "out")
        home.chmod(0o755)
        for path in (home / "out", *(home / "out").iterdir()):
            os.chown(path, 65534, 65534) if os.geteuid() == 0 else None
        with gx.connect(home / "out") as db, unprivileged():
            assert rows(db, "select count(*) from reports") == [(5,)]
            with pytest.raises(duckdb.Error, match="ermission"):
                target = home / "out" / "reports.parquet"
                db.execute(f"copy (select 1 as x) to '{target}' (format {form}, use_tmp_file false)")
            assert rows(db, "select count(*) from reports") == [(5,)]
    finally:
        shutil.rmtree(home)


def test_no_progress_is_written_between_the_rows(db):
    assert rows(db, "select current_setting('enable_progress_bar')") == [(False,)]


def test_own_frames_and_temporary_tables_can_stand_beside_the_tables(db):
    db.execute("create temp table mine as select 2023 as year, 1 as residents")
    assert rows(db, "select sum(residents) from reports join mine using (year)") == [(4,)]


@pytest.mark.parametrize(
    ("name", "like"), [("it's", "its"), ("a [b] c", "a b c"), ("what?*", "whatever"), ("鼓楼", "鼓")]
)
def test_a_folder_s_name_is_never_taken_for_a_pattern(place, samples, tmp_path, name, like):
    shutil.copytree(place, tmp_path / name)
    shutil.copytree(samples, tmp_path / like)
    with gx.connect(tmp_path / name) as db:
        assert rows(db, "select min(agency), max(agency), count(*) from reports") == [
            ("丁市人民政府", "甲市人民政府", 5)
        ]


def test_nothing_is_left_in_the_folder_for_temporary_files(place, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with gx.connect(place) as db:
        assert rows(db, "select count(*) from reports") == [(5,)]
        assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_dataset_the_error_says_how_to_make_one(place, tmp_path):
    with pytest.raises(FileNotFoundError, match="gxdata build"):
        gx.connect(tmp_path / "nowhere")
    shutil.copytree(place, tmp_path / "half")
    (tmp_path / "half" / "cells.parquet").unlink()
    with pytest.raises(ValueError, match=r"cells\.parquet is missing.*gxdata build"):
        gx.connect(tmp_path / "half")
