#!/bin/bash
# The Debian package in a real system: a debootstrap tree, booted by systemd-nspawn. Installs it, takes a first customer from the package to its
# first receipt (at most 3 minutes), updates to a program with another schema under load, refuses an update on a bad configuration, goes back from a broken one, purges.
# Then the same program with a database of its own, whose owner is no superuser.
#   package.sh [SUITE]   bookworm (default) or trixie. Needs root, the programs of prerequisites.sh --tests and a Debian mirror
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
. tests/package/system.sh
work=$(mktemp -d /var/tmp/nexusgo-package-XXXXXX)
finish() { halt_system; rm -rf --one-file-system "$work"; }
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
rm -rf "$work/tree-two" "$work/next.deb"

echo "== $suite"
new_system "$suite" "$work/system"
trial=/srv/package-trial
mkdir -m 711 "$work/system$trial"
cp "$work/one.deb" "$work/system$trial/one.deb"
cp "$work"/two/*.deb tests/package/*.sh "$work/system$trial/"
# Without a network but its own loopback.
boot_system "$work/system" --private-network
for step in first-customer update rollback purge own-database; do
    echo "== $step"
    inside sh "$trial/$step.sh"
done
echo "The package works on $suite."
