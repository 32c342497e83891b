# Each target is one line; run.py holds the work.  On Windows: py run.py lab, py run.py test.
PYTHON ?= python3

lab:   ; $(PYTHON) run.py lab
test:  ; $(PYTHON) run.py test
build: ; $(PYTHON) run.py build
present: ; $(PYTHON) run.py present $(CHAPTER)
slides: ; $(PYTHON) run.py slides $(CHAPTER)
site: ; $(PYTHON) run.py site
bench: ; $(PYTHON) run.py bench
clean: ; $(PYTHON) run.py clean

.PHONY: lab test build present slides site bench clean
