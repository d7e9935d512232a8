"""What only all reports of a dataset together tell: which are the same report again, and which figures do not follow.

A stage of the merge, asked anew in every build of all its reports, so that it does not matter which were read and which
were taken from the old tables: what it found before is dropped by its rules' names (`rules.ACROSS`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .forms import BY_ID
from .metadata import arrow_table
from .rules import ACROSS, BY_RULE
from .schema import FINDINGS, Row
from .versions import find_versions
from .years import compare_years

if TYPE_CHECKING:
    import duckdb

_BATCH = 10_000  # findings in memory at a time

_SETUP = (
    # plain: a figure as findings print it; yuan: what an amount's unit is worth, null where it is no amount of money
    "create temp macro plain(figure) as regexp_replace(figure::decimal(28, 6)::varchar, '\\.?0+$', '')",
    "create temp macro yuan(unit) as case unit when '元' then 1 when '万元' then 10000 when '亿元' then 100000000 end",
    """create temp table facts (report_id varchar, rule varchar, section varchar, item varchar, measure varchar,
        expected varchar, observed varchar, other varchar, words varchar[])""",
)
_ORDERED = """
select f.report_id, row_number() over (partition by f.report_id order by
        list_position(?, rule), o.ordinal, section, item, measure, other, f.words) as number,
    rule, section, item, measure, expected, observed, f.words,
    own.path, other, named.path, named.agency, named.year
from facts f join placed own using (report_id) left join placed named on named.report_id = other
left join form_order o using (section, item, measure)
order by f.report_id, number"""


class Fact(NamedTuple):
    """A breach of a rule. own, other: the report and the one it is held against, in words; words: as the rule has them."""

    rule: str
    section: str
    item: str
    measure: str
    expected: str
    observed: str
    words: list[str | None]
    own: str
    other: str
    other_year: int | None
    other_agency: str

    @property
    def cell(self) -> tuple[str, str]:
        """The cell's name in zh and en."""
        row, column = BY_ID[self.section].item(self.item), BY_ID[self.section].measure(self.measure)
        return f"{row.zh}（{column.zh}）", f"{row.en}, {column.en}"


def across(db: duckdb.DuckDBPyConnection, part: Path) -> None:
    """Makes the table `duplicates` (report_id, duplicate_of), and writes the findings over several reports to `part`,
    numbered from 1 in each report.

    Needs the views own_reports (as parsed), sources, and the tables of the reports but for `findings`.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for statement in _SETUP:
        db.execute(statement)
    find_versions(db)
    compare_years(db)
    db.execute("create temp table form_order (ordinal integer, section varchar, item varchar, measure varchar)")
    order = [(s.id, i.id, m.id) for s in BY_ID.values() for i in s.items for m in s.measures]
    db.register("_order", pa.table([range(len(order)), *zip(*order, strict=True)], ["o", "s", "i", "m"]))
    db.execute("insert into form_order from _order")
    db.unregister("_order")
    with pq.ParquetWriter(part, arrow_table(FINDINGS, []).schema, compression="lz4") as writer:
        cursor = db.execute(_ORDERED, [list(ACROSS)])
        while rows := cursor.fetchmany(_BATCH):
            writer.write_table(arrow_table(FINDINGS, _findings(rows)))


def _findings(rows: list[Row]) -> Iterator[Row]:
    for row in rows:
        report_id, number, rule, section, item, measure, expected, observed, words, path, *named = row
        other, other_path, other_agency, other_year = named
        fact = Fact(
            rule, section, item, measure, expected, observed, words,
            f"{path}, {report_id}", f"{other_path}, {other}", other_year, other_agency or "?",
        )  # fmt: skip
        zh, en = _MESSAGES[rule](fact)
        severity = BY_RULE[rule].severity
        yield (report_id, number, rule, severity, section, item, measure, expected, observed, f"{zh} / {en}")


# ── What is said of it ───────────────────────────────────────────────────────────────────────────────────────────

_SCOPES = {"own": "本机关", "territory": "全域", "system": "系统", None: "未说明"}


def _duplicate(fact: Fact) -> tuple[str, str]:
    figures = fact.words[0]
    return (
        f"本件（{fact.own}）与 {fact.other} 为同一机关同一年度的报告，可比的 {figures} 个数全部相同；以后者计入统计。",
        f"this file ({fact.own}) and {fact.other} report on the same body and year, and all {figures} comparable figures are"
        " equal; the latter is counted.",
    )


def _another(fact: Fact) -> tuple[str, str]:
    figures, differing, own, other = fact.words
    return (
        f"同一机关同一年度另有一份报告（{fact.other}），与本件（{fact.own}）可比的 {figures} 个数中 {differing} 个不同，"
        f"口径：本件{_SCOPES[own]}，另一份{_SCOPES[other]}；以另一份计入统计。",
        f"there is another report of this body and year ({fact.other}); of {figures} figures comparable with this one"
        f" ({fact.own}) {differing} differ; scope: here {own or 'not stated'}, there {other or 'not stated'}; the other is"
        " counted.",
    )


def _version(fact: Fact) -> tuple[str, str]:
    (zh, en), (theirs, ours) = fact.cell, fact.words
    return (
        f"{zh}：本件（{fact.own}）为 {fact.observed}{ours}，另一份（{fact.other}，计入统计）为 {fact.expected}{theirs}。",
        f"{en}: {fact.observed}{ours} here ({fact.own}), {fact.expected}{theirs} in the other file ({fact.other}), which is"
        " counted.",
    )


def _carry_over(fact: Fact) -> tuple[str, str]:
    zh, en = fact.cell
    return (
        f"{zh}：本件（{fact.own}）为 {fact.observed}，而 {fact.other_year} 年报告（{fact.other}）的结转下年度继续办理为"
        f" {fact.expected}。",
        f"{en}: {fact.observed} here ({fact.own}), but carried out in the report for {fact.other_year} ({fact.other}) is"
        f" {fact.expected}.",
    )


def _in_force(fact: Fact) -> tuple[str, str]:
    (zh, en), (before, issued, repealed) = fact.cell, fact.words
    return (
        f"{zh}：{fact.other_year} 年报告（{fact.other}）{before} + 本年制发 {issued} - 本年废止 {repealed} = {fact.expected}，"
        f"而本件（{fact.own}）为 {fact.observed}。",
        f"{en}: {before} in the report for {fact.other_year} ({fact.other}) + issued {issued} - repealed {repealed} ="
        f" {fact.expected}, but {fact.observed} here ({fact.own}).",
    )


def _copied(fact: Fact) -> tuple[str, str]:
    section, (figures, largest) = BY_ID[fact.section], fact.words
    return (
        f"{section.zh}：整张表的数字与 {fact.other_year} 年报告（{fact.other}）相同，其中 {figures} 个不为零，最大的 {largest}；"
        f"本件为 {fact.own}。",
        f"{section.en}: all figures of the table are those of the report for {fact.other_year} ({fact.other}), {figures} of them"
        f" other than 0, the largest {largest}; this one is {fact.own}.",
    )


def _stale(fact: Fact) -> tuple[str, str]:
    number, heading, *words = fact.words
    where = heading or f"第 {number} 部分"
    if len(words) > 1:
        return (
            f"{where}：正文与 {fact.other_year} 年报告（{fact.other}）有 {words[1]}% 相同，称 {fact.observed} 年而不称"
            f" {fact.expected} 年；本件为 {fact.own}。",
            f"{heading or f'section {number}'}: the text is {words[1]}% that of the report for {fact.other_year} ({fact.other}) and"
            f" names {fact.observed}, not {fact.expected}; this one is {fact.own}.",
        )
    return (
        f"{where}：报告年度为 {fact.expected} 年，正文却称 {fact.observed} 年：“{words[0]}”；本件为 {fact.own}。",
        f"{heading or f'section {number}'}: the report is for {fact.expected}, its text speaks of {fact.observed}: “{words[0]}”;"
        f" this one is {fact.own}.",
    )


def _below(fact: Fact) -> tuple[str, str]:
    (zh, en), scope = fact.cell, fact.words[0]
    return (
        f"{zh}：本件（{fact.own}，口径全域）为 {fact.observed}，少于同地同年{fact.other_agency}（{fact.other}，口径{_SCOPES[scope]}）的"
        f" {fact.expected}。",
        f"{en}: {fact.observed} here ({fact.own}, scope territory), below the {fact.expected} of {fact.other_agency}"
        f" ({fact.other}, scope {scope or 'not stated'}) in the same place and year.",
    )


_MESSAGES: dict[str, Callable[[Fact], tuple[str, str]]] = {
    "duplicate": _duplicate,
    "another_report": _another,
    "version_differs": _version,
    "carry_over": _carry_over,
    "in_force": _in_force,
    "copied_figures": _copied,
    "stale_year": _stale,
    "government_below_departments": _below,
}
