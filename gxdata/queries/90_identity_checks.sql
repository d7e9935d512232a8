-- title: 各项勾稽关系成立的报告占比 / reports that pass each identity
-- columns: year, level, form, simulated, identity, ordinal, zh, en, reports, passed, failed, undecidable, passed_share, failed_share, undecidable_share
-- unit: 份；份额为 0 至 1 / reports; shares are 0 to 1
-- order: year, level, form, simulated, ordinal
-- caveat: 只计有该表的报告；任何一行或一列不成立即为 failed，否则有不能判定者为 undecidable；form 为表三的格式 / only reports with the table; failed: a row or column of it does not hold; else undecidable when one cannot be decided; form is that of table three
with tables as (
    select distinct report_id, 'requests' as section from requests
    union all
    select distinct report_id, 'proceedings' as section from proceedings
),
found as (
    select report_id, regexp_replace(rule, '_undecidable$', '') as identity, bool_or(severity = 'error') as broken
    from findings
    group by all
),
judged as (
    select
        year, level, form_requests as form, coalesce(origin = 'simulated', false) as simulated,
        codebook.id as identity, ordinal, zh, en, broken
    from tables
    join reports using (report_id)
    join codebook on role = 'identity' and codebook.section = tables.section
    left join found on found.report_id = tables.report_id and found.identity = codebook.id
    where duplicate_of is null
),
counted as (
    select
        year, level, form, simulated, identity, ordinal, zh, en,
        count(*) as reports,
        count(*) filter (broken is null) as passed,
        count(*) filter (broken) as failed,
        count(*) filter (not broken) as undecidable
    from judged
    group by all
)
select
    *,
    round(passed / reports, 6) as passed_share,
    round(failed / reports, 6) as failed_share,
    round(undecidable / reports, 6) as undecidable_share
from counted
