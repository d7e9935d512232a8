-- title: 发现，按规则 / findings by rule
-- columns: simulated, rule, severity, zh, en, findings, reports
-- unit: 条；份 / findings; reports
-- order: simulated, severity, rule
-- caveat: 全部报告，含重复者；模拟与真实分列；有发现不等于读错：error 是原文自相矛盾；zh、en 出自编码表 / of all reports, those that repeat another included, simulated ones apart; a finding is not a misreading: an error is the source contradicting itself; zh and en are the codebook's
select
    origin = 'simulated' as simulated,
    rule,
    severity,
    any_value(codebook.zh) as zh,
    any_value(codebook.en) as en,
    count(*) as findings,
    count(distinct report_id) as reports
from findings
join reports using (report_id)
left join codebook on role in ('identity', 'rule') and id = rule
group by all
