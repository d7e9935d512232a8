"""The rows that the charts draw: the analysis views added up over reports, rounded and put in order in SQL.

`where` is a SQL condition on `reports`. A cell without a figure is never taken for nought: where a share would be
wrong without it the report is left out and counted as a gap, elsewhere the cell is counted as lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

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
_GAPS = {"outcome_groups": f"{_PARTS} + concluded is null", "proceedings_outcomes": "adds_up is not true"}
_CONTRADICTIONS = {"outcome_groups": f"{_PARTS} <> concluded", "proceedings_outcomes": "adds_up is false"}

_REFUSALS = """
{chosen}, found as (
    select outcome, ordinal, {lang} as reason, coalesce(sum(count), 0)::bigint as decisions,
        count(*) filter (count is null) as blanks
    from refusal_reasons join chosen using (report_id) group by all
), whole as (
    select *, sum(decisions) over ()::bigint as refusals, sum(blanks) over ()::bigint as lost,
        coalesce(sum(decisions) filter (outcome <> 'refused_inquiry') over (), 0)::bigint as grounds
    from found
)
select outcome, reason, decisions, refusals, grounds, lost,
    (select count(distinct report_id) from refusal_reasons join chosen using (report_id) where count > 0) as some,
    round(100 * decisions / nullif(refusals, 0), 1) as share,
    case when outcome <> 'refused_inquiry' then round(100 * decisions / nullif(grounds, 0), 1) end as without
from whole order by decisions desc, ordinal"""

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

# Wilson's interval: p and n give its middle and half its width, both divided by 1 + z²/n.
_RATES = """
{chosen}, found as (
    select ordinal, {lang} as channel, coalesce(sum(corrected) filter (adds_up), 0)::bigint as corrected,
        coalesce(sum(denominator_a), 0)::bigint as A, coalesce(sum(denominator_b), 0)::bigint as B,
        coalesce(sum(denominator_c), 0)::bigint as C
    from proceedings_outcomes join chosen using (report_id) group by all
), based as (
    unpivot found on A, B, C into name id value base
), terms as (
    select *, corrected / nullif(base, 0) as p, 1.959963984540054 as z, 1 + z * z / base as divisor,
        (p + z * z / (2 * base)) / divisor as middle,
        z * sqrt(p * (1 - p) / base + z * z / (4 * base * base)) / divisor as half
    from based
)
select channel, id, corrected, base, round(100 * p, 1) as rate,
    abs(round(100 * (middle - half), 1)) as low, round(100 * (middle + half), 1) as high
from terms order by ordinal, id"""

_FACTS = """
{chosen}
select count(distinct report_id) as reports, min(chosen.year) as first, max(chosen.year) as last,
    count(distinct report_id) filter ({gaps}) as gaps, count(distinct report_id) filter ({odd}) as odd
from {view} join chosen using (report_id)"""


def refusals(db: duckdb.DuckDBPyConnection, lang: str, where: str) -> list[Row]:
    """A row a reason, most frequent first."""
    return _rows(db, _REFUSALS, where, lang=lang)


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
    return _rows(db, _RATES, where, lang=lang)


def facts(db: duckdb.DuckDBPyConnection, view: str, where: str) -> Row:
    """How many reports a view has, how many of them have a gap or contradict themselves, and their years."""
    (row,) = _rows(db, _FACTS, where, view=view, gaps=_GAPS[view], odd=_CONTRADICTIONS[view])
    first, last = row["first"], row["last"]
    return {**row, "years": f"{first}" if first == last else f"{first}–{last}"}


def _sums(names: Iterable[str]) -> str:
    return ", ".join(f"coalesce(sum({name}), 0)::bigint as {name}" for name in names)


def _rows(db: duckdb.DuckDBPyConnection, sql: str, where: str, **parts: str) -> list[Row]:
    cursor = db.execute(sql.format(chosen=_CHOSEN.format(where=where), **parts))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
