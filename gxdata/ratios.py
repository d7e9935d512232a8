"""SQL made of the metric dictionary: metrics of each report, and pooled over any grouping as a ratio of sums.

A report counts in a ratio when every cell of its formula has a figure; else it is left out and counted. Governments and
departments, reports of different scope, and simulated reports are kept apart. Reports that repeat another are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .metrics import MINIMUM, Metric, Z, chosen
from .schema import REPORTS
from .terms import ABSENT, APPLICANTS, BLANK, NO_RESIDENTS, ODD, OUT, USED, Columns, Term, listed, terms_of

if TYPE_CHECKING:
    import duckdb

APART = ("kind", "scope")  # what is never added together unless asked for
SIMULATED = "simulated"  # origin is simulated: never added to what is real
_COLUMNS = tuple(column.name for column in REPORTS.columns)


def report_sql(names: str | Sequence[str]) -> str:
    """Select: the metrics of each report, one row a report and metric or part, with 95% intervals; no minimum."""
    columns = Columns()
    terms = terms_of(chosen(names), columns, False, False, False)
    facts = ", ".join(
        f"{{metric: '{term.metric.id}', part: {_literal(term.part)}, type: '{term.metric.type}', n: {term.numerator}, "
        f"d: {term.denominator}, s: {term.state}, squares: {_squares(term.squares)}}}"
        for term in terms
    )
    reason = (
        f"case s when {ABSENT} then 'not_on_form' when {BLANK} then 'undecidable' when {OUT} then 'contradicting' "
        f"when {NO_RESIDENTS} then 'no_population' else if(d = 0, 'zero_denominator', null) end"
    )
    contradicts = f"case when s in ({ODD}, {OUT}) then true when s = {USED} then false end as contradicts"
    return f"""select report_id, {_ratio(("metric", "part"), (contradicts,))} from (
{_with(columns, "select report_id, form_proactive, form_requests from reports")},
terms as (select report_id, {_computed(columns)} from chosen {_joins(columns)}),
facts as (select report_id, unnest([{facts}], recursive := true) from terms)
select *, n as numerator, d as denominator, {reason} as reason from facts)"""


def _squares(names: Sequence[str]) -> str:
    return " + ".join(f"{name}::hugeint * {name}" for name in names) or "null::hugeint"


def pool_sql(
    names: str | Sequence[str],
    by: Sequence[str] = (),
    where: str = "true",
    minimum: int = MINIMUM,
    mix: bool = False,
    together: bool = False,
    consistent: bool = False,
    population: str | None = None,
) -> str:
    """Select: what `pool` gives, without an order."""
    applicant = "applicant" in by
    metrics = chosen(names)
    if applicant and (barred := [m.id for m in metrics if m.sections != ("requests",) or m.part_role == "measure"]):
        raise ValueError(
            f"{', '.join(barred)}: not by applicant, for table 四 has none; leave out `applicant` or the metric"
        )
    groups = groups_of(by, mix)
    columns = Columns(applicant)
    terms = terms_of(metrics, columns, together, consistent, population is not None)
    facts = ", ".join(map(_pooled, terms))
    by_group = ", ".join(_quoted(group) for group in groups)
    reason = f"""case when reports = 0 then case when undecidable > 0 then 'undecidable' when out > 0 then 'contradicting'
    when unpeopled > 0 then 'no_population' else 'not_on_form' end
  when denominator = 0 then 'zero_denominator' when denominator < {int(minimum)} then 'below_minimum' end"""
    counts = (
        "reports", "undecidable", "round(undecidable / nullif(reports + undecidable + out, 0), 6) as undecidable_share",
        "contradicting", "missing",
    )  # fmt: skip
    placed = ("region_code", "year", "kind", "scope") if population else ()
    needed = dict.fromkeys(("report_id", "form_proactive", "form_requests", *groups, *placed))
    picked = ", ".join(_quoted(name) for name in needed if name != "applicant")
    source = f"""select {picked}
  from (select *, coalesce(origin = 'simulated', false) as {SIMULATED} from reports)
  where duplicate_of is null and ({where}
  )"""
    return f"""{_with(columns, source, population)},
terms as (select {by_group}, {_computed(columns)} from chosen {_joins(columns, population)}),
grouped as (select {by_group}, [{facts}] as facts from terms group by {by_group}),
facts as (select {by_group}, unnest(facts, recursive := true) from grouped),
reasoned as (select *, {reason} as reason from facts)
select {by_group}, {_ratio(("metric", "part", *counts), ())}
from reasoned"""


def _pooled(term: Term) -> str:
    """A term added up over the reports of a group, as a struct."""
    state, used = term.state, f"filter ({term.state} in ({ODD}, {USED}))"
    unpeopled = f"count(*) filter ({state} = {NO_RESIDENTS})" if term.metric.type == "per_100k" else "0"
    squares = " + ".join(f"(sum({name}) {used})::hugeint ** 2" for name in term.squares) or "null::double"
    return (
        f"{{metric: '{term.metric.id}', part: {_literal(term.part)}, type: '{term.metric.type}', reports: count(*) {used}, "
        f"undecidable: count(*) filter ({state} = {BLANK}), contradicting: count(*) filter ({state} in ({OUT}, {ODD})), "
        f"out: count(*) filter ({state} = {OUT}), missing: count(*) filter ({state} = {ABSENT}), "
        f"unpeopled: {unpeopled}, numerator: (sum({term.numerator}) {used})::bigint, "
        f"denominator: (sum({term.denominator}) {used})::bigint, squares: {squares}}}"
    )


def groups_of(by: Sequence[str], mix: bool = False) -> list[str]:
    """The columns that a pooled table is grouped by: those asked for, then those that are kept apart.

    Raises ValueError for what is no column of `reports` and not `applicant`."""
    known = (*_COLUMNS, SIMULATED, "applicant")
    if unknown := [name for name in by if name not in known]:
        raise ValueError(f"by has {unknown[0]!r}; it can be a column of reports, or applicant: {', '.join(known)}")
    return list(dict.fromkeys((*by, *(() if mix else APART), SIMULATED)))


def pool(
    db: duckdb.DuckDBPyConnection,
    metrics: str | Sequence[str],
    by: str | Sequence[str] = (),
    where: str = "true",
    minimum: int = MINIMUM,
    *,
    mix: bool = False,
    together: bool = False,
    consistent: bool = False,
    population: str | None = None,
) -> duckdb.DuckDBPyRelation:
    """Metrics pooled over groups of reports as a ratio of sums, never a mean of ratios.

    metrics: ids of the dictionary, or "all". by: columns of `reports` (year, level, province, body_id …), or `applicant`
    for metrics of table 三. where: a SQL condition on `reports`. minimum: the denominator below which the value is null.
    mix: add governments to departments and scopes to each other; without it the result has the columns `kind` and `scope`,
    always `simulated`. Levels are added together unless `by` or `where` parts them: what a government reports on its whole
    territory may already include the governments below it. together: one base for all the metrics. consistent: leave out
    reports whose figures break the metric's identity. population: a table, temporary or not, with region_code, year,
    residents, for requests_per_100k.

    Rows are ordered by the groups, then by the dictionary. Columns: the groups, metric, part, reports (used), undecidable
    (left out: a cell of the formula has no figure), undecidable_share (of those with the table), contradicting (break the
    metric's identity; counted in `reports` unless the metric or `consistent` leaves them out), missing (without the
    table), numerator, denominator, value (0 to 1), low and high (95%, Wilson), reason (why value is null:
    below_minimum, zero_denominator, undecidable, contradicting, not_on_form, no_population).

    Raises ValueError for an unknown metric or grouping.
    """
    wanted = [by] if isinstance(by, str) else list(by)
    sql = pool_sql(metrics, wanted, where, minimum, mix, together, consistent, population)
    order = [*(_quoted(group) for group in groups_of(wanted, mix)), *_dictionary_order(chosen(metrics))]
    return db.sql(f"from (\n{sql}\n) order by {', '.join(order)}")


def _dictionary_order(metrics: Sequence[Metric]) -> Iterator[str]:
    yield f"list_position([{listed(metric.id for metric in metrics)}], metric)"
    yield f"list_position([{listed(dict.fromkeys(part for metric in metrics for part in metric.parts))}]::varchar[], part)"


# ── Parts of the statements ──────────────────────────────────────────────────────────────────────────────────────


def _computed(columns: Columns) -> str:
    return ", ".join(f"{expression} as {name}" for expression, name in columns.computed.items())


def _with(columns: Columns, source: str, population: str | None = None) -> str:
    """The reports chosen, and the figures of each table that is needed."""
    tables = [f"with chosen as ({source})"]
    if columns.applicant:
        every = ", ".join(f"('{name}')" for name in APPLICANTS)
        tables.append(f"applicants as (select * from (values {every}) t(applicant))")
    for section in columns.sections:
        tables.append(f"{section}_figures as ({columns.figures(section)})")
    if population:
        tables.append(
            "residents as (select region_code::varchar as region_code, year, "
            "case when min(residents) = max(residents) and count(residents) = count(*) then min(residents) end as residents "
            f"from {population} group by all)"
        )
    return ",\n".join(tables)


def _joins(columns: Columns, population: str | None = None) -> str:
    joined = "cross join applicants " if columns.applicant else ""
    key = "(report_id, applicant)" if columns.applicant else "(report_id)"
    joined += " ".join(f"left join {section}_figures using {key}" for section in columns.sections)
    if population:
        joined += (
            " left join residents on residents.region_code = chosen.region_code and residents.year = chosen.year"
            " and chosen.kind = 'government' and chosen.scope = 'territory'"
        )
    return joined


def _ratio(before: Sequence[str], after: Sequence[str]) -> str:
    """The columns from numerator to reason, of rows that have type, numerator, denominator, squares and reason.

    Wilson's interval: middle and half width are both divided by 1 + z²/n."""
    shown = "reason is null and denominator > 0"
    bounded = f"{shown} and type = 'proportion' and numerator between 0 and denominator"
    p, n = "(numerator / denominator)", "denominator"
    middle, half = (
        f"({p} + {Z}::double ^ 2 / (2 * {n}))",
        f"{Z}::double * sqrt({p} * (1 - {p}) / {n} + {Z}::double ^ 2 / (4 * {n}::double ^ 2))",
    )
    divisor = f"(1 + {Z}::double ^ 2 / {n})"
    value = (
        f"case type when 'concentration' then squares / {n}::double ^ 2 when 'per_100k' then 100000 * {p} else {p} end"
    )
    return ", ".join(
        (
            *before,
            "if(type = 'concentration', null, numerator) as numerator",
            "denominator",
            f"case when {shown} then round({value}, 6) end as value",
            f"case when {bounded} then abs(round(({middle} - {half}) / {divisor}, 6)) end as low",
            f"case when {bounded} then round(({middle} + {half}) / {divisor}, 6) end as high",
            *after,
            "reason",
        )
    )


def _literal(part: str | None) -> str:
    return f"'{part}'" if part else "null::varchar"


def _quoted(name: str) -> str:
    return f'"{name}"'
