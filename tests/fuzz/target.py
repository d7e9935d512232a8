"""One reader under atheris: the whole pipeline from bytes to tables and view. `run.py` starts it.

    target.py KIND FOLDER [libFuzzer's options] CORPUS

What breaks a rule of `pipeline` is made small, kept in FOLDER, and fuzzing goes on.
"""

from __future__ import annotations

import hashlib
import sys
import time
import traceback
from pathlib import Path
from random import Random

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # `python -m` would bring the package's own folder

with atheris.instrument_imports(include=["gxdata"]):
    from pipeline import run

from mutations import mutate

SECONDS = 30  # of processor time spent on making one input small
EVERY = 20  # one input in so many is read twice, and four of them shown

kind, folder = sys.argv[1], Path(sys.argv[2])
seen: set[str] = set()


def fault(data: bytes) -> str:
    """What breaks a rule, as its kind and the line of code that raised it; "" when nothing does."""
    try:
        sample = hashlib.sha256(data).digest()[0] % EVERY
        run(data, view=sample < 4, twice=sample == 0)
    except Exception as error:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "gxdata" in frame.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        text = str(error).split(":")[0] if isinstance(error, AssertionError) else ""
        return f"{type(error).__name__} {where} {text}".strip()
    return ""


def smaller(data: bytes, what: str) -> bytes:
    """The input without every stretch, ever shorter, that the fault does not need."""
    end, step = time.process_time() + SECONDS, max(1, len(data) // 2)
    while step:
        at = 0
        while at < len(data):
            if time.process_time() > end:
                return data
            shorter = data[:at] + data[at + step :]
            if fault(shorter) == what:
                data = shorter
            else:
                at += step
        step //= 2
    return data


def test_one(data: bytes) -> None:
    what = fault(data)
    if not what or what in seen:
        return
    seen.add(what)
    path = folder / f"{kind}-{hashlib.sha256(what.encode()).hexdigest()[:12]}"
    path.with_suffix(".txt").write_text(what + "\n", "utf-8")
    path.with_suffix(".bin").write_bytes(data)
    print(f"\nFOUND {what}: {path.with_suffix('.bin')}, {len(data)} bytes", flush=True)
    path.with_suffix(".bin").write_bytes(smaller(data, what))


def custom_mutator(data: bytes, max_size: int, seed: int) -> bytes:
    random = Random(seed)
    if random.random() < 0.1:
        return bytes(atheris.Mutate(data, max_size))
    return mutate(data, random)[:max_size]


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[3:]], test_one, custom_mutator=custom_mutator)
    atheris.Fuzz()
