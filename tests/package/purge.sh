#!/bin/sh
# Removal leaves configuration, data and keys; purge leaves nothing, and nothing starts at the next boot.
set -eu
apt-get remove -y -qq nexusgo-fileexchange >/dev/null
[ -e /etc/nexusgo-fileexchange/customers/ACME.json ] && [ -e /var/lib/nexusgo-fileexchange/master.key ]
[ ! -e /usr/lib/nexusgo-fileexchange ]
apt-get purge -y -qq nexusgo-fileexchange >/dev/null
for path in /etc/nexusgo-fileexchange /var/lib/nexusgo-fileexchange /usr/lib/nexusgo-fileexchange /run/nexusgo-fileexchange; do
    if [ -e "$path" ]; then echo "$path is still there." >&2; exit 1; fi
done
if systemctl is-enabled nexusgo-fileexchange 2>/dev/null | grep -q enabled; then exit 1; fi
