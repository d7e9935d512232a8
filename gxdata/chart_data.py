"""The rows that the charts draw: the analysis views added up over reports, rounded and put in order in SQL.

`where` is a SQL condition on `reports`. A cell without a figure is never taken for nought: from a share the report is left
out and counted as a gap, as the metric dictionary says; where only counts are drawn the cell is counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .ratios import pool_sql

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

_CHOSEN = "with chosen as (select report_id, agency, year from reports where {where})"
_NAMES = {
    "year": "coalesce(chosen.year::varchar, '?')",
    "report": "coalesce(chosen.agency, report_id) || coalesce(' ' || chosen.year, '')",
}
_PARTS = "granted + partly_granted + refused + unavailable + declined + other"
_RESULTS = ("upheld", "corrected", "other", "pending")
_GAPS = {
    "outcome_groups": f"{_PARTS} + concluded is null",
    "refusal_reasons": "refused is null",
    "proceedings_outcomes": "adds_up is not true",
}
_CONTRADICTIONS = {
    "outcome_groups": f"{_PARTS} <> concluded",
    "refusal_reasons": "false",
    "proceedings_outcomes": "adds_up is false",
}

_REFUSALS = """
{chosen}, shares as (
    from {pooled}
), found as (
    select part as outcome, coalesce(numerator, 0) as decisions, coalesce(denominator, 0) as refusals, value as share
    from shares where metric = 'refusal_reason_share'
), others as (
    select part as outcome, denominator as grounds, value as without
    from shares where metric = 'refusal_reason_share_without_inquiry'
)
select outcome, {lang} as reason, decisions, refusals, coalesce(max(grounds) over (), 0) as grounds,
    (select count(distinct report_id) from refusal_reasons join chosen using (report_id) where count > 0 and refused is not null)
        as some,
    round(100 * share, 1) as share, round(100 * without, 1) as without
from found left join others using (outcome)
join codebook on section = 'requests' and role = 'item' and codebook.id = outcome
order by decisions desc, ordinal"""

_OUTCOMES = """
{chosen}, found as (
    select {name} as name, sum(concluded)::bigint as cases, {sums}
    from outcome_groups join chosen using (report_id) where not ({gaps}) group by all
), groups as (
    unpivot found on granted, partly_granted, refused, unavailable, declined, other into name id value decisions
)
select groups.*, {lang} as outcome, coalesce(round(100 * decisions / nullif(cases, 0), 1), 0) as share,
    list_position(['granted', 'partly_granted', 'refused', 'unavailable', 'declined', 'other'], groups.id) as rank
from groups join codebook on section = 'requests' and role = 'group' and codebook.id = groups.id
order by name, rank"""

_PROCEEDINGS = """
{chosen}, found as (
    select channel, ordinal, {lang} as label, {sums}, sum({blanks})::bigint as blanks
    from proceedings_outcomes join chosen using (report_id) group by all
), results as (
    unpivot found on upheld, corrected, other, pending into name id value decisions
)
select label as channel, c.{lang} as result, decisions, sum(decisions) over (partition by channel)::bigint as cases,
    list_position(['upheld', 'corrected', 'other', 'pending'], c.id) as rank,
    (select sum(blanks)::bigint from found) as lost
from results join codebook c on c.section = 'proceedings' and c.role = 'measure' and c.id = results.id
order by results.ordinal, rank"""

_RATES = """
select {lang} as channel, upper(right(metric, 1)) as id, coalesce(numerator, 0) as corrected,
    coalesce(denominator, 0) as base, round(100 * value, 1) as rate, round(100 * low, 1) as low, round(100 * high, 1) as high
from {pooled} join codebook on section = 'proceedings' and role = 'item' and codebook.id = part
order by ordinal, metric"""

_FACTS = """
{chosen}
select count(distinct report_id) as reports, min(chosen.year) as first, max(chosen.year) as last,
    count(distinct report_id) filter ({gaps}) as gaps, count(distinct report_id) filter ({odd}) as odd
from {view} join chosen using (report_id)"""


def refusals(db: duckdb.DuckDBPyConnection, lang: str, where: str) -> list[Row]:
    """A row a reason, most frequent first, of the reports that have a figure for every reason."""
    _real_or_simulated(db, where)
    shares = ("refusal_reason_share", "refusal_reason_share_without_inquiry")
    return _rows(db, _REFUSALS, where, lang=lang, pooled=_pooled(shares, where, together=True))


def outcomes(db: duckdb.DuckDBPyConnection, lang: str, by: str, where: str) -> list[Row]:
    """A row an outcome group of a year or a report: its cases, and their share of those that the reports call
    concluded. Reports with an outcome without a figure are left out."""
    if by not in _NAMES:
        raise ValueError(f"by is {by!r}; it can be {' or '.join(map(repr, _NAMES))}")
    sums = _sums(_PARTS.split(" + "))
    return _rows(db, _OUTCOMES, where, lang=lang, name=_NAMES[by], gaps=_GAPS["outcome_groups"], sums=sums)


def proceedings(db: duckdb.DuckDBPyConnection, lang: str, where: str) -> list[Row]:
    """A row a result of a channel."""
    blanks = " + ".join(f"({name} is null)::int" for name in _RESULTS)
    return _rows(db, _PROCEEDINGS, where, lang=lang, sums=_sums(_RESULTS), blanks=blanks)


def rates(db: duckdb.DuckDBPyConnection, lang: str, where: str) -> list[Row]:
    """A row a channel and denominator A, B, C, without what does not add up or has a result without a figure."""
    _real_or_simulated(db, where)
    rates = ("correction_rate_a", "correction_rate_b", "correction_rate_c")
    return _rows(db, _RATES, where, lang=lang, pooled=_pooled(rates, where))


def facts(db: duckdb.DuckDBPyConnection, view: str, where: str) -> Row:
    """How many reports a view has, how many of them have a gap or contradict themselves, and their years."""
    (row,) = _rows(db, _FACTS, where, view=view, gaps=_GAPS[view], odd=_CONTRADICTIONS[view])
    first, last = row["first"], row["last"]
    return {**row, "years": f"{first}" if first == last else f"{first}–{last}"}


def _pooled(metrics: Sequence[str], where: str, together: bool = False) -> str:
    """Metrics of all that is chosen, as the dictionary has them; the charts hide what is few."""
    sql = pool_sql(metrics, where=where, minimum=1, mix=True, together=together)
    return f"(select * exclude (simulated) from (\n{sql}\n))"


def _real_or_simulated(db: duckdb.DuckDBPyConnection, where: str) -> None:
    """Raises ValueError when both are chosen: their figures must never be added up."""
    origins = "select count(distinct origin = 'simulated') from reports where duplicate_of is null and"
    (row,) = db.execute(f"{origins} ({where}\n)").fetchall()
    if row[0] > 1:
        raise ValueError("some of these reports are simulated, others are not; add \"origin <> 'simulated'\" to where")


def _sums(names: Iterable[str]) -> str:
    return ", ".join(f"coalesce(sum({name}), 0)::bigint as {name}" for name in names)


def _rows(db: duckdb.DuckDBPyConnection, sql: str, where: str, **parts: str) -> list[Row]:
    cursor = db.execute(sql.format(chosen=_CHOSEN.format(where=where), **parts))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
