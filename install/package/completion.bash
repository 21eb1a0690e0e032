# Completion of nexusgo-fx: verbs, customers' ids, options that every verb has.
_nexusgo_fx() {
    local word=${COMP_WORDS[COMP_CWORD]}
    local verbs="run status explain probe add-customer pause resume retry check-config migrate passport quarantine production keys history retention hold erase audit evidence incident record-of-processing drift-report forgive offboard template schema"
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$word")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "--config --json --help" -- "$word")
    else
        local folder=${NEXUSGO_CONFIG:-/etc/nexusgo-fileexchange}/customers
        mapfile -t COMPREPLY < <(compgen -W "$(ls "$folder" 2>/dev/null | sed -n 's/\.json$//p')" -- "$word")
    fi
}
complete -F _nexusgo_fx nexusgo-fx
