"""Random walks: a filled form, one to three changes to its page or its print, and what must then be read of it.

A `harmless` change leaves what the page says: every cell must come back. Any other destroys something: a cell then has
the page's figure or none. What a walk does follows from its number alone, so that a failure is told by that number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from changes import PAGE_STEPS, Walk, name, of_variant, rows_of
from dialects import DIALECTS, Dialect, Page, Sheet, page
from filled import HONGZE_2023, NIL, PINGTAN_2020, REAL, Filled, Key, Truth, compare, figures, keys, wrong
from reprints import HARMFUL_HTML, HARMFUL_TEXT, HARMLESS_HTML, HARMLESS_TEXT, Change, Inapplicable
from seeds import docx, ruled_pdf

import gxdata as gx
from gxdata.forms import FORMS

PADDED = ("tabbed", "markdown", "piped")  # where a row that lost a cell is printed with a blank at its end
BROKEN = (PINGTAN_2020, HONGZE_2023)  # a sum the source breaks and a lost cell in one row may cancel out: a known limit
PACKED = {  # no text, so that only the page is changed
    "docx": Dialect(
        "docx", lambda printed: docx(printed).decode("latin-1"), encode=lambda text: text.encode("latin-1")
    ),
    "pdf": Dialect(
        "pdf", lambda printed: ruled_pdf(printed).decode("latin-1"), encode=lambda text: text.encode("latin-1")
    ),
}
PRINTS = {**DIALECTS, **PACKED}


# ── Forms ────────────────────────────────────────────────────────────────────────────────────────────────────────


def some_form(random: Random) -> Filled:
    """A real form, or one of random figures that holds every identity."""
    if random.random() < 0.4:
        return REAL[random.choice(list(REAL))]
    form_proactive, form_requests = random.choice(FORMS), random.choice(FORMS)
    most = random.choice(((9,), (0, 0, 0, 0, 0, 0, 9, 99), (0, 0, 0, 1), (0, 9, 999, 9_999)))
    numbers = iter(lambda: random.randint(0, random.choice(most)), None)
    cells = {key: str(figure) for key, figure in figures(form_requests, numbers).items()}
    fees = random.random() < 0.3
    for key in keys(form_proactive, form_requests, fees):
        if key[2] in ("amount", "notified_yuan", "collected_yuan"):
            cells[key] = random.choice(("0", f"{random.randint(0, 10**9) / 10**4:.4f}", str(random.randint(1, 10**6))))
        elif key[2] == "items_change":
            cells[key] = str(random.randint(-99, 99))
        elif key[0] in ("proactive", "processing_fees"):
            cells[key] = str(random.randint(0, random.choice((0, 9, 10**6))))
    return Filled(form_proactive, form_requests, cells, "永嘉县统计局", random.randint(2019, 2025), fees)


def with_gaps(filled: Filled, random: Random) -> Filled:
    chosen = random.sample(filled.keys, random.randint(1, 30))
    return filled.with_cells({key: random.choice(("", "", *NIL)) for key in chosen})


# ── Walking and judging ──────────────────────────────────────────────────────────────────────────────────────────


def walk(number: int, dialects: tuple[str, ...] = tuple(DIALECTS), only: tuple[int, ...] | None = None) -> Walk:
    """The walk of that number; `only`: with no more than these of its steps."""
    random = Random(number)
    dialect = PRINTS[random.choice(dialects)]
    filled = some_form(random)
    if dialect.gaps and filled not in BROKEN and random.random() < 0.3:
        filled = with_gaps(filled, random)
    found = Walk(number, filled, dialect, page(filled), filled.truth())
    harmless = random.random() < 0.4
    later: list[tuple[str, Change, Random]] = []
    for at in range(random.randint(1, 3)):
        choice = Random(random.random())
        if only is None or at in only:
            try:
                _step(found, choice, harmless or choice.random() < 0.2, later)
            except Inapplicable:
                continue
    try:
        text = dialect.write(found.page)
    except (StopIteration, IndexError, TypeError):  # it cuts the page at a row that is gone
        text = DIALECTS["html_plain"].write(found.page)
    for what, change, choice in later:
        try:
            text = change(text, choice)
            found.steps.append(what)
        except Inapplicable:
            continue
    found.lossy = _open(found) if found.harmless else set()
    try:
        found.data = dialect.encode(text)
    except UnicodeEncodeError:  # a change brought in what Big5 has not
        found.data = text.encode("utf-8")
    return found


def _open(found: Walk) -> set[Key]:
    """The cells that the print leaves open: in text all where figures are glued or two changes meet, else those of the
    rows that begin or end with a blank."""
    is_html = found.dialect.name.startswith("html")
    if not found.dialect.apart or (len(found.steps) > 1 and not is_html):
        return set(found.truths)
    cells = {key for block in found.page.blocks if isinstance(block, Sheet) for key in found.dialect.open(block)}
    for _, row in rows_of(found.page):
        boxes = [box for box in row if box.key]
        if not is_html and found.dialect.name not in PACKED and "" in (boxes[0].text, boxes[-1].text):
            cells |= {box.key for box in boxes if box.key}
    return cells


def _step(found: Walk, random: Random, harmless: bool, later: list[Any]) -> None:
    is_html = found.dialect.name.startswith("html")
    before = _prints(found.page)
    if random.random() < 0.5 and found.dialect.name not in PACKED:
        pool = (
            (HARMLESS_HTML if harmless else HARMFUL_HTML) if is_html else (HARMLESS_TEXT if harmless else HARMFUL_TEXT)
        )
        what = random.choice(list(pool))
        later.append((what, pool[what], random))
        found.harmless &= harmless
        return
    if harmless or random.random() < 0.2:
        found.steps.append(of_variant(found, random, harmless))
    else:
        found.steps.append(random.choice(PAGE_STEPS)(found, random))
    if harmless:
        return
    found.harmless = False
    after = _prints(found.page)
    changed = {row for row in before if before[row] != after.get(row)}
    damaged = {key for key in found.truths if (key[0], key[1] if key[0] != "proceedings" else "") in changed}
    found.void |= damaged & found.touched
    found.touched |= damaged
    padded = found.dialect.name in ("html_blank_for_span", "pdf") or (
        found.dialect.name.startswith(PADDED) and "" in found.filled.cells.values()
    )
    if found.filled in BROKEN or padded:  # a row that lost a cell ends in a blank there, as whole rows may
        found.void |= damaged


def _prints(printed: Page) -> dict[tuple[str, str], tuple[str, ...]]:
    """What every row with figures prints."""
    return {
        (sheet.section, name(row) if sheet.section != "proceedings" else ""): tuple(box.text for box in row)
        for sheet, row in rows_of(printed)
    }


def faults(found: Walk) -> list[str]:
    """What came out that must not: [] is a walk that ended well."""
    try:
        reports = gx.parse(found.data)
    except gx.ReadError as error:
        return [f"refused: {error}"] if found.harmless else []
    if found.harmless:
        if len(reports) != 1:
            return [f"{len(reports)} reports"]
        differing = compare(reports[0], found.truths, lossy=frozenset(found.lossy), solved=True)
        return [each for each in differing if "blank → nil" not in each]  # one mark before blanks is a merged cell's
    if len(found.steps) > 1:
        found.void |= found.mislabelled
    truths = {key: truth for key, truth in found.truths.items() if key not in found.void}
    return [fault for report in reports for fault in _wrong(report, truths, found)]


def _wrong(report: Any, truths: Mapping[Key, Truth], found: Walk) -> Iterator[str]:
    blank = {cell[:3] for cell in report.cell_rows if cell.state == "blank"}
    for key, what in wrong(report, truths).items():
        padded = key in found.touched and key in blank and found.dialect.name.startswith(PADDED)
        of_other_form = key not in truths and key[1] in {each[1] for each in found.void}
        if (
            key not in found.void
            and not padded
            and not of_other_form
            and not _cut(found, what)
            and "blank → solved 0 " not in what
        ):
            yield f"{'/'.join(key)}: {what}"
    lost = {cell.section for cell in report.cell_rows if cell.state == "lost"}
    yield from (
        f"{section}: cells lost without a warning"
        for section in sorted(lost - {each.section for each in report.finding_rows if each.severity != "note"})
    )


def _cut(found: Walk, what: str) -> bool:
    """Whether it is the last figure of a text that ends there: nothing in text says that a figure goes on."""
    end = re.search(r"[\d.]+\s*$", found.data.decode("utf-8", "replace"))
    return "truncated" in found.steps and bool(end) and f"('{end[0].strip()}')" in what


def least(number: int, dialects: tuple[str, ...] = tuple(DIALECTS)) -> Walk:
    """A failing walk with as few of its steps as still fail."""
    for only in ((0,), (1,), (2,), (0, 1), (0, 2), (1, 2)):
        if faults(shorter := walk(number, dialects, only)):
            return shorter
    return walk(number, dialects)
