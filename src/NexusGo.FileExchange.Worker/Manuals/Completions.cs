namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>
/// Completions for shells. Each asks the program itself (System.CommandLine's <c>[suggest]</c> directive), so they know every verb and
/// option without a list of their own.
/// </summary>
internal static class Completions
{
    public const string Bash = """
        # Completion of nexusgo-fx for bash: the program says what may come next; after that, customers' ids and files.
        _nexusgo_fx() {
            local word=${COMP_WORDS[COMP_CWORD]} folder=${NEXUSGO_CONFIG:-/etc/nexusgo-fileexchange}/customers
            mapfile -t COMPREPLY < <(compgen -W "$(nexusgo-fx "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)
                $(ls "$folder" 2>/dev/null | sed -n 's/\.json$//p')" -- "$word")
        }
        complete -o default -F _nexusgo_fx nexusgo-fx

        """;

    public const string Zsh = """
        #compdef nexusgo-fx
        # Completion of nexusgo-fx for zsh: the program says what may come next.
        local -a found
        found=("${(@f)$(nexusgo-fx "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
        compadd -a found
        compadd -- ${NEXUSGO_CONFIG:-/etc/nexusgo-fileexchange}/customers/*.json(N:t:r)

        """;

    public const string Fish = """
        # Completion of nexusgo-fx for fish: the program says what may come next; beside it customers' ids.
        complete -c nexusgo-fx -a '(nexusgo-fx "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        set -q NEXUSGO_CONFIG; and set -l __nexusgo_config $NEXUSGO_CONFIG; or set -l __nexusgo_config /etc/nexusgo-fileexchange
        complete -c nexusgo-fx -a "(ls $__nexusgo_config/customers 2>/dev/null | string replace -rf '\.json\$' '')"

        """;
}
