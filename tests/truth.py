"""Figures of real reports, typed from the page, and the judgement of cells against them.

A report's truth is written as the form prints it: only rows with a figure other than nought are listed; `rest` says
what every other cell of the form holds ("0", or "" where the report leaves cells blank).
"""

from decimal import Decimal
from pathlib import Path

from gxdata import forms
from gxdata.text import read_cell

SHARED = Path(__file__).resolve().parents[2] / "shared"
RAW = Path(__file__).resolve().parents[1] / "data" / "raw"


def truth(form_proactive, form_requests, proactive=(), requests=(), proceedings=(), rest="0"):
    """{(section, item, measure): printed text} for every cell of the forms; rows are {item: "figures apart by spaces"},
    where a blank cell is written _."""
    cells = {}
    for section, form, rows in (
        (forms.PROACTIVE, form_proactive, dict(proactive)),
        (forms.REQUESTS, form_requests, dict(requests)),
        (forms.PROCEEDINGS, "2021", dict(proceedings)),
    ):
        for item in section.items:
            measures = item.measures.get(form, ())
            figures = rows.pop(item.id).split() if item.id in rows and measures else [rest or "_"] * len(measures)
            assert len(figures) == len(measures), (item.id, figures)
            for measure, figure in zip(measures, figures, strict=True):
                cells[section.id, item.id, measure] = "" if figure == "_" else figure
        assert not rows, rows
    return cells


def judge(report, expected):
    """(right, wrong, lost) cells: wrong is a value that differs, a blank where a figure is, or a figure where a blank is."""
    found = {cell[:3]: cell for cell in report.cell_rows}
    right, wrong, lost = [], [], []
    for place, printed in expected.items():
        cell, want = found.get(place), read_cell(printed)
        if cell is None or cell.state == "lost":
            lost.append(place)
        elif cell.value == want.value and (
            cell.state == want.state or (cell.state, want.state) == ("solved", "number")
        ):
            right.append(place)
        else:
            wrong.append((place, printed, cell.state, cell.value))
    return right, wrong, lost


# 鲤城区2023年政府信息公开工作年度报告 (泉鲤政办〔2024〕3号)
LICHENG_2023 = truth(
    "2021",
    "2021",
    {
        "normative_documents": "12 20 95",
        "licences": "66241",
        "penalties": "242",
        "coercive_measures": "2",
        "fees": "112.55034",
    },
    {
        "new": "90 1 0 0 0 0 91",
        "carried_in": "4 0 0 0 0 0 4",
        "granted": "30 1 0 0 0 0 31",
        "partly_granted": "3 0 0 0 0 0 3",
        "refused_state_secret": "1 0 0 0 0 0 1",
        "refused_third_party": "1 0 0 0 0 0 1",
        "unavailable_not_held": "32 0 0 0 0 0 32",
        "declined_repeat": "1 0 0 0 0 0 1",
        "other_rest": "4 0 0 0 0 0 4",
        "concluded": "72 1 0 0 0 0 73",
        "carried_out": "22 0 0 0 0 0 22",
    },
    {"reconsideration": "2 3 0 0 5", "litigation_after_reconsideration": "2 0 0 0 2"},
)

# 泉州市洛江区工业和信息化局2020年政府信息公开工作年度报告
LUOJIANG_INDUSTRY_2020 = truth(
    "2019",
    "2019",
    {
        "normative_documents": "1 1 2",
        "licences": "4 0 1",
        "other_services": "7 0 21",
        "penalties": "50 0 0",
        "coercive_measures": "3 0 0",
    },
)

# 沭阳县人民政府2025年政府信息公开工作年度报告
SHUYANG_2025 = truth(
    "2021",
    "2021",
    {
        "normative_documents": "6 1 32",
        "licences": "517645",
        "penalties": "693957",
        "coercive_measures": "2154",
        "fees": "4068.208",
    },
    {
        "new": "705 3 0 0 5 0 713",
        "carried_in": "36 0 0 0 0 0 36",
        "granted": "290 1 0 0 3 0 294",
        "partly_granted": "99 0 0 0 2 0 101",
        "refused_security": "2 0 0 0 0 0 2",
        "refused_third_party": "2 0 0 0 0 0 2",
        "refused_internal": "13 0 0 0 0 0 13",
        "refused_deliberative": "2 0 0 0 0 0 2",
        "refused_enforcement_file": "4 0 0 0 0 0 4",
        "refused_inquiry": "9 0 0 0 0 0 9",
        "unavailable_not_held": "111 0 0 0 0 0 111",
        "unavailable_not_compiled": "2 0 0 0 0 0 2",
        "declined_petition": "12 0 0 0 0 0 12",
        "declined_repeat": "6 1 0 0 0 0 7",
        "other_not_corrected": "9 0 0 0 0 0 9",
        "other_unpaid_fee": "7 0 0 0 0 0 7",
        "other_rest": "142 1 0 0 0 0 143",
        "concluded": "710 3 0 0 5 0 718",
        "carried_out": "31 0 0 0 0 0 31",
    },
    {
        "reconsideration": "27 10 9 15 61",
        "litigation_direct": "3 0 0 0 3",
        "litigation_after_reconsideration": "8 0 1 1 10",
    },
)

# 平潭综合实验区2022年度政府信息公开工作年度报告
PINGTAN_2022 = truth(
    "2021",
    "2021",
    {"normative_documents": "88 55 698", "licences": "10690", "penalties": "2113", "fees": "9116.36"},
    {
        "new": "71 3 0 0 0 0 74",
        "carried_in": "1 0 0 0 0 0 1",
        "granted": "21 0 0 0 0 0 21",
        "partly_granted": "8 1 0 0 0 0 9",
        "refused_internal": "1 0 0 0 0 0 1",
        "refused_deliberative": "2 0 0 0 0 0 2",
        "refused_enforcement_file": "1 0 0 0 0 0 1",
        "unavailable_not_held": "37 0 0 0 0 0 37",
        "other_not_corrected": "2 0 0 0 0 0 2",
        "other_rest": "0 2 0 0 0 0 2",
        "concluded": "72 3 0 0 0 0 75",
    },
    {"reconsideration": "0 1 1 0 2", "litigation_direct": "1 0 0 0 1"},
)

# 2019年上海市人民政府办公厅政府信息公开工作年度报告: noughts are left blank, and most totals too
SHANGHAI_OFFICE_2019 = truth(
    "2019",
    "2019",
    {
        "rules": "13 13 524",
        "normative_documents": "60 60 368",
        "licences": "0 0 0",
        "other_services": "0 0 0",
        "penalties": "0 0 0",
        "coercive_measures": "0 0 0",
        "fees": "0 0",
        "procurement": "6 251000元",
    },
    {
        "new": "821 35 _ _ 2 1 859",
        "carried_in": "18 _ _ _ _ _ 18",
        "granted": "258 12 _ _ 1 1 _",
        "partly_granted": "3 _ _ _ _ _ _",
        "refused_state_secret": "14 _ _ _ _ _ _",
        "refused_internal": "5 _ _ _ _ _ _",
        "refused_deliberative": "3 1 _ _ _ _ _",
        "refused_inquiry": "10 2 _ _ _ _ _",
        "unavailable_not_held": "252 12 _ _ 1 _ _",
        "unavailable_not_compiled": "44 3 _ _ _ _ _",
        "unavailable_unclear": "25 _ _ _ _ _ _",
        "declined_petition": "148 1 _ _ _ _ _",
        "declined_repeat": "5 4 _ _ _ _ _",
        "concluded": "767 35 _ _ 2 1 805",
        "carried_out": "72 _ _ _ _ _ 72",
    },
    {"reconsideration": "5 _ _ 2 7", "litigation_direct": "8 _ _ 1 9"},
    rest="",
)

# 鲤城区信访局 2020, 鼓楼区信访局 2021, 固原市信访局 2019: every figure is 0
ALL_NOUGHT_2019 = truth("2019", "2019")
ALL_NOUGHT_2021 = truth("2021", "2021")


def value(printed):
    """The decimal of a printed figure, None for a blank."""
    return Decimal(printed) if printed else None
