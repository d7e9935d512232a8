"""HTML → paragraphs, and for every data table its own cells; on the tree that lexbor repairs as a browser does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser, LexborNode

from gxdata.document import Cell, Grid, Location, Paragraph, ReadError
from gxdata.readers.text import ZERO_WIDTH, Blocks, read_text

MAX_TAGS = 500_000
PLAIN_TAGS = 2_000  # below this a page cannot nest deeply enough to slow the parser down
MAX_DEPTH = 1_024
FORMATTING_DEPTH = 64  # what an open formatting element counts for: the parser opens it again in every block
MAX_COLSPAN, MAX_ROWSPAN, MAX_COLUMNS = 60, 200, 200
LONG_TAG, MAX_ATTRIBUTES = 8_192, 1_000
LONG_CELL = 400  # characters that no cell of a data table has …
LONG_LINES = 150  # … nor a cell of several lines
SMALL_TABLE = 40  # characters up to which a table of one cell inside a cell is part of its text

UNSEEN = "script,style,noscript,template,iframe,noframes,noembed"
BLOCKS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p "
    "pre section select summary tbody td textarea tfoot th thead tr ul".split()
)
