# Two commands: `make run` starts the product on a bare Debian 12, `make test` proves it.
.DEFAULT_GOAL := help
.PHONY: run run-lan test check format bench lighthouse assets doctor help

help:           ## this list
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: +## /\t/'

run:            ## install what is missing, then serve on http://127.0.0.1:8000 (HOST, PORT, INSPECTAPP_DATA, DATABASE_URL, FILES_URL)
	@tools/run.sh

run-lan:        ## the same over https for phones on the local network (LAN_ADDRESS, PORT, GUIDE_PORT); prints the code to scan
	@tools/run.sh serve-lan

test:           ## install what tests need, then run everything on SQLite + folder and on PostgreSQL + S3
	@tools/test.sh

check:          ## format, lint, types, import contract, templates, repository rules
	@tools/check.sh

format:         ## put the code into the one format
	@tools/install.sh tools && .venv/bin/ruff format . && .venv/bin/ruff check --fix .

bench:          ## races against the bare limit of this machine, printed as a table
	@tools/install.sh test && .venv/bin/python -m bench

lighthouse:     ## weight, speed and accessibility of the first pages in Chromium
	@tools/install.sh test && .venv/bin/python -m bench.lighthouse

assets:         ## build static/vendor from the locked browser packages and our own css and js
	@tools/python.sh requirements.txt && tools/browser.sh

doctor:         ## look over the data, the keys and the system libraries
	@tools/install.sh run && .venv/bin/python -m inspectapp doctor
