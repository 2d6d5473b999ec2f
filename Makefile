# Two commands do everything: `make demo` and `make test`. Both set up what is missing.
.PHONY: demo test check serve prepare lock format

BIN := .venv/bin
ROOMS := domain ocr search archive infra api tests

prepare:
	@infra/prepare.sh demo

demo: prepare  ## the whole job on fictitious dossiers, start to end
	@$(BIN)/hoso demo

serve: prepare  ## the desk and the HTTP API: on HOSO_DATA, on ./hoso-data, or on the demo's archive
	@HOSO_DATA="$${HOSO_DATA:-$(if $(wildcard hoso-data),hoso-data,hoso-demo)}" $(BIN)/hoso serve

test:  ## every test
	@infra/prepare.sh test
	@$(BIN)/pytest -n 2

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
