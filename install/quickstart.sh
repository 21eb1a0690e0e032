#!/bin/sh
# From a fresh checkout to answered orders and delivered cards: installs what is missing, builds, runs the demo until Ctrl-C.
#   --once   end by itself; exit code 0 only if every sample was answered as expected, every card produced and reported back, and a report swept
# Further arguments go to nexusgo-demo run (--directory, --samples, --keep).
set -eu
cd "$(dirname "$0")/.."

if ! command -v dotnet >/dev/null 2>&1; then
    echo "The .NET 10 SDK is missing: see https://dotnet.microsoft.com/download" >&2
    exit 4
fi

sh install/prerequisites.sh --demo
echo "Building …"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# No servers of the compiler that outlive this build, also when it is broken off.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false DOTNET_CLI_USE_MSBUILD_SERVER=0
dotnet build src/NexusGo.FileExchange.Demo/NexusGo.FileExchange.Demo.csproj -c Release -v q --nologo
exec src/NexusGo.FileExchange.Demo/bin/Release/net10.0/nexusgo-demo run "$@"
