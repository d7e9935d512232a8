"""What the notebooks say in words about the sample corpus holds in its tables.

nbval compares the outputs and nobody the sentences above them: each claim stands here with the words that make it, the
question that it answers, and the answer as the words have it.
"""

import json
from pathlib import Path

import pytest

import gxdata as gx

ROOT = Path(__file__).parent.parent
GOVERNMENTS = "join counted using (report_id) where kind = 'government' and scope is null"
TOTALS = f"from requests {GOVERNMENTS}"  # rows of table 三 of the governments
REFUSED = f"{TOTALS} and starts_with(outcome, 'refused')"
HUAIAN = "agency = '淮安市人民政府' and year = 2024"
PINGTAN = "from requests join counted using (report_id) where agency = '平潭综合实验区管委会' and outcome = 'new'"

CLAIMS = [
    (
        "01_reading_reports",
        "Take the 32 requests that ended because the body does not hold the information",
        "select total from requests join counted using (report_id) where agency = '鲤城区人民政府' and year = 2023 and outcome = 'unavailable_not_held'",
        (32,),
    ),
    (
        "02_refusals",
        "Refusals are rare, 283 among 4,519 requests concluded by the sample's governments that do not state their scope (6 %)",
        f"select (select sum(total) {REFUSED}), (select sum(total) {TOTALS} and outcome = 'concluded'), round(100 * 283 / 4519)",
        (283, 4519, 6),
    ),
    (
        "02_refusals",
        "Nearly two thirds of these refusals stand in one report, Huai'an (淮安市) 2024",
        f"select sum(total) filter ({HUAIAN}) / sum(total) between 0.6 and 0.667 {REFUSED}",
        (True,),
    ),
    (
        "02_refusals",
        "The most frequent entry of these governments, two in five of their refusals, is a matter of inquiry",
        f"select outcome, round(sum(total) / 283, 1) {REFUSED} group by outcome order by sum(total) desc limit 1",
        ("refused_inquiry", 0.4),
    ),
    (
        "02_refusals",
        "Without it, *internal affairs* (三类内部事务信息) leads",
        f"select outcome {REFUSED} and outcome <> 'refused_inquiry' group by outcome order by sum(total) desc limit 1",
        ("refused_internal",),
    ),
    (
        "02_refusals",
        "Of 163 refusals on a ground of secrecy, a share of 19 % has an interval of twelve points",
        f"select sum(total) {REFUSED} and outcome <> 'refused_inquiry'",
        (163,),
    ),
    (
        "03_requests_and_outcomes",
        "Natural persons make 97 of 100 requests",
        "select round(100 * sum(natural_person) / sum(total)) from requests join counted using (report_id) where outcome = 'new'",
        (97,),
    ),
    (
        "03_requests_and_outcomes",
        "Of what the sample's governments concluded (those that do not state their scope), 57 % was granted in full or in part, and 26 % failed because there was nothing to give",
        f"select round(100 * sum(total) filter (outcome in ('granted', 'partly_granted')) / 4519),"
        f" round(100 * sum(total) filter (starts_with(outcome, 'unavailable')) / 4519) {TOTALS}",
        (57, 26),
    ),
    (
        "03_requests_and_outcomes",
        "lie 33 points apart",
        f"select round(100 * (given / (given + 283) - given / 4519)) from"
        f" (select sum(total) as given {TOTALS} and outcome in ('granted', 'partly_granted'))",
        (33,),
    ),
    (
        "03_requests_and_outcomes",
        "six of the 20 reports of departments have no request, and half have ten or fewer",
        "select count(*), count(*) filter (total = 0), count(*) filter (total <= 10) from requests join counted using (report_id)"
        " where kind = 'department' and outcome = 'new'",
        (20, 6, 10),
    ),
    (
        "03_requests_and_outcomes",
        "research institutes not once in these reports",
        "select sum(research) from requests join counted using (report_id) where outcome = 'new'",
        (0,),
    ),
    (
        "03_requests_and_outcomes",
        "Huai'an City (淮安市) 2024 concluded 3,050 requests",
        f"select total from requests join counted using (report_id) where outcome = 'concluded' and {HUAIAN}",
        (3050,),
    ),
    (
        "04_reconsideration_and_litigation",
        "17 % of all ended in a correction, 20 % of those decided, and 39 % of those either upheld or corrected",
        "select round(100 * sum(corrected) / sum(total)), round(100 * sum(corrected) / sum(upheld + corrected + other)),"
        " round(100 * sum(corrected) / sum(upheld + corrected)) from proceedings join counted using (report_id)"
        " where kind = 'government' and scope is null and channel = 'reconsideration' and upheld + corrected + other + pending = total",
        (17, 20, 39),
    ),
    (
        "04_reconsideration_and_litigation",
        "More than half of these 351 cases ended otherwise",
        f"select total, other * 2 > total from proceedings join counted using (report_id) where channel = 'reconsideration' and {HUAIAN}",
        (351, True),
    ),
    (
        "04_reconsideration_and_litigation",
        "Two totals of table 四 in the sample are printed as nought beside cases",
        "select count(*), bool_and(total = 0) from proceedings where upheld + corrected + other + pending <> total",
        (2, True),
    ),
    (
        "05_bodies_and_places",
        "Pingtan's requests grew from 23 in 2019 to 218 in 2024 and fell to 154 in 2025",
        f"select list(total::int order by year)[1], list(total::int order by year)[-2:], list(year order by year) {PINGTAN}",
        (23, [218, 154], [2019, 2020, 2021, 2022, 2023, 2024, 2025]),
    ),
    (
        "05_bodies_and_places",
        "All others have one to three years",
        "select max(years) from (select body_id, count(distinct year) as years from counted where agency <> '平潭综合实验区管委会' group by body_id)",
        (3,),
    ),
    (
        "06_data_quality",
        "10 of 6,348 are lost, and 120 could be worked out from the sums",
        "select count(*) filter (state = 'lost'), count(*), count(*) filter (state = 'solved') from cells",
        (10, 6348, 120),
    ),
    (
        "06_data_quality",
        "4 of 32 reports print sums that do not hold",
        "select count(distinct report_id) filter (severity = 'error'), (select count(*) from reports) from findings",
        (4, 32),
    ),
    (
        "06_data_quality",
        "Nine in ten cells are numbers as printed; all blanks but one come from two reports that leave cells empty",
        "select round(10 * count(*) filter (state = 'number') / count(*)), (select list(blanks order by blanks) from"
        " (select count(*) as blanks from cells where state = 'blank' group by report_id)) from cells",
        (9, [1, 125, 135]),
    ),
    (
        "07_texts",
        "Only five of its 32 reports have a section five",
        "select count(distinct report_id) from sections where kind = 'problems'",
        (5,),
    ),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus") / "tables"
    gx.build(ROOT / "data" / "raw", out, progress=False)
    with gx.connect(out) as connection:
        yield connection


def prose(stem):
    notebook = json.loads((ROOT / "notebooks" / f"{stem}.ipynb").read_text("utf-8"))
    return " ".join(
        " ".join("".join(cell["source"]).split()) for cell in notebook["cells"] if cell["cell_type"] == "markdown"
    )


@pytest.mark.parametrize(("stem", "words", "question", "answer"), CLAIMS, ids=[words[:50] for _, words, _, _ in CLAIMS])
def test_a_claim_of_a_notebook_holds_in_the_tables(db, stem, words, question, answer):
    assert words in prose(stem), "the notebook says something else now: mend the claim here too"
    assert db.execute(question).fetchall() == [answer]


def test_the_interval_that_a_notebook_speaks_of_is_that_wide(db):
    assert "a share of 19 % has an interval of twelve points" in prose("02_refusals")
    shares = gx.pool(db, "refusal_reason_share_without_inquiry", where="kind = 'government' and scope is null")
    (low, high), *others = shares.filter("round(100 * value) = 19").project("100 * low, 100 * high").fetchall()
    assert (round(high - low), others) == (12, [])
