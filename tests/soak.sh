#!/bin/sh
# Real workers, PostgreSQL and sshd with something ending every few seconds, on a slow line and a small disk of their own, for MINUTES;
# then the ledger, the customers' folders and the audit log are compared.
#   tests/soak.sh [MINUTES]     default 120. Needs root, for the line and the disk; without it, both are left out.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-120}
case $minutes in
    ''|0*|*[!0-9]*) echo "tests/soak.sh: MINUTES is a number, not \"$minutes\"." >&2; exit 2 ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NEXUSGO_SOAK_SECONDS=$((minutes * 60))
project=tests/NexusGo.FileExchange.IntegrationTests
dotnet build "$project" -v q --nologo </dev/null
disk=$(mktemp -d)
trap 'rm -rf "$disk"' EXIT
export disk project
play='dotnet test "$project" --no-build --nologo -v q --logger "console;verbosity=detailed" \
    --filter FullyQualifiedName~SoakTests </dev/null'
if [ "$(id -u)" -ne 0 ]; then
    sh -c "$play"
    exit $?
fi
unshare --net --mount sh -c '
    ip link set lo up
    tc qdisc add dev lo root netem delay 5ms 5ms || echo "tests/soak.sh: this kernel delays no packets; the line is as fast as ever." >&2
    mount -t tmpfs -o size=1g,mode=1777 tmpfs "$disk"
    export TMPDIR="$disk" NEXUSGO_SOAK_DISK="$disk"
    '"$play"'
    rc=$?
    umount "$disk" 2>/dev/null
    exit $rc'
