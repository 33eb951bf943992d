#!/usr/bin/env bash
# package.sh - the Debian package: the same bytes from two folders; on a bare Debian 12 it installs without
# compiler, serves the network, upgrades, and leaves the data when it goes.
# Usage: test/package/package.sh SOURCE [BARE]   BARE: a folder that debootstrap made (minbase, bookworm)
# Prints TAP. Without root or a Debian archive the second half is skipped. All in a folder of its own.
set -uo pipefail
source=$1
tmp=$(mktemp -d)
bare=${2:-$tmp/bare}
count=0 failed=0 server=
trap '[ -z "$server" ] || kill "$server"; mountpoint -q "$bare/proc" && umount "$bare/proc"; rm -rf "$tmp"' EXIT

# One line of TAP; what the command said comes as comments when it failed.
ok() {
    local name=$1
    shift
    count=$((count + 1))
    if "$@" >"$tmp/said" 2>&1; then
        echo "ok $count - $name"
    else
        failed=$((failed + 1))
        echo "not ok $count - $name"
        sed 's/^/# /' "$tmp/said" | tail -n 20
    fi
}

finish() {
    echo "1..$count"
    [ "$failed" = 0 ]
    exit
}

cd "$source" || exit 1
ok "a package is made" script/package "$tmp/one"
deb=$(echo "$tmp"/one/*.deb)
git clone -q "$source" "$tmp/another/tree"
cp -a node_modules "$tmp/another/tree/"
ok "and again in another folder" env CCACHE_DISABLE=1 "$tmp/another/tree/script/package" "$tmp/two"
same_bytes() { cmp "$tmp"/one/*.deb "$tmp"/two/*.deb; }
ok "with the same bytes" same_bytes
no_paths() { ! dpkg-deb --fsys-tarfile "$deb" | grep -aqF "$source"; }
ok "in which no path of this machine stands" no_paths
exposure() {
    systemd-analyze security --offline=true --threshold=15 --no-pager packaging/khetane.service
}
if command -v systemd-analyze >/dev/null; then
    ok "the unit's exposure is at most 1.5" exposure
fi

if [ "$(id -u)" != 0 ] || { [ ! -d "$bare" ] && ! command -v debootstrap >/dev/null; }; then
    count=$((count + 1))
    echo "ok $count - on a bare Debian # SKIP needs root and debootstrap"
    finish
fi
if [ ! -d "$bare" ]; then
    ok "a bare Debian 12" debootstrap --variant=minbase bookworm "$bare"
fi
cp "$deb" "$bare/tmp/khetane.deb"
cp /etc/resolv.conf "$bare/etc/resolv.conf"
mountpoint -q "$bare/proc" || mount -t proc proc "$bare/proc"
inside() { chroot "$bare" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }
as_khetane() { inside runuser -u khetane -- "$@"; }

inside apt-get -q update >/dev/null
ok "it installs" inside apt-get install -y -q --no-install-recommends /tmp/khetane.deb
no_tools() { ! inside sh -c 'command -v cc || command -v gcc || command -v npm || command -v node'; }
ok "without compiler or npm" no_tools
ok "nothing runs then" inside sh -c '! ls /var/lib/khetane/data'

# The unit's own command, where there is no folder yet.
unit=$(inside sed -n 's/^ExecStart=//p' /lib/systemd/system/khetane.service)
# shellcheck disable=SC2086  # words, as systemd splits them
as_khetane $unit 2>"$tmp/log" &
server=$!
for _ in $(seq 50); do
    grep -q /begin/ "$tmp/log" && break
    sleep 0.2
done
begins() { curl -sfL -c "$tmp/cookies" "$(grep -o 'http://[^ ]*/begin/[0-9a-f]*' "$tmp/log")" | grep -q '<form'; }
ok "the unit's command shows how to set it up" begins
kill "$server"
wait "$server" 2>/dev/null
server=
rm -rf "$bare/var/lib/khetane/data"

# A folder of the version before, as somebody has it.
tar xJf test/data/folder-0.1.0.tar.xz -C "$bare/var/lib/khetane"
echo 'a phrase for the browser test' >"$bare/var/lib/khetane/phrase"
inside chown -R khetane:khetane /var/lib/khetane
inside chmod 700 /var/lib/khetane/data
inside chmod 600 /var/lib/khetane/phrase
ok "certificates are made in a folder of 0.1.0" as_khetane khetane network make --name office.local \
    --dir /var/lib/khetane/data --passphrase-file /var/lib/khetane/phrase
ok "the card is printed, with this package's fonts alone" as_khetane khetane network card \
    -o /var/lib/khetane/card.pdf --dir /var/lib/khetane/data
as_khetane khetane serve --lan --port 18600 --dir /var/lib/khetane/data 2>"$tmp/log" &
server=$!
for _ in $(seq 50); do
    grep -q Fingerprint "$tmp/log" && break
    sleep 0.2
done
openssl x509 -inform DER -in "$bare/var/lib/khetane/data/network/root.crt" -out "$tmp/root.pem"
ask() { curl -sf --cacert "$tmp/root.pem" --resolve office.local:18601:127.0.0.1 https://office.local:18601/; }
ok "it serves the network by TLS" ask
ok "a key holder opens it" as_khetane khetane unlock --dir /var/lib/khetane/data \
    --passphrase-file /var/lib/khetane/phrase
kill "$server"
wait "$server" 2>/dev/null
server=

(cd "$bare/var/lib/khetane/data" && sha256sum khetane.keys network/*) >"$tmp/before"
unchanged() { (cd "$bare/var/lib/khetane/data" && sha256sum -c "$tmp/before"); }
ok "it is installed over itself" inside dpkg -i /tmp/khetane.deb
ok "which leaves the data" unchanged
ok "it is removed" inside apt-get remove -y -q khetane
ok "which leaves the data" unchanged
ok "it is purged" inside sh -c 'dpkg --purge khetane | grep "were left in"'
ok "which leaves the data, and says where" unchanged
rm -rf "$bare/var/lib/khetane"
finish
