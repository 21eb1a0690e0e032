#!/bin/sh
# A database of one's own, by the SQL and the commands of the installed manual as they stand there: the owner of the tables is no superuser.
# A worker takes an order on it, a backup is restored, and nothing of the server's is left running.
set -eu
manual=/usr/share/doc/nexusgo-fileexchange/install/README.md
config=/etc/nexusgo-fileexchange
dpkg -i /srv/package-trial/one.deb
# A block of code that begins with a line: its text.
block() { awk -v first="$1" '/^```/ { inside = !inside; if (!inside && found) exit; found = 0; line = 0; next }
    inside && ++line == 1 && index($0, first) == 1 { found = 1 } inside && found' "$manual"; }

version=$(ls /usr/lib/postgresql | sort -n | tail -n 1)
pg_createcluster --start "$version" trial -- --auth-host=scram-sha-256 >/dev/null
block "create role nexusgo_owner" >/srv/package-trial/roles.sql
[ -s /srv/package-trial/roles.sql ]
runuser -u postgres -- psql -q -v ON_ERROR_STOP=1 -f /srv/package-trial/roles.sql
runuser -u postgres -- psql -qtA -c "select 'PostgreSQL ' || current_setting('server_version') || ', owner is superuser: ' || rolsuper || ', makes roles: ' || rolcreaterole
    from pg_roles where rolname = 'nexusgo_owner'"

echo 'one secret' >"$config/keys/owner.password"
echo 'another secret' >"$config/keys/worker.password"
block "cd /etc/nexusgo-fileexchange/keys" | sh -eu
# The settings of the manual, in the place of the empty ones.
block '"Vault"' | sed '$s/$/,/' >/srv/package-trial/settings
sed -i -e '/"Database": {/,/},/d' -e '/"FileExchange": {/r /srv/package-trial/settings' "$config/appsettings.json"
nexusgo-fx migrate
nexusgo-fx migrate | grep 'The tables are current.'

nexusgo-fx add-customer ACME --name "Acme AB" --host 127.0.0.1 --port 2022 --user acme --language En --product VISITOR \
    --host-key "$(cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" >/dev/null
cp "$config/keys/ACME.pub" /etc/ssh/keys/acme
rm -rf /srv/acme/out/*/* /srv/acme/in/*.csv
runuser -u nexusgo -- nexusgo-fx check-config
systemctl start nexusgo-fileexchange
header='customer_ref;product_code;first_name;last_name;recipient;street;postal_code;city;country'
order() {
    printf '%s\n%s;VISITOR;Eva;Ek;Eva Ek;Storgatan 1;111 22;Stockholm;SE\n' "$header" "$1" >"/srv/acme/in/ORD_$1.csv"
    chown acme:acme "/srv/acme/in/ORD_$1.csv"
    for _ in $(seq 120); do
        if grep -q ACCEPTED "/srv/acme/out/receipts/RCP_ORD_$1.csv" 2>/dev/null; then return; fi
        sleep 1
    done
    journalctl -u nexusgo-fileexchange -n 40 --no-pager
    exit 1
}
order D1
nexusgo-fx status

# Backup and restore, as written.
cd /srv/package-trial
chown postgres /srv/package-trial
block "pg_dump" >backup.sh
runuser -u postgres -- sh -eu backup.sh
block "systemctl stop nexusgo-fileexchange" | sed 's/^\(dropdb\|pg_restore\)/runuser -u postgres -- \1/; s/&& createdb/\&\& runuser -u postgres -- createdb/' >restore.sh
sh -eux restore.sh
order D2
nexusgo-fx status
systemctl stop nexusgo-fileexchange
apt-get purge -y -qq nexusgo-fileexchange >/dev/null
pg_dropcluster --stop "$version" trial
