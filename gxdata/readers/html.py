"""HTML → paragraphs, and for every data table its own cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..document import Paragraph
from .blocks import MAX_COLSPAN, MAX_ROWSPAN, Collector, doubt_last
from .flow import LINE_END, STRUCK_MARK, collapsed, footnote, pieces, text_and_line_ends
from .layout import CELLS, Piece, Tables
from .markup import parse
from .text import Blocks, read_text

# fmt: off
UNSEEN = (  # the content of <template> is not in the tree
    "script", "style", "noscript", "iframe", "noframes", "noembed", "audio", "video", "canvas", "datalist", "rt", "rp",
)
# fmt: on

_LINE_ENDS = re.compile(f"{LINE_END}+")
_HIDING = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What in a script shows the element of an id: $("#article").show(), getElementById("article").style.display="block"
_SHOWING = (
    r"""["'`]#?{}["'`]\s*\)\s*\.\s*(?:(?:show|fadeIn|slideDown)\(|hidden\s*=\s*false|removeAttr(?:ibute)?\(\s*["'](?:hidden|style)["']"""
    r"""|(?:style\s*\.\s*display\s*=|css\(\s*["']display["']\s*,)\s*["'](?!none))"""
)
_ARTICLE = 4  # times as much text as the rest of the page that an article has at least
_MARKING = ("line-through", "super", "visibility")  # one of them is in a style that marks text
_STRIKING = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_RAISING = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.IGNORECASE)
_BLANKING = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|rtf|zip|rar|7z)(?:[?#]|$)", re.IGNORECASE)
_OPEN_CELL = re.compile(r"<t[dh][\s>](?:(?!</?t[a-z]).)*", re.IGNORECASE | re.DOTALL)  # no table's tag follows
_PAGE_TAG = re.compile(r"<(?:!doctype|html|body|p|div|h[1-6]|ul|ol)[\s/>]", re.IGNORECASE)


def read_html(text: str) -> tuple[Blocks, dict[str, str], list[str]]:
    """Blocks in reading order, the page's metadata, and anomalies.

    A paragraph's location is the number of its block, as `line`; a cell's are table, row and column: of the data
    tables, of the rows that have cells, of the grid. Raises ReadError for a page of too many tags.
    """
    anomalies: list[str] = []
    tree = parse(text, anomalies)
    meta = _metadata(tree)
    _drop_unseen(tree, text, anomalies)
    if styles := [f'[style*="{word}" i]' for word in _MARKING if word in text or word.upper() in text]:
        _mark_styled(tree.css(",".join(styles)))
    tables = Tables(tree)
    # Text with a few tables in it, as some converters write: its line ends are meant, and no tag marks its paragraphs.
    loose = not _PAGE_TAG.search(text) and "<br" not in text.partition("<table")[0]
    page = _Page(tables, loose)
    if tree.body is not None:
        page.read(tree.body)
    if _ends_within_cell(text):
        anomalies += doubt_last(page.blocks)
    if tables.cut:
        anomalies.append(f"{len(tables.cut)} spans beyond {MAX_COLSPAN} columns or {MAX_ROWSPAN} rows were cut")
    return page.blocks, meta, anomalies


def _ends_within_cell(text: str) -> bool:
    """Whether the page ends before its last cell is closed, by whatever tag."""
    last = -1
    for mark in ("<td", "<th", "<TD", "<TH"):
        last = max(last, text.rfind(mark, max(last, 0)))
    return last >= 0 and _OPEN_CELL.fullmatch(text, last) is not None


def _metadata(tree: LexborHTMLParser) -> dict[str, str]:
    """`title`, every named meta tag, the number of `images`, `attachments` (names joined by "; ") and, with the
    attachments' targets, `links` (a line each: name, tab, target)."""
    meta: dict[str, str] = {}
    attachments: dict[str, str] = {}
    images = 0
    for node in tree.css("title,meta[name],img,a[href],iframe[src],embed[src],object[data]"):
        tag, attributes = node.tag, node.attributes
        if tag == "img":
            images += 1
        elif tag == "title":
            meta.setdefault("title", collapsed(node.text()))
        elif tag == "meta":
            meta.setdefault(attributes["name"] or "", collapsed(attributes.get("content") or ""))
        else:
            target = attributes.get("href") or attributes.get("src") or attributes.get("data") or ""
            if ATTACHMENT.search(target):
                attachments.setdefault(collapsed(node.text()) or unquote(target.rpartition("/")[2]), collapsed(target))
    for own in ("attachments", "links", "images"):  # no meta tag's
        meta.pop(own, None)
    if attachments:
        meta["attachments"] = "; ".join(attachments)
        meta["links"] = "\n".join(f"{name}\t{target}" for name, target in attachments.items())
    if images:
        meta["images"] = str(images)
    return meta


def _drop_unseen(tree: LexborHTMLParser, text: str, anomalies: list[str]) -> None:
    """Takes scripts, styles and hidden elements out of the tree, but for an article that a script shows."""
    with_cells: list[LexborNode] = []
    for node in tree.css(f'{",".join(UNSEEN)},[hidden],[style*="none" i]'):
        if node.tag not in UNSEEN:
            attributes = node.attributes
            hidden = "hidden" in attributes or _HIDING.search(attributes.get("style") or "")
            if not hidden or node.tag in ("html", "body"):  # a page hides its body until its script has run
                continue
            if node.css_first("td,th") is not None:
                with_cells.append(node)
                continue
        node.decompose()
    if with_cells and _is_article(with_cells[0], tree, text):
        anomalies.append("the page hides its article until a script shows it; it is read")
        del with_cells[0]
    for node in reversed(with_cells):  # the inner ones first
        node.decompose()
    if with_cells:
        anomalies.append("the page hides elements with table cells; they are left out")


def _is_article(node: LexborNode, tree: LexborHTMLParser, text: str) -> bool:
    """Whether a hidden element is what the page is there for: a script shows it by its name, all table cells are in it,
    and next to nothing is outside. A form to fill in, or an old version, stands beside what is shown."""
    name = re.escape(node.attributes.get("id") or "")
    if not name or not re.search(_SHOWING.format(name), text, re.IGNORECASE):
        return False
    around = tree.body.text_lexbor() if tree.body is not None else ""
    within = len(node.text_lexbor())
    return len(node.css("td,th")) == len(tree.css("td,th")) and within > _ARTICLE * (len(around) - within)


def _mark_styled(nodes: list[LexborNode]) -> None:
    """What is struck out, raised or blanked by a style is marked, or left out, as if a tag said so."""
    for node in nodes:
        style = node.attributes.get("style") or ""
        cells = [node] if node.tag in CELLS else node.css("td,th")
        if _STRIKING.search(style):
            for cell in cells:
                cell.insert_child(STRUCK_MARK)
            if not cells:
                node.insert_before(STRUCK_MARK)
                node.insert_after(STRUCK_MARK)
        elif not cells and _RAISING.search(style) and (mark := footnote(node)):
            node.replace_with(mark)
        elif _BLANKING.search(style) and (node.tag in CELLS or not cells):
            for child in [*node.iter(True)]:
                child.decompose()


class _Page(Collector[LexborNode]):
    """Collects the blocks of one page."""

    def __init__(self, tables: Tables, loose: bool) -> None:
        super().__init__()
        self._loose = loose
        self._tables = tables

    def pieces(self, node: LexborNode) -> Iterator[Piece]:
        if node.tag == "table":
            return self._tables.pieces(node, self.grids + 1)
        if node.tag == "pre" and node.css_first("table") is None:
            self._add_text(_LINE_ENDS.sub("\n", text_and_line_ends(node)))
            return iter(())
        return pieces(node)

    def end_paragraph(self, text: str) -> None:
        if self._loose:
            self._add_text(text)
        elif text := collapsed(text):
            self.add_paragraph(text)

    def _add_text(self, text: str) -> None:
        """Preformatted text, with its tables: their cells are located by table, and line and field in the text."""
        for block in read_text(text)[0]:
            if isinstance(block, Paragraph):
                self.add_paragraph(block.text)
            else:
                self.add_grid(block.rows, block.kind)
