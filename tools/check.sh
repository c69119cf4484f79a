#!/usr/bin/env bash
# `make check`: format, lint, types, who may import whom, templates, and the rules of this repository. All are run; all must pass.
cd "$(dirname "$0")/.." && . tools/lib.sh

tools/install.sh tools
failed=()
checked() {
    local name=$1
    shift
    if "$@" >build/logs/check.log 2>&1; then say "✓ $name"; else
        say "✗ $name"
        cat build/logs/check.log
        failed+=("$name")
    fi
}

mkdir -p "$LOGS"
bin=$VENV/bin
checked "format" "$bin/ruff" format --check .
checked "lint" "$bin/ruff" check .
checked "types" "$bin/mypy"
checked "imports" "$bin/lint-imports"
checked "templates" "$bin/djlint" --lint templates
checked "repository" "$bin/python" tools/check_repo.py
[ ${#failed[@]} = 0 ] || stop "没有通过：${failed[*]}" "Failed: ${failed[*]}"
