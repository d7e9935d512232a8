"""How charts look and how notebooks show them: the theme, the fonts, and the renderer of charts in notebooks."""

from __future__ import annotations

import base64
import zlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

# Noto Sans SC first: the package brings it, so that pictures are the same with and without fonts on a machine.
FONT = '"Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
INK, GREY = "#2b3238", "#5f6b76"
# Okabe and Ito's colours, which people with any colour vision can tell apart, in an order that keeps neighbours apart.
COLOURS = ("#0072b2", "#56b4e9", "#d55e00", "#e69f00", "#cc79a7", "#999999", "#009e73", "#f0e442")
VEGA_LITE = "application/vnd.vegalite.v5+json"
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"


def theme() -> dict[str, Any]:
    """The theme `gxdata`: legible in print, on a white page also where the notebook is dark.

    Every colour is named, because JupyterLab's own dark theme turns white whatever is not.
    """
    words = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    config = {
        "background": "white",
        "font": FONT,
        "padding": 10,
        "view": {"stroke": None, "continuousWidth": 460, "discreteHeight": {"step": 26}},
        "title": {
            "anchor": "start", "frame": "bounds", "fontSize": 15, "fontWeight": "normal", "offset": 12,
            "color": INK, "subtitleColor": GREY, "subtitleFontSize": 12, "subtitleLineHeight": 17, "subtitlePadding": 6,
        },
        "axis": {**words, "labelLimit": 360, "domainColor": "#9aa4ad", "tickColor": "#9aa4ad", "gridColor": "#e4e7ea"},
        "legend": {**words, "orient": "top", "labelLimit": 360, "symbolType": "square"},
        "header": words,
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "range": {"category": list(COLOURS)},
    }  # fmt: skip
    return {"config": config}


@lru_cache(maxsize=1)
def fonts() -> bool:
    """Make the package's own font known to vl-convert, which draws pictures; False when vl-convert is not there.

    `fonts/` holds Noto Sans SC (SIL Open Font License 1.1, beside it), cut to some 4,360 characters: those in common
    use, those of the forms, and those of the names of counties and above.
    """
    if find_spec("vl_convert") is None:
        return False
    import vl_convert

    vl_convert.register_font_directory(str(Path(__file__).parent / "fonts"))
    return True


def bundle(spec: dict[str, Any], **_: Any) -> dict[str, Any]:
    """What a notebook stores of a chart, the same at every run: the Vega-Lite text, and a picture for code hosts.

    JupyterLab 4 draws altair's version 6 text, interactively and without a network, only if it is called version 5.
    Altair's own `html` renderer gives every chart a new random id, and its `mimetype` renderer a type without `+json`.
    """
    found: dict[str, Any] = {VEGA_LITE: {**spec, "$schema": SCHEMA}}
    if find_spec("vl_convert") is not None:
        import vl_convert

        found["image/png"] = base64.b64encode(_packed(vl_convert.vegalite_to_png(spec, scale=2))).decode()
    return found


def _packed(png: bytes) -> bytes:
    """The same picture in about a quarter of the bytes: vl-convert packs fast, a repository keeps every version."""
    chunks, pixels, start = [], b"", 8  # after the signature; a chunk is length, type, content, checksum
    while start < len(png):
        length = int.from_bytes(png[start : start + 4], "big")
        if png[start + 4 : start + 8] == b"IDAT":
            pixels += png[start + 8 : start + 8 + length]
        else:
            chunks.append(png[start : start + 12 + length])
        start += 12 + length
    content = b"IDAT" + zlib.compress(zlib.decompress(pixels), 9)
    data = (len(content) - 4).to_bytes(4, "big") + content + zlib.crc32(content).to_bytes(4, "big")
    return b"".join([png[:8], *chunks[:-1], data, chunks[-1]])


def enable() -> None:
    """Use the theme `gxdata`, its font, and in a notebook the renderer; `gxdata.charts` does so when first used."""
    import altair as alt

    fonts()
    if "gxdata" not in alt.theme.names():
        alt.theme.register("gxdata", enable=False)(lambda: cast("alt.theme.ThemeConfig", theme()))
        alt.renderers.register("gxdata", bundle)
    alt.theme.enable("gxdata")
    alt.renderers.enable("gxdata")
