#!/bin/sh
# Installs or updates the worker as a systemd service, from a checkout. Configuration and data are never overwritten; owners and modes of what
# exists are never changed. An update tries the live configuration before the old version stops, and goes back if the new one is not healthy.
set -eu
cd "$(dirname "$0")/.."
base=/opt/nexusgo-fileexchange
config=/etc/nexusgo-fileexchange
data=/var/lib/nexusgo-fileexchange
unit=nexusgo-fileexchange.service
man=/usr/local/share/man/man8/nexusgo-fx.8
bash_completion=/usr/local/share/bash-completion/completions/nexusgo-fx
zsh_completion=/usr/local/share/zsh/site-functions/_nexusgo-fx
fish_completion=/usr/local/share/fish/vendor_completions.d/nexusgo-fx.fish

usage() {
    cat <<'TEXT'
usage: install/install.sh [--uninstall [--purge] | --help]
  (nothing)     install or update: program to /opt/nexusgo-fileexchange, configuration to /etc/nexusgo-fileexchange,
                data to /var/lib/nexusgo-fileexchange, the user nexusgo and a systemd unit, which is not enabled
  --uninstall   stop and remove program and unit; configuration, data and user stay
  --purge       with --uninstall: also remove configuration, data and keys. Nothing brings them back
  --help        this text
TEXT
}

uninstall() {
    if [ -d /run/systemd/system ]; then systemctl stop "$unit" nexusgo-fileexchange-page.service 2>/dev/null || true; fi
    # Also where no system is booted: a link that is left would start nothing, and be complained of at each boot.
    if command -v systemctl >/dev/null 2>&1; then systemctl disable "$unit" nexusgo-fileexchange-page.service 2>/dev/null || true; fi
    rm -f "/etc/systemd/system/$unit" /etc/systemd/system/nexusgo-fileexchange-page.service /usr/local/bin/nexusgo-fx
    rm -f "$man" "$bash_completion" "$zsh_completion" "$fish_completion"
    rm -rf "$base"
    if [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
    if [ "$1" = yes ]; then
        rm -rf "$config" "$data" "/etc/systemd/system/$unit.d"
        echo "Removed, with configuration, data and keys."
    else
        echo "Removed. Configuration is still in $config, data and keys in $data."
    fi
}

mode=install
purge=no
for argument in "$@"; do
    case $argument in
        --help|-h) usage; exit 0 ;;
        --uninstall) mode=uninstall ;;
        --purge) purge=yes ;;
        *) usage >&2; exit 64 ;;
    esac
done
if [ "$purge" = yes ] && [ "$mode" = install ]; then usage >&2; exit 64; fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Run as root: sudo install/install.sh $*" >&2
    exit 77
fi
if [ "$mode" = uninstall ]; then uninstall "$purge"; exit 0; fi

sh install/prerequisites.sh
if ! getent passwd nexusgo >/dev/null; then
    useradd --system --home-dir "$data" --no-create-home --shell /usr/sbin/nologin nexusgo
fi

case $(uname -m) in
    x86_64) runtime=linux-x64 ;;
    aarch64) runtime=linux-arm64 ;;
    *) echo "No build for $(uname -m)." >&2; exit 64 ;;
esac

# The worker alone: nothing that plays a customer or the production partner is installed.
# Built beside the running program, which has files of its own: a failed build changes nothing.
mkdir -p "$base"
rm -rf "$base/dist.new"
dotnet publish src/NexusGo.FileExchange.Worker/NexusGo.FileExchange.Worker.csproj -c Release -r "$runtime" \
    --self-contained false -p:PublishReadyToRun=true -o "$base/dist.new" -v q --nologo
# The page beside it: a program of its own that shares the libraries.
dotnet publish src/NexusGo.FileExchange.Page/NexusGo.FileExchange.Page.csproj -c Release -r "$runtime" \
    --self-contained false -p:PublishReadyToRun=true -o "$base/dist.new" -v q --nologo
cp README.md install/sandbox.conf "$base/dist.new/"
chmod -R u=rwX,go=rX "$base/dist.new"
rm -rf "$base/dist"
mv "$base/dist.new" "$base/dist"

make_folder() {
    if [ ! -d "$1" ]; then install -d -o "$2" -g nexusgo -m "$3" "$1"; fi
}
make_folder "$config" root 750
make_folder "$config/customers" root 750
make_folder "$config/customers/shared" root 750
make_folder "$config/schema" root 750
# Keys belong to the worker: ssh and the worker itself refuse keys that others may read.
make_folder "$config/keys" nexusgo 700
make_folder "$data" nexusgo 700
for file in appsettings.json README.md production.json.sample customers/EXAMPLE.json.sample customers/shared/layouts.json.sample; do
    if [ ! -e "$config/$file" ]; then install -o root -g nexusgo -m 640 "config/$file" "$config/$file"; fi
done
# Schemas belong to the program and follow it; one that is there keeps its owner and mode.
for file in config/schema/*.json; do
    if [ -e "$config/schema/${file##*/}" ]; then
        cat "$file" >"$config/schema/${file##*/}"
    else
        install -o root -g nexusgo -m 640 "$file" "$config/schema/"
    fi
done

sed "s|$base/nexusgo-fx|$base/current/nexusgo-fx|" "install/$unit" >"/etc/systemd/system/$unit"
sed "s|$base/nexusgo-page|$base/current/nexusgo-page|" install/nexusgo-fileexchange-page.service >/etc/systemd/system/nexusgo-fileexchange-page.service
sh install/activate.sh "$base" "$("$base/dist/nexusgo-fx" --version)-$(date -u +%Y%m%dT%H%M%SZ)"
ln -sf "$base/current/nexusgo-fx" /usr/local/bin/nexusgo-fx

# The manual page, the completions of bash, zsh and fish, and the manuals.
"$base/current/nexusgo-fx" manual --write "$base/manual"
install -D -m 644 "$base/manual/nexusgo-fx.8" "$man"
install -D -m 644 "$base/manual/completion.bash" "$bash_completion"
install -D -m 644 "$base/manual/completion.zsh" "$zsh_completion"
install -D -m 644 "$base/manual/completion.fish" "$fish_completion"
install -D -m 644 -t "$base/doc/install" install/*.md
cp -r install/pictures install/prometheus install/grafana "$base/doc/install/"
chmod -R u=rwX,go=rX "$base/doc"
install -D -m 644 -t "$base/doc/config" config/README.md
install -D -m 644 -t "$base/doc/samples" samples/README*.md
install -D -m 644 -t "$base/doc/samples/manual" samples/manual/*.md

echo "Installed $(nexusgo-fx --version) in $base/current."
echo "Next: nexusgo-fx add-customer, then: nexusgo-fx check-config, then: systemctl enable --now nexusgo-fileexchange"
