"""Web archives (.mht), as Chrome, Word and Internet Explorer save them."""

import base64
import contextlib
import quopri

import pytest
from dialects import DIALECTS
from filled import HUAIAN_2024, LICHENG_2023, compare, parse_one
from hypothesis import given, settings
from hypothesis import strategies as st

import gxdata as gx
from gxdata.document import Grid, Paragraph, ReadError
from gxdata.readers import read

PAGE = DIALECTS["html_plain"](HUAIAN_2024)


def part(body, headers, encoding, newline=b"\r\n"):
    if encoding == "base64":
        body = base64.encodebytes(body)
    elif encoding == "quoted-printable":
        body = quopri.encodestring(body)
    head = [*headers, f"Content-Transfer-Encoding: {encoding}"]
    return newline.join(line.encode() for line in head) + newline * 2 + body.replace(b"\n", newline)


def archived(parts, head, boundary="----MultipartBoundary--x1y2----", newline=b"\r\n", end=True):
    mark = b"--" + boundary.encode()
    body = b"".join(mark + newline + each + newline for each in parts)
    lines = [line.format(boundary=boundary).encode() for line in head]
    return newline.join(lines) + newline * 2 + body + (mark + b"--" + newline if end else b"")


CHROME = (
    "From: <Saved by Blink>",
    "Snapshot-Content-Location: http://www.huaian.gov.cn/art/2025/1/27/art_1.html",
    "Subject: =?utf-8?Q?=E5=B9=B4=E6=8A=A5?=",
    "Date: Mon, 27 Jan 2025 10:00:00 -0000",
    "MIME-Version: 1.0",
    "Content-Type: multipart/related;",
    '\ttype="text/html";',
    '\tboundary="{boundary}"',
)
WORD = (
    "MIME-Version: 1.0",
    'Content-Type: multipart/related; boundary="{boundary}"',
    "",
    "This document is a Single File Web Page.",
)
IE = ("From: \"Saved by Windows Internet Explorer 8\"", "Subject: x", "Date: Sun, 2 Feb 2020 10:00:00 +0800", "MIME-Version: 1.0", 'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="{boundary}"')  # fmt: skip
HTML = ["Content-Type: text/html", "Content-Location: http://www.huaian.gov.cn/art/2025/1/27/art_1.html"]
STYLE = part(b"p { color: red }", ["Content-Type: text/css", "Content-Location: a.css"], "quoted-printable")
PICTURE = part(b"\x89PNG\r\n\x1a\n" * 40, ["Content-Type: image/png", "Content-Location: http://x/logo.png"], "base64")

FLAVOURS = {
    "chrome": archived([part(PAGE, ["Content-Type: text/html", "Content-ID: <frame-1@mhtml.blink>", *HTML[1:]], "quoted-printable"), STYLE, PICTURE], CHROME),
    "word": archived([part(PAGE, ["Content-Location: file:///C:/1/report.htm", 'Content-Type: text/html; charset="gb2312"'], "quoted-printable"), PICTURE], WORD, "----=_NextPart_01DB.1"),
    "word, base64, lines ended by LF": archived([part(PAGE, HTML, "base64", b"\n")], WORD, newline=b"\n"),
    "internet explorer": archived([part(PAGE.decode().encode("gb18030"), ['Content-Type: text/html;\n\tcharset="gb2312"'], "quoted-printable"), STYLE], IE),
    "8bit": archived([part(PAGE, HTML, "8bit")], CHROME),
    "binary in UTF-16": archived([part(PAGE.decode().encode("utf-16"), HTML, "base64")], CHROME),
    "end missing": archived([part(PAGE, HTML, "quoted-printable")], CHROME, end=False),
    "byte order mark": b"\xef\xbb\xbf\r\n" + archived([part(PAGE, HTML, "quoted-printable")], WORD),
    "root not first": archived([part(b"<p>frame", ["Content-Type: text/html", "Content-ID: <b>"], "7bit"), part(PAGE, ["Content-Type: text/html", "Content-ID: <a>"], "base64")], ["MIME-Version: 1.0", 'Content-Type: multipart/related; start="<a>"; boundary={boundary}'], "b"),
    "alternatives": archived([archived([part(b"as text", ["Content-Type: text/plain"], "7bit"), part(PAGE, HTML, "base64")], ['Content-Type: multipart/alternative; boundary="{boundary}"'], "inner"), PICTURE], CHROME),
}  # fmt: skip


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_web_archive_gives_the_figures_of_its_page(flavour):
    report = parse_one(FLAVOURS[flavour])
    assert compare(report, HUAIAN_2024.truth()) == []
    assert (report.agency, report.year) == ("淮安市人民政府", 2024)


def test_its_media_reader_and_places_are_those_of_the_page():
    document, page = read(FLAVOURS["internet explorer"]), read(PAGE)
    assert (document.media, document.reader) == ("mhtml", "mhtml gb18030")
    assert document.blocks == page.blocks and document.meta == page.meta


FRAMES = [
    ('<iframe src="cid:frame-2@mhtml.blink">', "Content-ID: <frame-2@mhtml.blink>"),
    ("<iframe width=1 src='http://x/t.html?a=1&amp;b=2'>", "Content-Location: http://x/t.html?a=1&b=2"),
    ("<FRAME SRC=inner/t.htm>", "Content-Location: file:///C:/r_files/inner/t.htm"),
]


@pytest.mark.parametrize(("tag", "header"), FRAMES)
def test_the_frames_of_a_page_are_read_after_it(tag, header):
    text = PAGE.decode()
    cut = text.index("<table")
    outer = (text[:cut] + tag).encode()
    inner = ("<html><body><p>数据<table><tr><td>a<td>b</table>" + text[cut:]).encode()
    unshown = part(
        b"<table><tr><td>no<td>no</table>", ["Content-Type: text/html", "Content-Location: http://x/ad.html"], "7bit"
    )
    data = archived(
        [part(outer, HTML, "base64"), unshown, part(inner, ["Content-Type: text/html", header], "base64")], CHROME
    )
    assert compare(parse_one(data), HUAIAN_2024.truth()) == []
    blocks = read(data).blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [grid.location.table for grid in grids] == list(range(1, len(grids) + 1))
    assert all(cell.location.table == grid.location.table for grid in grids for row in grid.rows for cell in row)
    assert [block.location.line for block in blocks if isinstance(block, Paragraph)] == [
        place for place, block in enumerate(blocks, 1) if isinstance(block, Paragraph)
    ]
    assert not any("no" in cell.text for grid in grids for row in grid.rows for cell in row)


def test_frames_that_show_each_other_are_read_once():
    one = part(
        b"<p>one</p><iframe src=b.html>", ["Content-Type: text/html", "Content-Location: http://x/a.html"], "7bit"
    )
    two = part(
        b"<p>two</p><iframe src=a.html><iframe src=b.html>",
        ["Content-Type: text/html", "Content-Location: http://x/b.html"],
        "7bit",
    )
    assert [block.text for block in read(archived([one, two], CHROME)).blocks] == ["one", "two"]


def test_documents_in_it_are_named():
    pdf = part(
        b"%PDF-1.4", ["Content-Type: application/pdf", "Content-Location: http://x/f/%E9%99%84%E8%A1%A8.pdf"], "base64"
    )
    doc = part(
        b"x", ["Content-Type: application/msword", 'Content-Disposition: attachment; filename="2024.doc"'], "base64"
    )
    page = part("<p>见<a href='t.xls'>统计表</a>".encode(), HTML, "8bit")
    assert read(archived([page, pdf, PICTURE, doc, STYLE], CHROME)).meta["attachments"] == "统计表; 附表.pdf; 2024.doc"


def test_one_without_a_page_is_unreadable():
    for data in (archived([PICTURE], CHROME), b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n"):
        with pytest.raises(ReadError, match="without a page") as refusal:
            read(data)
        assert refusal.value.status == "unreadable"


def test_text_that_speaks_of_it_is_text():
    assert read("Subject: 来信\n\n今天收到一封信，格式是 multipart。\n".encode()).media == "text"


def test_parts_within_parts_and_parts_without_number_end():
    data = b"x"
    for number in range(200):
        data = archived(
            [data], ["MIME-Version: 1.0", "Content-Type: multipart/related; boundary={boundary}"], f"b{number}"
        )
    with pytest.raises(ReadError):
        read(data)
    many = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 1_000_000
    with pytest.raises(ReadError):
        read(many)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(list(FLAVOURS.values())),
    st.lists(st.tuples(st.integers(0, 3_000), st.binary(min_size=1, max_size=12)), max_size=8),
    st.integers(20, 100_000),
)
def test_damage_never_ends_in_another_error(data, changes, end):
    changed = bytearray(data[:end])
    for place, piece in changes:
        changed[place % len(changed) : place % len(changed) + len(piece)] = piece
    with contextlib.suppress(ReadError):
        gx.parse(bytes(changed))


def test_two_archived_reports_are_not_mixed():
    other = DIALECTS["html_plain"](LICHENG_2023)
    data = archived(
        [
            part(PAGE, HTML, "base64"),
            part(other, ["Content-Type: text/html", "Content-Location: http://x/o.html"], "base64"),
        ],
        CHROME,
    )
    assert compare(parse_one(data), HUAIAN_2024.truth()) == []
