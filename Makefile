# make run    set up if need be, run the pipeline over fixtures/pages and print a readable summary
# make test   set up if need be, run every test
# make setup  create .venv with the package and all that its tests need
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup run test bench docs lint clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "extractor needs Python 3.11 or newer; call: make PYTHON=/path/to/python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

run: $(STAMP)
	@mkdir -p out
	@$(BIN)/extractor run fixtures/pages --out out/records.jsonl
	@$(BIN)/extractor summary out/records.jsonl

test: $(STAMP)
	@$(BIN)/python tests/java_for_spark.py
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(STAMP)
	@for f in benchmarks/*.py; do echo "== $$f"; $(BIN)/python $$f || exit 1; done

docs: $(STAMP)
	$(BIN)/python docs/build.py

clean:
	rm -rf $(VENV) out build dist
