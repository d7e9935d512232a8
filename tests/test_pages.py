"""Dialects of pages in which the page itself says what is what: what it says is read, and what is like it and open is not."""

from __future__ import annotations

import pytest
from dialects import page
from filled import HUAIAN_2024, compare, wrong

import gxdata as gx
from gxdata.simulate.web import html_plain

TRUTH = HUAIAN_2024.truth()
BODY = html_plain(page(HUAIAN_2024)).partition("<body>")[2].partition("</body>")[0]


def parsed(body: str) -> list[gx.Report]:
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>年报</title></head><body>{body}</body></html>'
    return gx.parse(html.encode())


def states(report: gx.Report, section: str) -> set[str]:
    return {cell.state for cell in report.cell_rows if cell.section == section}


# ── An article that the page hides until its script has run ──────────────────────────────────────────────────────

LOADING = '<div id="loading">加载中…</div>'
HIDDEN = f'{LOADING}<div id="article" style="display:none">{BODY}</div>'
SHOW = '<script>document.getElementById("article").style.display = "block"</script>'
TABLE = "<table><tr><td>规章</td><td>9</td><td>9</td><td>9</td></tr></table>"


@pytest.mark.parametrize(
    "script",
    [
        'document.getElementById("article").style.display="block"',
        "document.getElementById('article').style.display = ''",
        "$('#article').show();",
        '$( "#article" ).fadeIn(200)',
        'jQuery("#article").css("display", "block")',
        "document.querySelector('#article').removeAttribute('style')",
    ],
)
def test_a_hidden_article_that_a_script_shows_is_read(script: str) -> None:
    (report,) = parsed(f"{HIDDEN}<script>{script}</script>")
    assert compare(report, TRUTH) == []
    assert any("hides its article" in finding.message for finding in report.finding_rows)


def test_an_article_with_the_attribute_hidden_is_read() -> None:
    html = f'{LOADING}<main id="m" hidden>{BODY}</main><script>document.getElementById("m").hidden = false</script>'
    assert compare(parsed(html)[0], TRUTH) == []


def test_what_is_hidden_within_a_hidden_article_stays_out() -> None:
    row = '<tr style="display:none"><td>行政许可</td><td colspan="3">1</td></tr>'
    div = f'<div style="display:none">{TABLE}</div>'
    html = HIDDEN.replace("<tr><td>行政许可", f"{row}<tr><td>行政许可").replace("<h1>", f"{div}<h1>")
    assert html.count("display:none") == 3
    assert compare(parsed(html + SHOW)[0], TRUTH) == []


@pytest.mark.parametrize(
    "html",
    [
        HIDDEN,  # nothing shows it
        HIDDEN + SHOW.replace('"block"', '"none"'),
        HIDDEN + SHOW.replace("article", "loading"),
        HIDDEN.replace('id="article" ', 'class="article" ') + SHOW,
        HIDDEN + SHOW + TABLE,  # a table beside it
        HIDDEN + SHOW + f'<div id="old" style="display:none">{TABLE}</div>',  # two of them
        HIDDEN + SHOW + f"<p>{'本报告以图片形式公布。' * 100}</p>",  # the page is about something else
    ],
)
def test_what_else_is_hidden_is_not_read(html: str) -> None:
    assert not any(cell.value for report in parsed(html) for cell in report.cell_rows)


def test_a_hidden_older_version_beside_a_report_is_not_read() -> None:
    older = BODY.replace("447228", "447229")
    report = parsed(f'{BODY}<div id="article" style="display:none">{older}</div>{SHOW}')[0]
    assert compare(report, TRUTH) == []
    assert wrong(report, TRUTH) == {}
