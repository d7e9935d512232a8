-- title: 复议诉讼结果与纠错率 / results of reconsideration and litigation, with correction rates
-- columns: report_id, year, agency, level, kind, channel, ordinal, zh, en, upheld, corrected, other, pending, total, adds_up, denominator_a, denominator_b, denominator_c, correction_rate_a, correction_rate_b, correction_rate_c
-- unit: 件；纠错率为 0 至 1，分母 a 总计，b 已审结，c 维持与纠正之和 / cases; rates are 0 to 1 of: a total, b total less pending, c upheld and corrected
-- order: report_id, ordinal
-- caveat: 三种纠错率相差很大，引用须注明分母；各项之和不等于总计（adds_up 为假）、有格无数或分母为零时为空；复议后起诉与复议相加会重复计算；2024 年新行政复议法施行，前后不可比 / the three rates differ widely: name the base; null where the results do not add up to the total (adds_up is false), a cell has no figure or the base is nought; adding litigation after reconsideration to reconsideration counts a dispute twice; break 2023|2024
with rates as (
    select
        report_id,
        part as channel,
        any_value(denominator) filter (metric = 'correction_rate_a' and not contradicts) as denominator_a,
        any_value(denominator) filter (metric = 'correction_rate_b' and not contradicts) as denominator_b,
        any_value(denominator) filter (metric = 'correction_rate_c' and not contradicts) as denominator_c,
        any_value(value) filter (metric = 'correction_rate_a') as correction_rate_a,
        any_value(value) filter (metric = 'correction_rate_b') as correction_rate_b,
        any_value(value) filter (metric = 'correction_rate_c') as correction_rate_c,
        bool_and(not contradicts) as adds_up
    from measured(correction_rate_a, correction_rate_b, correction_rate_c)
    group by report_id, part
)
select
    report_id, year, agency, level, kind, channel, ordinal, zh, en,
    upheld, corrected, other, pending, total, adds_up, denominator_a, denominator_b, denominator_c,
    correction_rate_a, correction_rate_b, correction_rate_c
from proceedings
join rates using (report_id, channel)
join counted using (report_id)
join codebook on codebook.section = 'proceedings' and role = 'item' and id = channel
