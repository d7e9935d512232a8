"""The README that is written beside a simulated panel: the model and the rates, from the modules that hold them."""

from __future__ import annotations

from . import bodies, defects, model
from .dialects import DIALECTS


def readme(arguments: str, files: int) -> str:
    """Markdown."""
    rates = [(each.name, each.rate, each.about) for each in (*defects.SOURCE, *defects.LOSSES)]
    rates += [
        ("wrong_year", defects.WRONG_YEAR, "the title has the year before; the period stated is right"),
        ("twice", defects.TWICE, "the report is there in a second format, with losses of its own"),
        ("absent", defects.ABSENT, "the report is not there"),
    ]
    table = "\n".join(f"| `{name}` | {rate:.1%} | {about} |" for name, rate, about in rates)
    means = "; ".join(
        f"{level} {government:g} and {department:g}" for level, (government, department) in model.MEAN.items()
    )
    disputes = "; ".join(f"{channel} {before:g}, then {after:g}" for channel, (before, after) in model.DISPUTED.items())
    return f"""# Simulated reports / 模拟数据

**Nothing here is real.** {files:,} files written by `gxdata simulate {arguments}`. The places exist, the figures are made up;
every file says so, and `origin` is `simulated` in every table that is built from it. No finding is to be stated from it.
本目录全部为程序生成的模拟数据，数字均为虚构，不得引用。

- `raw/`: the reports, one folder a year; `gxdata build` reads them.
- `truth/bodies.parquet`: the bodies, with the year in which their province adopted the reform (`adopted`, null: never).
- `truth/reports.parquet`: each file's body, year, forms, dialect, defects, and whether the reform was in force (`treated`).
- `truth/cells.parquet`: for each cell the model's figure (`fact`), what the source prints (`printed`; "" is a blank), and what
  destroyed it in the file (`destroyed`, null: nothing). `python -m gxdata.simulate.compare` holds tables against it.

## The model

New requests of a body in a year: negative binomial, variance = mean + mean²/2, log of the mean =
log({model.START} mean of its level) + log(department's share) + body effect (normal, s.d. {model.BODY_VOLUME}) + {model.GROWTH} a year
+ {model.REFORM_VOLUME} under the reform. Means of governments and of departments: {means}; the shares stand in `bodies.py`.
{model.CARRIED:.0%} of the new requests are carried into the next year and concluded there: carried_in(t) = carried_out(t−1).

Outcomes: multinomial over the groups with weights {_weights(model.GROUPS)}, each times exp of a body effect
(normal, s.d. {model.BODY_SHARES}), of a trend ({_weights(model.TREND)} a year) and, for `refused`, of the reform. So the known
truth of a regression: **the reform changes log(refused / granted) by {model.REFORM_REFUSED}** and log volume by {model.REFORM_VOLUME}.
It came to whole provinces, by lot in {", ".join(str(year) for year in bodies.ADOPTED if year)} or never ({bodies.ADOPTED.count(None)} of {len(bodies.ADOPTED)} lots), and has no other effects.

Proceedings: of the requests concluded and not granted, {disputes} from {model.BREAK} (the revised 行政复议法);
results {_weights(model.RESULTS)}. Stocks of documents follow in_force(t) = in_force(t−1) + issued − repealed.

Forms: 2019 for 2019 and 2020, 2021 after; {model.LATE_REQUESTS:.0%} of the bodies have table 三 on the old form in 2021, {model.LATE_ALL:.0%} all
tables in 2021 and 2022; from 2025 {model.FEES_TABLE:.0%} have a table of processing fees.

## The files

Each body has a usual dialect of {len(DIALECTS)}, in text and HTML, and several encodings. What befalls a report or a file, and how often:

| defect | rate | |
|---|---|---|
{table}

Some dialects leave cells open by themselves (blanks that are not printed, digits glued to each other): those are `destroyed` too.
"""


def _weights(weights: dict[str, float]) -> str:
    return ", ".join(f"{name} {weight:g}" for name, weight in weights.items())
