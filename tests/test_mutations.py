"""Files of every kind with their structure changed, and pages of known figures after random walks of changes.

What the first may not do is in `pipeline`, what the second may not give in `walks`; `make fuzz` does both at length.
"""

from __future__ import annotations

import warnings
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from mutations import mutate, objects, pdf
from pipeline import run
from seeds import KINDS as SEEDED
from seeds import seeds
from walks import faults, walk

from gxdata.readers import KINDS, Kind, sniff

EXAMPLES = {"text": 90, "html": 90, "docx": 60, "pdf": 25}  # of other kinds 30
SEED = st.integers(0, 2**32)


def few(examples: int) -> settings:
    """As many examples, the same on every machine, none shrunk: the number of a walk or mutation tells all of it."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


@cache
def of_kind(kind: Kind | None) -> list[bytes]:
    """The seeds that the registry takes for this kind, None for text and HTML."""
    return [data for name in SEEDED for data in seeds(name).values() if sniff(data) is kind]


def changed(seed: bytes, number: int) -> bytes:
    random = Random(number)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # an entry that a ZIP file has twice
        for _ in range(random.choice((1, 1, 2))):
            seed = mutate(seed, random)
    return seed


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_mutated_file_of_any_kind_is_read_or_refused(kind: Kind) -> None:
    if kind.reader is None and not getattr(kind, "archive", None):
        pytest.skip(f"there is no reader for {kind.name} yet")
    if not of_kind(kind):
        pytest.skip(f"tests/seeds.py makes no file that is {kind.name}")
    name = next((name for name in ("docx", "pdf") if kind.reader and name in kind.reader), "")

    @few(EXAMPLES.get(name, 30))
    @given(st.sampled_from(of_kind(kind)), SEED)
    def holds(seed: bytes, number: int) -> None:
        run(changed(seed, number), view=number % 4 == 0, twice=number % 10 == 0)

    holds()


@pytest.mark.parametrize("name", ["text", "html"])
def test_mutated_text_is_read_or_refused(name: str) -> None:
    @few(EXAMPLES[name])
    @given(st.sampled_from(list(seeds(name).values())), SEED)
    def holds(seed: bytes, number: int) -> None:
        run(changed(seed, number), view=number % 4 == 0, twice=number % 10 == 0)

    holds()


@pytest.mark.parametrize("kind", SEEDED)
def test_a_seed_is_read_the_same_twice(kind: str) -> None:
    for data in seeds(kind).values():
        run(data, twice=True)


def test_a_seed_of_a_kind_that_is_read_gives_a_report() -> None:
    for name in SEEDED:
        for title, data in seeds(name).items():
            kind = sniff(data)
            read = kind.reader if kind else name in ("html", "text")
            if read and name != "image" and "blank" not in title:
                assert run(data), f"{name} {title}"


def test_the_objects_of_a_pdf_are_the_same_after_it_is_put_together() -> None:
    parts = objects(seeds("pdf")["ruled"])
    assert len(parts) > 8
    assert [(part.number, part.stream) for part in objects(pdf(parts))] == [
        (part.number, part.stream) for part in parts
    ]


@few(450)
@given(st.integers(0, 10**9))
def test_a_walk_of_changes_never_gives_another_figure(number: int) -> None:
    found = walk(number)
    assert not faults(found), str(found)


@pytest.mark.parametrize(
    "number", [101290, 105716, 103698]
)  # a tag dropped in a row whose first figure is blank moved it by a cell; a nought doubled beside a blank
def test_walks_that_once_gave_another_figure(number: int) -> None:
    assert faults(walk(number)) == []
