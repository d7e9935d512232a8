-- title: 两种格式的对应 / what is one series across the forms
-- columns: section, item, measure, comparable, how, rows_2019, rows_2021, break, zh, en
-- unit: 行名 / row ids
-- order: section, item, measure
-- caveat: comparable 为假者不可连成序列，gx.series 拒绝之 / what is not comparable is no series; gx.series refuses it
from declared(crosswalk)
