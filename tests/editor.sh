#!/bin/sh
# What operators see in VS Code: its JSON service marks nothing in the files and samples that we ship, marks mistakes, and shows default and
# range of a setting. Needs node and npm, and a source of npm packages for exact versions (tests/editor/package.json); without them it fails.
set -eu
cd "$(dirname "$0")/.."
for tool in node npm; do
    command -v "$tool" >/dev/null 2>&1 || { echo "Missing program: $tool (Debian: nodejs, npm)" >&2; exit 72; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp tests/editor/package.json tests/editor/check.mjs "$work/"
if ! (cd "$work" && npm install --no-audit --no-fund --ignore-scripts --no-package-lock --loglevel=error); then
    echo "The packages of tests/editor/package.json could not be installed: nothing was tested." >&2
    exit 69
fi
node "$work/check.mjs" config
