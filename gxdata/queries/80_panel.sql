-- title: 机关与年度的面板 / panel of bodies and years
-- columns: body_id, year, report_id, agency, sector, level, kind, scope, region_code, province, prefecture, county, township, form, versions, differing
-- unit: 份；versions 为同年其他各份，differing 为其中不同的数字 / reports; versions: the others of that year; differing: figures in them that are not equal
-- order: body_id, year
-- caveat: 每一机关每年一份，依次取：公布或转录先于模拟；政府取全域口径，部门取本机关口径；有数之格最多；不平之勾稽最少；公布先于转录；文本先于识别；公布日期最晚；路径在前。机关或年度不能判定的报告不在其内；口径逐年可能不同 / one report a body and year, chosen in this order: published or transcribed before simulated; a government's on its territory, a department's on itself; most cells with a figure; fewest failed checks; published before transcribed; text before recognised characters; latest date of publication; first path. Reports whose body or year is not decided are not in it; a body's scope may differ from year to year
with others as (
    select duplicate_of as report_id, count(*) as versions
    from reports
    where duplicate_of is not null
    group by duplicate_of
),
differences as (
    select duplicate_of as report_id, count(*) as differing
    from findings
    join reports using (report_id)
    where rule = 'version_differs'
    group by duplicate_of
)
select
    body_id, year, report_id, agency, sector, level, kind, scope, region_code, province, prefecture, county, township, form,
    coalesce(versions, 0) as versions,
    coalesce(differing, 0) as differing
from counted
left join others using (report_id)
left join differences using (report_id)
where body_id is not null and year is not null
