-- title: 不予公开的理由 / reasons for refusal
-- columns: report_id, year, agency, level, kind, outcome, ordinal, zh, en, count, refused, refused_without_inquiry, share, share_without_inquiry
-- unit: 件（总计列）；份额为 0 至 1 / requests (column total); shares are 0 to 1
-- order: report_id, ordinal
-- caveat: 行政查询事项是另寻登记机关而非保密理由，故另列不含它的份额；任何一格无数或分母为零，份额为空 / refused_inquiry is a redirection, not a ground of secrecy, so shares without it stand beside; a share is null where any cell has no figure or the base is nought
with reasons as (
    select report_id, outcome, total as count
    from requests
    where outcome_group = 'refused'
),
bases as (
    select
        report_id,
        case when count(count) = count(*) then sum(count)::bigint end as refused,
        case
            when count(count) filter (outcome <> 'refused_inquiry') = count(*) filter (outcome <> 'refused_inquiry')
            then sum(count) filter (outcome <> 'refused_inquiry')::bigint
        end as refused_without_inquiry
    from reasons
    group by report_id
)
select
    report_id, year, agency, level, kind, outcome, ordinal, zh, en, count, refused, refused_without_inquiry,
    round(count / nullif(refused, 0), 6) as share,
    case when outcome <> 'refused_inquiry' then round(count / nullif(refused_without_inquiry, 0), 6) end
        as share_without_inquiry
from reasons
join bases using (report_id)
join counted using (report_id)
join codebook on codebook.section = 'requests' and role = 'item' and id = outcome
