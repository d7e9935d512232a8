"""DOC, ODT and RTF through LibreOffice: the same report, at little cost, and nothing fetched, run or left behind."""

from __future__ import annotations

import os
import random
import shutil
import socket
import stat
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from docx_pages import VARIANTS, document, paragraph, zipped
from filled import REAL, Filled, compare, filled_forms, wrong
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import gxdata as gx
from gxdata.document import ReadError
from gxdata.readers import office, prepare, read
from gxdata.readers.ole import program_of, root_streams
from gxdata.recognise import recognise

LIBREOFFICE = next(filter(None, map(shutil.which, office.PROGRAMS)), None)
needs_libreoffice = pytest.mark.skipif(LIBREOFFICE is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
FORMATS = {"doc": "doc:MS Word 97", "odt": "odt", "rtf": "rtf:Rich Text Format"}
WRITTEN = ("plain", "grid_before", "merged_across", "layout_table", "split_tables", "halved_figures", "tracked")
# Of what LibreOffice's own RTF and ODT writers leave whole; DOC keeps text boxes and lists too.
FEW = ("plain", "merged_across", "tracked")
WRITTEN_IN = {"doc": (*WRITTEN, "in_text_boxes", "auto_numbered"), "odt": FEW, "rtf": FEW}


def examples(number: int) -> list[Filled]:
    """Filled forms, the same on every machine, all at once: one call of LibreOffice serves them all."""
    found: list[Filled] = []

    @settings(max_examples=number, derandomize=True, database=None, phases=[Phase.generate], deadline=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(filled_forms(gaps=True))
    def collect(filled: Filled) -> None:
        found.append(filled)

    collect()
    return found


def written_by_libreoffice(files: dict[str, bytes], format: str, folder: Path) -> dict[str, bytes]:
    """The files in another format, as its users save them."""
    suffix = format.partition(":")[0]
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [
        LIBREOFFICE,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        format,
    ]
    subprocess.run(
        [*command, "--outdir", folder, *sorted(folder.glob("*.docx"))], check=True, capture_output=True, timeout=300
    )
    return {name: (folder / f"{name}.{suffix}").read_bytes() for name in files}


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Callable[[str], dict[str, tuple[Filled, bytes]]]:
    """A function: format → name → what the file says and its bytes."""
    pages = {f"{number}": ("plain", filled) for number, filled in enumerate((*examples(2), REAL["pingtan_2020"]))}

    @cache
    def made(format: str) -> dict[str, tuple[Filled, bytes]]:
        all = pages | {variant: (variant, REAL["huaian_2024"]) for variant in WRITTEN_IN[format]}
        docx = {name: VARIANTS[variant](filled) for name, (variant, filled) in all.items()}
        files = written_by_libreoffice(docx, FORMATS[format], tmp_path_factory.mktemp(format))
        return {name: (all[name][1], files[name]) for name in all}

    return made


@needs_libreoffice
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_saved_in_an_older_format_comes_back(saved, format, tmp_path) -> None:
    found = saved(format)
    places = []
    for name, (_, data) in found.items():
        places.append(str(tmp_path / name))
        Path(places[-1]).write_bytes(data)
    prepare(places, 240, lambda: None)
    for name, (filled, data) in found.items():
        document = read(data)
        assert (document.media, document.reader) == (format, "docx libreoffice")
        [report] = recognise(document)
        assert compare(report, filled.truth()) == [], name
        assert (report.agency, report.year) == (filled.agency, filled.year), name


@needs_libreoffice
def test_one_file_is_read_by_itself_and_always_the_same(saved) -> None:
    filled, data = saved("doc")["plain"]
    first = read(data)
    [report] = recognise(first)
    assert compare(report, filled.truth()) == []
    assert read(data) == first


@needs_libreoffice
def test_a_build_reads_them(saved, tmp_path) -> None:
    """With the worker's limit on its memory, which LibreOffice inherits, and a profile for each of two workers."""
    folder = tmp_path / "raw"
    folder.mkdir()
    names = [f"{number}" for number in range(3)]
    for format in FORMATS:
        for name in names:
            (folder / f"{name}.{format}").write_bytes(saved(format)[name][1])
    (folder / "damaged.rtf").write_bytes(b"{\\rtf1 \xff\xfe{{{{")
    gx.build(folder, tmp_path / "out", workers=2, limit=240, progress=False)
    rows = gx.connect(tmp_path / "out").sql("select path, status, media, message from sources").fetchall()
    found = {path: (status, media) for path, status, media, _ in rows}
    assert found == {
        "damaged.rtf": ("unreadable", None),
        **{f"{name}.{format}": ("parsed", format) for format in FORMATS for name in names},
    }
    assert next(row[3] for row in rows if row[0] == "damaged.rtf").startswith("LibreOffice cannot open it")


@needs_libreoffice
def test_damaged_files_are_read_or_refused(saved, tmp_path) -> None:
    chance = random.Random(2024)
    places = []
    for format in FORMATS:
        whole = saved(format)["plain"][1]
        for number in range(6):
            damaged = bytearray(whole)
            for _ in range(10 * number):
                damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
            places.append(str(tmp_path / f"{number}.{format}"))
            Path(places[-1]).write_bytes(damaged[: len(damaged) * (number + 1) // 6])
    prepare(places, 120, lambda: None)
    truth = REAL["huaian_2024"].truth()
    for place in places:
        try:
            reports = recognise(read(place))
        except ReadError as error:
            assert error.status in ("unreadable", "unsupported")
        else:
            assert all(isinstance(report, gx.Report) for report in reports)
            if place.endswith(("0.doc", "0.odt", "0.rtf")):  # cut short only: what is there is as printed
                assert all(not wrong(report, truth) for report in reports)


# Security


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(body: str) -> bytes:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}.items()
    )
    content = (
        f'<office:document-content{names} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"><office:body>'
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "META-INF/manifest.xml": MANIFEST,
    }
    return zipped(parts, packed=False)  # type: ignore[arg-type]


@needs_libreoffice
def test_nothing_is_fetched_and_no_other_file_is_read(tmp_path) -> None:
    """With the settings of a usual profile, LibreOffice asks for the picture."""
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"

        def listen() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                asked.append(connection.recv(100))
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        picture = f'<draw:image xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>'
        frame = f'<draw:frame svg:width="2cm" svg:height="2cm" text:anchor-type="as-char">{picture}</draw:frame>'
        section = f'<text:section text:name="s"><text:section-source xlink:href="{secret.as_uri()}"/><text:p>old</text:p></text:section>'
        linked = odt(f"<text:p>甲</text:p><text:p>{frame}</text:p>{section}")
        fields = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}" \\\\d}}{{\\fldrslt x}}}}'
        rtf = f'{{\\rtf1\\ansi {fields} {{\\field{{\\*\\fldinst INCLUDETEXT "{secret}"}}{{\\fldrslt y}}}} hello}}'.encode()
        made = office.convert([linked, rtf], 120)
    assert [block.text for block in read(made[0]).blocks] == ["甲", "old"]
    assert "hello" in read(made[1]).blocks[0].text and "SECRET" not in str(read(made[1]).blocks)
    assert asked == []


def test_the_profile_forbids_macros_and_links() -> None:
    profile = office._profile()
    for name, value in (
        ("DisableMacrosExecution", "true"),
        ("BlockUntrustedRefererLinks", "true"),
        ("MacroSecurityLevel", "3"),
    ):
        assert f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop>' in profile


# Without LibreOffice, or with one that misbehaves

RTF = b"{\\rtf1 "


def test_without_libreoffice_it_is_unsupported_and_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ReadError, match="install LibreOffice") as error:
        read(RTF + b"x}")
    assert error.value.status == "unsupported"


@pytest.fixture
def stand_in(monkeypatch, tmp_path):
    """A program in LibreOffice's place: it hangs at a file with HANG in it, crashes at one with CRASH, leaves out one with
    BAD, and makes a file of the others; every call is a line of the log."""
    place, log, made = tmp_path / "soffice", tmp_path / "log", tmp_path / "made.docx"
    made.write_bytes(document(paragraph("甲")))
    place.write_text(f"""#!/bin/sh
for file; do case $file in in/*) files="$files $file";; esac; done
echo $files >>{log}
for file in $files; do
    if grep -q HANG $file; then sleep 600 & echo $! >>{tmp_path}/pids; wait; fi
    if grep -q CRASH $file; then kill -9 $$; fi
    name=$(basename $file)
    if ! grep -q BAD $file; then cp {made} out/${{name%.*}}.docx; fi
done
""")
    place.chmod(place.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "PROGRAMS", (str(place),))
    return tmp_path


def calls(folder: Path) -> list[int]:
    return [len(line.split()) for line in (folder / "log").read_text().splitlines()]


@posix
def test_twenty_files_make_one_call(stand_in) -> None:
    beats: list[int] = []
    found = office.convert([RTF + b"%d}" % number for number in range(45)], 20, lambda: beats.append(1))
    assert sorted(calls(stand_in)) == [5, 20, 20]
    assert len(beats) == 3
    assert {read(made).blocks[0].text for made in found} == {"甲"}


@posix
@pytest.mark.parametrize(
    ("word", "message"), [("CRASH", "cannot open it"), ("HANG", "more than 2 seconds"), ("BAD", "cannot open it")]
)
def test_a_file_that_ends_or_stops_the_call_costs_only_itself(stand_in, word, message) -> None:
    files = [RTF + text.encode() + b"}" for text in ("a", "b", word, "c", "d")]
    found = office.convert(files, 2)
    assert [isinstance(made, bytes) for made in found] == [True, True, False, True, True]
    assert message in str(found[2])
    # what came before it is kept; it is asked for again alone, and what came after it together
    assert sorted(calls(stand_in)) == ([5] if word == "BAD" else [1, 2, 5])


@posix
def test_a_call_that_hangs_is_killed_with_what_it_started(stand_in) -> None:
    begin = time.monotonic()
    [made] = office.convert([RTF + b"HANG}"], 1)
    assert time.monotonic() - begin < 30
    assert isinstance(made, ReadError) and made.status == "unreadable"
    pid = int((stand_in / "pids").read_text())
    for _ in range(100):
        if not alive(pid):
            return
        time.sleep(0.1)
    raise AssertionError("it is still running")


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be asked after does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"


@posix
def test_nothing_is_left_behind(stand_in, monkeypatch) -> None:
    temporary = stand_in / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    office.convert([RTF + b"a}", RTF + b"CRASH}"], 20)
    assert list(temporary.iterdir()) == []


@posix
def test_prepared_files_are_converted_once(stand_in) -> None:
    places = []
    for number in range(3):
        places.append(str(stand_in / f"{number}.doc"))
        Path(places[-1]).write_bytes(RTF + b"%d}" % number)
    Path(places[1]).write_bytes(b"BAD is not at its beginning, so it is text")
    prepare([*places, str(stand_in / "absent")], 40, lambda: None)
    assert calls(stand_in) == [2]
    assert [read(place).media for place in places] == ["rtf", "text", "rtf"]
    assert calls(stand_in) == [2]
    read(places[0])
    assert calls(stand_in) == [2, 1]


@posix
def test_a_build_goes_on_when_a_conversion_hangs(stand_in, monkeypatch) -> None:
    folder = stand_in / "raw"
    folder.mkdir()
    for name, text in (("a", "1"), ("b", "HANG"), ("c", "2")):
        (folder / f"{name}.rtf").write_bytes(RTF + text.encode() + b"}")
    monkeypatch.setenv("PATH", f"{stand_in}{os.pathsep}{os.environ['PATH']}")  # the worker is another process
    gx.build(folder, stand_in / "out", workers=1, limit=6, progress=False)
    rows = gx.connect(stand_in / "out").sql("select path, status, message from sources order by path").fetchall()
    assert [row[:2] for row in rows] == [("a.rtf", "no_report"), ("b.rtf", "unreadable"), ("c.rtf", "no_report")]
    assert "LibreOffice took more than 3 seconds" in rows[1][2]


# Binary office files


def ole(*streams: str, content: bytes = b"") -> bytes:
    """A file with streams of these names in its root, all of the same content."""
    free, end = 0xFFFFFFFF, 0xFFFFFFFE
    entries = [_entry("Root Entry", 5, 1)]
    for number, name in enumerate(streams, 1):
        entries.append(_entry(name, 2, free, number + 1 if number < len(streams) else free, start=8))
    entries += [b"\0" * 128] * (-len(entries) % 4)
    directory = b"".join(entries)
    sectors = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, sectors + 1), end]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<9I", 1, 1, 0, 4096, end, 0, end, 0, 0) + struct.pack("<108I", *[free] * 108)
    table += [free] * (128 - len(table))
    body = struct.pack("<128I", *table) + directory
    return header + body + b"\0" * (8 * 512 - len(body)) + content.ljust(512, b"\0")


def _entry(name: str, kind: int, child: int, right: int = 0xFFFFFFFF, start: int = 0) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return (
        head
        + struct.pack("<III", 0xFFFFFFFF, right, child if kind == 5 else 0xFFFFFFFF)
        + b"\0" * 36
        + struct.pack("<IQ", start, 5000)
    )


def test_the_streams_of_the_root_are_found() -> None:
    assert root_streams(ole("WordDocument", "1Table", "Data", "数据")) == dict.fromkeys(
        ("WordDocument", "1Table", "Data", "数据"), 9 * 512
    )


@pytest.mark.parametrize(
    ("streams", "media"),
    [
        (("Workbook", "CompObj"), "xls"),
        (("Book",), "xls"),
        (("WordDocument", "ObjectPool"), "doc"),
        (("CONTENTS",), "wps"),
    ],
)
def test_the_streams_say_whose_a_file_is(streams, media) -> None:
    assert program_of(ole(*streams)).media == media


@pytest.mark.parametrize(
    ("streams", "words"),
    [
        (("PowerPoint Document",), "a presentation"),
        (("EncryptionInfo", "EncryptedPackage"), "password"),
        (("Contents",), "a binary office file without a text"),
        ((), "a binary office file without a text"),
    ],
)
def test_other_binary_office_files_are_unsupported_and_say_what_they_are(streams, words) -> None:
    with pytest.raises(ReadError) as error:
        read(ole(*streams))
    assert words in str(error.value) and error.value.status == "unsupported"


def test_a_word_file_with_a_password_is_unsupported_without_a_call() -> None:
    information = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0, 0, 0x0100 | 0x0200)
    with pytest.raises(ReadError, match="without the password") as error:
        read(ole("WordDocument", "1Table", content=information))
    assert error.value.status == "unsupported"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_damaged_binary_office_files_are_read_or_refused(data) -> None:
    whole = bytearray(ole("WordDocument", "1Table", "Data", *(f"{n}" for n in range(12))))
    for at in data.draw(st.lists(st.integers(8, 2048), max_size=20)):
        whole[at] = data.draw(st.sampled_from((0, 1, 2, 0x7F, 0xFE, 0xFF)))
    cut = bytes(whole[: data.draw(st.one_of(st.just(len(whole)), st.integers(8, len(whole))))])
    begin = time.process_time()
    try:
        assert isinstance(root_streams(cut), dict)
    except ReadError as error:
        assert error.status == "unreadable"
    assert time.process_time() - begin < 1
