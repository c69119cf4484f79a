#!/usr/bin/env bash
# `make test`: the whole suite on SQLite and a folder, the phones in a browser (their driver keeps a loop of its own,
# so they run apart), and again on PostgreSQL and S3 whatever touches stores: tests/conftest.py picks by fixture.
# Extra words go to pytest: tools/test.sh tests/subjects -k staff
cd "$(dirname "$0")/.." && . tools/lib.sh

tools/install.sh test

# Thousands of small databases come and go: in memory where there is room for them, since none outlives its test.
in_memory() {
    local free
    free=$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)
    [ -w /dev/shm ] && [ "${free:-0}" -gt $((4 * 1024 * 1024)) ] || return 0
    TMPDIR=$(mktemp -d /dev/shm/inspectapp-tests-XXXXXX)
    chmod 755 "$TMPDIR" # PostgreSQL runs as an account of its own
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
}
in_memory
pytest=("$VENV/bin/python" -m pytest -p tests.fixtures.no_skips -n "${TEST_WORKERS:-2}" --dist loadfile --no-loadscope-reorder)
passes=0
say "第一遍 First pass: SQLite + 文件夹"
"${pytest[@]}" -m "not browser" "$@" || passes=$?
say "第二遍 Second pass: 浏览器里的手机 phones in a browser"
"${pytest[@]}" -m browser "$@" || [ $? = 5 ] || passes=1
say "第三遍 Third pass: PostgreSQL + S3"
"${pytest[@]}" --stores=postgres -m "not browser" "$@" || passes=$?
[ $passes = 0 ] || stop "测试没有全部通过，请看上面的记录。" "Not all tests passed: see above."
