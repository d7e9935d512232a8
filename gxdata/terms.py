"""Metrics as columns of SQL: what each cell of a formula is in a report, and whether the report counts in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .breaks import block_form
from .forms import FORMS, REQUESTS
from .metrics import BY_METRIC, Cells, Metric, Sum, identity_sides

APPLICANTS = tuple(measure.id for measure in REQUESTS.measures if not measure.is_total)
ABSENT, BLANK, OUT, ODD, USED = range(5)  # what a report is to a metric; from ODD on it counts
NO_RESIDENTS = 5


@dataclass
class Columns:
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
        only = f"from {section} where {row} in ({listed(dict.fromkeys(id for term in mine for id in term.items))})"
        selects = []
        for applicant in APPLICANTS if self.applicant else ("",):
            picked = ", ".join(_aggregate(term, row, applicant or term.measure, name) for term, name in mine.items())
            key = f"report_id, '{applicant}' as applicant" if applicant else "report_id"
            selects.append(f"select {key}, true as {section}_there, {picked} {only} group by report_id")
        return " union all ".join(selects)


def _aggregate(term: Cells, row: str, measure: str, name: str) -> str:
    """A term of a report: null when one of its rows has no figure."""
    these = f"{row} in ({listed(term.items)})"
    if len(term.items) == 1:
        return f"max({measure}) filter ({these}) as {name}"
    blanks = f"count(*) filter ({these} and {measure} is null)"
    return f"case when {blanks} = 0 then (sum({measure}) filter ({these}))::bigint end as {name}"


@dataclass(frozen=True)
class Term:
    """A metric, or one part of it, by the columns computed for it."""

    metric: Metric
    part: str | None
    numerator: str
    denominator: str
    squares: tuple[str, ...]
    state: str


def terms_of(
    metrics: Sequence[Metric], columns: Columns, together: bool, consistent: bool, residents: bool
) -> list[Term]:
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
            cases = [(f"not ({_there(metric, needed)})", ABSENT)]
            cases.append((f"{columns.total(dict.fromkeys(replace(cells, sign=1) for cells in needed))} is null", BLANK))
            cases.append((f"{columns.total(left)} <> {columns.total(right)}", OUT if strict else ODD))
            if metric.type == "per_100k":
                cases.insert(2, ("residents is null" if residents else "true", NO_RESIDENTS))
            state = f"case {' '.join(f'when {case} then {state}' for case, state in cases)} else {USED} end"
            bottom = columns.total(denominator) if denominator else "residents" if residents else "null::bigint"
            of = BY_METRIC.get(metric.of)
            squares = [columns.name(columns.total(of.at(reason)[0])) for reason in of.parts] if of else []
            top = columns.total(numerator)
            found.append(
                Term(metric, part, columns.name(top), columns.name(bottom), tuple(squares), columns.name(state))
            )
    return found


def _there(metric: Metric, needed: Sequence[Cells]) -> str:
    """Whether a report has the tables of a formula, on a form that prints its rows."""
    sections = dict.fromkeys(cells.section for cells in needed)
    found = [f"coalesce({section}_there, false)" for section in sections]
    if metric.forms != FORMS:
        found += [f"coalesce({block_form(section)} in ({listed(metric.forms)}), false)" for section in sections]
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


def listed(ids: Iterable[str]) -> str:
    return ", ".join(f"'{id}'" for id in ids)
