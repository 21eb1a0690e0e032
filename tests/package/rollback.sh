#!/bin/sh
# An update on a configuration with a problem is refused before anything stops; one to a program that does not start goes back.
set -eu
export NEXUSGO_ACTIVATE_SECONDS=30
file=/etc/nexusgo-fileexchange/customers/ACME.json
before=$(readlink /usr/lib/nexusgo-fileexchange/current)
started=$(systemctl show -p ExecMainStartTimestampMonotonic nexusgo-fileexchange)
sed -i 's/"Port": 2022/"Port": "x"/' "$file"
if dpkg -i /srv/package-trial/broken.deb; then echo "The bad configuration was taken." >&2; exit 1; fi
[ "$(systemctl show -p ExecMainStartTimestampMonotonic nexusgo-fileexchange)" = "$started" ]
sed -i 's/"Port": "x"/"Port": 2022/' "$file"
if dpkg --configure -a; then echo "The broken program was taken." >&2; exit 1; fi
[ "$(readlink /usr/lib/nexusgo-fileexchange/current)" = "$before" ]
systemctl is-active nexusgo-fileexchange
dpkg -i /srv/package-trial/good.deb
