# make run: set up and do the main job.  make test: set up and pass the tests.  Either order, any time again.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
RJH := $(VENV)/bin/rjh
READY := $(VENV)/.ready

SIMULATED := deliveries/inbox/simulerad

.PHONY: run test lint format lock generate bench clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

# Exit code 1 of nightly says: published, and something delivered was rejected or questioned (it is listed).
run: $(READY) $(SIMULATED)
	$(RJH) nightly || [ $$? -eq 1 ]

# A simulated region's months, marked as simulated wherever they show; made beside and moved when whole.
$(SIMULATED): | $(READY)
	rm -rf data/simulating && mkdir -p data deliveries/inbox
	$(RJH) simulate --seed 1 --out data/simulating
	mv data/simulating $(SIMULATED)

test: $(READY)
	$(VENV)/bin/python -m pytest -n 2 --dist worksteal

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	RJH_DATABASE=:memory: $(VENV)/bin/sqlmesh format --check

format: $(READY)
	$(VENV)/bin/ruff format .
	RJH_DATABASE=:memory: $(VENV)/bin/sqlmesh format

generate: $(READY)
	$(RJH) generate

bench: $(READY)
	$(VENV)/bin/python bench/bench_run.py

# The lock names no index: pip takes the packages from wherever this machine is set up to find them.
lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file requirements.lock

clean:
	rm -rf $(VENV) data .pytest_cache .mypy_cache .ruff_cache .cache
