-- title: 逐年各类申请人的不予公开理由 / reasons for refusal by year and applicant
-- columns: year, applicant, kind, scope, simulated, metric, part, reports, undecidable, undecidable_share, contradicting, missing, numerator, denominator, value, low, high, reason
-- unit: 见 dictionary 的 unit；numerator、denominator 为件 / see unit in dictionary; numerator and denominator are cases
-- order: year, applicant, kind, scope, simulated, metric, part
-- caveat: 合计之比；不足 30 者为空并注明 reason；政府与部门、不同统计范围、模拟与真实不相加 / ratios of sums; null below 30, with the reason; governments and departments, scopes, and simulated reports are never added together
from pooled(refusal_reason_share, refusal_reason_share_without_inquiry; by year, applicant)
