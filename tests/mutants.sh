#!/bin/sh
# Makes each change of mutants.txt in a copy of the source and plays the named histories, then seeds, until the simulation finds it; prints how many it took.
#   tests/mutants.sh [--seeds N] [NAME ...]     up to N seeds each (default 100000); without a name: all
set -u
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
seeds=100000
if [ "${1:-}" = --seeds ]; then seeds=$2; shift 2; fi
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | tar --null -T - -c | tar -x -C "$copy"
project=$copy/tests/NexusGo.FileExchange.Testing

# Writes the changed file; the text has to be there once.
change() {
    FROM=$2 TO=$3 perl -0 -i -pe '
        BEGIN { ($from, $to) = map { s/\\n/\n/gr =~ s/\\\|/|/gr } @ENV{"FROM", "TO"} }
        $found = () = /\Q$from\E/g; die "occurs $found times" unless $found == 1; s/\Q$from\E/$to/' "$1" 2>"$copy/problem" && [ ! -s "$copy/problem" ]
}

simulate() {
    DOTNET_PROCESSOR_COUNT=1 DOTNET_TieredPGO=0 DOTNET_GCgen0size=0x4000000 \
        dotnet "$project/bin/Release/net10.0/NexusGo.FileExchange.Testing.dll" "$@" </dev/null 2>&1
}

missed=0
echo "| mutant | seeds until found | broken |"
echo "|---|---|---|"
grep -v '^#' tests/mutants.txt | sed 's/ | /\t/g' >"$copy/mutants"
tab=$(printf '\t')
while IFS=$tab read -r name file from to <&3; do
    if [ $# -gt 0 ]; then
        case " $* " in *"$name"*) ;; *) continue ;; esac
    fi
    cp "$copy/$file" "$copy/original"
    change "$copy/$file" "$from" "$to" || { echo "| $name | does not apply | |"; missed=$((missed + 1)); continue; }
    if dotnet build "$project" -c Release -v q --nologo -p:RunAnalyzersDuringBuild=false -p:TreatWarningsAsErrors=false </dev/null >"$copy/build" 2>&1; then
        if named=$(simulate --named); then :; else
            echo "| $name | a named history | $(echo "$named" | grep -v ': nothing broke$' | head -1 | cut -c1-120) |"
            cp "$copy/original" "$copy/$file"
            continue
        fi
        found=$(simulate --seeds "$seeds" --as-found)
        broken=$(echo "$found" | sed -n 's/^seed [0-9]*: \([^:]*\):.*/\1/p')
        took=$(echo "$found" | sed -n 's/^seeds \([0-9]*\) failed.*/\1/p')
        [ -n "$broken" ] || { broken="not found"; missed=$((missed + 1)); }
        echo "| $name | $took | $broken |"
    else
        echo "| $name | does not build | |"
        missed=$((missed + 1))
    fi
    cp "$copy/original" "$copy/$file"
done 3<"$copy/mutants"
echo
echo "$missed not found"
[ "$missed" -eq 0 ]
