#!/bin/sh
# Plays the whole exchange on a virtual clock, one history for each seed, with faults and crashes at every step; prints the shortest story of a seed that fails.
#   tests/simulate.sh [--seeds N] [--first S] [--minutes M] N seeds from S on (default 20000 from 1), or as many as M minutes allow
#   tests/simulate.sh --seed S [--story]                                        one seed, as it was found; --story tells everything that happens
set -u
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
project=tests/NexusGo.FileExchange.Testing
dotnet build "$project" -c Release -v q --nologo -p:RunAnalyzersDuringBuild=false </dev/null || exit 1

# The simulation runs on one thread: the runtime gives its pool no second one where it sees one processor. Histories are short-lived: the
# collector is to run seldom, and counting for better code (PGO) costs more than it brings.
DOTNET_PROCESSOR_COUNT=1 DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x4000000
export DOTNET_PROCESSOR_COUNT DOTNET_TieredPGO DOTNET_GCgen0size
simulate() { dotnet "$project/bin/Release/net10.0/NexusGo.FileExchange.Testing.dll" "$@" </dev/null; }

seeds=20000 first=1 minutes="" alone=no
number() { case $1 in ''|*[!0-9]*) echo "tests/simulate.sh: \"$1\" is no number." >&2; exit 2 ;; esac; }
set -- "$@" end
while [ "$1" != end ]; do
    case $1 in
        --seeds) number "$2"; seeds=$2; shift 2 ;;
        --first) number "$2"; first=$2; shift 2 ;;
        --minutes) number "$2"; minutes=$2; shift 2 ;;
        --seed) number "$2"; alone=yes; set -- "$@" "$1" "$2"; shift 2 ;;
        --story|--as-found) set -- "$@" "$1"; shift ;;
        *) echo "tests/simulate.sh: what is \"$1\"?" >&2; exit 2 ;;
    esac
done
shift
if [ "$alone" = yes ]; then simulate "$@"; exit $?; fi

# One process for each processor, each with its own part of the seeds.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
processes=$(nproc)
i=0
while [ "$i" -lt "$processes" ]; do
    if [ -n "$minutes" ]; then
        part="--first $((first + i * 1000000000)) --minutes $minutes"
    else
        part="--first $((first + i * seeds / processes)) --seeds $(((i + 1) * seeds / processes - i * seeds / processes))"
    fi
    # shellcheck disable=SC2086
    simulate $part "$@" >"$results/$i" 2>&1 &
    i=$((i + 1))
done
wait
grep -hv '^seeds ' "$results"/*
grep -h '^seeds ' "$results"/* | awk -v wanted="$processes" '
    { seeds += $2; failed += $4; steps += $6; deaths += $8; faults += $10; if ($12 > seconds) seconds = $12 }
    END {
        if (NR < wanted) failed += wanted - NR
        printf "%d seeds, %d failed; %d steps, %d faults, %d processes died; %.0f seconds\n", seeds, failed, steps, faults, deaths, seconds
        exit failed > 0
    }'
