"""Reports of one body held against its report of the year before, and a government's against its departments'.

Each check is three-valued: where a cell has no figure it says nothing. Years that a body's scopes part, where both are
stated, are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .forms import PROCEEDINGS, REQUESTS, Section

if TYPE_CHECKING:
    import duckdb

DIFFERENT, LARGE = 4, 10  # different figures other than 0 in a table that is copied, and the least that one of them is
_EARLIER = 3  # years back at most that a text's year is taken for one left over
_LEAST, _MOST = 80, 5000  # characters of a text that is held against last year's
_ALIKE = 90  # per cent of likeness from which it is last year's

# Reports that are counted, and each with that of the year before.
_PAIRS = """
create temp table counted as from placed anti join duplicates using (report_id) where year is not null;
create temp table pairs as
select b.report_id, a.report_id as earlier, b.year
from counted b join counted a on a.body = b.body and a.year = b.year - 1
where (a.scope = b.scope) is not false and (a.origin = 'simulated') = (b.origin = 'simulated')"""

_MEASURES = [measure.id for measure in REQUESTS.measures]
_CARRY_OVER = f"""
insert into facts
select report_id, 'carry_over', 'requests', 'carried_in', measure, expected, observed, earlier, []
from (
    select p.report_id, earlier, unnest({_MEASURES}) as measure,
        unnest([{", ".join(f"c.{measure}" for measure in _MEASURES)}]) as expected,
        unnest([{", ".join(f"i.{measure}" for measure in _MEASURES)}]) as observed
    from pairs p
    join requests c on c.report_id = earlier and c.outcome = 'carried_out'
    join requests i on i.report_id = p.report_id and i.outcome = 'carried_in'
) where expected <> observed"""

_IN_FORCE = """
insert into facts
with stock as (
    select report_id, item, any_value(value) filter (measure = 'issued') as issued,
        any_value(value) filter (measure = 'repealed') as repealed, any_value(value) filter (measure = 'in_force') as in_force
    from proactive where measure in ('issued', 'repealed', 'in_force') group by report_id, item
)
select p.report_id, 'in_force', 'proactive', b.item, 'in_force', plain(a.in_force + b.issued - b.repealed), plain(b.in_force),
    earlier, [plain(a.in_force), plain(b.issued), plain(b.repealed)]
from pairs p join stock b using (report_id) join stock a on a.report_id = earlier and a.item = b.item
where a.in_force + b.issued - b.repealed <> b.in_force"""


def _copied(section: str, row: str, figures: str) -> str:
    """The tables equal to last year's; figures: SQL of the list of a row's figures, the table's name being {0}."""
    now, then = figures.format("b"), figures.format("a")
    return f"""
insert into facts
with same as (
    select p.report_id, earlier from pairs p join {section} b using (report_id)
    left join {section} a on a.report_id = earlier and {row}
    group by all having bool_and(a.report_id is not null and {now} is not distinct from {then})
), found as (
    select s.report_id, earlier, unnest({now}) as figure from same s join {section} b using (report_id)
)
select report_id, 'copied_figures', '{section}', '', '', '', '', earlier,
    [count(*) filter (figure <> 0)::varchar, plain(max(figure))]
from found group by report_id, earlier
having count(distinct figure) filter (figure <> 0) >= {DIFFERENT} and max(figure) >= {LARGE}"""


def _wide(section: Section) -> str:
    return _copied(
        section.id,
        f"a.{section.item_name} = b.{section.item_name}",
        f"[{', '.join(f'{{0}}.{measure.id}' for measure in section.measures)}]",
    )


_COPIED = (
    _wide(REQUESTS),
    _wide(PROCEEDINGS),
    _copied(
        "proactive", "a.item = b.item and a.measure = b.measure and a.unit is not distinct from b.unit", "[{0}.value]"
    ),
)

# A section that begins “2022年，…” and whose first paragraph does not name the report's own year; or words that name
# the report itself: “现将2022年政府信息公开工作情况报告如下”. The section on problems may look back.
_STALE = rf"""
insert into facts
with begun as (
    select report_id, number, sections.kind, heading, text, year,
        try_cast(regexp_extract(text, '^\s*(20\d\d)年(?:度|以来)?[，,]', 1) as integer) as opening,
        try_cast(regexp_extract(text, '现(?:将|公布|发布|编制)[^。；\n]{{0,40}}?(20\d\d)年度?(?:政府信息|政务)公开', 1) as integer)
            as own_name
    from sections join counted using (report_id)
    where sections.kind in ('preface', 'overview', 'proactive', 'requests', 'proceedings') and contains(text, '年')
), named as (
    select *, case when kind <> 'preface' and not contains(split_part(trim(text), chr(10), 1), year || '年') then opening end
        as stale_opening, if(kind in ('preface', 'overview'), own_name, null) as stale_name
    from begun
)
select report_id, 'stale_year', '', '', '', year::varchar, coalesce(stale_opening, stale_name)::varchar, null,
    [number::varchar, heading, if(stale_opening < year, left(trim(text), 24),
        regexp_extract(text, '现(?:将|公布|发布|编制)[^。；\n]*'))]
from named
where coalesce(stale_opening, stale_name) between year - {_EARLIER} and year - 1"""

# Overviews that name last year and not their own: candidates for last year's text with its year left in.
_LEFT_OVER = f"""
select p.report_id, p.earlier, p.year, b.number, b.heading, a.text, b.text
from pairs p
join sections b on b.report_id = p.report_id and b.kind = 'overview'
join sections a on a.report_id = p.earlier and a.kind = 'overview'
where contains(b.text, (p.year - 1) || '年') and not contains(b.text, p.year || '年')
    and contains(a.text, (p.year - 1) || '年') and length(b.text) between {_LEAST} and {_MOST}
    and length(a.text) between length(b.text) * {_ALIKE} // 100 and length(b.text) * 100 // {_ALIKE}
    and not exists (from facts f where f.report_id = p.report_id and f.rule = 'stale_year' and f.words[1] = b.number::varchar)
order by p.report_id, b.number"""

# What a government's territory has at least as much of as any of its departments has. A department that says nothing of its
# scope counts as reporting on itself; bodies of a vertical system are not the government's.
_BELOW = """
insert into facts
with figures as (
    select report_id, 'requests' as section, outcome as item, 'total' as measure, total::decimal(18, 6) as figure
    from requests where outcome = 'new'
    union all
    select report_id, 'proactive', item, measure, value from proactive
    where measure = 'decisions' and item in ('licences', 'penalties', 'coercive_measures')
), governments as (
    select * from counted join figures using (report_id)
    where kind = 'government' and scope = 'territory' and region_code is not null
), departments as (
    select * from counted join figures using (report_id) where kind = 'department' and coalesce(scope, 'own') = 'own'
)
select g.report_id, 'government_below_departments', section, item, measure, plain(d.figure), plain(g.figure), d.report_id,
    [d.scope]
from governments g join departments d using (region_code, year, level, section, item, measure)
where d.township is not distinct from g.township and d.figure > g.figure
    and (d.origin = 'simulated') = (g.origin = 'simulated')
qualify row_number() over (partition by g.report_id, section, item, measure order by d.figure desc, d.report_id) = 1"""


def compare_years(db: duckdb.DuckDBPyConnection) -> None:
    """Adds to `facts` what does not follow from last year's report, or contradicts a department's.

    Needs placed, duplicates, facts, the tables of the reports and the macro plain(figure).
    """
    for statement in (_PAIRS, _CARRY_OVER, _IN_FORCE, *_COPIED, _STALE, _BELOW):
        db.execute(statement)
    _left_over(db)


def _left_over(db: duckdb.DuckDBPyConnection) -> None:
    """Overviews that are last year's, its year not changed."""
    from rapidfuzz.fuzz import ratio

    found = []
    cursor = db.execute(_LEFT_OVER)
    while rows := cursor.fetchmany(500):
        for report_id, earlier, year, number, heading, before, text in rows:
            likeness = ratio("".join(before.split()), "".join(text.split()), score_cutoff=_ALIKE)
            if likeness:
                words = [str(number), heading, "", f"{likeness:.0f}"]
                found.append((report_id, str(year), str(year - 1), earlier, words))
    if found:
        db.executemany("insert into facts values (?, 'stale_year', '', '', '', ?, ?, ?, ?)", found)
