"""The statutory forms: THE declaration from which parser, checks, schema, codebook and labels derive. Data only.

Sources: 《中华人民共和国政府信息公开条例》 (国务院令第711号, below "条例"); form 2019 国办公开办函〔2019〕60号;
form 2021 国办公开办函〔2021〕30号. A row of a printed table is an item, a column a measure; an item's `measures`
say, for each form that prints the row, which columns it has. A form that prints one list of indicators with one or
two value columns is a section whose items all have those one or two measures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

FORMS = ("2019", "2021")


@dataclass(frozen=True, slots=True)
class Measure:
    """A column. `variants` are other printed labels that were seen; `signed` values may be negative."""

    id: str
    zh: str
    en: str
    unit: str = "件"
    variants: tuple[str, ...] = ()
    is_total: bool = False
    signed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A row. `group` is the printed group label it stands under, `block` the part of the table with its own header."""

    id: str
    zh: str
    en: str
    basis: str
    measures: Mapping[str, tuple[str, ...]]
    variants: tuple[str, ...] = ()
    group: str = ""
    block: str = ""
    is_total: bool = False
    units: Mapping[str, str] = field(default_factory=dict)  # where they differ from the measure's own
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A label over several rows (or, where a table lies flat, over several columns); it has no figures of its own."""

    id: str
    zh: str
    en: str
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """A hard identity: the `left` ids add up to the `right` ids, for every other coordinate of the table.

    axis `item`: the ids are items and it holds for every measure; axis `measure`: the other way round.
    """

    id: str
    section: str
    axis: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One statutory table. layout `rows`: one printed row an item; `flat`: all items side by side in one printed row."""

    id: str
    zh: str
    en: str
    items: tuple[Item, ...]
    measures: tuple[Measure, ...]
    item_name: str  # what a row is, in the field's word
    measure_name: str
    groups: tuple[Group, ...] = ()
    words: tuple[str, ...] = ()  # further words that its header prints and that carry no figure
    layout: str = "rows"
    basis: str = ""
    required: bool = True  # every report must have it

    def item(self, id: str) -> Item:
        return _ITEMS[self.id, id]

    def measure(self, id: str) -> Measure:
        return _MEASURES[self.id, id]

    def cell(self, item: str, measure: str) -> tuple[str, bool]:
        """The unit that the form prescribes for a cell, and whether the cell is a total of others."""
        return _CELLS[self.id, item, measure]

    def unit(self, item: Item, measure: str) -> str:
        """The unit that the form prescribes for a cell."""
        return self.cell(item.id, measure)[0]


# fmt: off
# ── Table 二: what was published ─────────────────────────────────────────────────────────────────────────────────

_STOCK = {"2019": ("made", "published", "public_total"), "2021": ("issued", "repealed", "in_force")}
_DECISIONS = {"2019": ("items_last_year", "items_change", "decisions"), "2021": ("decisions",)}
_STOCK_NOTE = "2019 counts what is public, 2021 what is in force: not one series (break 2020|2021)."

PROACTIVE = Section(
    "proactive",
    "主动公开政府信息情况",
    "proactive disclosure",
    items=(
        Item("rules", "规章", "rules", "条例20(1)", _STOCK, block="1", note=_STOCK_NOTE),
        Item("normative_documents", "行政规范性文件", "normative documents", "条例20(1)", _STOCK, ("规范性文件",), block="1", note=_STOCK_NOTE),
        Item("licences", "行政许可", "administrative licences", "条例20(5)", _DECISIONS, block="5"),
        Item("other_services", "其他对外管理服务事项", "other services to the public", "条例20(5)", {"2019": _DECISIONS["2019"]}, ("其他对外管理服务",), block="5"),
        Item("penalties", "行政处罚", "administrative penalties", "条例20(6)", _DECISIONS, block="6"),
        Item("coercive_measures", "行政强制", "coercive measures", "条例20(6)", _DECISIONS, ("行政强制措施",), block="6"),
        Item(
            "fees", "行政事业性收费", "administrative fees", "条例20(8)",
            {"2019": ("items_last_year", "items_change"), "2021": ("amount",)},
            block="8", units={"amount": "万元"}, note="2019 counts fee items, 2021 the amount collected: no crosswalk.",
        ),
        Item("procurement", "政府集中采购", "centralised procurement", "条例20(9)", {"2019": ("projects", "amount")}, ("政府采购",), block="9"),
    ),
    measures=(
        Measure("made", "本年新制作数量", "made this year", variants=("本年制作数量",)),
        Measure("published", "本年新公开数量", "newly published this year", variants=("本年公开数量",)),
        Measure("public_total", "对外公开总数量", "public in total", variants=("对外公开总量",), note=_STOCK_NOTE),
        Measure("issued", "本年制发件数", "issued this year", variants=("本年度制发件数", "本年制发数量")),
        Measure("repealed", "本年废止件数", "repealed this year", variants=("本年度废止件数", "本年废止数量")),
        Measure("in_force", "现行有效件数", "in force", variants=("现行有效件", "先行有效件数", "现行有效数量"), note=_STOCK_NOTE),
        Measure("items_last_year", "上一年项目数量", "items last year", "项", ("上年项目数量", "上一年度项目数量")),
        Measure("items_change", "本年增/减", "change this year", "项", ("本年增减", "本年增加/减少"), signed=True),
        Measure("decisions", "处理决定数量", "decisions", variants=("本年处理决定数量", "本年度处理决定数量")),
        Measure("projects", "采购项目数量", "projects procured", "项", ("项目数量",)),
        Measure("amount", "金额", "amount", "", ("本年收费金额", "采购总金额", "收费金额", "本年度收费金额", "采购金额")),
    ),
    item_name="item",
    measure_name="measure",
    groups=(
        Group("article_20_1", "第二十条第（一）项", "article 20 (1)"),
        Group("article_20_5", "第二十条第（五）项", "article 20 (5)"),
        Group("article_20_6", "第二十条第（六）项", "article 20 (6)"),
        Group("article_20_8", "第二十条第（八）项", "article 20 (8)"),
        Group("article_20_9", "第二十条第（九）项", "article 20 (9)"),
    ),
    words=("信息内容",),
    basis="条例20, 50",
)

# ── Table 三: how requests were answered ─────────────────────────────────────────────────────────────────────────

_APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")
_BOTH = {"2019": _APPLICANTS, "2021": _APPLICANTS}
_ONLY_2021 = {"2021": _APPLICANTS}
_SUM_OTHER = "2019 prints one row `other`; add the three 2021 rows other_not_corrected, other_unpaid_fee, other_rest."


def _outcome(id: str, zh: str, en: str, basis: str, group: str, *variants: str, forms: Mapping[str, tuple[str, ...]] = _BOTH, note: str = "") -> Item:
    return Item(id, zh, en, basis, forms, variants, group, note=note)


_OUTCOMES = (
    _outcome("granted", "予以公开", "granted", "条例36(1)(2)", "granted"),
    _outcome("partly_granted", "部分公开", "partly granted", "条例37", "partly_granted", note="Its refusal reason is not counted."),
    _outcome("refused_state_secret", "属于国家秘密", "state secret", "条例14", "refused", "国家秘密"),
    _outcome("refused_law", "其他法律行政法规禁止公开", "forbidden by another law", "条例14", "refused", "其他法律法规禁止公开", "法律行政法规禁止公开", "其他法律和行政法规禁止公开"),
    _outcome("refused_security", "危及“三安全一稳定”", "security and stability", "条例14", "refused", "三安全一稳定"),
    _outcome("refused_third_party", "保护第三方合法权益", "third party's rights", "条例15, 32", "refused", "第三方合法权益"),
    _outcome("refused_internal", "属于三类内部事务信息", "internal affairs", "条例16(1)", "refused", "内部事务信息"),
    _outcome("refused_deliberative", "属于四类过程性信息", "deliberative process", "条例16(2)", "refused", "过程性信息"),
    _outcome("refused_enforcement_file", "属于行政执法案卷", "enforcement file", "条例16(2)", "refused", "行政执法案卷", "属于行政执法案件"),
    _outcome("refused_inquiry", "属于行政查询事项", "matter of administrative inquiry", "条例36(7)", "refused", "行政查询事项", note="A redirection to another register, not a ground of secrecy: show shares with and without it."),
    _outcome("unavailable_not_held", "本机关不掌握相关政府信息", "not held", "条例36(4)(5)", "unavailable", "不掌握相关政府信息", "本机关不掌握相关信息"),
    _outcome("unavailable_not_compiled", "没有现成信息需要另行制作", "not compiled", "条例38", "unavailable", "现成信息需要另行制作"),
    _outcome("unavailable_unclear", "补正后申请内容仍不明确", "unclear after correction", "条例29–30", "unavailable", "申请内容不明确"),
    _outcome("declined_petition", "信访举报投诉类申请", "petition or complaint", "条例39(1)", "declined"),
    _outcome("declined_repeat", "重复申请", "repeated request", "条例36(6)", "declined"),
    _outcome("declined_publication", "要求提供公开出版物", "publication on sale", "条例39(2)", "declined"),
    _outcome("declined_excessive", "无正当理由大量反复申请", "excessive without reason", "条例35", "declined"),
    _outcome("declined_confirmation", "要求行政机关确认或重新出具已获取信息", "confirmation of what was received", "practice; no article", "declined", "要求行政机关确认或重新出具"),
    _outcome(
        "other_not_corrected", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "not corrected in time", "条例30", "other",
        "逾期不补正", "申请人无正当理由逾期不补正", "申请人无正当理由逾期不补正、行政机关不再受理其政府信息公开申请", forms=_ONLY_2021, note=_SUM_OTHER,
    ),
    _outcome(
        "other_unpaid_fee", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "fee not paid in time", "条例42; 国办函〔2020〕109号", "other",
        "逾期未缴费", "申请人逾期未按收费通知要求缴纳费用", "申请人逾期未按收费通知要求缴纳费用、行政机关不再受理其政府信息公开申请", forms=_ONLY_2021, note=_SUM_OTHER,
    ),
    _outcome("other_rest", "其他", "other", "form 2021", "other", forms=_ONLY_2021, note=_SUM_OTHER),
    _outcome("other", "其他处理", "otherwise handled", "form 2019", "other", forms={"2019": _APPLICANTS}, note=_SUM_OTHER),
)

REQUESTS = Section(
    "requests",
    "收到和处理政府信息公开申请情况",
    "requests received and answered",
    items=(
        Item("new", "本年新收政府信息公开申请数量", "received this year", "条例50(2)", _BOTH, ("本年新收", "本年新收政府信息公开申请")),
        Item("carried_in", "上年结转政府信息公开申请数量", "carried in", "条例50(2)", _BOTH, ("上年结转", "上年结转政府信息公开申请")),
        *_OUTCOMES,
        Item("concluded", "总计", "concluded", "条例50(2)", _BOTH, ("办理结果合计", "合计"), is_total=True),
        Item("carried_out", "结转下年度继续办理", "carried out", "条例50(2)", _BOTH, ("结转下年", "结转下一年继续办理", "结转下一年继续办理件", "结转下年度")),
    ),
    measures=(
        Measure("natural_person", "自然人", "natural person"),
        Measure("business", "商业企业", "business", variants=("企业",)),
        Measure("research", "科研机构", "research institute"),
        Measure("public_interest", "社会公益组织", "public-interest organisation", variants=("社会组织", "公益组织")),
        Measure("legal_service", "法律服务机构", "legal-service body"),
        Measure("other", "其他", "other organisation"),
        Measure("total", "总计", "total", variants=("合计",), is_total=True),
    ),
    item_name="outcome",
    measure_name="applicant",
    groups=(
        Group("results", "本年度办理结果", "results of the year", ("办理结果",)),
        Group("refused", "不予公开", "refused"),
        Group("unavailable", "无法提供", "unavailable"),
        Group("declined", "不予处理", "declined"),
        Group("other", "其他处理", "otherwise handled"),
        Group("granted", "予以公开", "granted"),
        Group("partly_granted", "部分公开", "partly granted"),
    ),
    words=("申请人情况", "法人或其他组织", "法人/其他组织", "本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和"),
    basis="条例50(2)",
)

# ── Table 四: reconsideration and litigation ─────────────────────────────────────────────────────────────────────

_RESULTS = dict.fromkeys(FORMS, ("upheld", "corrected", "other", "pending", "total"))
_LAW_2023 = "Break 2023|2024: the revised 行政复议法 (in force 2024-01-01) sends refusals to reconsideration before court."

PROCEEDINGS = Section(
    "proceedings",
    "政府信息公开行政复议、行政诉讼情况",
    "reconsideration and litigation",
    items=(
        Item("reconsideration", "行政复议", "administrative reconsideration", "条例51; 行政复议法", _RESULTS, ("行政法复议",), note=_LAW_2023),
        Item("litigation_direct", "未经复议直接起诉", "litigation without reconsideration", "条例51; 行政诉讼法", _RESULTS, ("未经复议直接诉讼",), group="litigation", note=_LAW_2023),
        Item("litigation_after_reconsideration", "复议后起诉", "litigation after reconsideration", "条例51; 行政诉讼法", _RESULTS, ("复议后诉讼", "经复议后起诉"), group="litigation", note=_LAW_2023),
    ),
    measures=(
        Measure("upheld", "结果维持", "upheld", variants=("维持",)),
        Measure("corrected", "结果纠正", "corrected", variants=("纠正",)),
        Measure("other", "其他结果", "other result"),
        Measure("pending", "尚未审结", "pending", variants=("未审结",)),
        Measure("total", "总计", "total", variants=("合计",), is_total=True),
    ),
    item_name="channel",
    measure_name="result",
    groups=(Group("litigation", "行政诉讼", "administrative litigation"),),
    layout="flat",
    basis="条例50(3)",
)

# ── The processing fee: new in reports for 2025, within section 六 or as one of its own ──────────────────────────

_FEE = dict.fromkeys(FORMS, ("notified", "notified_yuan", "collected_yuan"))

PROCESSING_FEES = Section(
    "processing_fees",
    "信息处理费收取情况",
    "information processing fees",
    items=(Item("processing_fees", "信息处理费", "information processing fees", "条例42; 国办函〔2020〕109号", _FEE, ("信息处理费收取情况",)),),
    measures=(
        Measure("notified", "通知收取件数", "notices to pay"),
        Measure("notified_yuan", "通知收取金额", "amount asked", "元"),
        Measure("collected_yuan", "实际收取金额", "amount collected", "元"),
    ),
    item_name="item",
    measure_name="measure",
    layout="flat",
    basis="条例42",
    required=False,
)

# fmt: on
SECTIONS = (PROACTIVE, REQUESTS, PROCEEDINGS, PROCESSING_FEES)
BY_ID = {section.id: section for section in SECTIONS}
_ITEMS = {(section.id, item.id): item for section in SECTIONS for item in section.items}
_CELLS = {
    (section.id, item.id, measure.id): (item.units.get(measure.id, measure.unit), item.is_total or measure.is_total)
    for section in SECTIONS
    for item in section.items
    for measure in section.measures
}
_MEASURES = {(section.id, measure.id): measure for section in SECTIONS for measure in section.measures}

IDENTITIES = (
    Identity(
        "balance",
        "requests",
        "item",
        ("new", "carried_in"),
        ("concluded", "carried_out"),
        "新收＋结转＝总计＋结转下年",
        "received + carried in = concluded + carried out",
    ),
    Identity(
        "outcomes",
        "requests",
        "item",
        tuple(item.id for item in _OUTCOMES),
        ("concluded",),
        "各项办理结果之和＝总计",
        "the outcomes add up to concluded",
    ),
    Identity(
        "applicants",
        "requests",
        "measure",
        _APPLICANTS[:-1],
        ("total",),
        "各类申请人之和＝总计",
        "the applicants add up to the total",
    ),
    Identity(
        "proceedings",
        "proceedings",
        "measure",
        ("upheld", "corrected", "other", "pending"),
        ("total",),
        "各结果之和＝总计",
        "the results add up to the total",
    ),
)

# The six sections of a report, with the words by which a top-level heading of each is known (all of one tuple).
CHAPTERS: tuple[tuple[int, str, str, tuple[tuple[str, ...], ...]], ...] = (
    (
        1,
        "overview",
        "总体情况",
        (("总体情况",), ("总体落实情况",), ("概述",), ("基本情况",), ("基本工作情况",), ("基本概况",)),
    ),
    (2, "proactive", "主动公开政府信息情况", (("主动公开",),)),
    (
        3,
        "requests",
        "收到和处理政府信息公开申请情况",
        (("申请", "收到"), ("申请", "处理"), ("申请", "办理"), ("依申请",), ("申请情况",)),
    ),
    (4, "proceedings", "政府信息公开行政复议、行政诉讼情况", (("复议",), ("诉讼",))),
    (
        5,
        "problems",
        "存在的主要问题及改进情况",
        (("问题", "改进"), ("问题", "措施"), ("问题", "打算"), ("存在", "问题"), ("不足", "改进")),
    ),
    (6, "other", "其他需要报告的事项", (("其他", "事项"), ("其它", "事项"), ("其他", "报告"))),
)


def fields(section: Section, forms: Mapping[str, str]) -> Iterator[tuple[Item, str]]:
    """The cells (item, measure id) that a section has, in the form's order; `forms` gives the form of each block."""
    for item in section.items:
        for measure in item.measures.get(forms.get(item.block, ""), ()):
            yield item, measure
