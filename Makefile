# Everything starts from a fresh clone: the first target that needs it makes .venv.
PYTHON ?= python3
BIN := .venv/bin
PAGE := _build/html/book/index.html
# What a page is made from: no test, and nothing of a study, whose results stand in the chapters.
# The page on the state of the book shows the times and the benchmarks.
PAGES_FROM := _config.yml _toc.yml $(wildcard book/data/times.json benchmarks/results-*.md) \
	$(wildcard README.md LICENSE tools/metadata.py) \
	$(shell find book regkit -type f -not -path 'book/data/*' -not -name '*.pyc' -not -path '*/.*')

# The modules that hold tests of a kind: to read only these saves a quarter of a minute.
marked = $(shell grep -l "pytest\.mark\.$(1)" tests/test_*.py)

.PHONY: help check chapter book test lint outputs lab studies pdf handout solutions slides assignments zip \
	test-browser test-doors test-frameworks test-gpu test-install refresh-frameworks bench matrix mutants clean

help:  ## print this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-19s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

check: .venv/.ready  ## test the package in a minute: no build, no browser
	$(BIN)/python -m pytest -n 2 --dist loadscope --doctest-modules \
		-m "not book and not browser and not live and not slow and not study" tests regkit

chapter: .venv/.ready  ## run one chapter, build its page and check both: make chapter C=l1
	@$(BIN)/python tools/chapter.py $(C)

book: _build/.built  ## build the pages, and say where they are
	@echo "The book: file://$(abspath $(PAGE))"

# What takes long comes first, so that one worker does not wait for the other at the end.
test: _build/.built  ## run every chapter again; check the package and what the pages show
	$(BIN)/python -m pytest -n 2 --dist loadscope --no-loadscope-reorder --nbval --doctest-modules \
		-m "not study and not live and not browser" book tests regkit

lint: .venv/.ready  ## read the code and the chapters
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/deptry regkit --optional-dependencies-dev-groups book,test
	$(BIN)/deptry regkit book book/theme tests tools
	$(BIN)/python tools/notebooks.py
	$(BIN)/python tools/sources.py

outputs: .venv/.ready  ## run the chapters again; an unchanged chapter stays as it is
	$(BIN)/python tools/outputs.py

lab: .venv/.ready  ## open the chapters live
	$(BIN)/jupyter trust book/*.ipynb
	$(BIN)/jupyter lab book

studies: .venv/.ready  ## make the stored studies again, and compare; eight minutes
	$(BIN)/python -m pytest -n 2 -m study tests

pdf: _build/regularization.pdf  ## the whole book on paper; needs Chromium

handout: _build/handout.pdf  ## the chapters without answers, with space to write; needs Chromium

solutions: _build/solutions.pdf  ## the key to the handout; needs Chromium

slides: _build/.built  ## the chapters as slides, or one: make slides C=l1
	$(BIN)/python tools/slides.py $(C)

assignments: .venv/.ready  ## the exercises as assignments for nbgrader
	$(BIN)/python tools/assignments.py

zip: _build/regularization.zip  ## the pages in one file, to be unpacked and opened anywhere

test-browser: _build/.built  ## use the pages by touch, keyboard and screen reader; needs Chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "browser and not live" $(call marked,browser)

test-doors: .venv/.ready  ## every chapter as a fresh JupyterLab and Notebook open it
	$(BIN)/python -m pytest -n 2 -m live $(call marked,live)

test-frameworks: .venv-frameworks/.ready  ## the real frameworks judge the conventions and the snippets
	.venv-frameworks/bin/python -m pytest tests/frameworks

test-gpu: .venv-frameworks/.ready  ## regkit.torch on a GPU; needs one that PyTorch sees
	.venv-frameworks/bin/python -m pytest tests/frameworks/gpu

test-install: _build/.built .venv-wheels/.ready  ## an empty environment takes the package, and each chapter alone; no network
	$(BIN)/python -m pytest -n 2 tests/install

refresh-frameworks: .venv-frameworks/.ready  ## write anew what the frameworks chapter shows as output
	REGKIT_REFRESH=1 .venv-frameworks/bin/python -m pytest tests/frameworks

bench: .venv-bench/.ready  ## measure beside the peers, one thread; tens of minutes
	ADELIE_PYTHON=.venv-adelie/bin/python .venv-bench/bin/python benchmarks/linear.py
	.venv-bench/bin/python benchmarks/logistic.py
	.venv-bench/bin/python benchmarks/network.py

matrix: _build/.built  ## the checks again, as other machines would run them; an hour or two
	$(BIN)/python tools/matrix.py

mutants: .venv-mutants/.ready  ## does a test notice every small change of the core? 50 minutes of it
	.venv-mutants/bin/python tools/mutants.py

clean:  ## remove what was built
	rm -rf _build

.venv/.ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# what an empty environment is filled from, in the versions of .venv
.venv-wheels/.ready: requirements.txt pyproject.toml | .venv/.ready
	rm -rf $(@D) && mkdir $(@D)
	$(BIN)/python -m pip freeze --exclude-editable >$(@D)/pins.txt
	$(BIN)/python -m pip download --quiet --dest $(@D) --constraint $(@D)/pins.txt \
		--no-build-isolation ".[full]" editables hatchling ipykernel
	@touch $@

.venv-frameworks/.ready: tests/frameworks/requirements.txt
	$(PYTHON) -m venv .venv-frameworks
	.venv-frameworks/bin/python -m pip install --quiet --requirement tests/frameworks/requirements.txt
	@touch $@

# adelie pins an older NumPy, so it lives apart
.venv-bench/.ready: benchmarks/requirements.txt benchmarks/requirements-adelie.txt benchmarks/requirements-network.txt
	$(PYTHON) -m venv .venv-adelie
	.venv-adelie/bin/python -m pip install --quiet -r benchmarks/requirements-adelie.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet -r benchmarks/requirements-network.txt
	.venv-bench/bin/python -m pip install --quiet -r benchmarks/requirements.txt
	@touch $@

.venv-mutants/.ready: tests/mutation/requirements.txt
	$(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/python -m pip install --quiet --requirement $<
	@touch $@

_build/regularization.pdf: tools/pdf.py _build/.built
	$(BIN)/python $<

_build/handout.pdf _build/solutions.pdf: _build/%.pdf: tools/teaching.py tools/pdf.py _build/.built
	$(BIN)/python $< $*

_build/regularization.zip: tools/archive.py _build/.built
	$(BIN)/python $<

# The stamp comes last, so that a build that was interrupted, or warned, is not taken for a
# finished one; and it is as old as the build's start, so that a later change makes it stale.
_build/.built: .venv/.ready $(PAGES_FROM)
	@mkdir -p _build && touch _build/.started
	$(BIN)/jupyter-book build . -W -n --keep-going --all --quiet
	@mv _build/.started $@
