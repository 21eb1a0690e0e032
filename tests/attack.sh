#!/bin/sh
# Replays every attack that is known to have worked once, and those that never did.
# One line for each: item, attack, how it ran, held or BROKEN. Exit code 1 if one is broken.
#   installed   against the service of the Debian package in a booted system (tests/package/attacks.sh)
#   test        against the built worker or a part of it. A test is an attack when it bears [Trait("Attack", "<item> <attack>")]
# Item 20.0 is what has always held.
#   attack.sh [--tests | --installed SUITE] [ITEM]
#     --tests           only the tests
#     --installed SUITE only the installed service, on bookworm or trixie; without it both, on bookworm
#     ITEM              only attacks whose text begins so, such as 20.2
# As root, because some attacks need another user's files; with no build when NO_BUILD is set.
set -u
ways=both suite=bookworm
case ${1:-} in
    --tests) ways=tests; shift ;;
    --installed) ways=installed; suite=${2:?bookworm or trixie}; shift 2 ;;
    -*) sed -n '2,/^# As root/s/^# \{0,1\}//p' "$0" >&2; exit 64 ;;
esac
wanted=${1:-20.}
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
if [ "$(id -u)" -ne 0 ]; then echo "Run as root: some attacks need files of another user." >&2; exit 2; fi

if [ -z "${NO_BUILD:-}" ]; then
    sh install/prerequisites.sh --tests </dev/null || exit 4
    dotnet build NexusGo.FileExchange.sln -v q --nologo </dev/null || exit 1
fi

installed=0
if [ "$ways" != tests ]; then
    tests/package/attack.sh "$suite" "$wanted" || installed=1
    if [ "$ways" = installed ]; then exit "$installed"; fi
fi

results=$(mktemp -d) temporary=$(mktemp -d)
chmod 711 "$temporary"
trap 'rm -rf "$results" "$temporary"' EXIT
for project in NexusGo.FileExchange.Tests NexusGo.FileExchange.IntegrationTests; do
    TMPDIR=$temporary dotnet test "tests/$project/$project.csproj" --no-build --nologo -v q --filter "Attack~$wanted" \
        --logger "trx;LogFileName=$project.trx" --results-directory "$results" </dev/null >"$results/$project.log" 2>&1
done

# Outcomes as "Class.Method outcome"; a method that runs for several cases has several lines.
cat "$results"/*.trx 2>/dev/null | grep -o '<UnitTestResult [^>]*>' |
    sed -n 's/.* testName="\([^"(]*\)[^"]*".* outcome="\([^"]*\)".*/\1 \2/p' | sed 's/^.*\.\([^. ]*\.[^. ]* \)/\1/' >"$results/outcomes"

# Attacks as the tests' source names them: a trait belongs to the method or class that follows it. Then each with the outcomes of its tests.
find tests -name '*.cs' ! -path '*/obj/*' ! -path '*/bin/*' | sort | xargs awk -v outcomes="$results/outcomes" -v wanted="$wanted" '
    BEGIN {
        while ((getline line < outcomes) > 0) {
            split(line, part, " "); split(part[1], id, ".")
            ran[id[1]]++; ran[id[2]]++
            if (part[2] != "Passed") { bad[id[1]] = 1; bad[id[2]] = 1 }
        }
    }
    FNR == 1 { attack = "" }
    /\[Trait\("Attack", "/ { attack = $0; sub(/.*\[Trait\("Attack", "/, "", attack); sub(/"\)\].*/, "", attack); next }
    attack != "" && match($0, /(class|Task|void|Task<[^>]*>) +[A-Za-z0-9_]+ *[(:<]?/) && /^ *(public|internal)/ {
        name = substr($0, RSTART, RLENGTH); sub(/^[^ ]+ +/, "", name); gsub(/[^A-Za-z0-9_]/, "", name)
        if (index(attack, wanted) == 1) {
            if (!(attack in seen)) { seen[attack] = 1; order[++count] = attack }
            if (bad[name]) { broken[attack] = 1 }; if (!ran[name]) { missing[attack] = missing[attack] " " name }
        }
        attack = ""
    }
    END {
        for (i = 1; i <= count; i++) {
            a = order[i]; item = a; sub(/ .*/, "", item); text = substr(a, length(item) + 2)
            word = broken[a] ? "BROKEN" : missing[a] != "" ? "BROKEN (not run:" missing[a] ")" : "held"
            printf "%-6s %-92s test      %s\n", item, text, word
        }
    }' | sort -t. -k1,1n -k2,2n >"$results/lines"
cat "$results/lines"
all=$(grep -c . "$results/lines") held=$(grep -c ' held$' "$results/lines")
if [ "$all" -eq 0 ]; then echo "No attack was found or run:"; tail -n 5 "$results"/*.log; exit 1; fi
echo "$held of $all attacks held as tests."
[ "$held" -eq "$all" ] && [ "$installed" -eq 0 ]
