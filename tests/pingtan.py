"""平潭综合实验区, its reports for 2019–2025: the figures of www.pingtan.gov.cn/zwgk/zfxxgk/zfxxgknb. Rows not named are nought.

By hand, from these figures. Carried in is what the year before carried out, in every column of every year (1 from 2021 into
2022, otherwise 0). Normative documents in force: 2022 665 + 88 - 55 = 698 as printed; 2023 698 + 77 - 132 = 643, printed 470;
2024 470 + 62 - 33 = 499, printed 440; 2025 440 + 58 - 45 = 453, printed 546. 2020 to 2021 the form changed.
"""

from filled import Filled
from truth import truth

AGENCY = "平潭综合实验区管委会"


def filled(year: int, form: str, proactive: dict, requests: dict, proceedings: dict) -> Filled:
    cells = truth(form, form, proactive, requests, proceedings)
    return Filled(form, form, cells, AGENCY, year, heading=f"平潭综合实验区{year}年度政府信息公开工作年度报告")


# fmt: off
PINGTAN = {
    2019: filled(2019, "2019", {
        "normative_documents": "89 89 89", "licences": "396 0 181", "other_services": "10 0 153", "penalties": "2648 0 430", "coercive_measures": "126 0 25", "fees": "35 0", "procurement": "135 75394432.52元",
    }, {
        "new": "23 0 0 0 0 0 23",
        "granted": "7 0 0 0 0 0 7",
        "partly_granted": "1 0 0 0 0 0 1",
        "unavailable_not_held": "7 0 0 0 0 0 7",
        "unavailable_unclear": "5 0 0 0 0 0 5",
        "declined_repeat": "3 0 0 0 0 0 3",
        "concluded": "23 0 0 0 0 0 23",
    }, {

    }),
    2020: filled(2020, "2019", {
        "rules": "0 0 7", "normative_documents": "77 77 166", "licences": "396 442 278", "other_services": "10 7 105", "penalties": "2648 -18 538", "coercive_measures": "126 26 29", "fees": "35 -15", "procurement": "395 73802895.90元",
    }, {
        "new": "20 0 0 0 0 1 21",
        "granted": "6 0 0 0 0 1 7",
        "partly_granted": "6 0 0 0 0 0 6",
        "unavailable_not_held": "4 0 0 0 0 0 4",
        "unavailable_unclear": "3 0 0 0 0 0 3",
        "declined_repeat": "3 0 0 0 0 0 3",
        "other": "4 0 0 0 0 0 4",
        "concluded": "20 0 0 0 0 1 21",
    }, {

    }),
    2021: filled(2021, "2021", {
        "normative_documents": "69 3 665", "licences": "2293", "penalties": "1282", "coercive_measures": "42", "fees": "24252.311082",
    }, {
        "new": "64 0 0 2 0 4 70",
        "granted": "27 0 0 2 0 1 30",
        "partly_granted": "5 0 0 0 0 0 5",
        "refused_internal": "1 0 0 0 0 0 1",
        "refused_enforcement_file": "6 0 0 0 0 0 6",
        "refused_inquiry": "1 0 0 0 0 0 1",
        "unavailable_not_held": "22 0 0 0 0 3 25",
        "other_rest": "1 0 0 0 0 0 1",
        "concluded": "63 0 0 2 0 4 69",
        "carried_out": "1 0 0 0 0 0 1",
    }, {
        "reconsideration": "1 0 2 0 3", "litigation_direct": "12 0 0 0 12",
    }),
    2022: filled(2022, "2021", {
        "normative_documents": "88 55 698", "licences": "10690", "penalties": "2113", "fees": "9116.36",
    }, {
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
    }, {
        "reconsideration": "0 1 1 0 2", "litigation_direct": "1 0 0 0 1",
    }),
    2023: filled(2023, "2021", {
        "normative_documents": "77 132 470", "licences": "2629", "penalties": "1330", "coercive_measures": "54", "fees": "5949.088667",
    }, {
        "new": "80 1 0 0 0 0 81",
        "granted": "22 0 0 0 0 0 22",
        "partly_granted": "19 1 0 0 0 0 20",
        "refused_third_party": "1 0 0 0 0 0 1",
        "refused_deliberative": "1 0 0 0 0 0 1",
        "refused_enforcement_file": "1 0 0 0 0 0 1",
        "refused_inquiry": "2 0 0 0 0 0 2",
        "unavailable_not_held": "31 0 0 0 0 0 31",
        "declined_repeat": "1 0 0 0 0 0 1",
        "other_not_corrected": "1 0 0 0 0 0 1",
        "other_rest": "1 0 0 0 0 0 1",
        "concluded": "80 1 0 0 0 0 81",
    }, {
        "reconsideration": "1 1 0 0 2", "litigation_direct": "4 0 0 1 5", "litigation_after_reconsideration": "1 0 1 0 2",
    }),
    2024: filled(2024, "2021", {
        "normative_documents": "62 33 440", "licences": "4529", "penalties": "1100", "coercive_measures": "65", "fees": "18651.06",
    }, {
        "new": "217 1 0 0 0 0 218",
        "granted": "71 0 0 0 0 0 71",
        "partly_granted": "29 0 0 0 0 0 29",
        "refused_state_secret": "4 0 0 0 0 0 4",
        "refused_third_party": "3 0 0 0 0 0 3",
        "refused_internal": "32 0 0 0 0 0 32",
        "unavailable_not_held": "75 0 0 0 0 0 75",
        "declined_repeat": "1 0 0 0 0 0 1",
        "other_not_corrected": "1 0 0 0 0 0 1",
        "other_rest": "1 1 0 0 0 0 2",
        "concluded": "217 1 0 0 0 0 218",
    }, {
        "reconsideration": "2 1 3 1 7", "litigation_after_reconsideration": "13 2 4 0 19",
    }),
    2025: filled(2025, "2021", {
        "normative_documents": "58 45 546", "licences": "2418", "penalties": "644", "coercive_measures": "64", "fees": "4166.241619",
    }, {
        "new": "151 3 0 0 0 0 154",
        "granted": "33 0 0 0 0 0 33",
        "partly_granted": "38 0 0 0 0 0 38",
        "refused_internal": "3 0 0 0 0 0 3",
        "refused_deliberative": "2 0 0 0 0 0 2",
        "refused_enforcement_file": "3 0 0 0 0 0 3",
        "refused_inquiry": "3 0 0 0 0 0 3",
        "unavailable_not_held": "49 1 0 0 0 0 50",
        "unavailable_not_compiled": "3 0 0 0 0 0 3",
        "declined_petition": "2 0 0 0 0 0 2",
        "other_not_corrected": "8 0 0 0 0 0 8",
        "other_unpaid_fee": "2 0 0 0 0 0 2",
        "other_rest": "1 0 0 0 0 0 1",
        "concluded": "147 1 0 0 0 0 148",
        "carried_out": "4 2 0 0 0 0 6",
    }, {
        "reconsideration": "25 3 8 0 36", "litigation_direct": "3 3 0 0 6", "litigation_after_reconsideration": "3 0 0 0 3",
    }),
}
