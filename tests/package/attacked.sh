#!/bin/sh
# Beside the customer ACME of first-customer.sh: BETA in the clear, SEAL by signed messages. All are looked at every second.
#   attacked.sh certificate FILE   makes the service's OpenPGP key and writes its certificate
#   attacked.sh customers          makes the customers; person.asc lies beside this file
set -eu
here=/srv/package-trial
config=/etc/nexusgo-fileexchange
if [ "$1" = certificate ]; then
    runuser -u nexusgo -- nexusgo-fx keys generate >/dev/null
    runuser -u nexusgo -- nexusgo-fx keys export >"$2"
    exit
fi
install -o root -g nexusgo -m 640 "$here/person.asc" "$config/keys/person.asc"
customer() {
    cat >"$config/customers/$1.json" <<JSON
{
  "CustomerId": "$1", "Name": "$1", "Version": "1",
  "Remote": { "Host": "127.0.0.1", "Port": 2022, "User": "$2", "HostKeys": [ "$(cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" ],
    "PrivateKeyFile": "../keys/ACME" },
  "Intake": { "PollInterval": "1s", "StableFor": "0s" },
  "Products": [ { "Code": "VISITOR", "Name": "Visitor" } ],
  $3
}
JSON
    chown root:nexusgo "$config/customers/$1.json"
    chmod 640 "$config/customers/$1.json"
}
clear='"Pgp": { "Encryption": "None", "Signature": "Optional" }, "Requests": { "Signature": "Optional" }'
customer ACME acme "$clear"
customer BETA beta "$clear, \"Orders\": { \"ZipFiles\": false, \"Workbooks\": false }"
customer SEAL seal '"People": [ { "Id": "kim", "CertificateFile": "../keys/person.asc", "Rights": [ "Order" ] } ]'
for user in beta seal; do
    useradd --no-create-home --shell /usr/sbin/nologin --password '*' "$user"
    for folder in in in/test out out/receipts out/errors out/reports out/consumed; do install -d -o "$user" -g "$user" "/srv/$user/$folder"; done
    chmod 755 "/srv/$user"
    cp /etc/ssh/keys/acme "/etc/ssh/keys/$user"
    printf 'Match User %s\n    ChrootDirectory /srv/%s\n    ForceCommand internal-sftp\n' "$user" "$user" >>/etc/ssh/acme_config
done
kill -HUP "$(cat /run/sshd.pid)"
rm -f /srv/acme/in/*.csv /srv/acme/out/*/*.csv
runuser -u nexusgo -- nexusgo-fx check-config
systemctl restart nexusgo-fileexchange
