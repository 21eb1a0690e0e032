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

# The tests' own temporary folder, which the server user of PostgreSQL can pass through: what is left in it at the end is a test's fault.
results=$(mktemp -d) temporary=$(mktemp -d)
chmod 711 "$temporary"
trap 'rm -rf "$results" "$temporary"' EXIT
passed=0 failed=0 skipped=0 broken=0
for project in NexusGo.FileExchange.Tests NexusGo.FileExchange.IntegrationTests; do
    TMPDIR=$temporary dotnet test "tests/$project/$project.csproj" --no-build --nologo --blame-hang-timeout 10m \
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

# The whole exchange on a virtual clock: each seed is a history, all together are one test.
if TMPDIR=$temporary sh tests/simulate.sh --seeds 3000; then passed=$((passed + 1)); else failed=$((failed + 1)); fi

# The private PostgreSQL's folder is removed by a shell that outlives the test host. What bears the runtime's own names, or six letters, is the runtime's and the test platform's.
left() {
    find "$temporary" -mindepth 1 -maxdepth 1 ! -name 'clr-debug-pipe-*' ! -name 'dotnet-diagnostic-*' ! -name 'MSBuildTemp*' ! -name '.dotnet' ! -name '.NET*' ! -name 'NuGetScratch*' ! -name 'CoreFxPipe_*' ! -name '??????'
}
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
    [ -n "$(left)" ] || break
    sleep 1
done
if [ -n "$(left)" ]; then
    echo "Left in the temporary folder by tests:"
    left | sed 's/.*\///'
    failed=$((failed + 1))
fi

# A run that broke without a failed test (a crash, a hang) is a failure too.
if [ "$broken" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ -n "$filter" ]; then echo "Not among these: the long tests, which ./tests/run.sh without --quick runs as well."; fi
if [ "$skipped" -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ]
