"""Breaks of the series and the crosswalk between the forms, as data.

A break is where two years of a series differ by what was asked or by what the law made of it, not by what was done. The
crosswalk says for every cell whether its figures on the forms are one series. What it does not allow is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .forms import FORMS, PROACTIVE, SECTIONS


@dataclass(frozen=True, slots=True)
class Break:
    """Between the reports for the years `before` and `after`. `sections`: the tables it touches; `metric_sections`: those
    of them whose metrics it makes incomparable. kind `form`: the tables decide which side a report is on, not the year."""

    id: str
    before: int
    after: int
    sections: tuple[str, ...]
    metric_sections: tuple[str, ...]
    kind: Literal["form", "law"]
    zh: str
    en: str
    basis: str


BREAKS = (
    Break(
        "2018|2019",
        2018,
        2019,
        ("proactive", "requests", "proceedings"),
        ("proactive", "requests", "proceedings"),
        "form",
        "新条例施行，改用六部分、三张表的格式；此前各省指标不一。",
        "The revised regulations brought a form of six sections and three tables; before it provinces had lists of their own.",
        "国务院令第711号; 国办公开办函〔2019〕60号",
    ),
    Break(
        "2020|2021",
        2020,
        2021,
        ("proactive", "requests"),
        ("proactive",),
        "form",
        "表二改计制发、废止、现行有效件数，不再计公开数量和项目数量；表三“其他处理”分为三行，相加可比。",
        "Table 二 counts what is issued, repealed and in force, no longer what is public or how many items there are; in table 三 the row of other endings became three, which added up are comparable.",
        "国办公开办函〔2021〕30号",
    ),
    Break(
        "2023|2024",
        2023,
        2024,
        ("proceedings",),
        ("proceedings",),
        "law",
        "修订的行政复议法自 2024 年 1 月 1 日起施行，对不予公开不服者须先申请复议。",
        "The revised law on reconsideration, in force from 2024-01-01, sends refusals to reconsideration before court.",
        "行政复议法 (2023年修订)",
    ),
)
BREAK_BY_ID = {found.id: found for found in BREAKS}
BREAK_COLUMNS = ("break", "year_before", "year_after", "section", "metrics", "kind", "zh", "en", "basis")


def break_rows() -> list[tuple[str | int | bool | None, ...]]:
    """Rows of BREAK_COLUMNS: one a break and table; `metrics`: whether rates of this table are broken too."""
    return [
        (b.id, b.before, b.after, section, section in b.metric_sections, b.kind, b.zh, b.en, b.basis)
        for b in BREAKS
        for section in b.sections
    ]


# ── The crosswalk ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """What a cell's series consists of. how: `same` (one cell on each form), `sum` (the rows of each form added up),
    `none` (no series across the forms). `rows` are its items on each form; empty where the form has none."""

    section: str
    item: str
    measure: str
    how: Literal["same", "sum", "none"]
    rows: Mapping[str, tuple[str, ...]]
    crosses: str  # the break between the forms, where the table was changed
    zh: str
    en: str


_OTHER = ("other_not_corrected", "other_unpaid_fee", "other_rest")
_OLD = {"2019": "2019 年格式", "2021": "2021 年格式"}
_STOCKS = (
    "2019 年格式计对外公开总数量（public_total），2021 年格式计现行有效件数（in_force）",
    "the 2019 form counts what is public (public_total), the 2021 form what is in force (in_force)",
)


def _link(section: str, item: str, measure: str, forms: tuple[str, ...]) -> Link:
    cell: dict[str, tuple[str, ...]] = {form: (item,) if form in forms else () for form in FORMS}
    crosses = "2020|2021" if section == "proactive" else ""
    if section == "requests" and item == "other":
        rows = {"2019": ("other",), "2021": _OTHER}
        return Link(
            section, item, measure, "sum", rows, "", "2021 年格式三行相加", "the three rows of the 2021 form added up"
        )
    if forms == FORMS:
        return Link(section, item, measure, "same", cell, crosses, "两种格式均有", "on both forms")
    if section == "proactive" and measure in ("public_total", "in_force"):
        return Link(section, item, measure, "none", cell, crosses, *_STOCKS)
    if item in _OTHER:
        zh, en = "2019 年格式合为一行：用 other", "one row on the 2019 form: use other"
        return Link(section, item, measure, "none", cell, "2020|2021", zh, en)
    only = " ".join(forms)
    return Link(
        section, item, measure, "none", cell, "2020|2021", f"只在{_OLD.get(only, only)}上", f"only on the {only} form"
    )


def _links() -> list[Link]:
    found = []
    for section in SECTIONS:
        for item in section.items:
            for measure in section.measures:
                forms = tuple(form for form in FORMS if measure.id in item.measures.get(form, ()))
                if forms:
                    found.append(_link(section.id, item.id, measure.id, forms))
    return found


CROSSWALK = {(link.section, link.item, link.measure): link for link in _links()}
CROSSWALK_COLUMNS = ("section", "item", "measure", "comparable", "how", *(f"rows_{form}" for form in FORMS), "break", "zh", "en")  # fmt: skip


def crosswalk_rows() -> list[tuple[str | int | bool | None, ...]]:
    """Rows of CROSSWALK_COLUMNS: one a cell of the forms; `comparable`: whether it is a series across them."""
    return [
        (
            link.section,
            link.item,
            link.measure,
            link.how != "none",
            link.how,
            *(" + ".join(link.rows[form]) or None for form in FORMS),
            link.crosses or None,
            link.zh,
            link.en,
        )
        for link in CROSSWALK.values()
    ]


def block_form(section: str) -> str:
    """The column of `reports` that has the form of a table."""
    return "form_proactive" if section == PROACTIVE.id else "form_requests"
