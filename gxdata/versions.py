"""Which reports are one body's for one year, which of them stands for the others, and where their figures differ.

The same report is often there again: as HTML and PDF, on a mirror site, as a picture of its pages, in a corrected version.
And a government may report once on its own office and once on its whole territory. Whatever they are, one report a body and
year is counted, and `duplicate_of` of the others names it.

Of a body and year are reports of the same `body_id`; without one, those of the same name in the same place (`region_code`
and township). A name alone joins nothing, for several places share it. Only reports whose place is not decided are taken for
one report by what they print: the same name, year and figures, no place that speaks against it, and at least
MANY different figures other than 0, which two bodies do not have by chance.

RULE says which one is counted. It looks at nothing but the reports, so that it decides the same in every build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MANY = 8  # different figures other than 0 that no two bodies share by chance

RULE = (
    "published or transcribed before simulated; a government's report on its whole territory before one on its own office, and "
    "a department's on itself before one on its system; then the most cells with a figure, the fewest failed checks, published "
    "before transcribed, read as text before recognised characters, the latest date of publication, the first path and report_id"
)

# What is compared. body: reports with the same are one body's.
_PLACED = """
create temp table placed as
select report_id, path, reader, origin, agency, year, level, kind, scope, region_code, province, prefecture, county, township,
    published, checks_failed, body_id is null as unplaced,
    coalesce(body_id, region_code || ' ' || coalesce(township, '') || ' ' || agency) as body
from own_reports join (from sources where status <> 'duplicate') using (source_id)"""

# Reports without a body that print what another report of that name and year prints, and the body that both then have.
_TWINS = f"""
create temp table twins as
with named as (
    select * from placed where agency is not null and year is not null
    window same as (partition by agency, year)
    qualify count(*) over same > 1 and count(*) filter (body is null) over same > 0
), printed as (
    select report_id, count(distinct value) filter (value <> 0) as different,
        md5(string_agg(concat_ws(' ', section, item, measure, value, unit), ';' order by section, item, measure)) as figures
    from cells semi join named using (report_id) where value is not null group by report_id
)
select unnest(list(report_id)) as report_id, coalesce(min(body), min(report_id)) as body
from named join printed using (report_id) where different >= {MANY}
group by agency, year, figures
having count(*) > 1 and count(distinct body) <= 1 and count(distinct province) <= 1 and count(distinct prefecture) <= 1
    and count(distinct county) <= 1 and count(distinct township) <= 1"""

_NAMED = (
    "update placed set body = twins.body from twins where placed.body is null and twins.report_id = placed.report_id"
)

_DUPLICATES = """
create temp table duplicates as
with several as (
    from placed where body is not null and year is not null qualify count(*) over (partition by body, year) > 1
), figures as (
    select report_id, count(value) as figures from cells semi join several using (report_id) group by report_id
), ranked as (
    select report_id, first_value(report_id) over (partition by body, year order by
        unplaced, origin = 'simulated',
        case kind when 'government' then scope = 'own' when 'department' then scope in ('system', 'territory') end is true,
        coalesce(figures, 0) desc, checks_failed, origin = 'transcribed', reader like '%ocr%',
        published desc nulls last, path, report_id) as duplicate_of
    from several left join figures using (report_id)
)
from ranked where report_id <> duplicate_of"""

# Every cell that both reports have, and whether its figures differ: null where one has none, or the units do not compare.
_SHARED = """
create temp table shared as
with chosen as (select distinct duplicate_of as report_id from duplicates)
select d.report_id, duplicate_of, b.section, b.item, b.measure, a.value as expected, b.value as observed,
    a.unit as expected_unit, b.unit as observed_unit,
    if(a.unit = b.unit, a.value <> b.value, a.value * yuan(a.unit) <> b.value * yuan(b.unit)) as differs
from duplicates d
join (from cells semi join duplicates using (report_id)) b using (report_id)
join (from cells semi join chosen using (report_id)) a on a.report_id = duplicate_of
    and a.section = b.section and a.item = b.item and a.measure = b.measure"""

_FACTS = """
insert into facts
with counted as (
    select report_id, count(differs) as figures, count(*) filter (differs) as differing,
        count(*) filter (differs is not null and (expected <> 0 or observed <> 0)) as filled
    from shared group by report_id
), judged as (
    select report_id, duplicate_of, coalesce(figures, 0) as figures, coalesce(differing, 0) as differing,
        a.scope as own, b.scope as other, coalesce(own <> other or 2 * differing > filled, false) as another
    from duplicates left join counted using (report_id)
    join placed a using (report_id) join placed b on b.report_id = duplicate_of
)
select report_id, if(another, 'another_report', 'duplicate'), '', '', '', '', '', duplicate_of,
    [figures::varchar, differing::varchar, own, other]
from judged where another or differing = 0
union all
select report_id, 'version_differs', section, item, measure, plain(expected), plain(observed), duplicate_of,
    if(expected_unit <> observed_unit, [expected_unit, observed_unit], ['', ''])
from shared where differs"""


def find_versions(db: duckdb.DuckDBPyConnection) -> None:
    """Makes the tables `placed` (a row a report, with its body) and `duplicates` (report_id, duplicate_of); adds to `facts`.

    Needs own_reports, sources, cells and facts, and the macros plain(figure) and yuan(unit).
    """
    for statement in (_PLACED, _TWINS, _NAMED, _DUPLICATES, _SHARED, _FACTS):
        db.execute(statement)
