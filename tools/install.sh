#!/usr/bin/env bash
# What `make run`, `make test`, `make check` and `make bench` need, each step skipped when it was done for the same input.
# Usage: tools/install.sh run|test|tools   (tools: the Python packages alone)
cd "$(dirname "$0")/.." && . tools/lib.sh

case ${1:-run} in
run)
    tools/system.sh run
    tools/python.sh requirements.txt
    tools/browser.sh
    ;;
test)
    tools/system.sh test
    tools/python.sh requirements.txt requirements-dev.txt
    tools/browser.sh
    ;;
tools)
    tools/python.sh requirements.txt requirements-dev.txt
    ;;
esac
