"""Spreadsheets: forms typed into the template, and tables published as CSV, XLSX, XLS and ODS."""

import contextlib
import io
import json
import re
import time
import zipfile
from decimal import Decimal

import pytest
from archives import zipped
from dialects import Box, Line, page, spread
from filled import HUAIAN_2024, LICHENG_2023, LUOJIANG_2020, Filled, compare, filled_forms, moderate, parse_one, wrong
from hypothesis import given, settings
from hypothesis import strategies as st
from test_builder import rows as query
from test_builder import sources
from transcribed import filled, lines, text
from truth import SHARED, judge
from workbooks import MAIN, ods, ods_cell, sheet_xml, xls, xlsx

import gxdata as gx
from gxdata.document import Grid, Paragraph, ReadError
from gxdata.forms import BY_ID, FORMS
from gxdata.readers import read
from gxdata.template import template

REAL = {"huaian": HUAIAN_2024, "licheng": LICHENG_2023, "luojiang": LUOJIANG_2020}


def typed(report: Filled, **particulars):
    """The rows of the template with a report typed into it."""
    return filled(report.form_proactive, report.cells, report.title, **particulars)


# ── The template ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_template_is_no_report(form):
    assert gx.parse(template(form).encode()) == []


def test_of_an_empty_template_a_build_says_that_it_is_empty(tmp_path):
    (tmp_path / "raw").mkdir()
    titled = template("2021").replace("标题,,", "标题,洛阳市人民政府2022年政府信息公开工作年度报告,")
    for name, form in (("empty.csv", template("2021")), ("titled.csv", titled)):
        (tmp_path / "raw" / name).write_text(form, "utf8")
    gx.build(tmp_path / "raw", tmp_path / "out")
    with gx.connect(tmp_path / "out") as db:
        told = db.execute("select status, message from sources order by path").fetchall()
    assert [status for status, _ in told] == ["no_report", "no_report"]
    assert all("it is an empty form: type" in message for _, message in told)


def test_the_template_has_the_form_s_own_rows_and_columns():
    assert template("2021").startswith("\ufeffgxdata transcription 转录 2021\r\n")
    printed = lines("2021")
    assert ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "备注"] in printed
    assert ["", "（四）无法提供", "1.本机关不掌握相关政府信息"] in printed and [
        "",
        "",
        "四、结转下年度继续办理",
    ] in printed
    assert ["三、本年度办理结果", "", "（一）予以公开"] in printed
    assert sum("结果维持" in row for row in printed) == 1 and ["政府集中采购"] not in printed
    assert ["政府集中采购"] in lines("2019") and ["", "", "（六）其他处理"] in lines("2019")
    with pytest.raises(ValueError, match="2014"):
        template("2014")


def test_the_command_writes_it(capsysbinary):
    from gxdata.cli import main

    assert main(["template", "2019"]) == 0
    assert capsysbinary.readouterr().out.decode() == template("2019")
    with pytest.raises(SystemExit):
        main(["template", "2014"])


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize(
    "save", ["utf-8-sig", "utf-8", "gb18030;", "utf-16\t", "utf-8-sig,quoted", "xlsx", "xlsx as text", "xls", "ods"]
)
def test_what_was_typed_is_read_back(name, save):
    report = REAL[name]
    rows = typed(report)
    parsed = parse_one(saved(rows, save))
    assert compare(parsed, report.truth()) == []
    assert (parsed.origin, parsed.title, parsed.year) == ("transcribed", report.title, report.year)
    assert parsed.finding_rows == [] or {finding.rule for finding in parsed.finding_rows} <= {
        "outcomes",
        "balance",
        "applicants",
        "proceedings",
    }


def saved(rows, save):
    """The bytes of the rows as a program saves them."""
    if save in ("xlsx", "xls", "ods"):
        return {"xlsx": xlsx, "xls": xls, "ods": ods}[save]([[number(cell) for cell in row] for row in rows])
    if save == "xlsx as text":
        return xlsx(rows)
    encoding, separator = re.fullmatch(r"([\w-]+)(.?)(?:quoted)?", save).groups()
    return text(rows, separator or ",", quoting=1 if "quoted" in save else 0).encode(encoding)


def number(printed):
    """What a spreadsheet program makes of what is typed."""
    return float(printed) if re.fullmatch(r"\d+(\.\d+)?", printed) else printed


def figures():
    """Every report of the shared figures: (name, form, title, cells)."""
    for path in sorted((SHARED / "figures").glob("*.json")) if SHARED.exists() else []:
        given = json.loads(path.read_text("utf8"))
        cells = {
            ("proactive", item, measure): value
            for item, row in given["proactive"].items()
            for measure, value in row.items()
        }
        for section in ("requests", "proceedings"):
            measures = [measure.id for measure in BY_ID[section].measures]
            for item, row in given[section].items():
                cells |= {(section, item, measure): value for measure, value in zip(measures, row, strict=True)}
        yield (
            given["name"],
            given["form"],
            given["title"],
            {key: "" if value is None else str(value) for key, value in cells.items()},
        )


@pytest.mark.skipif(not (SHARED / "figures").exists(), reason="the shared figures are not on this machine")
@pytest.mark.parametrize("save", ["utf-8-sig", "xlsx"])
def test_figures_of_real_reports_come_back_equal(save):
    count = 0
    for name, form, title, cells in figures():
        if form not in FORMS:
            continue
        report = parse_one(saved(filled(form, cells, title), save))
        right, differing, lost = judge(report, cells)
        assert (differing, lost) == ([], []), name
        other = ("requests", "other", "total") in cells and form == "2021"
        assert len(right) == len(cells) and report.origin == "transcribed", name
        assert report.form == ("mixed" if other else form), name
        count += 1
    assert count >= 25


@moderate
@given(filled_forms(gaps=True, breaking=True, fees=True))
def test_any_filling_comes_back_cell_by_cell(report):
    form = report.form_requests
    cells = {
        key: printed for key, printed in report.cells.items() if form == report.form_proactive or key[0] != "proactive"
    }
    known = {key: truth for key, truth in report.truth().items() if key in cells}
    parsed = parse_one(text(filled(form, cells, report.title)).encode())
    unfilled = {section for section in BY_ID if not any(cells[key] for key in known if key[0] == section)}
    assert compare(parsed, {key: truth for key, truth in known.items() if key[0] not in unfilled}) == []


def test_the_processing_fees_of_a_report_are_read_where_they_were_typed_only():
    fees = {("processing_fees", "processing_fees", measure.id): print for measure, print in zip(BY_ID["processing_fees"].measures, ("3", "1200", "800.5"), strict=True)}  # fmt: skip
    report = parse_one(text(filled("2021", {**HUAIAN_2024.cells, **fees}, HUAIAN_2024.title)).encode())
    assert [cell.value for cell in report.cells_of("processing_fees")] == [3, 1200, Decimal("800.5")]
    assert not list(parse_one(text(typed(HUAIAN_2024)).encode()).cells_of("processing_fees"))


# ── What people do to it ─────────────────────────────────────────────────────────────────────────────────────────

COMMAS = [""] * 14


def thousands(row):
    return [f"{int(cell):,}" if cell.isdecimal() and len(cell) > 3 else cell for cell in row]


DONE_TO_IT = {
    "rows of only commas": lambda rows: [each for row in rows for each in (row, COMMAS)],
    "rows padded with commas": lambda rows: [row + [""] * (20 - len(row)) for row in rows],
    "thousands separated": lambda rows: [thousands(row) if "本表" not in row[:1] else row for row in rows],
    "spaces around": lambda rows: [[f" {cell}\u3000" if cell else "" for cell in row] for row in rows],
    "remarks in their column": lambda rows: [
        row + [""] * (10 - len(row)) + ["原文如此，见第3页，合计 12"] if len(row) == 10 and row[-1] != "备注" else row
        for row in rows
    ],
    "remarks beyond it": lambda rows: [
        row + [""] * (16 - len(row)) + ["7", "?"] if number % 2 and len(row) != 1 else row
        for number, row in enumerate(rows)
    ],
    "explanations deleted": lambda rows: [
        row for row in rows if not row or not row[0].startswith(("照印", "As printed"))
    ],
    "headings of the articles deleted": lambda rows: [
        row for row in rows if not row or not row[0].startswith("第二十条")
    ],
    "blank rows deleted": lambda rows: [row for row in rows if any(row)],
}


@pytest.mark.parametrize("done", DONE_TO_IT)
def test_what_people_do_to_the_template_does_no_harm(done):
    rows = DONE_TO_IT[done](typed(HUAIAN_2024))
    for separator in ",;":
        report = parse_one(text(rows, separator).encode("gb18030"))
        assert compare(report, HUAIAN_2024.truth()) == [], separator


def test_a_deleted_row_is_missing_and_moves_no_other():
    rows = [row for row in typed(HUAIAN_2024) if "1.属于国家秘密" not in row and "规章" not in row[:1]]
    report = parse_one(text(rows).encode())
    assert wrong(report, HUAIAN_2024.truth()) == {}
    lost = {cell[:2] for cell in report.cell_rows if cell.state == "lost"}
    assert lost == {("requests", "refused_state_secret"), ("proactive", "rules")} or lost == {("proactive", "rules")}


def test_particulars_are_kept_and_a_table_left_empty_is_no_table_of_blanks(tmp_path):
    cells = {key: printed for key, printed in HUAIAN_2024.cells.items() if key[0] != "proceedings"}
    rows = filled(
        "2021", cells, HUAIAN_2024.title, 发布日期="2025-01-27", 来源网址="https://example.org/1", 转录人="甲"
    )
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "huaian.csv").write_text(text(rows), "utf-8-sig")
    gx.build(tmp_path / "raw", tmp_path / "out")
    status, message = sources(tmp_path / "out")["huaian.csv"]
    assert status == "partial" and "proceedings" in message
    assert query(tmp_path / "out", "select media, reader from {sources}") == [("csv", "csv utf-8")]
    assert query(tmp_path / "out", "select origin, agency, year, published::varchar from {reports}") == [
        ("transcribed", "淮安市人民政府", 2024, "2025-01-27")
    ]
    assert query(tmp_path / "out", "select count(*) from {cells} where section = 'proceedings'") == [(0,)]
    ((preface,),) = query(tmp_path / "out", "select text from {sections} where number = 0")
    assert "来源网址：https://example.org/1" in preface and "转录人：甲" in preface


def test_a_cell_is_found_by_its_line_and_field():
    rows = typed(HUAIAN_2024)
    line = next(number for number, row in enumerate(rows, 1) if "1.属于国家秘密" in row)
    report = parse_one(text(rows).encode())
    places = {cell[:3]: cell.location for cell in report.cell_rows}
    assert places["requests", "refused_state_secret", "natural_person"] == f"line {line} field 4"
    report = parse_one(xlsx(rows))
    assert {cell[:3]: cell.location for cell in report.cell_rows}[
        "requests", "refused_state_secret", "total"
    ] == f"table 1 row {line} column 10"


# ── Published sheets ─────────────────────────────────────────────────────────────────────────────────────────────


def laid_out(report: Filled, merged=True):
    """(rows, merges) of a report as a sheet."""
    rows, merges = [], []
    for block in page(report).blocks:
        top = len(rows)
        if isinstance(block, Line):
            rows.append([block.text])
            merges.append(((top, 0), (top, 9)))
            continue
        seen: list[Box] = []
        for y, row in enumerate(spread(block)):
            values = []
            for x, box in enumerate(row):
                new = box is not None and not any(box is other for other in seen)
                values.append(number(box.text) if new else "")
                if new:
                    seen.append(box)
                    if (box.rowspan, box.colspan) != (1, 1):
                        merges.append(((top + y, x), (top + y + box.rowspan - 1, x + box.colspan - 1)))
            rows.append(values)
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows], merges if merged else []


SAVED = {
    "xlsx": lambda rows, merges: xlsx((rows, merges)),
    "xls": xls,
    "ods": lambda rows, merges: ods(rows),
    "csv": lambda rows, merges: text([[str(cell).removesuffix(".0") for cell in row] for row in rows]).encode(
        "gb18030"
    ),
}


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("merged", [True, False], ids=["merged", "plain"])
@pytest.mark.parametrize("kind", SAVED)
def test_a_published_sheet_is_read(name, kind, merged):
    report = parse_one(SAVED[kind](*laid_out(REAL[name], merged)))
    assert compare(report, REAL[name].truth()) == []
    assert (report.origin, report.agency, report.year) == ("published", REAL[name].agency, REAL[name].year)


@pytest.mark.parametrize("kind", SAVED)
def test_blank_cells_of_a_published_sheet_are_no_figures_and_those_of_a_merged_one_no_cells(kind):
    gaps = {key: "" for key in HUAIAN_2024.keys if key[0] == "requests" and HUAIAN_2024.cells[key] == "0"}
    report = HUAIAN_2024.with_cells(gaps)
    parsed = parse_one(SAVED[kind](*laid_out(report)))
    assert wrong(parsed, report.truth()) == {}
    if kind in ("xlsx", "xls"):
        assert compare(parsed, report.truth()) == []


def test_sheets_are_read_in_their_order_and_hidden_ones_are_not():
    rows, merges = laid_out(HUAIAN_2024)
    cut = next(number for number, row in enumerate(rows) if str(row[0]).startswith("四、"))
    below = [((a - cut, b), (c - cut, d)) for (a, b), (c, d) in merges if a >= cut]
    above = [merge for merge in merges if merge[0][0] < cut]
    other, merges = laid_out(LICHENG_2023)
    data = xlsx((rows[:cut], above), (other, merges), (rows[cut:], below), hidden=(2,))
    report = parse_one(data)
    assert compare(report, HUAIAN_2024.truth()) == []
    assert any("1 sheets are hidden" in finding.message for finding in report.finding_rows)
    assert {cell.location.split(" row")[0] for cell in report.cells_of("proceedings")} == {"table 3"}


ROW = ["规范性文件", "", "", ""]
VALUES = [
    (3.0, "3"),
    (112.55034, "112.55034"),
    (0.1 + 0.2, "0.3"),
    (1e15, "1000000000000000"),
    (1234567.0, "1234567"),
    (-2.0, "-2"),
    (-0.0, "0"),
    (0.00001, "0.00001"),
    ((' t="str"', "<f>A1</f><v>12</v>"), "12"),
    (("", "<f>1+1</f><v>2</v>"), "2"),
    ((' s="1"', "<v>45352</v>"), "2024-03-01"),
    ((' t="b"', "<v>1</v>"), "TRUE"),
    ((' s="2"', "<v>0.05</v>"), "0.05"),
    ("１２", "１２"),
    ("1,234", "1,234"),
]


@pytest.mark.parametrize(("value", "shown"), VALUES)
def test_values_are_shown_as_they_are(value, shown):
    (grid,) = read(xlsx([["a", "b"], ["x", value], ["y", "z"]])).blocks
    assert (grid.rows[1][1].text, grid.rows[1][1].doubt) == (shown, False)


@pytest.mark.parametrize(
    "value",
    [
        ("", "<f>1+1</f>"),
        ("", "<f>1+1</f><v></v>"),
        (' t="e"', "<v>#DIV/0!</v>"),
        (' t="e"', "<f>1/0</f><v>#DIV/0!</v>"),
    ],
)
def test_a_formula_without_its_value_and_an_error_are_lost_and_not_blank(value):
    (grid,) = read(xlsx([["a", "b", "c"], ["x", value, 1], ["y", "", "z"]])).blocks
    assert [(cell.text, cell.doubt) for cell in grid.rows[1]] == [("x", False), ("", True), ("1", False)]
    rows, merges = laid_out(HUAIAN_2024)
    at = next(
        number
        for number, row in enumerate(rows)
        if "1.属于国家秘密" in row or "1. 属于国家秘密" in row or "1．属于国家秘密" in row
    )
    rows[at][4] = value
    report = parse_one(xlsx((rows, merges)))
    cell = next(cell for cell in report.cell_rows if cell[:3] == ("requests", "refused_state_secret", "business"))
    assert (cell.state, cell.value) in (("solved", 0), ("lost", None))


def test_an_error_in_an_ods_is_lost():
    error = (
        '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
    )
    (grid,) = read(ods([["a", "b"], ["x", error], ["y", "z"]])).blocks
    assert grid.rows[1][1].doubt


@pytest.mark.parametrize("error", [b"error", b"formula"])
def test_an_error_in_an_xls_is_lost(error):
    (grid,) = read(xls([["a", "b", "c"], ["x", error, 1.0], ["y", 2.0, error], ["z", "", "z"]])).blocks
    assert [[cell.doubt for cell in row] for row in grid.rows] == [
        [False] * 3,
        [False, True, False],
        [False, False, True],
        [False] * 3,
    ]
    assert grid.rows[3][1].text == ""


def test_places_are_those_of_the_sheet_wherever_its_cells_begin():
    rows = [[], [], ["", "a", 2], ["", "b", ("", "<f>1+1</f>")]]
    (grid,) = read(xlsx(rows)).blocks
    found = [[(cell.text, str(cell.location), cell.doubt) for cell in row if cell.column] for row in grid.rows]
    assert found == [
        [("a", "table 1 row 3 column 2", False), ("2", "table 1 row 3 column 3", False)],
        [("b", "table 1 row 4 column 2", False), ("", "table 1 row 4 column 3", True)],
    ]


def test_a_sheet_of_two_far_corners_in_an_xls_is_refused():
    far = [["a"], *[[]] * 65_000, [""] * 250 + ["b"]]
    refused(xls(far), "spans")


def test_a_binary_workbook_is_told_by_its_stream_from_other_binary_office_files():
    assert read(xls([["a", "b", 1], ["c", "d", 2]])).media == "xls"


# ── Text stays text ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "words",
    [
        "一、总体情况,主动公开,依申请公开\n全年收到申请3件,办结3件\n没有\n无,无,无\n其他\n完\n",
        "a,b,c\nd,e,f\n",
        "甲，乙，丙\n" * 9,
        "first, second\nthird, fourth\n" * 9,
        "标题\n1,234,567\n" * 9,
        "a\tb\tc\n" * 9,
    ],
)
def test_text_with_commas_is_text(words):
    assert read(words.encode()).media == "text"


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def refused(data, words):
    began = time.process_time()
    with pytest.raises(ReadError, match=words):
        read(data)
    assert time.process_time() - began < 5


def test_a_sheet_that_spans_more_than_is_read_is_refused_before_it_is_opened():
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refused(xlsx(f'<worksheet xmlns="{MAIN}"><sheetData>{far}</sheetData></worksheet>'), "spans")
    many = ods_cell(1, ' table:number-columns-repeated="16384"')
    refused(ods([f'<table:table-row table:number-rows-repeated="1048576">{many}</table:table-row>']), "spans")
    trailing = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    assert len(read(ods([["a", "b"], trailing])).blocks[0].rows) == 1


def test_one_long_string_in_many_cells_is_refused():
    cells = "".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>' for number in range(1, 3_000))
    data = xlsx(f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>')
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = [(entry, archive.read(entry)) for entry in archive.namelist()]
    strings = f'<sst xmlns="{MAIN}"><si><t>{"长" * 30_000}</t></si></sst>'.encode()
    refused(zipped([*files, ("xl/sharedStrings.xml", strings)]), "million characters")


def test_a_merge_over_everything_covers_no_more_than_a_table():
    grids = [
        block
        for block in read(xlsx(([["a", "b", 1], ["c", "d", 2]], [((0, 0), (1_048_575, 16_383))]))).blocks
        if isinstance(block, Grid)
    ]
    assert all(cell.rowspan <= 200 and cell.colspan <= 60 for grid in grids for row in grid.rows for cell in row)


def test_entities_and_bombs_in_a_workbook_are_refused():
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + sheet_xml([["x"]]).partition("?>")[2]
    refused(xlsx(laughs), "entities")
    refused(xlsx(sheet_xml([["0" * 20_000_000]])), "200 times the file")


def test_long_sheets_are_cut_and_it_is_said():
    document = read(xlsx([[number, "x"] for number in range(5_100)]))
    assert "only the first 5000 rows" in document.anomalies[0]
    assert sum(len(block.rows) for block in document.blocks) == 5_000


SEEDS = [
    xlsx(([["标题", 3.5, ""], ["m", "", "k"]], [((1, 0), (1, 1))])),
    xls([["标题", 3.5], ["甲", 1.0]]),
    ods([["a", 1], ["b", 2]]),
]


@pytest.mark.parametrize("end", range(1_024, 2_560, 2))
def test_a_workbook_cut_anywhere_is_read_or_refused(end):
    with contextlib.suppress(ReadError):
        read(SEEDS[1][:end])


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 9_000), st.binary(min_size=1, max_size=4)), max_size=6),
    st.integers(30, 9_000),
)
def test_damage_never_ends_in_another_error(seed, changes, end):
    data = bytearray(seed[:end])
    for place, piece in changes:
        data[place % len(data) : place % len(data) + len(piece)] = piece
    try:
        document = read(bytes(data))
    except ReadError:
        return
    assert all(isinstance(block, Paragraph | Grid) for block in document.blocks)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=',;\t"\n一、规章备注1/ ', max_size=300))
def test_any_text_under_the_mark_is_read(tail):
    gx.parse(("gxdata transcription 转录 2021\n" + tail).encode())


def test_a_page_on_two_lines_with_as_many_semicolons_is_no_table():
    page = "<!DOCTYPE html><html><head><style>td{a:1;b:2;c:3}\np{a:1;b:2;c:3}</style></head><body><p>规章;甲;乙;丙</p></body></html>"
    assert read(page.encode()).media == "html"


def test_a_sheet_whose_part_is_named_in_another_case_is_surveyed_all_the_same():
    rows = [["规章", 1], ["行政规范性文件", 2]]
    broken = sheet_xml(rows).replace('<c r="B1"><v>1</v></c>', '<c r="B1" t="e"><v>#REF!</v></c>')
    data = xlsx(broken)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    renamed = [(name.replace("sheet1.xml", "Sheet1.xml"), content) for name, content in parts]
    for each in (parts, renamed):
        grid = next(block for block in read(zipped(each)).blocks if isinstance(block, Grid))
        assert [(cell.text, cell.doubt) for cell in grid.rows[0]] == [("规章", False), ("", True)]


def first_grid(data):
    return next(block for block in read(data).blocks if isinstance(block, Grid))


def test_a_raised_digit_in_a_workbook_makes_its_figure_doubtful():
    plain = sheet_xml([["规章", 12], ["行政规范性文件", 2]])
    rich = "<is><r><t>12</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>1</t></r></is>"
    styled = plain.replace('<c r="B1"><v>12</v></c>', f'<c r="B1" t="inlineStr">{rich}</c>')
    assert [cell.doubt for cell in first_grid(xlsx(plain)).rows[0]] == [False, False]
    assert [cell.doubt for cell in first_grid(xlsx(styled)).rows[0]] == [False, True]


def test_hidden_rows_of_a_workbook_are_left_out_and_said():
    shown = sheet_xml([["规章", 12], ["行政规范性文件", 2], ["行政规范性文件", 3]])
    hidden = shown.replace('<row r="2">', '<row r="2" hidden="1">')
    assert [[cell.text for cell in row] for row in first_grid(xlsx(hidden)).rows if row] == [
        ["规章", "12"],
        ["行政规范性文件", "3"],
    ]
    assert "rows are hidden" in " ".join(read(xlsx(hidden)).anomalies)
