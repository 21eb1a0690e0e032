#!/bin/sh
# Plays simulated histories without faults on the doubles and on PostgreSQL with sftp-server, and compares what customers and partner see.
#   tests/differential.sh [--histories N] [--first S]     (default 2000 from seed 1)
set -u
cd "$(dirname "$0")/.."
histories=2000 first=1
while [ $# -gt 0 ]; do
    case $1 in
        --histories) histories=$2; shift 2 ;;
        --first) first=$2; shift 2 ;;
        *) echo "tests/differential.sh: what is \"$1\"?" >&2; exit 2 ;;
    esac
done
NEXUSGO_HISTORIES=$histories NEXUSGO_FIRST=$first DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
    exec dotnet test tests/NexusGo.FileExchange.IntegrationTests --nologo -v q --logger "console;verbosity=detailed" \
    --filter "FullyQualifiedName~DifferentialTests" </dev/null
