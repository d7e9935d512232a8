"""The metric dictionary: every rate and share that is computed from the tables, as data.

Nothing else defines a formula: `ratios` makes SQL of this, the codebook prints it. Numerator and denominator are sums of
cells; a group's rows and the rows that only one form prints come from the declaration in `forms`. Sources: 条例 is
国务院令第711号; the forms are those of 国办公开办函〔2019〕60号 and 〔2021〕30号.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .breaks import BREAKS, Break
from .forms import BY_ID, FORMS, IDENTITIES, PROCEEDINGS, REQUESTS

PART = "*"  # stands for each of a metric's parts
MINIMUM = 30  # a denominator below which a pooled rate says too little to be shown
Z = 1.959963984540054  # the normal quantile of a 95% interval


@dataclass(frozen=True, slots=True)
class Cells:
    """A signed term: the sum of the rows `items` in the column `measure`. Of rows that only one form prints, those of
    the report's form are meant: the 2021 rows other_* together are the 2019 row other."""

    section: str
    items: tuple[str, ...]
    measure: str = "total"
    sign: int = 1

    def rows(self, form: str) -> tuple[str, ...]:
        """Those of the items that a form prints."""
        return tuple(id for id in self.items if self.measure in BY_ID[self.section].item(id).measures.get(form, ()))

    def __str__(self) -> str:
        column = "" if self.section == "requests" and self.measure == "total" else f".{self.measure}"
        terms = [f"{id}{column}" for id in self.items]
        return f"({' + '.join(terms)})" if self.sign < 0 and len(terms) > 1 else " + ".join(terms)


Sum = tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """A ratio of sums. `parts` are what it is given for, each: ids of `part_role` in `part_section`, put for PART.

    type: `proportion` (0 to 1, with an interval), `concentration` (the sum of the squared shares of the metric `of`),
    `per_100k`. composition: the parts make up a whole, so all have one base. identity: the hard identity that ties
    numerator and denominator; where `must_hold`, a report that breaks it is left out, else it is only counted.
    """

    id: str
    zh: str
    en: str
    numerator: Sum
    denominator: Sum
    caveat_zh: str
    caveat_en: str
    source: str
    identity: str = "outcomes"
    must_hold: bool = False
    parts: tuple[str, ...] = ()
    part_section: str = "requests"
    part_role: Literal["", "item", "measure", "group"] = ""
    composition: bool = False
    type: Literal["proportion", "concentration", "per_100k"] = "proportion"
    of: str = ""

    @property
    def unit(self) -> str:
        return {"proportion": "0–1", "concentration": "0–1", "per_100k": "1/100000"}[self.type]

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(cells.section for cells in self.numerator + self.denominator))

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms on which every term has a row, so that the metric is comparable across them but for `breaks`."""
        terms = [cells for part in self.parts or ("",) for side in self.at(part) for cells in side]
        return tuple(form for form in FORMS if all(cells.rows(form) for cells in terms))

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks that a series of it crosses."""
        return tuple(found for found in BREAKS if set(found.metric_sections) & set(self.sections))

    @property
    def formula(self) -> str:
        """In row ids; a row of table 三 without a column is its total."""
        if self.type == "concentration":
            return f"sum of squares of {self.of}"
        sides = [_printed(side) for side in (self.numerator, self.denominator)]
        return f"{sides[0]} / {sides[1]}" if sides[1] else f"100000 × {sides[0]} / residents"

    def at(self, part: str) -> tuple[Sum, Sum]:
        """Numerator and denominator of one part."""
        return tuple(_put(cells, part, self.part_role) for cells in self.numerator), tuple(
            _put(cells, part, self.part_role) for cells in self.denominator
        )

    def labels(self, part: str) -> tuple[str, str]:
        """A part's labels, zh and en."""
        section = BY_ID[self.part_section]
        if self.part_role == "group":
            named = next(group for group in section.groups if group.id == part)
            return named.zh, named.en
        found = section.item(part) if self.part_role == "item" else section.measure(part)
        return found.zh, found.en


def _printed(side: Sum) -> str:
    text = "".join((" - " if cells.sign < 0 else " + ") + str(cells) for cells in side)[3:]
    return f"({text})" if " " in text else text


def _put(cells: Cells, part: str, role: str) -> Cells:
    if role == "group" and cells.items == (PART,):
        return replace(cells, items=_group(part))
    items = tuple(part if id == PART else id for id in cells.items)
    return replace(cells, items=items, measure=part if cells.measure == PART else cells.measure)


def identity_sides(id: str, coordinate: str) -> tuple[Sum, Sum]:
    """Both sides of an identity in one column (axis item) or row (axis measure)."""
    identity = next(found for found in IDENTITIES if found.id == id)
    if identity.axis == "item":
        return (Cells(identity.section, identity.left, coordinate),), (
            Cells(identity.section, identity.right, coordinate),
        )
    row = (coordinate,)
    left, right = ([Cells(identity.section, row, id) for id in side] for side in (identity.left, identity.right))
    return tuple(left), tuple(right)


def _group(*ids: str) -> tuple[str, ...]:
    return tuple(item.id for item in REQUESTS.items if item.group in ids)


def _requests(*items: str, sign: int = 1, measure: str = "total") -> Cells:
    return Cells("requests", items, measure, sign)


_G, _P, _R = (_requests(*_group(id)) for id in ("granted", "partly_granted", "refused"))
_U, _X, _O = (_requests(*_group(id)) for id in ("unavailable", "declined", "other"))
_GROUNDS = tuple(id for id in _group("refused") if id != "refused_inquiry")
_R0 = _requests(*_GROUNDS)
_D = _requests("concluded")
_CHANNELS = tuple(item.id for item in PROCEEDINGS.items)
_KINDS = tuple(measure.id for measure in REQUESTS.measures if not measure.is_total)


def _result(measure: str, sign: int = 1) -> Cells:
    return Cells("proceedings", (PART,), measure, sign)


NULLS = (
    "公式中任何一格无数（空白、毁损、斜线）的报告不计入，记为 undecidable；空白不作零。表或行不在其格式上者记为 missing。",
    "A report with any cell of the formula without a figure (blank, lost, a dash) is left out and counted as undecidable; blank is not nought. One without the table or its rows is counted as missing.",
)
_QUOTED = ("各地年报自己引用的口径。", "What official reports quote themselves.")
_SHARE = ("分母为全部办结数。", "The base is all requests concluded.")
_INQUIRY = (
    "行政查询事项是指引另循渠道，并非保密理由：与不含它的一项并列。",
    "A matter of inquiry is a redirection, not a ground of secrecy: show it beside the one without it.",
)
_DISPUTES = (
    "案件可能针对往年的答复，区间只是近似；复议与诉讼不可相加：复议后起诉者已在复议中计一次。",
    "Cases may concern answers of earlier years, so the interval is approximate; never add reconsideration and litigation: a dispute taken on to court was counted before.",
)
_RATES = (
    "三种纠错率相差很大，引用须注明分母；各项之和不等于总计的渠道不计入。",
    "The three correction rates differ widely: name the denominator. A channel whose results do not add up is left out.",
)
_HHI = ("一种理由占全部时为 1，八种均分时为 0.125。", "1 when one reason takes all, 0.125 when eight share evenly.")

_CORRECTION = {
    "identity": "proceedings", "must_hold": True, "parts": _CHANNELS, "part_section": "proceedings", "part_role": "item",
}  # fmt: skip
_REASONS = {"part_role": "item", "composition": True}
_R50, _R51 = "条例50(2); 表三 / form 2021 table 三", "条例50(3); 表四 / form 2021 table 四"

# fmt: off
METRICS: tuple[Metric, ...] = (
    Metric("disclosure_rate", "公开率", "disclosure rate", (_G, _P), (_D,), *_QUOTED, f"条例36, 37; {_R50}"),
    Metric("full_disclosure_rate", "全部公开率", "full disclosure rate", (_G,), (_D,), *_SHARE, f"条例36; {_R50}"),
    Metric("merits_disclosure_rate", "实体公开率", "merits disclosure rate", (_G, _P), (_G, _P, _R), "分母只含就公开与否作出决定者，近于美国的 release rate。", "The base is only what was decided on its merits; the analogue of the US release rate.", f"条例36, 37; {_R50}"),
    Metric("refusal_rate", "不予公开率", "refusal rate", (_R,), (_D,), *_INQUIRY, f"条例14–16, 36; {_R50}"),
    Metric("refusal_rate_without_inquiry", "不予公开率（不含行政查询）", "refusal rate without inquiries", (_R0,), (_D,), *_INQUIRY, f"条例14–16; {_R50}"),
    Metric("unavailable_rate", "无法提供率", "unavailable rate", (_U,), (_D,), *_SHARE, f"条例29–30, 36(4)(5), 38; {_R50}"),
    Metric("declined_rate", "不予处理率", "declined rate", (_X,), (_D,), *_SHARE, f"条例35, 36(6), 39; {_R50}"),
    Metric("other_rate", "其他处理率", "rate of other endings", (_O,), (_D,), "2021 年格式三行之和等于 2019 年格式一行。", "The three rows of the 2021 form together are the one of the 2019 form.", f"条例30, 42; {_R50}"),
    Metric("outcome_share", "办理结果占比", "shares of outcomes", (_requests(PART),), (_D,), "六类同一分母：任何一类有格无数的报告整份不计入；各类之和不等于总计者占比之和不为 1。", "All six have one base: a report with a cell without a figure in any of them is left out of all; where outcomes do not add up to concluded the shares do not add up to 1.", _R50, parts=("granted", "partly_granted", "refused", "unavailable", "declined", "other"), part_role="group", composition=True),
    Metric("refusal_reason_share", "不予公开理由占比", "shares of reasons for refusal", (_requests(PART),), (_R,), *_INQUIRY, f"条例14–16, 36(7); {_R50}", parts=_group("refused"), **_REASONS),  # type: ignore[arg-type]
    Metric("refusal_reason_share_without_inquiry", "不予公开理由占比（不含行政查询）", "shares of reasons for refusal without inquiries", (_requests(PART),), (_R0,), *_INQUIRY, f"条例14–16; {_R50}", parts=_GROUNDS, **_REASONS),  # type: ignore[arg-type]
    Metric("refusal_reason_hhi", "不予公开理由集中度（HHI）", "concentration of reasons (HHI)", (_R,), (_R,), *_HHI, "Herfindahl–Hirschman", type="concentration", of="refusal_reason_share"),
    Metric("refusal_reason_hhi_without_inquiry", "不予公开理由集中度（不含行政查询）", "concentration of reasons without inquiries (HHI)", (_R0,), (_R0,), *_HHI, "Herfindahl–Hirschman", type="concentration", of="refusal_reason_share_without_inquiry"),
    Metric("carry_over_rate", "结转率", "carry-over rate", (_requests("carried_out"),), (_requests("new"), _requests("carried_in")), "是年末存量，不是超期。", "A stock at the end of the year, not delay.", f"条例33; {_R50}", identity="balance"),
    Metric("applicant_mix", "申请人构成", "applicant mix", (_requests("new", measure=PART),), (_requests("new"),), "按本年新收计；多数申请来自自然人。", "Of the requests received this year.", _R50, identity="applicants", parts=_KINDS, part_role="measure", composition=True),
    Metric("reconsideration_rate", "复议率", "reconsideration rate", (Cells("proceedings", ("reconsideration",)),), (_D,), *_DISPUTES, _R51, identity="proceedings"),
    Metric("litigation_rate", "诉讼率", "litigation rate", (Cells("proceedings", _CHANNELS[1:]),), (_D,), *_DISPUTES, _R51, identity="proceedings"),
    Metric("correction_rate_a", "纠错率 A（占全部）", "correction rate A (of all)", (_result("corrected"),), (_result("total"),), *_RATES, _R51, **_CORRECTION),  # type: ignore[arg-type]
    Metric("correction_rate_b", "纠错率 B（占已审结）", "correction rate B (of those decided)", (_result("corrected"),), (_result("total"), _result("pending", -1)), *_RATES, _R51, **_CORRECTION),  # type: ignore[arg-type]
    Metric("correction_rate_c", "纠错率 C（占维持与纠正）", "correction rate C (of upheld and corrected)", (_result("corrected"),), (_result("upheld"), _result("corrected")), *_RATES, _R51, **_CORRECTION),  # type: ignore[arg-type]
    Metric("requests_per_100k", "每十万人申请数", "requests per 100,000 residents", (_requests("new"),), (), "只计统计范围为全域的政府报告；人口由使用者给出。", "Only a government's whole-territory reports; residents are given by the user.", _R50, identity="balance", type="per_100k"),
)
# fmt: on
BY_METRIC = {metric.id: metric for metric in METRICS}


def chosen(names: str | Sequence[str]) -> list[Metric]:
    """Metrics by id, in the dictionary's order; `all` is every one. Raises ValueError for an unknown id."""
    wanted = [names] if isinstance(names, str) else list(names)
    if wanted == ["all"]:
        return list(METRICS)
    if unknown := [name for name in wanted if name not in BY_METRIC]:
        raise ValueError(f"no metric {unknown[0]!r}; there are {', '.join(BY_METRIC)}")
    if not wanted:
        raise ValueError("no metric is named; `gxdata codebook --metrics` lists them")
    return [metric for metric in METRICS if metric.id in wanted]


DICTIONARY = (
    "metric", "part", "ordinal", "zh", "en", "part_zh", "part_en", "unit", "formula", "type", "identity", "nulls_zh", "nulls_en",
    "caveat_zh", "caveat_en", "forms", "breaks", "source",
)  # fmt: skip


def dictionary() -> list[tuple[str | int | None, ...]]:
    """The dictionary as rows of DICTIONARY: one a metric, or one a part of it; `breaks` are ids, comma between."""
    rows: list[tuple[str | int | None, ...]] = []
    for metric in METRICS:
        for part in metric.parts or (None,):
            zh, en = metric.labels(part) if part else (None, None)
            shared = (metric.unit, metric.formula.replace(PART, part or PART), metric.type, metric.identity, *NULLS)
            told = (" ".join(metric.forms), ", ".join(found.id for found in metric.breaks), metric.source)
            names = (metric.id, part, len(rows) + 1, metric.zh, metric.en, zh, en)
            rows.append((*names, *shared, metric.caveat_zh, metric.caveat_en, *told))
    return rows
