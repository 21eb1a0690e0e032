#!/bin/sh
# An update to a program with another schema while files keep coming: the tables are brought up to date, nothing is lost, and owners and modes stay.
set -eu
owners() { stat -c '%U:%G %a %n' /etc/nexusgo-fileexchange/keys/ACME /etc/nexusgo-fileexchange/*.json /var/lib/nexusgo-fileexchange; }
owners >/srv/package-trial/owners.before
header='customer_ref;product_code;first_name;last_name;recipient;street;postal_code;city;country'
(
    for number in $(seq 60); do
        printf '%s\nL%s;VISITOR;Eva;Ek;Eva Ek;Storgatan 1;111 22;Stockholm;SE\n' "$header" "$number" >/srv/acme/in/.next
        chown acme:acme /srv/acme/in/.next
        mv /srv/acme/in/.next "/srv/acme/in/ORD_L$number.csv"
        sleep 0.5
    done
) &
dpkg -i /srv/package-trial/good.deb
owners | cmp - /srv/package-trial/owners.before
wait
waited=0
until [ "$(ls /srv/acme/out/receipts | grep -c RCP_ORD_L)" -eq 60 ]; do
    if [ "$waited" -gt 120 ]; then echo "Only $(ls /srv/acme/out/receipts | grep -c RCP_ORD_L) of 60 receipts." >&2; exit 1; fi
    sleep 1
    waited=$((waited + 1))
done
runuser -u nexusgo -- nexusgo-fx migrate --rehearse | grep 'The tables are current.'
journalctl CUSTOMER=ACME PRIORITY=6 --no-pager -o cat | grep -q ACME
systemctl reload nexusgo-fileexchange
sleep 3
systemctl is-active nexusgo-fileexchange
