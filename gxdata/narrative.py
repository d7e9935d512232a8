"""A report's sentences against its tables, and its rules against its powers: soft checks, which change no figure.

`narrative`: a count that a sentence quotes differs from the table's. Where a known way of counting explains the
difference (with what was carried in, without what is pending …) the finding is a note and names it, else a warning.
`rules_power`: rules (规章) in the table of a body that cannot make any (立法法 第九十一、九十三条).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from .checks import Finding
from .forms import PROACTIVE, PROCEEDINGS, REQUESTS, Section
from .quotes import Quote

if TYPE_CHECKING:
    from .report import CellRow, Report

_LONGEST = 80  # characters of a sentence that a finding quotes

# What is counted → its section, the rows that add up to it, and its names. A group's rows are those of the report's form.
_GROUPS = ("refused", "unavailable", "declined", "other")
_COUNTED: dict[str, tuple[Section, tuple[str, ...], str, str]] = {
    **{id: (REQUESTS, (id,), zh, en) for id, zh, en in (
        ("new", "新收申请", "requests received"), ("carried_in", "上年结转", "carried in"),
        ("concluded", "办结", "concluded"), ("carried_out", "结转下年", "carried out"),
        ("granted", "予以公开", "granted"), ("partly_granted", "部分公开", "partly granted"))},
    **{group.id: (REQUESTS, tuple(item.id for item in REQUESTS.items if item.group == group.id), group.zh, group.en)
       for group in REQUESTS.groups if group.id in _GROUPS},
    "granted_or_partly": (REQUESTS, ("granted", "partly_granted"), "予以公开和部分公开", "granted or partly granted"),
    "reconsideration": (PROCEEDINGS, ("reconsideration",), "行政复议", "reconsideration"),
    "litigation_direct": (PROCEEDINGS, ("litigation_direct",), "未经复议直接起诉", "litigation without reconsideration"),
    "litigation_after_reconsideration": (PROCEEDINGS, ("litigation_after_reconsideration",), "复议后起诉", "litigation after reconsideration"),
    "litigation": (PROCEEDINGS, ("litigation_direct", "litigation_after_reconsideration"), "行政诉讼", "litigation"),
    "proceedings": (PROCEEDINGS, tuple(item.id for item in PROCEEDINGS.items), "行政复议和行政诉讼", "reconsideration and litigation"),
}  # fmt: skip

# What is counted → other ways of counting it: (ids added, ids taken away, zh, en). `_pending`: of the same proceedings.
_WAYS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...], str, str], ...]] = {
    "new": (
        (("new", "carried_in"), (), "计入上年结转", "with those carried in"),
        (("concluded",), (), "只计办结，不计结转下年", "only those concluded, pending left out"),
        (("new",), ("carried_out",), "不计结转下年", "pending left out"),
    ),
    "concluded": (
        (("concluded", "carried_out"), (), "计入结转下年", "with those carried out"),
        (("concluded",), ("carried_in",), "不计上年结转", "those carried in left out"),
        (("new",), (), "为新收数", "the number received"),
        (("concluded",), ("other",), "不计其他处理", "those otherwise handled left out"),
        (
            ("concluded",),
            ("declined", "other"),
            "不计不予处理和其他处理",
            "those declined or otherwise handled left out",
        ),
    ),
    "granted": ((("granted", "partly_granted"), (), "计入部分公开", "with those partly granted"),),
    "refused": (
        (("refused", "unavailable"), (), "计入无法提供", "with those that could not be provided"),
        (("refused", "declined"), (), "计入不予处理", "with those declined"),
        (("refused", "unavailable", "declined"), (), "计入无法提供和不予处理", "with those not provided or declined"),
    ),
    "reconsideration": ((("reconsideration",), ("pending",), "不计尚未审结", "pending left out"),),
    "litigation": (
        (("litigation_direct",), (), "只计未经复议直接起诉", "only without reconsideration"),
        (("litigation_after_reconsideration",), (), "只计复议后起诉", "only after reconsideration"),
        (("litigation",), ("pending",), "不计尚未审结", "pending left out"),
        (("proceedings",), (), "计入行政复议", "with reconsideration"),
    ),
    "proceedings": ((("proceedings",), ("pending",), "不计尚未审结", "pending left out"),),
}


def narrative(cells: Iterable[CellRow], quoted: Iterable[Quote]) -> list[Finding]:
    """A finding for every count quoted that differs from the table's figure; none where the table has no figure."""
    quoted = list(quoted)
    if not quoted:
        return []
    figures, pending = _figures(cells)
    findings: dict[tuple[str, int], Finding] = {}
    for quote in quoted:
        printed = _value(quote.of, figures)
        if printed is None or printed == quote.figure or (quote.of, quote.figure) in findings:
            continue
        findings[quote.of, quote.figure] = _differs(quote, printed, quoted, figures, pending)
    return list(findings.values())


def _figures(cells: Iterable[CellRow]) -> tuple[dict[str, Decimal | None], dict[str, Decimal | None]]:
    """Rows' totals, and their pending proceedings; None for a cell without a figure. Rows' ids are unique over both tables
    but for 其他, which is an outcome."""
    totals: dict[str, Decimal | None] = {}
    pending: dict[str, Decimal | None] = {}
    for cell in cells:
        if cell.section in ("requests", "proceedings"):
            if cell.measure == "total":
                totals[cell.item] = cell.value
            elif cell.measure == "pending":
                pending[cell.item] = cell.value
    return totals, pending


def _value(of: str, figures: Mapping[str, Decimal | None]) -> Decimal | None:
    """The table's figure for what is counted: the sum of its rows on the report's form, None unless all have a figure."""
    rows = [figures[item] for item in _COUNTED[of][1] if item in figures]
    known = [row for row in rows if row is not None]
    return sum(known, Decimal(0)) if rows and len(known) == len(rows) else None


def _differs(
    quote: Quote,
    printed: Decimal,
    quoted: Iterable[Quote],
    figures: Mapping[str, Decimal | None],
    pending: Mapping[str, Decimal | None],
) -> Finding:
    section, items, zh, en = _COUNTED[quote.of]
    severity, why_zh, why_en = "warning", "", ""
    if way := next(_explained(quote, printed, quoted, figures, pending), None):
        severity, why_zh, why_en = "note", f"；{way[0]}则相符", f"; it agrees {way[1]}"
    elif quote.channel and quote.figure < printed:
        severity, why_zh, why_en = "note", "；句中只计一种渠道", "; the sentence counts one channel only"
    words = quote.sentence.printed[:_LONGEST]
    place = f"第{quote.sentence.number}部分" if quote.sentence.number else "前言"
    message = (
        f"{place}“{words}”：{zh} {quote.figure}，表中为 {printed}{why_zh}。"
        f" / section {quote.sentence.number} quotes {quote.figure} ({en}), the table has {printed}{why_en}."
    )
    item = items[0] if len(items) == 1 else ""
    return Finding("narrative", severity, section.id, item, "total", str(printed), str(quote.figure), message)


def _explained(
    quote: Quote,
    printed: Decimal,
    quoted: Iterable[Quote],
    figures: Mapping[str, Decimal | None],
    pending: Mapping[str, Decimal | None],
) -> Iterator[tuple[str, str]]:
    """The ways of counting under which a quoted count agrees with the tables."""
    for added, taken, zh, en in _WAYS.get(quote.of, ()):
        terms = [_value(of, figures) for of in added]
        terms += [
            -value if value is not None else None for value in (_taken(of, quote.of, figures, pending) for of in taken)
        ]
        known = [term for term in terms if term is not None]
        if len(known) == len(terms) and sum(known) == quote.figure:
            yield zh, en
    if any(other.of == quote.of and other.figure == printed for other in quoted):
        yield "以正文另一处所引之数", "with the count that another sentence quotes"


def _taken(
    of: str, quoted: str, figures: Mapping[str, Decimal | None], pending: Mapping[str, Decimal | None]
) -> Decimal | None:
    return _value(quoted, pending) if of == "pending" else _value(of, figures)


# ── Rules by a body without the power ────────────────────────────────────────────────────────────────────────────


def rules_power(report: Report) -> list[Finding]:
    """A warning when a body that cannot make rules has some in the table; nothing while its level or kind is open.

    Rules are made by the State Council's departments and by the governments of provinces, 设区市 and 自治州. Their general
    offices report for them; 地区 and 盟 have no such power.
    """
    if report.level is None or report.kind is None or report.level == "central":
        return []
    agency = report.agency or ""
    governs = report.kind == "government" or agency.endswith(("人民政府办公厅", "人民政府办公室"))
    if report.level in ("province", "prefecture") and governs and not agency.endswith(("公署", "行署")):
        return []
    cells = [cell for cell in report.cell_rows if cell.item == "rules" and cell.section == "proactive" and cell.value]
    if not cells:
        return []
    measures = [PROACTIVE.measure(cell.measure) for cell in cells]
    figures_zh = "、".join(f"{measure.zh} {cell.value}" for measure, cell in zip(measures, cells, strict=True))
    figures_en = ", ".join(f"{measure.en} {cell.value}" for measure, cell in zip(measures, cells, strict=True))
    message = (
        f"规章：{figures_zh}；{agency or '该机关'}无规章制定权。"
        f" / rules: {figures_en}; a body of this level and kind ({report.level}, {report.kind}) cannot make rules."
    )
    one = cells[0]
    return [Finding("rules_power", "warning", "proactive", "rules", one.measure, "0", str(one.value), message)]
