"""The view of a report: nothing of a report becomes markup, every state shows, the sums that fail are outlined."""

from decimal import Decimal
from html.parser import HTMLParser

import pytest

from gxdata.chapters import Chapter
from gxdata.checks import Finding
from gxdata.forms import PROACTIVE, PROCEEDINGS, PROCESSING_FEES, REQUESTS, SECTIONS, Section
from gxdata.report import CellRow, Report
from gxdata.view import html

VOID = {"br"}


class Page(HTMLParser):
    """The elements of a fragment, and its tables as rows of (text, attributes)."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.tables: list[list[list[tuple[str, dict[str, str | None]]]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append(("", dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] in ("td", "th"):
            text, attributes = self.tables[-1][-1].pop()
            self.tables[-1][-1].append((text + data, attributes))

    def cells(self, name: str) -> list[tuple[str, dict[str, str | None]]]:
        every = (cell for table in self.tables for row in table for cell in row)
        return [cell for cell in every if name in (cell[1].get("class") or "").split()]


def filled(section: Section, form: str, value: int = 0) -> list[CellRow]:
    """All cells of a section's form with one value."""
    return [
        CellRow(section.id, item.id, id, Decimal(value), "number", str(value), section.unit(item, id), False, "line 1")
        for item in section.items
        for id in item.measures.get(form, ())
    ]


def whole(form: str = "2021") -> Report:
    report = Report("0123456789abcdef", 1, "某县2023年政府信息公开工作年度报告", "某县人民政府", 2023)
    report.cell_rows = [cell for section in SECTIONS for cell in filled(section, form)]
    report.forms = dict.fromkeys(("proactive", "requests"), form)
    return report


def put(report: Report, section: str, item: str, measure: str, **changes: object) -> None:
    """Change one cell."""
    index = next(index for index, cell in enumerate(report.cell_rows) if cell[:3] == (section, item, measure))
    report.cell_rows[index] = report.cell_rows[index]._replace(**changes)


def widths(table: list[list[tuple[str, dict[str, str | None]]]]) -> set[int]:
    """How many grid columns each row takes, its cells and those that hang down into it."""
    hanging: list[tuple[int, int]] = []  # (rows still to come, columns)
    found = set()
    for row in table:
        own = [(int(a.get("rowspan") or 1), int(a.get("colspan") or 1)) for _, a in row]
        found.add(sum(columns for _, columns in [*own, *hanging]))
        hanging = [(rows - 1, columns) for rows, columns in [*own, *hanging] if rows > 1]
    assert hanging == [], "no cell hangs below the table"
    return found


@pytest.mark.parametrize(("form", "rows", "figures"), [("2019", 23, 161), ("2021", 25, 175)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tables_have_the_shape_of_the_printed_form(form: str, rows: int, figures: int, lang: str) -> None:
    proactive, requests, proceedings, fees = Page(html(whole(form), lang)).tables
    assert widths(proactive) == {4}
    assert widths(requests) == {10} and len(requests) == rows + 3
    assert sum(tag.get("class") == "gx-number" for row in requests for _, tag in row) == figures
    assert widths(proceedings) == {15} and len(proceedings) == 4
    assert widths(fees) == {3} and len(fees) == 2


def test_group_labels_stand_over_their_rows_as_printed() -> None:
    requests = Page(html(whole())).tables[1]
    spans = {text: attributes.get("rowspan") for row in requests for text, attributes in row if "（" in text}
    assert spans == {
        "（一）予以公开": None, "（二）部分公开": None, "（三）不予公开": "8", "（四）无法提供": "3", "（五）不予处理": "5",
        "（六）其他处理": "3", "（七）总计": None,
    }  # fmt: skip
    assert [row[0][0] for row in requests[3:6]] + [requests[-1][0][0]] == [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
    ]


def test_a_table_of_both_forms_shows_each_block_with_its_own_columns() -> None:
    report = whole()
    report.cell_rows = [cell for cell in filled(PROACTIVE, "2019") if cell.item in ("rules", "normative_documents")]
    report.cell_rows += [cell for cell in filled(PROACTIVE, "2021") if cell.item == "licences"]
    (table,) = Page(html(report)).tables
    assert [[text for text, _ in row] for row in table] == [
        ["第二十条第（一）项"],
        ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "0", "0", "0"],
        ["第二十条第（五）项"],
        ["信息内容", "处理决定数量"],
        ["行政许可", "0"],
    ]
    assert widths(table) == {4}


@pytest.mark.parametrize(
    ("state", "raw", "shown"),
    [("solved", "", "7*"), ("nil", "/", "/"), ("blank", "", ""), ("text", "见附件", "见附件"), ("lost", "1 2", "1 2?")],
)
def test_each_state_has_its_class_mark_and_tooltip(state: str, raw: str, shown: str) -> None:
    report = whole()
    value = Decimal(7) if state == "solved" else None
    put(report, "requests", "granted", "total", state=state, raw=raw, value=value, location="line 9 field 3")
    page = Page(html(report, "en"))
    ((text, attributes),) = page.cells(f"gx-{state}")
    assert text == shown
    assert attributes["title"] == f"{state} · printed: “{raw}” · at: line 9 field 3"
    assert "background-color" in (attributes["style"] or "")
    assert f"{state} 1" in page.text


def test_a_figure_shows_as_printed_and_an_unusual_unit_beside_it() -> None:
    report = whole()
    put(report, "proactive", "fees", "amount", value=Decimal("112.550340"), raw="112.55034", unit="万元")
    put(
        report,
        "processing_fees",
        "processing_fees",
        "notified_yuan",
        value=Decimal("0.37"),
        raw="0.37万元",
        unit="万元",
    )
    put(report, "requests", "new", "total", value=Decimal("100"), raw="１００")
    texts = [text for table in Page(html(report)).tables for row in table for text, _ in row]
    assert {"112.55034", "0.37 万元", "100", "金额 (万元)", "通知收取金额 (元)"} <= set(texts)


def failing() -> Report:
    report = whole()
    message = "行政复议（各结果之和＝总计）：10，不等。 / administrative reconsideration: 10, not equal."
    put(report, "proceedings", "reconsideration", "upheld", value=Decimal(10), raw="10")
    where = ("proceedings", "reconsideration", "total")
    report.finding_rows = [
        Finding("proceedings", "error", *where, "10", "0", message),
        Finding(
            "outcomes", "error", "requests", "concluded", "business", "1", "0", "办理结果不等。 / outcomes not equal."
        ),
        Finding(
            "balance_undecidable", "note", "requests", "carried_out", "other", "0", "0", "不能判定。 / undecidable."
        ),
    ]
    return report


def test_the_cells_of_an_identity_that_fails_are_outlined_and_say_why() -> None:
    page = Page(html(failing(), "en"))
    failed = page.cells("gx-failed")
    outcomes = [item for item in REQUESTS.items if item.group and "2021" in item.measures]
    assert len(failed) == 5 + len(outcomes) + 1
    assert all("border:2px solid rgb(214,39,40)" in (attributes["style"] or "") for _, attributes in failed)
    sums = [(text, attributes["title"]) for text, attributes in failed if "≠" in text]
    assert [text for text, _ in sums] == ["0\u00a0≠", "0\u00a0≠"]
    assert (sums[1][1] or "").endswith("\nadministrative reconsideration: 10, not equal.")
    assert "undecidable" not in "".join(attributes["title"] or "" for _, attributes in failed)


def test_the_findings_are_in_the_language_asked_for() -> None:
    zh, en = Page(html(failing(), "zh")).text, Page(html(failing(), "en")).text
    assert "行政复议（各结果之和＝总计）：10，不等。" in zh and "not equal" not in zh
    assert "administrative reconsideration: 10, not equal." in en and "不等" not in en
    assert "机关" not in en and "errors 2" in en and "错误 2" in zh


def test_the_stroke_of_what_a_message_quotes_does_not_cut_it() -> None:
    report = whole()
    report.finding_rows = [Finding("reader", "warning", "", "", "", "", "", "印作“甲 / 乙”。 / printed “甲 / 乙”.")]
    assert "印作“甲 / 乙”。" in Page(html(report)).text
    assert "reader: printed “甲 / 乙”." in Page(html(report, "en")).text


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'zh' or 'en'"):
        html(whole(), "fr")


NASTY = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</td></table>",
    "</details><b a=\"'>",
    "&lt;i&gt;",
]


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_text_of_a_report_never_becomes_markup(nasty: str, lang: str) -> None:
    plain = failing()
    plain.chapter_rows = [Chapter(1, "overview", "一、总体情况", "")]
    report = failing()
    report.title = report.agency = report.source_id = nasty
    report.chapter_rows = [Chapter(1, "overview", nasty, nasty)]
    report.finding_rows = [finding._replace(message=f"{nasty} / {nasty}") for finding in report.finding_rows]
    for cell in list(report.cell_rows):
        report.cell_rows.remove(cell)
        report.cell_rows.append(cell._replace(raw=nasty, unit=nasty, location=nasty))
    put(report, "requests", "new", "total", state="text", value=None)
    page = Page(html(report, lang))
    assert page.seen == Page(html(plain, lang)).seen
    assert [list(map(len, table)) for table in page.tables] == [
        list(map(len, t)) for t in Page(html(plain, lang)).tables
    ]
    assert nasty in page.text
    ((text, attributes),) = page.cells("gx-text")
    assert text == nasty[:20] and nasty in (attributes["title"] or "")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert html(failing()) == html(failing())


def test_a_report_without_tables_says_so() -> None:
    report = Report("0123456789abcdef", 1)
    assert "未见统计表" in html(report) and "no table was found" in html(report, "en")
    assert "机关未定 · 年度未定 · 格式未定" in html(report)


def test_a_report_shows_itself_in_jupyter() -> None:
    report = whole()
    assert report._repr_html_() == html(report, "zh") == report.to_html()
    assert report.to_html("en") == html(report, "en")


def test_the_flat_tables_keep_their_cells_under_their_headers() -> None:
    report = whole()
    report.cell_rows = filled(PROCEEDINGS, "2021") + filled(PROCESSING_FEES, "2021")
    put(report, "proceedings", "litigation_after_reconsideration", "corrected", value=Decimal(4))
    proceedings, fees = Page(html(report)).tables
    assert [text for text, _ in proceedings[0]] == ["行政复议", "行政诉讼"]
    assert [text for text, _ in proceedings[1]][5:] == ["未经复议直接起诉", "复议后起诉"]
    assert [text for text, _ in proceedings[3]].index("4") == 11
    assert [text for text, _ in fees[0]] == ["通知收取件数", "通知收取金额 (元)", "实际收取金额 (元)"]
