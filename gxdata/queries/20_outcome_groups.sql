-- title: 各份报告的办理结果分类 / outcomes of each report by group
-- columns: report_id, year, agency, level, kind, new, carried_in, granted, partly_granted, refused, unavailable, declined, other, concluded, carried_out, undecidable
-- unit: 件（总计列） / requests (column total)
-- order: report_id
-- caveat: 组内任何一格无数，该组为空，空白不作零；此时 undecidable 为真 / a group with any cell that has no figure is null, for blank is not nought; undecidable is then true
with sums as (
    select
        report_id,
        outcome_group,
        case when count(total) = count(*) then sum(total)::bigint end as cases
    from requests
    where outcome_group is not null
    group by report_id, outcome_group
),
wide as (
    select
        report_id,
        any_value(total) filter (outcome = 'new') as new,
        any_value(total) filter (outcome = 'carried_in') as carried_in,
        any_value(total) filter (outcome = 'concluded') as concluded,
        any_value(total) filter (outcome = 'carried_out') as carried_out
    from requests
    group by report_id
),
groups as (
    select
        report_id,
        any_value(cases) filter (outcome_group = 'granted') as granted,
        any_value(cases) filter (outcome_group = 'partly_granted') as partly_granted,
        any_value(cases) filter (outcome_group = 'refused') as refused,
        any_value(cases) filter (outcome_group = 'unavailable') as unavailable,
        any_value(cases) filter (outcome_group = 'declined') as declined,
        any_value(cases) filter (outcome_group = 'other') as other
    from sums
    group by report_id
)
select
    report_id, year, agency, level, kind, new, carried_in,
    granted, partly_granted, refused, unavailable, declined, other, concluded, carried_out,
    new + carried_in + granted + partly_granted + refused + unavailable + declined + other + concluded + carried_out
        is null as undecidable
from wide
join counted using (report_id)
left join groups using (report_id)
