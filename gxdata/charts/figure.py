"""What every chart is put together from: the reports it is of, panels, axes, breaks, title and subtitle."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import altair as alt

from ..breaks import BREAKS
from ..display import COLOURS, INK, enable
from .words import value, words, wrapped

if TYPE_CHECKING:
    import duckdb

enable()

Row = dict[str, Any]
Chart = alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.VConcatChart
BLUE, GREY, RED = "#0072b2", "#b3b3b3", "#d55e00"
NAMED = 8  # how many of what is not drawn the subtitle names


@dataclass(frozen=True)
class Figure:
    """The frame of one chart: its connection, language, the reports that `where` chooses, and the words for them."""

    db: duckdb.DuckDBPyConnection
    lang: str
    where: str
    minimum: int = 0

    @property
    def text(self) -> dict[str, str]:
        return words(self.lang)

    @property
    def chosen(self) -> str:
        """The reports that count, as a select: none that repeats another."""
        return f"select * from reports where duplicate_of is null and ({self.where}\n)"

    def rows(self, sql: str) -> list[Row]:
        """The rows of a select; `chosen` can be used in it."""
        cursor = self.db.execute(f"with chosen as ({self.chosen}) {sql}")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def facts(self, *tables: str) -> Row:
        """How many reports have all of these tables, of which years, and how many of them are simulated."""
        there = "".join(f" and report_id in (select report_id from {table})" for table in tables)
        (row,) = self.rows(
            "select count(*) as reports, min(year) as first, max(year) as last, count(*) filter (origin = 'simulated') as simulated"
            f" from chosen where true{there}"
        )
        first, last = row["first"], row["last"]
        return row | {"years": "?" if first is None else f"{first}" if first == last else f"{first}–{last}"}

    def dated(self) -> tuple[Figure, list[str]]:
        """The frame of a chart by year: of the reports whose year is decided; and what the subtitle says of the others."""
        (row,) = self.rows("select count(*) as reports from chosen where year is null")
        lines = [self.text["undated"].format(**row)] if row["reports"] else []
        return replace(self, where=f"({self.where}\n) and year is not null"), lines

    def origin(self, row: Row, rows: Sequence[Row]) -> str:
        """The panel that keeps simulated reports from real ones; without a name where all rows are of one."""
        mixed = len({each["simulated"] for each in rows}) > 1
        return self.text["made_up" if row["simulated"] else "real"] if mixed else ""

    def panel(self, row: Row) -> str:
        """What kind of bodies a pooled row is of: governments and departments are never added together, nor scopes."""
        parts = [value("kind", row["kind"], self.lang)] if "kind" in row else []
        parts += [value("scope", row["scope"], self.lang)] if row.get("scope") else []
        return " · ".join([*parts, *([self.text["made_up"]] if row.get("simulated") else [])])

    def breaks(self, sections: Iterable[str], years: Iterable[int]) -> list[Row]:
        """The breaks that a series of metrics of some sections crosses over some years, at the year after each."""
        every, touched = sorted(set(years)), set(sections)
        return [
            {"year": str(each.after), "id": each.id, "why": each.zh if self.lang == "zh" else each.en}
            for each in BREAKS
            if touched & set(each.metric_sections)
            and every and every[0] <= each.before and every[-1] >= each.after
        ]  # fmt: skip

    def finish(
        self, chart: Any, rows: Sequence[Row], title: str, lines: Sequence[str], tables: str, marks: Sequence[Row] = ()
    ) -> Any:
        """The chart with its rows inline, its title, and a subtitle: the lines, breaks, whether it is simulated, the source.

        What is null is left out of the rows, so that nothing is drawn at nought for it. A chart without rows is its title
        alone, which says why; it would have no size otherwise.
        """
        text, facts = self.text, self.facts()
        values = [{name: found for name, found in row.items() if found is not None} for row in rows]
        below = list(lines) if values else [text["none"]]
        below += [text["break"].format(**mark) for mark in marks] if values else []
        if facts["simulated"]:
            below.insert(0, text["simulated" if facts["simulated"] == facts["reports"] else "also_simulated"])
        below.append(text["source"].format(tables=text[tables]))
        inline: Any = alt.Data  # not InlineData: altair would move its rows under a name made of their hash
        drawn = chart if values else alt.layer(alt.Chart().mark_text(text="—"))
        subtitle = [part for line in below for part in wrapped(line, self.lang)]
        return drawn.properties(data=inline(values=values or [{}]), title=alt.TitleParams(title, subtitle=subtitle))

    def occupied(self, rows: Sequence[Row], field: str, counted: str) -> tuple[list[Row], list[str]]:
        """The rows of the panels in which not all is nought, and what the subtitle says of the others; all of them where
        all is nought everywhere."""
        names = list(dict.fromkeys(row[field] for row in sorted(rows, key=standing)))
        filled = {row[field] for row in rows if row[counted] != 0}
        empty = [name for name in names if name not in filled]
        if not filled or not empty:
            return list(rows), []
        line = self.text["nought"].format(names=listed(empty))
        return [row for row in rows if row[field] in filled], [line]

    def tips(self, rows: Sequence[Row], *names: str, **titles: str) -> list[alt.Tooltip]:
        """Tooltips of those fields that any row has; titles: of fields that are not called by their own word."""
        samples = {name: next((row[name] for row in rows if row.get(name) is not None), None) for name in names}
        return [
            alt.Tooltip(f"{name}:{'N' if isinstance(found, str) else 'Q'}", title=titles.get(name) or self.text[name])
            for name, found in samples.items()
            if found is not None
        ]


def listed(names: Iterable[str]) -> str:
    """The first few names."""
    every = list(names)
    more = f" … ({len(every)})" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more


def told_apart(rows: Sequence[Row], label: str, id: str) -> None:
    """Puts the id to a label that several share, so that they are not drawn as one."""
    ids: dict[str, set[str]] = {}
    for row in rows:
        ids.setdefault(row[label], set()).add(row[id])
    for row in rows:
        row[label] += f" · {row[id]}" if len(ids[row[label]]) > 1 else ""


def percent(field: str, title: str, channel: Any = alt.X, top: float = 100, **options: Any) -> Any:
    """An axis from nought to 100 %."""
    return channel(f"{field}:Q", title=title, scale=alt.Scale(domain=[0, top]), **options)


def whole(longest: int, field: str, title: str, channel: Any = alt.X, **options: Any) -> Any:
    """An axis of whole numbers, also where there are few or only noughts."""
    if longest > 6:
        return channel(f"{field}:Q", title=title, axis=alt.Axis(format=",d", tickCount=6), **options)
    numbers = list(range(max(longest, 1) + 1))
    scale = alt.Scale(domain=[0, numbers[-1]])
    return channel(f"{field}:Q", title=title, axis=alt.Axis(values=numbers, format="d"), scale=scale, **options)


def colour(rows: Sequence[Row], field: str, rank: str, colours: Sequence[str] = COLOURS) -> alt.Color:
    """A colour for each value of a field, by its rank; the legend has all that occur, in order."""
    domain = {row[field]: colours[(row[rank] - 1) % len(colours)] for row in sorted(rows, key=lambda row: row[rank])}
    legend = alt.Legend(columns=4, labelLimit=260)
    return alt.Color(
        f"{field}:N", scale=alt.Scale(domain=list(domain), range=list(domain.values())), title=None, legend=legend
    )


def heat(field: str, title: str, top: float) -> tuple[alt.Color, Any]:
    """The shade of a tile from nought to `top`, and the ink that is legible on it; one legend serves all panels."""
    shade = alt.Color(f"{field}:Q", scale=alt.Scale(domain=[0, top], scheme="blues"), title=title)
    return shade, alt.when(f"datum.{field} > {top / 2:g}").then(alt.value("white")).otherwise(alt.value(INK))


def picked(field: str, name: str = "picked") -> alt.Parameter:
    """A selection by a click on the legend; named, so that the same chart has the same text every time."""
    return alt.selection_point(fields=[field], bind="legend", name=name)


def rules(rows: Sequence[Row], marks: Sequence[Row], years: Sequence[str]) -> list[alt.Chart]:
    """A dashed line at each break, before the bar or point of the year after it."""
    at = sorted({mark["year"] for mark in marks})
    if not at:
        return []
    base = alt.Chart().transform_filter(alt.FieldOneOfPredicate(field="year", oneOf=at))
    x = alt.X("year:O", scale=alt.Scale(domain=list(years)), bandPosition=0)
    return [base.mark_rule(strokeDash=[5, 4], color="#5f6b76", xOffset=-3).encode(x=x)]


def panels(
    chart: Any, rows: Sequence[Row], columns: int = 1, field: str = "panel", spacing: int = 16, own: str = "y"
) -> Any:
    """The chart once for each panel, governments first; a single panel is the chart itself. own: the axis on which each
    has only its own rows; "" for none."""
    names = list(dict.fromkeys(row[field] for row in sorted(rows, key=standing)))
    if len(names) < 2:
        return chart
    header = alt.Header(
        labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start", labelPadding=4, labelFontSize=13,
        labelExpr="split(datum.label, '\\n')",
    )  # fmt: skip
    facet = alt.Facet(f"{field}:N", title=None, header=header, sort=names)
    faceted = chart.facet(facet, columns=columns, spacing=spacing, data=alt.InlineData([]))
    return faceted.resolve_scale(**{own: "independent"}) if own else faceted


def standing(row: Row) -> tuple[bool, bool, str, str]:
    """Where a row's panel stands: what is real first, then governments, then by scope."""
    kind = row.get("kind") or ""
    return bool(row.get("simulated")), kind != "government", kind, row.get("scope") or ""
