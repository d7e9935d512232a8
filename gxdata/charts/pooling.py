"""Rows of pooled metrics as charts draw them: labels in a language, percent, panels, and what the subtitle says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..metrics import BY_METRIC
from ..ratios import pool
from .figure import Figure, Row, listed
from .words import value


def pooled(
    figure: Figure, metrics: str | Sequence[str], by: Sequence[str] = (), *, together: bool = False
) -> list[Row]:
    """Metrics pooled over groups, a row a group and part: `share`, `low`, `high` in percent (null below the minimum),
    `numerator`, `denominator`, `label` of the part or metric, its `rank` from 1, and `panel`."""
    relation = pool(figure.db, metrics, by, figure.where, figure.minimum, together=together)
    names = relation.columns
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    for row in rows:
        metric = BY_METRIC[row["metric"]]
        pair = metric.labels(row["part"]) if row["part"] else (metric.zh, metric.en)
        row["label"] = pair[figure.lang == "en"]
        row["rank"] = 1 + (metric.parts.index(row["part"]) if row["part"] else 0)
        for name, column in (("share", "value"), ("low", "low"), ("high", "high")):
            row[name] = None if row[column] is None else round(100 * row[column], 1)
        row["panel"] = figure.panel(row)
        for column in by:
            if column in ("year", "level", "province"):
                row[column] = value(
                    column, row[column] if column != "year" else row[column] and str(row[column]), figure.lang
                )
    return rows


def group(row: Row, by: Sequence[str]) -> tuple[object, ...]:
    """Which group a row is of."""
    return tuple(row[name] for name in (*by, "panel"))


def one_each(rows: Sequence[Row], by: Sequence[str]) -> list[Row]:
    """A row of every group: of a composition, all parts have the same base."""
    return list({group(row, by): row for row in rows}.values())


def said(
    figure: Figure, rows: Sequence[Row], by: Sequence[str], unit: str, interval: bool = False, apart: bool = False
) -> list[str]:
    """What the subtitle says: N, the reports, what was left out, what contradicts itself, what is too few to show.

    apart: the groups are parts of the same reports, so that these cannot be added up."""
    text, each = figure.text, one_each(rows, by)
    facts = figure.facts(*(BY_METRIC[each[0]["metric"]].sections if each else ()))
    count = {name: sum(row[name] for row in each) for name in ("reports", "undecidable", "contradicting")}
    total = sum(row["denominator"] or 0 for row in each)
    lines = [
        text["total"].format(
            n=total, unit=text[unit], reports=facts["reports"] if apart else count["reports"], years=facts["years"]
        )
    ]
    lines += nested(figure, by)
    if len({row["panel"] for row in each}) == 1:
        lines.append(text["inside"].format(panel=each[0]["panel"]))
    lines += [
        text[name].format(count=count[name]) for name in ("undecidable", "contradicting") if count[name] and not apart
    ]
    few = [row for row in each if row["reason"] == "below_minimum"]
    if interval:
        lines.append(text["interval"].format(minimum=figure.minimum))
    elif few:
        lines.append(text["few"].format(minimum=figure.minimum, names=listed(named(row, by) for row in few)))
    return lines


# Governments whose territory, as they report on it, holds that of another that is added to them.
_NESTED = """
, governments as (
    select report_id, year, region_code, scope, coalesce(origin = 'simulated', false) as simulated,
        list_position(['province', 'prefecture', 'county', 'township'], level) as depth
    from chosen where kind = 'government' and scope is distinct from 'own' and region_code is not null
)
select count(distinct a.report_id) as reports from governments a join governments b
on a.year = b.year and a.simulated = b.simulated and a.scope is not distinct from b.scope and a.depth < b.depth
    and starts_with(b.region_code, left(a.region_code, 2 * a.depth))"""


def nested(figure: Figure, by: Sequence[str]) -> list[str]:
    """What the subtitle says where requests may be added up twice: a government's, and its territory's again."""
    if {"level", "report_id"} & set(by):
        return []
    (row,) = figure.rows(_NESTED)
    return [figure.text["nested"].format(**row)] if row["reports"] else []


def unit_of(metric: str) -> str:
    """The word for what the base of a metric counts."""
    return {"carry_over_rate": "received", "merits_disclosure_rate": "merits"}.get(metric, "concluded")


def tables_of(metrics: Iterable[str]) -> str:
    """The word for the tables that metrics are made of."""
    every = {section for metric in metrics for section in BY_METRIC[metric].sections}
    return "identity_tables" if len(every) > 1 else "requests"


def named(row: Row, by: Sequence[str]) -> str:
    """A group by name, with its base: 2022 governments (3)."""
    return f"{' '.join(str(row[name]) for name in (*by, 'panel') if row[name])} ({row['denominator']})"
