#!/bin/sh
# Makes a version that was just laid down the one that runs. The package's postinst and install.sh call it:
#   activate.sh BASE NAME    the program lies in BASE/dist; it is kept as BASE/versions/NAME, and BASE/current points to the one in use
# Before the old version stops, the new one reads the live configuration and compares the database's tables. After the switch it has to
# become healthy; else the old one is put back and started. Exit code 0 only if the new version is in use.
set -eu
base=$1
name=$2
unit=nexusgo-fileexchange.service
config=/etc/nexusgo-fileexchange
user=nexusgo
longest=${NEXUSGO_ACTIVATE_SECONDS:-90}

say() { echo "nexusgo-fileexchange: $*"; }

as_service() {
    if command -v runuser >/dev/null 2>&1; then runuser -u "$user" -- "$@"; else su -s /bin/sh "$user" -c "$*"; fi
}

# Links of the files, not copies: they take no room, and what replaces a file in dist later leaves them as they are.
new=$base/versions/$name
rm -rf "$new.new"
mkdir -p "$base/versions"
cp -al "$base/dist" "$new.new"
rm -rf "$new"
mv -T "$new.new" "$new"
old=$(readlink "$base/current" 2>/dev/null || true)

booted=no
if [ -d /run/systemd/system ]; then booted=yes; fi
running=no
if [ "$booted" = yes ] && systemctl is-active --quiet "$unit"; then running=yes; fi

if [ "$running" = yes ]; then
    say "the new version tries the configuration while the old one runs"
    code=0
    said=$(as_service "$new/nexusgo-fx" check-config --config "$config" 2>&1) || code=$?
    if [ "$code" -ne 0 ]; then
        echo "$said" >&2
        say "the new version does not take the configuration (exit code $code); the old version goes on. Mend it and run: dpkg --configure -a" >&2
        exit 1
    fi
    as_service "$new/nexusgo-fx" migrate --rehearse --config "$config" || {
        say "the tables cannot be brought up to date; the old version goes on" >&2
        exit 1
    }
fi

point_to() {
    ln -sfn "$1" "$base/current.new"
    mv -T "$base/current.new" "$base/current"
}

# Healthy: systemd calls it active, and its own status is not "down".
wait_until_healthy() {
    waited=0
    while [ "$waited" -lt "$longest" ]; do
        code=0
        said=$(as_service "$base/current/nexusgo-fx" status --config "$config" 2>&1) || code=$?
        if systemctl is-active --quiet "$unit" && [ "$code" -lt 2 ]; then return 0; fi
        if systemctl is-failed --quiet "$unit"; then return 1; fi
        sleep 2
        waited=$((waited + 2))
    done
    return 1
}

point_to "$new"
if [ "$booted" = yes ]; then systemctl daemon-reload; fi
if [ "$running" = yes ]; then
    # A start that systemd gives up on is answered below.
    systemctl restart "$unit" || true
    if ! wait_until_healthy; then
        say "the new version did not become healthy within $longest s; its status (exit code $code) and the last lines of its log:" >&2
        echo "$said" >&2
        journalctl -u "$unit" -n 20 --no-pager >&2 || true
        if [ -n "$old" ] && [ -x "$old/nexusgo-fx" ]; then
            point_to "$old"
            systemctl restart "$unit" || true
            say "the version before runs again ($old)" >&2
        fi
        exit 1
    fi
    say "the new version runs and is healthy"
fi

# The version before stays for a way back; older ones go.
for kept in "$base"/versions/*; do
    if [ "$kept" != "$new" ] && [ "$kept" != "$old" ]; then rm -rf "$kept"; fi
done
