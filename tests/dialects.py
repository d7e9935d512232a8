"""A filled form printed as pages really come: the simulator's pages and dialects, under the name that the tests use."""

from gxdata.simulate.dialects import DIALECTS, Dialect, simplified, traditional
from gxdata.simulate.page import HEADINGS, Box, Line, Page, Sheet, page, spread
from gxdata.simulate.plain import glued, lines, markdown, piped, spaced, tabbed
from gxdata.simulate.web import halves, html_plain

__all__ = [
    "DIALECTS",
    "HEADINGS",
    "Box",
    "Dialect",
    "Line",
    "Page",
    "Sheet",
    "glued",
    "halves",
    "html_plain",
    "lines",
    "markdown",
    "page",
    "piped",
    "simplified",
    "spaced",
    "spread",
    "tabbed",
    "traditional",
]
