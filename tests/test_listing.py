"""Lists that say where files came from, and folders with names and depths that nobody expects."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from archives import zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from test_builder import contents, rows, sources

import gxdata as gx
from gxdata.inventory import Input, inventory
from gxdata.listing import Listed, listing
from gxdata.metadata import verify

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG, GULOU = RAW / "003_fadade2108e27757.txt", RAW / "001_d0847865937e94fe.txt"
HEADER = "path,url,retrieved,licence\n"
MARCH = date(2024, 3, 1)


@pytest.fixture
def folder(tmp_path):
    """Makes files (name → text or bytes) below a folder."""

    def make(files):
        for name, content in files.items():
            path = tmp_path / "raw" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "raw"

    return make


def listed(raw):
    """(name → what the lists say, name → (status, message) of what is not to be read) of a folder."""
    found, said = listing(inventory(raw, raw / "tables", 1))
    return said, {input.name: input.outcome for input in found if input.outcome}


# ── sources.csv ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_is_kept_in_sources_and_only_files_that_came_from_elsewhere_are_read_again(folder, tmp_path):
    raw = folder(
        {
            "a.txt": LICHENG.read_bytes(),
            "x.zip": zipped([("in/b.txt", GULOU.read_bytes())]),
            "sources.csv": HEADER
            + "a.txt,https://example.org/a,2024-03-01,CC0-1.0\nx.zip/in/b.txt,https://example.org/b,,\n",
        }
    )
    gx.build(raw, tmp_path / "out")
    query = "select path, url, retrieved, licence from {sources}"
    assert rows(tmp_path / "out", query) == [
        ("a.txt", "https://example.org/a", MARCH, "CC0-1.0"),
        ("x.zip", None, None, None),
        ("x.zip/in/b.txt", "https://example.org/b", None, None),
    ]
    changed = HEADER + "a.txt,https://example.org/a,2024-03-02,\nx.zip/in/b.txt,https://example.org/b,,\n"
    (raw / "sources.csv").write_text(changed, "utf8")
    assert gx.build(raw, tmp_path / "out").reused == 2
    assert rows(tmp_path / "out", query)[0] == ("a.txt", "https://example.org/a", date(2024, 3, 2), None)
    # The address may decide whose report it is.
    (raw / "sources.csv").write_text(changed.replace("org/a", "org/other"), "utf8")
    assert gx.build(raw, tmp_path / "out").reused == 1
    assert rows(tmp_path / "out", query)[0] == ("a.txt", "https://example.org/other", date(2024, 3, 2), None)
    gx.build(raw, tmp_path / "anew")
    assert contents(tmp_path / "out") == contents(tmp_path / "anew") and verify(tmp_path / "out") == []


@pytest.mark.parametrize(
    "text",
    [
        "path,url,retrieved,licence\na.txt,U,2024-03-01,L\n",
        "licence;retrieved;path;url\r\nL;2024/3/1;a.txt;U\r\n",
        "许可\t网址\t文件\t获取日期\nL\tU\t./a.txt\t2024年3月1日\n",
        'title,Path,note,URL,Retrieved,License\nX,a.txt,"a, b",U,20240301,L\n',
        '\n"路径","来源网址","下载日期","许可证"\n,,,\n"a.txt","U","2024-03-01T10:00:00+08:00","L"\n,,,\n',
        "sep=;\npath;url;retrieved;licence\na.txt;U;2024-03-01;L",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_read_however_it_is_saved(folder, text, encoding):
    raw = folder({"a.txt": "1", "sources.csv": text.encode(encoding)})
    assert listed(raw) == ({"a.txt": Listed("U", MARCH, "L")}, {})


def test_the_nearest_list_that_names_a_file_counts(folder):
    raw = folder(
        {
            "sources.csv": "path,url\na/b.txt,far\na/c.txt,far\nd.txt,top\n",
            "a/sources.csv": "path,url\nb.txt,near\n",
            "a/b.txt": "1",
            "a/c.txt": "2",
            "d.txt": "3",
            "e.txt": "4",
        }
    )
    said, wrong = listed(raw)
    assert ({name: each.url for name, each in said.items()}, wrong) == (
        {"a/b.txt": "near", "a/c.txt": "far", "d.txt": "top", "e.txt": None},
        {},
    )


def test_a_file_in_an_archive_came_from_where_the_archive_did_unless_its_own_list_says_otherwise(folder, tmp_path):
    bundle = zipped([("a.txt", b"1"), ("b.txt", b"2"), ("sources.csv", b"path,url\nb.txt,inner\n")])
    raw = folder({"x.zip": bundle, "sources.csv": "path,url\nx.zip,outer\n"})
    gx.build(raw, tmp_path / "out")
    assert rows(tmp_path / "out", "select path, url from {sources}") == [
        ("x.zip", "outer"),
        ("x.zip/a.txt", "outer"),
        ("x.zip/b.txt", "inner"),
    ]


def test_a_listed_file_that_is_not_there_has_a_row(folder, tmp_path):
    raw = folder({"deep/sources.csv": HEADER + "gone.html,https://example.org/gone,2024-03-01,\n", "a.txt": "1"})
    gx.build(raw, tmp_path / "out")
    status, message = sources(tmp_path / "out")["deep/gone.html"]
    assert status == "unreadable" and "deep/sources.csv lists this file, and it is not there" in message
    query = "select url, sha256, bytes from {sources} where path = 'deep/gone.html'"
    assert rows(tmp_path / "out", query) == [("https://example.org/gone", None, None)]


MALFORMED = {
    "": "no column `path`",
    "url,retrieved\nU,2024-03-01\n": "no column `path`",
    "path,file,url\na,b,c\n": "two columns for `path`",
    "\x00\x01\x02": "no column `path`",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_list_that_is_none_has_a_row_that_says_so(folder, text):
    said, wrong = listed(folder({"a.txt": "1", "sources.csv": text}))
    assert said["a.txt"] == Listed()
    assert wrong["sources.csv"][0] == "unreadable" and MALFORMED[text] in wrong["sources.csv"][1]


def test_wrong_lines_cost_only_themselves(folder):
    lines = [
        "a.txt,U,last week,L",
        "../b.txt,U,,",
        "/etc/passwd,U,,",
        ",U,,",
        "c.txt,U1,,",
        "c.txt,U2,,",
        "C:\\d.txt,U,,",
    ]
    said, wrong = listed(folder({"a.txt": "1", "c.txt": "2", "sources.csv": HEADER + "\n".join(lines)}))
    assert (said["a.txt"], said["c.txt"]) == (Listed("U", None, "L"), Listed("U1"))
    status, message = wrong["sources.csv"]
    assert status == "partial" and list(wrong) == ["sources.csv"]
    for words in ("line 2: retrieved is 'last week'", "line 3: '../b.txt' is no path", "line 4: '/etc/passwd'", "line 5 names no file", "and 1 more"):  # fmt: skip
        assert words in message
    assert "line 7: c.txt is listed before, otherwise" in message


def test_a_day_that_is_none_is_not_made_one(folder):
    for day in ("2024-02-30", "2024-3", "01/03/2024", "45352", "2024-03/01"):
        said, wrong = listed(folder({"a.txt": "1", "sources.csv": HEADER + f"a.txt,U,{day},\n"}))
        assert said["a.txt"] == Listed("U") and "no date" in wrong["sources.csv"][1]


def test_names_composed_otherwise_are_the_same(folder):
    raw = folder({"re\u0301sume\u0301.txt": "1", "sources.csv": "path,url\nr\u00e9sum\u00e9.txt,U\n"})
    assert listed(raw) == ({"re\u0301sume\u0301.txt": Listed("U")}, {})


# ── datapackage.json ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_frictionless_data_package(folder):
    package = {
        "name": "reports",
        "licenses": [{"name": "CC-BY-4.0"}],
        "retrieved": "2024-03-01",
        "resources": [
            {"name": "a", "path": "a.txt", "sources": [{"title": "Licheng", "path": "https://example.org/a"}]},
            {
                "name": "b",
                "path": ["b.txt", "c.txt"],
                "licenses": [{"title": "none"}],
                "sources": [{"title": "by post"}],
            },
            {"name": "far", "path": "https://example.org/far.csv"},
            {"name": "data", "data": []},
        ],
    }
    raw = folder({"a.txt": "1", "b.txt": "2", "c.txt": "3", "datapackage.json": json.dumps(package)})
    said, wrong = listed(raw)
    assert said == {
        "a.txt": Listed("https://example.org/a", MARCH, "CC-BY-4.0"),
        "b.txt": Listed("by post", MARCH, "none"),
        "c.txt": Listed("by post", MARCH, "none"),
        "datapackage.json": Listed(),
    }
    assert wrong == {"datapackage.json": ("partial", "resource 4 has no path")}
    raw = folder({"sources.csv": "path,url\na.txt,csv\n"})
    assert [listed(raw)[0][name].url for name in ("a.txt", "b.txt")] == ["csv", "by post"]


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"resources": 3}', "[" * 100_000, '{"resources": [3, {"path": 4}, {"path": [null]}]}']
)
def test_a_data_package_that_is_none(folder, text):
    said, wrong = listed(folder({"a.txt": "1", "datapackage.json": text}))
    assert said["a.txt"] == Listed() and wrong["datapackage.json"][1]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["sources.csv", "datapackage.json"]),
    st.one_of(st.binary(max_size=200), st.text(alphabet='path,url"\n;\t{}[]:资源/\\.', max_size=200).map(str.encode)),
)
def test_any_bytes_are_a_list_or_named_as_none(tmp_path_factory, name, data):
    place = tmp_path_factory.getbasetemp() / "list"
    place.write_bytes(data)
    found, said = listing([Input(name, str(place), "0" * 64, len(data)), Input("a.txt", "", "1" * 64, 1)])
    assert [input.name for input in found] == sorted({input.name for input in found}) and set(said) == {
        input.name for input in found
    }


# ── Folders ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_names_that_are_written_alike_are_told_apart(folder, tmp_path):
    raw = folder({"\\xb1.txt": "1"})
    Path(os.fsdecode(os.fsencode(raw) + b"/\xb1.txt")).write_text("2")
    (raw / "new\nline \x1b[31m\u202e.txt").write_text("3")
    gx.build(raw, tmp_path / "out")
    assert list(sources(tmp_path / "out")) == ["\\xb1.txt", "\\xb1.txt (2)", "new\\nline \\x1b[31m\\u202e.txt"]


def test_a_tree_too_deep_to_open_has_rows_all_the_same(folder, tmp_path, monkeypatch, request):
    raw = folder({"a.txt": "1"})
    request.addfinalizer(lambda: subprocess.run(["rm", "-rf", raw / "d"], check=True))  # too deep for shutil's rmtree
    monkeypatch.chdir(raw)
    for _ in range(1_500):  # deeper than recursion may go
        os.mkdir("d")
        os.chdir("d")
    Path("b.txt").write_text("2")
    monkeypatch.chdir(tmp_path)
    found = {input.name: input.outcome for input in inventory(raw, tmp_path / "out", 1)}
    assert found == {"a.txt": None, "/".join(["d"] * 1_500) + "/b.txt": None}
    monkeypatch.chdir(raw)
    for _ in range(1_500):
        os.chdir("d")
    for _ in range(20):  # beyond what a path may be long
        os.mkdir("d" * 200)
        os.chdir("d" * 200)
    Path("c.txt").write_text("3")
    monkeypatch.chdir(tmp_path)
    *found, last = inventory(raw, tmp_path / "out", 1)
    assert len(found) == 2 and last.outcome[0] == "unreadable" and "cannot be listed" in last.outcome[1]


def test_links_to_folders_above_are_not_followed(folder, tmp_path):
    raw = folder({"sub/a.txt": "1"})
    (raw / "sub" / "up").symlink_to(raw)
    (raw / "self").symlink_to(raw / "self")
    gx.build(raw, tmp_path / "out")
    found = sources(tmp_path / "out")
    assert {path: status for path, (status, _) in found.items()} == {
        "self": "unreadable",
        "sub/a.txt": "no_report",
        "sub/up": "unreadable",
    }
