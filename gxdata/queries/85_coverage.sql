-- title: 各机关各年度有无报告 / which years of which bodies are there
-- columns: body_id, year, agency, report_id, reports, status
-- unit: 份 / reports
-- order: body_id, year
-- caveat: 自机关首份报告之年至数据集末年；reported 有，gap 首末之间缺，ended 末份之后缺；缺者可能在未读出的文件中（见 sources），或报告的机关、年度不能判定；机关可能已撤并 / from a body's first year to the dataset's last; reported: there; gap: missing between its first and last; ended: missing after its last. What is missing may be in a file that was not read (see sources) or in a report whose body or year is not decided; a body may have been merged or dissolved
with bodies as (
    select body_id, arg_max(agency, year) as agency, min(year) as first, max(year) as last
    from panel
    group by body_id
),
years as (
    select body_id, agency, last, unnest(range(first, (select max(year) + 1 from panel))) as year
    from bodies
)
select
    body_id, year, years.agency, report_id,
    coalesce(versions + 1, 0) as reports,
    case when report_id is not null then 'reported' when year < last then 'gap' else 'ended' end as status
from years
left join panel using (body_id, year)
