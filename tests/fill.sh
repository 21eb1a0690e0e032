#!/bin/sh
# Keeps a filled database of today's tables for UpgradeTests, once the newest migration is frozen: fill.sh NNNN
#   NNNN   the number of that migration, such as 0001. Its dump is never made anew afterwards: it stands for databases that exist
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
case ${1:-} in
    [0-9][0-9][0-9][0-9]) ;;
    *) echo "usage: $0 NNNN" >&2; exit 64 ;;
esac
folder=$PWD/tests/NexusGo.FileExchange.IntegrationTests/Upgrade/Filled/$1
if [ -e "$folder" ]; then echo "$folder is there already." >&2; exit 64; fi
dotnet build tests/NexusGo.FileExchange.IntegrationTests -v q --nologo
NEXUSGO_FILL_TO=$folder dotnet test tests/NexusGo.FileExchange.IntegrationTests --no-build --nologo -v q \
    --filter FullyQualifiedName~A_filled_database_is_dumped_when_asked_for
ls -l "$folder/dump.sql"
