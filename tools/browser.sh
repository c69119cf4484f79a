#!/usr/bin/env bash
# Browser assets: the packages of package-lock.json (npm checks each by its hash), a whitelist of files copied into static/vendor.
cd "$(dirname "$0")/.." && . tools/lib.sh

# A machine without Node gets it from the Python index into .venv: nothing is left outside this folder.
find_npm() {
    if command -v npm >/dev/null && node -e 'process.exit(+process.versions.node.split(".")[0] < 18)' 2>/dev/null; then return; fi
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
    now=$(fingerprint package-lock.json inspectapp/web/assets.py inspectapp/web/assets/*.py)
    [ -d static/vendor ] && fresh node_modules/.copied "$now" && return
    say "  网页文件 static/vendor"
    watched browser-assets . "$VENV/bin/python" -m inspectapp assets
    stamp node_modules/.copied "$now"
}

install_packages
copy_assets
