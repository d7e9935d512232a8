"""The words of the charts, in Chinese and English: titles, subtitles, axes, legends, tooltips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

TEXT = {
    "zh": {
        "reasons": "不予公开的理由", "ground": "不予公开的理由", "inquiry": "行政查询事项：指引另循渠道，并非保密理由", "decisions": "件数", "count": "件数",
        "shares": "括号内：占全部不予公开的比例；不计行政查询事项时的比例", "noshares": "不足 {minimum} 件，不列比例",
        "total": "N = {refusals} 件不予公开，其中行政查询事项 {inquiries} 件、其余理由 {grounds} 件；出自 {reports} 份报告中的 {some} 份，{years} 年",
        "lost": "另有 {lost} 格无数（空白、毁损等），未计入", "source": "来源：政府信息公开工作年度报告，{table}", "share": "占比（%）",
        "without": "不计行政查询事项的占比（%）", "reason": "理由", "outcomes": "政府信息公开申请的办理结果", "outcome": "结果", "of": "办结",
        "concluded": "N = {cases} 件办结，{reports} 份报告，{years} 年", "few": "未绘（办结不足 {minimum} 件）：{few} 条{names}", "gaps": "未计 {gaps} 份报告：有的格无数（空白、毁损等）",
        "odd": "{odd} 份报告各类结果之和不等于其总计", "unsure": "{unsure} 份报告有的渠道未计：格无数，或各项之和不等于总计",
        "cut": "只绘办结最多的 {most} 条", "proceedings": "政府信息公开行政复议、行政诉讼的结果", "channel": "渠道", "result": "结果",
        "brought": "N = {cases} 件，{reports} 份报告，{years} 年；复议后起诉者在复议中已计一次", "rates": "纠错率：三种分母", "rate": "纠错率（%）",
        "A": "A 纠正 ÷ 全部", "B": "B 纠正 ÷ 已审结", "C": "C 纠正 ÷（维持＋纠正）", "interval": "横线为 95% 区间（Wilson）；不足 {minimum} 件只列件数",
        "low": "区间下限（%）", "high": "区间上限（%）", "requests": "表三", "table4": "表四", "corrected": "纠正", "base": "分母",
        "none": "没有符合条件的数",
    },
    "en": {
        "reasons": "Reasons for refusing disclosure (不予公开)", "ground": "reason for refusal",
        "inquiry": "administrative inquiry: a redirection, not a ground of secrecy", "decisions": "decisions", "count": "cases",
        "shares": "in brackets: share of all refusals; share without administrative inquiries",
        "noshares": "fewer than {minimum}: no shares shown",
        "total": "N = {refusals} refusals: {inquiries} administrative inquiries, {grounds} for other reasons; in {some} of {reports} reports, {years}",
        "lost": "cells without a figure (blank, damaged …), not counted: {lost}", "source": "Source: annual reports on disclosure, {table}",
        "share": "share (%)", "without": "share without administrative inquiries (%)", "reason": "reason",
        "outcomes": "How requests were answered", "outcome": "outcome", "of": "concluded",
        "concluded": "N = {cases} requests concluded; reports: {reports}, {years}", "few": "not drawn, with fewer than {minimum} concluded: {few}{names}",
        "gaps": "reports left out, because cells have no figure (blank, damaged …): {gaps}",
        "odd": "reports whose outcomes do not add up to what they call concluded: {odd}",
        "unsure": "reports with channels left out, which have cells without a figure or do not add up: {unsure}",
        "cut": "only the {most} bars with most requests concluded", "proceedings": "Outcomes of reconsideration and litigation",
        "channel": "channel", "result": "result",
        "brought": "N = {cases} cases; reports: {reports}, {years}; a case in court after reconsideration was also counted there",
        "rates": "Correction rate, with three denominators", "rate": "correction rate (%)", "A": "A corrected ÷ all",
        "B": "B corrected ÷ decided", "C": "C corrected ÷ (upheld + corrected)",
        "interval": "lines: 95% interval (Wilson); below {minimum} cases only the counts", "low": "interval from (%)",
        "high": "interval to (%)", "requests": "table 三", "table4": "table 四", "corrected": "corrected", "base": "denominator",
        "none": "no figures fit the condition",
    },
}  # fmt: skip


def words(lang: str) -> dict[str, str]:
    """The words in one language. Raises ValueError for another than zh and en."""
    if lang not in TEXT:
        raise ValueError(f"lang is {lang!r}; it can be {' or '.join(map(repr, TEXT))}")
    return TEXT[lang]


def listed(names: Sequence[str], most: int) -> str:
    """` — a, b …` with the first names of a list; nothing when none is to be named."""
    return " — " + ", ".join(names[:most]) + (" …" if len(names) > most else "") if most else ""


def subtitle(text: dict[str, str], lines: Sequence[str], table: str, facts: dict[str, Any]) -> list[str]:
    """The lines filled with the facts, and the source. A line named in `facts` is left out when it counts nothing."""
    shown = [text[line].format(**facts) for line in lines if facts.get(line, True)]
    return [*(shown if facts["reports"] else [text["none"]]), text["source"].format(table=text[table])]
