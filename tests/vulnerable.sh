#!/bin/sh
# Asks the package source whether a package of ours, or one that comes with it, has a published vulnerability. Exit code 1: yes.
# A source that keeps no list of them proves nothing: that is said, and is no failure.
set -u
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

not_checked() { echo "Not checked for published vulnerabilities: $1."; exit 0; }

answer=$(dotnet package list --project NexusGo.FileExchange.sln --vulnerable --include-transitive --format json 2>/dev/null </dev/null) || not_checked "dotnet package list failed"
case $answer in *'"advisoryurl"'*|*'"advisoryUrl"'*)
    echo "Packages with published vulnerabilities:"
    echo "$answer"
    exit 1 ;;
esac

# An index of NuGet's protocol names the list (resource VulnerabilityInfo) where the source keeps one.
for source in $(echo "$answer" | grep -o '"https://[^"]*"' | tr -d '"' | sort -u); do
    if curl -fsS --max-time 20 "$source" 2>/dev/null | grep -q VulnerabilityInfo; then
        echo "No package has a published vulnerability."
        exit 0
    fi
done

not_checked "no package source keeps a list of them"
