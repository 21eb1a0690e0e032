#!/bin/bash
# The Debian package in a real system: a debootstrap tree, booted by systemd-nspawn. Installs it, takes a first customer from the package to its
# first receipt (at most 3 minutes), updates to a program with another schema under load, refuses an update on a bad configuration, goes back from a broken one, purges.
#   package.sh [SUITE]   bookworm (default) or trixie. Needs root, the programs of prerequisites.sh --tests and a Debian mirror
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
if [ "$(id -u)" -ne 0 ]; then echo "Run as root: it boots a system." >&2; exit 77; fi
for tool in debootstrap systemd-nspawn dpkg-deb; do
    command -v "$tool" >/dev/null || { echo "Missing program: $tool (install/prerequisites.sh --tests)" >&2; exit 72; }
done
work=$(mktemp -d /var/tmp/nexusgo-package-XXXXXX)
booted=
finish() { if [ -n "$booted" ]; then kill -TERM "$booted" 2>/dev/null || true; wait "$booted" 2>/dev/null || true; fi; rm -rf --one-file-system "$work"; }
trap finish EXIT

echo "== package"
# NEXUSGO_PACKAGES: a folder with one.deb and next.deb that were made before.
mkdir "$work/two"
if [ -n "${NEXUSGO_PACKAGES:-}" ]; then
    cp "$NEXUSGO_PACKAGES/one.deb" "$work/one.deb"
    cp "$NEXUSGO_PACKAGES/next.deb" "$work/next.deb"
else
    tests/package/build.sh "$work"
fi
# The next program under a version of its own, and one more whose service ends at once.
mkdir "$work/tree-two"
dpkg-deb -R "$work/next.deb" "$work/tree-two"
sed -i 's/^Version:.*/Version: 9.0.1/' "$work/tree-two/DEBIAN/control"
dpkg-deb --root-owner-group -Zxz -z0 --build "$work/tree-two" "$work/two/good.deb" >/dev/null
sed -i 's/^Version:.*/Version: 9.0.2/' "$work/tree-two/DEBIAN/control"
program=$work/tree-two/usr/lib/nexusgo-fileexchange/dist
mv "$program/nexusgo-fx" "$program/nexusgo-fx.real"
printf '#!/bin/sh\nif [ "$1" = run ]; then exit 70; fi\nexec "$(dirname "$(readlink -f "$0")")/nexusgo-fx.real" "$@"\n' >"$program/nexusgo-fx"
chmod 755 "$program/nexusgo-fx"
dpkg-deb --root-owner-group -Zxz -z0 --build "$work/tree-two" "$work/two/broken.deb" >/dev/null

echo "== $suite"
icu=libicu72
if [ "$suite" = trixie ]; then icu=libicu76; fi
debootstrap --variant=minbase \
    --include="systemd,systemd-sysv,dbus,ca-certificates,$icu,openssh-client,openssh-sftp-server,openssh-server,tzdata,procps,man-db,postgresql-common" \
    "$suite" "$work/system" >"$work/debootstrap.log"
mkdir -p "$work/system/etc/postgresql-common"
echo "create_main_cluster = false" >"$work/system/etc/postgresql-common/createcluster.conf"
chroot "$work/system" apt-get install -y -qq --no-install-recommends postgresql >>"$work/debootstrap.log" 2>&1
chroot "$work/system" systemctl disable -q postgresql ssh 2>/dev/null || true
trial=/srv/package-trial
mkdir -m 700 "$work/system$trial"
cp "$work/one.deb" "$work/system$trial/one.deb"
cp "$work"/two/*.deb tests/package/*.sh "$work/system$trial/"

# A run-time folder of its own: this machine's may have no service manager.
unshare -m sh -c 'mount -t tmpfs tmpfs /run; mkdir -p /run/systemd; exec systemd-nspawn -q --register=no --keep-unit -D "$0" -b' \
    "$work/system" >"$work/console" 2>&1 </dev/null &
booted=$!
for _ in $(seq 60); do
    init=$(pgrep -P "$(pgrep -P "$booted" systemd-nspawn || echo "$booted")" systemd | head -n 1 || true)
    if [ -n "$init" ] && nsenter -t "$init" -a systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then break; fi
    sleep 1
done
for step in first-customer update rollback purge; do
    echo "== $step"
    nsenter -t "$init" -m -u -i -n -p -C /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin sh "$trial/$step.sh"
done
echo "The package works on $suite."
