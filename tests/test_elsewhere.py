"""Pages whose tables are not in them: what is said of their attachments and pictures, and of what a browser saves."""

from pathlib import Path

import pytest
from archives import zipped
from dialects import DIALECTS
from filled import HUAIAN_2024
from test_builder import contents, rows, sources

import gxdata as gx
from gxdata.elsewhere import LINKED, attachments, by_file_name, pictures, whereabouts
from gxdata.readers import read
from gxdata.recognise import recognise

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
LICHENG = RAW / "003_fadade2108e27757.txt"
TITLE = "鲤城区人民政府2023年政府信息公开工作年度报告"
PAGE = "<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
TEXT = "<p>一、总体情况</p><p>全文见附件。</p><p>二、主动公开政府信息情况</p><p>详见附件。</p>"


def write(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def page(body, title=TITLE):
    return PAGE.format(title=title, body=body)


def said(html):
    """(attachments, pictures) of a page."""
    document = read(html.encode())
    reports = recognise(document, "x")
    return attachments(document, reports), pictures(document, reports)


def test_a_page_names_its_attachment_and_whether_it_is_there(tmp_path):
    links = '<a href="./annexes/%E6%8A%A5%E5%91%8A.pdf?v=1">附件：报告.pdf</a><a href="http://www.example.org/P02.doc">统计表.doc</a>'
    raw = write(
        tmp_path / "raw", {"p/a.html": page(TEXT + links), "p/b.html": page(links), "p/annexes/报告.pdf": b"%PDF-1.4"}
    )
    gx.build(raw, tmp_path / "out")
    found = sources(tmp_path / "out")
    where = "附件：报告.pdf (among the inputs: p/annexes/报告.pdf), 统计表.doc (not among the inputs: fetch it)"
    assert found["p/a.html"][0] == "partial" and found["p/a.html"][1].endswith(f"; {LINKED}{where}")
    assert "no such table" in found["p/a.html"][1]
    assert found["p/b.html"][0] == "no_report" and found["p/b.html"][1].endswith(f"; {LINKED}{where}")
    (raw / "p" / "annexes" / "报告.pdf").unlink()
    write(raw, {"else/P02.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600})
    gx.build(raw, tmp_path / "out")
    where = "附件：报告.pdf (not among the inputs: fetch it), 统计表.doc (among the inputs: else/P02.doc)"
    assert sources(tmp_path / "out")["p/a.html"][1].endswith(where)
    gx.build(raw, tmp_path / "anew")
    assert contents(tmp_path / "out") == contents(tmp_path / "anew")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()}
    gx.build(raw, tmp_path / "out")
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").iterdir()} == before


NAMES = by_file_name(["a/x.pdf", "b/x.pdf", "b/deep/x.pdf", "b/deep/page_files/x.pdf", "c/y.pdf"])


@pytest.mark.parametrize(
    ("page_at", "link", "where"),
    [
        ("b/page.html", ["X", "x.pdf"], "b/x.pdf"),
        ("b/deep/page.html", ["X", "./page_files/x.pdf"], "b/deep/page_files/x.pdf"),
        ("b/deep/page.html", ["X", "http://h/x.pdf"], "b/deep/page_files/x.pdf"),
        ("z/page.html", ["X", "/x.pdf#page=1"], "a/x.pdf"),
        ("z/page.html", ["X", "../b/x.pdf"], "b/x.pdf"),
        ("z/page.html", ["y.pdf", "http://h/download.php?id=y.pdf"], "c/y.pdf"),
        ("page.html", ["Y", "y.pdf"], "c/y.pdf"),
    ],
)
def test_the_nearest_file_of_the_name_is_meant(page_at, link, where):
    assert f"(among the inputs: {where})" in whereabouts(page_at, [link], NAMES)


def test_a_link_to_nothing_is_named_all_the_same():
    assert (
        whereabouts("a.html", [["", "http://["], ["W", ""]], NAMES)
        == f"; {LINKED}[ (not among the inputs: fetch it), W (not among the inputs: fetch it)"
    )
    many = whereabouts("a.html", [[str(number), f"{number}.pdf"] for number in range(9)], NAMES)
    assert many.endswith(", and 4 more") and whereabouts("a.html", [], NAMES) == ""


def test_pages_with_tables_and_pages_about_other_things_say_nothing():
    with_table = DIALECTS["html_plain"](HUAIAN_2024).decode().replace("</body>", "<a href=x.pdf>附件</a><img></body>")
    assert said(with_table) == ([], "")
    assert said(page("<p>今日菜单</p><a href=menu.pdf>菜单</a><img>", "食堂")) == ([], "")
    assert said(page("<p>今日菜单</p><a href=x.pdf>2023年政府信息公开年报</a>", "食堂"))[0] == [
        ["2023年政府信息公开年报", "x.pdf"]
    ]


def test_a_page_of_pictures_says_so(tmp_path):
    assert said(page(TEXT + "<img src=1.png><img src=2.png>")) == ([], "; its tables may be pictures (it has 2 images)")
    assert said(page("<img src=1.png>"))[1] == "; its tables may be pictures (it has 1 image)"
    raw = write(tmp_path / "raw", {"a.html": page(TEXT + "<img src=1.png>")})
    gx.build(raw, tmp_path / "out")
    assert sources(tmp_path / "out")["a.html"][1].endswith("; its tables may be pictures (it has 1 image)")
    assert gx.build(raw, tmp_path / "out").reused == 1


def test_what_a_page_calls_its_attachments_itself_is_not_believed():
    head = '<meta name="links" content="x"><meta name="images" content="99"><meta name="attachments" content="y">'
    meta = read(f"<html><head>{head}</head><body><p>a</body></html>".encode()).meta
    assert not {"links", "images", "attachments"} & meta.keys()


RESOURCES = {
    "app.js": "(function(){var a=1;document.write('信息公开');})();" * 200,
    "site.css": "body{margin:0}.x{color:#fff}" * 100,
    "favicon.ico": b"\0\0\1\0\1\0\x10\x10\0\0\1\0\x20\0" + bytes(range(256)) * 4,
    "font.woff2": b"wOF2\0\1\0\0" + bytes(range(256)) * 4,
    "font.ttf": b"\0\1\0\0\0\x0f\0\x80" + bytes(range(256)) * 4,
    "film.mp4": b"\0\0\0\x20ftypisom" + bytes(range(256)) * 4,
    "logo.svg": '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>',
    "data.json": '{"a": [1, 2, 3]}',
}


def test_what_a_browser_saves_beside_a_page_is_no_report(tmp_path):
    files = {
        "page.html": DIALECTS["html_plain"](HUAIAN_2024),
        **{f"page_files/{name}": data for name, data in RESOURCES.items()},
    }
    gx.build(write(tmp_path / "raw", files), tmp_path / "out")
    found = {path: status for path, (status, _) in sources(tmp_path / "out").items()}
    assert found == {"page.html": "parsed", **{f"page_files/{name}": "no_report" for name in RESOURCES}}


def test_a_page_and_its_attachment_in_an_archive(tmp_path):
    bundle = zipped(
        [("a.html", page(TEXT + "<a href=报告.txt>x</a><a href=b.pdf>b</a>").encode()), ("b.pdf", b"%PDF-1.4")]
    )
    gx.build(write(tmp_path / "raw", {"x.zip": bundle, "y.txt": LICHENG.read_bytes()}), tmp_path / "out")
    message = rows(tmp_path / "out", "select message from {sources} where path = 'x.zip/a.html'")[0][0]
    assert message.endswith(f"; {LINKED}b (among the inputs: x.zip/b.pdf)")
