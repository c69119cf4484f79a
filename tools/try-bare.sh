#!/usr/bin/env bash
# Prove `make run` on a bare machine: a fresh Debian 12 in FOLDER (debootstrap, root), a clone of the last commit, no Python
# packages, no Node, an empty home. Times the first start and the second one. Usage: tools/try-bare.sh FOLDER [PORT [test]]
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

# Start, wait for the sign-in page, say how long it took, sign in with a printed password, stop.
timed_start() {
    local began=$SECONDS told=$root/srv/told.txt
    (inside "cd /srv/inspectapp && PORT=$port make run") > >(tee "$told") &
    local pid=$!
    trap "kill -KILL $pid 2>/dev/null || true" EXIT
    until [ "$(curl -s -o /dev/null -w '%{http_code}' "$address/login")" = 200 ]; do
        kill -0 $pid 2>/dev/null || stop "$1：没有启动" "$1: it ended without serving"
        sleep 0.2
    done
    say "=== $1: sign-in page after $((SECONDS - began)) s"
    sign_in "$(awk '$3 == "zhifa1" { print $4 }' "$told")" || stop "$1：不能登录" "$1: signing in failed"
    # unshare waits for its child whatever it is asked; when it is gone the kernel ends all that it started.
    kill -KILL $pid && { wait $pid || true; } 2>/dev/null
    sleep 1
}

# As a browser would: the page with its form, the form sent, the page one is led to.
sign_in() {
    local jar=$root/srv/jar op_id
    rm -f "$jar"
    op_id=$(curl -s -c "$jar" "$address/login" | grep -oE 'name="op_id" value="[0-9a-f-]+"' | head -1 | cut -d'"' -f4)
    curl -s -o /dev/null -b "$jar" -c "$jar" -H "Origin: $address" -H 'Sec-Fetch-Site: same-origin' \
        -d "op_id=$op_id" -d login=zhifa1 --data-urlencode "password=$1" "$address/sign-ins" || return 1
    curl -s -b "$jar" "$address/" >"$root/srv/page.html" && grep -q '今日' "$root/srv/page.html" && say "=== signed in as zhifa1, the first page is there"
}

address=http://127.0.0.1:$port
! curl -s -o /dev/null "$address/" || stop "端口 $port 已被占用" "Port $port is taken"
[ -d "$root/etc" ] || bare_machine
rm -rf "$root/srv/inspectapp"
git clone -q . "$root/srv/inspectapp"
timed_start "first start"
timed_start "second start"
[ "${3:-}" != test ] || (inside "cd /srv/inspectapp && time CI=true make test")
