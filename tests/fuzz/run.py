"""`make fuzz READER=… SECONDS=…`: seeds written at run time, one reader fuzzed, and what was found.

Also READER=walk: random walks of changes to pages whose figures are known (`walks`), for wrong figures instead of crashes.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent)]

FOLDER = HERE.parent.parent / ".fuzz"  # ignored by git: corpora and findings
HANG = 300  # seconds by the clock, on a machine that may do other things: `pipeline` counts processor time
MEMORY = 2_500  # MB of the whole process, with its coverage


def fuzz(kind: str, seconds: int) -> int:
    from seeds import seeds

    if importlib.util.find_spec("atheris") is None:
        print("fuzzing needs atheris, which runs on Linux x86-64 with Python 3.11 to 3.13: `make fuzz READER=walk` runs "
              "everywhere, and tests/test_mutations.py does what it can", file=sys.stderr)  # fmt: skip
        return 2
    corpus, found = FOLDER / kind / "corpus", FOLDER / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for name, data in seeds(kind).items():
        (corpus / f"seed-{name}").write_bytes(data)
    before = set(found.iterdir())
    options = [
        *(
            f"-max_total_time={seconds}",
            "-max_len=2000000",
            f"-timeout={HANG}",
            f"-rss_limit_mb={MEMORY}",
            "-len_control=0",
        ),
        *("-print_final_stats=1", "-close_fd_mask=0", f"-artifact_prefix={found}/{kind}-crash-", "-reload=0"),
    ]
    command = [sys.executable, str(HERE / "target.py"), kind, str(found), *options, str(corpus)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    assert process.stdout
    runs = ""
    for line in process.stdout:
        runs = match[1] if (match := re.search(r"number_of_executed_units: (\d+)", line)) else runs
        if line.startswith(("FOUND", "==", "SUMMARY")) or "libFuzzer" in line or "Error" in line:
            print(line.rstrip(), flush=True)
    process.wait()
    new = sorted(set(found.iterdir()) - before)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        f"{kind}: {runs or '?'} runs, {used.ru_utime + used.ru_stime:.0f} s of processor time, {len(new)} new files in {found}"
    )
    for path in new:
        if path.suffix != ".txt":
            print(f"  reproduce: python tests/fuzz/run.py --again {path}")
    return 1 if new or process.returncode else 0


def again(path: Path) -> int:
    """A finding once more, without atheris, with its traceback."""
    from pipeline import run

    run(path.read_bytes(), twice=True)
    print(f"{path.name}: nothing breaks a rule any more")
    return 0


def wander(seconds: int, first: int) -> int:
    from walks import faults, least, walk

    start, number, bad = time.monotonic(), first, 0
    while time.monotonic() - start < seconds:
        if faults(walk(number)):
            bad += 1
            shortest = least(number)
            print(f"{shortest}\n  " + "\n  ".join(faults(shortest)[:5]), flush=True)
        number += 1
    print(f"walk: {number - first} walks from {first}, {time.process_time():.0f} s of processor time, {bad} end badly")
    return 1 if bad else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--reader",
        default="html",
        choices=("html", "text", "pdf", "docx", "sheet", "mhtml", "archive", "image", "walk"),
    )
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--first", type=int, default=0, help="the first walk's number")
    parser.add_argument("--again", type=Path, help="run one file that was found")
    parser.add_argument("--clean", action="store_true", help="begin with an empty corpus")
    given = parser.parse_args()
    if given.again:
        return again(given.again)
    if given.clean:
        shutil.rmtree(FOLDER / given.reader, ignore_errors=True)
    return wander(given.seconds, given.first) if given.reader == "walk" else fuzz(given.reader, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
