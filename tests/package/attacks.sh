#!/bin/sh
# Attacks on the installed service, in a booted system: attacks.sh [ITEM]. One line each: item, attack, held or BROKEN.
# Customers ACME and BETA order in the clear, SEAL by signed messages. Whoever attacks has an account of one of them, or a login of this machine.
# tests/attack.sh runs it; the files that no shell command makes lie beside it (HostileFilesTests).
set -u
here=/srv/package-trial
config=/etc/nexusgo-fileexchange
data=/var/lib/nexusgo-fileexchange
socket=$data/postgres/postgres.run
header='customer_ref;product_code;first_name;last_name;recipient;street;postal_code;city;country'
end='Storgatan 1;111 22;Stockholm;SE'

# Standard input becomes a file in a customer's inbox.
put() { cat >"/srv/$1/.next"; chown "$1:$1" "/srv/$1/.next"; mv "/srv/$1/.next" "/srv/$1/in/$2"; }
order() { printf '%s\n%s;VISITOR;%s;%s;%s\n' "$header" "$3" "${4:-Eva;Ek}" "Eva Ek" "$end" | put "$1" "$2"; }
# Waits for the receipt of a file by its base name: prints status and code. The second number: seconds to wait.
answer() {
    for _ in $(seq $((${3:-60} * 5))); do
        for file in "/srv/$1/out/receipts/RCP_$2.csv"; do
            if [ -e "$file" ]; then awk -F'";"' 'NR == 2 { print $9 " " $10 }' "$file"; return; fi
        done
        sleep 0.2
    done
    echo "No receipt of $2 within ${3:-60} s." >&2
    exit 1
}
is() { said=$(answer "$1" "$2" "${4:-60}"); case $said in $3) ;; *) echo "$2: $said instead of $3" >&2; exit 1 ;; esac; }
# The database, as a login and role of the service's.
sql() { login=$1; shift; runuser -u nexusgo -- psql -qtA -v ON_ERROR_STOP=1 -h "$socket" -U "$login" nexusgo "$@"; }
denied() {
    if said=$(sql "$@" 2>&1); then echo "Not denied: $*" >&2; exit 1; fi
    case $said in *ERROR:*) ;; *) echo "$said" >&2; exit 1 ;; esac
}
refused() { if "$@" >/dev/null 2>&1; then echo "Not refused: $*" >&2; exit 1; fi; }
worker() { systemctl show -p MainPID --value nexusgo-fileexchange; }
# Runs a function, during which the worker's memory may rise by 170 MB.
within_memory() {
    echo 5 >"/proc/$(worker)/clear_refs"
    before=$(awk '/^VmRSS/ { print $2 }' "/proc/$(worker)/status")
    "$@"
    rise=$((($(awk '/^VmHWM/ { print $2 }' "/proc/$(worker)/status") - before) / 1024))
    if [ "$rise" -gt 170 ]; then echo "Memory rose by $rise MB." >&2; exit 1; fi
}
seconds_of_an_order() { began=$(date +%s%N); order beta "ORD_$1.csv" "$1"; is beta "ORD_$1" 'ACCEPTED *' 120; echo $((($(date +%s%N) - began) / 1000000)); }

unsigned_rows() {
    put seal ORD_LEGAL.csv.pgp <"$here/ORD_ACCEPTED_00.csv.pgp"
    is seal ORD_LEGAL 'ACCEPTED *'
    for file in "$here"/ORD_FOREIGN_*; do put seal "${file##*/}" <"$file"; done
    for file in "$here"/ORD_FOREIGN_*; do name=${file##*/}; is seal "${name%.csv.pgp}" 'REJECTED F-PGP-0[38]'; done
    [ "$(sql nexusgo_owner -c "select count(*) from orders.card where customer_id = 'SEAL'")" -eq 1 ]
}
replay() {
    put seal ORD_REPLAY.csv.pgp <"$here/REPLAY.pgp"
    is seal ORD_REPLAY '* F-DUP-0?'
    [ "$(sql nexusgo_owner -c "select count(*) from orders.card where customer_id = 'SEAL'")" -eq 1 ]
}
message_bombs() { for file in "$here"/ORD_BOMB_*; do put seal "${file##*/}" <"$file"; name=${file##*/}; is seal "${name%.csv.pgp}" 'REJECTED F-PGP-08'; done; }
openpgp_bombs() { within_memory message_bombs; }
zip_bombs() {
    put acme ORD_ZIP.zip <"$here/ORD_ZIP.zip"
    within_memory is acme ORD_ZIP 'REJECTED F-*'
    # A profile that takes none refuses it by its name.
    put beta ORD_ZIP.zip <"$here/ORD_ZIP.zip"
    is beta ORD_ZIP 'REJECTED F-*'
}
monsters() {
    { echo "$header"; head -c 30000000 /dev/zero | tr '\0' a; } | put acme ORD_LONG_ROW.csv
    is acme ORD_LONG_ROW 'REJECTED *'
    { echo "$header"; printf 'Q1;VISITOR;"'; head -c 5000000 /dev/zero | tr '\0' b; } | put acme ORD_QUOTE.csv
    is acme ORD_QUOTE 'REJECTED *'
    seq -s ';' 200000 | put acme ORD_COLUMNS.csv
    is acme ORD_COLUMNS 'REJECTED *'
    { echo "$header"; head -c 1000000 /dev/zero; } | put acme ORD_NULS.csv
    is acme ORD_NULS 'REJECTED *'
}
csv_monsters() { within_memory monsters; }
formulas() {
    order acme ORD_FORMULA.csv "=cmd|'/C calc'!A0"
    answer acme ORD_FORMULA
    if cat /srv/acme/out/receipts/*_ORD_FORMULA.csv /srv/acme/out/errors/*_ORD_FORMULA.csv | grep -E '(^|;)"?[=+@-]'; then exit 1; fi
}
hostile_names() {
    cd /srv/acme/in
    echo x >"$(printf 'ORD_\033]0;owned\007.csv')"
    echo x >"$(printf 'ORD_\377\376.csv')"
    echo x >"$(printf 'ORD_a\nb.csv')"
    echo x >'ORD_$(touch owned).csv'
    echo x >'ORD_`touch owned`.csv'
    echo x >"ORD_';drop table orders.card;--.csv"
    echo x >-rf.csv
    chown -h acme:acme ./*
    ln -s /etc/passwd ORD_LINK.csv
    mkdir ORD_FOLDER.csv
    order acme ORD_BESIDE.csv BESIDE-1
    is acme ORD_BESIDE 'ACCEPTED *'
    if grep -rl 'root:x:0' /srv/acme/out; then exit 1; fi
    if find / -xdev -name owned | grep .; then exit 1; fi
    # No control sequence reaches an operator's terminal, neither from the log nor from a verb.
    journalctl -u nexusgo-fileexchange -o cat --no-pager >/tmp/shown
    cat "$data"/logs/* >>/tmp/shown
    nexusgo-fx status ACME >>/tmp/shown || true
    nexusgo-fx explain ACME "$(printf 'ORD_\033]0;owned\007.csv')" >>/tmp/shown || true
    if LC_ALL=C grep -q "$(printf '\033')" /tmp/shown; then exit 1; fi
    [ -L ORD_LINK.csv ] && [ -d ORD_FOLDER.csv ]
    rm -rf ORD_LINK.csv ORD_FOLDER.csv
}
foreign_cards() {
    order beta ORD_MINE.csv MINE-1
    is beta ORD_MINE 'ACCEPTED *'
    number=$(sql nexusgo_owner -c "select max(card_no) from orders.card where customer_id = 'BETA'")
    printf 'request_ref;action;selector_type;selector;from;to;reason_code\nX1;CANCEL;CARD_NO;%s;;;MISTAKE\nX2;ERASE;CARD_NO;%s;;;\n' "$number" "$number" |
        put acme REQ_FOREIGN.csv
    answer acme REQ_FOREIGN
    [ "$(grep -c '"NOT_FOUND"' /srv/acme/out/receipts/RES_REQ_FOREIGN.csv)" -eq 2 ]
    [ "$(sql nexusgo_owner -c "select status from orders.card where card_no = $number")" = ACCEPTED ]
}
flood() {
    usual=$(seconds_of_an_order USUAL)
    for number in $(seq 3000); do order acme "ORD_F$number.csv" "F-$number"; done
    under=$(seconds_of_an_order UNDER)
    if [ "$under" -gt $((2 * usual + 2000)) ]; then echo "$under ms under the flood, $usual ms before." >&2; exit 1; fi
}
junk() {
    before=$(du -sb "$data" --exclude=postgres --exclude=logs | cut -f1)
    quarantine=$(sql nexusgo_owner -c "select pg_total_relation_size('exchange.sealed_block')")
    for number in $(seq 90); do head -c 5000000 /dev/urandom | put acme "junk$number.bin"; done
    order beta ORD_JUNK.csv JUNK-1
    is beta ORD_JUNK 'ACCEPTED *'
    sleep 20
    grown=$(($(du -sb "$data" --exclude=postgres --exclude=logs | cut -f1) - before))
    kept=$(($(sql nexusgo_owner -c "select pg_total_relation_size('exchange.sealed_block')") - quarantine))
    rm -f /srv/acme/in/junk*
    # 450 MB came. Of them 20 MB may be set aside, and nothing else may stay.
    if [ "$grown" -gt 20000000 ] || [ "$kept" -gt 50000000 ]; then echo "The data directory grew by $grown bytes, the quarantine by $kept." >&2; exit 1; fi
}
log_flood() {
    bytes=$(cat "$data"/logs/* | grep -c ACME || true)
    size=$(cat "$data"/logs/* | grep ACME | wc -c)
    if [ "$size" -gt 16777216 ]; then echo "$bytes lines, $size bytes about one customer on one day." >&2; exit 1; fi
}
folder_where_one_stands() {
    mkdir -p /tmp/stand/config/customers
    printf '{"FileExchange":{"Vault":{"MasterKeyCommand":["/usr/bin/touch","/tmp/owned"]}}}' >/tmp/stand/config/appsettings.json
    chown -R daemon /tmp/stand
    cd /tmp/stand
    nexusgo-fx hold list >/dev/null
    nexusgo-fx status >/dev/null || true
    nexusgo-fx check-config >/dev/null
    [ ! -e /tmp/owned ]
}
writable_configuration() {
    chmod o+w "$config/customers/ACME.json"
    code=0
    nexusgo-fx check-config >/tmp/said 2>&1 || code=$?
    chmod o-w "$config/customers/ACME.json"
    [ "$code" -ne 0 ] && grep -q "$config/customers/ACME.json" /tmp/said
    chmod o+w "$config"
    code=0
    nexusgo-fx hold list >/tmp/said 2>&1 || code=$?
    chmod o-w "$config"
    [ "$code" -eq 15 ]
}
socket_folder() {
    [ "$(stat -c '%U %a' "$socket")" = 'nexusgo 700' ]
    refused runuser -u daemon -- ls "$socket"
    refused runuser -u daemon -- psql -h "$socket" -U nexusgo_owner nexusgo -c 'select 1'
    # A false server under the usual names: root's verbs ask the true one.
    runuser -u daemon -- perl -MIO::Socket::UNIX -e 'unlink($ARGV[0]); IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die; sleep 30' \
        /tmp/.s.PGSQL.5432 &
    false=$!
    nexusgo-fx hold list >/dev/null
    nexusgo-fx status >/dev/null || true
    kill "$false"
}
application_role() {
    # Nobody named: nothing is seen, and no function that runs as the owner opens.
    [ "$(sql nexusgo_app -c 'set role nexusgo_worker' -c 'select count(*) from orders.card')" -eq 0 ]
    for call in "exchange.renew_leases('x', now(), now())" "exchange.area_facts(now())" "vault.wrapped_by()" \
        "audit.lock_head('SEAL')" "audit.forget('SEAL')" "vault.discard_log(now())" "exchange.lock_number('SEAL')"; do
        denied nexusgo_app -c 'set role nexusgo_worker' -c "select * from $call"
    done
    denied nexusgo_app -c 'set role nexusgo_owner'
    denied nexusgo_app -c 'set role nexusgo_worker' -c 'create table exchange.planted (x int)'
    denied nexusgo_app -c 'set role nexusgo_worker' -c 'drop policy one_customer on orders.card'
    denied nexusgo_app -c 'set role nexusgo_intake' -c 'select * from orders.card'
}
audit_wipe() {
    for statement in "delete from audit.entry" "update audit.entry set detail = ''" "truncate audit.entry" "update audit.head set entry_no = 0" \
        "insert into audit.entry select customer_id, entry_no + 1, '2099-01-01', action, subject, detail, hash from audit.entry" \
        "alter table audit.entry disable row level security" "drop table audit.entry"; do
        denied nexusgo_app -c 'set role nexusgo_worker' -c "select set_config('nexusgo.customer', 'BETA', false)" -c "$statement"
    done
    nexusgo-fx audit verify
}
owner_wipe() {
    sql nexusgo_owner -c "create table public.kept as select * from audit.entry where customer_id = 'BETA'" -c "delete from audit.entry where customer_id = 'BETA'"
    code=0
    nexusgo-fx audit verify >/tmp/said 2>&1 || code=$?
    sql nexusgo_owner -c "insert into audit.entry select * from public.kept" -c "drop table public.kept"
    [ "$code" -eq 13 ] && grep -q MISSING /tmp/said
    nexusgo-fx audit verify
}
wrong_master_key() {
    systemctl stop nexusgo-fileexchange
    cp -p "$data/master.key" "$data/master.kept"
    head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$data/master.key"
    systemctl start nexusgo-fileexchange || true
    code=$(systemctl show -p ExecMainStatus --value nexusgo-fileexchange)
    mv "$data/master.kept" "$data/master.key"
    systemctl reset-failed nexusgo-fileexchange
    systemctl start nexusgo-fileexchange
    [ "$code" -eq 14 ]
}
secret_environment() {
    echo 'NEXUSGO_PLANTED=planted-secret' >"$config/environment"
    systemctl restart nexusgo-fileexchange
    server=$(head -n 1 "$data/postgres/postgres/postmaster.pid")
    for process in $server $(pgrep -P "$server"); do
        if tr '\0' '\n' <"/proc/$process/environ" | grep planted-secret; then rm "$config/environment"; exit 1; fi
    done
    rm "$config/environment"
    systemctl restart nexusgo-fileexchange
}
exposure() {
    said=$(systemd-analyze security --no-pager nexusgo-fileexchange | tail -n 1)
    value=$(echo "$said" | grep -oE '[0-9]+\.[0-9]+')
    if ! awk -v value="$value" 'BEGIN { exit !(value <= 1.3) }'; then echo "$said" >&2; exit 1; fi
    awk '/^(NoNewPrivs|Seccomp|CapEff)/' "/proc/$(worker)/status" >/tmp/said
    grep -q 'NoNewPrivs:.*1' /tmp/said && grep -q 'Seccomp:.*2' /tmp/said && grep -q 'CapEff:.*0000000000000000' /tmp/said
}
canary() {
    order beta ORD_CANARY.csv CANARY-1 'Planterad;Kanariefågel'
    is beta ORD_CANARY 'ACCEPTED *'
    sql nexusgo_owner -c checkpoint
    if grep -rlaE 'Planterad|Kanarief' "$data" /run/nexusgo-fileexchange /var/log 2>/dev/null; then exit 1; fi
    if journalctl --no-pager -o export | grep -aE 'Planterad|Kanarief'; then exit 1; fi
}

if [ "${1:-}" = one ]; then set -e; "$2"; exit; fi
wanted=${1:-20.}
broken=0
attack() {
    case $1 in "$wanted"*) ;; *) return ;; esac
    word=held
    sh -eu "$0" one "$3" >/tmp/attack.said 2>&1 || word=BROKEN
    printf '%-6s %-92s installed %s\n' "$1" "$2" "$word"
    if [ "$word" = BROKEN ]; then broken=1; tail -n 5 /tmp/attack.said | sed 's/^/       /' >&2; fi
}
attack 20.0 "a planted person searched for in files, database, logs and journal" canary
attack 20.0 "a request about another customer's cards" foreign_cards
attack 20.0 "names with control sequences, commands and bytes that are no text; a link, a folder" hostile_names
attack 20.0 "a cell that a spreadsheet would run" formulas
attack 20.0 "rows, quotes, columns and zero bytes without end, within 170 MB" csv_monsters
attack 20.0 "a zip bomb, within 170 MB" zip_bombs
attack 20.0 "OpenPGP messages of 400 MB unpacked and of 40,000 signatures, within 170 MB" openpgp_bombs
attack 20.0 "a customer's connection that names nobody, and roles that reach for more" application_role
attack 20.1 "a folder config planted where an operator stands, with a program in it" folder_where_one_stands
attack 20.1 "a configuration that others may write to" writable_configuration
attack 20.2 "the database's socket, and a false one under its usual name" socket_folder
attack 20.3 "3,000 files of one customer while another orders" flood
attack 20.4 "450 MB of junk" junk
attack 20.5 "audit log wiped or forged by the application's own role" audit_wipe
attack 20.5 "audit log of a customer wiped by the owner of the tables is found" owner_wipe
attack 20.6 "unsigned rows beside a signed text, in 15 ways" unsigned_rows
attack 20.7 "a signed message sent again" replay
attack 20.8 "the log after all of this" log_flood
attack 20.9 "a secret in the environment reaches the database's processes" secret_environment
attack 20.11 "the service is started with another master key" wrong_master_key
attack 20.17 "the unit as it runs: exposure, no capability, a filter of system calls" exposure
exit $broken
