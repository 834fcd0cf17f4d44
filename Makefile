# Everything is installed into .venv; nothing else on the machine is touched.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
JOBS ?= $(shell nproc 2>/dev/null || echo 2)# processes that run tests
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

.PHONY: audit check clean coq formal formal-check fuzz lint mutants test

audit: .venv/installed
	$(BIN)/ratiolab audit

# Before every commit: lint, types, and the tests that take no time.
check: lint
	$(PYTEST) -m "not slow and not formal"

# All there is, but the formal proofs, which need Coq.
test: lint
	$(PYTEST) -m "not formal"
	@echo "Formal proofs are not part of 'make test': run 'make formal', which needs Coq."

# Every fault of tests/mutants/ is planted in a copy: the tests must notice it. A quarter of an hour.
mutants: .venv/installed-dev
	$(BIN)/python -m tests.mutants --jobs $(JOBS)

# The formal proofs: compiled, free of axioms, their constants those of `bound`, tied to the kernels.
formal: coq .venv/installed-dev
	$(BIN)/ratiolab prove --formal
	$(PYTEST) -m "formal and not slow"

# After a change to them: a second checker goes through everything, and every planted error breaks something.
formal-check: coq .venv/installed-dev
	$(BIN)/ratiolab prove --formal --recheck
	$(PYTEST) -m "formal and slow"

# Random inputs to every reader, for longer than the 20 s of 'make test': SECONDS=3600, or INPUTS=100000, and SEED.
SECONDS ?= 600
SEED ?= 0
fuzz: .venv/installed-dev
	$(BIN)/python -m tests.fuzz --seed $(SEED) $(if $(INPUTS),--inputs $(INPUTS),--seconds $(SECONDS))

coq:
	@command -v coqc >/dev/null || { echo "needs coqc: apt-get install --no-install-recommends coq" >&2; exit 2; }

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/installed-dev: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch .venv/installed $@

clean:
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
