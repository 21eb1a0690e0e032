#!/bin/bash
# Makes two packages: build.sh FOLDER
#   one.deb    of this checkout
#   next.deb   of the same source with one more migration: an update that changes the tables
set -euo pipefail
out=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d /var/tmp/nexusgo-build-XXXXXX)
trap 'rm -rf "$work"' EXIT

"$here/install/package.sh" "$work/one"
mv "$work"/one/*.deb "$out/one.deb"

mkdir "$work/next"
tar -C "$here" --exclude=.git --exclude=bin --exclude=obj -cf - . | tar -C "$work/next" -xf -
steps=$work/next/src/NexusGo.FileExchange/Adapters/Postgres/Migrations
number=$(printf '%04d' $(($(ls "$steps" | wc -l) + 1)))
echo 'alter table exchange.inbound_file add column trial_of_an_update text not null default $$none$$;' >"$steps/${number}_trial.sql"
"$work/next/install/package.sh" "$work/two"
mv "$work"/two/*.deb "$out/next.deb"
