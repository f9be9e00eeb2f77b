# Two commands do everything: `make demo` and `make test`.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PORT ?= 8000
DEMO := .demo/index

.PHONY: help demo test check format wheel clean

help:  ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Anew whenever the dependencies change; otherwise at once.
$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Fundstelle needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(VENV)/ready  ## Index the bundled texts and serve the search page (PORT=8000)
	@mkdir -p $(dir $(DEMO))
	$(BIN)/fundstelle index examples/corpus --index $(DEMO)
	@exec $(BIN)/fundstelle serve --index $(DEMO) --port $(PORT)

test: $(VENV)/ready  ## Run all tests
	$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist worksteal

check: $(VENV)/ready  ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(VENV)/ready  ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --outdir dist .

clean:  ## Remove everything that was made
	rm -rf $(VENV) .demo dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
