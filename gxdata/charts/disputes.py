"""Charts of table 四, reconsideration and litigation, and rates over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt

from ..forms import PROCEEDINGS
from ..metrics import BY_METRIC, MINIMUM
from .figure import BLUE, GREY, RED, Figure, Row, colour, listed, panels, percent, picked, rules, whole
from .pooling import nested, pooled, said, tables_of, unit_of
from .requests import slim

if TYPE_CHECKING:
    import duckdb

RESULTS = ("upheld", "corrected", "other", "pending")
RESULT_COLOURS = (BLUE, RED, "#e69f00", GREY)
RATES = ("correction_rate_a", "correction_rate_b", "correction_rate_c")
RATE_COLOURS = (BLUE, RED, "#009e73", "#cc79a7", "#e69f00")

_COUNTS = """
select {year} channel, result, kind, scope, origin is not distinct from 'simulated' as simulated,
    sum(cases)::bigint as count, count(*) filter (cases is null) as lost
from (from proceedings unpivot include nulls (cases for result in (upheld, corrected, other, pending)))
join chosen using (report_id)
group by all order by all"""


def proceedings(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Any:
    """Stacked bars: outcomes of reconsideration and of both ways to court, in cases."""
    figure = Figure(db, lang, where)
    rows, lines = _counted(figure, "")
    rows, nought = figure.occupied(rows, "panel", "count")
    base = alt.Chart().encode(
        alt.Y("channel:N", sort=_channels(lang), title=None, axis=alt.Axis(labelLimit=220)),
        tooltip=figure.tips(rows, "panel", "channel", "label", "count", label=figure.text["result"]),
    )
    longest = max((row["bar"] or 0 for row in rows), default=0)
    choice = picked("label")
    bars = base.mark_bar().encode(
        whole(longest, "count", figure.text["count"]), color=colour(rows, "label", "rank", RESULT_COLOURS), order=alt.Order("rank:Q"),
        opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
    ).add_params(choice).properties(name="bars")  # fmt: skip
    last = base.transform_filter("datum.rank == 4 && isValid(datum.bar)")  # one label a bar, not one a segment
    labels = last.mark_text(align="left", dx=5).encode(alt.X("bar:Q"), text=alt.Text("bar:Q", format=",d"))
    chart = panels(alt.layer(bars, labels), rows)
    return figure.finish(chart, slim(rows), figure.text["proceedings"], lines + nought, "proceedings_table")


def proceedings_over_time(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true") -> Any:
    """Columns by year and channel: outcomes in cases, with the break 2023|2024."""
    figure, undated = Figure(db, lang, where).dated()
    rows, lines = _counted(figure, "year,")
    many = len({row["panel"] for row in rows}) > 1
    for row in rows:
        row["column"] = f"{row['panel']}\n{row['channel']}" if many else row["channel"]
    order = _channels(lang)
    rows.sort(key=lambda row: (row["panel"], order.index(row["channel"]), row["year"], row["rank"]))
    years = sorted({row["year"] for row in rows})
    rows, nought = figure.occupied(rows, "panel", "count")
    marks = figure.breaks(["proceedings"], map(int, years))
    choice = picked("label")
    base = alt.Chart().encode(
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=years)),
        tooltip=figure.tips(rows, "panel", "channel", "year", "label", "count", label=figure.text["result"]),
    )
    whole_only = "datum.value % 1 ? '' : format(datum.value, '~s')"  # each panel's scale would lose tickMinStep
    axis = alt.Axis(title=figure.text["count"], tickCount=4, labelExpr=whole_only)
    bars = base.mark_bar(size=26).encode(
        alt.Y("count:Q", axis=axis), order=alt.Order("rank:Q"),
        color=colour(rows, "label", "rank", RESULT_COLOURS), opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.2)),
    ).add_params(choice).properties(name="bars")  # fmt: skip
    last = base.transform_filter("datum.rank == 4 && isValid(datum.bar)")
    labels = last.mark_text(dy=-7, fontSize=11).encode(alt.Y("bar:Q"), text=alt.Text("bar:Q", format=",d"))
    least = base.mark_point(opacity=0, tooltip=None).encode(  # an axis from nought, also where all is nought
        y=alt.datum(1)
    )
    layered = alt.layer(bars, labels, least, *rules(rows, marks, years)).properties(width=alt.Step(38), height=150)
    chart = panels(layered, rows, columns=3, field="column")
    lines += nought + undated
    return figure.finish(chart, slim(rows), figure.text["proceedings_over_time"], lines, "proceedings_table", marks)


def correction_rates(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM
) -> Any:
    """Points with 95% intervals: the correction rate by channel, over all (A), decided (B), upheld or corrected (C)."""
    figure = Figure(db, lang, where, minimum)
    text = figure.text
    every = pooled(figure, RATES)
    rows = [row for row in every if row["reports"]]
    many = len({row["panel"] for row in rows}) > 1
    for row in rows:
        row["name"] = text[row["metric"][-1].upper()]
        row["channel"] = f"{row['panel']} · {row['label']}" if many else row["label"]
        row["caption"] = f"{row['numerator']:,}/{row['denominator']:,}"
        if row["share"] is not None:
            row |= {"caption": f"{row['share']} % ({row['caption']})", "at": row["high"]}
        else:
            row |= {"low": None, "high": None, "at": 0}
    rows.sort(key=lambda row: (row["panel"], row["rank"], row["metric"]))
    base = alt.Chart().encode(
        alt.Y("name:N", sort=None, title=None),
        tooltip=figure.tips(
            rows,
            "panel",
            "label",
            "name",
            "numerator",
            "denominator",
            "share",
            "low",
            "high",
            label=text["channel"],
            name=text["rate"],
        ),
    )
    valid = base.transform_filter("isValid(datum.share)")
    line = valid.mark_rule(strokeWidth=2, color="#56b4e9").encode(percent("low", text["rate"]), x2="high:Q")
    point = valid.mark_point(filled=True, size=70, opacity=1, color=BLUE).encode(percent("share", text["rate"]))
    label = base.mark_text(align="left", dx=6).encode(percent("at", text["rate"]), text="caption:N")
    cases: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for row in every:
        if row["metric"] == RATES[0]:
            cases[row["label"]] += row["denominator"] or 0
            out[row["label"]] += row["undecidable"] + row["contradicting"]
    left_out = [f"{name} {out[name]}" for name in _channels(lang) if out[name]]
    lines = said(figure, rows, ["part"], "cases", interval=True, apart=True)
    drawn, nought = figure.occupied(rows, "channel", "denominator")
    lines = [_by_channel(figure, cases), *lines[1:], *nought, text["proceedings_note"]]
    if left_out:
        lines.insert(1, text["channel_out"].format(names=listed(left_out)))
    chart = panels(alt.layer(line, point, label), drawn, field="channel", spacing=10)
    return figure.finish(chart, slim(drawn), text["correction_rates"], lines, "proceedings_table")


def correction_rates_over_time(
    db: duckdb.DuckDBPyConnection,
    lang: str = "zh",
    channel: str = "reconsideration",
    where: str = "true",
    minimum: int = MINIMUM,
) -> Any:
    """Lines by year with 95% intervals: the three correction rates of one channel, with the break 2023|2024.

    Raises ValueError for an unknown channel."""
    known = [item.id for item in PROCEEDINGS.items]
    if channel not in known:
        raise ValueError(f"channel is {channel!r}; it can be {', '.join(known)}")
    figure, undated = Figure(db, lang, where, minimum).dated()
    rows = [row for row in pooled(figure, RATES, ["year"]) if row["part"] == channel]
    item = PROCEEDINGS.item(channel)
    for row in rows:
        row["label"], row["rank"] = figure.text[row["metric"][-1].upper()], 1 + RATES.index(row["metric"])
    title = figure.text["correction_rates_over_time"].format(channel=item.zh if lang == "zh" else item.en)
    all_cases = [row for row in rows if row["metric"] == RATES[0]]
    lines = said(figure, all_cases, ["year"], "cases", interval=True) + undated
    return _lines(figure, rows, title, lines, "proceedings_table")


def rates_over_time(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", metrics: str | Sequence[str] = ("disclosure_rate", "merits_disclosure_rate", "refusal_rate"),
    where: str = "true", minimum: int = MINIMUM,
) -> Any:  # fmt: skip
    """Lines by year with 95% intervals: one to five metrics of the dictionary that have one part, pooled.

    Raises ValueError for a metric that has several parts or is no proportion."""
    wanted = [metrics] if isinstance(metrics, str) else list(metrics)
    for name in wanted:
        if name in BY_METRIC and (BY_METRIC[name].parts or BY_METRIC[name].type != "proportion"):
            raise ValueError(f"{name} has several parts or is no proportion; draw one that has a single share")
    figure, undated = Figure(db, lang, where, minimum).dated()
    rows = pooled(figure, wanted, ["year"])
    for row in rows:
        row["rank"] = 1 + wanted.index(row["metric"])
    names = ("、" if lang == "zh" else ", ").join(
        dict.fromkeys(row["label"] for row in sorted(rows, key=lambda row: row["rank"]))
    )
    title = figure.text["rates_over_time"].format(metrics=names[:1].upper() + names[1:])
    first = [row for row in rows if row["metric"] == wanted[0]]
    lines = said(figure, first, ["year"], unit_of(wanted[0]), interval=True) + undated
    return _lines(figure, rows, title, lines, tables_of(wanted))


def carry_over(db: duckdb.DuckDBPyConnection, lang: str = "zh", where: str = "true", minimum: int = MINIMUM) -> Any:
    """Lines by year with 95% intervals: requests carried out over all that were to be dealt with."""
    return rates_over_time(db, lang, "carry_over_rate", where, minimum)


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _channels(lang: str) -> list[str]:
    return [item.zh if lang == "zh" else item.en for item in PROCEEDINGS.items]


def _counted(figure: Figure, year: str) -> tuple[list[Row], list[str]]:
    """Cases by channel and result, panels apart; and the subtitle's lines. A cell without a figure counts nothing, and
    where no cell has one, there is no count."""
    rows, lang = figure.rows(_COUNTS.format(year=year)), figure.lang
    bars: dict[tuple[Any, ...], int] = {}
    cases: dict[str, int] = {}
    for row in rows:
        item, measure = PROCEEDINGS.item(row["channel"]), PROCEEDINGS.measure(row["result"])
        row["rank"] = 1 + RESULTS.index(row["result"])
        row["order"] = [each.id for each in PROCEEDINGS.items].index(row["channel"])
        row["channel"], row["label"] = (item.zh, measure.zh) if lang == "zh" else (item.en, measure.en)
        row["panel"] = figure.panel(row)
        if "year" in row:
            row["year"] = row["year"] and str(row["year"])
        place = (row["panel"], row["channel"], row.get("year"))
        if row["count"] is not None:
            bars[place] = bars.get(place, 0) + row["count"]
            cases[row["channel"]] = cases.get(row["channel"], 0) + row["count"]
    for row in rows:
        row["bar"] = bars.get((row["panel"], row["channel"], row.get("year")))
    rows.sort(key=lambda row: (row["panel"], row["order"], row.get("year") or "", row["rank"]))
    lost = sum(row["lost"] for row in rows)
    lines = [figure.text["lost"].format(count=lost)] if lost else []
    return rows, [_by_channel(figure, cases), *lines, *nested(figure, []), figure.text["proceedings_note"]]


def _by_channel(figure: Figure, cases: Mapping[str, int]) -> str:
    """N of each channel: a case may be in two of them."""
    facts, lang = figure.facts("proceedings"), figure.lang
    each = ("、" if lang == "zh" else ", ").join(f"{name} {cases[name]:,}" for name in _channels(lang) if name in cases)
    return figure.text["by_channel"].format(each=each, **facts)


def _lines(figure: Figure, rows: Sequence[Row], title: str, lines: Sequence[str], tables: str) -> Any:
    """Points with intervals by year, joined except across a break of their metric."""
    text = figure.text
    drawn = [row for row in rows if row["share"] is not None]
    found = [int(row["year"]) for row in drawn]
    years = [str(year) for year in range(min(found), max(found) + 1)] if found else []
    marks = figure.breaks((section for row in drawn for section in BY_METRIC[row["metric"]].sections), map(int, years))
    for row in drawn:
        crossed = {each.id for each in BY_METRIC[row["metric"]].breaks}
        mine = (mark["id"] in crossed and mark["year"] <= row["year"] for mark in marks)
        row["column"] = str(sum(mine))  # the stretch between two breaks
        row["caption"] = f"{row['share']:.1f}"
    drawn.sort(key=lambda row: (row["panel"], row["rank"], row["year"]))
    highest = max((row["share"] if row["high"] is None else row["high"] for row in drawn), default=100)
    top = -(-highest // 10) * 10 + 5
    top = top if highest > 100 else min(100.0, top)  # more where outcomes add up to more than was concluded
    choice = picked("label")
    several = len({row["rank"] for row in drawn})
    base = alt.Chart().encode(
        alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0), scale=alt.Scale(domain=years)),
        color=colour(drawn, "label", "rank", RATE_COLOURS), xOffset=alt.XOffset("rank:O", scale=alt.Scale(paddingInner=0.4, paddingOuter=0.8)) if several > 1 else alt.Undefined,
        opacity=alt.when(choice).then(alt.value(1)).otherwise(alt.value(0.15)),
        tooltip=figure.tips(drawn, "year", "panel", "label", "share", "low", "high", "numerator", "denominator", "reports", label=text["metric"]),
    )  # fmt: skip
    line = base.mark_line(strokeWidth=1.2).encode(percent("share", text["rate"], alt.Y, top), detail="column:N")
    interval = base.mark_rule(strokeWidth=2).encode(percent("low", text["rate"], alt.Y, top), y2="high:Q")
    point = base.mark_point(filled=True, size=46).encode(percent("share", text["rate"], alt.Y, top)).add_params(choice)
    layers = [line, interval, point.properties(name="points")]
    if several == 1:
        layers.append(
            base.mark_text(align="left", dx=5, dy=-9, fontSize=11).encode(
                percent("share", text["rate"], alt.Y, top), text="caption:N"
            )
        )
    layered = alt.layer(*layers, *rules(drawn, marks, years)).properties(
        width=alt.Step(max(46, 22 * several)), height=220
    )
    if several > 1:
        layered = layered.properties(width=max(300, 22 * several * len(years)))
    return figure.finish(panels(layered, drawn, columns=2), slim(drawn), title, lines, tables, marks)
