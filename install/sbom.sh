#!/bin/sh
# Writes the bill of materials of what is installed (CycloneDX, JSON): every package with version, licence and hash, and the checksums of the lock files it was made from.
#   sbom.sh FOLDER   writes nexusgo-fileexchange.cdx.json into FOLDER
# Needs the .NET SDK and a package source. The tool's version is in .config/dotnet-tools.json.
set -eu
if [ $# -ne 1 ]; then echo "usage: $0 FOLDER" >&2; exit 2; fi
mkdir -p "$1"
target=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

worker=src/NexusGo.FileExchange.Worker/NexusGo.FileExchange.Worker.csproj
version=$(dotnet msbuild "$worker" -getProperty:Version)
dotnet tool restore >/dev/null
dotnet restore "$worker" --locked-mode -v q
dotnet tool run dotnet-CycloneDX "$worker" --exclude-dev --disable-package-restore --output "$target" --filename nexusgo-fileexchange.cdx.json \
    --output-format Json --set-name nexusgo-fileexchange --set-version "$version" >/dev/null
(cd src && sha256sum NexusGo.FileExchange/packages.lock.json NexusGo.FileExchange.Worker/packages.lock.json) > "$target/nexusgo-fileexchange.lock.sha256"
echo "Wrote $target/nexusgo-fileexchange.cdx.json"
