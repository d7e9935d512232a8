"""The page that shows how a file was read: every cell of the form beside its place, nothing of a file as markup."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser

import dialects
import pytest
from browser import CHROMIUM, Browser
from filled import HUAIAN_2024, moderate
from hypothesis import given
from hypothesis import strategies as st
from truth import LICHENG_2023, RAW, SHANGHAI_OFFICE_2019, SHARED

from gxdata.checks import Finding
from gxdata.cli import main
from gxdata.document import Box, Cell, Document, Grid, Location, Paragraph
from gxdata.evidence import evidence
from gxdata.explained import page
from gxdata.readers import read
from gxdata.recognise import recognise

LICHENG = RAW / "003_fadade2108e27757.txt"
DAMAGED = RAW / "000_b46f8e6762a8fa2a.txt"
VOID = {"meta", "br"}
REFUSED_SECRET_TOTAL = "r1-requests-refused_state_secret-total"


class Parsed(HTMLParser):
    """A page's elements: name, attributes and text; what is open closes in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        self.close()
        assert not self.open
        self.ids = {
            attributes["id"]: (name, attributes, "".join(parts))
            for name, attributes, parts in self.elements
            if attributes.get("id")
        }

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        element = (tag, dict(attrs), list[str]())
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        for name, _, parts in self.open:
            if name not in ("script", "style") or self.open[-1][0] == name:
                parts.append(data)

    def of(self, tag: str) -> list[tuple[str, dict[str, str | None], list[str]]]:
        return [element for element in self.elements if element[0] == tag]

    def text(self, id: str) -> str:
        return re.sub(r"^line \d+ ", "", self.ids[id][2]).strip()

    def sources(self, id: str) -> list[str]:
        """The texts of what a cell of the form was read from."""
        return [self.text(target) for target in (self.ids[id][1].get("data-to") or "").split()]


def made(document: Document, lang: str = "zh") -> str:
    return page(document, recognise(document, "0123456789abcdef"), "report.html", lang)


def explained(path, lang: str = "zh") -> Parsed:
    return Parsed(made(read(path), lang))


def boxed(document: Document) -> Document:
    """The same with every paragraph and cell in a box of a page: a column 40 points wide, a line 16 high."""
    blocks: list[Paragraph | Grid] = []
    top = 20.0
    for block in document.blocks:
        page, y = 1 + int(top // 800), top % 800
        if isinstance(block, Paragraph):
            blocks.append(Paragraph(block.text, Location(page=page, box=Box(40, y, 550, y + 14))))
            top += 16
            continue
        rows = []
        for row in block.rows:
            page, y = 1 + int(top // 800), top % 800
            boxes = [Box(40 + 40 * cell.column, y, 40 + 40 * (cell.column + cell.colspan), y + 16) for cell in row]
            rows.append(
                [
                    cell._replace(location=cell.location._replace(page=page, box=box))
                    for cell, box in zip(row, boxes, strict=True)
                ]
            )
            top += 16
        blocks.append(Grid(rows, block.kind, block.location))
    return Document(blocks, "pdf", "pdf", pages=[(700.0, 820.0)] * (1 + int(top // 800)))


HUAIAN = dialects.page(HUAIAN_2024)
HUAIAN_HTML = dialects.html_plain(HUAIAN).encode()


# ── Ties ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_cell_of_a_real_report_is_tied_to_the_figure_typed_from_its_page():
    page = explained(LICHENG)
    for (section, item, measure), printed in LICHENG_2023.items():
        assert page.sources(f"r1-{section}-{item}-{measure}") == [printed], (section, item, measure)
    assert "line 83 field 1" in (page.ids["at-l83f1"][1]["title"] or "") and page.text("at-l83f1") == "91"


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the shared cases are not there")
def test_blank_cells_of_a_page_are_tied_to_the_blanks():
    page = explained(SHARED / "cases" / "shanghai_office_2019_html" / "source.html")
    for (section, item, measure), printed in SHANGHAI_OFFICE_2019.items():
        (source,) = page.sources(f"r1-{section}-{item}-{measure}")
        assert source == printed, (section, item, measure)


@pytest.mark.parametrize(
    "dialect", [dialects.html_plain, dialects.lines, dialects.spaced, dialects.piped, dialects.markdown]
)
def test_every_cell_is_tied_to_its_own_print_in_every_layout(dialect):
    page = Parsed(made(read(dialect(HUAIAN).encode())))
    for (section, item, measure), printed in HUAIAN_2024.cells.items():
        assert page.sources(f"r1-{section}-{item}-{measure}") == [printed], (section, item, measure)


def test_cells_of_glued_figures_are_tied_to_the_run_of_their_row():
    page = Parsed(made(read(dialects.glued(HUAIAN).encode())))
    for item, run in (("new", "3001530061431 19"), ("granted", "1288210050313 62")):
        (source,) = page.sources(f"r1-requests-{item}-total")
        assert source.rstrip("*?") == run.replace(" ", "")
    assert len({page.ids[f"r1-requests-{item}-total"][1]["data-to"] for item in ("new", "carried_in", "granted")}) == 3


def test_ties_go_both_ways_and_every_link_has_its_end():
    for path in (LICHENG, DAMAGED):
        page = explained(path)
        links = [attributes["href"] for _, attributes, _ in page.of("a")]
        assert len(links) > 400 and all(link and link.startswith("#") and link[1:] in page.ids for link in links)
        ids = [attributes["id"] for _, attributes, _ in page.elements if attributes.get("id")]
        assert len(ids) == len(set(ids))
        for id, (_, attributes, _) in page.ids.items():
            for target in (attributes.get("data-to") or "").split():
                back = (page.ids[target][1].get("data-to") or "").split()
                assert id in back or id.startswith("at-"), (
                    id,
                    target,
                )  # a row's label goes to cells that go to figures


def test_a_row_whose_figures_are_too_few_is_tied_to_all_of_them():
    page = explained(DAMAGED)
    assert page.sources("r1-requests-refused_law-natural_person") == ["0*"] * 6


def test_pages_are_drawn_with_each_box_at_its_place():
    document = boxed(read(HUAIAN_HTML))
    page = Parsed(made(document))
    assert [attributes["viewbox"] for _, attributes, _ in page.of("svg")] == ["0 0 700.0 820.0"] * len(document.pages)
    for (section, item, measure), printed in HUAIAN_2024.cells.items():
        (target,) = (page.ids[f"r1-{section}-{item}-{measure}"][1]["data-to"] or "").split()
        name, _, text = page.ids[target]
        assert name == "g" and text.endswith(printed), (section, item, measure)
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    x, y = (f"{edge:.1f}" for edge in grid.rows[2][0].location.box[:2])
    assert any((attributes.get("x"), attributes.get("y")) == (x, y) for _, attributes, _ in page.of("rect"))


def test_a_page_of_unknown_size_is_as_large_as_its_boxes_need():
    place = Location(page=1, box=Box(10, 20, 300, 36))
    (svg,) = Parsed(made(Document([Paragraph("字", place)], "pdf", "pdf"))).of("svg")
    assert svg[1]["viewbox"] == "0 0 324.0 60.0"


@pytest.mark.parametrize(
    "box", [Box(float("nan"), 0, 1, 1), Box(0, 0, float("inf"), 1), Box(5, 5, 1, 1), Box(0, 0, 1e9, 1)]
)
def test_a_box_that_is_none_is_not_drawn_but_its_text_is_there(box):
    page = Parsed(made(Document([Paragraph("有字", Location(page=1, box=box))], "pdf", "pdf")))
    assert not page.of("svg") and any("有字" in "".join(text) for _, _, text in page.of("p"))


def test_a_text_in_a_box_is_broken_and_shrunk_until_it_fits():
    place = Location(page=1, box=Box(0, 0, 100, 40))
    lines = Parsed(made(Document([Paragraph("政府信息公开" * 6, place)], "pdf", "pdf"))).of("text")
    assert "".join("".join(text) for _, _, text in lines) == "政府信息公开" * 6
    sizes = {float(attributes["font-size"] or 0) for _, attributes, _ in lines}
    assert len(sizes) == 1 and all(float(attributes["y"] or 0) <= 41 for _, attributes, _ in lines)
    assert all(len("".join(text)) * sizes.copy().pop() <= 100 for _, _, text in lines)


def test_a_title_on_two_lines_is_found_in_the_first_long_one():
    text = HUAIAN_HTML.decode().replace("市人民政府2024年政府", "市人民政府</h1><h1>2024年政府", 1)
    assert text.count("<h1>") == 2
    page = Parsed(made(read(text.encode()), "en"))
    (row,) = [text for name, _, text in page.of("tr") if "".join(text).startswith("title")]
    assert "".join(row).endswith("2024年政府信息公开工作年度报告")


def test_doubtful_cells_are_marked_by_more_than_colour():
    cell = Cell("12", Location(page=1, table=1, row=1, column=1, box=Box(0, 0, 40, 16)), 0, doubt=True)
    page = Parsed(made(Document([Grid([[cell]], "cells", Location(page=1, table=1))], "image", "ocr")))
    (_, attributes, _) = page.ids["at-p1t1r1c1"]
    assert "doubt" in (attributes["class"] or "") and page.text("at-p1t1r1c1").endswith("12?")


# ── Why ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_cell_says_why_on_the_page_and_in_the_terminal(capsys):
    page = explained(DAMAGED)
    why = "属于国家秘密：应有 7 个数，读到 6 个（0 | 0 | 0 | 0 | 0 | 0）。"
    assert page.text(REFUSED_SECRET_TOTAL) == "?" and why in (page.ids[REFUSED_SECRET_TOTAL][1]["title"] or "")
    assert "gx-lost" in (page.ids[REFUSED_SECRET_TOTAL][1]["class"] or "")
    (lost,) = [text for _, _, text in page.of("details") if "不能判读的单元格及原因: 1" in "".join(text)]
    assert why in "".join(lost)
    assert main(["explain", str(DAMAGED)]) == 0
    printed = capsys.readouterr().out
    start = printed.index("lost cells, and why:")
    assert printed[start:].startswith("lost cells, and why:\n  requests refused_state_secret: total\n    " + why)


def test_a_missing_row_is_lost_and_says_so(tmp_path):
    text = LICHENG.read_text("utf8")
    start, end = text.index("1.属于国家秘密"), text.index("2.其他法律行政法规禁止公开")
    (tmp_path / "a.txt").write_text(text[:start] + text[end:], "utf8")
    page = explained(tmp_path / "a.txt", "en")
    assert "state secret: this row was not found; its cells are lost." in (
        page.ids[REFUSED_SECRET_TOTAL][1]["title"] or ""
    )
    assert page.sources(REFUSED_SECRET_TOTAL) == []


def test_a_sum_that_fails_is_outlined_with_its_text(tmp_path):
    (tmp_path / "92.txt").write_text(LICHENG.read_text("utf8").replace("\n91 |\n", "\n92 |\n"), "utf8")
    page = explained(tmp_path / "92.txt")
    _, attributes, text = page.ids["r1-requests-new-total"]
    assert "≠" in text and "gx-failed" in (attributes["class"] or "") and "不等" in (attributes["title"] or "")
    assert page.sources("r1-requests-new-total") == ["92"]


STRAY = "<tr><td>其中：网络申请</td>" + "<td>777</td>" * 8 + "</tr>"
ASIDE = "<table><tr><td>网站访问量</td><td>888</td></tr></table>"


def with_strays() -> bytes:
    text = HUAIAN_HTML.decode()
    at = text.index("</tr>", text.index("上年结转")) + 5
    return (text[:at] + STRAY + text[at:]).replace("</body>", ASIDE + "</body>").encode()


def test_figures_that_no_form_took_are_listed_and_marked(tmp_path, capsys):
    document = read(with_strays())
    reports = recognise(document)
    left = evidence(document, reports).left_over
    assert [(each.kind, each.figures) for each in left] == [("row", ("777",) * 8), ("grid", ("888",))]
    page = Parsed(made(document))
    assert sum("∅" in "".join(text) for _, _, text in page.of("td")) == 9
    (over,) = [text for _, _, text in page.of("details") if "未被采用的数与表: 2" in "".join(text)]
    assert "网站访问量" in "".join(over) and "777 | 777" in "".join(over)
    (tmp_path / "a.html").write_bytes(with_strays())
    assert main(["explain", str(tmp_path / "a.html")]) == 0
    printed = capsys.readouterr().out
    assert "left over (figures and grids that no form took): 2\n  row at table " in printed and "[888]" in printed


def test_nothing_is_left_over_of_a_report_that_holds_only_its_form():
    document = read(HUAIAN_HTML)
    assert evidence(document, recognise(document)).left_over == []


def test_the_page_says_who_and_when_and_where_that_stands():
    page = explained(LICHENG)
    table = next(text for _, _, text in page.of("table") if "文中首见" in "".join(text))
    assert all(word in "".join(table) for word in ("鲤城区人民政府", "2023", "泉鲤政办〔2024〕3号", "line 1"))


# ── The page ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_asks_for_nothing_and_runs_only_its_own_script():
    text = made(read(LICHENG))
    parsed = Parsed(text)
    ((_, _, script),) = parsed.of("script")
    policy = next(
        a["content"] or "" for _, a, _ in parsed.of("meta") if a.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256("".join(script).encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy and policy.startswith("default-src 'none'")
    assert not re.search(r"url\(|@import|\bsrc=|<link|<iframe|<img|<form", text) and len(text.encode()) < 400_000


NASTY = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</text></svg><b>",
    "</title></style><i>",
    "&lt;u&gt;",
    "]]>--><!--",
]


def spoiled(document: Document, nasty: str) -> Document:
    """The document with hostile words in every place that a file has a say in."""
    blocks: list[Paragraph | Grid] = [
        Paragraph(nasty, Location(page=1, box=Box(0, 0, 99, 99))),
        Grid([[Cell(nasty, Location(table=99, row=1, column=1), 0), Cell("777", Location(table=99, row=1, column=2), 1)]], nasty, Location(table=99)),
    ]  # fmt: skip
    for block in document.blocks:
        if isinstance(block, Grid):
            block.rows = [
                [cell._replace(text=cell.text.replace("规章", f"规章 {nasty}")) for cell in row] for row in block.rows
            ]
            blocks.append(block)
        else:
            blocks.append(block._replace(text=block.text.replace("一、总体情况", f"一、总体情况{nasty}")))
    return Document(blocks, nasty, nasty, {"title": nasty}, [nasty])


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_of_a_file_becomes_markup(nasty, lang):
    plain, hostile = (
        Parsed(page(document, reports, name, lang))
        for document, name in (
            (spoiled(boxed(read(HUAIAN_HTML)), "x"), "x"),
            (spoiled(boxed(read(HUAIAN_HTML)), nasty), nasty),
        )
        for reports in [recognise(document, name)]
    )
    for report_like in (plain, hostile):
        assert len(report_like.of("script")) == 1
    assert {name for name, _, _ in hostile.elements} == {name for name, _, _ in plain.elements}
    assert {key for _, attributes, _ in hostile.elements for key in attributes} == {
        key for _, attributes, _ in plain.elements for key in attributes
    }
    assert all(re.fullmatch(r"[\w.-]+", id) for id in hostile.ids) and hostile.ids.keys() == plain.ids.keys()
    assert sum(nasty in "".join(text) for _, _, text in hostile.elements) > 8  # it is there, as text


def test_hostile_words_in_a_reports_findings_and_cells_stay_words():
    document = read(HUAIAN_HTML)
    pages = []
    for words in ("x", NASTY[0]):
        (report,) = recognise(document, words)
        report.title = report.agency = report.province = report.index_number = words
        said = {"raw": words, "unit": words, "location": words, "value": None}
        report.cell_rows = [
            cell._replace(state=("text", "lost")[place % 2], **said) for place, cell in enumerate(report.cell_rows)
        ]
        report.finding_rows = [
            Finding(words, kind, "requests", "new", "", words, words, f"{words} / {words}")
            for kind in ("error", "warning", "note")
        ]
        report.chapter_rows = [part._replace(heading=words) for part in report.chapter_rows]
        pages.append(Parsed(page(document, [report], words)))
    plain, hostile = pages
    assert [name for name, _, _ in plain.elements] == [name for name, _, _ in hostile.elements]
    assert [attributes.keys() for _, attributes, _ in plain.elements] == [
        attributes.keys() for _, attributes, _ in hostile.elements
    ]


def test_the_same_file_gives_the_same_bytes_whatever_the_hash_seed(tmp_path):
    (tmp_path / "a.html").write_bytes(with_strays())
    code = "import sys; from gxdata.cli import main; sys.exit(main(sys.argv[1:]))"
    pages = []
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.out"
        command = [sys.executable, "-c", code, "explain", str(tmp_path / "a.html"), "--html", str(out)]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True, stdout=subprocess.DEVNULL)
        pages.append(out.read_bytes())
    assert pages[0] == pages[1] and str(tmp_path).encode() not in pages[0]


def test_each_report_of_a_file_has_its_form_and_its_own_places():
    second = HUAIAN_HTML.decode().replace("2024年政府信息公开", "2023年政府信息公开").replace(">3119<", ">3120<")
    document = read((HUAIAN_HTML.decode().replace("</body></html>", "") + second[second.index("<h1") :]).encode())
    page = Parsed(made(document))
    assert page.sources("r1-requests-new-total") == ["3119"] and page.sources("r2-requests-new-total") == ["3120≠"[:4]]
    assert sum("文中首见" in "".join(text) for _, _, text in page.of("table")) == 2


def test_a_huge_file_is_bounded_and_what_is_left_out_is_said():
    huge = Grid(
        [[Cell("9" * 9, Location(table=98, row=row, column=1), 0)] for row in range(1, 8_001)],
        "cells",
        Location(table=98),
    )
    document = read(HUAIAN_HTML)
    lines = [Paragraph(f"第{number}句话。", Location(line=10_000 + number)) for number in range(24_000)]
    document.blocks = [*lines[:12_000], huge, *document.blocks, *lines[12_000:]]
    text = made(document, "en")
    assert len(text.encode()) < 3_000_000
    out = sum(map(int, re.findall(r"(\d+) paragraphs or cells without a part", text)))
    shown = len(set(re.findall(r'id="(at-[^"]+)"', text)))
    pieces = sum(sum(map(len, block.rows)) if isinstance(block, Grid) else 1 for block in document.blocks)
    assert shown + out == pieces
    page = Parsed(text)
    for (section, item, measure), printed in HUAIAN_2024.cells.items():
        assert page.sources(f"r1-{section}-{item}-{measure}") == [printed]


def test_a_long_paragraph_is_cut_and_says_by_how_much():
    text = made(Document([Paragraph("字" * 25_000, Location(line=1))], "text", "text utf-8"), "en")
    assert "(5000 characters left out)" in text and text.count("字") == 20_000


COORDINATE = st.none() | st.integers(1, 2)
BOX = st.none() | st.builds(Box, *[st.floats(0, 99)] * 4)
LOCATION = st.builds(Location, *[COORDINATE] * 6, BOX)
TEXT = st.text("一二规章总计019 |/—\n<>&\"'", max_size=12)
CELL = st.builds(Cell, TEXT, LOCATION, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.booleans())
GRID = st.builds(
    Grid, st.lists(st.lists(CELL, max_size=4), max_size=3), st.sampled_from(["cells", "fields", "stream"]), LOCATION
)
PARAGRAPH = st.builds(Paragraph, TEXT.filter(str.strip), LOCATION)


@moderate
@given(st.lists(PARAGRAPH | GRID, max_size=6))
def test_any_document_gives_a_page_of_which_every_id_is_one(blocks):
    form = read(HUAIAN_HTML).blocks
    page = Parsed(made(Document([*blocks, *form, *blocks], "html", "html")))  # places that are there twice, too
    ids = [attributes["id"] for _, attributes, _ in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert all((attributes["href"] or "")[1:] in page.ids for _, attributes, _ in page.of("a"))


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        page(Document([], "text", "text"), [], "a", "fr")


# ── The command ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_without_a_report_is_shown_as_read_and_ends_with_3(tmp_path, capsys):
    (tmp_path / "menu.txt").write_text("今日菜单：青菜豆腐。", "utf8")
    assert main(["explain", str(tmp_path / "menu.txt"), "--html", str(tmp_path / "menu.html")]) == 3
    assert "no annual report" in capsys.readouterr().err
    text = (tmp_path / "menu.html").read_text("utf8")
    assert "今日菜单：青菜豆腐。" in text and "文件中未见年度报告。" in text


def test_an_empty_document_says_so():
    assert "nothing was read from the file" in made(Document([], "pdf", "pdf"), "en")


def test_the_page_is_written_in_the_language_asked_for(tmp_path, capsys):
    out = tmp_path / "out.html"
    assert main(["explain", str(LICHENG), "--html", str(out), "--lang", "en"]) == 0
    assert capsys.readouterr().out.startswith(f"{out}: 1 report, ")
    text = out.read_text("utf8")
    assert '<html lang="en">' in text and "Which row became which" in text and "行的对应" not in text


def test_the_file_itself_is_never_overwritten(tmp_path, capsys):
    (tmp_path / "a.txt").write_bytes(LICHENG.read_bytes())
    assert main(["explain", str(tmp_path / "a.txt"), "--html", str(tmp_path / "." / "a.txt")]) == 3
    assert "name another" in capsys.readouterr().err and (tmp_path / "a.txt").read_bytes() == LICHENG.read_bytes()
    assert main(["explain", str(tmp_path / "a.txt"), "--html", str(tmp_path / "no" / "a.html")]) == 3
    assert "cannot be written" in capsys.readouterr().err


# ── In a browser ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    browser = Browser()
    yield browser
    browser.close()


LIT = "[...document.querySelectorAll('.on')].map(lit => lit.id).sort()"


def written(tmp_path, document):
    path = tmp_path / "page.html"
    path.write_text(made(document), "utf8")
    return path


def test_in_chromium_a_click_on_a_cell_lights_up_its_place_and_back(browser, tmp_path):
    path = written(tmp_path, read(LICHENG))
    browser.open(path)
    browser.point("r1-requests-new-total", click=True)
    assert browser.ask(LIT) == ["at-l83f1", "r1-requests-new-total"] and browser.ask("location.hash") == "#at-l83f1"
    seen = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.getElementById('at-l83f1').getBoundingClientRect())"
    assert browser.ask(seen) and "91" in browser.ask("document.getElementById('say').textContent")
    browser.point("at-l121f1", click=True)  # the total of state secrets
    assert (
        browser.ask(LIT) == ["at-l121f1", REFUSED_SECRET_TOTAL]
        and browser.ask("location.hash") == f"#{REFUSED_SECRET_TOTAL}"
    )
    assert browser.requests() == [path.absolute().as_uri()] and browser.complaints() == []


def test_in_chromium_pointing_and_the_keyboard_do_the_same(browser, tmp_path):
    browser.open(written(tmp_path, read(LICHENG)))
    browser.point("r1-requests-new-total")
    assert browser.ask(LIT) == ["at-l83f1", "r1-requests-new-total"] and browser.ask("location.hash") == ""
    browser.ask("document.querySelector('#r1-requests-new-natural_person a').focus()")
    assert browser.ask(LIT) == ["at-l77f1", "r1-requests-new-natural_person"]
    browser.press("Tab", 9)
    assert browser.ask(LIT) == ["at-l78f1", "r1-requests-new-business"]
    browser.press("Enter", 13)
    assert browser.ask("location.hash") == "#at-l78f1" and browser.complaints() == []


def test_in_chromium_a_link_to_a_cell_shows_its_place_in_a_drawn_page(browser, tmp_path):
    path = written(tmp_path, boxed(read(HUAIAN_HTML)))
    browser.open(path, "#r1-requests-concluded-total")
    lit = browser.ask("[...document.querySelectorAll('svg .on text')].map(text => text.textContent)")
    assert lit == [HUAIAN_2024.cells["requests", "concluded", "total"]]
    seen = "(r => r.top >= 0 && r.bottom <= innerHeight)(document.querySelector('svg .on').getBoundingClientRect())"
    assert browser.ask(seen) and browser.complaints() == []


def test_in_chromium_hostile_words_run_nothing_and_fetch_nothing(browser, tmp_path):
    document = boxed(read(HUAIAN_HTML))
    for nasty in NASTY:
        document = spoiled(document, nasty)
    path = written(tmp_path, document)
    browser.open(path)
    assert browser.ask("document.querySelectorAll('img, script, b > script, form, iframe').length") == 1
    assert browser.requests() == [path.absolute().as_uri()] and browser.complaints() == []
