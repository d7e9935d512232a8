"""A Word file against its floor: unpacking document.xml and lxml's bare parse of it. Ratios are printed, none is asserted."""

import gc
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree

import gxdata as gx
from gxdata.readers import read
from gxdata.recognise import recognise

FILES = sorted((Path(__file__).resolve().parents[3] / "shared" / "cases").glob("*/source.docx"))

pytestmark = [pytest.mark.bench, pytest.mark.skipif(not FILES, reason="no real Word files beside this checkout")]


def side_by_side(works, rounds=40):
    """Processor time of each work in milliseconds, the least of some rounds; each round runs them all."""
    least = dict.fromkeys(works, float("inf"))
    gc.collect()
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            least[name] = min(least[name], time.process_time() - start)
    return {name: 1000 * spent for name, spent in least.items()}


def texts_of_cells(data):
    """What little a reader could do: the texts of all cells, without merges, lists or layout."""
    root = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(text.text or "" for text in cell.iter(name + "t")) for cell in root.iter(name + "tc")]


def test_docx_against_the_floor():
    print("\nDOCX, ms a file (ratio to the floor)")
    for file in FILES:
        data = file.read_bytes()
        document = read(data)
        spent = side_by_side(
            {
                "floor: unzip + lxml parse": lambda data=data: etree.fromstring(
                    ZipFile(BytesIO(data)).read("word/document.xml")
                ),
                "lxml parse + cell text": lambda data=data: texts_of_cells(data),
                "gxdata read only": lambda data=data: read(data),
                "gxdata recognise only": lambda document=document: recognise(document),
                "gxdata whole report": lambda data=data: gx.parse(data),
            }
        )
        floor = spent["floor: unzip + lxml parse"]
        print(f"{file.parent.name} ({len(data)} bytes)")
        for name, time_ in spent.items():
            print(f"    {name:28} {time_:7.2f}   ratio {time_ / floor:5.2f}")
