"""Counts that a report's sentences quote: how many requests, answers and proceedings, in whose name.

Only sentences of a known build are read, and only when they speak of the whole year and of the reporting body: a count
of last year, of a part, of another body or of another thing (主动公开, 咨询, 信访) is none. Silence beats a false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from .chapters import Chapter
from .titles import unspaced

# ── Sentences ────────────────────────────────────────────────────────────────────────────────────────────────────

_LONGEST = 400  # characters of a sentence that is looked at
_MOST = 200  # sentences of interest that a report may have
_FIGURE = re.compile(r"\d|[零〇一二两三四五六七八九十百千]\s?[件宗份条例起次项个]|[未无]|没有")


class Sentence(NamedTuple):
    """number: its section's; text: folded (half-width marks, no spaces); printed: as printed."""

    number: int
    text: str
    printed: str


def sentences(chapters: Iterable[Chapter]) -> list[Sentence]:
    """The sentences that may speak of requests, proceedings or of what the figures cover."""
    found = []
    for chapter in chapters:
        text = chapter.text
        if not ("申请" in text or "复议" in text or "诉讼" in text or "数据" in text or "编制" in text):
            continue
        for words in text.replace("；", "。").replace(";", "。").replace("\n", "。").split("。"):
            counts = "申请" in words or "复议" in words or "诉讼" in words
            covers = "数据" in words or "统计" in words or "编制" in words
            if (covers or (counts and _FIGURE.search(words))) and len(words) <= _LONGEST:
                found.append(Sentence(chapter.number, _plain(words), words.strip()))
                if len(found) == _MOST:
                    return found
    return found


def _plain(words: str) -> str:
    """Without spaces, with half-width marks and digits; a normal form of Unicode would cost more than all the rest."""
    return (
        unspaced(words)
        .replace("，", ",")
        .replace("：", ":")
        .replace("（", "(")
        .replace("）", ")")
        .replace("\u3000", "")
    )


# ── Counts ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Quote(NamedTuple):
    """A count in a sentence. of: what is counted (`new`, `concluded`, `granted` …, `litigation`); subject: the words for
    who counts, own: whether they name the body itself; channel: whether it counts what came one way only (网上, 信函)."""

    of: str
    figure: int
    sentence: Sentence
    subject: str = ""
    own: bool = False
    channel: bool = False


_HAN = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_N = r"(?<![约近超第数逾.\d])(?P<n>\d{1,3}(?:,\d{3})+|\d{1,7}|[零〇一二两三四五六七八九十百千]{1,9})(?:件次|[件宗份条例起次项个])(?![余多])"
_END = r"(?=[,;:()、。]|$)"
_WHOM = "(?:了|任何|各类|各种|社会|公众|公民|群众|市民|法人|和|及|或|者|其他|组织|、|申请人|提出|提交|递交|的|有关|有效|对|政府|共计?|总计|完成)*"
_HOW = "(?:通过|以)?[^,;:()、\\d]{0,8}(?:网络|网上|网站|线上|线下|在线|当面|现场|信函|邮寄|邮件|传真|窗口|平台|书面)[^,;:()\\d]{0,8}"
_OBJECT = "(?:信息(?:依申请)?公开(?:的)?申请|依申请公开(?:政府)?(?:信息)?(?:的)?(?:申请)?|信息依申请(?:公开)?|公开申请)"
_AFTER = "(?:数量|案件|事项|办件|件|书|表|数|量)?(?:共计?|合计|总计|累计|总数|为|有|达到?)*"
_RECEIVE, _CONCLUDE = "收到|新收|受理|接收|接到|收悉", "办结|答复|办理|回复"
_COUNTED = re.compile(
    rf"(?:(?P<receive>{_RECEIVE})|(?P<conclude>{_CONCLUDE}))(?P<gap>{_WHOM}|{_HOW})(?:{_OBJECT}{_AFTER}{_N}|{_N.replace('?P<n>', '?P<m>')}{_WHOM}{_OBJECT})"
)
_NONE = re.compile(
    rf"(?:未曾?|没有|无)(?:(?:{_RECEIVE}){_WHOM}|(?:政府)?){_OBJECT}(?:申请)?(?:事项|办件|件|表|案件|书)?(?:的?情况)?{_END}"
)
_THEN = re.compile(rf"(?:办结|答复)了?(?:共计?)?{_N}{_END}")
_BEFORE_THEN = re.compile("[,(、](?:均|已|全部|共计?|依法|合计)*$")
_RESULTS = {
    "予以公开": "granted",
    "部分公开": "partly_granted",
    "不予公开": "refused",
    "无法提供": "unavailable",
    "不予处理": "declined",
    "其他处理": "other",
}
_RESULT = re.compile(
    rf"(?P<result>予以公开(?:[及和、与]部分公开)?|{'|'.join(list(_RESULTS)[1:])})(?:的|答复)?(?:政府信息公开)?(?:申请)?(?:有|共计?|为)*{_N}{_END}"
)
_CARRIED_IN = re.compile(
    rf"(?:上一?年度?|去年)结转(?:至?本年度?|而?来)?(?:的)?(?:政府信息公开)?(?:申请)?(?:数量)?(?:有|共计?|为)*{_N}"
)
_NEXT = r"(?:至|到)?(?:下一?年度?|次年|(?P<next>20\d\d)年度?)"
_CARRIED_OUT = re.compile(
    rf"(?:结转|顺延|延期){_NEXT}(?:继续)?(?:办理|答复)?(?:的)?(?:政府信息公开)?(?:申请)?(?:有|共计?|为)*{_N}"
    rf"|{_N.replace('?P<n>', '?P<m>')}(?:申请)?[^,;:()、\d]{{0,10}}(?:结转|顺延|延期){_NEXT.replace('?P<next>', '?P<then>')}"
)

# Proceedings: in section 四, or directly after words for the disclosure of information.
_CASES = "(?:类案件|案件|申请|案)?(?:数量?|总数)?(?:共计?|合计|有|为|达到?|发生|:)*"
_PAIR = "行政复议(?:案件)?(?:、|和|及|与|或|以及)(?:提起)?行政诉讼|行政诉讼(?:案件)?(?:、|和|及|与|或|以及)(?:申请)?行政复议"
_PROCEEDINGS = re.compile(
    rf"(?P<kind>{_PAIR}|未经复议直接起诉|复议后(?:起诉|提起(?:行政)?诉讼)|行政复议(?!后)|复议(?!后)|行政诉讼|诉讼){_CASES}{_N}"
)
_NO_PROCEEDINGS = re.compile(
    rf"(?:未|没有|无)(?:发生|出现|产生|涉及|引发|被|有)*(?:因|对|涉及)?(?:政府信息公开(?:工作|申请|事项|答复)?(?:而)?(?:引起|引发|被|导致)?的?)?(?:被?申请|提起)?(?P<kind>{_PAIR}|行政复议|行政诉讼)(?:案件|申请)?(?:的?(?:情况|情形))?{_END}"
)
_ABOUT = re.compile(
    r"信息公开(?:类|复议后起诉|未经复议直接起诉|工作方面|工作(?=[引被而中发])|方面|申请|答复|事项|引发|引起|导致|产生|的|共计?|有|被|发生|提起|涉及|相关|不服|案件|行政复议|行政诉讼|复议"
    r"|诉讼|[、,和及与]|\d|件|起|次|宗|全年|本年度|均|新增|而|行为|中)*$"
)
_REVIEWS = re.compile("受理|审理|审结|审查|办理|收到|办结|立案")  # as the body that decides on them

# ── What a count is not of ───────────────────────────────────────────────────────────────────────────────────────

_WHOLE_YEAR = re.compile(
    r"1月1日|12月31日|12月底|(?:同比|[较比](?:上一?年|去年))[^,;:()]{0,16}?(?:\d%|\d个百分点|持平)"
)
_OTHER_TIME = re.compile(
    r"去年|上一?年(?!度?结转)|前年|往年|同期|同比|比上|较上|历年|近年|季度|半年|\d月|月份|每|平均|日均|截[至止](?!年底|目前)|(?<![今本当年])以来"
)
_YEAR = re.compile(r"20\d\d(?=年)")
_PART = re.compile(r"其中|包括|含(?!义)|除")
_MARKS = re.compile("[,;:()]")
_PLACE = "[省市县区州旗盟镇乡]"
_OFFICES = "[局委办厅院会署站馆所处]"
_WORDS = re.compile(
    r"20\d\d年度?(?:以?来)?|本年度?|今年(?:以?来)?|全年度?|年内|当年|一年来|报告期内?|期间|年度|自?1月1日[至到起-]*12月31日止?"
    rf"|全(?:{_PLACE}|国)?[\u4e00-\u9fff]{{2,6}}(?:系统|部门|机关)"
    rf"|全(?:{_PLACE}|街道)(?:政府信息公开工作方面|各级|各|所有)*(?:行政机关|政府系统|行政部门|政府部门|部门|单位|政府)?(?:和?各[镇乡街道、]+)?"
    rf"|各(?:级|有关|相关|责任)*(?:部门|单位|科室|镇|乡|街道)|有关(?:部门|单位)"
    rf"|各级行政机关|全{_OFFICES}(?:系统)?|(?<![城海星南北下])关区"
    rf"|我(?:{_PLACE}|{_OFFICES}|街道|单位|部门|中心|机关|公司|管委会|办事处)(?:本级|机关|政府)?"
    rf"|本(?:机关|单位|级|部门|中心|街道|行政机关|{_OFFICES}|{_PLACE})(?:本级|机关)?"
    r"|代表(?:[省市县区]|自治区)(?:人民)?政府|(?:[省市县区镇乡]|自治区)(?:人民)?政府(?:办公?[厅室]?)?(?:本级|机关)?|[省市县区]本级|机关本级|局机关|管委会(?:办公室)?(?:本级)?|街道(?:办事处)?"
    r"|[省市县区州旗镇乡党工]委|党组|中心工作|[一二三四五六七八九十]是|共计?|累计|总共|一共|合计|总计|总|新|依法|依规|依照|及时|按时|按期|均|已|未|没有|实际|主动|认真|严格|积极|有效|稳妥|规范|妥善|并|也|在|、|年"
    r"|通过[^,]{2,20}|依申请公开(?:方面|情况|工作)?|\d[.、]|[一二三四五六七八九十]+、"
)
_LEAD = re.compile(
    "[\u4e00-\u9fff]{1,14}?(?:局|厅|委|镇|乡|街道|部门|单位|公司|中心|法院)"
)  # the body a clause begins with
_IN_PASSING = re.compile("贯彻|落实|按照|根据|依据|领导|要求|关于|印发")  # names a body and is not on what it did
_CHANNEL = re.compile("网络|网上|网站|线上|线下|在线|当面|现场|信函|邮寄|邮件|传真|窗口|平台|书面")
_ALL_CHANNELS = re.compile("等[^,]{0,4}(?:渠道|方式|途径|形式)|(?:各种|各类|多种|各)(?:渠道|方式|途径)")


def quotes(found: Iterable[Sentence], year: int | None, is_own: Callable[[str], bool]) -> list[Quote]:
    """The counts quoted, in reading order. is_own: whether words that name a body name the one that reports."""
    counts: list[Quote] = []
    for sentence in found:
        text = sentence.text
        if "申请" in text:
            counts += _requests(sentence, year, is_own)
        if ("复议" in text or "诉讼" in text) and (sentence.number == 4 or "公开" in text):
            counts += _proceedings(sentence, year)
    return counts


def _requests(sentence: Sentence, year: int | None, is_own: Callable[[str], bool]) -> Iterator[Quote]:
    text = sentence.text
    denies = "无" in text or "未" in text or "没有" in text
    counted = False
    for match in (*_COUNTED.finditer(text), *(_NONE.finditer(text) if denies else ())):
        none = match.re is _NONE
        before = text[: match.start()]
        subject = _subject(before)
        if not _whole_year(before, year) or _PART.search(before) or not _names_self(before, is_own):
            continue
        counted = True
        of = "new" if none or match["receive"] else "concluded"
        way = subject + ("" if none else match["gap"])
        own = bool(rest := _WORDS.sub("", subject)) and is_own(rest)
        channel = bool(_CHANNEL.search(way)) and not _ALL_CHANNELS.search(way)
        yield Quote(of, 0 if none else _count(match["n"] or match["m"]), sentence, subject, own, channel)
    if "主动公开" in text or not (counted or "答复" in text or "公开申请" in text):
        return
    for match in _RESULT.finditer(text):
        before = text[: match.start()]
        if before[-1:] in ("", ",", ":", "(", "、", "中") and _whole_year(before, year):
            words = match["result"]
            of = _RESULTS.get(words, "granted_or_partly")
            yield Quote(of, _count(match["n"]), sentence)
    if not counted:
        return
    yield from _rest(sentence, year)


def _rest(sentence: Sentence, year: int | None) -> Iterator[Quote]:
    """What a sentence that has counted requests goes on to count: those answered, carried in and carried out."""
    text = sentence.text
    for match in _THEN.finditer(text):
        before = text[: match.start()]
        if _BEFORE_THEN.search(before) and _whole_year(before, year) and not _PART.search(before):
            yield Quote("concluded", _count(match["n"]), sentence)
    if "结转" not in text and "顺延" not in text and "延期" not in text:
        return
    for match in _CARRIED_IN.finditer(text):
        yield Quote("carried_in", _count(match["n"]), sentence)
    for match in _CARRIED_OUT.finditer(text):
        named = match["next"] or match["then"]
        if named is None or (year and int(named) == year + 1):
            yield Quote("carried_out", _count(match["n"] or match["m"]), sentence)


def _proceedings(sentence: Sentence, year: int | None) -> Iterator[Quote]:
    text = sentence.text
    for match in (*_PROCEEDINGS.finditer(text), *_NO_PROCEEDINGS.finditer(text)):
        none = match.re is _NO_PROCEEDINGS
        before = text[: match.start()]
        if before.endswith(("经", "后", "后提起")):  # a suit after reconsideration, told in another build
            continue
        about = sentence.number == 4 or "信息公开" in match[0] or (_ABOUT.search(before) is not None)
        about = about or (none and re.search("信息公开|依申请公开", before) is not None)
        if not about or not _whole_year(before, year) or _PART.search(before):
            continue
        if not none and _REVIEWS.search(_MARKS.split(before)[-1]):
            continue
        kind = match["kind"]
        both = "复议" in kind and "诉讼" in kind and "复议后" not in kind
        of = (
            "litigation_direct"
            if kind.startswith("未经")
            else "litigation_after_reconsideration"
            if "复议后" in kind
            else "proceedings"
            if both
            else "reconsideration"
            if "复议" in kind
            else "litigation"
        )
        yield Quote(of, 0 if none else _count(match["n"]), sentence)


def _subject(before: str) -> str:
    """The words of the clause before its verb."""
    return _MARKS.split(before)[-1]


def _names_self(before: str, is_own: Callable[[str], bool]) -> bool:
    """Whether the words before a verb are of the time, the manner and the reporting body, and no clause is of another."""
    *clauses, subject = _MARKS.split(before)
    rest = _WORDS.sub("", subject)
    if rest and not is_own(rest):
        return False
    leads = (match[0] for clause in clauses if (match := _LEAD.match(clause)) and not _IN_PASSING.search(clause))
    return all(not (rest := _WORDS.sub("", lead)) or is_own(rest) for lead in leads)


def _whole_year(before: str, year: int | None) -> bool:
    """Whether nothing said before a count makes it one of another time than the report's year."""
    if _OTHER_TIME.search(_WHOLE_YEAR.sub("", before)):
        return False
    years = _YEAR.findall(before)
    return all(year is not None and int(found) == year for found in years)


def _count(words: str) -> int:
    """12, 1,234, 十二, 一百零三."""
    if words[0].isdecimal():
        return int(words.replace(",", ""))
    total, digit = 0, 0
    for word in words:
        if word in _TENS:
            total += (digit or 1) * _TENS[word]
            digit = 0
        else:
            digit = _HAN[word]
    return total + digit
