-- title: 单元格状态 / states of cells
-- columns: section, state, ordinal, zh, en, cells, share
-- unit: 格；份额为 0 至 1，分母为该表全部单元格 / cells; shares are 0 to 1 of the table's cells
-- order: section, ordinal
-- caveat: 只计读到的表；整表缺失不在其内，见 findings_by_rule 的 table_missing / only tables that were found; missing ones are in findings_by_rule as table_missing
with counted as (
    select section, state, count(*) as cells
    from cells
    group by section, state
)
select
    counted.section, counted.state, ordinal, zh, en, cells,
    round(cells / sum(cells) over (partition by counted.section), 6) as share
from counted
join codebook on role = 'state' and id = counted.state
