"""Charts of the tables, from a DuckDB connection made by `gxdata.connect`.

Each takes `where`, a SQL condition on `reports` ("year >= 2021 and level = 'prefecture'"), and `lang`, `zh` or `en`. Rates
are pooled as ratios of sums (`metrics`); one of fewer than `minimum` cases is not shown, its counts are. Governments and
departments, and reports of different scope, are drawn apart; a report that repeats another is left out. Breaks of a series
are drawn with their reason, and a chart of simulated reports says so.
"""

from .disputes import (
    carry_over,
    correction_rates,
    correction_rates_over_time,
    proceedings,
    proceedings_over_time,
    rates_over_time,
)
from .places import peers, province_map
from .quality import cell_states, coverage, identity_rates, problems_named
from .requests import applicant_mix, outcomes, refusal_heatmap, refusal_reasons, refusal_reasons_over_time

__all__ = [
    "applicant_mix", "carry_over", "cell_states", "correction_rates", "correction_rates_over_time", "coverage", "identity_rates", "outcomes", "peers",
    "problems_named",
    "proceedings", "proceedings_over_time", "province_map", "rates_over_time", "refusal_heatmap", "refusal_reasons",
    "refusal_reasons_over_time",
]  # fmt: skip
