"""The dialects: for each, a way to print a page, its encoding, and what it leaves open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from .page import Filled, Key, Page, Sheet, page
from .plain import (
    ending_blank,
    glued,
    lines,
    markdown,
    markdown_split,
    moved,
    piped,
    spaced,
    tabbed,
    tabbed_page_breaks,
)
from .web import (
    html_blank_for_span,
    html_characters,
    html_header_repeated,
    html_layout,
    html_lying_spans,
    html_one_p_per_character_labels,
    html_paragraphs,
    html_plain,
    html_word,
)


@cache
def _converter(kind: str) -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC(kind).convert


def traditional(text: str) -> str:
    return _converter("s2tw")(text)


def simplified(text: str) -> str:
    return _converter("t2s")(text)


def _meta(html: str, charset: str) -> str:
    return html.replace(
        '<meta charset="utf-8">', f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    )


@dataclass(frozen=True)
class Dialect:
    """A way to print. `gaps`: blanks and nil marks come through; `apart`: every figure can be told from its neighbour;
    `open`: the cells of a page that the print leaves open to two readings, which may be lost."""

    name: str
    write: Callable[[Page], str]
    gaps: bool = True
    apart: bool = True
    encode: Callable[[str], bytes] = lambda text: text.encode("utf-8")
    open: Callable[[Sheet], set[Key]] = lambda sheet: set()

    def __call__(self, printed: Filled | Page) -> bytes:
        """The bytes of the file."""
        return self.encode(self.write(page(printed) if isinstance(printed, Filled) else printed))


DIALECTS = {
    dialect.name: dialect
    for dialect in (
        Dialect("tabbed", tabbed, open=ending_blank),
        Dialect("tabbed_page_breaks", tabbed_page_breaks, open=lambda sheet: ending_blank(sheet) | moved(sheet)),
        Dialect("piped", piped, open=ending_blank),
        Dialect("markdown", markdown, open=ending_blank),
        Dialect("markdown_split", markdown_split, open=ending_blank),
        Dialect("lines", lines, gaps=False),
        Dialect("spaced", spaced, gaps=False),
        Dialect("glued", glued, gaps=False, apart=False),
        Dialect("html_plain", html_plain),
        Dialect("html_word", html_word),
        Dialect("html_blank_for_span", html_blank_for_span),
        Dialect("html_lying_spans", html_lying_spans),
        Dialect("html_layout", html_layout),
        Dialect("html_characters", html_characters),
        Dialect("html_one_p_per_character_labels", html_one_p_per_character_labels),
        Dialect("html_header_repeated", html_header_repeated),
        Dialect("html_paragraphs", html_paragraphs, gaps=False),
        Dialect("html_gb18030", html_plain, encode=lambda text: _meta(text, "gb2312").encode("gb18030")),
        Dialect("html_gb18030_called_utf_8", html_plain, encode=lambda text: text.encode("gb18030")),
        Dialect("html_utf_16", html_plain, encode=lambda text: _meta(text, "utf-16").encode("utf-16")),
        Dialect("html_big5", html_plain, encode=lambda text: _meta(traditional(text), "big5").encode("big5")),
        Dialect("html_traditional", html_plain, encode=lambda text: traditional(text).encode("utf-8")),
        Dialect("tabbed_gb18030", tabbed, encode=lambda text: text.encode("gb18030"), open=ending_blank),
        Dialect("tabbed_utf_16", tabbed, encode=lambda text: text.encode("utf-16"), open=ending_blank),
        Dialect("tabbed_utf_8_bom", tabbed, encode=lambda text: text.encode("utf-8-sig"), open=ending_blank),
        Dialect("piped_big5", piped, open=ending_blank, encode=lambda text: traditional(text).encode("big5")),
    )
}
