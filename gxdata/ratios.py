"""SQL made of the metric dictionary: metrics of each report, and pooled over any grouping as a ratio of sums.

A report counts in a ratio when every cell of its formula has a figure; else it is left out and counted. Governments and
departments, reports of different scope, and simulated reports are kept apart. Reports that repeat another are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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
class _Figures:
    """The figures of a report that some metrics need: one column each, null where a cell has none."""

    names: dict[Cells, str] = field(default_factory=dict)

    def known(self, cells: Cells) -> str:
        """The column with a term's figure."""
        key = Cells(cells.section, cells.items, cells.measure)
        return self.names.setdefault(key, f"q{len(self.names)}")

    def total(self, side: Sum) -> str:
        return "".join((" - " if cells.sign < 0 else " + ") + self.known(cells) for cells in side)[3:]

    def sql(self, section: str, applicant: bool) -> str:
        """One row a report, or a report and applicant, that has the table: the figures, and which rows are there."""
        mine = {cells: name for cells, name in self.names.items() if cells.section == section}
        item = "channel" if section == "proceedings" else "outcome"
        ids = _listed(dict.fromkeys(id for cells in mine for id in cells.items))
        parts = []
        for cells, name in mine.items():
            measure = "figure" if applicant else cells.measure
            these = f"filter ({item} in ({_listed(cells.items)}))"
            sizes = sorted({len(cells.rows(form)) for form in FORMS} - {0})
            there = f"count(*) {these} in ({', '.join(map(str, sizes))})"
            parts.append(f"{there} as {name}_there")
            parts.append(
                f"case when {name}_there and count({measure}) {these} = count(*) {these} "
                f"then (sum({measure}) {these})::bigint end as {name}"
            )
        source = f"{section} where {item} in ({ids})"
        if applicant:
            columns = ", ".join(_APPLICANTS)
            source = f"{section} unpivot include nulls (figure for applicant in ({columns})) where {item} in ({ids})"
        return f"select report_id, {'applicant, ' if applicant else ''}{', '.join(parts)} from {source} group by all"


@dataclass(frozen=True)
class _Term:
    """A metric, or one part of it, in the columns of _Figures."""

    metric: Metric
    part: str | None
    numerator: str
    denominator: str
    squares: tuple[str, ...]
    state: str


def _terms(metrics: Sequence[Metric], figures: _Figures, together: bool, consistent: bool, residents: bool) -> list[_Term]:
    """Every part of the metrics. `together`: a report that is undecidable for one is left out of all."""
    shared = [cells for metric in metrics for cells in _base(metric)] if together else []
    found = []
    for metric in metrics:
        base = shared or (_base(metric) if metric.composition else [])
        for part in metric.parts or (None,):
            numerator, denominator = metric.at(part or "")
            sides = _identity(metric, part)
            strict = metric.must_hold or consistent
            needed = [*numerator, *denominator, *base, *((cells for side in sides for cells in side) if strict else ())]
            names = dict.fromkeys(figures.known(cells) for cells in needed)
            left, right = (figures.total(side) for side in sides)
            absent = " and ".join(f"coalesce({name}_there, false)" for name in names)
            state = (
                f"case when not ({absent}) then {_ABSENT} when {' + '.join(names)} is null then {_BLANK} "
                f"when {left} <> {right} then {_OUT if strict else _ODD} "
                + (f"when residents is null then {_NO_RESIDENTS} " if metric.type == "per_100k" and residents else "")
                + f"else {_USED if metric.type != 'per_100k' or residents else _NO_RESIDENTS} end"
            )
            bottom = figures.total(denominator) if denominator else "residents" if residents else "null::bigint"
            squares: tuple[str, ...] = ()
            if metric.of:
                squares = tuple(figures.known(BY_METRIC[metric.of].at(reason)[0][0]) for reason in BY_METRIC[metric.of].parts)
            found.append(_Term(metric, part, figures.total(numerator), bottom, squares, state))
    return found


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
    figures = _Figures()
    terms = _terms(chosen(names), figures, False, False, False)
    columns = ", ".join(f"{part} as {name}" for name, part in _numbered(terms, figures))
    facts = []
    for number, term in enumerate(terms):
        squares = " + ".join(f"x{number}_{i}::hugeint * x{number}_{i}" for i in range(len(term.squares))) or "null::hugeint"
        facts.append(
            _struct(term) + f", numerator: n{number}, denominator: d{number}, squares: {squares}, state: s{number}}}"
        )
    reason = (
        f"case state when {_ABSENT} then 'not_on_form' when {_BLANK} then 'undecidable' when {_OUT} then 'contradicting' "
        f"when {_NO_RESIDENTS} then 'no_population' else if(denominator = 0, 'zero_denominator', null) end"
    )
    return f"""{_with(figures, "select report_id from reports", False)},
terms as (select report_id, {columns} from chosen {_joins(figures, False)}),
facts as (select report_id, unnest([{", ".join(facts)}], recursive := true) from terms),
reasoned as (select *, {reason} as reason from facts)
select report_id, {_ratio(("metric", "part"), ("state = " + str(_ODD) + " or state = " + str(_OUT) + " as contradicts",))}
from reasoned"""


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
        raise ValueError(f"{', '.join(barred)}: not by applicant, for table 四 has none; leave out `applicant` or the metric")
    groups = groups_of(by, mix)
    figures = _Figures()
    terms = _terms(metrics, figures, together, consistent, population is not None)
    columns = ", ".join(f"{part} as {name}" for name, part in _numbered(terms, figures))
    facts = []
    for number, term in enumerate(terms):
        used, sums = f"filter (s{number} in ({_ODD}, {_USED}))", []
        for i in range(len(term.squares)):
            sums.append(f"(sum(x{number}_{i}) {used})::hugeint ** 2")
        facts.append(
            f"{_struct(term)}, reports: count(*) {used}, undecidable: count(*) filter (s{number} = {_BLANK}), "
            f"contradicting: count(*) filter (s{number} in ({_OUT}, {_ODD})), out: count(*) filter (s{number} = {_OUT}), "
            f"missing: count(*) filter (s{number} = {_ABSENT}), unpeopled: count(*) filter (s{number} = {_NO_RESIDENTS}), "
            f"numerator: (sum(n{number}) {used})::bigint, denominator: (sum(d{number}) {used})::bigint, "
            f"squares: {' + '.join(sums) or 'null::hugeint'}}}"
        )
    listed = ", ".join(_quoted(group) for group in groups)
    reason = f"""case when reports = 0 then case when undecidable > 0 then 'undecidable' when out > 0 then 'contradicting'
    when unpeopled > 0 then 'no_population' else 'not_on_form' end
  when denominator = 0 then 'zero_denominator' when denominator < {int(minimum)} then 'below_minimum' end"""
    counts = (
        "reports", "undecidable", "round(undecidable / nullif(reports + undecidable + out, 0), 6) as undecidable_share",
        "contradicting", "missing",
    )  # fmt: skip
    needed = dict.fromkeys(("report_id", *groups, *(("region_code", "year", "kind", "scope") if population else ())))
    picked = ", ".join(_quoted(name) for name in needed if name != "applicant")
    source = f"""select {picked}
  from (select *, coalesce(origin = 'simulated', false) as {SIMULATED} from reports)
  where duplicate_of is null and ({where}
  )"""
    return f"""{_with(figures, source, applicant, population)},
terms as (select {listed}, {columns} from chosen {_joins(figures, applicant, population)}),
grouped as (select {listed}, [{", ".join(facts)}] as facts from terms group by {listed}),
facts as (select {listed}, unnest(facts, recursive := true) from grouped),
reasoned as (select *, {reason} as reason from facts)
select {listed}, {_ratio(("metric", "part", *counts), ())}
from reasoned"""


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
    always `simulated`. together: one base for all the metrics. consistent: leave out reports whose figures break the
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


def _numbered(terms: Sequence[_Term], figures: _Figures) -> Iterator[tuple[str, str]]:
    """The columns of every term: numerator n, denominator d, state s, and the parts of a concentration x."""
    for number, term in enumerate(terms):
        yield f"n{number}", term.numerator
        yield f"d{number}", term.denominator
        yield f"s{number}", term.state
        for i, square in enumerate(term.squares):
            yield f"x{number}_{i}", square


def _struct(term: _Term) -> str:
    part = f"'{term.part}'" if term.part else "null::varchar"
    return f"{{metric: '{term.metric.id}', part: {part}, type: '{term.metric.type}'"


def _with(figures: _Figures, source: str, applicant: bool, population: str | None = None) -> str:
    """The reports chosen, and a figures table a section."""
    tables = [f"with chosen as ({source})"]
    if applicant:
        every = ", ".join(f"('{name}')" for name in _APPLICANTS)
        tables.append(f"applicants as (select * from (values {every}) t(applicant))")
    for section in _sections(figures):
        tables.append(f"{section}_figures as ({figures.sql(section, applicant)})")
    if population:
        tables.append(
            "residents as (select region_code::varchar as region_code, year, "
            "case when min(residents) = max(residents) and count(residents) = count(*) then min(residents) end as residents "
            f"from {population} group by all)"
        )
    return ",\n".join(tables)


def _joins(figures: _Figures, applicant: bool, population: str | None = None) -> str:
    joined = "cross join applicants " if applicant else ""
    key = "(report_id, applicant)" if applicant else "(report_id)"
    joined += " ".join(f"left join {section}_figures using {key}" for section in _sections(figures))
    if population:
        joined += (
            " left join residents on residents.region_code = chosen.region_code and residents.year = chosen.year"
            " and chosen.kind = 'government' and chosen.scope = 'territory'"
        )
    return joined


def _sections(figures: _Figures) -> list[str]:
    return list(dict.fromkeys(cells.section for cells in figures.names))


def _ratio(before: Sequence[str], after: Sequence[str]) -> str:
    """The columns from numerator to reason, of rows that have type, numerator, denominator, squares and reason.

    Wilson's interval: middle and half width are both divided by 1 + z²/n."""
    shown = "reason is null and denominator > 0"
    bounded = f"{shown} and type = 'proportion' and numerator between 0 and denominator"
    p, n = "(numerator / denominator)", "denominator"
    middle, half = f"({p} + {Z}::double ^ 2 / (2 * {n}))", f"{Z}::double * sqrt({p} * (1 - {p}) / {n} + {Z}::double ^ 2 / (4 * {n}::double ^ 2))"
    divisor = f"(1 + {Z}::double ^ 2 / {n})"
    value = f"case type when 'concentration' then squares / {n}::double ^ 2 when 'per_100k' then 100000 * {p} else {p} end"
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


def _quoted(name: str) -> str:
    return f'"{name}"'
