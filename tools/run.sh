#!/usr/bin/env bash
# `make run` (and `make run-lan`): everything that a bare Debian 12 lacks, then the product itself. A second start does only the last line.
# Read from the environment: HOST, PORT, INSPECTAPP_DATA, DATABASE_URL, FILES_URL (docs/operations.md has them all).
cd "$(dirname "$0")/.." && . tools/lib.sh

say "安培督查 inspectapp"
tools/install.sh run
say "启动 Starting"
exec "$VENV/bin/python" -m inspectapp "${1:-serve}"
