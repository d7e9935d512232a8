-- title: 计入统计的报告 / the reports that are counted
-- columns: report_id, source_id, body_id, year, agency, sector, level, kind, scope, region_code, province, prefecture, county, township, origin, form, form_proactive, form_requests
-- unit: 份 / reports
-- order: report_id
-- caveat: 同一机关同一年度的报告只计一份（duplicate_of 为空者），其余各份见 reports；机关与地方不能判定的，仅在数字足够多且全同时视为同一报告 / one report a body and year (those whose duplicate_of is null), the others are in reports; where body and place are not decided, only enough figures that are all equal make two files one report
select
    report_id, source_id, body_id, year, agency, sector, level, kind, scope, region_code, province, prefecture, county,
    township, origin, form, form_proactive, form_requests
from reports
where duplicate_of is null
