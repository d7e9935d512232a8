-- title: 逐年申请办理情况 / requests by year
-- columns: report_id, year, agency, level, kind, province, form, outcome, outcome_group, natural_person, business, research, public_interest, legal_service, other, total
-- unit: 件 / requests
-- order: report_id, outcome
-- caveat: 总计为各类申请人之和，勿再相加；各级政府报告可能已含其部门 / total is a sum of the applicants: never add it to them; a government's report may already include its departments
select
    report_id, year, agency, level, kind, province, form_requests as form, outcome, outcome_group,
    natural_person, business, research, public_interest, legal_service, other, total
from requests
join counted using (report_id)
