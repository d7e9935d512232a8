-- title: 指标字典 / the metric dictionary
-- columns: metric, part, ordinal, zh, en, part_zh, part_en, unit, formula, type, identity, nulls_zh, nulls_en, caveat_zh, caveat_en, forms, breaks, source
-- unit: 见 unit 列 / see the column unit
-- order: ordinal
-- caveat: 公式以表中行名写出，未写列者为总计列 / formulas are in row ids; a row of requests without a column is its total
from declared(dictionary)
