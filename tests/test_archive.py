"""Archives: every file in them is an input of its own, whatever it is called and however it is packed."""

import gzip
import struct
import tarfile
import time
import warnings
import zipfile
from pathlib import Path

import pytest
from archives import flagged, gzipped, link, overlapping, renamed, tarred, with_unicode_path, zipped
from hypothesis import given, settings
from hypothesis import strategies as st
from test_builder import contents, rows, sources

import gxdata as gx
from gxdata.archive import archive_media, harmless, members
from gxdata.document import ReadError
from gxdata.metadata import verify
from gxdata.readers import read
from gxdata.readers.packed import MAX_ENTRIES, MAX_UNPACKED

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG, GULOU, GUYUAN = (
    RAW / f"{name}.txt" for name in ("003_fadade2108e27757", "001_d0847865937e94fe", "002_48a57cdf3499fdc3")
)


def names(data):
    return [member.name for member in members(data, archive_media(data))]


def outcomes(data):
    return {member.name: member.outcome for member in members(data, archive_media(data))}


def build(tmp_path, files):
    """The dataset of a folder of these files (name → bytes)."""
    for name, data in files.items():
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    gx.build(tmp_path / "raw", tmp_path / "out")
    assert verify(tmp_path / "out") == []
    return tmp_path / "out"


# ── In a build ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_file_in_an_archive_has_a_row_and_its_report(tmp_path):
    inner = zipped([("2021.txt", GULOU.read_bytes())])
    archive = zipped(
        [("报告/2023.txt", LICHENG.read_bytes()), ("menu.txt", "今日菜单：青菜豆腐。".encode()), ("older.zip", inner)]
    )
    out = build(tmp_path, {"all/bundle.zip": archive, "2019.txt": GUYUAN.read_bytes()})
    found = sources(out)
    assert {path: status for path, (status, _) in found.items()} == {
        "2019.txt": "parsed",
        "all/bundle.zip": "parsed",
        "all/bundle.zip/menu.txt": "no_report",
        "all/bundle.zip/older.zip": "parsed",
        "all/bundle.zip/older.zip/2021.txt": "parsed",
        "all/bundle.zip/报告/2023.txt": "parsed",
    }
    assert found["all/bundle.zip"][1] == "an archive of 3 files, each with a row of its own"
    query = "select path, media, reader, reports, agency from {sources} left join {reports} using (source_id) where path like '%.zip%' order by path"
    assert rows(out, query) == [
        ("all/bundle.zip", "zip", "zip", 0, None),
        ("all/bundle.zip/menu.txt", "text", "text utf-8", 0, None),
        ("all/bundle.zip/older.zip", "zip", "zip", 0, None),
        ("all/bundle.zip/older.zip/2021.txt", "text", "text utf-8", 1, "鼓楼区信访局"),
        ("all/bundle.zip/报告/2023.txt", "text", "text utf-8", 1, "鲤城区人民政府"),
    ]
    alone = build(tmp_path / "alone", {"a.txt": LICHENG.read_bytes()})
    query = "select * from {cells} where report_id like '" + rows(alone, "select source_id from {sources}")[0][0] + "%'"
    assert rows(out, query) == rows(alone, query) != []
    assert not list(out.glob("**/member-*"))


def test_the_same_bytes_in_and_beside_an_archive_are_one_report(tmp_path):
    archive = zipped([("z.txt", LICHENG.read_bytes()), ("y.txt", LICHENG.read_bytes())])
    out = build(tmp_path, {"b.zip": archive, "c.txt": LICHENG.read_bytes(), "d.zip": archive})
    found = sources(out)
    assert [status for status, _ in found.values()] == ["parsed", "parsed", *["duplicate"] * 5]
    assert found["c.txt"][1] == found["d.zip/z.txt"][1] == "the same bytes as b.zip/y.txt, where its reports are"
    assert rows(out, "select count(*) from {reports}") == [(1,)]


def test_a_rebuild_reads_no_member_again_and_gives_the_same_bytes(tmp_path):
    archive = zipped([("a.txt", LICHENG.read_bytes()), ("b.txt", GULOU.read_bytes())])
    out = build(tmp_path, {"x.zip": archive})
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    assert gx.build(tmp_path / "raw", out).reused == 2
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before
    (tmp_path / "raw" / "x.zip").rename(tmp_path / "raw" / "moved.zip")
    (tmp_path / "raw" / "c.zip").write_bytes(zipped([("c.txt", GUYUAN.read_bytes())]))
    assert gx.build(tmp_path / "raw", out, workers=3).reused == 2
    gx.build(tmp_path / "raw", tmp_path / "anew", workers=1)
    assert contents(out) == contents(tmp_path / "anew")


def test_check_does_not_list_an_archive_as_wrong(tmp_path, capsys):
    from gxdata.cli import main

    out = build(tmp_path, {"x.zip": zipped([("a.txt", LICHENG.read_bytes())])})
    main(["check", str(out)])
    assert "x.zip: " not in capsys.readouterr().out


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_is_read_in_whatever_encoding_it_was_written():
    utf8 = zipped([("报告.txt", b"1")])
    assert names(utf8)[1] == "报告.txt"
    gbk = "报告.txt".encode("gbk")
    assert names(renamed(zipped([("x" * len(gbk), b"1")]), b"x" * len(gbk), gbk))[1] == "报告.txt"
    unflagged = "报告.txt".encode()
    assert names(renamed(zipped([("x" * len(unflagged), b"1")]), b"x" * len(unflagged), unflagged))[1] == "报告.txt"
    field = with_unicode_path("报告.txt", b"baogao.txt", b"1")
    (_, member) = members(field, "zip")
    assert (member.name, member.data) == ("报告.txt", b"1")


def test_a_name_that_is_not_the_utf_8_it_says_it_is_costs_only_the_name():
    gbk = "报告.txt".encode("gbk")
    lying = flagged(renamed(zipped([("x" * len(gbk), b"1"), ("b.txt", b"2")]), b"x" * len(gbk), gbk), 0x800)
    assert [(member.name, member.data) for member in members(lying, "zip")][1:] == [("报告.txt", b"1"), ("b.txt", b"2")]


def test_a_name_that_differs_before_the_file_and_in_the_directory_is_no_damage():
    data = zipped([("a/b.txt", b"1")])
    data = data[: data.rindex(b"a/b.txt")] + b"a\\b.txt" + data[data.rindex(b"a/b.txt") + 7 :]
    (_, member) = members(data, "zip")
    assert (member.name, member.data) == ("a/b.txt", b"1")


HARMLESS = [
    ("../../etc/passwd", "etc/passwd"),
    ("/etc/passwd", "etc/passwd"),
    ("C:\\Users\\报告.doc", "Users/报告.doc"),
    ("a/./b/../c", "a/b/c"),
    ("\\\\server\\share\\x", "server/share/x"),
    ("a\0b", "a\\x00b"),
    ("a\x1b[31mb", "a\\x1b[31mb"),
    ("a\u202egpj.exe", "a\\u202egpj.exe"),
    ("", "unnamed"),
    ("..", "unnamed"),
    (" a / b ", "a/b"),
    ("x" * 500, "x" * 60 + "…" + "x" * 60),
    ("/".join("abcdefghijklmnopqrstuvwxyz"), "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/z"),
]


@pytest.mark.parametrize(("name", "path"), HARMLESS)
def test_a_name_leads_nowhere(name, path):
    assert harmless(name) == path


@given(st.text(max_size=60))
def test_no_name_leads_anywhere(name):
    parts = harmless(name).split("/")
    assert all(part and part.strip(".") and "\\\\" not in part.replace("\\x", "") for part in parts) or "\\" in name
    assert not any(part in ("", ".", "..") for part in parts) and "\0" not in harmless(name)


def test_names_that_are_paths_write_nothing_outside_and_are_told_apart(tmp_path):
    evil = ["../../../evil.txt", "/evil.txt", "evil.txt", "C:\\evil.txt", "evil.txt"]
    archive = zipped([(name, f"{number}".encode()) for number, name in enumerate(evil)])
    out = build(tmp_path, {"x.zip": archive})
    paths = ["x.zip", "x.zip/evil.txt", *(f"x.zip/evil.txt ({number})" for number in range(2, 6))]
    assert list(sources(out)) == paths
    assert not list(tmp_path.parent.glob("**/evil*")) and not Path("/evil.txt").exists()


def test_hidden_files_are_left_out_as_in_a_folder_and_counted():
    data = zipped([("a.txt", b"1"), ("__MACOSX/._a.txt", b"2"), (".git/c.txt", b"3"), ("sub/", b"")])
    assert outcomes(data) == {
        "": ("parsed", "an archive of 1 file, which has a row of its own; 2 hidden ones are left out"),
        "a.txt": None,
    }


# ── Files that cannot be had ─────────────────────────────────────────────────────────────────────────────────────


def test_encrypted_damaged_and_linked_files_cost_only_themselves(tmp_path):
    good = ("good.txt", LICHENG.read_bytes())
    damaged = zipped([good, ("bad.txt", b"QQQQ1")], zipfile.ZIP_STORED)
    damaged = damaged.replace(b"QQQQ1", b"12354")
    archives = {
        "damaged.zip": damaged,
        "encrypted.zip": flagged(zipped([good]), 1),
        "link.zip": zipped([good, (link("etc"), b"/etc/passwd")]),
        "empty.zip": zipped([]),
        "cut.zip": zipped([good])[:2000],
        "lzma.zip": zipped([good, ("l.txt", b"1" * 99)], zipfile.ZIP_LZMA),
    }
    found = sources(build(tmp_path, archives))
    assert {path: status for path, (status, _) in found.items()} == {
        "cut.zip": "unreadable",
        "damaged.zip": "parsed",
        "damaged.zip/bad.txt": "unreadable",
        "damaged.zip/good.txt": "parsed",
        "empty.zip": "no_report",
        "encrypted.zip": "parsed",
        "encrypted.zip/good.txt": "unsupported",
        "link.zip": "parsed",
        "link.zip/etc": "unreadable",
        "link.zip/good.txt": "duplicate",
        "lzma.zip": "parsed",
        "lzma.zip/good.txt": "unsupported",
        "lzma.zip/l.txt": "unsupported",
    }
    for path, words in (
        ("cut.zip", "damaged"), ("damaged.zip/bad.txt", "get the file again"), ("encrypted.zip/good.txt", "without a password"),
        ("link.zip/etc", "not followed"), ("empty.zip", "without files"), ("lzma.zip/l.txt", "method 14"),
    ):  # fmt: skip
        assert words in found[path][1], path


def test_an_office_file_is_no_archive_though_it_is_packed_as_one():
    docx = [("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]
    for files in (docx, docx[::-1], [(name.replace("/", "\\"), data) for name, data in docx]):
        with pytest.raises(ReadError, match=r"^(?!it is a ZIP archive)"):
            read(zipped(files))
        assert archive_media(zipped(files)) is None
    assert archive_media(zipped([("[Content_Types].xml", b""), ("xl/workbook.xml", b"")])) is None
    assert (
        archive_media(zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"")])) is None
    )
    stored = zipped([("word/a.docx", zipped(docx, zipfile.ZIP_STORED)), ("xl/b.txt", b"1")], zipfile.ZIP_STORED)
    assert archive_media(stored) == "zip"
    assert names(stored) == ["", "word/a.docx", "xl/b.txt"]


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_archives_are_opened_three_deep():
    data = zipped([("report.txt", b"1")])
    for number in range(4):
        data = zipped([(f"{number}.zip", data)])
    found = outcomes(data)
    assert list(found) == ["", "3.zip", "3.zip/2.zip", "3.zip/2.zip/1.zip"]
    assert found["3.zip/2.zip/1.zip"] == ("unsupported", "an archive inside 3 others, which is not opened: unpack it")


def test_files_that_are_too_many_are_refused_before_they_are_counted_one_by_one():
    data = zipped([(str(number), b"") for number in range(MAX_ENTRIES + 1)])
    assert outcomes(data)[""][0] == "unreadable" and "2000" in outcomes(data)[""][1]
    half = zipped([(str(number), b"") for number in range(MAX_ENTRIES // 2)])
    found = outcomes(zipped([("a.zip", half), ("b.zip", half)]))
    assert len(found) == 3 + MAX_ENTRIES // 2 and found["b.zip"][0] == "unreadable"


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: zipped([("a.txt", b"0" * 20_000_000)]),
        lambda: zipped([(f"{number}.txt", b"0" * 10_000_000) for number in range(5)]),
        lambda: overlapping(1_500, 10_000_000),
        lambda: zipped([("a.zip", zipped([("b.zip", zipped([("c.txt", b"0" * 20_000_000)]))]))]),
        lambda: gzipped(b"0" * 20_000_000),
        lambda: tarred([("a.txt", b"0" * 20_000_000)], "w:gz"),
    ],
    ids=["one", "five", "overlapping", "nested", "gzip", "tar"],
)
def test_a_bomb_is_not_unpacked(bomb):
    data = bomb()
    began = time.process_time()
    found = list(members(data, archive_media(data)))
    assert sum(len(member.data or b"") for member in found) <= min(MAX_UNPACKED, max(200 * len(data), 5_000_000)) + len(
        data
    )
    refused = [member.outcome[1] for member in found if member.outcome and member.outcome[0] == "unreadable"]
    assert refused and all("200 times the file" in message for message in refused)
    assert time.process_time() - began < 5


def test_a_size_that_lies_is_damage_and_unpacks_no_more_than_it_says():
    data = bytearray(zipped([("a.txt", b"0" * 1_000_000)]))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        assert int.from_bytes(data[place : place + 4], "little") == 1_000_000
        data[place : place + 4] = (10).to_bytes(4, "little")
    found = outcomes(bytes(data))
    assert found["a.txt"][0] == "unreadable" and "damaged" in found["a.txt"][1]


SEED = zipped(
    [("报告.txt", b"report" * 50), ("b.zip", zipped([("c", b"1")])), ("d.gz", gzipped(b"2", "d.txt"))],
    zipfile.ZIP_STORED,
)
TAR = tarred([("报告.txt", b"report" * 50), ("b.zip", zipped([("c", b"1")]))])


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([SEED, TAR, gzipped(TAR)]),
    st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=4)), max_size=6),
    st.integers(0, 12_000),
)
def test_damage_never_ends_in_another_error(seed, changes, end):
    data = bytearray(seed)
    for place, piece in changes:
        place %= len(data)
        data[place : place + len(piece)] = piece
    data = bytes(data[: end + 20])
    for media in ("zip", "tar", "gzip"):
        for member in members(data, media):
            assert (member.data is not None) or member.outcome


# ── tar and gzip ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_tar_and_gzip(tmp_path):
    links = tarfile.TarInfo("link")
    links.type, links.linkname = tarfile.SYMTYPE, "/etc/passwd"
    tar = tarred([("../报告.txt", LICHENG.read_bytes()), (links, b"")])
    out = build(
        tmp_path,
        {
            "a.tar": tar,
            "b.tgz": gzip.compress(tarred([("x.txt", GULOU.read_bytes())]), mtime=0),
            "c.gz": gzipped(GUYUAN.read_bytes(), "2019.txt"),
            "d.gz": gzipped(b"no"),
        },
    )
    assert {path: status for path, (status, _) in sources(out).items()} == {
        "a.tar": "parsed",
        "a.tar/link": "unreadable",
        "a.tar/报告.txt": "parsed",
        "b.tgz": "parsed",
        "b.tgz/x.txt": "parsed",
        "c.gz": "parsed",
        "c.gz/2019.txt": "parsed",
        "d.gz": "parsed",
        "d.gz/content": "no_report",
    }
    assert rows(out, "select distinct media from {sources} where path in ('a.tar', 'b.tgz', 'c.gz') order by 1") == [
        ("gzip",),
        ("tar",),
    ]


@pytest.mark.parametrize("magic", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c", b"BZh91AY&SY", b"\xfd7zXZ\0"])
def test_other_archives_are_unsupported(magic):
    with pytest.raises(ReadError, match="unpack it") as refusal:
        read(magic + b"\0\1\2" * 99)
    assert refusal.value.status == "unsupported"


# ── parse ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_parse_gives_the_reports_of_all_files_in_order_and_names_what_failed(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(
        zipped(
            [
                ("b.txt", GULOU.read_bytes()),
                ("scan.pdf", b"%PDF-1.4 cut short"),
                ("a.txt", LICHENG.read_bytes()),
                ("again.txt", GULOU.read_bytes()),
                ("menu.txt", b"menu"),
            ]
        )
    )
    with pytest.warns(gx.ReadWarning, match=r"x\.zip/scan\.pdf: ") as warned:
        reports = gx.parse(path)
    assert [report.agency for report in reports] == ["鼓楼区信访局", "鲤城区人民政府"] and len(warned) == 1
    assert [report.source_id for report in reports] == [gx.parse(sample)[0].source_id for sample in (GULOU, LICHENG)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert gx.parse(zipped([])) == []
        assert len(gx.parse(zipped([("b.txt", GULOU.read_bytes())]))) == 1


def test_parse_of_an_archive_in_which_nothing_can_be_read_is_an_error():
    with pytest.raises(ReadError, match="password"):
        gx.parse(flagged(zipped([("b.txt", GULOU.read_bytes())]), 1))
    with pytest.raises(ReadError, match=r"x\.zip: its ZIP structure is damaged"):
        gx.parse(zipped([("b.txt", GULOU.read_bytes())])[:500], "x.zip")


def test_show_of_an_archive_names_what_failed(tmp_path, capsys):
    from gxdata.cli import main

    (tmp_path / "x.zip").write_bytes(zipped([("b.txt", GULOU.read_bytes()), ("empty.html", b"")]))
    assert main(["show", str(tmp_path / "x.zip")]) == 0
    printed = capsys.readouterr()
    assert "鼓楼区信访局" in printed.out and "x.zip/empty.html: it is empty" in printed.err
    assert main(["explain", str(tmp_path / "x.zip")]) == 3
    assert "to look at one, unpack it" in capsys.readouterr().err


def test_the_message_of_files_with_long_names_is_short():
    files = [("年" * 255 + f"{number}/" + "报" * 255 + ".rar", b"Rar!\x1a\x07\x00") for number in range(9)]
    with pytest.raises(gx.ReadError) as error:
        gx.parse(zipped(files))
    assert len(str(error.value)) < 1_000 and ".rar" in str(error.value)


def test_an_entry_without_a_name_costs_the_others_nothing():
    archive = renamed(zipped([("nameless", b"no report"), ("a.txt", LICHENG.read_bytes())]), b"nameless", b"\0" * 8)
    assert [report.agency for report in gx.parse(archive)] == ["鲤城区人民政府"]


def test_a_damaged_archive_with_an_entry_without_a_name_is_refused():
    entry = b"PK\x01\x02\x14\x03\x14" + b"\0" * 39
    end = b"PK\x05\x06" + b"\0" * 4 + b"\1\0\1\0" + struct.pack("<II", len(entry), 4) + b"\0\0"
    with pytest.raises(gx.ReadError):
        gx.parse(b"PK\x03\x04" + entry + end)
