-- title: 各机关逐年变化 / change from year to year of each body
-- columns: body_id, agency, report_id, year, scope, simulated, metric, part, denominator, value, previous_denominator, previous, change, break, comparable
-- unit: 比率之差，0 至 1 / difference of rates, 0 to 1
-- order: report_id, metric, part
-- caveat: 只比相邻两年，同一机关同一统计范围；跨断点者 comparable 为假，change 为空；件数少时变化无意义，看分母 / adjoining years of one body and scope only; across a break comparable is false and change null; look at the bases, few cases change by chance
with rated as (
    select body_id, agency, report_id, year, scope, coalesce(origin = 'simulated', false) as simulated,
        metric, part, denominator, value
    from metrics
    join reports using (report_id)
    where duplicate_of is null and body_id is not null and year is not null
),
once as (
    select *, count(*) over (partition by body_id, year, scope, simulated, metric, part) as here
    from rated
),
paired as (
    select this.*, last.denominator as previous_denominator, last.value as previous
    from once this
    left join once last
        on last.body_id = this.body_id and last.year = this.year - 1 and last.scope is not distinct from this.scope
        and last.simulated = this.simulated and last.metric = this.metric and last.part is not distinct from this.part
        and last.here = 1
),
broken as (
    select distinct d.metric, b.year_after, b.break
    from (select metric, unnest(string_split(breaks, ', ')) as break from dictionary) d
    join breaks b on b.break = d.break
)
select
    body_id, agency, report_id, year, scope, simulated, paired.metric, part, denominator, value, previous_denominator,
    previous, case when broken.break is null then round(value - previous, 6) end as change, broken.break,
    broken.break is null as comparable
from paired
left join broken on broken.metric = paired.metric and broken.year_after = year
