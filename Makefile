# `make build` and `make test` need only make and Python 3.11 or newer; `make help` lists the rest.

VENV   ?= .venv
RAW    ?= data/raw
OUT    ?= data/parquet
SITE   ?= data/site
READER  ?= html
SECONDS ?= 60
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
            $$p -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

BIN   := $(VENV)/bin
PIP   := $(BIN)/python -m pip --disable-pip-version-check -qq
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help venv build data test lint types unit notebooks notebooks-check site bench fuzz lock clean clean-all

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

build: data notebooks-check site  ## build the tables from data/raw, check that the notebooks still say the same, write the site

test: lint  ## everything that must hold: style, types, tests, the tables, the notebooks
	@$(MAKE) --no-print-directory -j 2 types unit
	@$(MAKE) --no-print-directory notebooks-check

venv: $(READY)  ## make .venv from requirements.lock, every file checked against its hash

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "gxdata needs Python 3.11 or newer with its venv module (Debian: python3-venv), and found none." \
	  "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gxdata needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0])'
	@echo "== $(VENV): installing requirements.lock with $$($(PYTHON) --version), about 1 GB, 1 to 3 minutes the first time"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --no-compile --require-hashes --no-deps -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib gxdata || true # on all cores, as pip does not; a few templates are no Python
	@$(BIN)/python -m pip check
	@touch $@

data: $(READY)  ## build the tables only
	@echo "== tables: $(RAW) -> $(OUT)"
	@$(BIN)/gxdata build $(RAW) --out $(OUT)

lint: $(READY)  ## style
	@echo "== style"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(READY)  ## types
	@echo "== types"
	@$(BIN)/mypy

unit: $(READY)  ## tests of the package
	@echo "== tests"
	@$(BIN)/python -m pytest tests --ignore=tests/bench -q -n 4 --dist loadfile

notebooks-check: data  ## run the notebooks and compare every output with the committed one
	@echo "== notebooks: comparing every output"
	@$(BIN)/python -m pytest --nbval --nbval-current-env notebooks -q -p no:cacheprovider -n 2 --dist loadfile

site: data  ## write pages of the notebooks as stored, the codebook and the tables, which need no network
	@echo "== site: $(SITE)"
	@$(BIN)/gxdata site $(OUT) --out $(SITE) --stored

notebooks: data  ## write the notebooks anew, each from a clean kernel
	@echo "== notebooks: running all from clean kernels"
	@$(BIN)/python -m gxdata.notebooks

bench: $(READY)  ## measure speed and memory
	@$(BIN)/python -m pytest tests/bench -q -s

fuzz: $(READY)  ## fuzz READER=html|text|pdf|docx|sheet|mhtml|archive|image|walk for SECONDS=60
	@$(BIN)/python tests/fuzz/run.py --reader $(READER) --seconds $(SECONDS)

lock:  ## resolve requirements.lock again after a change in pyproject.toml (UPGRADE=1: take newer releases)
	@tmp=$$(mktemp -d) && trap 'rm -rf "$$tmp"' EXIT && $(PYTHON) -m venv "$$tmp" && "$$tmp/bin/pip" install -qq uv && \
	UV_CUSTOM_COMPILE_COMMAND="make lock" "$$tmp/bin/uv" pip compile pyproject.toml --python "$$tmp/bin/python" --all-extras --universal \
	  --python-version 3.11 --fork-strategy fewest --generate-hashes $(if $(UPGRADE),--upgrade) -q -o requirements.lock

clean:  ## remove the tables and all caches
	rm -rf $(OUT) $(SITE) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .fuzz
	find gxdata tests notebooks -name __pycache__ -o -name .ipynb_checkpoints 2>/dev/null | xargs rm -rf

clean-all: clean  ## remove .venv too
	rm -rf $(VENV)
