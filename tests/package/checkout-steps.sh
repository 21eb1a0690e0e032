#!/bin/sh
# install.sh of a checkout in a booted system: owners and modes of what exists stay, nothing is enabled, an update goes on with the service,
# and an uninstall takes the program alone unless it is asked for more.
set -eu
cd /srv/checkout
config=/etc/nexusgo-fileexchange
data=/var/lib/nexusgo-fileexchange
unit=nexusgo-fileexchange
enabled() { systemctl list-unit-files --state=enabled --no-legend | cut -d' ' -f1 | sort; }
# Everything of ours that an update may not change: owner, group, mode, path.
modes() { find "$config" "$data" -not -path "$data/postgres*" -not -path "$data/logs*" -not -path "$data/spool*" -printf '%u:%g %m %p\n' | sort; }

install/install.sh --help | grep -q -- '--uninstall'
if install/install.sh --wrong 2>/dev/null; then exit 1; fi

echo "-- what is there before is left as it is"
install -d -m 755 "$config" "$config/schema"
install -m 604 config/appsettings.json "$config/"
echo '{}' >"$config/schema/customer.schema.json"
chown daemon:daemon "$config/schema/customer.schema.json"
modes 2>/dev/null >/srv/modes.before || true
enabled >/srv/enabled.before
install/install.sh
modes | grep -xFf /srv/modes.before | cmp - /srv/modes.before
grep -q '"\$schema"' "$config/schema/customer.schema.json"
enabled | cmp - /srv/enabled.before
command -v nexusgo-fx
man -w nexusgo-fx

echo "-- the service runs, and an update goes on with it"
systemctl start "$unit"
nexusgo-fx status
chmod 600 "$config/README.md"
chmod 750 "$config/keys"
modes >/srv/modes.before
install/install.sh
modes | grep -xFf /srv/modes.before | cmp - /srv/modes.before
systemctl is-active "$unit"
systemctl enable "$unit"
cp "$data/master.key" /srv/master.key

echo "-- uninstall"
install/install.sh --uninstall
for path in /opt/nexusgo-fileexchange "/etc/systemd/system/$unit.service" /usr/local/bin/nexusgo-fx /usr/local/share/man/man8/nexusgo-fx.8; do
    if [ -e "$path" ] || [ -L "$path" ]; then echo "$path is still there." >&2; exit 1; fi
done
if pgrep -u nexusgo >/dev/null; then echo "Something still runs as nexusgo." >&2; exit 1; fi
enabled | cmp - /srv/enabled.before
if find /etc/systemd -name "$unit*" | grep .; then exit 1; fi
cmp "$data/master.key" /srv/master.key
cmp config/appsettings.json "$config/appsettings.json"

echo "-- installed again it finds its data; purge takes all"
install/install.sh
systemctl start "$unit"
nexusgo-fx status
cmp "$data/master.key" /srv/master.key
install/install.sh --uninstall --purge
for path in "$config" "$data" "/etc/systemd/system/$unit.service" /run/nexusgo-fileexchange; do
    if [ -e "$path" ]; then echo "$path is still there." >&2; exit 1; fi
done
enabled | cmp - /srv/enabled.before
