#!/usr/bin/env bash
# Browser assets: the packages of package-lock.json (npm checks each by its hash), a whitelist of
# files and our own styles and scripts go into static/vendor, named by content and compressed.
cd "$(dirname "$0")/.." && . tools/lib.sh

# A machine without Node gets it from the Python index into .venv: nothing is left outside this folder.
find_npm() {
    if command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null; then return; fi
    tools/python.sh requirements-node.txt
    PATH=$PWD/$VENV/bin:$PATH
}

install_packages() {
    local now
    now=$(fingerprint package.json package-lock.json)
    fresh node_modules/.done "$now" && return
    find_npm
    say "  网页组件 Browser packages: package-lock.json"
    watched browser-packages . npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=http
    stamp node_modules/.done "$now"
}

copy_assets() {
    local now
    # shellcheck disable=SC2046  # names of this repository hold no spaces
    now=$(fingerprint package-lock.json inspectapp/web/*.py $(find static -type f -not -path '*/vendor/*' | sort))
    [ -d static/vendor ] && fresh node_modules/.copied "$now" && return
    say "  网页文件 static/vendor"
    watched browser-assets . "$VENV/bin/python" -m inspectapp.web.assets
    stamp node_modules/.copied "$now"
}

install_packages
copy_assets
