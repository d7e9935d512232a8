"""Document → reports: titles divide it, tables are aligned with the forms, checks and identity complete them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from .bodies import describe_body, names_body
from .chapters import caption_of_another_year, chapters, kinds, split_headings
from .checks import Finding, check
from .comparison import named_otherwise, of_the_year
from .deciding import in_words, left_open
from .document import Document, Grid, Location, Paragraph
from .forms import SECTIONS
from .headlines import Heading, find_titles
from .identity import identify, misprint
from .narrative import narrative, rules_power
from .oddities import other_years
from .particulars import particulars, settle_year
from .quotes import quotes, sentences
from .records import Stream, read_stream
from .report import CellRow, Report
from .scope import describe_scope
from .tables import Table, read_table
from .text import squeeze

_new = tuple.__new__  # twice as fast as the constructor of a NamedTuple, and a report has hundreds of cells
_written = lru_cache(maxsize=8192)(Location.__str__)  # the places of a table's cells are those of others
Blocks = Sequence[Paragraph | Grid]


def recognise(document: Document, source_id: str = "", url: str = "") -> list[Report]:
    """The reports in a document, in order; none when it has neither a report's title with its sections nor a table.
    url: the address that it came from, if known."""
    blocks = split_headings(document.blocks)
    paragraphs = [(index, block.text) for index, block in enumerate(blocks) if isinstance(block, Paragraph)]
    lines = [text for _, text in paragraphs]
    titles = find_titles(lines)
    reports: list[Report] = []
    for first, last, title in _stretches(paragraphs, titles, len(blocks)):
        report = _read(document, blocks[first:last], first, title, source_id, url, len(reports) + 1)
        if report is not None:
            reports.append(report)
    return reports


def _stretches(
    paragraphs: Sequence[tuple[int, str]], titles: Sequence[Heading], end: int
) -> list[tuple[int, int, Heading | None]]:
    """(first block, block after the last, title) of every stretch that may be one report; what precedes the first
    title (a covering notice, index numbers) belongs to it, and a title repeated at a page's head opens no new one."""
    titles = [title for place, title in enumerate(titles) if place == 0 or title.title != titles[place - 1].title]
    if not titles:
        return [(0, end, None)]
    starts = [0, *(paragraphs[title.start][0] for title in titles[1:])]
    return [(start, stop, title) for start, stop, title in zip(starts, [*starts[1:], end], titles, strict=True)]


def _read(
    document: Document, blocks: Blocks, first: int, title: Heading | None, source_id: str, url: str, ordinal: int
) -> Report | None:
    stream = read_stream(blocks, kinds(blocks))
    tables = [table for section in SECTIONS if (table := read_table(section, stream))]
    parts = chapters(blocks)
    statutory = [part for part in parts if 1 <= part.number <= 6]
    if not tables and (title is None or len(statutory) < 2):
        return None
    report = Report(source_id, ordinal, origin=document.origin, chapter_rows=parts)
    _identify(report, document, blocks, title, url)
    tables = _of_the_year(tables, blocks, report.year)
    report.finding_rows += [
        Finding("reader", "warning", "", "", "", "", "", f"{text} / {text}") for text in document.anomalies
    ]
    for section in SECTIONS:
        table = next((table for table in tables if table.section is section), None)
        if table is not None and not (caption := _of_another_year(report, table, blocks)):
            _add(report, table)
            continue
        if table is not None:
            message = f"{section.zh}：表上写明“{caption}”，未采用。 / {section.en}: the line above says “{caption}”; not used."
            report.finding_rows.append(Finding("table_of_another_year", "warning", section.id, "", "", "", "", message))
        if section.required:
            message = f"{section.zh}：未见此表。 / {section.en}: no such table was found."
            report.finding_rows.append(Finding("table_missing", "warning", section.id, "", "", "", "", message))
    _page_marks(report, stream, tables)
    _read_sentences(report)
    report.finding_rows += rules_power(report)
    return report


def _of_the_year(tables: list[Table], blocks: Blocks, year: int | None) -> list[Table]:
    """The tables, with those that were not read for other years' beside them read without these, if then they are whole."""
    if year is None or not any(table.is_open for table in tables) or not (own := of_the_year(blocks, year)):
        return tables
    stream = read_stream(own, kinds(blocks))
    found = []
    for table in tables:
        alone = read_table(table.section, stream) if table.is_open else None
        if alone is not None and not alone.is_open:
            alone.notes.append(other_years(alone.section))
            table = alone
        found.append(table)
    return found


def _of_another_year(report: Report, table: Table, blocks: Blocks) -> str:
    """The line above a table, or its first row, that says it is of another year; else nothing."""
    if report.year is None or not table.matches:
        return ""
    places = sorted({match.record.block for match in table.matches})
    if table.section.layout == "rows":  # one table, though it be cut in pieces
        del places[1:]
    captions = [caption_of_another_year(blocks, place, report.year) for place in places]
    captions += [named_otherwise(blocks[place], report.year) for place in places]
    return next(filter(None, captions), "")


def _identify(report: Report, document: Document, blocks: Blocks, title: Heading | None, url: str) -> None:
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    printed = title.title if title else document.meta.get("ArticleTitle") or document.meta.get("title") or ""
    report.title = printed or None
    text = "\n".join(lines)
    found = identify(printed, text, url) if printed else None
    year = found.year if found else None
    facts = particulars(lines, year, document.meta)
    report.published, report.document_number, report.index_number = (
        facts.published,
        facts.document_number,
        facts.index_number,
    )
    report.period_start, report.period_end = facts.period_start, facts.period_end
    report.year, conflict = settle_year(year, (facts.period_start, facts.period_end))
    if conflict:
        report.finding_rows.append(
            Finding("year_differs", "warning", "", "", "", str(year or ""), str(report.year or ""), conflict)
        )
    if report.published and report.year and report.published.year <= report.year:
        message = f"印发于{report.published}，早于{report.year}年度终了。 / published on {report.published}, before the end of {report.year}."
        report.finding_rows.append(
            Finding("published_early", "warning", "", "", "", str(report.year), str(report.published), message)
        )
    if found is not None and report.year != year:
        found = identify(printed, text, url, report.year)
    if found is not None:
        report.level, report.kind = found.level, found.kind
        report.province, report.prefecture, report.county, report.township = (
            found.province,
            found.prefecture,
            found.county,
            found.township,
        )
        report.agency, report.region_code = found.agency, found.region_code
        report.identity_words = in_words(found.evidence)
        if found.open_place:
            message = left_open(found.open_place, found.candidates, found.year)
            report.finding_rows.append(
                Finding("region_undecided", "warning", "", "", "", "", found.open_place, message)
            )
        _, wrong = misprint(printed)
        if wrong:
            message = f"机关名印作“{wrong}”，应为“{report.agency}”。 / the body's name is printed “{wrong}”, a misprint of “{report.agency}”."
            report.finding_rows.append(
                Finding("name_misprint", "warning", "", "", "", report.agency or "", wrong, message)
            )
    describe_body(report)
    for name, zh in (("agency", "机关"), ("year", "年度")):
        if getattr(report, name) is None:
            message = f"标题与正文不能判定{zh}。 / title and text do not decide the {name}."
            report.finding_rows.append(
                Finding(f"{name}_undecided", "warning", "", "", "", "", squeeze(printed), message)
            )


def _read_sentences(report: Report) -> None:
    """What the running text says of scope, and where the counts that it quotes differ from the tables."""
    found = sentences(report.chapter_rows)
    quoted = quotes(found, report.year, lambda words: names_body(words, report.agency, report.kind))
    describe_scope(report, found, quoted)
    report.finding_rows += narrative(report.cell_rows, quoted)


def _add(report: Report, table: Table) -> None:
    """The cells, findings and checks of one table."""
    section, rows = table.section, report.cell_rows
    name = section.id
    report.forms[section.id] = table.form
    places, units = table.places, table.units
    for (cell, reading), (prescribed, is_total) in zip(table.cells.items(), table.outline.prescribed, strict=True):
        (item, measure), (state, value, unit, raw, _) = cell, reading
        if not unit and value is not None:
            unit = units.get(cell, prescribed) if units else prescribed
        place = places.get(cell)
        where = "" if place is None else str(place) if place[6] else _written(place)
        rows.append(_new(CellRow, (name, item, measure, value, state, raw, unit, is_total, where)))
    for note in table.notes:
        report.finding_rows.append(
            Finding(note.rule, note.severity, section.id, note.item, "", "", "", f"{note.zh} / {note.en}")
        )
    report.finding_rows += _state_findings(table)
    for verdict in check(section, table.cells):
        report.checks["passed" if verdict.holds else "undecidable" if verdict.holds is None else "failed"] += 1
        if verdict.finding is not None:
            report.finding_rows.append(verdict.finding)
    report.tables.append(table)


_STATES = {
    "lost": ("warning", "不能判读", "lost"),
    "solved": ("note", "由勾稽关系解出", "solved by the identities"),
    "text": ("warning", "为文字而无数", "words without a number"),
}


def _state_findings(table: Table) -> list[Finding]:
    """A finding for every row with cells lost, solved or worded, and for every negative figure."""
    section, findings = table.section, list[Finding]()
    odd: dict[tuple[str, str], list[str]] = {}
    unusual = [
        (cell, reading)
        for cell, reading in table.cells.items()
        if reading[0] in _STATES or (reading[1] and reading[1] < 0)
    ]
    for (item, measure), reading in unusual:
        state, value = reading[:2]
        if state in _STATES:
            odd.setdefault((item, state), []).append(measure)
        elif value and value < 0 and not section.measure(measure).signed:
            row, column = section.item(item), section.measure(measure)
            message = f"{row.zh} {column.zh}：为负数 {reading.raw}。 / {row.en}, {column.en}: negative, {reading.raw}."
            findings.append(Finding("negative", "warning", section.id, item, measure, "", str(value), message))
    for (id, state), measures in odd.items():
        severity, zh, en = _STATES[state]
        row, columns = section.item(id), [section.measure(measure) for measure in measures]
        where = table.places.get((id, measures[0]), "")
        message = (
            f"{row.zh}：{'、'.join(column.zh for column in columns)} {zh}{f'（{where}）' if where else ''}。"
            f" / {row.en}: {', '.join(column.en for column in columns)} {en}{f' ({where})' if where else ''}."
        )
        one = measures[0] if len(measures) == 1 else ""
        findings.append(Finding(f"cells_{state}", severity, section.id, id, one, "", "", message))
    return findings


def _page_marks(report: Report, stream: Stream, tables: Sequence[Table]) -> None:
    """Page marks between the rows of a table were skipped; that is said once."""
    if stream.page_marks and tables:
        places = "; ".join(str(place) for place in stream.page_marks[:5])
        message = f"略过 {len(stream.page_marks)} 处页码（{places}）。 / {len(stream.page_marks)} page marks skipped ({places})."
        report.finding_rows.append(Finding("page_mark", "note", "", "", "", "", "", message))
