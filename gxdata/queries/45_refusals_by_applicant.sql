-- title: 逐年各类申请人的不予公开理由 / reasons for refusal by year and applicant
-- columns: year, applicant, kind, scope, simulated, metric, part, reports, undecidable, undecidable_share, contradicting, missing, numerator, denominator, value, low, high, reason
-- unit: 见 dictionary 的 unit；numerator、denominator 为件 / see unit in dictionary; numerator and denominator are cases
-- order: year, applicant, kind, scope, simulated, metric, part
-- caveat: 合计之比；不足 30 者为空并注明 reason；政府与部门、不同统计范围、模拟与真实不相加；各级政府合计，上级全域口径可能已含下级，分级看 refusals_by_level / ratios of sums; null below 30, with the reason; governments and departments, scopes, and simulated reports are never added together; levels are: a government's whole territory may already include those below it, so see refusals_by_level
from pooled(refusal_reason_share, refusal_reason_share_without_inquiry; by year, applicant)
