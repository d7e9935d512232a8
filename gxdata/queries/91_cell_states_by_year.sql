-- title: 逐年各表单元格状态 / states of cells by table and year
-- columns: year, section, simulated, state, ordinal, zh, en, cells, share
-- unit: 格；份额为 0 至 1，分母为该年该表全部单元格 / cells; shares are 0 to 1 of the cells of the year and table
-- order: year, section, simulated, ordinal
-- caveat: 只计读到的表 / only tables that were found
with counted as (
    select year, section, coalesce(origin = 'simulated', false) as simulated, state, count(*) as cells
    from cells
    join reports using (report_id)
    where duplicate_of is null
    group by all
)
select
    year, counted.section, simulated, state, ordinal, zh, en, cells,
    round(cells / sum(cells) over (partition by year, counted.section, simulated), 6) as share
from counted
join codebook on role = 'state' and id = counted.state
