"""A folder becomes nine tables: every file accounted for, the same bytes always, all or nothing."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stand_ins import dies_once, from_json, hostile, without_room

import gxdata as gx
from gxdata import builder, metadata, schema
from gxdata.metadata import verify
from gxdata.processes import _shards
from gxdata.worker import File, judge, read_file

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG, GULOU = RAW / "003_fadade2108e27757.txt", RAW / "001_d0847865937e94fe.txt"
SAMPLES = sorted(RAW.glob("0*.txt"))


def contents(folder):
    """Name → sha256 of every file in a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def rows(out, query):
    """The rows of a query in which {table} is a table's file."""
    files = {name: f"'{out}/{name}.parquet'" for name in schema.BY_NAME}
    with duckdb.connect() as db:
        return db.execute(query.format(**files)).fetchall()


def sources(out):
    """Path → (status, message)."""
    return {path: rest for path, *rest in rows(out, "select path, status, message from {sources}")}


def copies(folder, count):
    """Files that are reports, no two with the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        sample = SAMPLES[number % len(SAMPLES)].read_bytes()
        (folder / f"{number:03}.txt").write_bytes(sample + f"\n第{number}份\n".encode())
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory, five):
    out = tmp_path_factory.mktemp("samples")
    return out, gx.build(five, out)


# ── What is in the tables ────────────────────────────────────────────────────────────────────────────────────────


def test_the_samples_are_five_reports(built):
    out, summary = built
    assert (dict(summary.sources), summary.reports, summary.reused) == ({"parsed": 5}, 5, 0)
    assert sum(summary.cells.values()) == 2 * 200 + 3 * 198  # forms 2021 and 2019: 10 + 175 + 15, 22 + 161 + 15 cells
    found = rows(out, "select agency, year from {reports} order by agency")
    assert ("鲤城区人民政府", 2023) in found and ("固原市信访局", 2019) in found and len(found) == 5


def test_licheng_2023_as_printed(built):
    out, _ = built
    found = rows(out, "select r.* from {requests} r join {reports} using (report_id) where agency = '鲤城区人民政府'")
    figures = {row[1]: row[3:] for row in found}
    assert len(figures) == 25
    assert figures["new"] == (90, 1, 0, 0, 0, 0, 91)
    assert figures["granted"] == (30, 1, 0, 0, 0, 0, 31)
    assert figures["concluded"] == (72, 1, 0, 0, 0, 0, 73)
    query = "select p.* from {proceedings} p join {reports} using (report_id) where year = 2023"
    assert {row[1]: row[2:] for row in rows(out, query)} == {
        "reconsideration": (2, 3, 0, 0, 5),
        "litigation_direct": (0, 0, 0, 0, 0),
        "litigation_after_reconsideration": (2, 0, 0, 0, 2),
    }
    fees = "select value, unit from {proactive} p join {reports} using (report_id) where item = 'fees' and year = 2023"
    assert rows(out, fees) == [(Decimal("112.550340"), "万元")]


def test_tables_keep_their_contract(built):
    out, _ = built
    for table in schema.TABLES:
        found = pq.read_schema(out / f"{table.name}.parquet")
        assert found.names == [column.name for column in table.columns]
        assert json.loads(found.metadata[b"gxdata"])["description"] == table.description
        for column in table.columns:
            field = found.field(column.name)
            assert field.metadata[b"description"].decode() == column.description
            assert field.nullable == (column.name not in table.key)
        keys = rows(out, f"select {', '.join(table.key)} from {{{table.name}}}")
        assert keys == sorted(set(keys)), table.name
    assert rows(out, "select typeof(value) from {cells} limit 1") == [("DECIMAL(18,6)",)]


def test_the_manifest_and_the_datapackage_tell_the_files_as_they_are(built):
    out, _ = built
    manifest = json.loads((out / "manifest.json").read_text("utf8"))
    hashes = contents(out)
    assert {name: entry["sha256"] for name, entry in manifest["tables"].items()} == {
        name: hashes[f"{name}.parquet"] for name in schema.BY_NAME
    }
    assert manifest["tables"]["reports"]["rows"] == 5
    assert manifest["inputs"] == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in SAMPLES}
    package = json.loads((out / "datapackage.json").read_text("utf8"))
    for resource in package["resources"]:
        table = schema.BY_NAME[resource["name"]]
        path = out / resource["path"]
        assert resource["hash"] == f"sha256:{hashes[path.name]}" and resource["bytes"] == path.stat().st_size
        assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in table.columns]
        assert resource["schema"]["primaryKey"] == list(table.key)
    assert len(package["resources"]) == 9


def test_every_file_has_a_row_that_says_what_became_of_it(tmp_path, five):
    raw = tmp_path / "raw"
    (raw / "deep" / "er").mkdir(parents=True)
    shutil.copy(LICHENG, raw / "deep" / "er" / "b.txt")
    shutil.copy(LICHENG, raw / "deep" / "z.txt")
    text = LICHENG.read_text("utf8")
    (raw / "cut.txt").write_text(text[: text.index("三、收到和处理政府信息公开申请情况\n")], "utf8")
    (raw / "scan.pdf").write_bytes(b"%PDF-1.7 and so on")
    (raw / "empty.html").write_bytes(b"")
    (raw / "menu.txt").write_text("今日菜单：青菜豆腐。", "utf8")
    (raw / "link.txt").symlink_to(GULOU)
    (raw / "folder-link").symlink_to(five)
    (raw / os.fsdecode(b"\xb1\xa8.txt")).write_bytes(GULOU.read_bytes())  # a name in GBK
    os.mkfifo(raw / "pipe")
    for card in (".hidden", "README.md"):
        (raw / card).write_text(text, "utf8")
    (raw / ".git").mkdir()
    (raw / ".git" / "c.txt").write_text(text, "utf8")
    gx.build(raw, raw / "tables")
    found = sources(raw / "tables")
    assert {path: status for path, (status, _) in found.items()} == {
        "deep/er/b.txt": "parsed",
        "deep/z.txt": "duplicate",
        "cut.txt": "partial",
        "scan.pdf": "unreadable",
        "empty.html": "unreadable",
        "menu.txt": "no_report",
        "link.txt": "unreadable",
        "folder-link": "unreadable",
        "\\xb1\\xa8.txt": "parsed",
        "pipe": "unsupported",
    }
    assert "deep/er/b.txt" in found["deep/z.txt"][1]
    assert "requests" in found["cut.txt"][1] and "proceedings" in found["cut.txt"][1]
    assert "symbolic link" in found["link.txt"][1]
    assert all(message for status, message in found.values() if status != "parsed")
    query = "select source_id, sha256, bytes, reports from {sources} where path = 'deep/er/b.txt'"
    digest = hashlib.sha256(LICHENG.read_bytes()).hexdigest()
    assert rows(raw / "tables", query) == [(digest[:16], digest, LICHENG.stat().st_size, 1)]
    (raw / "menu.txt").unlink()
    assert dict(gx.build(raw, raw / "tables").sources)["parsed"] == 2  # the tables themselves are not files to read


def test_a_table_more_than_half_lost_makes_a_file_partial():
    (report,) = gx.parse(LICHENG)
    proceedings = [index for index, cell in enumerate(report.cell_rows) if cell.section == "proceedings"]
    assert len(proceedings) == 15
    for lost, index in enumerate(proceedings):
        assert judge([report])[0] == ("partial" if lost > 7 else "parsed")
        report.cell_rows[index] = report.cell_rows[index]._replace(state="lost", value=None)
    assert "15 of 15 cells lost" in judge([report])[1]


# ── The same bytes ───────────────────────────────────────────────────────────────────────────────────────────────

SCRIPT = "import sys, gxdata\ngxdata.build(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))\n"  # as a user writes it


def test_bytes_do_not_depend_on_the_machine(tmp_path):
    raw = copies(tmp_path / "raw", 33)
    gx.build(raw, tmp_path / "here", workers=1)
    (tmp_path / "script.py").write_text(SCRIPT)
    moved = tmp_path / "鼓楼 it's [here]" / "raw"
    shutil.copytree(raw, moved)
    running = []
    for workers, zone, locale in ((2, "Asia/Shanghai", "C"), (4, "America/New_York", "zh_CN.GB18030")):
        out = tmp_path / "鼓楼 it's [here]" / str(workers)
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(workers),
            "TZ": zone,
            "LC_ALL": locale,
            "OMP_NUM_THREADS": "1",
        }
        command = [sys.executable, str(tmp_path / "script.py"), str(moved), str(out), str(workers)]
        running.append((subprocess.Popen(command, env=environment, cwd=tmp_path), out))
    for process, out in running:
        assert process.wait() == 0
        assert contents(out) == contents(tmp_path / "here")


def test_what_is_taken_from_old_tables_gives_the_same_bytes_as_reading_all(tmp_path):
    raw, out = copies(tmp_path / "raw", 12), tmp_path / "out"
    (raw / "bad.html").write_bytes(b"")
    shutil.copy(raw / "000.txt", raw / "again.txt")
    assert gx.build(raw, out).reused == 0
    shutil.copy(GULOU, raw / "added.txt")
    (raw / "001.txt").unlink()
    (raw / "002.txt").rename(raw / "renamed.html")
    (raw / "003.txt").write_bytes(LICHENG.read_bytes())
    (raw / "again.txt").rename(raw / "00.txt")  # the duplicate now comes first
    summary = gx.build(raw, out)
    assert summary.reused == 10  # twelve, less one removed and one changed
    gx.build(raw, tmp_path / "anew")
    assert contents(out) == contents(tmp_path / "anew")
    assert sources(out)["000.txt"][0] == "duplicate"


def test_nothing_is_written_when_nothing_has_changed(built, five):
    out, _ = built
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert gx.build(five, out).reused == 5
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before


@pytest.mark.parametrize("part", ["fingerprint", "libraries"])
def test_other_code_or_libraries_read_all_again(built, tmp_path, monkeypatch, part, five):
    out = tmp_path / "out"
    shutil.copytree(built[0], out)
    monkeypatch.setattr(metadata, part, lambda: {"polars": "0"})
    assert gx.build(five, out).reused == 0
    assert verify(out) == []


def test_the_fingerprint_follows_the_code(tmp_path, monkeypatch):
    package = tmp_path / "gxdata"
    shutil.copytree(Path(gx.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(metadata, "__file__", str(package / "metadata.py"))
    here = metadata.fingerprint.__wrapped__()
    assert here == metadata.fingerprint.__wrapped__()
    (package / "forms.py").write_text((package / "forms.py").read_text("utf8") + "\n", "utf8")
    assert metadata.fingerprint.__wrapped__() != here


# ── All or nothing ───────────────────────────────────────────────────────────────────────────────────────────────

DIES_AT_REPLACE = """
import os, signal, sys, gxdata
replace, calls = os.replace, []
def mortal(*paths):
    calls.append(paths)
    if len(calls) == 6:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(*paths)
os.replace = mortal
gxdata.build(sys.argv[1], sys.argv[2])
"""


def test_a_build_killed_while_it_replaces_the_tables_leaves_what_does_not_verify(built, tmp_path):
    out, raw = tmp_path / "out", copies(tmp_path / "raw", 1)
    shutil.copytree(built[0], out)
    assert subprocess.run([sys.executable, "-c", DIES_AT_REPLACE, str(raw), str(out)]).returncode == -9
    assert verify(out) != []
    with pytest.raises(ValueError, match="gxdata build"):
        gx.connect(out)
    assert gx.build(raw, out).reused == 0
    gx.build(raw, tmp_path / "anew")
    assert contents(out) == contents(tmp_path / "anew")  # and nothing of the first attempt lies about


@pytest.mark.parametrize("call", [1, 9, 10, 11])  # nine tables, datapackage.json, manifest.json
def test_the_tables_do_not_verify_before_the_last_file_is_in_place(built, tmp_path, monkeypatch, call):
    out, workshop = tmp_path / "out", tmp_path / "workshop"
    shutil.copytree(built[0], out)
    shutil.copytree(built[0], workshop)
    replace, calls = os.replace, []

    def failing(*paths):
        calls.append(paths)
        if len(calls) == call:
            raise OSError("no more room")
        replace(*paths)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OSError, match="no more room"):
        builder._publish(workshop, out)
    assert verify(out) != []
    monkeypatch.undo()
    shutil.rmtree(workshop)
    shutil.copytree(built[0], workshop)
    builder._publish(workshop, out)
    assert verify(out) == []


def test_a_build_killed_while_it_reads_leaves_the_old_tables_and_no_processes(built, tmp_path, five):
    out, raw = tmp_path / "out", copies(tmp_path / "raw", 40)
    shutil.copytree(built[0], out)
    code = "import sys, gxdata; from stand_ins import slowly; gxdata.build(sys.argv[1], sys.argv[2], workers=2, parser=slowly)"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    process = subprocess.Popen([sys.executable, "-c", code, str(raw), str(out)], env=environment)
    deadline = time.monotonic() + 30
    while not list(out.glob(".building-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    children = subprocess.run(["ps", "--ppid", str(process.pid), "-o", "pid="], capture_output=True, text=True)
    process.kill()
    process.wait()
    assert list(out.glob(".building-*")) and verify(out) == []
    workers = children.stdout.split()
    while any(Path(f"/proc/{pid}/cmdline").exists() for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in workers)
    assert gx.build(five, out).reused == 5
    assert contents(out) == contents(built[0])


def test_two_builds_do_not_write_to_one_folder(tmp_path, five):
    with builder._locked(tmp_path), pytest.raises(BlockingIOError, match="another build"):
        gx.build(five, tmp_path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda out: (out / "manifest.json").unlink(), "manifest.json is missing"),
        (lambda out: (out / "manifest.json").write_text("{"), "manifest.json is missing or damaged"),
        (lambda out: (out / "cells.parquet").unlink(), "cells.parquet is missing"),
        (lambda out: flip(out / "cells.parquet"), "cells.parquet is not the file"),
        (lambda out: swap(out, '"rows": 5,', '"rows": 6,'), "has 5 rows where 6 are expected"),
        (lambda out: swap(out, '"codebook": {', '"cookbook": {'), "does not name the table codebook"),
    ],
)
def test_verify_sees(built, tmp_path, spoil, says):
    out = tmp_path / "out"
    shutil.copytree(built[0], out)
    for path in out.iterdir():
        path.chmod(0o644)
    assert verify(out) == []
    spoil(out)
    assert any(says in problem for problem in verify(out))


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def swap(out, old, new):
    text = (out / "manifest.json").read_text("utf8")
    assert old in text
    (out / "manifest.json").write_text(text.replace(old, new), "utf8")


def test_verify_sees_tables_of_another_contract(built, monkeypatch):
    table = schema.BY_NAME["sources"]
    other = schema.Table(table.name, table.description, table.key, table.columns[:-1])
    monkeypatch.setitem(schema.BY_NAME, "sources", other)
    assert any("sources.parquet has the columns" in problem for problem in verify(built[0]))


def test_rows_lost_on_the_way_stop_the_build(tmp_path, monkeypatch):
    from gxdata import merge

    raw = copies(tmp_path / "raw", 3)
    own = merge._own
    monkeypatch.setattr(merge, "_own", lambda name, parts, old: f"from ({own(name, parts, old)}) limit 2")
    with pytest.raises(RuntimeError, match="has 0 rows in reports where sources says 1"):
        gx.build(raw, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


# ── Files that go wrong ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_goes_wrong_costs_only_itself(built, tmp_path, five):
    raw = tmp_path / "raw"
    shutil.copytree(five, raw)
    for word in ("RAISE", "REFUSE", "SLEEP", "SPIN", "EXIT", "KILL", "HOARD", "MISFIT", "PRINT"):
        (raw / f"{word.lower()}.txt").write_text(f"{word} me\n", "utf8")
    out = tmp_path / "out"
    gx.build(raw, out, workers=2, limit=3, parser=hostile)
    found = sources(out)
    assert found["raise.txt"] == [
        "unreadable",
        "internal error: RuntimeError: no luck with <object object>; please report",
    ]
    assert found["refuse.txt"] == ["unsupported", "it is a picture: type it"]
    for name in ("sleep.txt", "spin.txt"):
        assert found[name][0] == "unreadable" and "more than 3 seconds" in found[name][1]
    assert "exit code 3" in found["exit.txt"][1] and "exit code -9" in found["kill.txt"][1]
    assert "2 GB of memory" in found["hoard.txt"][1]
    assert found["misfit.txt"][0] == "unreadable" and "internal error" in found["misfit.txt"][1]
    assert found["print.txt"][0] == "no_report"  # what it prints is not taken for an answer
    assert all(found[path.name][0] == "parsed" for path in SAMPLES)
    for name in schema.REPORT_TABLES:
        assert contents(out)[f"{name}.parquet"] == contents(built[0])[f"{name}.parquet"]


def test_a_file_whose_process_was_killed_for_another_s_sake_is_read_again(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in "ab":
        (raw / f"{name}.txt").write_text(f"x {tmp_path / 'marker'} {name}\n" + LICHENG.read_text("utf8"), "utf8")
    gx.build(raw, tmp_path / "out", parser=dies_once)
    assert sources(tmp_path / "out") == {"a.txt": ["parsed", ""], "b.txt": ["parsed", ""]}


def test_a_worker_that_cannot_start_is_an_error_and_not_a_table_of_unreadable_files(tmp_path, capfd, five):
    def nowhere(data, source_id):
        raise AssertionError

    with pytest.raises(RuntimeError, match="could not start"):
        gx.build(five, tmp_path / "out", parser=nowhere)
    assert "nowhere" in capfd.readouterr().err


def test_a_full_disk_is_an_error_and_no_fault_of_the_files(built, tmp_path, five):
    out = tmp_path / "out"
    shutil.copytree(built[0], out)
    with pytest.raises(OSError, match="could not write its rows"):
        gx.build(five, out, parser=without_room)
    assert contents(out) == contents(built[0])


def test_a_worker_writes_its_parts_without_pandas(tmp_path):
    code = """
import sys
from gxdata import worker
sys.meta_path.insert(0, worker._NoPandas())
file = worker.File(sys.argv[1], "a", worker.hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())
worker.write_part(sys.argv[2] + "/", [worker.read_file(file)[1]])
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code, str(LICHENG), str(tmp_path)], check=True)
    assert pq.read_metadata(tmp_path / "cells.parquet").num_rows == 200


def test_a_file_that_changes_while_it_is_read_is_not_passed_off_as_what_it_was():
    outcome, found = read_file(File(str(LICHENG), "a.txt", "0" * 64))
    assert (outcome.status, found) == ("unreadable", {}) and "changed" in outcome.message


PIECES = st.sampled_from(
    [LICHENG.read_bytes()[start : start + 300] for start in range(0, 9000, 700)]
    + [b"<table><tr><td rowspan=65534>1", b"%PDF-", b"PK\x03\x04", b"\xff\xfe", b"\x00", b"|||\n", "规章".encode("gbk")]
)
BYTES = st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=8).map(b"".join))


@settings(max_examples=150, deadline=None)
@given(BYTES)
def test_any_bytes_give_a_status(data):
    path = Path(os.environ["GXDATA_ANY_BYTES"]) / "any"
    path.write_bytes(data)
    outcome, found = read_file(File(str(path), "any", hashlib.sha256(data).hexdigest()))
    assert outcome.status in ("parsed", "partial", "no_report", "unsupported", "unreadable")
    assert "internal error" not in outcome.message
    assert (outcome.status == "parsed") == (outcome.message == "")
    assert len(found.get("reports", [])) == outcome.reports


@pytest.fixture(autouse=True, scope="module")
def any_bytes(tmp_path_factory):
    os.environ["GXDATA_ANY_BYTES"] = str(tmp_path_factory.mktemp("any"))


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(BYTES, min_size=10, max_size=30))
def test_a_build_of_any_bytes_ends_with_a_row_for_each(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "raw").mkdir()
    for number, data in enumerate(files):
        (folder / "raw" / str(number)).write_bytes(data)
    gx.build(folder / "raw", folder / "out")
    assert sources(folder / "out").keys() == {str(number) for number in range(len(files))}
    assert verify(folder / "out") == []


# ── Its manners ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_without_files_gives_empty_tables(tmp_path):
    (tmp_path / "raw").mkdir()
    summary = gx.build(tmp_path / "raw", tmp_path / "out")
    assert (dict(summary.sources), summary.reports) == ({}, 0)
    assert verify(tmp_path / "out") == []
    assert rows(tmp_path / "out", "select count(*) from {cells}") == [(0,)]


def test_where_the_folder_is_wrong_the_error_names_it(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        gx.build(tmp_path / "nowhere", tmp_path / "out")
    with pytest.raises(NotADirectoryError, match=LICHENG.name):
        gx.build(LICHENG, tmp_path / "out")
    with pytest.raises(ValueError, match="out="):
        gx.build(tmp_path, tmp_path)
    assert not (tmp_path / "out").exists()


def test_a_bar_is_shown_when_asked_for_and_not_beside_a_terminal(tmp_path, capfd):
    raw = copies(tmp_path / "raw", 2)
    gx.build(raw, tmp_path / "a")
    assert capfd.readouterr() == ("", "")
    gx.build(raw, tmp_path / "b", progress=True)
    assert "2/2" in capfd.readouterr().err


def test_the_summary_tells_how_many_reports_repeat_another(tmp_path):
    text = (RAW / "003_fadade2108e27757.txt").read_text(encoding="utf-8")
    (tmp_path / "raw").mkdir()
    for name, each in (("a.txt", text), ("b.txt", text.replace("。", "。\u3000"))):
        (tmp_path / "raw" / name).write_text(each, encoding="utf-8")
    summary = gx.build(tmp_path / "raw", tmp_path / "out")
    assert (summary.reports, summary.repeats) == (2, 1) and "2  1 repeating another" in str(summary)


def test_the_summary_can_be_read(built):
    text = str(built[1])
    assert text.startswith("files               5  parsed 5\nreports             5\n") and "0 files unchanged" in text


def test_several_reports_in_one_file(tmp_path):
    (tmp_path / "raw").mkdir()
    given = [{"agency": "甲", "year": 2023}, {"agency": "乙", "year": 2024}]
    (tmp_path / "raw" / "two.json").write_text(json.dumps(given), "utf8")
    gx.build(tmp_path / "raw", tmp_path / "out", parser=from_json)
    found = rows(tmp_path / "out", "select report_id, agency from {reports}")
    id = hashlib.sha256(json.dumps(given).encode()).hexdigest()[:16]
    assert found == [(f"{id}-1", "甲"), (f"{id}-2", "乙")]
    assert rows(tmp_path / "out", "select reports from {sources}") == [(2,)]


@pytest.mark.parametrize("processes", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 600, 1_000])
def test_shards_hold_every_file_once_and_the_last_are_short(count, processes):
    shards = [*_shards(range(count), processes)]
    assert [file for shard in shards for file in shard] == [*range(count)]
    assert all(1 <= len(shard) <= 128 for shard in shards)
    if count >= 100:
        assert len(shards) > processes and len(shards[-1]) <= 8  # the last of a process, when the others are done
