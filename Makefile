# kb: `make run` serves the sample library, `make test` checks everything.
PYTHON ?= python3
TORCH_FLAGS ?=
SECONDS ?= 60
REQUESTS ?= 500
FUZZED := package markup print legacy file
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

export KB_HOME ?= data

.PHONY: run test check tests benchmark golden fuzz fuzz-api corpus clean

run: .venv/installed
	$(BIN)/kb model
	$(BIN)/kb catalogue corpus/catalogue.csv
	$(BIN)/kb add corpus
	$(BIN)/kb serve

test: check tests

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/build_corpus.py --check

# A process for each core, four at most: each holds the model. A file's tests stay in one of them.
tests: .venv/installed-dev
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

benchmark: .venv/installed-dev
	$(BIN)/python -m pytest tests/benchmarks -s

golden: .venv/installed-dev
	$(BIN)/python -m pytest tests/golden --update-golden

# SECONDS for each target. What reaches new code stays in build/fuzz for the next time, and so does
# what breaks kb (crash-…).
fuzz: .venv/installed-dev
	$(PIP) --editable '.[fuzz]'
	@for target in $(FUZZED); do \
	  $(BIN)/python -m tests.fuzz.run $$target build/fuzz/$$target -artifact_prefix=build/fuzz/ \
	    -max_total_time=$(SECONDS) || exit 1; \
	done

fuzz-api: .venv/installed-dev
	FUZZ=$(REQUESTS) $(BIN)/python -m pytest tests/web/test_schemathesis.py

corpus: .venv/installed-dev
	$(BIN)/python scripts/build_corpus.py

clean:
	rm -rf .venv data

# torch comes first and alone: on Linux, whatever asks for it later would bring gigabytes of CUDA.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(PIP) --upgrade pip
	$(PIP) $(TORCH_FLAGS) torch==2.13.0
	$(PIP) --editable .
	touch $@

.venv/installed-dev: .venv/installed
	$(PIP) --editable '.[dev]'
	touch $@
