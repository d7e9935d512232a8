"""SQL made of the metric dictionary: metrics of each report, and pooled over any grouping as a ratio of sums.

A report counts in a ratio when every cell of its formula has a figure; else it is left out and counted. Governments and
departments, reports of different scope, and simulated reports are kept apart. Reports that repeat another are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .breaks import block_form
from .forms import FORMS, REQUESTS
from .metrics import BY_METRIC, MINIMUM, Cells, Metric, Sum, Z, chosen, identity_sides
from .schema import REPORTS

if TYPE_CHECKING:
    import duckdb

APART = ("kind", "scope")  # what is never added together unless asked for
SIMULATED = "simulated"  # origin is simulated: never added to what is real
_APPLICANTS = tuple(measure.id for measure in REQUESTS.measures if not measure.is_total)
_COLUMNS = tuple(column.name for column in REPORTS.columns)
_ABSENT, _BLANK, _OUT, _ODD, _USED = range(5)  # what a report is to a metric; from _ODD on it counts
_NO_RESIDENTS = 5
FIELDS = (
    "metric", "part", "reports", "undecidable", "undecidable_share", "contradicting", "missing", "numerator", "denominator",
    "value", "low", "high", "reason",
)  # fmt: skip
REPORT_FIELDS = ("metric", "part", "numerator", "denominator", "value", "low", "high", "contradicts", "reason")


@dataclass
class _Columns:
    """The columns of a statement as it is made: `terms` of the form's cells, and what is computed of them, each once."""

    applicant: bool = False
    terms: dict[Cells, str] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)

    def total(self, side: Iterable[Cells]) -> str:
        """A sum of terms: null when a cell has no figure."""
        return "".join((" - " if term.sign < 0 else " + ") + self._term(term) for term in side)[3:]

    def name(self, expression: str) -> str:
        return self.computed.setdefault(expression, f"e{len(self.computed)}")

    def _term(self, term: Cells) -> str:
        return self.terms.setdefault(replace(term, sign=1), f"c{len(self.terms)}")

    @property
    def sections(self) -> list[str]:
        return list(dict.fromkeys(term.section for term in self.terms))

    def figures(self, section: str) -> str:
        """One row a report, or a report and applicant, that has the table, with the terms as columns. A report has all the
        rows that its form prints, so that a row which is not there is one of the other form."""
        row = "channel" if section == "proceedings" else "outcome"
        mine = {term: name for term, name in self.terms.items() if term.section == section}
        only = f"from {section} where {row} in ({_listed(dict.fromkeys(id for term in mine for id in term.items))})"
        selects = []
        for applicant in _APPLICANTS if self.applicant else ("",):
            picked = ", ".join(_aggregate(term, row, applicant or term.measure, name) for term, name in mine.items())
            key = f"report_id, '{applicant}' as applicant" if applicant else "report_id"
            selects.append(f"select {key}, true as {section}_there, {picked} {only} group by report_id")
        return " union all ".join(selects)


def _aggregate(term: Cells, row: str, measure: str, name: str) -> str:
    """A term of a report: null when one of its rows has no figure."""
    these = f"{row} in ({_listed(term.items)})"
    if len(term.items) == 1:
        return f"max({measure}) filter ({these}) as {name}"
    blanks = f"count(*) filter ({these} and {measure} is null)"
    return f"case when {blanks} = 0 then (sum({measure}) filter ({these}))::bigint end as {name}"


@dataclass(frozen=True)
class _Term:
    """A metric, or one part of it, by the columns computed for it."""

    metric: Metric
    part: str | None
    numerator: str
    denominator: str
    squares: tuple[str, ...]
    state: str


def _terms(
    metrics: Sequence[Metric], columns: _Columns, together: bool, consistent: bool, residents: bool
) -> list[_Term]:
    """Every part of the metrics. `together`: a report that is undecidable for one is left out of all."""
    shared = [cells for metric in metrics for cells in _base(metric)] if together else []
    found = []
    for metric in metrics:
        base = shared or (_base(metric) if metric.composition else [])
        for part in metric.parts or (None,):
            numerator, denominator = metric.at(part or "")
            left, right = _identity(metric, part)
            strict = metric.must_hold or consistent
            needed = [*numerator, *denominator, *base, *((*left, *right) if strict else ())]
            cases = [(f"not ({_there(metric, needed)})", _ABSENT)]
            cases.append(
                (f"{columns.total(dict.fromkeys(replace(cells, sign=1) for cells in needed))} is null", _BLANK)
            )
            cases.append((f"{columns.total(left)} <> {columns.total(right)}", _OUT if strict else _ODD))
            if metric.type == "per_100k":
                cases.insert(2, ("residents is null" if residents else "true", _NO_RESIDENTS))
            state = f"case {' '.join(f'when {case} then {state}' for case, state in cases)} else {_USED} end"
            bottom = columns.total(denominator) if denominator else "residents" if residents else "null::bigint"
            of = BY_METRIC.get(metric.of)
            squares = [columns.name(columns.total(of.at(reason)[0])) for reason in of.parts] if of else []
            top = columns.total(numerator)
            found.append(
                _Term(metric, part, columns.name(top), columns.name(bottom), tuple(squares), columns.name(state))
            )
    return found


def _there(metric: Metric, needed: Sequence[Cells]) -> str:
    """Whether a report has the tables of a formula, on a form that prints its rows."""
    sections = dict.fromkeys(cells.section for cells in needed)
    found = [f"coalesce({section}_there, false)" for section in sections]
    if metric.forms != FORMS:
        found += [f"coalesce({block_form(section)} in ({_listed(metric.forms)}), false)" for section in sections]
    return " and ".join(found)


def _base(metric: Metric) -> list[Cells]:
    return [cells for part in metric.parts or ("",) for side in metric.at(part) for cells in side]


def _identity(metric: Metric, part: str | None) -> list[Sum]:
    """Both sides of the metric's identity. A rate of all proceedings has those of its channels, added up; the applicants'
    identity is that of its row."""
    if metric.identity == "proceedings":
        channels = (part,) if part else [id for cells in metric.numerator for id in cells.items]
        pairs = [identity_sides("proceedings", channel) for channel in channels]
        return [tuple(cells for pair in pairs for cells in pair[side]) for side in (0, 1)]
    coordinate = metric.numerator[0].items[0] if metric.identity == "applicants" else "total"
    return list(identity_sides(metric.identity, coordinate))


def report_sql(names: str | Sequence[str]) -> str:
    """Select: the metrics of each report, one row a report and metric or part, with 95% intervals; no minimum."""
    columns = _Columns()
    terms = _terms(chosen(names), columns, False, False, False)
    facts = ", ".join(
        f"{{metric: '{term.metric.id}', part: {_literal(term.part)}, type: '{term.metric.type}', n: {term.numerator}, "
        f"d: {term.denominator}, s: {term.state}, squares: {_squares(term.squares)}}}"
        for term in terms
    )
    reason = (
        f"case s when {_ABSENT} then 'not_on_form' when {_BLANK} then 'undecidable' when {_OUT} then 'contradicting' "
        f"when {_NO_RESIDENTS} then 'no_population' else if(d = 0, 'zero_denominator', null) end"
    )
    contradicts = f"case when s in ({_ODD}, {_OUT}) then true when s = {_USED} then false end as contradicts"
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
    columns = _Columns(applicant)
    terms = _terms(metrics, columns, together, consistent, population is not None)
    facts = ", ".join(map(_pooled, terms))
    listed = ", ".join(_quoted(group) for group in groups)
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
terms as (select {listed}, {_computed(columns)} from chosen {_joins(columns, population)}),
grouped as (select {listed}, [{facts}] as facts from terms group by {listed}),
facts as (select {listed}, unnest(facts, recursive := true) from grouped),
reasoned as (select *, {reason} as reason from facts)
select {listed}, {_ratio(("metric", "part", *counts), ())}
from reasoned"""


def _pooled(term: _Term) -> str:
    """A term added up over the reports of a group, as a struct."""
    state, used = term.state, f"filter ({term.state} in ({_ODD}, {_USED}))"
    unpeopled = f"count(*) filter ({state} = {_NO_RESIDENTS})" if term.metric.type == "per_100k" else "0"
    squares = " + ".join(f"(sum({name}) {used})::hugeint ** 2" for name in term.squares) or "null::double"
    return (
        f"{{metric: '{term.metric.id}', part: {_literal(term.part)}, type: '{term.metric.type}', reports: count(*) {used}, "
        f"undecidable: count(*) filter ({state} = {_BLANK}), contradicting: count(*) filter ({state} in ({_OUT}, {_ODD})), "
        f"out: count(*) filter ({state} = {_OUT}), missing: count(*) filter ({state} = {_ABSENT}), "
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
    territory may already include the governments below it. together: one base for all the metrics. consistent: leave out reports whose figures break the
    metric's identity. population: a table, temporary or not, with region_code, year, residents, for requests_per_100k.

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
    yield f"list_position([{_listed(metric.id for metric in metrics)}], metric)"
    yield f"list_position([{_listed(dict.fromkeys(part for metric in metrics for part in metric.parts))}]::varchar[], part)"


# ── Parts of the statements ──────────────────────────────────────────────────────────────────────────────────────


def _computed(columns: _Columns) -> str:
    return ", ".join(f"{expression} as {name}" for expression, name in columns.computed.items())


def _with(columns: _Columns, source: str, population: str | None = None) -> str:
    """The reports chosen, and the figures of each table that is needed."""
    tables = [f"with chosen as ({source})"]
    if columns.applicant:
        every = ", ".join(f"('{name}')" for name in _APPLICANTS)
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


def _joins(columns: _Columns, population: str | None = None) -> str:
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


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(f"'{id}'" for id in ids)


def _literal(part: str | None) -> str:
    return f"'{part}'" if part else "null::varchar"


def _quoted(name: str) -> str:
    return f'"{name}"'
