"""A cell of the form through the years, where the crosswalk lets it be one series."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .breaks import BREAK_BY_ID, CROSSWALK, block_form
from .forms import BY_ID, FORMS
from .ratios import SIMULATED, groups_of

if TYPE_CHECKING:
    import duckdb


def series(
    db: duckdb.DuckDBPyConnection,
    section: str,
    item: str,
    measure: str = "total",
    by: str | Sequence[str] | None = None,
    where: str = "true",
    *,
    mix: bool = False,
) -> duckdb.DuckDBPyRelation:
    """The figures of one cell of the form, report by report, or with `by` (columns of `reports`) added up.

    Where the forms print it as different rows that add up to the same (`other`), their sum. Without `by`, columns
    report_id, body_id, agency, year, level, kind, scope, simulated, form, value, unit, reason (`undecidable`: the cell has
    no figure). With it, the groups, those kept apart as in `pool`, unit, reports (with a figure), undecidable, value; what
    is stated in different units (元, 万元) is never added. Reports without the table, and those that repeat another, are
    left out. `where` is a SQL condition on `reports`.

    Raises ValueError for a cell that no form has, and, naming the break, when the reports chosen are on forms across
    which the cell is no series; the view `crosswalk` lists what is.
    """
    link = CROSSWALK.get((section, item, measure))
    if link is None:
        raise ValueError(f"{section} {item} {measure}: no form has such a cell; the view crosswalk lists them")
    column = block_form(section)
    chosen = f"""select *, coalesce(origin = 'simulated', false) as {SIMULATED} from reports
  where duplicate_of is null and ({where}
  )"""
    there = f"select distinct {column} from ({chosen}) c where report_id in (select report_id from cells where section = '{section}')"
    found = sorted({form for (form,) in db.execute(there).fetchall() if form in FORMS})
    without = [form for form in found if not link.rows[form]]
    if without:
        label, crosses = BY_ID[section].item(item), BREAK_BY_ID.get(link.crosses)
        told = f" Break {crosses.id}: {crosses.zh} / {crosses.en}" if crosses else ""
        raise ValueError(
            f"{section} {item} {measure} ({label.zh}) is no series over the {' and '.join(found)} forms: {link.zh} / {link.en}.{told}"
            f" Choose reports of one form: where=\"{column} = '{next(f for f in FORMS if link.rows[f])}'\""
        )
    rows = ", ".join(f"'{id}'" for id in dict.fromkeys(id for form in FORMS for id in link.rows[form]))
    figures = f"""select report_id, case when count(value) = count(*) then sum(value) end as value, max(unit) as unit from cells
  where section = '{section}' and item in ({rows}) and measure = '{measure}' group by report_id"""
    joined = f"from ({chosen}) join ({figures}) using (report_id)"
    if by is None:
        who = f"report_id, body_id, agency, year, level, kind, scope, {SIMULATED}, {column} as form"
        reason = "case when value is null then 'undecidable' end as reason"
        return db.sql(f"select {who}, value, unit, {reason} {joined} order by year, report_id")
    groups = ", ".join(f'"{name}"' for name in groups_of([by] if isinstance(by, str) else by, mix))
    counts = "count(value) as reports, count(*) - count(value) as undecidable, sum(value) as value"
    return db.sql(f"select {groups}, unit, {counts} {joined} group by {groups}, unit order by {groups}, unit")
