# The verbs of the course. Each sets up what it needs by itself: Python 3.11 with venv, and make, are enough.

PY := .venv/bin/python
# The first Python that is new enough; set it by hand to choose another: make grade PYTHON=/path/to/python
PYTHON = $(shell for p in python3.11 python3 python3.12 python3.13 python; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# nbgrader starts commands of its environment by name; nothing of the caller's Python may shine through.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
# Without its bytecode each of the many processes of a run would compile its packages anew, for seconds.
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help lab grade roster collect give-back export pseudonyms close-term web test build check assess messages book scenarios coverage bundle private-course test-browser test-web test-adversarial test-hub \
	bench pictures links lock clean check-style check-types check-masters check-rules

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s %s\n", $$1, $$2 }' Makefile

# ---------------------------------------------------------------- the environment

env := .venv/installed

setup-with-uv := about a minute
setup-with-pip := two or three minutes

# --without-pip: Debian splits pip off its venv; uv does without it, and otherwise it is fetched by ensurepip.
# Both install in silence, so that whoever waits is told every few seconds how far it is.
# The part of JupyterLab is copied into the environment: an editable install links Python alone.
$(env): requirements.lock pyproject.toml autograder/pyproject.toml $(shell find mlsys_course/widgets/lab -type f)
	@set -e; began=$$(date +%s); \
	if [ -z '$(PYTHON)' ]; then \
		echo 'No Python 3.11 or newer found. Install one (Debian: apt-get install python3 python3-venv).' >&2; exit 1; \
	fi; \
	uv=$$(uv --version 2>/dev/null) || uv=; \
	if [ -n "$$uv" ]; then echo 'Setting up .venv with uv, once: $(setup-with-uv).'; \
	else echo 'Setting up .venv with pip, once: $(setup-with-pip).'; fi; \
	if ! $(PY) -c 'import sys' 2>/dev/null; then $(PYTHON) -m venv --clear --without-pip .venv; fi; \
	( waited=0; while sleep 1; do waited=$$((waited + 1)); [ $$((waited % 5)) = 0 ] || continue; \
		echo "  $$waited s: $$(ls -d .venv/lib/*/*/*.dist-info | wc -l) packages are in place," \
			"$$(find .venv/lib -name '*.pyc' | wc -l) files compiled"; \
	done ) 2>/dev/null & trap "kill $$! 2>/dev/null || true" EXIT; \
	if [ -n "$$uv" ]; then \
		install="uv pip install --quiet --compile-bytecode --python $(PY)"; \
	else \
		if ! $(PY) -c 'import ensurepip' 2>/dev/null; then $(call debian,python3-venv); fi; \
		$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip --upgrade >/dev/null; \
		install="$(PY) -m pip install --quiet --disable-pip-version-check"; \
	fi; \
	$$install --require-hashes -r requirements.lock; \
	$$install --no-deps --no-build-isolation --force-reinstall -e . -e ./autograder; \
	$(PY) -m jupyter labextension disable --level=sys_prefix @jupyterlab/apputils-extension:announcements \
		2>/dev/null; \
	touch $@; \
	echo "Set up in $$(($$(date +%s) - began)) s."

# $(call debian,PACKAGE ...): install Debian packages, as root or with sudo where it asks for no password.
debian = { \
	if [ "$$(id -u)" = 0 ]; then sudo=; else sudo='sudo -n'; fi; \
	echo 'Installing the Debian packages $(1) ...'; \
	export DEBIAN_FRONTEND=noninteractive; \
	{ $$sudo apt-get -qq update && \
	  $$sudo apt-get -qq install -y --no-install-recommends $(1); } </dev/null >/dev/null 2>&1 \
	|| { echo 'Missing here, and not to be installed from here: $(1). As root: apt-get install $(1)' >&2; false; }; }

# $(call want,TEST,PACKAGE ...): the same where a test fails. On CI what is missing is an error; elsewhere whatever
# needs it says so itself.
want = { $(1); } >/dev/null 2>&1 || $(call debian,$(2)) || [ -z "$${CI-}" ]
want-npm = $(call want,command -v npm && command -v node,nodejs npm)
want-sandbox = $(call want,command -v bwrap,bubblewrap)
# Playwright drives the browser with a Node.js of its own, which needs a library that a bare Debian lacks.
want-browser = $(call want,command -v chromium && $(PY) -m playwright --version,chromium libatomic1)

# ---------------------------------------------------------------- for learners

lab: $(env) ## JupyterLab on the course, in work/: your own copies, in which nothing of yours is overwritten
	@$(PY) -m mlsys_course $(ARGS)

# ---------------------------------------------------------------- for whoever grades

# make grade ASSIGNMENT=name, where there are several
grade: $(env) ## grade a class: autograder/submitted/ where it holds anything, else the sample class
	@$(want-sandbox)
	@$(PY) -m autograder grade $(ASSIGNMENT) $(ARGS)

# FROM reaches a command as it was typed, through the environment: names have spaces and apostrophes.
roster: $(env) ## who is in the course, from a file of Canvas or Moodle: make roster FROM=grades.csv
	@$(PY) -m autograder roster "$$FROM" $(ARGS)

collect: $(env) ## what was handed in to Canvas or Moodle: make collect FROM=download.zip, or a folder of it
	@$(PY) -m autograder collect "$$FROM" $(ASSIGNMENT) $(ARGS)

give-back: $(env) ## feedback for Canvas or Moodle to take back: make give-back FROM=download.zip, that of make collect
	@$(PY) -m autograder give-back "$$FROM" $(ASSIGNMENT) $(ARGS)

export: $(env) ## scores for Canvas or Moodle: make export FROM=grades.csv, which is filled in; ARGS=--dry-run
	@$(PY) -m autograder export "$$FROM" $(ASSIGNMENT) $(ARGS)

pseudonyms: $(env) ## the class report with pseudonyms, to be shown to the class
	@$(PY) -m autograder pseudonyms $(ASSIGNMENT) $(ARGS)

close-term: $(env) ## archive a class in one file and remove it here; says first what that is, ARGS=--yes does it
	@$(PY) -m autograder close-term $(ARGS)

bundle: $(env) ## the students' archive, dist/: everything they need and nothing of autograder/
	@$(PY) -m autograder bundle $(ARGS)

private-course: $(env) ## a private copy for one class, or a newer version for it: make private-course DIR=../my-class
	@case '$(DIR)' in '') echo 'Say where: make private-course DIR=../my-class' >&2; exit 2;; esac
	@$(PY) -m autograder private-course '$(DIR)'

# The tools of the web edition live apart: JupyterLite's kernel must not appear in anybody's JupyterLab.
web-tools := .venv-web/installed

$(web-tools): autograder/web/tools.lock | $(env)
	@set -e; echo 'Setting up .venv-web, the tools of the web edition, once: a minute or two.'; \
	$(PYTHON) -m venv --clear --without-pip .venv-web; \
	.venv/bin/uv pip install --quiet --python .venv-web/bin/python --require-hashes -r $<; \
	touch $@

web: $(env) $(web-tools) ## the course as a web page, dist/web/; CREDIT=1 leaves keys and solutions out
	@$(PY) -m autograder web $(if $(CREDIT),--credit) $(ARGS)

links: ## launch links for the README: make links REPO=owner/name
	@case '$(REPO)' in \
		''|*[!A-Za-z0-9._/-]*|*/*/*|/*|*/) echo 'Say which repository: make links REPO=owner/name' >&2; exit 2;; \
		*/*) ;; \
		*) echo 'Say which repository: make links REPO=owner/name' >&2; exit 2;; \
	esac
	@echo '- [The course as a web page](https://$(firstword $(subst /, ,$(REPO))).github.io/$(notdir $(REPO))/)'
	@echo '- [The course on Binder](https://mybinder.org/v2/gh/$(REPO)/HEAD?urlpath=lab/tree/START.ipynb)'
	@find notebooks -name '*.ipynb' ! -path '*/.*' | sort | while read -r file; do \
		echo "- [$$(basename "$$file" .ipynb)](https://mybinder.org/v2/gh/$(REPO)/HEAD?urlpath=lab/tree/$$file)"; \
	done

# ---------------------------------------------------------------- for whoever works on the course

# CHAPTER=name: only what is that chapter's. What it costs does not depend on how many others there are.
chapters := $(patsubst mlsys_course/chapters/%/chapter.toml,%,$(wildcard mlsys_course/chapters/*/chapter.toml))
ifneq ($(CHAPTER),$(filter $(CHAPTER),$(chapters)))
$(error There is no chapter '$(CHAPTER)'. There are: $(sort $(chapters)))
endif
chapter = $(if $(CHAPTER),--chapter $(CHAPTER))
# $(call rooms,FOLDER ...): the chapter's folders in these; without a chapter none, and a tool goes by its settings.
rooms = $(if $(CHAPTER),$(wildcard $(addsuffix /$(CHAPTER),$(1))))
masters = $(or $(call rooms,notebooks source),notebooks source)

pytest = $(PY) -m pytest -n logical --maxprocesses 8 --dist loadgroup $(chapter)

test: $(env) ## all tests a change must not break
	@$(call want,command -v git,git)
	@$(want-sandbox)
	@$(want-browser)
	@$(if $(CI),$(MAKE) --no-print-directory $(web-tools))
	@$(pytest) --doctest-modules tests mlsys_course autograder \
		-m 'not hub and not (slow and (browser or adversarial))' $(ARGS)

test-browser: $(env) ## the long run in Chromium
	@$(want-browser)
	@$(pytest) tests -m browser $(ARGS)

test-web: $(env) $(web-tools) ## every notebook of the web edition, in Chromium
	@$(want-browser)
	@$(pytest) tests/browser/test_web.py tests/test_web.py -m '' $(ARGS)

test-adversarial: $(env) ## the long run of hostile and damaged submissions, and of random bytes and objects to the grader
	@$(want-sandbox)
	@$(pytest) tests -m adversarial $(ARGS)
	@MLSYS_FUZZ_EXAMPLES=4000 $(pytest) tests/test_codec.py \
		tests/test_choice.py::test_the_worked_notebook_is_chosen_or_a_ta_is_asked \
		tests/test_collecting.py::test_any_tree_of_files_is_read_within_bounds --timeout 1800 $(ARGS)
	@MLSYS_FUZZ_EXAMPLES=50000 $(pytest) tests/test_guard.py::test_any_object_gets_a_sentence --timeout 3600 $(ARGS)

# Other users must be able to run what it installs there: the course's own .venv may lie in somebody's home.
test-hub: export MLSYS_TEST_HUB ?= /opt/mlsys-test-hub
test-hub: $(env) ## a term on a JupyterHub: real Unix users, exchange, browser; as root
	@$(want-sandbox)
	@$(want-browser)
	@$(want-npm)
	@$(PY) -m pytest tests/hub -m hub -n 0 $(ARGS)

build: $(env) ## masters (.py) to notebooks (.ipynb), contracts and release/
	@$(PY) -m autograder build $(chapter) $(ARGS)

check: $(env) ## style, types, authoring rules, rebuilt notebooks, leaks; under 40 s
	@$(MAKE) --no-print-directory -j 2 check-types check-style check-masters check-rules

check-style:
	@$(PY) -m ruff check --quiet \
		$(call rooms,mlsys_course/chapters autograder/chapters notebooks source tests)

check-types:
	@$(PY) -m mypy --no-error-summary $(call rooms,mlsys_course/chapters autograder/chapters)

check-masters:
	@$(PY) -m mypy --no-error-summary --config-file autograder/building/masters.ini \
		$$(find $(masters) -name '*.py' ! -path '*/.*')

check-rules:
	@$(PY) -m autograder check $(chapter)

assess: $(env) ## how many right answers are accepted, wrong ones refused, mistakes named
	@$(PY) -m autograder assess $(chapter) $(ARGS)

book: $(env) ## the cells of a chapter of the book (CELLS=folder) over the course's numbers, and where they differ
	@$(if $(CELLS),,echo "make book CELLS=folder: a folder with one .py file for each cell of the chapter" >&2; exit 2)
	@$(PY) -m mlsys_course.book "$(CELLS)"

messages: $(env) ## every message learners can read about an answer, for reading aloud
	@$(PY) -m autograder messages $(chapter) $(ARGS)

scenarios: $(env) ## the tables of admissible numbers, proved against every exercise that uses them
	@$(PY) -m autograder scenarios $(chapter) $(ARGS)

coverage: $(env) ## which lesson and exercise covers which anchor and objective of the chapter
	@$(PY) -m autograder coverage $(chapter) $(ARGS)

bench: $(env) ## the speed of grading, diagnosis and widgets, measured here
	@for file in benchmarks/*.py; do $(PY) "$$file" $(ARGS) || exit 1; done

pictures: $(env) ## the README's two pictures, taken anew from the running course
	@$(want-browser)
	@$(PY) pictures/take.py $(ARGS)

compile = .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
	--no-emit-package mlsys-course --no-emit-package mlsys-autograder
lock: $(env) ## requirements.lock, tests/hub/requirements.lock and autograder/web/tools.lock anew
	@$(compile) pyproject.toml autograder/pyproject.toml --group pyproject.toml:dev --output-file requirements.lock
	@$(compile) -c requirements.lock pyproject.toml --group pyproject.toml:hub --output-file tests/hub/requirements.lock
	@$(compile) autograder/web/tools.in --output-file autograder/web/tools.lock

clean: ## what tools and the sample class left behind; keeps work/, .venv and every real grade
	rm -rf dist build autograder/sample .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name .venv -prune -o -name work -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
