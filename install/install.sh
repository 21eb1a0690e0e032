#!/bin/sh
# Installs or updates the worker as a systemd service. Run as root from a checkout. Configuration and data are never overwritten.
set -eu
cd "$(dirname "$0")/.."
program=/opt/nexusgo-fileexchange
config=/etc/nexusgo-fileexchange

if [ "$(id -u)" -ne 0 ]; then
    echo "Run as root." >&2
    exit 2
fi

sh install/prerequisites.sh
if ! getent passwd nexusgo >/dev/null; then
    useradd --system --home-dir /var/lib/nexusgo-fileexchange --no-create-home --shell /usr/sbin/nologin nexusgo
fi

case $(uname -m) in
    x86_64) runtime=linux-x64 ;;
    aarch64) runtime=linux-arm64 ;;
    *) echo "No build for $(uname -m)." >&2; exit 1 ;;
esac

# The worker alone: nothing that plays a customer or the production partner is installed.
# Built beside the running program and swapped in whole, so that a failed build changes nothing.
rm -rf "$program.new"
dotnet publish src/NexusGo.FileExchange.Worker/NexusGo.FileExchange.Worker.csproj -c Release -r "$runtime" \
    --self-contained false -p:PublishReadyToRun=true -o "$program.new" -v q --nologo
# The page beside it: a program of its own that shares the libraries.
dotnet publish src/NexusGo.FileExchange.Page/NexusGo.FileExchange.Page.csproj -c Release -r "$runtime" \
    --self-contained false -p:PublishReadyToRun=true -o "$program.new" -v q --nologo
cp README.md install/sandbox.conf "$program.new/"
chmod -R u=rwX,go=rX "$program.new"

mkdir -p "$config/customers" "$config/keys" "$config/schema"
for file in appsettings.json README.md customers/EXAMPLE.json.sample; do
    [ -e "$config/$file" ] || cp "config/$file" "$config/$file"
done
cp config/schema/*.json "$config/schema/"
chown -R root:nexusgo "$config"
chmod 750 "$config" "$config/customers" "$config/schema"
# Keys belong to the worker: ssh and the worker itself refuse keys that others may read.
chown -R nexusgo:nexusgo "$config/keys"
chmod 700 "$config/keys"
install -d -o nexusgo -g nexusgo -m 700 /var/lib/nexusgo-fileexchange

"$program.new/nexusgo-fx" --version >/dev/null
running=no
before="there was no version before"
if [ -d /run/systemd/system ] && systemctl is-active --quiet nexusgo-fileexchange; then
    running=yes
    systemctl stop nexusgo-fileexchange
fi
rm -rf "$program.old"
if [ -d "$program" ]; then
    mv "$program" "$program.old"
    before="the version before is in $program.old"
fi
mv "$program.new" "$program"
ln -sf "$program/nexusgo-fx" /usr/local/bin/nexusgo-fx
cp install/nexusgo-fileexchange.service install/nexusgo-fileexchange-page.service /etc/systemd/system/
if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    if [ "$running" = yes ]; then systemctl start nexusgo-fileexchange; fi
fi

echo "Installed $($program/nexusgo-fx --version) in $program; $before."
echo "Next: customers in $config/customers, then: nexusgo-fx check-config, then: systemctl enable --now nexusgo-fileexchange"
