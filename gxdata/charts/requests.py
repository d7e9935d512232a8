"""Charts of table 三: how requests were answered, why they were refused, and who made them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from ..metrics import BY_METRIC, MINIMUM
from .figure import BLUE, GREY, Figure, Row, colour, heat, panels, percent, picked, rules, told_apart, whole
from .pooling import group, one_each, pooled, said

if TYPE_CHECKING:
    import duckdb

MOST = 40  # bars of one chart
# Okabe and Ito's colours: a colour, and the ink that is legible on it
GROUPS = (
    (BLUE, "white"),
    ("#56b4e9", "black"),
    ("#d55e00", "white"),
    ("#e69f00", "black"),
    ("#cc79a7", "black"),
    (GREY, "black"),
)
REASONS = (BLUE, "#56b4e9", "#009e73", "#e69f00", "#d55e00", "#cc79a7", "#f0e442", GREY)
APPLICANTS = (BLUE, "#d55e00", "#56b4e9", "#009e73", "#e69f00", GREY)
_LIGHT = {"#56b4e9", "#e69f00", "#f0e442", GREY, "#cc79a7", "#009e73"}
BY = ("year", "level", "province", "report")


def outcomes(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", by: str = "year", where: str = "true", minimum: int = MINIMUM
) -> Any:
    """Stacked bars: shares of the outcome groups among the requests concluded, by year, level, province or report.

    Governments and departments, and reports of different scope, are drawn apart. Raises ValueError for another `by`."""
    if by not in BY:
        raise ValueError(f"by is {by!r}; it can be {', '.join(BY)}")
    figure = Figure(db, lang, where, minimum)
    groups = {"report": ["report_id", "agency", "year"]}.get(by, [by])
    rows = pooled(figure, "outcome_share", groups)
    return _shares(figure, rows, groups, by, "outcomes", "outcome", "concluded", [each for each, _ in GROUPS])


def refusal_reasons_over_time(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM
) -> Any:
    """Stacked bars by year: shares of the reasons among all refusals, inquiries in grey."""
    figure = Figure(db, lang, where, minimum)
    rows = pooled(figure, "refusal_reason_share", ["year"])
    return _columns(figure, rows, "refusal_reasons_over_time", "reason", "refused", REASONS, ["inquiry_note"])


def applicant_mix(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM) -> Any:
    """Stacked bars by year: who made the requests received in the year."""
    figure = Figure(db, lang, where, minimum)
    rows = pooled(figure, "applicant_mix", ["year"])
    return _columns(figure, rows, "applicant_mix", "applicant", "new", APPLICANTS, [])


def refusal_reasons(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM
) -> Any:
    """Bars: how many refusals rest on each reason, most frequent first; shares of all refusals, with and without inquiries."""
    figure = Figure(db, lang, where, minimum)
    text = figure.text
    both = ["refusal_reason_share", "refusal_reason_share_without_inquiry"]
    rows = pooled(figure, both, together=True)  # two shares of the same refusals
    shares = {(row["panel"], row["part"]): row["share"] for row in rows if row["metric"].endswith("inquiry")}
    every = [row for row in rows if row["metric"] == "refusal_reason_share"]
    drawn = [row for row in every if row["reports"]]
    for row in drawn:
        row["without"] = shares.get((row["panel"], row["part"]))
        row["sort"] = text["inquiry" if row["part"] == "refused_inquiry" else "ground"]
        row["count"] = row["numerator"]
        told = "; ".join(f"{row[name]} %" for name in ("share", "without") if row[name] is not None)
        row["caption"] = f"{row['count']:,} ({told})" if told else f"{row['count']:,}"
    totals: dict[str, int] = {}
    for row in drawn:
        totals[row["label"]] = totals.get(row["label"], 0) + row["count"]
    order = sorted(totals, key=lambda label: -totals[label])  # ties in the form's order
    drawn, nought = figure.occupied(drawn, "panel", "denominator")
    drawn.sort(key=lambda row: (row["panel"], order.index(row["label"])))
    base = alt.Chart().encode(
        whole(max((row["count"] for row in drawn), default=0), "count", text["count"]),
        alt.Y("label:N", sort=order, title=None),
        tooltip=figure.tips(drawn, "panel", "label", "count", "share", "without", label=text["reason"]),
    )
    names = [text["ground"], text["inquiry"]]
    bars = base.mark_bar().encode(
        color=alt.Color("sort:N", scale=alt.Scale(domain=names, range=[BLUE, GREY]), title=None)
    )
    labels = base.mark_text(align="left", dx=5).encode(text="caption:N")
    lines = said(figure, every, [], "refused") + nought
    return figure.finish(
        panels(alt.layer(bars, labels), drawn), slim(drawn), text["refusal_reasons"], lines, "requests"
    )


def refusal_heatmap(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", by: str = "year", where: str = "true", minimum: int = MINIMUM
) -> Any:
    """Heat map: the share of each reason among the refusals of a year, level, province or kind of applicant.

    Raises ValueError for another `by`."""
    known = ("year", "level", "province", "applicant")
    if by not in known:
        raise ValueError(f"by is {by!r}; it can be {', '.join(known)}")
    figure = Figure(db, lang, where, minimum)
    text = figure.text
    rows = pooled(figure, "refusal_reason_share", [by])
    for row in rows if by == "applicant" else ():
        row[by] = dict(_applicants(lang))[row[by]]
    drawn = [row for row in rows if row["share"] is not None]
    for row in drawn:
        row["place"] = str(row[by])
        row["caption"] = f"{row['share']:.0f}" if row["share"] >= 0.5 else ""
        row["total"] = f"{row['denominator']:,}" if row["rank"] == 1 else ""
    places = sorted({row["place"] for row in drawn})
    labels = [_reason(id, lang) for id in BY_METRIC["refusal_reason_share"].parts]
    base = alt.Chart().encode(
        alt.X("place:N", sort=places, title=None, axis=alt.Axis(labelAngle=0)),
        tooltip=figure.tips(
            drawn,
            "panel",
            by,
            "label",
            "numerator",
            "denominator",
            "share",
            label=text["reason"],
            numerator=text["count"],
        ),
    )
    shade, ink = heat("share", text["share"], 100)
    reason = alt.Y("label:N", sort=["N", *labels], title=None)
    cells = base.mark_rect(stroke="white").encode(reason, shade)
    numbers = base.mark_text(fontSize=11).encode(reason, text="caption:N", color=ink)
    totals = base.mark_text(fontSize=11, color="#5f6b76").encode(y=alt.datum("N"), text="total:N")
    chart = panels(alt.layer(cells, numbers, totals).properties(width=alt.Step(74)), drawn, own="")
    title = text["refusal_heatmap"].format(by=text[by])
    return figure.finish(
        chart, slim(drawn), title, said(figure, rows, [by], "refused", apart=by == "applicant"), "requests"
    )


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _shares(
    figure: Figure,
    rows: Sequence[Row],
    groups: Sequence[str],
    by: str,
    title: str,
    part: str,
    unit: str,
    colours: Sequence[str],
) -> Any:
    """Horizontal bars of shares that make up a whole, largest base first but for years."""
    text = figure.text
    lines = said(figure, rows, groups, unit)
    shown = [row for row in rows if row["share"] is not None]
    order = one_each(shown, groups)
    order.sort(
        key=lambda row: (str(row["year"]) if by == "year" else -row["denominator"], str([row[name] for name in groups]))
    )
    kept = {tuple(row[name] for name in (*groups, "panel")): place for place, row in enumerate(order[:MOST])}
    drawn = [row for row in shown if tuple(row[name] for name in (*groups, "panel")) in kept]
    for row in drawn:
        row["place"] = kept[tuple(row[name] for name in (*groups, "panel"))]
        row["count"] = row["numerator"]
        row["caption"] = f"{row['share']:.0f} %" if row["share"] >= 6 else ""
        row["ink"] = "black" if colours[row["rank"] - 1] in _LIGHT else "white"
    _name_bars(figure, drawn, by)
    drawn.sort(key=lambda row: (row["place"], row["rank"]))
    sums = [sum(row["share"] for row in drawn if row["place"] == place) for place in kept.values()]
    longest = max([100, *map(round, sums)])  # more where outcomes add up to more than was concluded
    choice = picked("label")
    base = alt.Chart().encode(
        alt.X("share:Q", stack="zero", title=text["share"], scale=alt.Scale(domain=[0, longest])),
        alt.Y("bar:N", sort=alt.EncodingSortField("place", op="min"), title=None),
        order=alt.Order("rank:Q"),
        opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
        tooltip=figure.tips(drawn, "bar", "panel", "label", "count", "share", bar=text["group"], label=text[part]),
    )
    bars = (
        base.mark_bar().encode(color=colour(drawn, "label", "rank", colours)).add_params(choice).properties(name="bars")
    )
    middle = alt.X("share:Q", stack="zero", bandPosition=0.5)
    labels = base.mark_text().encode(middle, text="caption:N", color=alt.Color("ink:N", scale=None))
    if by == "report":
        few = [row for row in one_each(rows, groups) if row["reason"] == "below_minimum"]
        lines = [line for line in lines if not few or not line.startswith(text["few"].split("{")[0])]
        lines += [text["few"].format(minimum=figure.minimum, names=f"{len(few)} {text['reports']}")] if few else []
    if len(order) > MOST:
        lines.append(text["most"].format(most=MOST))
    return figure.finish(panels(alt.layer(bars, labels), drawn), slim(drawn), text[title], lines, "requests")


def _name_bars(figure: Figure, drawn: Sequence[Row], by: str) -> None:
    """Puts the name of its bar to each row; bars of reports stand in one panel, each with its own name."""
    names = ("agency", "year") if by == "report" else (by,)
    for row in drawn:
        bar = " ".join(str(row[name]) for name in names if row[name] is not None) or "?"
        row["bar"] = f"{bar} (N = {row['denominator']:,})"
        if by == "report":
            row["panel"] = ""
            row["bar"] += f" · {figure.text['made_up']}" if row["simulated"] else ""
    if by == "report":
        told_apart(drawn, "bar", "report_id")


def _columns(
    figure: Figure, rows: Sequence[Row], title: str, part: str, unit: str, colours: Sequence[str], notes: Sequence[str]
) -> Any:
    """Columns by year of shares that make up a whole, with N above and breaks between."""
    text = figure.text
    drawn = [row for row in rows if row["share"] is not None]
    for row in drawn:
        row["count"] = row["numerator"]
        row["total"] = f"N = {row['denominator']:,}" if row["rank"] == 1 else ""
        row["caption"] = f"{row['share']:.0f}" if row["share"] >= 8 else ""
        row["ink"] = "black" if colours[row["rank"] - 1] in _LIGHT else "white"
    years = sorted({row["year"] for row in drawn})
    sums: dict[tuple[object, ...], float] = {}
    for row in drawn:
        sums[group(row, ["year"])] = sums.get(group(row, ["year"]), 0) + row["share"]
    top = 8 + max([100, *map(round, sums.values())])  # more where parts add up to more than the whole
    marks = figure.breaks(["requests"], (int(year) for year in years if year.isdecimal()))
    choice = picked("label")
    base = alt.Chart().encode(
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=years)),
        tooltip=figure.tips(drawn, "year", "panel", "label", "count", "share", label=text[part]),
    )
    bars = base.mark_bar(size=44).encode(
        percent("share", text["share"], alt.Y, top, stack="zero", axis=alt.Axis(values=[0, 20, 40, 60, 80, 100])),
        color=colour(drawn, "label", "rank", colours), order=alt.Order("rank:Q"),
        opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
    ).add_params(choice).properties(name="bars")  # fmt: skip
    middle = base.mark_text(fontSize=11).encode(
        alt.Y("share:Q", stack="zero", bandPosition=0.5),
        text="caption:N",
        color=alt.Color("ink:N", scale=None),
        order=alt.Order("rank:Q"),
    )
    totals = base.mark_text(fontSize=11, dy=-7, color="#5f6b76").encode(y=alt.datum(top - 8), text="total:N")
    size = {"width": alt.Step(64), "height": 260}
    chart = panels(alt.layer(bars, middle, totals, *rules(drawn, marks, years)).properties(**size), drawn)
    lines = [*said(figure, rows, ["year"], unit), *(text[note] for note in notes)]
    return figure.finish(chart, slim(drawn), text[title], lines, "requests", marks)


_KEPT = ("label", "rank", "panel", "share", "low", "high", "year", "count", "numerator", "denominator", "bar", "place", "caption", "ink", "total",
         "without", "sort", "at", "name", "channel", "province", "body", "percentile", "mark", "row", "column", "state", "identity", "status", "result", "value", "short", "reports")  # fmt: skip


def slim(rows: Sequence[Row]) -> list[Row]:
    """Only what a chart draws."""
    return [{name: row[name] for name in _KEPT if name in row} for row in rows]


def _reason(id: str, lang: str) -> str:
    return BY_METRIC["refusal_reason_share"].labels(id)[lang == "en"]


def _applicants(lang: str) -> list[tuple[str, str]]:
    metric = BY_METRIC["applicant_mix"]
    return [(id, metric.labels(id)[lang == "en"]) for id in metric.parts]
