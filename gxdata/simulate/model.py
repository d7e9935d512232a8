"""The model: what a body's reports say, year after year. Every number in it is made up; the package's docstring tells it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..forms import BY_ID, PROCEEDINGS, REQUESTS
from .bodies import GOVERNMENT, Body
from .draw import Draw
from .page import Key, keys

START = 2019  # the first year of the forms
MEAN = {  # requests of a body in 2019: of a government, of a department
    "province": (400.0, 40.0),
    "prefecture": (160.0, 10.0),
    "county": (40.0, 4.0),
}
SIZE = {"province": 12.0, "prefecture": 4.0, "county": 1.0}  # decisions, of a county's
BODY_VOLUME, BODY_SHARES = 0.6, 0.4  # standard deviations of a body's effects
GROWTH = 0.06  # a year, on the log of the mean
REFORM_VOLUME, REFORM_REFUSED = 0.10, -0.50  # the known effects of the reform, from the year of its adoption
CARRIED = 0.05  # of the new requests, into the next year
APPLICANTS = {
    "natural_person": 0.92,
    "business": 0.045,
    "research": 0.003,
    "public_interest": 0.004,
    "legal_service": 0.02,
    "other": 0.008,
}
GROUPS = {
    "granted": 0.44,
    "partly_granted": 0.13,
    "refused": 0.09,
    "unavailable": 0.25,
    "declined": 0.04,
    "other": 0.05,
}
TREND = {"granted": 0.02, "unavailable": -0.03}  # a year, on the log of a group's weight
WITHIN = {
    "granted": {"granted": 1.0},
    "partly_granted": {"partly_granted": 1.0},
    "refused": {
        "refused_state_secret": 0.05,
        "refused_law": 0.12,
        "refused_security": 0.03,
        "refused_third_party": 0.14,
        "refused_internal": 0.2,
        "refused_deliberative": 0.16,
        "refused_enforcement_file": 0.12,
        "refused_inquiry": 0.18,
    },
    "unavailable": {"unavailable_not_held": 0.85, "unavailable_not_compiled": 0.09, "unavailable_unclear": 0.06},
    "declined": {
        "declined_petition": 0.6,
        "declined_repeat": 0.3,
        "declined_publication": 0.02,
        "declined_excessive": 0.03,
        "declined_confirmation": 0.05,
    },
    "other": {"other_not_corrected": 0.5, "other_unpaid_fee": 0.1, "other_rest": 0.4},
}
OUTCOMES = tuple(outcome for group in WITHIN.values() for outcome in group)
BREAK = 2024  # the revised 行政复议法
DISPUTED = {  # of the requests concluded and not granted: before the break, and from it
    "reconsideration": (0.06, 0.10),
    "litigation_direct": (0.03, 0.01),
    "litigation_after_reconsideration": (0.02, 0.02),
}
RESULTS = {"upheld": 0.55, "corrected": 0.18, "other": 0.17, "pending": 0.10}
LATE_REQUESTS, LATE_ALL = 0.06, 0.02  # bodies: 三 on the old form in 2021; all on it in 2021 and 2022
FEES_TABLE = 0.4  # reports from 2025 with a table of processing fees


@dataclass(frozen=True)
class Facts:
    """What a body's report for a year says before anything goes wrong; `figures`: the numbers as they would be printed."""

    body: Body
    year: int
    form_proactive: str
    form_requests: str
    processing_fees: bool
    figures: Mapping[Key, str] = field(repr=False)

    @property
    def treated(self) -> bool:
        return self.body.adopted is not None and self.year >= self.body.adopted


def history(body: Body, first: int, last: int, seed: int) -> Iterator[Facts]:
    """A body's reports for the years from `first` to `last`; what is carried out of one is carried into the next."""
    draw = Draw(f"{seed}/{body.id}")
    volume = BODY_VOLUME * draw.normal()
    shares = {group: BODY_SHARES * draw.normal() for group in GROUPS}
    late = draw.uniform()
    stock = {item: draw.integer(0, most) for item, most in _stocks(body).items()}
    items = {
        item: draw.integer(0, 40) for item in ("licences", "other_services", "penalties", "coercive_measures", "fees")
    }
    carried = {
        applicant: draw.binomial(draw.poisson(_mean(body, first, volume)), share * CARRIED)
        for applicant, share in APPLICANTS.items()
    }
    for year in range(first, last + 1):
        forms = _forms(year, late)
        figures: dict[Key, int | str] = {}
        requests = _requests(draw, _mean(body, year, volume), _weights(body, year, shares), carried)
        carried = {applicant: requests["carried_out", applicant] for applicant in APPLICANTS}
        figures |= {("requests", *place): figure for place, figure in requests.items()}
        figures |= _proceedings(draw, requests["concluded", "total"] - requests["granted", "total"], year)
        figures |= _published(draw, body, stock, items)
        fees = year >= 2025 and draw.chance(FEES_TABLE)
        notified = draw.binomial(requests["new", "total"], 0.01)
        asked = sum(draw.integer(1, 40) * 20 for _ in range(notified))
        for measure, figure in zip(
            ("notified", "notified_yuan", "collected_yuan"), (notified, asked, asked // 2), strict=True
        ):
            figures["processing_fees", "processing_fees", measure] = figure
        printed = {key: str(figures[_under(key, forms[0])]) for key in keys(*forms, fees)}
        yield Facts(body, year, *forms, fees, printed)


def _mean(body: Body, year: int, effect: float) -> float:
    treated = body.adopted is not None and year >= body.adopted
    base = MEAN[body.level][body.kind != GOVERNMENT] * body.volume
    return base * math.exp(effect + GROWTH * (year - START) + REFORM_VOLUME * treated)


def _weights(body: Body, year: int, effects: Mapping[str, float]) -> list[float]:
    """The weights of OUTCOMES."""
    treated = body.adopted is not None and year >= body.adopted
    found = []
    for group, share in GROUPS.items():
        effect = (
            effects[group]
            + TREND.get(group, 0.0) * (year - START)
            + (REFORM_REFUSED * treated if group == "refused" else 0.0)
        )
        found += [share * math.exp(effect) * inside for inside in WITHIN[group].values()]
    return found


def _requests(draw: Draw, mean: float, weights: list[float], carried: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Table 三, with the sums of its rows and columns, and `other` beside its three rows."""
    cells: dict[tuple[str, str], int] = {}
    arrived = draw.multinomial(draw.overdispersed(mean), list(APPLICANTS.values()))
    for applicant, new in zip(APPLICANTS, arrived, strict=True):
        left = draw.binomial(new, CARRIED)
        concluded = new + carried[applicant] - left
        found = draw.multinomial(concluded, weights)
        cells |= {(outcome, applicant): count for outcome, count in zip(OUTCOMES, found, strict=True)}
        cells["other", applicant] = sum(cells[outcome, applicant] for outcome in WITHIN["other"])
        rows = (("new", new), ("carried_in", carried[applicant]), ("concluded", concluded), ("carried_out", left))
        cells |= {(row, applicant): count for row, count in rows}
    for row in (item.id for item in REQUESTS.items):
        cells[row, "total"] = sum(cells[row, applicant] for applicant in APPLICANTS)
    return cells


def _proceedings(draw: Draw, contestable: int, year: int) -> dict[Key, int]:
    cells: dict[Key, int] = {}
    for channel in PROCEEDINGS.items:
        total = draw.binomial(contestable, DISPUTED[channel.id][year >= BREAK])
        found = draw.multinomial(total, list(RESULTS.values()))
        figures = {**dict(zip(RESULTS, found, strict=True)), "total": total}
        cells |= {("proceedings", channel.id, result): count for result, count in figures.items()}
    return cells


def _stocks(body: Body) -> dict[str, int]:
    """The most that a body has in force in the first year; rules only where the law gives the power."""
    government = body.kind == GOVERNMENT
    rules = {"province": 120, "prefecture": 12}.get(body.level, 0) if government else 0
    return {"rules": rules, "normative_documents": int((200 if government else 30) * SIZE[body.level] ** 0.5)}


def _published(draw: Draw, body: Body, stock: dict[str, int], items: dict[str, int]) -> dict[Key, int | str]:
    """Table 二 for both forms; `stock` and `items` are carried on to the next year."""
    cells: dict[Key, int | str] = {}
    for item, most in _stocks(body).items():
        issued = draw.poisson(most / 20)
        repealed = min(draw.poisson(most / 25), stock[item] + issued)
        stock[item] += issued - repealed
        row = {
            "made": issued,
            "published": issued,
            "public_total": stock[item],
            "issued": issued,
            "repealed": repealed,
            "in_force": stock[item],
        }
        cells |= {("proactive", item, measure): figure for measure, figure in row.items()}
    for item, share in (
        ("licences", 1.0),
        ("other_services", 0.3),
        ("penalties", 0.5),
        ("coercive_measures", 0.05),
        ("fees", 0.0),
    ):
        change = draw.integer(-2, 3) if items[item] > 1 and draw.chance(0.5) else 0
        row = {
            "items_last_year": items[item],
            "items_change": change,
            "decisions": draw.overdispersed(body.decides * SIZE[body.level] * share),
        }
        items[item] += change
        cells |= {("proactive", item, measure): figure for measure, figure in row.items()}
    projects = draw.poisson(3.0 * SIZE[body.level])
    cells["proactive", "procurement", "projects"] = projects
    yuan = sum(draw.integer(5_000, 900_000) for _ in range(min(projects, 20)))
    cells["proactive", "procurement", "amount/2019"] = f"{yuan}元" if draw.chance(0.3) else str(yuan)
    collected = int(draw.gamma() * 500_000 * SIZE[body.level]) if body.kind == GOVERNMENT or draw.chance(0.2) else 0
    cells["proactive", "fees", "amount/2021"] = _decimal(collected, draw.choice((0, 2, 4)))
    return cells


def _decimal(hundredths_of_yuan: int, places: int) -> str:
    """An amount in 万元, with as many decimals as the body prints."""
    whole, rest = divmod(hundredths_of_yuan, 10_000)
    return f"{whole}.{rest:04}"[: -4 + places or None] if places and hundredths_of_yuan else str(whole)


def _under(key: Key, form: str) -> Key:
    section, item, measure = key
    return (section, item, f"amount/{form}") if measure == "amount" else key


def _forms(year: int, late: float) -> tuple[str, str]:
    """The forms of tables 二 and 三."""
    if year < 2021 or (late < LATE_ALL and year < 2023):
        return "2019", "2019"
    return "2021", "2019" if late < LATE_ALL + LATE_REQUESTS and year == 2021 else "2021"


assert set(OUTCOMES) <= {item.id for item in BY_ID["requests"].items}
