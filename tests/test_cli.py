"""The command line: what it prints, and the code with which it ends."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gxdata import __version__
from gxdata.cli import main
from gxdata.database import queries
from gxdata.terminal import aligned, clip, width

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG = RAW / "003_fadade2108e27757.txt"


@pytest.fixture(scope="module")
def out(tmp_path_factory, five):
    folder = tmp_path_factory.mktemp("dataset")
    assert main(["build", str(five), "--out", str(folder), "--quiet"]) == 0
    return str(folder)


@pytest.fixture
def contradiction(tmp_path):
    """Licheng's report with 92 where the page has 91 requests."""
    text = LICHENG.read_text("utf8")
    assert text.count("\n91 |\n") == 1
    (tmp_path / "92.txt").write_text(text.replace("\n91 |\n", "\n92 |\n"), "utf8")
    return tmp_path / "92.txt"


# ── build ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_build_says_what_it_made(out, five, capsys):
    assert main(["build", str(five), "--out", out]) == 0
    printed = capsys.readouterr()
    assert "parsed 5" in printed.out and "5 files unchanged" in printed.out and printed.err == ""


def test_build_in_json(out, five, capsys):
    assert main(["build", str(five), "--out", out, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["sources"], found["reports"], found["reused"]) == ({"parsed": 5}, 5, 5)


def test_build_of_nothing_ends_with_3_and_of_no_folder_too(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    assert main(["build", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--quiet"]) == 3
    printed = capsys.readouterr()
    assert printed.out == "" and "no file has a report" in printed.err
    assert main(["build", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 3
    assert "nowhere: there is no such folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["bild"], ["build", "--workers", "0"], ["query", "--format", "xml"], ["show"]]
)
def test_wrong_usage_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and "usage: gxdata" in capsys.readouterr().err


# ── show, explain, check ─────────────────────────────────────────────────────────────────────────────────────────


def test_show_prints_the_form_as_it_is_filled(capsys):
    assert main(["show", str(LICHENG)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "鲤城区人民政府 · 2023 · 格式 2021"
    assert ["本年新收政府信息公开申请数量", "90", "1", "0", "0", "0", "0", "91"] in [line.split() for line in lines]
    assert ["行政事业性收费", "112.55034"] in [line.split() for line in lines]
    assert len({width(line) for line in lines if line.split()[-1:] in (["91"], ["31"], ["73"])}) == 1


def test_show_in_english(capsys):
    assert main(["show", "--lang", "en", str(LICHENG)]) == 0
    words = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["received", "this", "year", "90", "1", "0", "0", "0", "0", "91"] in words


def test_show_marks_a_sum_that_fails(contradiction, capsys):
    assert main(["show", str(contradiction)]) == 0
    printed = capsys.readouterr().out
    assert "92≠" in printed and "≠ 勾稽关系不成立" in printed


def test_show_marks_solved_and_lost_cells(capsys):
    assert main(["show", str(RAW / "000_b46f8e6762a8fa2a.txt")]) == 0
    printed = capsys.readouterr().out
    assert "0*" in printed and "* 由勾稽关系解出的唯一值" in printed


def test_show_in_json(capsys):
    assert main(["show", "--json", str(LICHENG)]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    found = {(row["section"], row["item"], row["measure"]): row["value"] for row in report["rows"]}
    assert (found["requests", "new", "total"], found["proactive", "fees", "amount"]) == (91, 112.55034)


def test_explain_tells_reader_grids_rows_and_findings(contradiction, capsys):
    assert main(["explain", str(contradiction)]) == 0
    printed = capsys.readouterr().out
    for part in (
        "reader: text utf-8",
        "grid of ",
        "1 overview: 一、总体情况",
        "unavailable_not_held",
        "error   applicants",
    ):
        assert part in printed


def test_check_prints_errors_first_and_ends_with_1_only_when_strict(contradiction, capsys):
    assert main(["check", str(contradiction)]) == 0
    lines = capsys.readouterr().out.splitlines()
    kinds = [line.split()[0] for line in lines if line.startswith("  ")]
    assert (
        kinds == sorted(kinds, key=["error", "warning", "note"].index) and kinds.count("error") == 2
    )  # balance, applicants
    assert main(["check", str(contradiction), "--strict"]) == 1
    assert main(["check", str(LICHENG), "--strict"]) == 0


def test_check_lists_one_note_of_a_rule_unless_asked_for_all(tmp_path, capsys):
    """Of 本年新收 three columns are made blank, so that their three balances are left open."""
    page = LICHENG.read_text("utf8")
    row = "本年新收政府信息公开申请数量 |\n90 |\n1 |\n"
    assert page.count(row + "0 |\n0 |\n0 |\n") == 1
    path = tmp_path / "blanks.txt"
    path.write_text(page.replace(row + "0 |\n0 |\n0 |\n", row + " |\n |\n |\n"), "utf8")
    main(["check", str(path)])
    folded = capsys.readouterr().out
    main(["check", str(path), "--all"])
    every = capsys.readouterr().out
    assert every.count("note    balance_undecidable: ") == 3 and "--all" not in every
    assert (
        folded.count("note    balance_undecidable (1 of 3): ") == 1
        and "first of a report's N notes of a rule; `--all` lists every note" in folded
    )


def test_check_of_a_folder_and_of_its_tables_say_the_same(contradiction, tmp_path, capsys):
    (contradiction.parent / "scan.pdf").write_bytes(b"%PDF-1.4")
    assert main(["check", str(contradiction.parent), "--strict", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert [file["path"] for file in found["files"]] == ["scan.pdf"] and found["files"][0]["status"] == "unreadable"
    assert [finding["rule"] for finding in found["reports"][0]["findings"][:2]] == ["balance", "applicants"]
    main(["build", str(contradiction.parent), "--out", str(tmp_path / "out"), "--quiet"])
    assert main(["check", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == found


def test_check_refuses_tables_that_do_not_verify(tmp_path, capsys):
    (tmp_path / "cells.parquet").write_bytes(b"")
    assert main(["check", str(tmp_path)]) == 3
    assert "manifest.json is missing" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["show", "explain", "check"])
@pytest.mark.parametrize(
    ("name", "says"), [("nowhere.txt", "nowhere.txt: "), ("menu.txt", "menu.txt: no annual report")]
)
def test_a_file_that_gives_nothing_ends_with_3_and_is_named(command, name, says, tmp_path, capsys):
    (tmp_path / "menu.txt").write_text("今日菜单：青菜豆腐。", "utf8")
    assert main([command, str(tmp_path / name)]) == 3
    assert says in capsys.readouterr().err


# ── query, codebook ──────────────────────────────────────────────────────────────────────────────────────────────


def test_query_without_a_name_lists_the_views_with_their_titles(capsys):
    assert main(["query"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{query.name}: {query.title}" in printed and query.caveat in printed for query in queries().values())


def test_query_by_name_in_the_order_of_the_view(out, capsys):
    assert main(["query", "outcome_shares", "--out", out, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["year"] for row in rows] == ["2019", "2020", "2021", "2023"]
    assert (rows[3]["concluded"], rows[3]["granted"], rows[0]["granted_share"]) == ("73", "31", "")


def test_query_in_sql_from_the_command_and_from_standard_input(out, capsys, monkeypatch):
    sql = "select value, unit, null as nothing from proactive where item = 'fees' and value > 1"
    monkeypatch.setattr(sys, "stdin", io.StringIO(sql))
    for query in (sql, "-"):
        assert main(["query", query, "--out", out, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == [{"value": 112.55034, "unit": "万元", "nothing": None}]
    assert main(["query", sql, "--out", out]) == 0
    assert capsys.readouterr().out.splitlines() == ["     value  unit  nothing", "112.550340  万元"]


def test_of_several_statements_the_last_ones_result_is_shown_and_that_is_said(out, capsys):
    assert main(["query", "select 1 as a; select 2 as b", "--out", str(out), "--format", "csv"]) == 0
    printed = capsys.readouterr()
    assert printed.out.split() == ["b", "2"] and "2 statements" in printed.err and "the last one" in printed.err


def test_a_wrong_query_ends_with_2_and_a_missing_dataset_with_3(out, tmp_path, capsys):
    assert main(["query", "from nowhere", "--out", out]) == 2
    assert "nowhere" in capsys.readouterr().err
    for empty in ("", "-- nothing"):
        assert main(["query", empty, "--out", out]) == 2
        assert "the query is empty" in capsys.readouterr().err
    assert main(["query", "reports", "--out", str(tmp_path)]) == 3
    assert "gxdata build" in capsys.readouterr().err


def test_a_name_that_is_no_view_is_answered_with_the_one_meant(out, capsys):
    assert main(["query", "outcome_group", "--data", out]) == 2
    assert "no view or table 'outcome_group'; did you mean outcome_groups?" in capsys.readouterr().err
    assert main(["query", "zzz", "--data", out]) == 2
    printed = capsys.readouterr().err
    assert "no view or table 'zzz'" in printed and "did you mean" not in printed


@pytest.mark.parametrize("command", [["query", "reports"], ["coverage"]])
def test_the_dataset_is_named_by_data_and_still_by_out(out, capsys, command):
    printed = []
    for option in ("--data", "--out"):
        assert main([*command, option, out]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] and "鲤城区" in printed[0]


def test_a_missing_dataset_is_looked_for_where_the_message_says(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["query", "reports", "--data", "my/tables"]) == 3
    assert f"my/tables: there is no dataset here (looked for in {tmp_path})" in capsys.readouterr().err


def test_what_the_system_refuses_is_told_with_what_to_do(tmp_path, capsys):
    assert main(["show", str(tmp_path)]) == 3
    assert "gxdata build" in capsys.readouterr().err
    assert main(["show", str(tmp_path / "nowhere.html")]) == 3
    assert "nowhere.html: No such file or directory; look whether" in capsys.readouterr().err


def test_the_codebook_in_csv_and_json_is_the_same(capsys):
    assert main(["codebook", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert main(["codebook", "--json"]) == 0
    assert [{key: str(value) for key, value in row.items()} for row in json.loads(capsys.readouterr().out)] == rows
    assert ("refused_state_secret", "属于国家秘密") in {(row["id"], row["zh"]) for row in rows}


# ── Manners ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_and_version_load_nothing_heavy():
    code = "import sys; from gxdata.cli import main\ntry: main(sys.argv[1:])\nfinally: print(*sys.modules, file=sys.stderr)"
    for option in ("--help", "--version"):
        ended = subprocess.run([sys.executable, "-c", code, option], capture_output=True, text=True)
        assert ended.returncode == 0
        heavy = {
            "polars",
            "duckdb",
            "pyarrow",
            "pandas",
            "altair",
            "numpy",
            "opencc",
            "rapidfuzz",
            "selectolax",
            "tqdm",
        }
        assert not heavy & set(ended.stderr.split())
    assert ended.stdout == f"gxdata {__version__}\n"


def test_every_command_has_help(capsys):
    for command in ("build", "show", "explain", "check", "query", "template", "codebook", "export"):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0 and f"usage: gxdata {command}" in capsys.readouterr().out


COMMAND = [sys.executable, "-c", "import sys; from gxdata.cli import main; sys.exit(main())"]


def test_a_reader_that_has_had_enough_is_no_error(out):
    command = [*COMMAND, "query", "cells", "--out", out, "--format", "json"]  # more than a pipe holds
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        assert (process.wait(), process.stderr.read()) == (0, b"")


def test_a_terminal_without_chinese_is_no_error():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run([*COMMAND, "show", str(LICHENG)], capture_output=True, text=True, env=environment)
    assert ended.returncode == 0 and "\\u9ca4\\u57ce\\u533a" in ended.stdout  # 鲤城区


def test_columns_stand_under_each_other_for_chinese_and_latin_alike():
    assert (width("鲤城a"), width("e\u0301"), clip("鲤城区人民政府", 7), clip("a\n b", 9)) == (5, 1, "鲤城区…", "a b")
    assert aligned([["鲤", "1"], ["abc", "22"]], [1]) == ["鲤    1", "abc  22"]
