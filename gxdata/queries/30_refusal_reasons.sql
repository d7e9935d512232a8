-- title: 不予公开的理由 / reasons for refusal
-- columns: report_id, year, agency, level, kind, outcome, ordinal, zh, en, count, refused, refused_without_inquiry, share, share_without_inquiry
-- unit: 件（总计列）；份额为 0 至 1 / requests (column total); shares are 0 to 1
-- order: report_id, ordinal
-- caveat: 行政查询事项是另寻登记机关而非保密理由，故另列不含它的份额；任何一格无数或分母为零，份额为空 / refused_inquiry is a redirection, not a ground of secrecy, so shares without it stand beside; a share is null where any cell has no figure or the base is nought
with shares as (from measured(refusal_reason_share)),
grounds as (from measured(refusal_reason_share_without_inquiry))
select
    requests.report_id, year, agency, level, kind, outcome, ordinal, zh, en, requests.total as count,
    shares.denominator as refused,
    max(grounds.denominator) over (partition by requests.report_id) as refused_without_inquiry,
    shares.value as share,
    grounds.value as share_without_inquiry
from requests
join counted using (report_id)
join codebook on codebook.section = 'requests' and role = 'item' and id = outcome
left join shares on shares.report_id = requests.report_id and shares.part = outcome
left join grounds on grounds.report_id = requests.report_id and grounds.part = outcome
where outcome_group = 'refused'
