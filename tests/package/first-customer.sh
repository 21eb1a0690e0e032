#!/bin/sh
# From the installed package to the first receipt, as install/README.md says it; the customer's server is a real sshd with a chrooted user.
set -eu
dpkg -i /srv/package-trial/one.deb
began=$(date +%s)
useradd --create-home --shell /usr/sbin/nologin --password '*' acme
mkdir -p /srv/acme/in /srv/acme/out /etc/ssh/keys /run/sshd
chown acme:acme /srv/acme/in /srv/acme/out
ssh-keygen -A >/dev/null
cat >/etc/ssh/acme_config <<'CONF'
Port 2022
ListenAddress 127.0.0.1
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile /etc/ssh/keys/%u
Subsystem sftp internal-sftp
Match User acme
    ChrootDirectory /srv/acme
    ForceCommand internal-sftp
CONF
/usr/sbin/sshd -f /etc/ssh/acme_config
nexusgo-fx add-customer ACME --name "Acme AB" --host 127.0.0.1 --port 2022 --user acme --language En --product VISITOR \
    --host-key "$(cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub)" >/srv/package-trial/letter.txt
cp /etc/nexusgo-fileexchange/keys/ACME.pub /etc/ssh/keys/acme
chmod 644 /etc/ssh/keys/acme
grep -q "$(cut -d' ' -f2 /etc/nexusgo-fileexchange/keys/ACME.pub)" /srv/package-trial/letter.txt
runuser -u nexusgo -- nexusgo-fx probe ACME --create-folders
runuser -u nexusgo -- nexusgo-fx check-config
systemctl enable --now nexusgo-fileexchange
header='customer_ref;product_code;first_name;last_name;recipient;street;postal_code;city;country'
printf '%s\nA1;VISITOR;Eva;Ek;Eva Ek;Storgatan 1;111 22;Stockholm;SE\n' "$header" >/srv/acme/in/ORD_1.csv
chown acme:acme /srv/acme/in/ORD_1.csv
until grep -q ACCEPTED /srv/acme/out/receipts/RCP_ORD_1.csv 2>/dev/null; do
    if [ $(($(date +%s) - began)) -gt 180 ]; then
        journalctl -u nexusgo-fileexchange -n 40 --no-pager
        echo "No receipt within 3 minutes." >&2
        exit 1
    fi
    sleep 1
done
echo "First receipt after $(($(date +%s) - began)) s."
