"""A report laid out as the notices print it: lines, and tables of boxes with spans. A test or a defect may change it
before a dialect prints it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..forms import BY_ID, fields

Key = tuple[str, str, str]  # section, item, measure


@dataclass(frozen=True)
class Filled:
    """One report: who, when, on which forms, and the print of every cell of those forms."""

    form_proactive: str
    form_requests: str
    cells: Mapping[Key, str] = field(repr=False)
    agency: str
    year: int
    processing_fees: bool = False
    heading: str = ""  # the title as printed, where it is not the usual one

    @property
    def title(self) -> str:
        return self.heading or f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def keys(self) -> list[Key]:
        return keys(self.form_proactive, self.form_requests, self.processing_fees)


def keys(form_proactive: str, form_requests: str, processing_fees: bool = False) -> list[Key]:
    """Every cell of the forms, in their order."""
    found = []
    for section in ("proactive", "requests", "proceedings", *(["processing_fees"] if processing_fees else [])):
        form = form_proactive if section == "proactive" else form_requests
        blocks = {item.block: form for item in BY_ID[section].items}
        found += [(section, item.id, measure) for item, measure in fields(BY_ID[section], blocks)]
    return found


@dataclass
class Box:
    """A printed cell; `key` says which cell of the form it is, None for labels and headers; `markup` is its HTML where
    that is more than the text."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    key: Key | None = None
    markup: str = ""


@dataclass
class Sheet:
    """A printed table: its rows of boxes, with spans; the first `labels` columns hold no figures."""

    section: str
    rows: list[list[Box]]
    labels: int

    def row_of(self, item: str) -> int:
        return next(n for n, row in enumerate(self.rows) if any(box.key and box.key[1] == item for box in row))

    def box(self, item: str, measure: str) -> Box:
        return next(box for row in self.rows for box in row if box.key and box.key[1:] == (item, measure))

    def labelled(self, text: str) -> Box:
        """The first box that prints this text."""
        return next(box for row in self.rows for box in row if text in box.text)

    def drop(self, at: int) -> None:
        """Take a row out and shorten the spans that cover it; a span that begins in it begins a row later."""
        for y, above in enumerate(self.rows[:at]):
            for box in above:
                box.rowspan -= y + box.rowspan > at
        heirs = [Box(box.text, box.colspan, box.rowspan - 1) for box in self.rows.pop(at) if box.rowspan > 1]
        if at < len(self.rows):
            self.rows[at][:0] = heirs

    def add(self, at: int, row: list[Box]) -> None:
        """Put a row in before row `at`, and lengthen the spans that run through the place."""
        for y, above in enumerate(self.rows[:at]):
            for box in above:
                box.rowspan += y + box.rowspan > at
        self.rows.insert(at, row)


@dataclass
class Line:
    """A paragraph; kind is `title`, `heading` or `text`."""

    kind: str
    text: str


@dataclass
class Page:
    """A report laid out: lines and sheets in their order."""

    filled: Filled
    blocks: list[Line | Sheet] = field(default_factory=list)

    def sheet(self, section: str) -> Sheet:
        return next(block for block in self.blocks if isinstance(block, Sheet) and block.section == section)

    def boxes(self) -> Iterator[Box]:
        return (box for block in self.blocks if isinstance(block, Sheet) for row in block.rows for box in row)


HEADINGS = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
    "存在的主要问题及改进情况",
    "其他需要报告的事项",
)
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
PREFACE = (
    "本报告依据《中华人民共和国政府信息公开条例》（国务院令第711号）和国办公开办函〔2021〕30号的要求编制，全文由"
    + "".join(f"“{heading}”" for heading in HEADINGS)
    + "六个部分组成。本报告中所列数据统计期限为{year}年1月1日至{year}年12月31日。如对本报告有疑问，"
    "请与{agency}联系（电话：0595-22355725；邮编：362000）。"
)
PROSE = {
    0: (PREFACE,),
    1: (
        "{year}年，我们认真落实《条例》，主动公开政府信息4511条，召开新闻发布会12场，政务服务事项2261项，好评率99.58%。",
        "（一）主动公开情况",
        "公开行政规范性文件7件，办理行政许可1034件，作出行政处罚36件、行政强制2件，行政事业性收费公开到位。",
        "（二）依申请公开情况",
        "收到政府信息公开申请75件，其中自然人72件、商业企业3件；予以公开21件，部分公开9件，总计办结75件，结转下年度继续办理0件。",
    ),
    5: ("一是解读形式单一，全年图解仅17篇；二是公开不够及时。下一年，一是丰富解读形式，二是加强培训，全年不少于3次。",),
    6: ("{year}年收取信息处理费0元。行政复议、行政诉讼情况见第四部分。",),
}
_CHINESE = "一二三四五六七八九"


def page(filled: Filled, prose: Mapping[int, Sequence[str]] = PROSE) -> Page:
    """The report with its six sections and their tables, prose, and a signature. prose: section → its lines, 0: those below
    the title; {year} and {agency} in them are the report's."""
    agency, year = filled.agency, filled.year
    blocks: list[Line | Sheet] = [
        Line("title", filled.title),
        *(Line("text", text.format(year=year, agency=agency)) for text in prose.get(0, ())),
    ]
    sheets = {2: proactive_sheet(filled), 3: requests_sheet(filled), 4: proceedings_sheet(filled)}
    for number, heading in enumerate(HEADINGS, 1):
        blocks.append(Line("heading", f"{_CHINESE[number - 1]}、{heading}"))
        blocks += [Line("text", text.format(year=year)) for text in prose.get(number, ())]
        if number in sheets:
            blocks.append(sheets[number])
    if filled.processing_fees:
        blocks += [Line("text", "信息处理费收取情况："), fees_sheet(filled)]
    blocks += [Line("text", agency), Line("text", f"{year + 1}年1月15日")]
    return Page(filled, blocks)


_BLOCKS = (("1", "一"), ("5", "五"), ("6", "六"), ("8", "八"), ("9", "九"))
_PRINTED = {  # where a form's print is not the declaration's first label
    ("2021", "decisions"): "本年处理决定数量",
    ("2021", "amount"): "本年收费金额（单位：万元）",
    ("2019", "amount"): "采购总金额",
    ("2019", "normative_documents"): "规范性文件",
}


def proactive_sheet(filled: Filled) -> Sheet:
    """Table 二: a block for each item of article 20, with its own header."""
    form, section = filled.form_proactive, BY_ID["proactive"]
    rows = []
    for block, chinese in _BLOCKS:
        items = [item for item in section.items if item.block == block and form in item.measures]
        if not items:
            continue
        measures = items[0].measures[form]
        spans = [1] * (len(measures) - 1) + [4 - len(measures)]
        header = [_PRINTED.get((form, id), section.measure(id).zh) for id in measures]
        rows.append([Box(f"第二十条第（{chinese}）项", 4)])
        rows.append([Box("信息内容"), *(Box(text, span) for text, span in zip(header, spans, strict=True))])
        for item in items:
            found = [("proactive", item.id, id) for id in measures]
            label = Box(_PRINTED.get((form, item.id), item.zh))
            rows.append(
                [label, *(Box(filled.cells[key], span, 1, key) for key, span in zip(found, spans, strict=True))]
            )
    return Sheet("proactive", rows, 1)


_GROUPS = ("granted", "partly_granted", "refused", "unavailable", "declined", "other")


def requests_sheet(filled: Filled) -> Sheet:
    """Table 三: three columns of labels, then natural persons, five kinds of organisation, and the total."""
    form, section = filled.form_requests, BY_ID["requests"]
    applicants = [measure.zh for measure in section.measures]
    rows = [
        [Box(NOTE, 3, 3), Box("申请人情况", 7)],
        [Box(applicants[0], 1, 2), Box("法人或其他组织", 5), Box(applicants[-1], 1, 2)],
        [Box(text) for text in applicants[1:-1]],
    ]
    items = [item for item in section.items if form in item.measures]
    names = {group.id: group.zh for group in section.groups}
    members = {group: [item.id for item in items if item.group == group] for group in _GROUPS}
    inside = [item for item in items if item.id not in ("new", "carried_in", "carried_out")]
    for item in items:
        outer = {"new": "一、", "carried_in": "二、", "carried_out": "四、"}.get(item.id)
        labels = [Box(outer + item.zh, 3)] if outer else []
        if item is inside[0]:
            labels.append(Box("三、本年度办理结果", 1, len(inside)))
        if item.id == "concluded":
            labels.append(Box("（七）总计", 2))
        elif item.group:
            ordinal, group = _CHINESE[_GROUPS.index(item.group)], members[item.group]
            if len(group) == 1:
                scope = "（区分处理的，只计这一情形，不计其他情形）" if item.id == "partly_granted" else ""
                labels.append(Box(f"（{ordinal}）{item.zh}{scope}", 2))
            else:
                if item.id == group[0]:
                    labels.append(Box(f"（{ordinal}）{names[item.group]}", 1, len(group)))
                labels.append(Box(f"{group.index(item.id) + 1}.{item.zh}"))
        found = [("requests", item.id, id) for id in item.measures[form]]
        rows.append([*labels, *(Box(filled.cells[key], 1, 1, key) for key in found)])
    return Sheet("requests", rows, 3)


def proceedings_sheet(filled: Filled) -> Sheet:
    """Table 四: one row of fifteen figures."""
    section = BY_ID["proceedings"]
    results = [measure.zh for measure in section.measures]
    channels = [item.zh for item in section.items]
    found = [("proceedings", item.id, measure.id) for item in section.items for measure in section.measures]
    rows = [
        [Box(channels[0], 5), Box("行政诉讼", 10)],
        [*(Box(text, 1, 2) for text in results), Box(channels[1], 5), Box(channels[2], 5)],
        [Box(text) for text in results * 2],
        [Box(filled.cells[key], 1, 1, key) for key in found],
    ]
    return Sheet("proceedings", rows, 0)


def fees_sheet(filled: Filled) -> Sheet:
    """The processing fees, new with the reports for 2025; the corner is empty."""
    section = BY_ID["processing_fees"]
    header = [measure.zh + ("（元）" if measure.unit == "元" else "") for measure in section.measures]
    found = [("processing_fees", "processing_fees", measure.id) for measure in section.measures]
    rows = [
        [Box(""), *(Box(text) for text in header)],
        [Box("信息处理费"), *(Box(filled.cells[key], 1, 1, key) for key in found)],
    ]
    return Sheet("processing_fees", rows, 1)


def placed(sheet: Sheet) -> dict[tuple[int, int], Box | None]:
    """(row, column) → the box that starts there, None where a span covers; a row that lost a box ends early."""
    taken: dict[tuple[int, int], Box | None] = {}
    for y, row in enumerate(sheet.rows):
        x = 0
        for box in row:
            while (y, x) in taken:
                x += 1
            for dy in range(box.rowspan):
                for dx in range(box.colspan):
                    taken[y + dy, x + dx] = None
            taken[y, x] = box
            x += box.colspan
    return taken


def spread(sheet: Sheet) -> list[list[Box | None]]:
    """The grid: a box where it starts, None where a span covers or nothing is."""
    taken = placed(sheet)
    width = max(x for y, x in taken if y < len(sheet.rows)) + 1
    return [[taken.get((y, x)) for x in range(width)] for y in range(len(sheet.rows))]


def grid(sheet: Sheet) -> list[list[str]]:
    return [[box.text if box else "" for box in row] for row in spread(sheet)]
