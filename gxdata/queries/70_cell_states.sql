-- title: 单元格状态 / states of cells
-- columns: section, simulated, state, ordinal, zh, en, cells, share
-- unit: 格；份额为 0 至 1，分母为该表全部单元格 / cells; shares are 0 to 1 of the table's cells
-- order: section, simulated, ordinal
-- caveat: 全部报告，含重复者；模拟与真实分列；只计读到的表；整表缺失不在其内，见 findings_by_rule 的 table_missing / of all reports, those that repeat another included, simulated ones apart; only tables that were found; missing ones are in findings_by_rule as table_missing
with counted as (
    select section, origin = 'simulated' as simulated, state, count(*) as cells
    from cells
    join reports using (report_id)
    group by all
)
select
    counted.section, simulated, counted.state, ordinal, zh, en, cells,
    round(cells / sum(cells) over (partition by counted.section, simulated), 6) as share
from counted
join codebook on role = 'state' and id = counted.state
