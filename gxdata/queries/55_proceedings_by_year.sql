-- title: 逐年各渠道的复议诉讼结果 / results of reconsideration and litigation by year and channel
-- columns: year, kind, scope, simulated, channel, reports, undecidable, contradicting, upheld, corrected, other, pending, total, rate_a, low_a, high_a, rate_b, low_b, high_b, rate_c, low_c, high_c, reason_a, reason_b, reason_c
-- unit: 件；纠错率为 0 至 1，low、high 为 95% 区间 / cases; rates are 0 to 1, low and high their 95% intervals
-- order: year, kind, scope, simulated, channel
-- caveat: 各项之和不等于总计或有格无数的渠道不计入；三种纠错率分母不同；2023|2024 间有断点；复议后起诉与复议不可相加；各级政府合计，上级全域口径可能已含下级，分级看 metrics_by_level / channels that do not add up or have a cell without a figure are left out; the three rates have three bases; break 2023|2024; never add litigation after reconsideration to reconsideration; levels are added together: a government's whole territory may already include those below it, so see metrics_by_level
with counts as (
    select
        year, kind, scope, coalesce(origin = 'simulated', false) as simulated, channel,
        sum(upheld) filter (adds_up)::bigint as upheld,
        sum(corrected) filter (adds_up)::bigint as corrected,
        sum(other) filter (adds_up)::bigint as other,
        sum(pending) filter (adds_up)::bigint as pending,
        sum(total) filter (adds_up)::bigint as total
    from (select *, upheld + corrected + other + pending = total as adds_up from proceedings)
    join reports using (report_id)
    where duplicate_of is null
    group by all
),
rates as (from pooled(correction_rate_a, correction_rate_b, correction_rate_c; by year))
select
    counts.year, counts.kind, counts.scope, counts.simulated, channel,
    a.reports, a.undecidable, a.contradicting, upheld, corrected, other, pending, total,
    a.value as rate_a, a.low as low_a, a.high as high_a,
    b.value as rate_b, b.low as low_b, b.high as high_b,
    c.value as rate_c, c.low as low_c, c.high as high_c,
    a.reason as reason_a, b.reason as reason_b, c.reason as reason_c
from counts
join rates a on a.metric = 'correction_rate_a' and a.part = channel and a.simulated = counts.simulated
    and a.year is not distinct from counts.year and a.kind is not distinct from counts.kind
    and a.scope is not distinct from counts.scope
join rates b on b.metric = 'correction_rate_b' and b.part = channel and b.simulated = counts.simulated
    and b.year is not distinct from counts.year and b.kind is not distinct from counts.kind
    and b.scope is not distinct from counts.scope
join rates c on c.metric = 'correction_rate_c' and c.part = channel and c.simulated = counts.simulated
    and c.year is not distinct from counts.year and c.kind is not distinct from counts.kind
    and c.scope is not distinct from counts.scope
