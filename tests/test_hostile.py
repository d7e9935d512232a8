"""Any bytes give reports or a ReadError, soon; and damage to one row never makes another row's figures wrong."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from dialects import DIALECTS, Box, Page, Sheet, page
from filled import (
    HONGZE_2023,
    HUAIAN_2024,
    LICHENG_2023,
    LUOJIANG_2020,
    PINGTAN_2020,
    Filled,
    Key,
    filled_forms,
    moderate,
    wrong,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import gxdata as gx
from gxdata.forms import BY_ID

ROOT = Path(__file__).parent.parent
SECONDS = 5
hostile = settings(moderate, max_examples=40)


def parse(data: bytes) -> list[Any]:
    """The reports of a file, which may be none; a ReadError is none. Anything else that is raised is a failure."""
    start = time.process_time()
    try:
        reports = gx.parse(data)
    except gx.ReadError as error:
        assert str(error)
        assert error.status in ("unreadable", "unsupported")
        reports = []
    assert time.process_time() - start < SECONDS
    assert isinstance(reports, list)
    assert all(isinstance(report, gx.Report) for report in reports)
    return reports


# ── Bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────

SEEDS = {
    name: DIALECTS[name](HUAIAN_2024)
    for name in ("tabbed", "piped", "glued", "markdown_split", "html_word", "html_layout")
}
SEEDS |= {path.name: path.read_bytes() for path in sorted((ROOT / "data" / "raw").glob("0*.txt"))}
SEEDS |= {
    f"{path.parent.name}{path.suffix}": path.read_bytes()
    for path in sorted((ROOT.parent / "shared" / "cases").glob("*/source.*"))
    if path.suffix in (".txt", ".html", ".docx")
}
PIECES = [
    *("0", "1", " |", "|", "\t", "\n", "\u3000", "总计", "其他", "行政许可", "自然人", "（一）予以公开", "一、总体情况", "结果维持"),
    *("二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "2023年政府信息公开工作年度报告", "本年新收政府信息公开申请数量"),
    *("<table>", "</table>", "<tr>", "<td>", "<td colspan=99999>", "<td rowspan=-1>", "</td>", "<p>", "<script>", "&#x110000;", "&nbsp;"),
    *("9" * 400, "1,2,3", "-", "/", "..", "1e999", "Ⅷ", "٣", "²", "½", "㈠", "\u200b", "\ufeff", "\x00", "\ud7ff", "𠀀"),
]  # fmt: skip


@hostile
@given(st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    parse(data)


@hostile
@given(st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0",
                        b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"<!DOCTYPE html>", b"<?xml version='1.0'?>", b"GIF89a", b"%!PS", b"Rar!\x1a\x07"]),
       st.binary(max_size=500))  # fmt: skip
def test_any_bytes_after_a_known_beginning_are_read_or_refused(
    magic: bytes, data: bytes
) -> None:  # RTF: test_readers_office
    parse(magic + data)


@hostile
@given(st.text(max_size=2000))
def test_any_text_is_read_or_refused(text: str) -> None:
    parse(text.encode("utf-8", "replace"))


@hostile
@given(st.lists(st.sampled_from(PIECES), max_size=200).map("".join))
def test_any_heap_of_the_forms_words_is_read_or_refused(text: str) -> None:
    parse(text.encode("utf-8", "replace"))


@hostile
@given(st.data())
def test_a_truncated_file_is_read_or_refused(data: st.DataObject) -> None:
    seed = SEEDS[data.draw(st.sampled_from(sorted(SEEDS)))]
    parse(seed[: data.draw(st.integers(0, len(seed)))])


@hostile
@given(st.data())
def test_a_file_with_flipped_bytes_is_read_or_refused(data: st.DataObject) -> None:
    damaged = bytearray(SEEDS[data.draw(st.sampled_from(sorted(SEEDS)))])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=60)):
        damaged[at] ^= data.draw(st.integers(1, 255))
    parse(bytes(damaged))


@hostile
@given(st.data())
def test_a_file_with_chunks_doubled_or_moved_is_read_or_refused(data: st.DataObject) -> None:
    seed = SEEDS[data.draw(st.sampled_from(sorted(SEEDS)))]
    a, b, c = sorted(data.draw(st.integers(0, len(seed))) for _ in range(3))
    parse(data.draw(st.sampled_from((seed[:b] + seed[a:], seed[:a] + seed[b:c] + seed[a:b] + seed[c:]))))


@hostile
@given(st.data())
def test_a_page_without_some_of_its_tags_is_read_or_refused(data: st.DataObject) -> None:
    seed = SEEDS[data.draw(st.sampled_from([name for name in sorted(SEEDS) if "html" in name and "docx" not in name]))]
    tags = list(re.finditer(rb"<[^<>]*>", seed))
    gone = {data.draw(st.integers(0, len(tags) - 1)) for _ in range(data.draw(st.integers(1, 30)))}
    kept = [b"" if n in gone else tag[0] for n, tag in enumerate(tags)]
    parse(b"".join(text + tag for text, tag in zip(re.split(rb"<[^<>]*>", seed), [*kept, b""], strict=True)))


LARGE = {
    "many rows": lambda: "<table>" + "<tr><td>一、本年新收政府信息公开申请数量</td><td>1</td></tr>" * 5_000 + "</table>",
    "many tables": lambda: "<table><tr><td>自然人</td><td>1</td></tr></table>" * 5_000,
    "many columns": lambda: "<table><tr>" + "<td>总计</td>" * 20_000 + "</tr></table>",
    "deep tables": lambda: "<table><tr><td>" * 3_000 + "总计",
    "deep divisions": lambda: "<div>" * 50_000 + "总计",
    "vast spans": lambda: "<table><tr><td colspan=100000 rowspan=100000>总计</td></tr>" * 300 + "</table>",
    "a long number": lambda: "一、本年新收政府信息公开申请数量 " + "1" * 200_000,
    "many numbers": lambda: "一、本年新收政府信息公开申请数量 " + "0 " * 100_000,
    "many tabs": lambda: "二、主动公开政府信息情况\n" + "\t" * 500_000,
    "many pipes": lambda: "三、收到和处理政府信息公开申请情况\n" + "0 |\n" * 100_000,
    "a long line": lambda: "本年新收政府信息公开申请数量" * 50_000,
    "many brackets": lambda: "（" * 100_000,
    "many titles": lambda: "2023年政府信息公开工作年度报告\n" * 10_000,
    "many headings": lambda: "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n" * 10_000,
    "glued digits": lambda: DIALECTS["glued"](HUAIAN_2024).decode().replace("3001530", "1" * 60),
    "one report a hundred times": lambda: DIALECTS["tabbed"](HUAIAN_2024).decode() * 100,
}  # fmt: skip


@pytest.mark.parametrize("name", LARGE)
def test_a_file_made_to_be_slow_is_read_or_refused_in_time(name: str) -> None:
    parse(LARGE[name]().encode("utf-8"))


# ── Rows and cells lost or doubled ───────────────────────────────────────────────────────────────────────────────

DAMAGED = ("html_plain", "html_word", "tabbed", "piped", "markdown", "lines", "spaced")


def damage(data: st.DataObject, printed: Page) -> set[Key]:
    """Take out or double up to three rows of figures, or cells in them; the cells of the rows that were touched."""
    touched: set[Key] = set()
    for _ in range(data.draw(st.integers(1, 3))):
        sheet = data.draw(st.sampled_from([block for block in printed.blocks if isinstance(block, Sheet)]))
        rows = [row for row in sheet.rows if any(box.key for box in row)]
        if not rows:
            continue
        row = data.draw(st.sampled_from(rows))
        touched |= {box.key for box in row if box.key}
        boxes = [box for box in row if box.key]
        kind = data.draw(st.sampled_from(("row out", "row twice", "cell out", "cell twice")))
        at = next(n for n, each in enumerate(sheet.rows) if each is row)
        if kind == "row out":
            sheet.drop(at)
        elif kind == "row twice":
            sheet.add(at + 1, [Box(box.text, box.colspan, 1, box.key) for box in row if box.rowspan == 1])
        elif boxes:
            box = data.draw(st.sampled_from(boxes))
            at = next(n for n, each in enumerate(row) if each is box)
            row[at : at + 1] = [] if kind == "cell out" else [box, box]
    return touched


@pytest.mark.parametrize("dialect", DAMAGED)
@settings(moderate, max_examples=25)
@given(data=st.data())
def test_a_row_lost_or_doubled_leaves_the_others_as_printed(dialect: str, data: st.DataObject) -> None:
    filled = data.draw(st.one_of(st.just(HUAIAN_2024), st.just(PINGTAN_2020), filled_forms(fees=False)))
    printed = page(filled)
    touched = damage(data, printed)
    for report in parse(DIALECTS[dialect](printed)):
        untouched = {key: truth for key, truth in filled.truth().items() if key not in touched}
        found = wrong(report, untouched)
        assert {key: what for key, what in found.items() if key not in touched} == {}


@pytest.mark.parametrize("dialect", DAMAGED[:5])
@settings(moderate, max_examples=25)
@given(data=st.data())
def test_a_row_that_breaks_its_sum_and_lost_or_doubled_a_cell_is_not_made_to_fit(
    dialect: str, data: st.DataObject
) -> None:
    """A source error and a conversion error in one row: no printed figure may vanish so that the sums hold."""
    base = data.draw(st.sampled_from((HUAIAN_2024, LICHENG_2023)))
    key = data.draw(st.sampled_from([key for key in base.keys if key[0] in ("requests", "proceedings")]))
    filled = base.with_cells({key: str(int(base.cells[key]) + data.draw(st.sampled_from((1, 9, 10))))})
    printed = page(filled)
    sheet = printed.sheet(key[0])
    row = sheet.rows[sheet.row_of(key[1])]
    at = data.draw(
        st.sampled_from([n for n, box in enumerate(row) if box.key and box.key[1] == key[1] and box.key != key])
    )
    row[at : at + 1] = data.draw(st.sampled_from(([], [row[at], Box(row[at].text)])))
    for report in parse(DIALECTS[dialect](printed)):
        assert wrong(report, filled.truth()) == {}


def test_a_total_printed_0_is_not_solved_where_another_cell_was_lost() -> None:
    printed = page(HONGZE_2023)
    row = printed.sheet("proceedings").rows[-1]
    del row[10]  # the 5 of 复议后起诉
    for report in parse(DIALECTS["html_plain"](printed)):
        assert wrong(report, HONGZE_2023.truth()) == {}


REAL = {"003_fadade2108e27757.txt": LICHENG_2023, "004_cf474a2a7b651b5a.txt": LUOJIANG_2020}
TOUCHED = {  # a row's printed label → the row
    section: {zh: item.id for item in BY_ID[section].items for zh in (item.zh, *item.variants)}
    for section in ("proactive", "requests")
}


def rows_of(lines: list[str], filled: Filled) -> dict[int, tuple[str, str] | None]:
    """Line number → the row of the form that the line belongs to, for the lines between the headings of 二 and 五."""
    found: dict[int, tuple[str, str] | None] = {}
    section, item = "", None
    for n, line in enumerate(lines):
        text = re.sub(r"\s", "", line)
        if re.match("二、主动|三、收到|四、政府|五、存在", text):
            section, item = {"二": "proactive", "三": "requests", "四": "proceedings"}.get(text[0], ""), None
        names = [
            (len(zh), id)
            for zh, id in TOUCHED.get(section, {}).items()
            if zh in text and (section, id) in {key[:2] for key in filled.keys}
        ]
        item = max(names)[1] if names else item
        if section:
            found[n] = (section, item) if section != "proceedings" and item else None
    return found


@pytest.mark.parametrize("name", REAL)
@settings(moderate, max_examples=25)
@given(data=st.data())
def test_a_line_of_a_real_file_lost_or_doubled_leaves_the_other_rows_as_printed(name: str, data: st.DataObject) -> None:
    path = ROOT / "data" / "raw" / name
    if not path.exists():
        pytest.skip(f"data/raw has no {name}")
    filled, lines = REAL[name], path.read_text("utf-8").split("\n")
    places = {n: row for n, row in rows_of(lines, filled).items() if row and re.search(r"\d", lines[n])}
    at = data.draw(st.sampled_from(sorted(places)))
    lines[at : at + 1] = data.draw(st.sampled_from(([], [lines[at]] * 2)))
    for report in parse("\n".join(lines).encode("utf-8")):
        truths = {key: truth for key, truth in filled.truth().items() if key[:2] != places[at]}
        assert {key: what for key, what in wrong(report, truths).items() if key[:2] != places[at]} == {}
