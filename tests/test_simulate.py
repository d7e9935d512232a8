"""The simulator: its reports say what they are, hold the model, come back from the pipeline, and are the same anywhere."""

import hashlib
import math
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import docx_pages
import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dialects import page
from filled import HUAIAN_2024, broken
from filled import Filled as Typed

import gxdata as gx
from gxdata.cli import main
from gxdata.document import SIMULATION
from gxdata.simulate import defects, model
from gxdata.simulate.bodies import bodies
from gxdata.simulate.compare import compare, meaning
from gxdata.simulate.dialects import DIALECTS
from gxdata.simulate.draw import Draw
from gxdata.simulate.model import history
from gxdata.simulate.page import Filled
from gxdata.simulate.panel import files, mark, simulate

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    """40 bodies over seven years, and the tables made of them."""
    folder = tmp_path_factory.mktemp("simulated")
    simulate(folder / "raw", bodies_count=40, seed=1)
    gx.build(folder / "raw", folder / "parquet", progress=False)
    return folder


# ── What comes back ──────────────────────────────────────────────────────────────────────────────────────────────


def test_no_cell_comes_back_wrong_and_none_is_lost_that_the_file_has(panel):
    found = compare(panel / "truth", panel / "parquet")
    assert found.files == 280 and found.wrong == [] and found.reports == []
    assert set(found.counts) <= {"right", "solved", "open", "beyond"}
    assert found.counts["right"] + found.counts["solved"] > 0.95 * sum(found.counts.values())


def test_where_the_simulator_destroyed_nothing_every_cell_is_read_or_solved(panel):
    query = """select count(*), count(c.state), count(*) filter (c.state in ('number', 'blank', 'nil')) from 'truth/cells.parquet' t
        join 'parquet/sources.parquet' using (path) join 'parquet/reports.parquet' r using (source_id)
        left join 'parquet/cells.parquet' c on c.report_id = r.report_id and c.section = t.section and c.item = t.item
            and c.measure = t.measure where destroyed is null"""
    with duckdb.connect() as db:
        cells, found, read = db.execute(
            query.replace("from '", f"from '{panel}/").replace("join '", f"join '{panel}/")
        ).fetchall()[0]
    assert cells == found > 50_000 and read > 0.99 * cells


def test_a_wrong_figure_would_be_seen(panel, tmp_path):
    """The judge: a truth that says otherwise about one cell makes that cell wrong."""
    table = pq.read_table(panel / "truth" / "cells.parquet")
    rows = table.to_pylist()
    at = next(n for n, row in enumerate(rows) if row["destroyed"] is None and row["printed"] == "1")
    rows[at]["printed"] = "2"
    rows[at + 1]["printed"] = ""
    pq.write_table(pa.Table.from_pylist(rows, table.schema), tmp_path / "cells.parquet")
    pq.write_table(pq.read_table(panel / "truth" / "reports.parquet"), tmp_path / "reports.parquet")
    found = compare(tmp_path, panel / "parquet")
    assert len(found.wrong) == found.counts["wrong"] == 2 and f" {rows[at]['item']} " in found.wrong[0]


def test_what_prints_mean():
    assert meaning("1,234") == ("number", "1234") and meaning("１２") == ("number", "12")
    assert meaning("900元") == ("number", "900") and meaning("-3") == ("number", "-3")
    assert (meaning(""), meaning("—")) == (("blank", None), ("nil", None))


# ── That it is simulated ─────────────────────────────────────────────────────────────────────────────────────────


def test_every_table_says_that_the_reports_are_simulated(panel):
    with gx.connect(panel / "parquet") as db:
        assert db.sql("select distinct origin from reports").fetchall() == [("simulated",)]


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect_says_it_to_people_and_to_the_reader(name):
    printed = page(HUAIAN_2024)
    mark(printed)
    data = DIALECTS[name](printed)
    (report,) = gx.parse(data)
    assert report.origin == "simulated"
    encodings = ("utf-16", "gb18030", "big5", "utf-8-sig")
    texts = [data.decode(encoding, "ignore") for encoding in encodings]
    assert any(re.search("模拟数据|模擬數據|模擬資料", text) and SIMULATION in text for text in texts)


def test_a_simulated_report_in_another_kind_of_file_is_simulated_and_a_real_one_is_not():
    printed = page(HUAIAN_2024)
    assert gx.parse(docx_pages.plain(printed))[0].origin == "published"
    mark(printed)
    assert gx.parse(docx_pages.plain(printed))[0].origin == "simulated"
    del printed.blocks[1]  # the end says it too
    assert gx.parse(docx_pages.plain(printed))[0].origin == "simulated"
    assert gx.parse(RAW / "003_fadade2108e27757.txt")[0].origin == "published"


# ── The model ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def histories():
    return [list(history(body, 2019, 2025, 1)) for body in bodies(600, 1)]


def test_every_hard_identity_holds_before_anything_goes_wrong(histories):
    for facts in (facts for years in histories[:40] for facts in years):
        forms = (facts.form_proactive, facts.form_requests)
        assert not broken(Typed(*forms, facts.figures, facts.body.agency, facts.year))


def test_what_is_carried_out_is_carried_in_next_year_and_stocks_follow(histories):
    for before, after in (pair for years in histories for pair in pairwise(years)):
        for applicant in (*model.APPLICANTS, "total"):
            assert (
                after.figures["requests", "carried_in", applicant]
                == before.figures["requests", "carried_out", applicant]
            )
        if before.form_proactive == after.form_proactive == "2021":
            issued, repealed, now = (
                int(after.figures["proactive", "rules", each]) for each in ("issued", "repealed", "in_force")
            )
            assert now == int(before.figures["proactive", "rules", "in_force"]) + issued - repealed


def test_forms_follow_the_years_and_some_are_late(histories):
    forms = {(facts.year, facts.form_proactive, facts.form_requests) for history in histories for facts in history}
    assert {each for each in forms if each[0] < 2021} == {(2019, "2019", "2019"), (2020, "2019", "2019")}
    assert {each for each in forms if each[0] > 2022} == {(year, "2021", "2021") for year in (2023, 2024, 2025)}
    assert {(2021, "2021", "2019"), (2021, "2019", "2019"), (2022, "2019", "2019")} < forms


def test_the_reform_has_the_effect_that_is_stated(histories):
    """Difference in differences of log(refused / granted), adopters against never, on pooled counts."""
    counts = {}
    for facts in (facts for years in histories for facts in years):
        adopted = facts.body.adopted
        for group in ("refused", "granted"):
            total = sum(int(facts.figures["requests", row, "total"]) for row in model.WITHIN[group])
            key = (adopted, facts.year >= (adopted or 2022), group)
            counts[key] = counts.get(key, 0) + total
    odds = {(a, after): math.log(counts[a, after, "refused"] / counts[a, after, "granted"]) for a, after, _ in counts}
    never = odds[None, True] - odds[None, False]
    effects = [odds[year, True] - odds[year, False] - never for year in (2021, 2022, 2023)]
    assert sum(effects) / 3 == pytest.approx(-0.50, abs=0.12)


def test_disputes_move_to_reconsideration_in_2024(histories):
    shares = {}
    for year in (2023, 2024):
        rows = [facts.figures for years in histories for facts in years if facts.year == year]
        totals = [sum(int(row["proceedings", channel, "total"]) for row in rows) for channel in model.DISPUTED]
        shares[year] = totals[0] / sum(totals)
    assert shares[2023] == pytest.approx(0.06 / 0.11, abs=0.08) and shares[2024] == pytest.approx(0.10 / 0.13, abs=0.08)


def test_defects_come_at_their_rates(histories):
    found, count = {}, 0
    for facts in (facts for years in histories[:300] for facts in years):
        draw, count = Draw(f"{facts.body.id}/{facts.year}"), count + 1
        cells, names = defects.prints(facts, draw)
        filled = Filled(
            facts.form_proactive, facts.form_requests, cells, facts.body.agency, facts.year, facts.processing_fees
        )
        for name in (*names, *defects.copy_of(filled, DIALECTS["html_plain"], {}, draw).defects):
            found[name] = found.get(name, 0) + 1
    for defect in defects.LOSSES:
        # some cannot be done to a page, or exclude each other
        assert 0.5 * defect.rate < found[defect.name] / count < 1.5 * defect.rate + 0.004, defect.name
    for name in ("wrong_sum", "blank_for_nought", "nil_mark"):
        rate = next(defect.rate for defect in defects.SOURCE if defect.name == name)
        assert 0.6 * rate < found[name] / count < 1.4 * rate, name


# ── The same bytes ───────────────────────────────────────────────────────────────────────────────────────────────

SCRIPT = "import sys\nfrom gxdata.cli import main\nmain(['simulate', '--bodies', '6', '--seed', '3', '--out', sys.argv[1]])\n"


def test_the_same_arguments_give_the_same_bytes_in_any_process(tmp_path):
    found = []
    for number in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": number, "TZ": "Asia/Shanghai"}
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / number / "raw")],
            env=environment,
            check=True,
            capture_output=True,
        )
        paths = sorted(path for path in (tmp_path / number).rglob("*") if path.is_file())
        found.append([(str(path.relative_to(tmp_path / number)), path.read_bytes()) for path in paths])
    assert found[0] == found[1] and len(found[0]) > 42


def test_the_bytes_are_those_of_every_version_of_python():
    digest = hashlib.sha256()
    for body in bodies(12, 1):
        for file in files(body, 2019, 2025, 1):
            if "big5" not in file.report[7] and "traditional" not in file.report[7]:  # their words are OpenCC's
                digest.update(file.path.encode() + file.data)
    assert digest.hexdigest() == "ceeb55016f7895f6be70f789531a18788e9bec186919c26a9b10cc36436d9b86"


def test_more_bodies_begin_with_the_same_ones_and_another_seed_gives_others():
    assert bodies(50, 1)[:20] == bodies(20, 1) != bodies(20, 2)
    assert len({body.agency for body in bodies(2000, 1)}) == 2000


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_writes_reports_truth_and_a_readme(tmp_path, capsys):
    out = tmp_path / "raw"
    assert main(["simulate", "--bodies", "2", "--years", "2024", "--out", str(out)]) == 0
    assert "模拟" in capsys.readouterr().out
    told = (tmp_path / "README.md").read_text("utf8")
    assert "模拟" in told and all(f"`{each.name}`" in told for each in (*defects.SOURCE, *defects.LOSSES))
    assert sorted(path.name for path in (tmp_path / "truth").iterdir()) == [
        "bodies.parquet",
        "cells.parquet",
        "reports.parquet",
    ]
    assert main(["simulate", "--out", str(out)]) == 3 and "something here" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--years", "2018-2020"], ["--years", "2025-2019"], ["--bodies", "99999"]])
def test_what_cannot_be_simulated_is_refused(arguments, tmp_path, capsys):
    assert main(["simulate", *arguments, "--out", str(tmp_path / "raw")]) == 3
    assert "name" in capsys.readouterr().err or not (tmp_path / "raw").exists()
