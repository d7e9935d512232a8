"""The words of reports: which problems and improvements they name, and texts that are last year's again.

A text that repeats last year's is an observation and no judgement: much of a report is formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from .metadata import literal

if TYPE_CHECKING:
    import duckdb
    import polars as pl

NEAR = 0.9  # likeness from which two texts are called near copies
SHORTEST = 60  # characters below which texts are alike by chance
_NUMBERS = re.compile(r"[0-9０-９〇○一二三四五六七八九十百千]+")
_MARKS = re.compile(r"\s+")


class Term(NamedTuple):
    """A subject of the section on problems and improvements (五、存在的主要问题及改进情况). words: a regular expression."""

    id: str
    zh: str
    en: str
    words: str


TERMS = (
    Term("staff", "人员力量", "staff", "人员|队伍|力量不足|兼职|专职"),
    Term("training", "业务培训", "training", "培训|业务能力|业务水平|专业素养"),
    Term("awareness", "公开意识", "awareness", "意识|重视程度|认识不"),
    Term("timeliness", "及时性", "timeliness", "及时|时效|滞后|更新"),
    Term("content", "公开内容", "content", "内容不|内容的|深度|广度|质量|实质性|规范性"),
    Term("interpretation", "政策解读", "interpretation of policies", "解读"),
    Term("platform", "平台建设", "web sites and platforms", "平台|网站|新媒体|公众号"),
    Term("on_request", "依申请公开", "answers to requests", "依申请|答复|申请办理"),
    Term("interaction", "互动回应", "interaction", "互动|回应|征集|群众需求|公众参与"),
    Term("supervision", "监督考核", "supervision", "监督|考核|检查|问责"),
    Term("rules", "制度机制", "rules and procedures", "制度|机制|流程"),
)


def term_shares(
    db: duckdb.DuckDBPyConnection, by: str = "year", where: str = "true", kind: str = "problems"
) -> duckdb.DuckDBPyRelation:
    """How many reports name each of TERMS in a kind of section, by a column of `reports`, governments and departments apart, and
    simulated reports.

    Columns: `by`, kind, simulated, term, zh, en, ordinal, reports (with such a section), naming, share; ordered by them. Reports that
    repeat another are left out. kind: as in the table `sections`. where: a SQL condition on `reports`."""
    terms = ", ".join(
        f"({number}, {literal(term.id)}, {literal(term.zh)}, {literal(term.en)}, {literal(term.words)})"
        for number, term in enumerate(TERMS, 1)
    )
    return db.sql(f"""
        with terms(ordinal, term, zh, en, words) as (values {terms}),
        chosen as (select * from reports where duplicate_of is null and ({where}\n)),
        texts as (
            select report_id, string_agg(text, ' ' order by number) as text from sections
            where kind = {literal(kind)} and trim(text) <> '' group by report_id
        )
        select "{by}", kind, origin = 'simulated' as simulated, term, zh, en, ordinal, count(*) as reports, count(*) filter (regexp_matches(text, words)) as naming,
            round(count(*) filter (regexp_matches(text, words)) / count(*), 6) as share
        from texts join chosen using (report_id) cross join terms
        group by all order by "{by}", kind, simulated, ordinal""")


def near_copies(
    db: duckdb.DuckDBPyConnection, where: str = "true", kind: str = "problems", least: float = NEAR
) -> pl.DataFrame:
    """Sections that are last year's again: of one body, in two years that follow each other; a simulated report is held
    against simulated ones only.

    Likeness is 1 less the share of characters that must be put in or taken out, numbers and spaces aside; texts of fewer
    than SHORTEST characters are not compared. Columns body_id, agency, year, report_id, previous (report_id of the year
    before), likeness; ordered by body and year. where: a SQL condition on `reports`."""
    import polars as pl

    rows = db.execute(f"""
        with chosen as (select * from reports where duplicate_of is null and ({where}\n)),
        texts as (select report_id, string_agg(text, '' order by number) as text from sections where kind = ? group by report_id),
        one as (
            select body_id, year, origin = 'simulated' as simulated, min(report_id) as report_id, min(agency) as agency, min(text) as text
            from texts join chosen using (report_id) where body_id is not null and year is not null
            group by all having count(*) = 1
        )
        select body_id, this.agency, this.year, this.report_id, last.report_id, this.text, last.text
        from one this join one last using (body_id, simulated) where last.year = this.year - 1 order by body_id, this.year""", [kind]).fetchall()  # fmt: skip
    found = []
    for *who, text, before in rows:
        value = likeness(text, before)
        if value is not None and value >= least:
            found.append((*who, round(value, 4)))
    names = ("body_id", "agency", "year", "report_id", "previous")
    schema = {name: pl.Int64() if name == "year" else pl.String() for name in names}
    return pl.DataFrame(found, schema={**schema, "likeness": pl.Float64()}, orient="row")


def likeness(text: str, other: str) -> float | None:
    """How alike two texts are, 0 to 1, numbers and spaces aside; None when one is too short to tell."""
    texts = [_MARKS.sub("", _NUMBERS.sub("", each)) for each in (text, other)]
    if min(map(len, texts)) < SHORTEST:
        return None
    return float(Indel.normalized_similarity(*texts))
