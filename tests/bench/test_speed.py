"""Speed and memory, side by side in one run over the same pages: ratios are printed, nothing is asserted on a clock.

`make bench`. Real pages are used where the shared folder of documents is beside the checkout; else the samples alone.
"""

import gc
import hashlib
import random
import re
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import psutil
import pytest

import gxdata as gx
from gxdata.processes import Pool
from gxdata.readers import read
from gxdata.worker import File, read_reports

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
PAGES = sorted((SHARED / "cases").glob("*/source.html"))
TEXTS = sorted((ROOT / "data" / "raw").glob("*.txt")) + sorted((SHARED / "cases").glob("*/source.txt"))

pytestmark = pytest.mark.bench


def best(work, rounds=30):
    """The shortest of some rounds, in milliseconds of this thread's processor time."""
    gc.collect()
    times = []
    for _ in range(rounds):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000 * min(times)


def encoding(data):
    return "gb18030" if b"gb18030" in data[:200] else "utf8"


def different(data, rounds=40):
    """As many pages of the same make, each with other figures and other sentences: nothing of one is known from the last."""
    numbers = random.Random(2019)
    text = data.decode(encoding(data))

    def figure(match):
        return "".join(numbers.choice("123456789") for _ in match[0])

    def end(match):
        return numbers.choice(("。", f"；第{numbers.randrange(10**6)}期。"))

    # Figures of two digits and more that are no years and stand in no tag; single noughts stay, as in real tables.
    return [
        re.sub("。", end, re.sub(r'(?<![\w"#=:;.-])(?!20\d\d)\d{2,}(?![\w"#%])', figure, text)).encode(encoding(data))
        for _ in range(rounds)
    ]


@pytest.mark.skipif(not PAGES, reason="no real HTML pages beside this checkout")
def test_html_against_the_floor_and_pandas():
    import lxml.html
    import pandas
    from selectolax.lexbor import LexborHTMLParser

    print("\nHTML, ms of processor time a page (ratio to gxdata: above 1 is slower than gxdata)")
    for page in PAGES:
        data = page.read_bytes()
        text, pages = data.decode(encoding(data)), iter(different(data))
        works = {
            "gxdata": lambda data=data: gx.parse(data),
            "gxdata, pages that differ": lambda pages=pages: gx.parse(next(pages)),
            "gxdata read only": lambda data=data: read(data),
            "lexbor parse": lambda text=text: LexborHTMLParser(text),
            "lxml parse + cell text": lambda text=text: [
                cell.text_content() for cell in lxml.html.fromstring(text).iter("td", "th")
            ],
            "pandas.read_html": lambda text=text: pandas.read_html(StringIO(text)),
        }
        spent = dict.fromkeys(works, float("inf"))
        for _ in range(4):  # in turn, so that another's load on the machine falls on all of them
            for name, work in works.items():
                spent[name] = min(spent[name], best(work, 10))
        ours, varied, theirs = (spent[name] for name in ("gxdata", "gxdata, pages that differ", "pandas.read_html"))
        print(f"{page.parent.name} ({len(data)} bytes): gxdata whole report with checks {ours:.2f}")
        for name, each in spent.items():
            print(f"    {name:26} {each:7.2f}   ratio {each / ours:5.2f}")
        print(f"    gxdata is {theirs / ours:.1f}× faster than pandas, {theirs / varied:.1f}× on pages that differ")


def test_text():
    print("\ntext, ms of processor time a report with checks")
    for path in TEXTS:
        data = path.read_bytes()
        spent, read_only = best(lambda data=data: gx.parse(data)), best(lambda data=data: read(data))
        reports = iter(different(data))
        varied = best(lambda reports=reports: gx.parse(next(reports)))
        print(
            f"    {path.parent.name}/{path.name:32} {spent:6.2f}  (read only {read_only:.2f}, reports that differ {varied:.2f})"
        )


def test_import():
    code = "import time; t = time.perf_counter(); import gxdata as gx; gx.parse; print(time.perf_counter() - t)"
    spent = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    )
    print(f"\nimport gxdata and its parser: {spent:.3f} s")


def test_memory_of_one_report_and_over_ten_thousand():
    """Resident memory of a fresh process: after the imports, after one report, after 10,000."""
    code = f"""
import gc, os, psutil, gxdata as gx
from pathlib import Path
own = psutil.Process(os.getpid())
size = lambda: own.memory_info().rss / 1e6
files = [path.read_bytes() for path in {[str(path) for path in (TEXTS + PAGES)]!r} and map(Path, {[str(path) for path in (TEXTS + PAGES)]!r})]
gx.parse
start = size()
gx.parse(files[-1])
one = size()
marks = []
for number in range(1, 10001):
    gx.parse(files[number % len(files)])
    if number in (100, 1000, 10000):
        marks.append(f"{{number:,}}: {{size() - start:.1f}}")
print(f"beyond the imports, MB: one report {{one - start:.1f}}; after " + ", ".join(marks))
"""
    print(
        "\n" + subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    )


def copies(folder, number):
    """So many copies of the samples and pages in a folder, no two of the same bytes."""
    for place in range(number):
        source = (TEXTS + PAGES)[place % len(TEXTS + PAGES)]
        filler = f"<!-- {place} -->" if source.suffix == ".html" else f"\n{place}号\n"
        (folder / f"{place:04}{source.suffix}").write_bytes(
            source.read_bytes() + filler.encode("ascii" if source.suffix == ".html" else "utf8")
        )


def test_memory_of_a_worker_over_a_thousand_files(tmp_path):
    """Resident memory of the one process that reads 1,000 files for a build, at every quarter of them."""
    copies(tmp_path, 1000)
    files = [
        File(str(path), path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in sorted(tmp_path.iterdir())
    ]
    marks, read = [], [0]

    def tick(number):
        read[0] += number
        if read[0] >= 250 * (len(marks) + 1):
            (worker,) = psutil.Process().children()
            marks.append(worker.memory_info().rss / 1e6)

    parts = tmp_path / "parts"
    parts.mkdir()
    Pool(parts, read_reports, 60, tick).read(files, 1)
    print("\na worker's MB after each 250 of 1,000 files:", " ".join(f"{mark:.0f}" for mark in marks))


ALONE = """
import sys
from pathlib import Path
import gxdata as gx
folder, first, step = sys.argv[1:]
for path in sorted(Path(folder).iterdir())[int(first)::int(step)]:
    gx.parse(path)
"""


def alone(folder, number):
    """Seconds in which so many processes with nothing in common parse the files of a folder, each its share."""
    start = time.perf_counter()
    jobs = [
        subprocess.Popen([sys.executable, "-c", ALONE, str(folder), str(first), str(number)], cwd=ROOT)
        for first in range(number)
    ]
    assert not any(job.wait() for job in jobs)
    return time.perf_counter() - start


def test_two_workers_against_one(tmp_path):
    """Building 1,200 copies of the samples and pages with one worker and with two, in turn, and beside it what two
    processes with nothing in common gain on this machine: its cores may share more than a build does."""
    source = tmp_path / "source"
    source.mkdir()
    copies(source, 1200)
    gains = []
    for attempt in range(3):
        spent = []
        for workers in (1, 2):
            start = time.perf_counter()
            gx.build(source, tmp_path / f"out{workers}-{attempt}", workers=workers, progress=False)
            spent.append(time.perf_counter() - start)
        gains.append((spent[0] / spent[1], alone(source, 1) / alone(source, 2), *spent))
    print(f"\nbuild of 1,200 files on {psutil.cpu_count()} cores, three rounds:")
    for build, machine, one, two in gains:
        print(
            f"    1 worker {one:.1f} s, 2 workers {two:.1f} s: {build:.2f}×; separate processes that only parse: {machine:.2f}×"
        )
