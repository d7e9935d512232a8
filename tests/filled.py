"""A filled form as data: what a page prints in every cell, what each print means, and the judge of what came back.
Real ones are typed by hand.

Nothing here knows how the parser works; ids, forms and identities come from the declaration in `gxdata.forms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

import gxdata as gx
from gxdata.forms import BY_ID, FORMS, IDENTITIES, Identity
from gxdata.simulate import page as pages
from gxdata.simulate.page import Key, keys

APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other", "total")
RESULTS = ("upheld", "corrected", "other", "pending", "total")
NIL = ("/", "—", "无")

# The same examples on every machine; without shrinking, since the differences that are shown name the cells.
moderate = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Truth(NamedTuple):
    """What a cell as printed must be read as: `number` with its value, `blank` or `nil`."""

    state: str
    value: Decimal | None = None


@dataclass(frozen=True)
class Filled(pages.Filled):
    """A report whose cells are typed or drawn, with what its prints mean."""

    breaks: frozenset[tuple[str, str]] = field(default=frozenset())  # typed by hand: the identities the page breaks

    def truth(self) -> dict[Key, Truth]:
        return {key: truth(self.cells[key]) for key in self.keys}

    def with_cells(self, cells: Mapping[Key, str]) -> Filled:
        return replace(self, cells={**self.cells, **cells})


def truth(printed: str) -> Truth:
    """The plain prints only: digits, a minus sign, a decimal point, 元, a nil mark, nothing."""
    if printed in ("", *NIL):
        return Truth("nil" if printed else "blank")
    return Truth("number", Decimal(printed.removesuffix("元")))


class Instance(NamedTuple):
    """An identity for one column (axis item) or one row (axis measure), with the cells of its two sides."""

    identity: Identity
    coordinate: str
    left: list[Key]
    right: list[Key]


def instances(cells: Sequence[Key]) -> Iterator[Instance]:
    """Every instance of every hard identity that these cells have."""
    present = set(cells)
    for identity in IDENTITIES:
        section = BY_ID[identity.section]
        by_item = identity.axis == "item"
        for other in section.measures if by_item else section.items:
            left, right = (
                [
                    key
                    for id in side
                    if (key := (section.id, *((id, other.id) if by_item else (other.id, id)))) in present
                ]
                for side in (identity.left, identity.right)
            )
            if left and right:
                yield Instance(identity, other.id, left, right)


def broken(filled: Filled) -> set[tuple[str, str]]:
    """The identities (id, row or column) that the figures as printed break; blanks make one undecidable."""
    values = {key: truth.value for key, truth in filled.truth().items()}
    found = set()
    for identity, coordinate, left, right in instances(filled.keys):
        sides = [[values[key] for key in side] for side in (left, right)]
        if None not in sides[0] + sides[1] and sum(sides[0]) != sum(sides[1]):
            found.add((identity.id, coordinate))
    return found


# ── The judge ────────────────────────────────────────────────────────────────────────────────────────────────────────


def parse_one(data: bytes) -> Any:
    """The one report that the file holds."""
    reports = gx.parse(data)
    assert len(reports) == 1, f"{len(reports)} reports where the file holds one"
    return reports[0]


def verdict(truth: Truth, cell: Any | None) -> str:
    """`right`, `wrong` (a figure that differs, or a blank or nil where the page prints a figure), or `lost`.

    A blank and a nil mark both say that there is no figure: to take one for the other is not `wrong` here.
    Where the page does not say (`unknown`), a cell without a figure is right.
    """
    if truth.state == "unknown":
        return "right" if cell is None or cell.state in ("lost", "text") else "wrong"
    if cell is None or cell.state in ("lost", "text"):
        return "lost"
    return "right" if cell.value == truth.value else "wrong"


def verdicts(report: Any, truths: Mapping[Key, Truth]) -> dict[Key, str]:
    """The verdict on every cell of the page; a figure in a cell that the page does not have is `wrong`."""
    cells = {cell[:3]: cell for cell in report.cell_rows}
    found = {key: verdict(truth, cells.get(key)) for key, truth in truths.items()}
    found |= {key: "wrong" for key, cell in cells.items() if key not in truths and cell.value is not None}
    return found


def wrong(report: Any, truths: Mapping[Key, Truth]) -> dict[Key, str]:
    """The cells that are wrong, with what they should be and what came out."""
    cells = {cell[:3]: cell for cell in report.cell_rows}
    return {
        key: f"{show(truths.get(key))} → {cells[key].state} {cells[key].value} ({cells[key].raw!r})"
        for key, each in verdicts(report, truths).items()
        if each == "wrong"
    }


def show(truth: Truth | None) -> str:
    return "not on the page" if truth is None else truth.state if truth.value is None else str(truth.value)


def compare(
    report: Any, truths: Mapping[Key, Truth], *, lossy: frozenset[Key] = frozenset(), solved: bool = False
) -> list[str]:
    """Every difference from the page in state or value, one line each: [] is a report read in full.

    `lossy` cells may also be lost; with `solved` a figure may be solved instead of read.
    """
    cells = {cell[:3]: cell for cell in report.cell_rows}
    found = []
    for key, truth in truths.items():
        cell = cells.pop(key, None)
        if cell is None or cell.state == "lost":
            fine = key in lossy
        else:
            fine = cell.value == truth.value and cell.state in ((truth.state, "solved") if solved else (truth.state,))
        if not fine:
            got = "absent" if cell is None else f"{cell.state} {cell.value} ({cell.raw!r})"
            found.append(f"{'/'.join(key)}: {show(truth)} → {got}")
    return found + [f"{'/'.join(key)}: not on the page → {cell.state} {cell.value}" for key, cell in cells.items()]


# ── Strategies ───────────────────────────────────────────────────────────────────────────────────────────────────

AGENCIES = (
    "泉州市洛江区工业和信息化局",
    "淮安市人民政府",
    "上海市黄浦区人民政府",
    "永嘉县统计局",
    "防城港市教育局",
    "五常市背荫河镇人民政府",
)

_small = st.integers(1, 9)
_sizes = st.sampled_from((0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 99, 999, 9_999))  # noughts are most of a real table 三
_figure = _sizes.flatmap(lambda size: st.integers(min(size, 1), size))
_count = st.one_of(st.just(0), _small, st.integers(10, 999_999))
_change = st.one_of(st.just(0), st.integers(-99, -1), st.integers(1, 999))
_amount = st.one_of(st.just("0"), st.decimals(0, 999_999, places=4).map(str), st.integers(1, 999_999).map(str))


def figures(form_requests: str, numbers: Iterator[int]) -> dict[Key, int]:
    """Tables 三 and 四 with every hard identity holding; `numbers` are the figures that are no sums."""
    cells: dict[Key, int] = {}
    outcomes = [
        item.id
        for item in BY_ID["requests"].items
        if form_requests in item.measures and item.id not in ("new", "carried_in", "concluded", "carried_out")
    ]
    for applicant in APPLICANTS[:-1]:
        for outcome in outcomes:
            cells["requests", outcome, applicant] = next(numbers)
        concluded = sum(cells["requests", outcome, applicant] for outcome in outcomes)
        carried_out = next(numbers)
        carried_in = min(next(numbers), concluded + carried_out)
        cells["requests", "concluded", applicant] = concluded
        cells["requests", "carried_out", applicant] = carried_out
        cells["requests", "carried_in", applicant] = carried_in
        cells["requests", "new", applicant] = concluded + carried_out - carried_in
    for outcome in ("new", "carried_in", *outcomes, "concluded", "carried_out"):
        cells["requests", outcome, "total"] = sum(cells["requests", outcome, each] for each in APPLICANTS[:-1])
    for channel in BY_ID["proceedings"].items:
        for result in RESULTS[:-1]:
            cells["proceedings", channel.id, result] = next(numbers)
        cells["proceedings", channel.id, "total"] = sum(cells["proceedings", channel.id, each] for each in RESULTS[:-1])
    return cells


@st.composite
def filled_forms(draw: st.DrawFn, *, gaps: bool = False, breaking: bool = False, fees: bool = True) -> Filled:
    """A report that holds every hard identity; with `gaps` some cells blank or nil, with `breaking` some totals off."""
    form_proactive, form_requests = draw(st.sampled_from(FORMS)), draw(st.sampled_from(FORMS))
    processing_fees = fees and draw(st.booleans())
    numbers = draw(st.lists(_figure, min_size=175, max_size=175))
    every = keys(form_proactive, form_requests, processing_fees)
    cells = {key: str(figure) for key, figure in figures(form_requests, iter(numbers)).items()}
    for key in every:
        section, _, measure = key
        if measure in ("amount", "notified_yuan", "collected_yuan"):
            cells[key] = draw(_amount)
        elif section in ("proactive", "processing_fees"):
            cells[key] = str(draw(_change if measure == "items_change" else _count))
    if breaking:
        for key in draw(st.lists(st.sampled_from([key for key in every if key[0] in ("requests", "proceedings")]),
                                 min_size=1, max_size=3, unique=True)):  # fmt: skip
            cells[key] = str(abs(int(cells[key]) + draw(st.sampled_from((-10, -1, 1, 9, 100)))))
    if gaps:
        for key in draw(st.lists(st.sampled_from(every), min_size=1, max_size=40, unique=True)):
            cells[key] = draw(st.sampled_from(("", "", *NIL)))
    agency, year = draw(st.sampled_from(AGENCIES)), draw(st.integers(2019, 2025))
    return Filled(form_proactive, form_requests, cells, agency, year, processing_fees)


# ── Real reports, typed from the page ────────────────────────────────────────────────────────────────────────────


def typed(text: str, form_proactive: str, form_requests: str, agency: str, year: int, **more: object) -> Filled:
    """`item print print …` a line, in the form's order of columns; `section:` begins a table."""
    cells: dict[Key, str] = {}
    section = ""
    columns: dict[tuple[str, str], list[str]] = {}
    for id, item, measure in keys(form_proactive, form_requests):
        columns.setdefault((id, item), []).append(measure)
    for line in text.strip().splitlines():
        first, *prints = line.split()
        if first.endswith(":"):
            section = first[:-1]
        else:
            for measure, printed in zip(columns[section, first], prints, strict=True):
                cells[section, first, measure] = "" if printed == "_" else printed
    assert set(cells) == set(keys(form_proactive, form_requests)), "a row is missing or not on the form"
    return Filled(form_proactive, form_requests, cells, agency, year, **more)  # type: ignore[arg-type]


# 淮安市人民政府2024年政府信息公开工作年度报告
HUAIAN_2024 = typed("""
proactive:
rules 1 0 11
normative_documents 8 26 66
licences 447228
penalties 3985758
coercive_measures 88283
fees 96171.6
requests:
new 3001 53 0 0 61 4 3119
carried_in 34 0 0 0 0 0 34
granted 1288 21 0 0 50 3 1362
partly_granted 447 7 0 0 0 0 454
refused_state_secret 2 0 0 0 0 0 2
refused_law 30 1 0 0 0 0 31
refused_security 5 0 0 0 0 0 5
refused_third_party 6 0 0 0 0 0 6
refused_internal 7 1 0 0 0 0 8
refused_deliberative 12 0 0 0 0 0 12
refused_enforcement_file 9 0 0 0 0 0 9
refused_inquiry 105 0 0 0 0 0 105
unavailable_not_held 746 12 0 0 10 1 769
unavailable_not_compiled 11 0 0 0 0 0 11
unavailable_unclear 1 0 0 0 0 0 1
declined_petition 56 6 0 0 0 0 62
declined_repeat 25 0 0 0 0 0 25
declined_publication 0 0 0 0 0 0 0
declined_excessive 0 0 0 0 0 0 0
declined_confirmation 1 0 0 0 0 0 1
other_not_corrected 67 3 0 0 1 0 71
other_unpaid_fee 6 0 0 0 0 0 6
other_rest 108 2 0 0 0 0 110
concluded 2932 53 0 0 61 4 3050
carried_out 103 0 0 0 0 0 103
proceedings:
reconsideration 72 64 178 37 351
litigation_direct 13 4 8 1 26
litigation_after_reconsideration 12 1 1 6 20
""", "2021", "2021", "淮安市人民政府", 2024)  # fmt: skip

# 平潭综合实验区2020年度政府信息公开工作年度报告: the outcomes do not add up to the totals it prints
PINGTAN_2020 = typed("""
proactive:
rules 0 0 7
normative_documents 77 77 166
licences 396 442 278
other_services 10 7 105
penalties 2648 -18 538
coercive_measures 126 26 29
fees 35 -15
procurement 395 73802895.90元
requests:
new 20 0 0 0 0 1 21
carried_in 0 0 0 0 0 0 0
granted 6 0 0 0 0 1 7
partly_granted 6 0 0 0 0 0 6
refused_state_secret 0 0 0 0 0 0 0
refused_law 0 0 0 0 0 0 0
refused_security 0 0 0 0 0 0 0
refused_third_party 0 0 0 0 0 0 0
refused_internal 0 0 0 0 0 0 0
refused_deliberative 0 0 0 0 0 0 0
refused_enforcement_file 0 0 0 0 0 0 0
refused_inquiry 0 0 0 0 0 0 0
unavailable_not_held 4 0 0 0 0 0 4
unavailable_not_compiled 0 0 0 0 0 0 0
unavailable_unclear 3 0 0 0 0 0 3
declined_petition 0 0 0 0 0 0 0
declined_repeat 3 0 0 0 0 0 3
declined_publication 0 0 0 0 0 0 0
declined_excessive 0 0 0 0 0 0 0
declined_confirmation 0 0 0 0 0 0 0
other 4 0 0 0 0 0 4
concluded 20 0 0 0 0 1 21
carried_out 0 0 0 0 0 0 0
proceedings:
reconsideration 0 0 0 0 0
litigation_direct 0 0 0 0 0
litigation_after_reconsideration 0 0 0 0 0
""", "2019", "2019", "平潭综合实验区管委会", 2020,
heading="平潭综合实验区2020年度政府信息公开工作年度报告",
breaks=frozenset({("outcomes", "natural_person"), ("outcomes", "total")}))  # fmt: skip

# 洪泽区人民政府2023年政府信息公开工作年度报告: two totals of table 四 printed 0; its table 三 is on the 2019 form
HONGZE_2023 = typed("""
proactive:
rules 0 0 0
normative_documents 0 5 5
licences 550
penalties 4119
coercive_measures 195
fees 7730.28
requests:
new 21 0 0 0 0 0 21
carried_in 0 0 0 0 0 0 0
granted 0 0 0 0 0 0 0
partly_granted 4 0 0 0 0 0 4
refused_state_secret 1 0 0 0 0 0 1
refused_law 0 0 0 0 0 0 0
refused_security 0 0 0 0 0 0 0
refused_third_party 0 0 0 0 0 0 0
refused_internal 0 0 0 0 0 0 0
refused_deliberative 1 0 0 0 0 0 1
refused_enforcement_file 1 0 0 0 0 0 1
refused_inquiry 0 0 0 0 0 0 0
unavailable_not_held 10 0 0 0 0 0 10
unavailable_not_compiled 3 0 0 0 0 0 3
unavailable_unclear 0 0 0 0 0 0 0
declined_petition 1 0 0 0 0 0 1
declined_repeat 0 0 0 0 0 0 0
declined_publication 0 0 0 0 0 0 0
declined_excessive 0 0 0 0 0 0 0
declined_confirmation 0 0 0 0 0 0 0
other 0 0 0 0 0 0 0
concluded 21 0 0 0 0 0 21
carried_out 0 0 0 0 0 0 0
proceedings:
reconsideration 10 1 0 0 0
litigation_direct 0 0 0 0 0
litigation_after_reconsideration 5 0 0 0 0
""", "2021", "2019", "洪泽区人民政府", 2023,
breaks=frozenset({("proceedings", "reconsideration"), ("proceedings", "litigation_after_reconsideration")}))  # fmt: skip

# 鲤城区2023年政府信息公开工作年度报告, forwarded by 泉鲤政办〔2024〕3号
LICHENG_2023 = typed("""
proactive:
rules 0 0 0
normative_documents 12 20 95
licences 66241
penalties 242
coercive_measures 2
fees 112.55034
requests:
new 90 1 0 0 0 0 91
carried_in 4 0 0 0 0 0 4
granted 30 1 0 0 0 0 31
partly_granted 3 0 0 0 0 0 3
refused_state_secret 1 0 0 0 0 0 1
refused_law 0 0 0 0 0 0 0
refused_security 0 0 0 0 0 0 0
refused_third_party 1 0 0 0 0 0 1
refused_internal 0 0 0 0 0 0 0
refused_deliberative 0 0 0 0 0 0 0
refused_enforcement_file 0 0 0 0 0 0 0
refused_inquiry 0 0 0 0 0 0 0
unavailable_not_held 32 0 0 0 0 0 32
unavailable_not_compiled 0 0 0 0 0 0 0
unavailable_unclear 0 0 0 0 0 0 0
declined_petition 0 0 0 0 0 0 0
declined_repeat 1 0 0 0 0 0 1
declined_publication 0 0 0 0 0 0 0
declined_excessive 0 0 0 0 0 0 0
declined_confirmation 0 0 0 0 0 0 0
other_not_corrected 0 0 0 0 0 0 0
other_unpaid_fee 0 0 0 0 0 0 0
other_rest 4 0 0 0 0 0 4
concluded 72 1 0 0 0 0 73
carried_out 22 0 0 0 0 0 22
proceedings:
reconsideration 2 3 0 0 5
litigation_direct 0 0 0 0 0
litigation_after_reconsideration 2 0 0 0 2
""", "2021", "2021", "鲤城区人民政府", 2023, heading="鲤城区2023年政府信息公开工作年度报告")  # fmt: skip

# 泉州市洛江区工业和信息化局2020年政府信息公开工作年度报告: tables 三 and 四 are all nought
_NOUGHT = dict.fromkeys(keys("2019", "2019"), "0")
LUOJIANG_2020 = Filled("2019", "2019", _NOUGHT, "泉州市洛江区工业和信息化局", 2020).with_cells(
    {
        ("proactive", "normative_documents", "made"): "1",
        ("proactive", "normative_documents", "published"): "1",
        ("proactive", "normative_documents", "public_total"): "2",
        ("proactive", "licences", "items_last_year"): "4",
        ("proactive", "licences", "decisions"): "1",
        ("proactive", "other_services", "items_last_year"): "7",
        ("proactive", "other_services", "decisions"): "21",
        ("proactive", "penalties", "items_last_year"): "50",
        ("proactive", "coercive_measures", "items_last_year"): "3",
    }
)

REAL = {
    "huaian_2024": HUAIAN_2024,
    "pingtan_2020": PINGTAN_2020,
    "hongze_2023": HONGZE_2023,
    "licheng_2023": LICHENG_2023,
}
