#!/bin/sh
# Measures the product against the programs that would be used instead; prints one line per figure and writes the report.
#   tests/bench.sh [transfer|engines|import|large-import|rows|memory|files|start|openpgp|openpgp-journey|production|retention|photos|photo-memory|starvation|neighbours|fleet|workers ...] [--rounds N] [--rows N] [--customers N] [--full] [--report FILE]
# Without a group: all of them, about half an hour. --full adds what takes hours. A run of all groups is kept in reports/ by its date.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
project=tests/NexusGo.FileExchange.Benchmarks

sh install/prerequisites.sh --tests --bench </dev/null
dotnet build "$project" -c Release -v q --nologo -p:RunAnalyzersDuringBuild=false </dev/null

report=no groups=all
for argument in "$@"; do
    case $argument in
        --report) report=yes ;;
        [a-z]*) groups=some ;;
    esac
done
if [ "$report" = no ] && [ "$groups" = all ]; then
    set -- "$@" --report "$project/reports/$(date +%Y-%m-%d).md"
fi
exec dotnet "$project/bin/Release/net10.0/NexusGo.FileExchange.Benchmarks.dll" "$@" </dev/null
