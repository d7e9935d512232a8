"""Charts of bodies and places: a body among its peers, and the provinces as equal tiles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import altair as alt

from ..metadata import literal
from ..metrics import BY_METRIC, MINIMUM
from .figure import BLUE, RED, Figure, Row, heat, panels, percent, standing, told_apart
from .pooling import pooled, said, tables_of, unit_of
from .requests import slim

if TYPE_CHECKING:
    import duckdb

MOST = 40  # bodies of one chart


class Tile(NamedTuple):
    """A province on the map of equal tiles: its name in `reports`, printed short, and its place from the upper left."""

    name: str
    zh: str
    en: str
    row: int
    column: int


# Our own table of places: neighbours stay neighbours as far as a grid allows; every province is equally large.
TILES = tuple(
    Tile(name, zh, en, row, column)
    for row, line in enumerate((
        ((7, "黑龙江省", "黑龙江", "Heilongjiang"),),
        ((5, "内蒙古自治区", "内蒙古", "Nei Mongol"), (7, "吉林省", "吉林", "Jilin")),
        ((0, "新疆维吾尔自治区", "新疆", "Xinjiang"), (2, "甘肃省", "甘肃", "Gansu"), (3, "宁夏回族自治区", "宁夏", "Ningxia"), (5, "北京市", "北京", "Beijing"), (6, "天津市", "天津", "Tianjin"), (7, "辽宁省", "辽宁", "Liaoning")),
        ((0, "西藏自治区", "西藏", "Xizang"), (1, "青海省", "青海", "Qinghai"), (3, "陕西省", "陕西", "Shaanxi"), (4, "山西省", "山西", "Shanxi"), (5, "河北省", "河北", "Hebei"), (6, "山东省", "山东", "Shandong")),
        ((2, "四川省", "四川", "Sichuan"), (3, "重庆市", "重庆", "Chongqing"), (4, "河南省", "河南", "Henan"), (5, "安徽省", "安徽", "Anhui"), (6, "江苏省", "江苏", "Jiangsu"), (7, "上海市", "上海", "Shanghai")),
        ((2, "云南省", "云南", "Yunnan"), (3, "贵州省", "贵州", "Guizhou"), (4, "湖北省", "湖北", "Hubei"), (5, "江西省", "江西", "Jiangxi"), (6, "浙江省", "浙江", "Zhejiang")),
        ((3, "广西壮族自治区", "广西", "Guangxi"), (4, "湖南省", "湖南", "Hunan"), (6, "福建省", "福建", "Fujian"), (7, "台湾省", "台湾", "Taiwan")),
        ((4, "广东省", "广东", "Guangdong"),),
        ((3, "海南省", "海南", "Hainan"), (4, "澳门特别行政区", "澳门", "Macao"), (5, "香港特别行政区", "香港", "Hong Kong")),
    ))
    for column, name, zh, en in line
)  # fmt: skip


def province_map(
    db: duckdb.DuckDBPyConnection,
    lang: str = "zh",
    metric: str = "disclosure_rate",
    where: str = "true",
    minimum: int = MINIMUM,
) -> Any:
    """Tiles: a metric of each province, pooled over its reports; grey where it has no figure or too small a base.

    Say in `where` which reports: a province's own government, or those of one level. Raises ValueError for a metric that
    has several parts or is no proportion."""
    figure = Figure(db, lang, where, minimum)
    text, named = figure.text, _single(metric, lang)
    rows = [row for row in pooled(figure, metric, ["province"]) if row["province"] != "?"]
    found = {(row["panel"], row["province"]): row for row in rows}
    drawn: list[Row] = []
    for panel in dict.fromkeys(row["panel"] for row in sorted(rows, key=standing) if row["share"] is not None):
        for tile in TILES:
            row = found.get((panel, tile.name), {})
            share = row.get("share")
            drawn.append({
                "panel": panel, "row": tile.row, "column": tile.column, "name": getattr(tile, lang), "share": share,
                "low": row.get("low"), "high": row.get("high"), "numerator": row.get("numerator"), "denominator": row.get("denominator"),
                "reports": row.get("reports"), "caption": "" if share is None else f"{share:.0f} %",
            })  # fmt: skip
    shares = [row["share"] for row in drawn if row["share"] is not None]
    top = max([10.0, *shares])
    base = alt.Chart().encode(
        alt.X("column:O", axis=None),
        alt.Y("row:O", axis=None),
        tooltip=figure.tips(
            drawn, "name", "panel", "share", "low", "high", "numerator", "denominator", "reports", name=text["province"]
        ),
    )
    empty = base.mark_rect(color="#e8eaec", stroke="white", strokeWidth=2, cornerRadius=3)
    shade, ink = heat("share", text["rate"], top)
    filled = base.transform_filter("isValid(datum.share)").mark_rect(stroke="white", strokeWidth=2, cornerRadius=3)
    names = base.mark_text(fontSize=11, dy=-6).encode(text="name:N", color=ink)
    shown = base.mark_text(fontSize=11, dy=9).encode(text="caption:N", color=ink)
    layered = alt.layer(empty, filled.encode(shade), names, shown)
    size = alt.Step(58 if lang == "zh" else 70)
    chart = panels(layered.properties(width=size, height=alt.Step(46)), drawn, own="")
    title = text["province_map"].format(metric=named[:1].upper() + named[1:])
    lines = [
        *said(figure, rows, ["province"], unit_of(metric), interval=True)[:-1],
        text["mix"].format(minimum=minimum),
    ]
    return figure.finish(chart, slim(drawn), title, lines, tables_of([metric]))


def peers(
    db: duckdb.DuckDBPyConnection, lang: str = "zh", metric: str = "disclosure_rate", body: str | None = None, year: int | None = None,
    where: str = "true", minimum: int = MINIMUM,
) -> Any:  # fmt: skip
    """Points with 95% intervals: a metric of the bodies of one level and kind in one year, the chosen body marked.

    body: an agency or body_id; its level and kind are the peers'. Without it, all bodies that `where` chooses are drawn, by
    level and kind. year: the last one when None. Raises ValueError when the body has no report that counts."""
    named = _single(metric, lang)
    figure, marked, when = _among(Figure(db, lang, where, minimum), body, year)
    rows = pooled(figure, metric, ["report_id", "agency", "level"])  # two bodies may share a name
    drawn = [row for row in rows if row["share"] is not None]
    for row in drawn:
        row["panel"] = f"{row['panel']} · {row['level']}"
        row["body"] = f"{row['agency'] or '?'} (N = {row['denominator']:,})"
        row["at"] = row["share"] if row["high"] is None else row["high"]
        row["caption"], row["mark"] = (
            f"{row['share']:.1f} %",
            figure.text["chosen" if row["report_id"] in marked else "others"],
        )
    told_apart(drawn, "body", "report_id")
    drawn.sort(key=lambda row: (row["panel"], -row["share"], row["body"]))
    top = max([100, *(row["share"] for row in drawn)])  # more where outcomes add up to more than was concluded
    cut = len(drawn) > MOST
    kept = drawn[:MOST] + [row for row in drawn[MOST:] if row["report_id"] in marked]
    base = alt.Chart().encode(
        alt.Y("body:N", sort=[row["body"] for row in kept], title=None),
        color=alt.Color(
            "mark:N",
            scale=alt.Scale(domain=[figure.text["chosen"], figure.text["others"]], range=[RED, BLUE]),
            title=None,
            legend=alt.Legend() if marked else None,
        ),
        tooltip=figure.tips(kept, "body", "panel", "share", "low", "high", "numerator", "denominator"),
    )
    line = base.mark_rule(strokeWidth=2, opacity=0.6).encode(percent("low", figure.text["rate"], top=top), x2="high:Q")
    point = base.mark_point(filled=True, size=60, opacity=1).encode(percent("share", figure.text["rate"], top=top))
    label = base.mark_text(align="left", dx=6, fontSize=11, color="#2b3238").encode(
        alt.X("at:Q"), text="caption:N", color=alt.value("#5f6b76")
    )
    title = figure.text["peers"].format(metric=named[:1].upper() + named[1:], year=when)
    lines = said(figure, rows, ["report_id"], unit_of(metric), interval=True) + (
        [figure.text["most"].format(most=MOST)] if cut else []
    )
    return figure.finish(panels(alt.layer(line, point, label), kept), slim(kept), title, lines, tables_of([metric]))


def _among(figure: Figure, body: str | None, year: int | None) -> tuple[Figure, set[str], int]:
    """The frame of the reports that a body is set beside, the body's own reports, and the year."""
    reports = figure.rows(
        "select report_id, agency, body_id, year, level, kind from chosen where year is not null"
        " order by year, agency, body_id, report_id"
    )
    mine = [row for row in reports if body is None or body in (row["agency"], row["body_id"])]
    if body is not None and not mine:
        raise ValueError(
            f"no report of {body!r} is among those that `where` chooses; see `reports.agency` and `body_id`"
        )
    when = year or max((row["year"] for row in mine), default=0)
    condition = f"({figure.where}\n) and year = {int(when)}"
    if body is None:
        return replace(figure, where=condition), set(), when
    last = next((row for row in reversed(mine) if row["year"] == when), None)
    if last is None:
        raise ValueError(
            f"{body!r} has no report for {when}; it has some for {', '.join(str(row['year']) for row in mine)}"
        )
    condition += "".join(f" and {name} is not distinct from {_sql(last[name])}" for name in ("level", "kind"))
    return replace(figure, where=condition), {row["report_id"] for row in mine}, when


def _single(metric: str, lang: str) -> str:
    """A metric's label; ValueError where it is none that a single share can stand for."""
    known = BY_METRIC.get(metric)
    if known is None or known.parts or known.type != "proportion":
        single = ", ".join(each.id for each in BY_METRIC.values() if not each.parts and each.type == "proportion")
        raise ValueError(f"{metric!r} cannot be drawn as one share; there are {single}")
    return known.zh if lang == "zh" else known.en


def _sql(found: str | None) -> str:
    return "null" if found is None else literal(found)
