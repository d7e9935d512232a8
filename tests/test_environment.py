"""pyproject.toml, environment.yml and requirements.lock name the same packages, and the lock pins each by hash."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT, CONDA, LOCK = (
    (ROOT / name).read_text("utf-8") for name in ("pyproject.toml", "environment.yml", "requirements.lock")
)

CONDA_NAMES = {"duckdb": "python-duckdb"}  # our name: conda-forge's name, where they differ

ENTRY = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))?(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)"
)
FOREIGN = {
    "an address": re.compile(r"\S*://\S*"),
    "a host name": re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|io|dev|cn|edu)\b"),
    "an index option": re.compile(r"^\s*-[if]\b|--(?:index-url|extra-index-url|find-links|trusted-host)\b", re.M),
    "a machine path": re.compile(r"(?<![\w.*])/(?:home|root|tmp|opt|usr|var|mnt|Users)\b|\b[A-Z]:\\"),
}


def declared(pyproject: str) -> dict[str, SpecifierSet]:
    """Package → bounds over the dependencies, every extra and the build backend."""
    tables = tomllib.loads(pyproject)
    lists = [tables["project"]["dependencies"], tables["build-system"]["requires"]]
    lines = chain(*lists, *tables["project"]["optional-dependencies"].values())
    return {canonicalize_name(r.name): r.specifier for r in map(Requirement, lines)}


def in_conda(environment: str) -> dict[str, SpecifierSet]:
    """Package → bounds, by our names, those installed by pip included."""
    ours = {conda: name for name, conda in CONDA_NAMES.items()}
    lines: list[str] = []
    for line in yaml.safe_load(environment)["dependencies"]:
        lines += line["pip"] if isinstance(line, dict) else [line]
    return {ours.get(r.name, r.name): r.specifier for r in map(Requirement, lines)}


def lock_lines(lock: str) -> list[str]:
    """One line per entry: continuations joined, comments dropped."""
    text = re.sub(r"^\s*#.*\n?", "", lock, flags=re.M)
    return [" ".join(line.split()) for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def conda_problems(pyproject: str, environment: str) -> list[str]:
    wanted, found = declared(pyproject), in_conda(environment)
    wanted["python"] = SpecifierSet(tomllib.loads(pyproject)["project"]["requires-python"])
    wanted["pip"] = SpecifierSet()
    return [
        f"{name}: pyproject.toml has {wanted.get(name)!s}, environment.yml {found.get(name)!s}"
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]


def lock_problems(pyproject: str, lock: str) -> list[str]:
    lines = lock_lines(lock)
    problems = [f"not `name==version --hash=sha256:…`: {line[:80]}" for line in lines if not ENTRY.fullmatch(line)]
    entries = [match for match in map(ENTRY.fullmatch, lines) if match]
    versions = {entry["name"]: entry["version"] for entry in entries}
    if len(versions) < len(entries):
        problems.append("a package is pinned twice: figures could differ from one Python to the next")
    for name, bounds in declared(pyproject).items():
        if name not in versions:
            problems.append(f"{name}: not in requirements.lock; run `make lock`")
        elif versions[name] not in bounds:
            problems.append(
                f"{name}: locked at {versions[name]}, but pyproject.toml asks for {bounds}; run `make lock`"
            )
    return problems


def foreign_matter(text: str) -> list[str]:
    return [f"{what}: {match[0]}" for what, pattern in FOREIGN.items() for match in pattern.finditer(text)]


def test_conda_environment_has_the_packages_and_bounds_of_pyproject() -> None:
    assert conda_problems(PYPROJECT, CONDA) == []


def test_lock_pins_every_declared_package_within_its_bounds_and_by_hash() -> None:
    assert lock_problems(PYPROJECT, LOCK) == []


@pytest.mark.parametrize(
    "text", [PYPROJECT, CONDA, LOCK], ids=["pyproject.toml", "environment.yml", "requirements.lock"]
)
def test_no_file_names_a_registry_an_address_or_a_machine_path(text: str) -> None:
    assert foreign_matter(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  - polars>=", "  - polar>="),
        ("  - polars>=", "  - polars>=0."),
        ("  - python-duckdb>=2.0\n", ""),
        ("      - opencc>=1.4\n", ""),
        ("  - python>=3.11", "  - python>=3.12"),
        ("  - pip\n", "  - pip\n  - requests\n"),
    ],
)
def test_a_broken_conda_environment_is_seen(old: str, new: str) -> None:
    assert old in CONDA
    assert conda_problems(PYPROJECT, CONDA.replace(old, new, 1)) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"^polars==.*(\n .*)*\n", ""),
        (r"^hatchling==.*(\n .*)*\n", ""),
        (r"^polars==\S+", "polars==0.1"),
        (r"^selectolax==\S+", "selectolax==2.0"),
        (r"^polars==", "polars>="),
        (r"^(six==\S+).*(\n +--hash.*)+", r"\1"),
        (r"--hash=sha256:[0-9a-f]{64}", "--hash=sha256:0"),
        (r"--hash=sha256:", "--hash=md5:"),
        (r"\A", "--pre\n"),
        (r"^(six==.*(\n +--hash.*)+)", r"\1\n\1"),
    ],
)
def test_a_broken_lock_is_seen(old: str, new: str) -> None:
    broken, count = re.subn(old, new, LOCK, count=1, flags=re.M)
    assert count == 1
    assert lock_problems(PYPROJECT, broken) != []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url somewhere",
        "-i somewhere",
        "# from packages.example.org",
        "six @ https://localhost/six.whl",
        "# via -r /home/someone/requirements.in",
        "./wheels @ file:///wheels",
    ],
)
def test_foreign_matter_is_seen(line: str) -> None:
    assert foreign_matter(f"{LOCK}{line}\n") != []
