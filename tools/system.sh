#!/usr/bin/env bash
# Debian packages: install those of tools/packages/NAME.txt that are missing, and 仿宋 (FandolFang) out of Debian's TeX package.
# Usage: tools/system.sh run|test
cd "$(dirname "$0")/.." && . tools/lib.sh

listed() { sed 's/#.*//' "tools/packages/$1.txt"; }

present() { dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# A Python without venv (Debian splits it off) is a missing package too.
missing_python() {
    local python
    python=$(find_python) || { echo python3 python3-venv; return; }
    "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

missing() {
    local name
    [ -x "$VENV/bin/python" ] || missing_python
    for name in $(listed "$1"); do present "$name" || echo "$name"; done
}

# How this person may install: as root, through sudo, or not at all.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo DEBIAN_FRONTEND=noninteractive "$@"
    else return 1; fi
}

can_install() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }
}

install_packages() {
    local names=$1 command="apt-get update && apt-get install -y --no-install-recommends $1"
    command -v apt-get >/dev/null ||
        stop "缺少系统组件：$names。本机不是 Debian，请用本机的软件管理工具安装同名组件后重试。" \
            "Missing system packages: $names. This is not Debian: install their equivalents, then run again."
    can_install ||
        stop "缺少系统组件：$names。请让管理员运行：$command" "Missing system packages. As root run: $command"
    say "  系统组件 System packages: $names"
    watched apt-update '^(Get|Hit):' as_root apt-get update -q
    # shellcheck disable=SC2086  # one word per package
    watched apt-install '^(Get:|Setting up)' as_root apt-get install -y -q --no-install-recommends $names
}

# Debian has 仿宋 only inside its TeX package: take the one font, none of TeX.
fangsong() {
    local target
    target=$([ "$(id -u)" = 0 ] && echo /usr/local/share/fonts/fandol || echo "${XDG_DATA_HOME:-$HOME/.local/share}/fonts/fandol")
    if compgen -G "/usr/local/share/fonts/fandol/FandolFang*.otf" >/dev/null || [ -f "$target/FandolFang-Regular.otf" ]; then return; fi
    fc-list 2>/dev/null | grep -q 'FandolFang' && return
    say "  仿宋字体 FandolFang"
    parcel=$(mktemp -d)
    trap 'rm -rf "$parcel"' EXIT
    apt-cache show texlive-lang-chinese >/dev/null 2>&1 || as_root apt-get update -q >/dev/null ||
        stop "没有仿宋字体。请让管理员运行：apt-get update，然后重试。" "The font FandolFang is missing. As root run: apt-get update"
    watched fangsong . unpack_fangsong "$parcel" "$target"
}

unpack_fangsong() {
    (cd "$1" && apt-get -o APT::Sandbox::User="$(id -un)" download -q texlive-lang-chinese) &&
        dpkg-deb --fsys-tarfile "$1"/texlive-lang-chinese_*.deb | tar -x -C "$1" --wildcards '*/fandol/FandolFang-Regular.otf' &&
        mkdir -p "$2" && find "$1/usr" -type f -exec install -m 644 {} "$2" \; && fc-cache -f "$2"
}

kinds=run
[ "${1:-run}" = test ] && kinds="run test"
absent=$(for kind in $kinds; do missing "$kind"; done | sort -u | tr '\n' ' ')
[ -z "${absent// /}" ] || install_packages "${absent% }"
fangsong
