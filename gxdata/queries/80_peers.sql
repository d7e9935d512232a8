-- title: 各机关与同级同类同口径机关比较 / each body among its peers
-- columns: report_id, body_id, agency, year, level, kind, scope, province, simulated, metric, part, numerator, denominator, value, low, high, peers, below, ties, percentile, peer_median, reason
-- unit: 百分位为 0 至 100 / percentiles are 0 to 100
-- order: report_id, metric, part
-- caveat: 同伴为同年、同级、同类（kind）、同一统计范围（scope；未说明者自成一组）而分母不少于 30 的报告，含本机关；百分位＝100 ×（低于者＋半数相等者，含本机关）÷ peers；ties 为与之相等的其他报告数 / peers are reports of the same year, level, kind and scope (those that do not state it are a group of their own) with a base of at least 30, this one included; percentile = 100 × (those below + half of those equal, this one included) ÷ peers; ties: others equal to it
with rated as (
    select
        report_id, body_id, agency, year, level, kind, scope, province,
        coalesce(origin = 'simulated', false) as simulated,
        metric, part, numerator, denominator, value, low, high, reason,
        value is not null and denominator >= 30 and year is not null and level is not null and kind is not null as ranked
    from metrics
    join reports using (report_id)
    where duplicate_of is null
),
ranks as (
    select
        *,
        case when ranked then count(*) over peers end as peers,
        case when ranked then rank() over (peers order by value) - 1 end as below,
        case when ranked then count(*) over (partition by metric, part, year, level, kind, scope, simulated, ranked, value) - 1 end as ties,
        case when ranked then round(median(value) over peers, 6) end as peer_median
    from rated
    window peers as (partition by metric, part, year, level, kind, scope, simulated, ranked)
)
select
    report_id, body_id, agency, year, level, kind, scope, province, simulated,
    metric, part, numerator, denominator, value, low, high, peers, below, ties,
    case when peers > 1 then round(100 * (below + (ties + 1) / 2) / peers, 2) end as percentile,
    peer_median,
    case
        when reason is not null then reason
        when year is null or level is null or kind is null then 'place_unknown'
        when not ranked then 'below_minimum'
        when peers = 1 then 'no_peers'
    end as reason
from ranks
