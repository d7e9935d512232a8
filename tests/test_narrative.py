"""Counts quoted in sentences against the tables, and rules in the table of a body that can make none."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from truth import RAW, SHARED

import gxdata as gx
from gxdata.bodies import names_body
from gxdata.chapters import Chapter
from gxdata.narrative import narrative, rules_power
from gxdata.quotes import quotes, sentences
from gxdata.report import CellRow, Report

AGENCY = "淮安市人民政府"
# 淮安市人民政府2024年政府信息公开工作年度报告, the column 总计 of table 三 and the rows of table 四
TOTALS = {
    "new": 3119, "carried_in": 34, "granted": 1362, "partly_granted": 454, "refused_state_secret": 2, "refused_law": 31,
    "refused_security": 5, "refused_third_party": 6, "refused_internal": 8, "refused_deliberative": 12,
    "refused_enforcement_file": 9, "refused_inquiry": 105, "unavailable_not_held": 769, "unavailable_not_compiled": 11,
    "unavailable_unclear": 1, "declined_petition": 62, "declined_repeat": 25, "declined_publication": 0,
    "declined_excessive": 0, "declined_confirmation": 1, "other_not_corrected": 71, "other_unpaid_fee": 6,
    "other_rest": 110, "concluded": 3050, "carried_out": 103,
}  # fmt: skip
PROCEEDINGS = {  # pending, total
    "reconsideration": (37, 351),
    "litigation_direct": (1, 26),
    "litigation_after_reconsideration": (6, 20),
}


def cell(section, item, measure, value):
    state = "blank" if value is None else "number"
    raw = "" if value is None else str(value)
    return CellRow(section, item, measure, None if value is None else Decimal(value), state, raw, "件", True, "")


def huaian(**changed):
    totals = TOTALS | changed
    cells = [cell("requests", item, "total", value) for item, value in totals.items() if item not in PROCEEDINGS]
    for item, (pending, total) in PROCEEDINGS.items():
        cells.append(cell("proceedings", item, "pending", pending))
        cells.append(cell("proceedings", item, "total", changed.get(item, total)))
    return cells


def quoted(text, agency=AGENCY, kind="government", year=2024, section=1):
    found = sentences([Chapter(section, "", "", text)])
    return quotes(found, year, lambda words: names_body(words, agency, kind))


def counts(text, **body):
    return [(quote.of, quote.figure) for quote in quoted(text, **body)]


def found(text, cells=None, **body):
    findings = narrative(huaian() if cells is None else cells, quoted(text, **body))
    return [(each.severity, each.item, each.expected, each.observed) for each in findings]


# ── What a sentence counts ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，全市共收到政府信息公开申请3119件，同比增长5.2%，办结3050件，结转下年度103件。", [("new", 3119), ("concluded", 3050), ("carried_out", 103)]),
        ("全市共新收政府信息公开申请3,119件，上年结转34件，答复3050件。", [("new", 3119), ("concluded", 3050), ("carried_in", 34)]),
        ("全年共收到12件政府信息公开申请，已全部答复。", [("new", 12)]),
        ("2024年共受理依申请公开１２件。", [("new", 12)]),
        ("共收到公民、法人和其他组织提交的政府信息公开申请十二件。", [("new", 12)]),
        ("共收到政府信息公开申请一百零三件。", [("new", 103)]),
        ("共收到政府信息公开申请 零 件", [("new", 0)]),
        ("我市答复政府信息公开申请805件（含上年度结转申请18件，另有72件申请按照《条例》顺延到下年度答复）。",
         [("concluded", 805), ("carried_in", 18), ("carried_out", 72)]),
        ("2024年，我市未收到政府信息公开申请。", [("new", 0)]),
        ("全年无政府信息公开申请。", [("new", 0)]),
        ("今年以来没有收到依申请公开件。", [("new", 0)]),
        ("全年答复政府信息公开申请3050件，其中予以公开1362件、部分公开454件、不予公开178件。",
         [("concluded", 3050), ("granted", 1362), ("partly_granted", 454), ("refused", 178)]),
        ("答复政府信息公开申请805件，予以公开及部分公开258件，无法提供265件，不予处理158件，其他处理0件",
         [("concluded", 805), ("granted_or_partly", 258), ("unavailable", 265), ("declined", 158), ("other", 0)]),
        ("信息公开类行政复议7件，诉讼9件，均获维持。", [("reconsideration", 7), ("litigation", 9)]),
        ("全市政府信息公开工作方面共有行政诉讼案件1件、行政复议案件2件，均已结案。", [("litigation", 1), ("reconsideration", 2)]),
        ("因政府信息公开被申请行政复议5件、被提起行政诉讼2件。", [("reconsideration", 5), ("litigation", 2)]),
        ("因政府信息公开引发行政复议和行政诉讼共397件。", [("proceedings", 397)]),
        ("涉及政府信息公开的复议后起诉3件、未经复议直接起诉2件。", [("litigation_after_reconsideration", 3), ("litigation_direct", 2)]),
        ("2024年，未发生因政府信息公开引发的行政复议、行政诉讼。", [("proceedings", 0)]),
    ],
)  # fmt: skip
def test_counts_are_read_from_sentences(text, expected):
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2023年共收到政府信息公开申请10件。",  # another year
        "去年收到政府信息公开申请10件。",
        "较上年同期收到政府信息公开申请10件有所增长。",
        "自2008年《条例》实施以来，累计收到政府信息公开申请500件。",
        "截至11月底，共收到政府信息公开申请20件。",
        "上半年收到政府信息公开申请20件。",
        "1-6月收到政府信息公开申请20件。",
        "平均每月收到政府信息公开申请3件。",
        "全市共收到政府信息公开申请约300件。",  # no exact count
        "全市共收到政府信息公开申请300余件。",
        "其中，收到法人提交的政府信息公开申请5件。",  # a part
        "市自然资源和规划局收到政府信息公开申请50件，办结49件。",  # another body
        "县住建局受理量最大，共收到政府信息公开申请50件。",
        "全市主动公开政府信息12345条，依申请公开政府信息20条。",  # another thing
        "依申请公开信息374条。",
        "共受理电话咨询12件，政府信息公开申请率100%。",
        "受理依申请公开咨询12件。",
        "全年办理行政复议案件300件，行政应诉案件20件。",
        "做好政府信息公开、行政复议工作，办理行政复议案件120件。",
        "收到信息公开行政复议申请45件，审结40件。",  # as the body that decides on them
        "未收到政府信息公开申请行政复议案件。",
        "未收到要求听证的申请。",
        "未发生行政复议、行政诉讼。",
        "未发生因政府信息公开引发的行政复议败诉。",
        "经复议后提起行政诉讼3件。",
        "办结政府信息公开申请第12件。",
        "全市共受理并答复政府信息公开申请12件。",
        "答复提案12件，收到信访件3件。",
    ],
)
def test_what_is_of_another_time_body_or_thing_is_no_count(text):
    assert counts(text) == []


def test_in_section_four_proceedings_need_no_words_on_disclosure():
    assert counts("2024年，行政复议351件，行政诉讼46件。", section=4) == [("reconsideration", 351), ("litigation", 46)]
    assert counts("未发生行政复议、行政诉讼。", section=4) == [("proceedings", 0)]
    assert counts("2024年，行政复议351件，行政诉讼46件。", section=1) == []


# ── Against the tables ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "2024年，全市共收到政府信息公开申请3119件，办结3050件，上年结转34件，结转下年度103件。",
        "全年答复政府信息公开申请3050件，予以公开1362件、部分公开454件、不予公开178件、无法提供781件、不予处理88件、其他处理187件。",
        "政府信息公开类行政复议351件，行政诉讼46件。",
        "因政府信息公开引发行政复议和行政诉讼共397件。",
        "",
    ],
)
def test_what_agrees_gives_nothing(text):
    assert found(text) == []


def test_a_count_that_differs_is_a_warning_with_the_sentence_and_both_numbers():
    (finding,) = narrative(huaian(), quoted("2024年，全市共收到政府信息公开申请3120件。"))
    assert finding[:7] == ("narrative", "warning", "requests", "new", "total", "3119", "3120")
    assert finding.message == (
        "第1部分“2024年，全市共收到政府信息公开申请3120件”：新收申请 3120，表中为 3119。"
        " / section 1 quotes 3120 (requests received), the table has 3119."
    )


def test_none_received_and_a_table_with_some():
    assert found("2024年，我市未收到政府信息公开申请。") == [("warning", "new", "3119", "0")]


@pytest.mark.parametrize(
    ("text", "item", "expected", "observed", "why"),
    [
        ("全市共受理政府信息公开申请3153件。", "new", "3119", "3153", "计入上年结转则相符。"),
        ("全市共受理政府信息公开申请3050件。", "new", "3119", "3050", "只计办结，不计结转下年则相符。"),
        ("全市共受理政府信息公开申请3016件。", "new", "3119", "3016", "不计结转下年则相符。"),
        ("全市答复政府信息公开申请3016件。", "concluded", "3050", "3016", "不计上年结转则相符。"),
        ("全市办理政府信息公开申请3153件。", "concluded", "3050", "3153", "计入结转下年则相符。"),
        ("全市答复政府信息公开申请2863件。", "concluded", "3050", "2863", "不计其他处理则相符。"),
        ("答复政府信息公开申请3050件，予以公开1816件。", "granted", "1362", "1816", "计入部分公开则相符。"),
        ("政府信息公开类行政复议314件。", "reconsideration", "351", "314", "不计尚未审结则相符。"),
        ("政府信息公开类行政诉讼26件。", "", "46", "26", "只计未经复议直接起诉则相符。"),
        ("政府信息公开类行政诉讼39件。", "", "46", "39", "不计尚未审结则相符。"),
        ("通过网络收到政府信息公开申请2000件。", "new", "3119", "2000", "句中只计一种渠道。"),
        ("全市共收到政府信息公开申请3119件。市本级共收到政府信息公开申请700件。", "new", "3119", "700", "以正文另一处所引之数则相符。"),
    ],
)  # fmt: skip
def test_a_difference_that_a_way_of_counting_explains_is_a_note_that_names_it(text, item, expected, observed, why):
    (finding,) = narrative(huaian(), quoted(text))
    assert (finding.severity, finding.item, finding.expected, finding.observed) == ("note", item, expected, observed)
    assert f"；{why} / " in finding.message


def test_a_blank_or_lost_figure_is_not_compared():
    assert found("全市共收到政府信息公开申请5件。", huaian(new=None)) == []
    assert found("答复政府信息公开申请3050件，不予公开5件。", huaian(refused_law=None)) == []
    assert found("全市共收到政府信息公开申请5件。", []) == []


def test_the_same_count_quoted_twice_is_one_finding():
    text = "全市共收到政府信息公开申请5件。全市共收到政府信息公开申请5件。"
    assert found(text) == [("warning", "new", "3119", "5")]


# ── Real reports ─────────────────────────────────────────────────────────────────────────────────────────────────


def of_report(report):
    return [
        (each.severity, each.item, each.expected, each.observed)
        for each in report.finding_rows
        if each.rule == "narrative"
    ]


@pytest.mark.parametrize("name", sorted(path.name for path in RAW.glob("*.txt")))
def test_the_samples_contradict_themselves_nowhere(name):
    (report,) = gx.parse(RAW / name)
    assert of_report(report) == []


REAL = {
    "hzq_2023_pdf/source.pdf": ("territory", []),  # 全区受理政府信息公开申请21件
    "pingtan_2022_gluedtxt/source.txt": ("territory", [("note", "new", "74", "75")]),  # 75件, one of them carried in
    "shuyang_2025_txt/source.txt": ("territory", [("note", "new", "713", "749")]),  # 749 件 = 713 + 36
    "shanghai_office_2019_html/source.html": ("own", []),
}


@pytest.mark.parametrize("name", REAL)
def test_further_real_reports(name):
    if not (SHARED / "cases").exists():
        pytest.skip("the shared folder of further real documents is not beside this checkout")
    (report,) = gx.parse(SHARED / "cases" / name)
    assert (report.scope, of_report(report)) == REAL[name]


def test_scope_body_and_sector_of_the_samples():
    (report,) = gx.parse(RAW / "004_cf474a2a7b651b5a.txt")
    assert (report.body_id, report.sector, report.scope) == ("350504:工业信息化", "industry", "own")
    assert report.scope_words == "own: “2020 年,我局无政府信息依申请事项” (section 1)"
    (report,) = gx.parse(RAW / "001_d0847865937e94fe.txt")
    assert (report.body_id, report.sector, report.scope, report.scope_words) == (None, "petitions", None, None)
    (report,) = gx.parse(RAW / "003_fadade2108e27757.txt")
    assert (report.body_id, report.sector, report.scope) == ("350502:人民政府", None, "territory")


# ── Rules by a body without the power ────────────────────────────────────────────────────────────────────────────


def with_rules(agency, level, kind, **figures):
    figures = figures or {"issued": 2, "repealed": 0, "in_force": 11}
    cells = [cell("proactive", "rules", measure, value) for measure, value in figures.items()]
    return Report("0" * 16, 1, agency=agency, level=level, kind=kind, cell_rows=cells)


@pytest.mark.parametrize(
    ("agency", "level", "kind"),
    [
        ("沭阳县人民政府", "county", "government"),
        ("上海市黄浦区人民政府", "county", "government"),
        ("淮安市公安局", "prefecture", "department"),
        ("江苏省教育厅", "province", "department"),
        ("大兴安岭地区行政公署", "prefecture", "government"),
        ("洪雅县洪川镇人民政府", "township", "government"),
        ("平潭综合实验区管委会", "zone", "government"),
        ("黑河市气象局", "central_local", "department"),
    ],
)
def test_rules_of_a_body_that_cannot_make_them(agency, level, kind):
    (finding,) = rules_power(with_rules(agency, level, kind))
    assert finding[:7] == ("rules_power", "warning", "proactive", "rules", "issued", "0", "2")
    assert f"规章：本年制发件数 2、现行有效件数 11；{agency}无规章制定权。" in finding.message


@pytest.mark.parametrize(
    ("agency", "level", "kind"),
    [
        ("淮安市人民政府", "prefecture", "government"),
        ("红河哈尼族彝族自治州人民政府", "prefecture", "government"),
        ("四川省人民政府", "province", "government"),
        ("上海市人民政府办公厅", "province", "department"),
        ("国家统计局", "central", "department"),
        ("某局", None, "department"),
        ("鲤城区", "county", None),
    ],
)
def test_rules_of_a_body_that_can_or_may(agency, level, kind):
    assert rules_power(with_rules(agency, level, kind)) == []


def test_no_rules_no_finding():
    assert rules_power(with_rules("沭阳县人民政府", "county", "government", issued=0, repealed=None, in_force=0)) == []


# ── Any text ─────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = [
    "2024年", "2023年", "，", "。", "、", "（", "全市", "我局", "市信访局", "共", "收到", "受理", "未", "无", "答复", "办结", "政府", "信息公开", "申请",
    "依申请公开", "0", "12", "1,234", "一百零", "三", "十", "件", "余", "其中", "上年", "结转", "下年度", "予以公开", "不予公开", "行政复议", "行政诉讼",
    "被", "引发", "数据", "统计", "范围", "各", "县", "本报告", "编制", "汇总", "²", "٣",
]  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)), st.integers(0, 9))
def test_any_text_is_read_without_raising(text, section):
    for finding in narrative(huaian(), quoted(text, section=section)):
        assert finding.expected != finding.observed


@given(st.integers(0, 9_999_999))
def test_the_tables_own_count_never_gives_a_finding(number):
    cells = huaian(new=number)
    for printed in (
        str(number),
        f"{number:,}",
        str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    ):
        assert found(f"2024年，全市共收到政府信息公开申请{printed}件。", cells) == []
        assert found(f"2024年，全市共收到{printed}件政府信息公开申请。", cells) == []


def test_a_hostile_text_costs_no_more_than_its_first_sentences():
    text = "".join(f"全市收到政府信息公开申请{number}件。" for number in range(20_000))
    assert len(quoted(text)) == 200
    assert counts("范围结转" * 100_000 + "收到政府信息公开申请1件") == []
