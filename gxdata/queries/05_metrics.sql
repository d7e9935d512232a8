-- title: 各份报告的各项指标 / the metrics of each report
-- columns: report_id, metric, part, numerator, denominator, value, low, high, contradicts, reason
-- unit: 见 dictionary 的 unit；low、high 为 95% 区间（Wilson） / see unit in dictionary; low and high are the 95% interval (Wilson)
-- order: report_id, metric, part
-- caveat: 单份报告不设最低件数，件数少时看区间；合并用 gx.pool，勿取平均 / no minimum for a single report, look at the interval; pool with gx.pool, never average
from measured(all)
