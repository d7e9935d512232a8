"""Rules that are no hard identity: what is asked of a report's figures besides, and of several reports at once.

A rule's breach is a finding, and changes no figure. Those over several reports (`across`) depend on what else is in the
dataset: a build drops the ones it finds in the tables that were there, and asks them anew of all reports.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """section: the table it is asked of, empty for the report as a whole; basis: what the rule rests on."""

    id: str
    section: str
    severity: str
    zh: str
    en: str
    basis: str
    across: bool = False


RULES = (
    Rule(
        "duplicate",
        "",
        "note",
        "同一报告的另一份文件",
        "the same report in another file",
        "same body and year, every comparable figure equal",
        across=True,
    ),
    Rule(
        "another_report",
        "",
        "warning",
        "同一机关同一年度的另一份报告",
        "another report of the same body and year",
        "same body and year, scopes that differ or most figures other than 0 not equal",
        across=True,
    ),
    Rule(
        "version_differs",
        "",
        "warning",
        "同一机关同一年度的两份报告数字不同",
        "two files for one body and year print different figures",
        "same body and year",
        across=True,
    ),
    Rule(
        "carry_over",
        "requests",
        "warning",
        "上年结转＝上年报告的结转下年度继续办理",
        "carried in = carried out of the year before",
        "条例50(2); form 2019 and 2021, table 三",
        across=True,
    ),
    Rule(
        "in_force",
        "proactive",
        "warning",
        "现行有效件数＝上年现行有效件数＋本年制发件数－本年废止件数",
        "in force = in force the year before + issued - repealed",
        "form 2021, table 二",
        across=True,
    ),
    Rule(
        "copied_figures",
        "",
        "warning",
        "整张表的数字与上年相同",
        "a table's figures are all those of the year before",
        "at least 4 different figures other than 0, one of them 10 or more",
        across=True,
    ),
    Rule(
        "stale_year",
        "",
        "warning",
        "正文所称年度早于报告年度",
        "the text speaks of an earlier year than the report's",
        "条例50: the report is on the year past",
        across=True,
    ),
    Rule(
        "government_below_departments",
        "",
        "warning",
        "全域口径的政府报告少于其一个部门",
        "a government's figure for its whole territory is below that of one of its departments",
        "the territory's figures contain the department's",
        across=True,
    ),
    Rule(
        "narrative", "", "warning", "正文所引件数＝表中之数", "counts quoted in the text = the tables", "条例50(2)(3)"
    ),
    Rule(
        "rules_power",
        "proactive",
        "warning",
        "无规章制定权的机关列有规章",
        "rules by a body that cannot make them",
        "立法法: 规章由国务院部门和省、设区的市、自治州政府制定",
    ),
)
BY_RULE = {rule.id: rule for rule in RULES}
ACROSS = tuple(rule.id for rule in RULES if rule.across)  # in the order in which a report's findings list them
