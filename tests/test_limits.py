"""Hostile files: each has a row in `sources` that says what is wrong, and costs the other files of a build nothing.

Workers that die, hang or take all memory are in test_builder; archives in more detail in test_archive, workbooks in
test_readers_sheet.
"""

import os
import time
import zlib
from pathlib import Path

import pytest
from archives import flagged, gzipped, link, overlapping, zipped
from test_builder import rows
from workbooks import sheet_xml, xlsx

import gxdata as gx
from gxdata.document import ReadError
from gxdata.metadata import verify
from gxdata.readers import KINDS, MAX_BYTES, read

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG = RAW / "003_fadade2108e27757.txt"
REPORT = LICHENG.read_bytes()
PDF_IS_READ = next(kind for kind in KINDS if kind.pattern.match(b"%PDF-1.4")).reader is not None
DOCX_IS_READ = next(kind for kind in KINDS if kind.pattern.match(b"PK\x03\x04\nword/")).reader is not None


def pdf(objects, trailer=""):
    """A PDF file of these objects (number → content), 1 its catalog."""
    body, places = b"%PDF-1.4\n", {}
    for number, content in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    count = max(places) + 1
    table = "".join(
        f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n" for number in range(count)
    )
    end = f"xref\n0 {count}\n{table}trailer\n<< /Root 1 0 R /Size {count} {trailer} >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode()


def pages(count):
    """A PDF file of so many pages."""
    text = "<< /Length 38 >>\nstream\nBT /F1 12 Tf 50 700 Td (page) Tj ET     \nendstream"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + count))
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources << /Font << /F1 4 0 R >> >> >>"
    )
    tree = f"<< /Type /Pages /Count {count} /Kids [{kids}] >>"
    return {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: tree,
        3: text,
        4: font,
        **dict.fromkeys(range(5, 5 + count), page),
    }


def encrypted_pdf():
    key = "A" * 32
    handler = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ({key}) /U ({key}) >>"
    return pdf({**pages(1), 9: handler}, f"/Encrypt 9 0 R /ID [<{'00' * 16}> <{'00' * 16}>]")


def docx(document):
    return zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document)])


LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
W = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
SPANS = b"<table>" + b"<tr><td rowspan=65534 colspan=1000>1<td rowspan=65534 colspan=1000>2" * 300 + b"</table>"
NONE = {"no_report"}
REFUSED = {"unreadable", "unsupported"}

# name → (bytes, or what makes them where that takes a while; the statuses that are right; words of the message)
HOSTILE = {
    "bomb.zip/0.txt": (lambda: zipped([("0.txt", b"0" * 30_000_000)]), REFUSED, "200 times the file"),
    "overlap.zip/00999": (lambda: overlapping(1_000, 10_000_000), REFUSED, "200 times the file"),
    "bomb.gz": (lambda: gzipped(b"0" * 30_000_000), REFUSED, "200 times the file"),
    "bomb.docx": (lambda: docx(W.format("0" * 30_000_000).encode()), REFUSED, "are read" if DOCX_IS_READ else "Word"),
    "bomb.xlsx": (lambda: xlsx(sheet_xml([["0" * 30_000_000]])), REFUSED, "200 times the file"),
    "many.zip": (lambda: zipped([(str(number), b"") for number in range(2_001)]), REFUSED, "2000 files"),
    "spans.html": (SPANS, NONE, "no annual report"),
    "laughs.html": ((LAUGHS + "<p>&a11;</p>").encode(), NONE, "no annual report"),
    "laughs.docx": (docx((LAUGHS + W.format("&a11;")).encode()), REFUSED | NONE, ""),
    "laughs.xlsx": (xlsx(LAUGHS + sheet_xml([["x"]]).partition("?>")[2]), REFUSED, "entities"),
    "outside.docx": (docx((OUTSIDE + W.format("&f;")).encode()), REFUSED | NONE, ""),
    "deep.html": (b"<div>" * 20_000 + b"x", NONE | REFUSED, ""),
    "deep.json": (b"[" * 200_000, NONE, "no annual report"),
    "pages.pdf": (lambda: pdf(pages(10_000)), REFUSED, "300" if PDF_IS_READ else "PDF"),
    "encrypted.pdf": (encrypted_pdf(), REFUSED, "password" if PDF_IS_READ else "PDF"),
    "cut.pdf": (pdf(pages(3))[:300], REFUSED, ""),
    "cut.zip": (zipped([("a.txt", REPORT)])[:-40], REFUSED, "damaged"),
    "cut.gz": (gzipped(os.urandom(2_000) * 5)[:-900], REFUSED, "damaged"),
    "cut.xlsx": (xlsx([["a"] * 9] * 9)[:900], REFUSED, ""),
    "secret.zip/a.txt": (flagged(zipped([("a.txt", REPORT)]), 1), REFUSED, "without a password"),
    "empty.html": (b"", REFUSED, "it is empty"),
    "blank.txt": (b" \n\t" * 99, REFUSED, "it is empty"),
    "noise.txt": (zlib.compress(REPORT) * 3, REFUSED, "not text"),
    "sparse.txt": (b"\0" * 3_000_000, REFUSED, "not text"),
    "links.zip/up": (zipped([(link("up"), b"/etc")]), REFUSED, "not followed"),
    "paths.zip/etc/cron.d/x": (zipped([("../../../../etc/cron.d/x", b"no report"), ("/etc/cron.d/y", b"nor this")]), NONE, "no annual report"),
}  # fmt: skip


def made(name):
    data = HOSTILE[name][0]
    return data if isinstance(data, bytes) else data()


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """path → (status, message) of a build of all of them, and of good files between them."""
    raw, out = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("tables")
    for name in HOSTILE:
        (raw / name.split("/")[0]).write_bytes(made(name))
    (raw / "a.txt").write_bytes(REPORT)
    (raw / "really.text.pdf").write_bytes((RAW / "001_d0847865937e94fe.txt").read_bytes())
    (raw / "really.page.docx").write_bytes("<html><body><p>鲤城区</p></body></html>".encode())
    (raw / "z.txt").write_bytes((RAW / "002_48a57cdf3499fdc3.txt").read_bytes())
    (raw / "out of it.txt").symlink_to("/etc/hostname")
    (raw / "out of it").symlink_to("/etc")
    with open(raw / "huge.txt", "wb") as huge:
        huge.truncate(MAX_BYTES + 1)
    gx.build(raw, out, workers=2, limit=20)
    assert verify(out) == []
    found = {path: rest for path, *rest in rows(out, "select path, status, message, reports from {sources}")}
    return found, {report[0] for report in rows(out, "select agency from {reports}")}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_has_a_row_with_a_clear_message(built, name):
    _, statuses, words = HOSTILE[name]
    status, message, reports = built[0][name]
    assert status in statuses and words in message and len(message) > 20 and reports == 0
    assert "internal error" not in message and "exit code" not in message and "seconds" not in message


def test_the_other_files_are_fine(built):
    found, agencies = built
    assert {name: found[name][0] for name in ("a.txt", "really.text.pdf", "z.txt")} == dict.fromkeys(
        ("a.txt", "really.text.pdf", "z.txt"), "parsed"
    )
    assert agencies == {"鲤城区人民政府", "鼓楼区信访局", "固原市信访局"}
    assert found["really.page.docx"][0] == "no_report"


def test_links_out_of_the_folder_are_not_followed(built):
    for name in ("out of it", "out of it.txt"):
        assert built[0][name][0] == "unreadable" and "not followed" in built[0][name][1]
    assert not any(path.startswith("out of it/") for path in built[0])


def test_a_file_that_is_too_large_is_not_read(built):
    assert built[0]["huge.txt"][0] == "unreadable" and "larger than 50 MB" in built[0]["huge.txt"][1]


def test_nothing_was_written_where_a_name_led(built):
    assert not Path("/etc/cron.d/x").exists() and not Path("/etc/cron.d/y").exists()


@pytest.mark.parametrize("name", [name for name in HOSTILE if "/" not in name])
def test_a_hostile_file_is_done_with_in_time_without_a_worker_too(name):
    data, began = made(name), time.process_time()
    try:
        document = read(data)
    except ReadError as error:
        assert len(str(error)) > 10
    else:
        assert "ha" * 1_000 not in "".join(getattr(block, "text", "") for block in document.blocks)
        assert Path("/etc/hostname").read_text().strip() not in {
            getattr(block, "text", "") for block in document.blocks
        }
    assert time.process_time() - began < 5
