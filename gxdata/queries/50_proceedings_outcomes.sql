-- title: 复议诉讼结果与纠错率 / results of reconsideration and litigation, with correction rates
-- columns: report_id, year, agency, level, kind, channel, ordinal, zh, en, upheld, corrected, other, pending, total, adds_up, denominator_a, denominator_b, denominator_c, correction_rate_a, correction_rate_b, correction_rate_c
-- unit: 件；纠错率为 0 至 1，分母 a 总计，b 已审结，c 维持与纠正之和 / cases; rates are 0 to 1 of: a total, b total less pending, c upheld and corrected
-- order: report_id, ordinal
-- caveat: 三种纠错率相差很大，引用须注明分母；各项之和不等于总计（adds_up 为假）、有格无数或分母为零时为空；复议后起诉与复议相加会重复计算；2024 年新行政复议法施行，前后不可比 / the three rates differ widely: name the base; null where the results do not add up to the total (adds_up is false), a cell has no figure or the base is nought; adding litigation after reconsideration to reconsideration counts a dispute twice; break 2023|2024
with based as (
    select
        *,
        upheld + corrected + other + pending = total as adds_up,
        case when adds_up then total end as denominator_a,
        case when adds_up then total - pending end as denominator_b,
        case when adds_up then upheld + corrected end as denominator_c
    from proceedings
)
select
    report_id, year, agency, level, kind, channel, ordinal, zh, en,
    upheld, corrected, other, pending, total, adds_up, denominator_a, denominator_b, denominator_c,
    round(corrected / nullif(denominator_a, 0), 6) as correction_rate_a,
    round(corrected / nullif(denominator_b, 0), 6) as correction_rate_b,
    round(corrected / nullif(denominator_c, 0), 6) as correction_rate_c
from based
join counted using (report_id)
join codebook on codebook.section = 'proceedings' and role = 'item' and id = channel
