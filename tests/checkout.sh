#!/bin/bash
# install/install.sh from a checkout in a real system: a debootstrap tree, booted by systemd-nspawn, with this machine's .NET and packages.
#   checkout.sh [SUITE]   bookworm (default) or trixie. Needs root, the programs of prerequisites.sh --tests and a Debian mirror
set -euo pipefail
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
. tests/package/system.sh
work=$(mktemp -d /var/tmp/nexusgo-checkout-XXXXXX)
finish() { halt_system; rm -rf --one-file-system "$work"; }
trap finish EXIT

new_system "$suite" "$work/system"
# One package is left to prerequisites.sh to install: bubblewrap.
mkdir "$work/system/srv/checkout"
tar -c --exclude=./.git --exclude=bin --exclude=obj . | tar -x -C "$work/system/srv/checkout"
cp tests/package/checkout-steps.sh "$work/system/srv/"
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$work/system/srv/nuget"
ln -s /usr/share/dotnet/dotnet "$work/system/usr/bin/dotnet"
boot_system "$work/system" --bind-ro="$dotnet:/usr/share/dotnet" --bind="$HOME/.nuget:/srv/nuget"
# NuGetAudit: nobody answers there who knows weaknesses.
inside NUGET_PACKAGES=/srv/nuget/packages NuGetAudit=false DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NUGET_CERT_REVOCATION_MODE=offline sh /srv/checkout-steps.sh
echo "install.sh works on $suite."
