# Shared by the install and test scripts: plain words on the screen, the details in build/logs, no work done twice.
# Sourced with bash; the caller stands in the top folder of the repository.

set -euo pipefail
export LC_ALL=C.UTF-8 PYTHONUTF8=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 DEBIAN_FRONTEND=noninteractive

VENV=.venv
LOGS=build/logs

say() { printf '%s\n' "$*"; }

# Stop with what happened and what to do now, in both languages.
stop() {
    printf '\n✗ %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# One fingerprint for the named files and words: when it is unchanged, the step needs no second run.
fingerprint() { for item in "$@"; do if [ -f "$item" ]; then cat "$item"; else printf '%s\n' "$item"; fi; done | sha256sum | cut -d' ' -f1; }

# fresh STAMP FINGERPRINT: has this step been done for exactly this input?
fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

stamp() { mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1"; }

# watched NAME PATTERN COMMAND…: run it, keep every line in build/logs/NAME.log, count the lines that match on the screen.
watched() {
    local name=$1 pattern=$2 log=$LOGS/$1.log began=$SECONDS
    shift 2
    mkdir -p "$LOGS"
    if ! "$@" 2>&1 | tee "$log" | counted "$pattern"; then
        tail -n 15 "$log" >&2
        stop "“$name”没有完成。完整记录在 $log" "Step “$name” failed; the whole output is in $log. Run the same command again after mending it."
    fi
    say "    完成，用时 $((SECONDS - began)) 秒"
}

counted() {
    awk -v pattern="$1" -v tty="$([ -t 1 ] && echo 1 || echo 0)" '
        $0 ~ pattern { n++; line = "    " n "  " substr($0, 1, 90)
            if (tty) { printf "\r\033[K%s", line; fflush() } else if (n % 10 == 1) { print line; fflush() } }
        END { if (tty && n) printf "\r\033[K" }'
}

# The Python that the environment is made with: 3.11 before anything newer.
find_python() {
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}
