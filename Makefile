# Two commands do all: `make annexes` and `make test`. What is installed is written to .venv; a second call installs nothing.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock

.PHONY: annexes test check wheelhouse faults mutants coverage bench clean

annexes: .venv/run.stamp
	$(BIN)/balong-eval run

test: .venv/test.stamp
	$(BIN)/python -m pytest

check: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) test

wheelhouse: .venv/run.stamp
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check -c requirements.lock -w wheelhouse .

faults: .venv/test.stamp
	BALONG_FAULTS=long $(BIN)/python -m pytest tests/faults tests/hostile

coverage: .venv/test.stamp
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --deselect tests/intake/test_tally.py::test_memory_does_not_grow_with_the_file tests/intake tests/analysis tests/annex tests/faults tests/hostile/test_subtraction.py tests/regulation tests/report/test_workbook.py tests/test_cli.py balong_eval/intake balong_eval/analysis balong_eval/annex
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

mutants: .venv/test.stamp
	$(BIN)/python benchmarks/mutants.py

bench: .venv/run.stamp
	$(BIN)/python benchmarks/annexes.py
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/many.py

.venv/run.stamp: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e .
	touch $@

.venv/test.stamp: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(INSTALL) -e '.[test]'
	touch $@ .venv/run.stamp

clean:
	rm -rf .venv outputs/*/ outputs/index.html
