"""Whose requests a report's figures count: the body's own, a whole territory's, a vertical system's.

Only two kinds of sentences say it: those that count the requests received or answered (`quotes`), by who does so in
them, and those on what the figures cover. Where they disagree, or name a territory for a department, it stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .quotes import Quote, Sentence

if TYPE_CHECKING:
    from .report import Report

_PLACES = "[省市县区州旗盟]"
_SYSTEM = re.compile(
    rf"(?<!政府)(?<!行政)系统|(?<![城海星南北下])关区|全(?:{_PLACES}|国)(?!行政|政府|各级|党政)[\u4e00-\u9fff]{{2,6}}(?:部门|机关)"
)
_TERRITORY = re.compile(rf"全(?:{_PLACES}|镇|乡|街道)|各级行政机关|各(?:县|区|镇|乡|街道)")
_OWN = re.compile(
    "[我全][局委办厅院会署站馆所处]|[我全本](?:镇|乡|街道)|我(?:单位|部门|中心|机关|公司|管委会|办事处)|本(?:机关|单位|级|部门|中心|行政机关|[局委办厅院会署])"
    "|[省市县区]本级|机关本级|局机关|政府(?:办公?[厅室]?)?|管委会|办事处"
)
_LEVEL = re.compile("[省市县区]本级")
_GENERAL_OFFICE = re.compile(r"(?:政府|管委会|管理委员会|办事处)办公[厅室]?$")

# ── What the figures cover ───────────────────────────────────────────────────────────────────────────────────────

_FIGURES = (
    "(?:数据|统计)[的统计数据]{0,4}(?:范围|口径|只|仅|均|限|于|为|是|包括|包含|涵盖|覆盖|含|指|来自|来源于|汇总自?)+"
)
_ONLY_OWN = re.compile(
    rf"{_FIGURES}(?:[\u4e00-\u9fff]{{0,8}})(?:本机关|机关本级|局机关|本单位|本部门|本级|本[局委办厅])(?![\u4e00-\u9fff]*[及和、])"
    r"|数据[^;]{0,12}(?:不含|不包括|不包含|未包括|不涵盖)[^,;]{0,6}(?:所属|下属|直属|下级)[^,;]{0,6}(?:单位|机构|部门|系统|机关)"
)
_WHOLE = re.compile(
    rf"{_FIGURES}(?:[\u4e00-\u9fff]{{0,12}})(?:全{_PLACES}(?!{_PLACES}?[\u4e00-\u9fff]{{2,5}}系统)|各级行政机关|各(?:县|区|镇|乡|街道|市直))"
    r"|(?:汇总|汇集|综合(?=[了全各我市区县]))[^,;]{0,20}各(?:有关|相关|级)*(?:单位|部门|行政机关|县|区|镇|乡|街道)[^;]{0,40}(?:编制|编写|编撰|汇编|形成)"
)
_OF_SYSTEM = re.compile(
    rf"{_FIGURES}[\u4e00-\u9fff]{{0,12}}(?:(?<!政府)(?<!行政)系统|(?<![城海星南北下])关区|隶属海关|分支机构)"
    rf"|汇总[^,;]{{0,16}}全{_PLACES}[\u4e00-\u9fff]{{2,6}}系统[^;]{{0,40}}(?:编制|编写|形成)"
)
_WITHOUT = re.compile(r"数据[^;]{0,16}(?:不含|不包括|不包含|未包括)[^;]{0,10}(?:县|区|镇|乡|街道|部门)")
_IN_TITLE = ((re.compile("海关关区"), "system"), (re.compile(r"[（(]本级[）)]|本级(?=20\d\d年|政府信息)"), "own"))
_OF_REPORT = re.compile("本报告|年度报告|年报|所列|统计范围|统计口径|信息公开")
_MAY_SAY = re.compile(rf"全{_PLACES}|各|系统|关区|隶属|分支|机关|本[级单部局委办厅]|不含|不包|未包|不涵")
_KEPT = 8  # sentences that are kept as evidence
_LONGEST = 120  # characters of a sentence that are kept


def describe_scope(report: Report, found: Iterable[Sentence], quoted: Iterable[Quote]) -> None:
    """Fills in a report's scope and scope_words from its title, sentences and the counts that they quote."""
    report.scope, report.scope_words = scope(report.title or "", report.agency, report.kind, found, quoted)


def scope(
    title: str, agency: str | None, kind: str | None, found: Iterable[Sentence], quoted: Iterable[Quote]
) -> tuple[str | None, str | None]:
    """(`own`, `territory`, `system` or None, the words with what each says and where they stand, or None).

    Only the preface and the sections 一 and 三 are asked. A preface that sums up the reports of all bodies below says
    territory for a government and its general office alone; a department's 全市 and a government's 市本级 may mean two
    things and stay open. Words that leave it open are kept as `open`.
    """
    evidence = {f"{said}: “{title}” (title)": said for pattern, said in _IN_TITLE if pattern.search(title)}
    governs = kind == "government" or (agency is not None and _GENERAL_OFFICE.search(agency) is not None)
    for sentence, words, said in (*_covered(found, governs), *_counted(quoted, governs)):
        if sentence.number in (0, 1, 3):
            evidence[f"{said}: “{words[:_LONGEST]}” (section {sentence.number})"] = said
    if not evidence:
        return None, None
    known = dict.fromkeys(evidence.values())
    one = next(iter(known)) if len(known) == 1 else "open"
    return (None if one == "open" else one), "; ".join(list(evidence)[:_KEPT])


def _covered(found: Iterable[Sentence], governs: bool) -> Iterator[tuple[Sentence, str, str]]:
    for sentence in found:
        text = sentence.text
        if not (_MAY_SAY.search(text) and _OF_REPORT.search(text)):
            continue
        own, limited = _ONLY_OWN.search(text), _WITHOUT.search(text)
        if limited and not own:
            yield sentence, limited[0], "open"
        elif match := _OF_SYSTEM.search(text):
            yield sentence, match[0], "system"
        elif match := _WHOLE.search(text):
            yield sentence, match[0], "territory" if governs else "open"
        elif own:
            yield sentence, own[0], "open" if governs and _LEVEL.search(own[0]) else "own"


def _counted(quoted: Iterable[Quote], governs: bool) -> Iterator[tuple[Sentence, str, str]]:
    for quote in quoted:
        if quote.of not in ("new", "concluded") or not quote.subject:
            continue
        words = quote.sentence.printed
        if _SYSTEM.search(quote.subject):
            yield quote.sentence, words, "system"
        elif _TERRITORY.search(quote.subject):
            yield quote.sentence, words, "territory" if governs else "open"
        elif governs and _LEVEL.search(quote.subject):  # 市本级 is the city's organs, or the government alone
            yield quote.sentence, words, "open"
        elif _OWN.search(quote.subject) or (quote.own and not governs):
            yield quote.sentence, words, "own"
