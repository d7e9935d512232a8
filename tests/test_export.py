"""What is exported says the same as the tables, is the same at every run, and lacks nothing without saying so."""

import csv
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

import gxdata as gx
from gxdata import export as exports
from gxdata.cli import main
from gxdata.export import export

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory, five):
    folder = tmp_path_factory.mktemp("dataset")
    gx.build(five, folder)
    return folder


def content(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_csv_of_all_tables_says_what_the_tables_say(dataset, tmp_path):
    assert export(dataset, tmp_path / "out", "csv") == []
    names = {path.stem for path in (tmp_path / "out").iterdir()}
    assert names == {*gx.schema.BY_NAME, "columns"}
    assert (tmp_path / "out" / "reports.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with open(tmp_path / "out" / "proactive.csv", encoding="utf-8-sig", newline="") as file:
        found = {(row["report_id"], row["item"], row["measure"]): row for row in csv.DictReader(file)}
    with gx.connect(dataset) as db:
        rows = db.sql("from proactive").fetchall()
    assert len(rows) == len(found)
    for report_id, item, measure, value, unit in rows:
        printed = found[report_id, item, measure]
        assert (Decimal(printed["value"]) if printed["value"] else None, printed["unit"]) == (value, unit or "")


def test_a_query_and_a_view_by_name(dataset, tmp_path):
    sql = "select agency, value from cells join reports using (report_id) where item = 'fees' and value > 1"
    assert main(["export", "--data", str(dataset), "--query", sql, "--out", str(tmp_path / "q")]) == 0
    assert (tmp_path / "q" / "query.csv").read_text("utf-8-sig").splitlines() == [
        "agency,value",
        "鲤城区人民政府,112.550340",
    ]
    assert (tmp_path / "q" / "codebook.csv").exists()
    export(dataset, tmp_path / "v", "csv", ["metrics"], "outcome_shares")
    assert {path.stem for path in (tmp_path / "v").iterdir()} == {"metrics", "outcome_shares", "codebook", "columns"}


def test_xlsx_keeps_chinese_and_never_makes_a_formula_of_text(dataset, tmp_path):
    pytest.importorskip("xlsxwriter", reason="gxdata[xlsx] is not installed")
    query = "select '=1+1' as sum, agency, year, published from reports where year = 2023"
    export(dataset, tmp_path / "a.xlsx", "xlsx", ["reports"], query)
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names == ["reports", "query", "codebook", "columns"]
    header, row = book.get_sheet_by_name("query").to_python()
    assert (header[:3], row[:3]) == (["sum", "agency", "year"], ["=1+1", "鲤城区人民政府", 2023.0])


def test_xlsx_says_what_it_cuts_and_refuses_too_many_rows(dataset, tmp_path, monkeypatch):
    pytest.importorskip("xlsxwriter", reason="gxdata[xlsx] is not installed")
    lines = export(dataset, tmp_path / "a.xlsx", "xlsx", query="select repeat('长', 40000) as text")
    assert lines == ["query.text: 1 texts are longer than a cell of a sheet holds, and are cut"]
    cell = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_name("query").to_python()[1][0]
    assert len(cell) == 32767 and cell.endswith("长…")
    monkeypatch.setattr(exports, "_XLSX_ROWS", 5)
    with pytest.raises(ValueError, match="export it as csv"):
        export(dataset, tmp_path / "a.xlsx", "xlsx", ["cells"])


def test_stata_keeps_figures_dates_labels_and_long_chinese(dataset, tmp_path):
    pd = pytest.importorskip("pandas", reason="gxdata[stata] is not installed")
    export(
        dataset, tmp_path / "out", "stata", ["reports", "sections"], "select 1 as n, null::date as day, '政府' as text"
    )
    reports = pd.read_stata(tmp_path / "out" / "reports.dta")
    with gx.connect(dataset) as db:
        rows = db.sql("from reports select agency, year, published, fee_notices order by report_id").fetchall()
        texts = [text for (text,) in db.sql("from sections select text order by report_id, number").fetchall()]
    assert [(a or "", y) for a, y, *_ in rows] == list(zip(reports["agency"], reports["year"].astype(int), strict=True))
    assert [day if day is None else day.isoformat() for _, _, day, _ in rows] == [
        None if pd.isna(day) else day.date().isoformat() for day in reports["published"]
    ]
    assert reports["fee_notices"].isna().tolist() == [fees is None for *_, fees in rows]
    assert pd.read_stata(tmp_path / "out" / "sections.dta")["text"].tolist() == texts
    with pd.io.stata.StataReader(tmp_path / "out" / "reports.dta") as reader:
        assert reader.variable_labels()["document_number"] == "文号 of the report itself"


def test_duckdb_has_the_tables_and_the_views(dataset, tmp_path):
    export(dataset, tmp_path / "a.duckdb", "duckdb")
    with duckdb.connect(tmp_path / "a.duckdb", read_only=True) as copy, gx.connect(dataset) as db:
        for query in ("from cells order by all", "from refusal_reasons order by report_id, ordinal"):
            assert copy.sql(query).fetchall() == db.sql(query).fetchall()
    export(dataset, tmp_path / "b.duckdb", "duckdb", ["reports"])
    with duckdb.connect(tmp_path / "b.duckdb", read_only=True) as copy:
        assert [name for (name,) in copy.sql("select table_name from duckdb_tables() order by all").fetchall()] == [
            "codebook", "columns", "reports",
        ]  # fmt: skip


@pytest.mark.parametrize(("form", "package"), [("csv", None), ("xlsx", "xlsxwriter"), ("stata", "pandas")])
def test_the_same_bytes_at_every_run(dataset, tmp_path, form, package):
    if package:
        pytest.importorskip(package, reason=f"gxdata[{form}] is not installed")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export(dataset, tmp_path / name / "a.xlsx" if form == "xlsx" else tmp_path / name, form)
    assert content(tmp_path / "one") == content(tmp_path / "two")


@pytest.mark.parametrize(("form", "extra"), [("xlsx", "gxdata[xlsx]"), ("stata", "gxdata[stata]")])
def test_a_missing_package_is_named_with_what_to_install(dataset, tmp_path, monkeypatch, form, extra, capsys):
    monkeypatch.setattr(exports, "find_spec", lambda name: None)
    assert main(["export", "--data", str(dataset), "--format", form, "--out", str(tmp_path / "a")]) == 3
    assert f"pip install '{extra}'" in capsys.readouterr().err


@pytest.mark.parametrize(("form", "package"), [("xlsx", "xlsxwriter"), ("duckdb", None)])
def test_where_the_file_cannot_be_written_the_message_names_it(dataset, tmp_path, form, package, capsys):
    """A folder of that name is refused to everyone, a file without permission not to an administrator."""
    if package:
        pytest.importorskip(package, reason=f"gxdata[{form}] is not installed")
    (tmp_path / f"a.{form}").mkdir()
    assert main(["export", "--data", str(dataset), "--format", form, "--out", str(tmp_path / f"a.{form}")]) == 3
    assert f"a.{form}: Is a directory" in capsys.readouterr().err


def test_what_cannot_be_is_refused(dataset, tmp_path, capsys):
    for arguments, says in (
        (["--format", "duckdb", "--out", str(tmp_path)], "ends in .duckdb"),
        (["nothing", "--out", str(tmp_path)], "no table 'nothing'"),
        (["--query", " ", "--out", str(tmp_path)], "the query is empty"),
        (["--query", "-- nothing", "--out", str(tmp_path)], "no rows"),
        (["--query", "select [1, 2] as pair", "--out", str(tmp_path)], "query.pair is a list"),
        (["--query", "select [1, 2] as pair", "--format", "stata", "--out", str(tmp_path)], "unnest"),
    ):
        assert main(["export", "--data", str(dataset), *arguments]) == 3
        assert says in capsys.readouterr().err
    assert main(["export", "--data", str(dataset), "--query", "from nowhere", "--out", str(tmp_path)]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_a_users_own_database_is_not_replaced(dataset, tmp_path):
    own, text = tmp_path / "own.duckdb", tmp_path / "text.duckdb"
    with duckdb.connect(own) as db:
        db.execute("create table mine as select 1 as a")
    text.write_text("notes")
    for place in (own, text):
        with pytest.raises(ValueError, match="name another file"):
            export(dataset, place, "duckdb")
    assert text.read_text() == "notes"
    with duckdb.connect(own, read_only=True) as db:
        assert db.execute("from mine").fetchall() == [(1,)]
