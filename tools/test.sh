#!/usr/bin/env bash
# `make test`: the whole suite, twice: on SQLite and a folder with the journeys in a browser, then on PostgreSQL and S3.
# Extra words go to pytest: tools/test.sh tests/subjects -k staff
cd "$(dirname "$0")/.." && . tools/lib.sh

tools/install.sh test
pytest=("$VENV/bin/python" -m pytest -p tests.fixtures.no_skips -n "${TEST_WORKERS:-2}" --dist loadfile)
passes=0
say "第一遍 First pass: SQLite + 文件夹，含浏览器"
"${pytest[@]}" "$@" || passes=$?
say "第二遍 Second pass: PostgreSQL + S3"
"${pytest[@]}" --stores=postgres -m "not browser" "$@" || passes=$?
[ $passes = 0 ] || stop "测试没有全部通过，请看上面的记录。" "Not all tests passed: see above."
