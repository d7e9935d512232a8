-- title: 逐年办理结果占比 / shares of outcomes by year
-- columns: year, kind, scope, simulated, reports, undecidable, contradicting, concluded, granted, partly_granted, refused, unavailable, declined, other, granted_share, partly_granted_share, refused_share, unavailable_share, declined_share, other_share, disclosure_rate, merits_disclosure_rate
-- unit: 件；份额为 0 至 1，分母为 concluded（实体公开率为予以、部分、不予公开之和） / requests; shares are 0 to 1 of concluded (the merits rate: of granted, partly granted and refused)
-- order: year, kind, scope, simulated
-- caveat: 份额为合计之比，不设最低件数；有格无数的报告不计入，其数见 undecidable；各类之和不等于总计的报告计入，其数见 contradicting；政府与部门、不同统计范围不相加；各级政府合计，上级全域口径可能已含下级，分级看 metrics_by_level / a ratio of sums, with no minimum; reports with a cell without a figure are left out and counted as undecidable; those whose groups do not add up to concluded are in, and counted as contradicting; governments, departments and scopes are not added together; levels are: a government's whole territory may already include those below it, so see metrics_by_level
select
    year, kind, scope, simulated,
    any_value(reports) filter (metric = 'disclosure_rate') as reports,
    any_value(undecidable) filter (metric = 'disclosure_rate') as undecidable,
    any_value(contradicting) filter (metric = 'disclosure_rate') as contradicting,
    any_value(denominator) filter (metric = 'disclosure_rate') as concluded,
    any_value(numerator) filter (part = 'granted') as granted,
    any_value(numerator) filter (part = 'partly_granted') as partly_granted,
    any_value(numerator) filter (part = 'refused') as refused,
    any_value(numerator) filter (part = 'unavailable') as unavailable,
    any_value(numerator) filter (part = 'declined') as declined,
    any_value(numerator) filter (part = 'other') as other,
    any_value(value) filter (part = 'granted') as granted_share,
    any_value(value) filter (part = 'partly_granted') as partly_granted_share,
    any_value(value) filter (part = 'refused') as refused_share,
    any_value(value) filter (part = 'unavailable') as unavailable_share,
    any_value(value) filter (part = 'declined') as declined_share,
    any_value(value) filter (part = 'other') as other_share,
    any_value(value) filter (metric = 'disclosure_rate') as disclosure_rate,
    any_value(value) filter (metric = 'merits_disclosure_rate') as merits_disclosure_rate
from pooled(outcome_share, disclosure_rate, merits_disclosure_rate; by year; together; minimum 1)
group by year, kind, scope, simulated
