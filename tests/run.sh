#!/bin/sh
# Installs what is missing, builds once, runs the tests; the last line is "N passed, N failed" (and ", N skipped" if any).
#   --quick  without the tests of the category Long (worker processes killed at every crash point, several workers under load: some minutes);
#            says so before the last line
set -u
filter=""
if [ "${1:-}" = "--quick" ]; then filter="Category!=Long"; fi
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 CI="${CI:-true}"

if ! sh install/prerequisites.sh --tests </dev/null; then
    echo "0 passed, 1 failed"
    exit 1
fi

if ! dotnet build NexusGo.FileExchange.sln -v q --nologo </dev/null; then
    echo "The build failed."
    echo "0 passed, 1 failed"
    exit 1
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0 skipped=0 broken=0
for project in NexusGo.FileExchange.Tests NexusGo.FileExchange.IntegrationTests; do
    dotnet test "tests/$project/$project.csproj" --no-build --nologo --blame-hang-timeout 10m \
        ${filter:+--filter "$filter"} --logger "trx;LogFileName=$project.trx" --results-directory "$results" </dev/null || broken=1
    counters=$(grep -o '<Counters [^>]*>' "$results/$project.trx" 2>/dev/null)
    count() { echo "$counters" | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p"; }
    total=$(count total)
    if [ "${total:-0}" -eq 0 ]; then
        echo "$project ran no tests."
        failed=$((failed + 1))
        continue
    fi
    good=$(count passed) ran=$(count executed)
    passed=$((passed + good))
    failed=$((failed + ran - good))
    skipped=$((skipped + total - ran))
done

# A run that broke without a failed test (a crash, a hang) is a failure too.
if [ "$broken" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ -n "$filter" ]; then echo "Not among these: the long tests, which ./tests/run.sh without --quick runs as well."; fi
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
