"""Charts of the data themselves: which cells were read and how, and which bodies have reports for which years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from ..forms import SECTIONS
from ..schema import STATES
from ..texts import TERMS, term_shares
from .figure import BLUE, GREY, RED, Figure, colour, heat, panels, picked, told_apart
from .requests import slim

if TYPE_CHECKING:
    import duckdb

MOST = 60  # bodies of one grid
STATE_COLOURS = (BLUE, "#009e73", "#56b4e9", GREY, "#e69f00", RED)  # in the order of STATES

_STATES = """
, counted as (
    select section, coalesce(origin = 'simulated', false) as simulated, state, count(*) as count
    from cells join chosen using (report_id) group by all
)
select *, sum(count) over (partition by section, simulated)::bigint as denominator from counted
order by simulated, section, state"""

_IDENTITIES = """
, tables as (
    select distinct report_id, 'requests' as section from requests union all select distinct report_id, 'proceedings' from proceedings
), found as (
    select report_id, regexp_replace(rule, '_undecidable$', '') as identity, bool_or(severity = 'error') as broken from findings
    group by report_id, identity
), judged as (
    select coalesce(form_requests, '?') as form, coalesce(origin = 'simulated', false) as simulated, codebook.id as identity, ordinal, codebook.zh, codebook.en,
        case when broken is null then 'passed' when broken then 'failed' else 'undecided' end as status
    from tables join chosen using (report_id) join codebook on role = 'identity' and codebook.section = tables.section
    left join found on found.report_id = tables.report_id and found.identity = codebook.id
), counted as (
    select form, simulated, identity, ordinal, zh, en, status, count(*) as count from judged group by all
)
select *, sum(count) over (partition by form, simulated, identity)::bigint as denominator from counted
order by simulated, form, ordinal, status"""

_COVERAGE = """
, bodies as (
    select coalesce(body_id, report_id) as id, coalesce(origin = 'simulated', false) as simulated, year, count(*) as reports, arg_max(agency, (year, report_id)) as agency from chosen
    where year is not null group by all
), named as (select id, simulated, arg_max(agency, year) as body, count(distinct year) as years from bodies group by all)
select id, simulated, body, year, reports from bodies join named using (id, simulated)
order by years desc, body, id, simulated, year"""


def cell_states(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Any:
    """Stacked bars: what share of each table's cells is a number as printed, solved, a mark, blank, words or lost."""
    figure = Figure(db, lang, where)
    text, rows = figure.text, figure.rows(_STATES)
    sections = {section.id: section.zh if lang == "zh" else section.en for section in SECTIONS}
    for row in rows:
        row["rank"] = 1 + list(STATES).index(row["state"])
        row["label"] = STATES[row["state"]][lang == "en"]
        row["name"] = f"{sections[row['section']]} (N = {row['denominator']:,})"
        row["share"] = round(100 * row["count"] / row["denominator"], 2)
        row["order"] = list(sections).index(row["section"])
        row["panel"] = figure.origin(row, rows)
    rows.sort(key=lambda row: (row["simulated"], row["order"], row["rank"]))
    choice = picked("label")
    bars = alt.Chart().mark_bar().encode(
        alt.X("share:Q", stack="zero", title=text["share"], scale=alt.Scale(domain=[0, 100])),
        alt.Y("name:N", sort=list(dict.fromkeys(row["name"] for row in rows)), title=None),
        color=colour(rows, "label", "rank", STATE_COLOURS), order=alt.Order("rank:Q"),
        opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
        tooltip=figure.tips(rows, "name", "label", "count", "share", name=text["table"], label=text["state"]),
    ).add_params(choice).properties(name="bars")  # fmt: skip
    facts = figure.facts()
    total = text["total"].format(
        n=sum(row["count"] for row in rows), unit=text["cells"], **{name: facts[name] for name in ("reports", "years")}
    )
    return figure.finish(panels(alt.layer(bars), rows), slim(rows), text["cell_states"], [total], "all_tables")


def identity_rates(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Any:
    """Stacked bars: in how many reports each hard identity holds everywhere, fails somewhere, or cannot be decided, by form."""
    figure = Figure(db, lang, where)
    text, rows = figure.text, figure.rows(_IDENTITIES)
    ranks = ("passed", "undecided", "failed")
    for row in rows:
        row["rank"] = 1 + ranks.index(row["status"])
        row["label"] = text[row["status"]]
        row["name"] = f"{row[lang]} (N = {row['denominator']:,})"
        row["share"] = round(100 * row["count"] / row["denominator"], 1)
        row["panel"] = " · ".join(filter(None, (f"{text['form']} {row['form']}", figure.origin(row, rows))))
        row["caption"] = f"{row['share']:.0f} %" if row["share"] >= 6 else ""
        row["ink"] = "white" if row["status"] == "passed" else "black"
    rows.sort(key=lambda row: (row["panel"], row["ordinal"], row["rank"]))
    choice = picked("label")
    base = alt.Chart().encode(
        alt.Y("name:N", sort=list(dict.fromkeys(row["name"] for row in rows)), title=None, axis=alt.Axis(labelLimit=420)),
        order=alt.Order("rank:Q"), tooltip=figure.tips(rows, "panel", "name", "label", "count", "share", panel=text["form"], name=text["identity"], label=text["status"]),
    )  # fmt: skip
    bars = base.mark_bar().encode(
        alt.X("share:Q", stack="zero", title=text["share"], scale=alt.Scale(domain=[0, 100])),
        color=colour(rows, "label", "rank", (BLUE, "#e8eaec", RED)), opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
    ).add_params(choice).properties(name="bars")  # fmt: skip
    captions = base.mark_text().encode(
        alt.X("share:Q", stack="zero", bandPosition=0.5), text="caption:N", color=alt.Color("ink:N", scale=None)
    )
    facts = figure.facts()
    lines = [text["counted"].format(reports=facts["reports"], years=facts["years"])]
    return figure.finish(
        panels(alt.layer(bars, captions), rows), slim(rows), text["identity_rates"], lines, "identity_tables"
    )


def problems_named(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = 1) -> Any:
    """Dots by year: what share of the reports names each subject among its problems and improvements (section 五)."""
    figure, undated = Figure(db, lang, where, minimum).dated()
    text, relation = figure.text, term_shares(db, where=figure.where)
    names = relation.columns
    rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
    drawn = [row for row in rows if row["reports"] >= minimum]
    for row in drawn:
        row |= {"label": row[lang], "rank": row["ordinal"], "year": str(row["year"]), "panel": figure.panel(row)}
        row |= {
            "share": round(100 * row["share"], 1),
            "count": row["naming"],
            "caption": f"{row['naming']}/{row['reports']}",
        }
    years = sorted({row["year"] for row in drawn})
    base = alt.Chart().encode(
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top"), scale=alt.Scale(domain=years)),
        alt.Y("label:N", sort=[getattr(term, lang) for term in TERMS], title=None),
        tooltip=figure.tips(
            drawn, "year", "panel", "label", "count", "reports", "share", label=text["subject"], reports=text["reports"]
        ),
    )
    shade, ink = heat("share", text["share"], 100)
    cells = base.mark_rect(stroke="white").encode(shade)
    captions = base.mark_text(fontSize=11).encode(text="caption:N", color=ink)
    layered = alt.layer(cells, captions).properties(width=alt.Step(48))
    facts = figure.facts()
    told = {(row["year"], row["panel"]): row["reports"] for row in drawn}
    lines = [
        text["total"].format(
            n=sum(told.values()), unit=text["with_section"], **{name: facts[name] for name in ("reports", "years")}
        ),
        *undated,
    ]
    return figure.finish(
        panels(layered, drawn, columns=2, own=""), slim(drawn), text["problems_named"], lines, "section_five"
    )


def coverage(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Any:
    """A grid: which bodies have a report for which years; those with most years first."""
    figure, undated = Figure(db, lang, where).dated()
    text, found = figure.text, figure.rows(_COVERAGE)
    for row in found:
        row["body"] = (row["body"] or row["id"]) + (f" · {text['made_up']}" if row["simulated"] else "")
    told_apart(found, "body", "id")  # a name may be shared
    bodies = list(dict.fromkeys(row["body"] for row in found))
    have = {(row["body"], row["year"]): row["reports"] for row in found}
    years = [row["year"] for row in found]
    rows = []
    for place, name in enumerate(bodies[:MOST]):
        for year in range(min(years), max(years) + 1):
            count = have.get((name, year), 0)
            status = ("missing", "there", "several")[min(count, 2)]
            rows.append(
                {
                    "body": name,
                    "place": place,
                    "year": str(year),
                    "status": text[status],
                    "reports": count,
                    "rank": 1 + ("there", "several", "missing").index(status),
                }
            )
    base = alt.Chart().mark_rect(stroke="white", strokeWidth=2).encode(
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top")),
        alt.Y("body:N", sort=alt.EncodingSortField("place", op="min"), title=None, axis=alt.Axis(labelLimit=300)),
        color=colour(rows, "status", "rank", (BLUE, "#e69f00", "#e8eaec")),
        tooltip=figure.tips(rows, "body", "year", "status", "reports"),
    ).properties(width=alt.Step(46), height=alt.Step(19))  # fmt: skip
    facts = figure.facts()
    lines = [text["counted"].format(reports=facts["reports"], years=facts["years"])]
    lines += undated
    if len(bodies) > MOST:
        lines.append(text["most"].format(most=MOST))
    return figure.finish(alt.layer(base), slim(rows), text["coverage"], lines, "all_tables")
