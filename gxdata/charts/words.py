"""The words of the charts, in Chinese and English: titles, subtitles, axes, legends, tooltips."""

from __future__ import annotations

import re
import textwrap

TEXT: dict[str, dict[str, str]] = {
    "zh": {
        # titles
        "refusal_reasons": "不予公开的理由", "refusal_reasons_over_time": "不予公开理由占比，逐年", "refusal_heatmap": "不予公开理由占比：按{by}",
        "outcomes": "政府信息公开申请的办理结果", "applicant_mix": "申请人构成（本年新收）", "proceedings": "政府信息公开行政复议、行政诉讼的结果",
        "proceedings_over_time": "行政复议、行政诉讼的结果，逐年", "correction_rates": "纠错率：三种分母", "correction_rates_over_time": "纠错率（三种分母），逐年：{channel}",
        "rates_over_time": "{metrics}，逐年", "peers": "{metric}：{year} 年各机关", "province_map": "{metric}：各省级区域",
        "identity_rates": "勾稽关系：成立、不成立与不能判定", "cell_states": "单元格状态", "coverage": "各机关各年度报告",
        # what is counted
        "concluded": "件办结", "refused": "件不予公开", "received": "件申请", "merits": "件就公开与否作出决定", "cases": "件", "new": "件新收", "reports": "份报告", "cells": "格",
        "proceedings_note": "复议后起诉者在复议中已计一次，勿相加", "inquiry_note": "灰色为行政查询事项：指引另循渠道，并非保密理由",
        "total": "N = {n:,} {unit}；{reports:,} 份报告，{years} 年", "counted": "{reports:,} 份报告，{years} 年", "undecidable": "未计 {count:,} 份报告：有格无数（空白、毁损等）",
        "contradicting": "{count:,} 份报告所印各数互不相符", "few": "不足 {minimum} 件，不列占比：{names}", "interval": "横线或竖线为 95% 区间（Wilson）；分母不足 {minimum} 者不绘",
        "inside": "只计{panel}", "made_up": "模拟", "real": "真实", "undated": "未计 {reports:,} 份报告：年度未定", "nested": "{reports:,} 份政府报告的统计范围可能已含另一份下级政府报告，相加或有重复：分层级看", "by_channel": "N = {each}（件，勿相加）；{reports:,} 份报告，{years} 年", "simulated": "模拟数据（simulated），不是真实报告", "also_simulated": "含模拟数据（simulated）：标“模拟”者不是真实报告",
        "source": "来源：政府信息公开工作年度报告，{tables}", "none": "没有符合条件的数", "break": "虚线 {id}：{why}", "lost": "另有 {count:,} 格无数，未计入", "nought": "均为 0，不绘：{names}", "channel_out": "有格无数或各项之和不等于总计，该渠道未计的报告数：{names}",
        "most": "只列前 {most} 个", "mix": "灰格：没有数，或分母不足 {minimum}",
        # axes, legends, tooltips
        "share": "占比（%）", "rate": "比率（%）", "count": "件数", "year": "年度", "outcome": "结果", "reason": "理由", "applicant": "申请人", "result": "结果", "channel": "渠道",
        "metric": "指标", "numerator": "分子", "denominator": "分母", "low": "区间下限（%）", "high": "区间上限（%）", "body": "机关", "group": "组", "province": "省级区域",
        "state": "状态", "identity": "勾稽关系", "level": "层级", "form": "格式", "panel": "机关类别", "percentile": "同类百分位", "without": "不计行政查询事项的占比（%）",
        "ground": "不予公开的理由", "inquiry": "行政查询事项", "passed": "成立", "failed": "不成立", "undecided": "不能判定", "table": "表", "there": "有报告", "missing": "无报告", "several": "多份",
        "status": "情况", "chosen": "所选机关", "others": "同类机关",
        "A": "A 纠正 ÷ 全部", "B": "B 纠正 ÷ 已审结", "C": "C 纠正 ÷（维持＋纠正）",
        "requests": "表三", "proceedings_table": "表四", "identity_tables": "表三、表四", "section_five": "第五部分", "problems_named": "存在的问题及改进：提及的事项", "subject": "事项", "with_section": "份有此部分的报告", "all_tables": "表二、表三、表四",
    },
    "en": {
        "refusal_reasons": "Reasons for refusing disclosure (不予公开)", "refusal_reasons_over_time": "Shares of the reasons for refusal (不予公开) by year",
        "refusal_heatmap": "Shares of the reasons for refusal (不予公开) by {by}", "outcomes": "How requests were answered", "applicant_mix": "Who asked: requests received in the year",
        "proceedings": "Outcomes of reconsideration and litigation", "proceedings_over_time": "Outcomes of reconsideration and litigation by year",
        "correction_rates": "Correction rate, with three denominators", "correction_rates_over_time": "Correction rate by year, with three denominators: {channel}",
        "rates_over_time": "{metrics}, by year", "peers": "{metric}: bodies in {year}", "province_map": "{metric} by province",
        "identity_rates": "Sums on the form: hold, fail, or cannot be decided", "cell_states": "States of cells", "coverage": "Reports by body and year",
        "concluded": "requests concluded", "refused": "refusals", "received": "requests", "merits": "requests decided on their merits", "cases": "cases", "new": "requests received", "reports": "reports", "cells": "cells",
        "proceedings_note": "a case in court after reconsideration was also counted there: never add them",
        "inquiry_note": "grey: matters of inquiry, a redirection and not a ground of secrecy",
        "total": "N = {n:,} {unit}; reports: {reports:,}, {years}", "counted": "reports: {reports:,}, {years}",
        "undecidable": "reports left out, because cells have no figure (blank, damaged …): {count:,}", "contradicting": "reports whose printed figures contradict each other: {count:,}",
        "few": "fewer than {minimum}, so no shares: {names}", "interval": "lines: 95% interval (Wilson); not drawn where the base is below {minimum}", "inside": "only {panel}",
        "made_up": "simulated (模拟)", "real": "real", "undated": "reports left out, because their year is not decided: {reports:,}", "nested": "governments whose report may include another one counted here: {reports:,}; take each level by itself", "by_channel": "N (cases, not to be added) = {each}; reports: {reports:,}, {years}", "simulated": "Simulated data (模拟), not real reports", "also_simulated": "Contains simulated data (模拟): what is called simulated is not from real reports",
        "source": "Source: annual reports on disclosure, {tables}", "none": "no figures fit the condition", "break": "dashed line {id}: {why}", "lost": "cells without a figure, not counted: {count:,}", "nought": "nought throughout, not drawn: {names}", "channel_out": "reports left out of a channel, because it has no figure or does not add up: {names}",
        "most": "only the first {most}", "mix": "grey: no figure, or a base below {minimum}",
        "share": "share (%)", "rate": "rate (%)", "count": "cases", "year": "year", "outcome": "outcome", "reason": "reason", "applicant": "applicant", "result": "result", "channel": "channel",
        "metric": "metric", "numerator": "numerator", "denominator": "denominator", "low": "interval from (%)", "high": "interval to (%)", "body": "body", "group": "group", "province": "province",
        "state": "state", "identity": "identity", "level": "level", "form": "form", "panel": "bodies", "percentile": "percentile among peers", "without": "share without inquiries (%)",
        "ground": "reason for refusal", "inquiry": "matter of inquiry", "passed": "holds", "failed": "fails", "undecided": "cannot be decided", "table": "table",
        "there": "one report", "missing": "none", "several": "several reports", "status": "status", "chosen": "chosen body", "others": "its peers",
        "A": "A corrected ÷ all", "B": "B corrected ÷ decided", "C": "C corrected ÷ (upheld + corrected)",
        "requests": "table 三", "proceedings_table": "table 四", "identity_tables": "tables 三 and 四", "section_five": "section 五", "problems_named": "Subjects named among problems and improvements", "subject": "subject", "with_section": "reports with such a section", "all_tables": "tables 二, 三 and 四",
    },
}  # fmt: skip

# Values of columns of `reports` as charts print them; None is what is not decided.
VALUES: dict[str, dict[str | None, tuple[str, str]]] = {
    "kind": {"government": ("政府", "governments"), "department": ("部门", "departments"), None: ("类别未定", "kind not decided")},
    "scope": {
        "own": ("本机关口径", "own requests"), "territory": ("全域口径", "whole territory"), "system": ("系统口径", "whole system"),
        None: ("口径未说明", "scope not stated"),
    },
    "level": {
        "central": ("中央", "central"), "central_local": ("垂直系统", "vertical system"), "province": ("省级", "province"), "prefecture": ("地级", "prefecture"),
        "county": ("县级", "county"), "township": ("乡级", "township"), "zone": ("园区", "zone"), None: ("层级未定", "level not decided"),
    },
}  # fmt: skip
_WIDTH = 100  # of a line of a subtitle, in Latin letters


def words(lang: str) -> dict[str, str]:
    """The words in one language. Raises ValueError for another than zh and en."""
    if lang not in TEXT:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, TEXT))}")
    return TEXT[lang]


def value(column: str, id: str | None, lang: str) -> str:
    """What a chart calls a value of a column of `reports`."""
    known = VALUES.get(column, {})
    return known[id][lang == "en"] if id in known else "?" if id is None else str(id)


def wrapped(line: str, lang: str) -> list[str]:
    """A line of a subtitle, broken where it is too long to stand above a chart."""
    if lang == "en":
        return textwrap.wrap(line, _WIDTH, break_long_words=False) or [""]
    lines, width = [""], 0
    for piece in re.findall(r"[!-~]+ ?|.", line):  # a word of Latin letters stays whole
        size = sum(2 if ord(sign) > 0x2E7F else 1 for sign in piece)
        if width + size > _WIDTH and piece not in "，。；、：）":
            lines.append("")
            width = 0
        lines[-1] += piece
        width += size
    return [each.strip() for each in lines]
