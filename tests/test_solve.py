"""The solver never invents: what it says is the truth, or lost."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from gxdata.assign import candidates
from gxdata.document import Location
from gxdata.forms import PROCEEDINGS, REQUESTS
from gxdata.records import Field, Record
from gxdata.solve import Row, equations, solve
from gxdata.text import read_cell

MEASURES = tuple(measure.id for measure in REQUESTS.measures)
ITEMS = tuple(item.id for item in REQUESTS.items if "2021" in item.measures)
CELLS = tuple((item, measure) for item in ITEMS for measure in MEASURES)


def record(figures, kind="line"):
    fields = [Field(read_cell(figure), Location(line=1)) for figure in figures]
    return Record(["label"], fields, kind, 0, Location(line=1), figures=[field for field in fields if not field.blank])


def read(rows):
    """rows: {item: printed figures} of table 三; the rest of the form is nought."""
    found = []
    for item in ITEMS:
        readings, how = candidates(record(rows.get(item, ["0"] * 7)), 7)
        found.append(Row(tuple((item, measure) for measure in MEASURES), readings, how))
    return solve(found, equations(REQUESTS, CELLS))


def row_of(solved, item):
    return [solved[item, measure].value for measure in MEASURES]


def states(solved, item):
    return {solved[item, measure].state for measure in MEASURES}


def test_glued_figures_have_the_one_split_that_adds_up():
    # 平潭综合实验区2022年度: 本年新收 71 3 0 0 0 0 74, 予以公开 21 … 21, 总计 72 3 … 75 (printed glued)
    solved = read(
        {"new": ["713000074"], "carried_in": ["1000001"], "granted": ["7230000" + "75"], "concluded": ["723000075"]}
    )
    assert row_of(solved, "new") == [71, 3, 0, 0, 0, 0, 74]
    assert states(solved, "new") == {"solved"}


def test_a_figure_to_spare_and_a_figure_missing_among_noughts_are_noughts():
    solved = read({"new": ["0"] * 8, "granted": ["0"] * 6})
    assert row_of(solved, "new") == [0] * 7
    assert row_of(solved, "granted") == [0] * 7
    assert states(solved, "granted") == {"solved"}


def test_a_missing_figure_that_two_columns_may_have_lost_is_lost():
    # 5 0 0 0 0 0 5 without one nought, and nothing else to tell: the noughts are sure, the 5 is not a guess either
    solved = read(
        {
            "granted": ["5", "0", "0", "0", "0", "5"],
            "new": ["5", "0", "0", "0", "0", "0", "5"],
            "concluded": ["5", "0", "0", "0", "0", "0", "5"],
        }
    )
    assert row_of(solved, "granted") == [5, 0, 0, 0, 0, 0, 5]
    undecided = read({"granted": ["5", "0", "0", "0", "0", "5"]})
    assert "number" not in states(undecided, "granted")


def test_a_value_that_no_identity_confirms_is_not_filled_in():
    # the source itself breaks the columns: nothing may be inferred from them
    solved = read({"granted": ["4", "1", "0", "0", "0", "0"], "concluded": ["9", "9", "0", "0", "0", "0", "18"]})
    assert row_of(solved, "granted")[:2] == [None, None]
    assert row_of(solved, "granted")[-1] is None


def test_two_figures_missing_are_lost():
    assert states(read({"granted": ["3", "0", "0", "0", "3"]}), "granted") == {"lost"}


def test_fourteen_of_fifteen_noughts_are_noughts():
    cells = tuple((item.id, measure.id) for item in PROCEEDINGS.items for measure in PROCEEDINGS.measures)
    readings, how = candidates(record(["0"] * 14), 15)
    solved = solve([Row(cells, readings, how)], equations(PROCEEDINGS, cells))
    assert {solved[cell].value for cell in cells} == {Decimal(0)}
    assert {solved[cell].state for cell in cells} == {"solved"}


def test_digits_apart_in_one_cell_are_one_number_only_if_the_sums_say_so():
    good = read(
        {
            "granted": ["1 2", "0", "0", "0", "0", "0", "12"],
            "new": ["12", "0", "0", "0", "0", "0", "12"],
            "concluded": ["12", "0", "0", "0", "0", "0", "12"],
        }
    )
    assert good["granted", "natural_person"][:2] == ("solved", Decimal(12))
    bad = read({"granted": ["1 2", "0", "0", "0", "0", "0", "3"]})
    assert bad["granted", "natural_person"].state == "lost"
    assert bad["granted", "total"][:2] == ("number", Decimal(3))


FIGURES = st.lists(st.sampled_from([0, 0, 0, 0, 1, 2, 5, 10, 31, 120]), min_size=6, max_size=6)


@st.composite
def tables(draw):
    """A consistent table 三 with figures in a handful of rows."""
    rows = {item: [0] * 7 for item in ITEMS}
    for item in draw(st.lists(st.sampled_from(ITEMS[2:-2]), min_size=1, max_size=5, unique=True)):
        figures = draw(FIGURES)
        rows[item] = [*figures, sum(figures)]
    rows["concluded"] = [sum(rows[item][column] for item in ITEMS[2:-2]) for column in range(7)]
    rows["new"] = list(rows["concluded"])
    return rows


@given(tables(), st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_whatever_is_glued_dropped_or_doubled_no_figure_is_wrong(truth, data):
    printed = {item: [str(figure) for figure in row] for item, row in truth.items()}
    for item in data.draw(st.lists(st.sampled_from(ITEMS), min_size=1, max_size=3, unique=True)):
        row = printed[item]
        harm = data.draw(st.sampled_from(["glue", "drop", "double"]))
        place = data.draw(st.integers(0, 6))
        printed[item] = {
            "glue": ["".join(row)],
            "drop": row[:place] + row[place + 1 :],
            "double": row[: place + 1] + row[place:],
        }[harm]
    solved = read(printed)
    for item in ITEMS:
        for measure, true in zip(MEASURES, truth[item], strict=True):
            reading = solved[item, measure]
            assert reading.state == "lost" or reading.value == true, (item, measure, printed[item], true, reading)
