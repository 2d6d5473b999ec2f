# Two commands do everything: `make demo` and `make test`. Both set up what is missing.
.PHONY: demo test check serve prepare lock format services

BIN := .venv/bin
ROOMS := domain ocr search archive infra api tests

prepare:
	@infra/prepare.sh demo

demo: prepare  ## the whole job on fictitious dossiers, start to end
	@$(BIN)/hoso demo

serve: prepare  ## the desk and the HTTP API: on HOSO_DATA, on ./hoso-data, or on the demo's archive
	@HOSO_DATA="$${HOSO_DATA:-$(if $(wildcard hoso-data),hoso-data,hoso-demo)}" $(BIN)/hoso serve

test:  ## every test; HOSO_TEST_SERVICES=1: those on the real servers too
	@infra/prepare.sh $(if $(HOSO_TEST_SERVICES),services,test)
	@$(BIN)/pytest -n 2

services:  ## build and start the real servers of the tests; KEEP=1: until Ctrl-C
	@infra/prepare.sh services
	@$(BIN)/python -m tests.services $(if $(KEEP),--keep)

check:  ## formatting, lint, types, the import contract and the fast tests
	@infra/prepare.sh test
	$(BIN)/ruff format --check $(ROOMS)
	$(BIN)/ruff check $(ROOMS)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 2 -m "not slow"

format: prepare
	$(BIN)/ruff format $(ROOMS)
	$(BIN)/ruff check --fix $(ROOMS)

lock:  ## renew requirements.lock from pyproject.toml; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate --extra dev pyproject.toml -o requirements.lock
