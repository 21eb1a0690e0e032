#!/bin/sh
# Feeds random, half right and kept inputs to whatever reads from customers and servers: order files, control files, SFTP packets.
#   tests/fuzz.sh [TIMES]     TIMES times what the other tests do (default 100: some minutes); new cases at every run
# A failure prints its smallest input and the seed that repeats it: keep the input in tests/NexusGo.FileExchange.Tests/corpus/ and mend the reader.
set -eu
cd "$(dirname "$0")/.."
times=${1:-100}
case $times in
    ''|0*|*[!0-9]*|???????*) echo "tests/fuzz.sh: TIMES is a number from 1 to 999999, not \"$times\"." >&2; exit 2 ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NEXUSGO_FUZZ_TIMES="$times"
exec dotnet test tests/NexusGo.FileExchange.Tests -c Release --nologo --filter Category=Fuzz </dev/null
