#!/usr/bin/env bash
# Python packages: an environment in .venv with exactly what the lock file names, each file checked by its hash.
# Usage: tools/python.sh requirements.txt [requirements-dev.txt …]
cd "$(dirname "$0")/.." && . tools/lib.sh

make_environment() {
    local python
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' 2>/dev/null && return
    python=$(find_python) || stop "没有找到 Python 3.11。请安装后重试：apt-get install python3 python3-venv" \
        "Python 3.11 was not found. Run: apt-get install python3 python3-venv"
    say "  运行环境 Environment in $VENV ($("$python" --version))"
    watched environment . "$python" -m venv --clear "$VENV"
}

# The short command: .venv/bin/inspectapp doctor, from any folder.
write_command() {
    printf '#!/bin/sh\ncd "$(dirname "$0")/../.." && exec .venv/bin/python -m inspectapp "$@"\n' >"$VENV/bin/inspectapp"
    chmod +x "$VENV/bin/inspectapp"
}

install_locked() {
    local lock=$1 mark now
    mark=$VENV/stamps/$(basename "$lock" .txt)
    now=$(fingerprint "$lock")
    fresh "$mark" "$now" && return
    say "  Python 组件 Python packages: $lock ($(grep -c '==' "$lock"))"
    watched "${lock%.txt}" '^(Collecting|Installing)' "$VENV/bin/python" -m pip install --require-hashes --no-deps \
        --progress-bar off --no-input -r "$lock"
    stamp "$mark" "$now"
}

make_environment
write_command
for lock in "$@"; do install_locked "$lock"; done
