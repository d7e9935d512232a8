"""A filled form comes back from every dialect: each figure, each blank, who and when, and each broken identity."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest
from dialects import DIALECTS, Dialect, Page, Sheet, page, simplified
from filled import (
    APPLICANTS,
    REAL,
    Filled,
    Key,
    broken,
    compare,
    filled_forms,
    instances,
    moderate,
    parse_one,
    verdicts,
    wrong,
)
from hypothesis import given

APART = [pytest.param(dialect, id=name) for name, dialect in DIALECTS.items() if dialect.apart]
GAPS = [pytest.param(dialect, id=name) for name, dialect in DIALECTS.items() if dialect.gaps]
EVERY = [pytest.param(dialect, id=name) for name, dialect in DIALECTS.items()]
DESTROYS = {"tabbed_page_breaks"}  # cut labels: their rows may be solved instead of read


def check(dialect: Dialect, filled: Filled, *, lossy: frozenset[Key] = frozenset()) -> None:
    """Every cell equal, with state `number`, `blank` or `nil`; the cells in `lossy` may be lost."""
    report = parse_one(dialect(filled))
    assert not compare(report, filled.truth(), lossy=lossy, solved=dialect.name in DESTROYS)


def open_cells(dialect: Dialect, filled: Filled) -> frozenset[Key]:
    """The cells that this print leaves open to two readings."""
    return frozenset(key for block in page(filled).blocks if isinstance(block, Sheet) for key in dialect.open(block))


@pytest.mark.parametrize("dialect", APART)
@moderate
@given(filled=filled_forms())
def test_a_consistent_form_without_blanks_comes_back_from_every_dialect(dialect: Dialect, filled: Filled) -> None:
    check(dialect, filled)


@pytest.mark.parametrize("dialect", GAPS)
@moderate
@given(filled=filled_forms(gaps=True))
def test_blanks_come_back_as_blank_and_nil_marks_as_nil(dialect: Dialect, filled: Filled) -> None:
    check(dialect, filled, lossy=open_cells(dialect, filled))


@pytest.mark.parametrize("dialect", APART)
@moderate
@given(filled=filled_forms(breaking=True))
def test_broken_identities_leave_the_figures_as_printed_and_are_errors(dialect: Dialect, filled: Filled) -> None:
    report = parse_one(dialect(filled))
    assert not compare(report, filled.truth(), solved=dialect.name in DESTROYS)
    assert reported(report) == broken(filled)


def reported(report: object) -> set[tuple[str, str]]:
    """(identity, row or column) of each error."""
    axes = {
        instance.identity.id: instance.identity.axis for instance in instances([cell[:3] for cell in report.cell_rows])
    }
    return {
        (finding.rule, finding.measure if axes.get(finding.rule) == "item" else finding.item)
        for finding in report.finding_rows
        if finding.severity == "error"
    }


@pytest.mark.parametrize("dialect", EVERY)
@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in REAL])
def test_real_reports_come_back_from_every_dialect(dialect: Dialect, name: str) -> None:
    filled = REAL[name]
    report = parse_one(dialect(filled))
    assert not wrong(report, filled.truth())
    if dialect.apart:
        assert not compare(report, filled.truth(), solved=dialect.name in DESTROYS)
        assert reported(report) == filled.breaks


@pytest.mark.parametrize("dialect", EVERY)
@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in REAL])
def test_who_and_when_come_back_from_every_dialect(dialect: Dialect, name: str) -> None:
    report = parse_one(dialect(REAL[name]))
    assert (simplified(report.agency or ""), report.year) == (REAL[name].agency, REAL[name].year)


@pytest.mark.parametrize("dialect", EVERY)
@moderate
@given(filled=filled_forms(fees=False))
def test_agency_and_year_of_any_title_come_back(dialect: Dialect, filled: Filled) -> None:
    report = parse_one(dialect(filled))
    assert (simplified(report.agency or ""), report.year) == (filled.agency, filled.year)


@pytest.mark.parametrize("dialect", EVERY)
@moderate
@given(filled=filled_forms())
def test_the_form_is_decided_by_the_tables(dialect: Dialect, filled: Filled) -> None:
    report = parse_one(dialect(filled))
    assert (report.forms["proactive"], report.forms["requests"]) == (filled.form_proactive, filled.form_requests)


# ── Glued digits ─────────────────────────────────────────────────────────────────────────────────────────────────


def splits(digits: str) -> Iterator[tuple[int, ...]]:
    """Every way to cut digits into seven numbers without leading noughts, the last the sum of the others."""
    for at in range(6, len(digits)):
        if digits[at] != "0" or at == len(digits) - 1:
            total = int(digits[at:])
            yield from ((*parts, total) for parts in _parts(digits[:at], 6, total))


def _parts(digits: str, count: int, total: int) -> Iterator[tuple[int, ...]]:
    """Every way to cut digits into `count` numbers without leading noughts that add up to `total`."""
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0") and int(digits) == total:
            yield (total,)
        return
    for at in range(1, len(digits) - count + 2):
        part = int(digits[:at])
        if part > total or (at > 1 and digits[0] == "0"):
            return
        yield from ((part, *rest) for rest in _parts(digits[at:], count - 1, total - part))


def row(filled: Filled, outcome: str) -> str:
    return "".join(filled.cells["requests", outcome, applicant] for applicant in APPLICANTS)


@moderate
@given(filled=filled_forms())
def test_glued_digits_never_give_a_wrong_figure(filled: Filled) -> None:
    assert not wrong(parse_one(DIALECTS["glued"](filled)), filled.truth())


@moderate
@given(filled=filled_forms())
def test_glued_rows_with_one_split_are_read(filled: Filled) -> None:
    outcomes = {key[1] for key in filled.keys if key[0] == "requests"}
    single = {outcome for outcome in outcomes if len(list(islice(splits(row(filled, outcome)), 2))) == 1}
    found = verdicts(parse_one(DIALECTS["glued"](filled)), filled.truth())
    assert {
        key[1] for key, verdict in found.items() if key[0] == "requests" and verdict != "right"
    } <= outcomes - single


@pytest.mark.parametrize("name", ["licheng_2023", "hongze_2023"])
def test_glued_small_figures_are_all_read(name: str) -> None:
    filled = REAL[name]
    found = verdicts(parse_one(DIALECTS["glued"](filled)), filled.truth())
    assert {verdict for key, verdict in found.items() if key[0] != "proactive"} == {"right"}


def test_a_single_figure_after_a_label_is_read_where_digits_are_glued() -> None:
    filled = REAL["licheng_2023"]
    found = verdicts(parse_one(DIALECTS["glued"](filled)), filled.truth())
    single = [key for key in found if key[0] == "proactive" and key[1] not in ("rules", "normative_documents")]
    assert {key: found[key] for key in single} == dict.fromkeys(single, "right")


def test_every_key_of_the_form_is_printed_once_by_the_layout() -> None:
    for filled in REAL.values():
        printed: Page = page(filled)
        assert sorted(box.key for box in printed.boxes() if box.key) == sorted(filled.keys)


def test_the_brute_force_finds_every_split() -> None:
    assert list(splits("901000091")) == [(90, 1, 0, 0, 0, 0, 91)]
    assert list(splits("1000002")) == []
    three = [(1, 1, 110, 0, 0, 0, 112), (1, 111, 0, 0, 0, 0, 112), (111, 1, 0, 0, 0, 0, 112)]
    assert sorted(splits("11110000112")) == three
