#!/bin/bash
# The part of tests/attack.sh that attacks an installed service: attack.sh SUITE [ITEM]
# Installs the package in a booted Debian (or takes one.deb from the folder NEXUSGO_PACKAGES), makes customers, sends and does what attackers would.
set -euo pipefail
cd "$(dirname "$0")/../.."
suite=$1
. tests/package/system.sh
work=$(mktemp -d /var/tmp/nexusgo-attack-XXXXXX)
finish() { halt_system; rm -rf --one-file-system "$work"; }
trap finish EXIT
{
    if [ -n "${NEXUSGO_PACKAGES:-}" ]; then
        cp "$NEXUSGO_PACKAGES/one.deb" "$work/one.deb"
    else
        install/package.sh "$work/made"
        mv "$work"/made/*.deb "$work/one.deb"
    fi
    new_system "$suite" "$work/system"
    trial=/srv/package-trial
    mkdir -m 711 "$work/system$trial"
    cp "$work/one.deb" tests/package/*.sh "$work/system$trial/"
    # Without a network but its own loopback.
    boot_system "$work/system" --private-network
    inside sh "$trial/first-customer.sh"
    inside sh "$trial/attacked.sh" certificate "$trial/bureau.asc"
    mkdir "$work/files"
    cp "$work/system$trial/bureau.asc" "$work/files/"
    NEXUSGO_ATTACK_FILES=$work/files dotnet test tests/NexusGo.FileExchange.IntegrationTests --no-build --nologo -v q --filter FullyQualifiedName~HostileFilesTests
    cp "$work"/files/* "$work/system$trial/"
    inside sh "$trial/attacked.sh" customers
} >"$work/prepared" 2>&1 </dev/null || { tail -n 20 "$work/prepared" >&2; echo "The service could not be installed on $suite." >&2; exit 1; }
inside sh "$trial/attacks.sh" "${2:-20.}"
