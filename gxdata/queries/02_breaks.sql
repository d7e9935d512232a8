-- title: 序列断点 / breaks of the series
-- columns: break, year_before, year_after, section, metrics, kind, zh, en, basis
-- unit: 年 / years
-- order: year_before, section
-- caveat: kind 为 form 的断点以表格而非年份为准；metrics 为真时该表的比率也不可比 / a break of kind form is where the table changes, not the year; where metrics is true rates of this table are broken too
from declared(breaks)
