"""Every rule that a finding can come under beside the hard identities: what is asked of a report's figures and of several
reports at once, and what a file showed when it was read.

A rule's breach is a finding, and changes no figure. Those over several reports (`across`) depend on what else is in the
dataset: a build drops the ones it finds in the tables that were there, and asks them anew of all reports.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """section: the table it is asked of, empty for the report as a whole or for any table; severity: the usual one;
    basis: what the rule rests on."""

    id: str
    section: str
    severity: str
    zh: str
    en: str
    basis: str
    across: bool = False


# fmt: off
_OF_REPORTS = (
    Rule("duplicate", "", "note", "同一报告的另一份文件", "the same report in another file", "same body and year, every comparable figure equal", across=True),
    Rule("another_report", "", "warning", "同一机关同一年度的另一份报告", "another report of the same body and year", "same body and year, scopes that differ or most figures other than 0 not equal", across=True),
    Rule("version_differs", "", "warning", "同一机关同一年度的两份报告数字不同", "two files for one body and year print different figures", "same body and year", across=True),
    Rule("carry_over", "requests", "warning", "上年结转＝上年报告的结转下年度继续办理", "carried in = carried out of the year before", "条例50(2); form 2019 and 2021, table 三", across=True),
    Rule("in_force", "proactive", "warning", "现行有效件数＝上年现行有效件数＋本年制发件数－本年废止件数", "in force = in force the year before + issued - repealed", "form 2021, table 二", across=True),
    Rule("copied_figures", "", "warning", "整张表的数字与上年相同", "a table's figures are all those of the year before", "at least 4 different figures other than 0, one of them 10 or more", across=True),
    Rule("stale_year", "", "warning", "正文所称年度早于报告年度", "the text speaks of an earlier year than the report's", "条例50: the report is on the year past", across=True),
    Rule("government_below_departments", "", "warning", "全域口径的政府报告少于其一个部门", "a government's figure for its whole territory is below that of one of its departments", "the territory's figures contain the department's", across=True),
    Rule("narrative", "", "warning", "正文所引件数＝表中之数", "counts quoted in the text = the tables", "条例50(2)(3)"),
    Rule("rules_power", "proactive", "warning", "无规章制定权的机关列有规章", "rules by a body that cannot make them", "立法法: 规章由国务院部门和省、设区的市、自治州政府制定"),
)

# What a file showed when it was read: nothing of it rests on law.
_OF_READING = tuple(Rule(id, "", severity, zh, en, "") for id, severity, zh, en in (
    ("agency_undecided", "warning", "标题与正文不能判定机关", "title and text do not decide the body"),
    ("year_undecided", "warning", "标题与正文不能判定年度", "title and text do not decide the year"),
    ("year_differs", "warning", "标题的年度与统计期不符", "the title's year is not that of the period reported on"),
    ("region_undecided", "warning", "同名之地不止一处，地区不能判定", "several places have the name, and nothing decides between them"),
    ("name_misprint", "warning", "机关名印误", "the body's name is misprinted"),
    ("published_early", "warning", "印发日期早于年度终了", "published before the end of the year reported on"),
    ("table_missing", "warning", "未见此表", "no such table was found"),
    ("table_of_another_year", "warning", "表上写明为另一年度，未采用", "the line above the table names another year; not used"),
    ("table_repeated", "warning", "另有一套同样的行", "a second set of the same rows"),
    ("form_undecided", "warning", "表头与行均不能判定格式", "neither header nor rows decide the form"),
    ("row_missing", "warning", "表中未见此行，其单元格为 lost", "the row was not found; its cells are lost"),
    ("row_moved", "warning", "行不在其应有的次序", "a row out of the form's order"),
    ("row_repeated", "warning", "行重复，未采用", "a row is repeated; not used"),
    ("row_unexpected", "warning", "表内有不属于本格式的行，未采用", "a row that is not on the form; not used"),
    ("columns_unexpected", "warning", "表内有不属于本格式的列，未采用", "columns that are not on the form; not used"),
    ("label_missing", "warning", "行名或表头缺失，按次序归入", "a label or header is missing; placed by its order"),
    ("label_mistyped", "warning", "行名印误", "a row's label is mistyped"),
    ("header_missing", "warning", "表头有缺", "the header lacks names"),
    ("columns_moved", "warning", "列序与格式不同", "columns not in the form's order"),
    ("columns_undecided", "warning", "表头残缺，列序不能判定，为 lost", "the header leaves the order of columns open; lost"),
    ("unit_differs", "warning", "表头单位与格式不同，照印保留", "the header states another unit than the form's, which is kept"),
    ("count_differs", "warning", "数字个数与格式不同", "more or fewer figures in a row than the form has cells"),
    ("empty_field", "warning", "数字之间有空栏，未计", "an empty field among a row's figures, left out"),
    ("figures_glued", "warning", "数字连写在文句中", "figures run together in the text"),
    ("cells_lost", "warning", "单元格不能判读", "cells that are on the form, destroyed in the file, not solvable"),
    ("cells_solved", "note", "单元格由勾稽关系解出", "cells that the identities solve"),
    ("cells_text", "warning", "单元格为文字而无数", "cells with words and no number"),
    ("negative", "warning", "不应为负之数为负", "a negative figure where none can be"),
    ("page_mark", "note", "略过表内页码", "page marks inside tables were skipped"),
    ("reader", "warning", "文件本身有异，见说明", "something odd about the file itself; see the message"),
))
# fmt: on

RULES = _OF_REPORTS + _OF_READING
BY_RULE = {rule.id: rule for rule in RULES}
ACROSS = tuple(rule.id for rule in RULES if rule.across)  # in the order in which a report's findings list them
