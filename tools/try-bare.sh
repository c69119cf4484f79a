#!/usr/bin/env bash
# Prove `make run` on a bare machine: a fresh Debian 12 in FOLDER (debootstrap, root), a clone of the last commit, no Python
# packages, no Node, an empty home. Times the first start and the second one. Usage: tools/try-bare.sh FOLDER [PORT]
# The package sources, certificates and proxies of this machine are passed on, since the bare one needs them too.
cd "$(dirname "$0")/.." && . tools/lib.sh

root=$(realpath -m "${1:?folder for the bare machine}") port=${2:-8000}
command -v debootstrap >/dev/null || stop "缺少 debootstrap：apt-get install debootstrap" "debootstrap is missing"
sources=$(find /etc/apt -name '*.sources' -o -name 'sources.list' | xargs awk '/^(URIs:|deb )/ {print $2; exit}')

bare_machine() {
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$sources" >/dev/null
    cp -a /etc/apt/sources.list.d/*.sources "$root/etc/apt/sources.list.d/" 2>/dev/null && rm -f "$root/etc/apt/sources.list"
    cp -aL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    cp -aL /etc/resolv.conf /etc/hosts "$root/etc/"
    (inside 'apt-get update -q && apt-get install -y -q --no-install-recommends make git') >/dev/null
}

# One command inside, with an environment of its own; all it started ends with it. Takes the place of the calling subshell.
inside() {
    local passed
    passed=$(env | grep -E '^(PIP_CERT|PIP_INDEX_URL|PIP_DEFAULT_TIMEOUT|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|https?_proxy|no_proxy)=' || true)
    # shellcheck disable=SC2016,SC2086
    exec unshare --mount --pid --fork --kill-child bash -c '
        mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && root=$1 && shift
        exec chroot "$root" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb "${@:2}" bash -c "$1"
    ' _ "$root" "$1" $passed
}

# Start, wait for the sign-in page, say how long it took, stop.
timed_start() {
    local began=$SECONDS
    (inside "cd /srv/inspectapp && PORT=$port make run") &
    local pid=$!
    until [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/login")" = 200 ]; do
        kill -0 $pid 2>/dev/null || stop "$1：没有启动" "$1: it ended without serving"
        sleep 0.2
    done
    say "=== $1: sign-in page after $((SECONDS - began)) s"
    kill $pid && wait $pid || true
}

[ -d "$root/etc" ] || bare_machine
rm -rf "$root/srv/inspectapp"
git clone -q . "$root/srv/inspectapp"
timed_start "first start"
timed_start "second start"
