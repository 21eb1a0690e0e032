#!/bin/sh
# Follows every worked example of src/RECIPES.md, step by step, in a copy of the tree: builds it, makes the tables anew, runs the fast tests and the new engine's contract.
# The last line is "N passed, N failed". Takes some minutes.
set -eu
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/tree" "$copy/bin"
tar -c --exclude=./.git --exclude=bin --exclude=obj . | tar -x -C "$copy/tree"

dotnet build tests/NexusGo.FileExchange.Tests -v q --nologo </dev/null
NEXUSGO_RECIPES_TO=$copy/tree dotnet test tests/NexusGo.FileExchange.Tests --no-build --nologo -v q --filter FullyQualifiedName~RecipesTests </dev/null

cd "$copy/tree"
dotnet build tests/NexusGo.FileExchange.Tests -v q --nologo </dev/null
dotnet build tests/NexusGo.FileExchange.IntegrationTests -v q --nologo </dev/null
dotnet src/NexusGo.FileExchange.Worker/bin/Debug/net10.0/nexusgo-fx.dll schema --write --config config
NEXUSGO_UPDATE_GOLDEN=1 dotnet test tests/NexusGo.FileExchange.Tests --no-build --nologo -v q --filter FullyQualifiedName~ErrorCatalogTests </dev/null
failed=0

# The recipes fit the tree before they were followed, not afterwards.
dotnet test tests/NexusGo.FileExchange.Tests --no-build --nologo -v q --filter FullyQualifiedName\!~RecipesTests </dev/null || failed=1

# A podman that starts the program of "podman exec -i NAME PROGRAM" right here.
printf '#!/bin/sh\nshift 3\nexec "$@"\n' >"$copy/bin/podman"
chmod +x "$copy/bin/podman"
PATH=$copy/bin:$PATH dotnet test tests/NexusGo.FileExchange.IntegrationTests --no-build --nologo -v q --filter FullyQualifiedName~ContainerContractTests </dev/null || failed=1
echo "$((1 - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
