"""Charts of the tables, from a DuckDB connection made by `gxdata.connect`.

Each takes `where`, a SQL condition on `reports` ("year >= 2021 and level = 'prefecture'"), and `lang`, `zh` or `en`.
A share of fewer than `minimum` cases is not shown; its counts are. Never choose a government together with its own
departments: its report may include theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from . import chart_data
from .captions import listed, subtitle, words
from .chart_data import Row
from .display import enable

if TYPE_CHECKING:
    import duckdb

enable()

Chart = alt.LayerChart | alt.FacetChart

MINIMUM = 30  # cases below which a share says too little to be shown
MOST = 40  # bars of one chart
NAMED = {"year": 8, "report": 0}  # how many of the bars that are not drawn the subtitle names
BLUE, GREY = "#0072b2", "#b3b3b3"
GROUPS = {
    "granted": (BLUE, "white"), "partly_granted": ("#56b4e9", "black"), "refused": ("#d55e00", "white"),
    "unavailable": ("#e69f00", "black"), "declined": ("#cc79a7", "black"), "other": (GREY, "black"),
}  # fmt: skip
RESULTS = {"upheld": BLUE, "corrected": "#d55e00", "other": "#e69f00", "pending": GREY}


def refusal_reasons(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM
) -> Chart:
    """Bars: how many refusals rest on each reason, ordered; shares of all refusals, with and without inquiries."""
    text = words(lang)
    rows = chart_data.refusals(db, lang, where)
    facts = chart_data.facts(db, "refusal_reasons", where) | {"minimum": minimum}
    facts |= {name: rows[0][name] if rows else 0 for name in ("refusals", "grounds", "some")}
    facts["inquiries"] = facts["refusals"] - facts["grounds"]
    enough = facts["refusals"] >= minimum
    for row in rows:
        row["kind"] = text["inquiry" if row["outcome"] == "refused_inquiry" else "ground"]
        row |= {} if enough else {"share": None, "without": None}
        shares = "; ".join(f"{row[name]} %" for name in ("share", "without") if row[name] is not None)
        row["label"] = f"{row['decisions']} ({shares})" if shares else f"{row['decisions']}"
    lines = ["total", "shares" if enough else "noshares", "gaps"]
    base = alt.Chart().encode(
        _counts(text["decisions"], rows),
        alt.Y("reason:N", sort=None, title=None),
        tooltip=_tips(text, rows, "reason", "decisions", "share", "without"),
    )
    colours = alt.Scale(domain=[text["ground"], text["inquiry"]], range=[BLUE, GREY])
    bars = base.mark_bar().encode(color=alt.Color("kind:N", scale=colours, title=None))
    labels = base.mark_text(align="left", dx=5).encode(text="label:N")
    return _finish(alt.layer(bars, labels), rows, text["reasons"], subtitle(text, lines, "requests", facts))


def outcomes(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", by: str = "year", where: str = "true", minimum: int = MINIMUM
) -> Chart:
    """Stacked bars: shares of the outcome groups among the requests concluded, by `year` or by `report`."""
    text = words(lang)
    every = chart_data.outcomes(db, lang, by, where)
    cases = {row["name"]: row["cases"] for row in every}
    large = sorted((name for name in cases if cases[name] >= minimum), key=lambda name: (-cases[name], name))
    few = [f"{name} ({cases[name]})" for name in sorted(cases) if cases[name] < minimum]
    rows = [row for row in every if row["name"] in large[:MOST]]
    for row in rows:
        row["bar"] = f"{row['name']} (N = {row['cases']})"
        row["label"] = f"{row['share']:.0f} %" if row["share"] >= 6 else ""
        row["ink"] = GROUPS[row["id"]][1]
    longest = max([100, *(sum(row["share"] for row in rows if row["name"] == name) // 1 for name in large[:MOST])])
    facts = chart_data.facts(db, "outcome_groups", where) | {
        "cases": sum(cases.values()),
        "minimum": minimum,
        "most": MOST,
    }
    facts |= {"few": len(few), "cut": len(large) > MOST, "names": listed(few, NAMED[by])}
    base = alt.Chart().encode(
        alt.X("share:Q", stack="zero", title=text["share"], scale=alt.Scale(domain=[0, longest])),
        alt.Y("bar:N", sort=None, title=None),
        order=alt.Order("rank:Q"),
        tooltip=_tips(text, rows, "bar", "outcome", "decisions", "share"),
    )
    bars = base.mark_bar().encode(color=_colour(rows, "outcome", [colour for colour, _ in GROUPS.values()]))
    middle = alt.X("share:Q", stack="zero", bandPosition=0.5)
    labels = base.mark_text().encode(middle, text="label:N", color=alt.Color("ink:N", scale=None))
    lines = subtitle(text, ["concluded", "few", "cut", "gaps", "odd"], "requests", facts)
    return _finish(alt.layer(bars, labels), rows, text["outcomes"], lines)


def proceedings(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Chart:
    """Stacked bars: outcomes of reconsideration and of both ways to court, in cases."""
    text = words(lang)
    rows = chart_data.proceedings(db, lang, where)
    facts = chart_data.facts(db, "proceedings_outcomes", where)
    facts |= {"cases": sum(row["decisions"] for row in rows), "lost": rows[0]["lost"] if rows else 0}
    base = alt.Chart().encode(
        alt.Y("channel:N", sort=None, title=None),
        tooltip=_tips(text, rows, "channel", "result", "decisions"),
    )
    colour = _colour(rows, "result", list(RESULTS.values()))
    bars = base.mark_bar().encode(_counts(text["count"], rows), color=colour, order=alt.Order("rank:Q"))
    last = base.transform_filter("datum.rank == 4")  # one label a bar, not one a segment
    labels = last.mark_text(align="left", dx=5).encode(alt.X("cases:Q"), text="cases:Q")
    lines = subtitle(text, ["brought", "lost"], "table4", facts)
    return _finish(alt.layer(bars, labels), rows, text["proceedings"], lines)


def correction_rates(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM
) -> Chart:
    """Points with 95% intervals: the correction rate by channel, over all (A), decided (B), upheld or corrected (C)."""
    text = words(lang)
    rows = chart_data.rates(db, lang, where)
    for row in rows:
        row["name"] = text[row["id"]]
        row["label"] = f"{row['corrected']}/{row['base']}"
        if row["base"] >= minimum:
            row |= {"label": f"{row['rate']} % ({row['label']})", "at": row["high"]}
        else:
            row |= {"rate": None, "low": None, "high": None, "at": 0}
    facts = chart_data.facts(db, "proceedings_outcomes", where) | {"minimum": minimum}
    facts |= {"cases": sum(row["base"] for row in rows if row["id"] == "A"), "unsure": facts["gaps"]}
    base = alt.Chart().encode(
        alt.Y("name:N", sort=None, title=None),
        tooltip=_tips(text, rows, "name", "corrected", "base", "rate", "low", "high"),
    )
    drawn = base.transform_filter("isValid(datum.rate)")
    line = drawn.mark_rule(strokeWidth=2, color="#56b4e9").encode(_percent(text, "low"), x2="high:Q")
    point = drawn.mark_point(filled=True, size=70, opacity=1, color=BLUE).encode(_percent(text, "rate"))
    label = base.mark_text(align="left", dx=6).encode(_percent(text, "at"), text="label:N")
    header = alt.Header(labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start", labelPadding=2)
    rowed = alt.Facet("channel:N", title=None, header=header, sort=list(dict.fromkeys(row["channel"] for row in rows)))
    chart = alt.layer(line, point, label).facet(rowed, columns=1, spacing=12, data=alt.InlineData([]))
    return _finish(chart, rows, text["rates"], subtitle(text, ["brought", "interval", "unsure"], "table4", facts))


def _finish(chart: Chart, rows: list[Row], title: str, lines: Sequence[str]) -> Chart:
    """The chart with its title and its rows inline. What is null is left out of the rows, so that nothing is drawn at
    nought for it. A chart without rows is its title alone, which says why; it would have no size otherwise."""
    values = [{name: value for name, value in row.items() if value is not None} for row in rows]
    inline: Any = alt.Data  # not InlineData: altair would move its rows under a name made of their hash
    drawn = chart if values else alt.layer(alt.Chart().mark_text(text="—"))
    return drawn.properties(data=inline(values=values or [{}]), title=alt.TitleParams(title, subtitle=lines))


def _percent(text: dict[str, str], field: str) -> alt.X:
    return alt.X(f"{field}:Q", title=text["rate"], scale=alt.Scale(domain=[0, 100]))


def _counts(title: str, rows: list[Row]) -> alt.X:
    """An axis of whole numbers, also where there are few or only noughts."""
    longest: int = max((row["cases"] if "cases" in row else row["decisions"] for row in rows), default=0)
    if longest > 6:
        return alt.X("decisions:Q", title=title, axis=alt.Axis(format="d", tickCount=6))
    whole = list(range(max(longest, 1) + 1))
    return alt.X(
        "decisions:Q", title=title, axis=alt.Axis(values=whole, format="d"), scale=alt.Scale(domain=[0, whole[-1]])
    )


def _tips(text: dict[str, str], rows: list[Row], *names: str) -> list[alt.Tooltip]:
    """Tooltips of those fields that any row has."""
    titles: dict[str, Any] = {"bar": text["of"], "name": text["rate"]}
    samples = {name: next((row[name] for row in rows if row[name] is not None), None) for name in names}
    return [
        alt.Tooltip(f"{name}:{'N' if isinstance(value, str) else 'Q'}", title=titles.get(name) or text[name])
        for name, value in samples.items()
        if value is not None
    ]


def _colour(rows: list[Row], field: str, colours: Sequence[str]) -> alt.Color:
    """A colour for each value of a field, by its rank; the legend has all that occur, in order."""
    domain = {row[field]: colours[row["rank"] - 1] for row in sorted(rows, key=lambda row: row["rank"])}
    return alt.Color(f"{field}:N", scale=alt.Scale(domain=list(domain), range=list(domain.values())), title=None)
