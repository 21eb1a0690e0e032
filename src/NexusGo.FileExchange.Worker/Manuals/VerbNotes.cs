using System.CommandLine;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>
/// What the definitions of the verbs cannot hold: how each is used, and with what it may end. <c>--help</c>, the manual page and the
/// completions are made from the definitions and from this table.
/// </summary>
internal static class VerbNotes
{
    private const string Id = "0198c7a2-5f1e-7c3a-9d40-2b6f8e1a4c77";

    private static readonly int[] Always = [ExitCodes.Ok, ExitCodes.Usage, ExitCodes.Unexpected];
    private static readonly int[] Configured = [.. Always, ExitCodes.Untrusted, ExitCodes.Configuration];
    private static readonly int[] Stored = [.. Configured, ExitCodes.Database];
    private static readonly int[] Cards = [.. Stored, ExitCodes.Secret, ExitCodes.MasterKey];
    private static readonly int[] Found = [.. Stored, ExitCodes.NotFound];
    private static readonly int[] CardsFound = [.. Cards, ExitCodes.NotFound];

    private static readonly Dictionary<string, VerbNote> Notes = new(StringComparer.Ordinal)
    {
        ["run"] = new(["run --config /etc/nexusgo-fileexchange"],
            [.. Cards, ExitCodes.Evidence, ExitCodes.MissingProgram, ExitCodes.Folder]),
        ["migrate"] = new(["migrate"], Stored),
        ["check-config"] = new(["check-config", "check-config --json", "check-config --online --as nexusgo"],
            [.. Configured, ExitCodes.Secret, ExitCodes.Remote, ExitCodes.Database, ExitCodes.MissingProgram, ExitCodes.NoPermission]),
        ["config diff"] = new(["config diff --config /etc/nexusgo-new", "config diff --json"], [.. Configured, ExitCodes.NotFound]),
        ["status"] = new(["status", "status --json"], [ExitCodes.Degraded, ExitCodes.Down, .. Configured]),
        ["explain"] = new(["explain ACME ORD_ACME_000123.csv.pgp"], [.. Found, ExitCodes.Remote]),
        ["probe"] = new(["probe ACME", "probe ACME --create-folders", "probe ACME --accept"],
            [.. CardsFound, ExitCodes.Remote, ExitCodes.MissingProgram]),
        ["add-customer"] = new(["add-customer ACME --name \"Acme AB\" --host sftp.acme.example --user nexusgo"],
            [.. Configured, ExitCodes.Remote, ExitCodes.Folder, ExitCodes.NoPermission]),
        ["pause"] = new(["pause ACME --reason \"they move their server\""], Found),
        ["resume"] = new(["resume ACME"], Found),
        ["retry"] = new(["retry ACME"], Found),
        ["passport"] = new(["passport 100000017", "passport ORD_ACME_000123.csv.pgp --customer ACME --json"], Found),
        ["history"] = new(["history ACME --person", "history ACME --person -o answer.csv"], CardsFound),
        ["keys generate"] = new(["keys generate", "keys generate --algorithm rsa4096 --days 365"], [.. Configured, ExitCodes.Secret]),
        ["keys export"] = new(["keys export >nexusgo.asc"], [.. Configured, ExitCodes.Secret, ExitCodes.NotFound]),
        ["keys list"] = new(["keys list", "keys list --json"], [.. Configured, ExitCodes.Secret]),
        ["keys rotate"] = new(["keys rotate --overlap 60"], [.. Configured, ExitCodes.Secret]),
        ["keys rotate-customer"] = new(["keys rotate-customer ACME"], CardsFound),
        ["keys rotate-master"] = new(["keys rotate-master"], Cards),
        ["retention plan"] = new(["retention plan", "retention plan --customer ACME --out plan.json"], Found),
        ["retention apply"] = new(["retention apply plan.json"], [.. CardsFound, ExitCodes.Stale, ExitCodes.Evidence]),
        ["hold set"] = new(["hold set ACME --reason \"dispute 2026-17\" --until 2026-12-31"], Found),
        ["hold list"] = new(["hold list"], Stored),
        ["hold end"] = new([$"hold end ACME {Id}"], [.. Found, ExitCodes.SecondPerson]),
        ["erase"] = new(["erase ACME --card 100000017", "erase ACME --order 10000016 --yes"],
            [.. CardsFound, ExitCodes.Stale, ExitCodes.Evidence, ExitCodes.SecondPerson]),
        ["audit verify"] = new(["audit verify", "audit verify --heads /mnt/heads"], [.. Cards, ExitCodes.Evidence]),
        ["evidence"] = new(["evidence ACME 2026-01-01 2026-03-31 --out evidence.json"], Found),
        ["incident"] = new(["incident 2026-03-01 2026-03-02 --out incident.json"], Found),
        ["record-of-processing"] = new(["record-of-processing --processor \"The Card Bureau AB\""], [.. Configured, ExitCodes.NotFound]),
        ["drift-report"] = new(["drift-report ACME 2026-01 --out drift.md"], Found),
        ["forgive"] = new(["forgive ACME 2026-01-31 --reason \"closed for the holidays\""], Found),
        ["offboard"] = new(["offboard ACME --export acme.pgp", "offboard ACME --without-export --yes"],
            [.. CardsFound, ExitCodes.Evidence, ExitCodes.SecondPerson]),
        ["production held"] = new(["production held"], Stored),
        ["production release"] = new([$"production release {Id}"], [.. Found, ExitCodes.Stale]),
        ["production send-back"] = new([$"production send-back {Id}"], [.. Found, ExitCodes.Stale]),
        ["production reissue"] = new(["production reissue PRD_20260115T080211Z_000042.zip.pgp"], [.. CardsFound, ExitCodes.Stale]),
        ["production reorder"] = new(["production reorder 100000017"], [.. Found, ExitCodes.Stale]),
        ["production close"] = new(["production close 100000017 --reason NOT_WANTED"], [.. Found, ExitCodes.Stale]),
        ["quarantine list"] = new(["quarantine list ACME"], Found),
        ["quarantine show"] = new([$"quarantine show ACME {Id} --to seen.csv"], CardsFound),
        ["quarantine release"] = new([$"quarantine release ACME {Id} --reason \"name agreed by phone\""],
            [.. CardsFound, ExitCodes.Remote, ExitCodes.SecondPerson]),
        ["quarantine discard"] = new([$"quarantine discard ACME {Id}"], Found),
        ["replay"] = new(["replay ACME ORD_ACME_000123.csv --reason \"a layout was missing\""],
            [.. CardsFound, ExitCodes.Remote, ExitCodes.Stale, ExitCodes.SecondPerson]),
        ["template"] = new(["template ACME -o ORD_ACME_template.xlsx"], [.. Configured, ExitCodes.NotFound]),
        ["manual"] = new(["manual", "manual --write manual"], [ExitCodes.Ok, ExitCodes.Usage, ExitCodes.Unexpected]),
    };

    /// <summary>All exit codes that some verb may end with.</summary>
    public static IEnumerable<int> ExitCodesOfAll => Notes.Values.SelectMany(note => note.ExitCodes).Distinct().Order();

    /// <summary>The note of a verb; a group of verbs has none.</summary>
    public static VerbNote? Of(Command command) => Notes.GetValueOrDefault(PathOf(command));

    /// <summary>The verb as it is typed behind the program's name, such as <c>keys rotate</c>.</summary>
    public static string PathOf(Command command) =>
        string.Join(' ', Ancestors(command).Reverse().Skip(1).Select(one => one.Name));

    /// <summary>The verbs that a person types, in the order of their definitions; groups are passed through.</summary>
    public static IEnumerable<Command> Leaves(Command command) => command.Subcommands.Where(verb => !verb.Hidden)
        .SelectMany(verb => verb.Subcommands.Count > 0 ? Leaves(verb) : [verb]);

    /// <summary>What an exit code means, in a few words.</summary>
    public static string MeaningOf(int exitCode) => exitCode switch
    {
        ExitCodes.Ok => "good",
        ExitCodes.Degraded => "degraded: something needs a look",
        ExitCodes.Down => "down: no files are exchanged",
        ExitCodes.Secret => "a key or secret cannot be read",
        ExitCodes.NotFound => "what the command names is not there",
        ExitCodes.Remote => "an SFTP area cannot be reached or does not work",
        ExitCodes.Stale => "what was to be done no longer fits; nothing was done",
        ExitCodes.Evidence => "the audit log or the erasure journal was changed",
        ExitCodes.MasterKey => "the master key is not the one that wrapped what is stored",
        ExitCodes.Untrusted => "others could have changed the configuration; it was not used",
        ExitCodes.SecondPerson => "noted; a second person has to run the same command",
        ExitCodes.Usage => "wrong command line",
        ExitCodes.Database => "the database cannot be reached, or refuses",
        ExitCodes.Unexpected => "a defect; its stack is on standard error",
        ExitCodes.MissingProgram => "a program of the operating system is missing",
        ExitCodes.Folder => "a folder of the service cannot be written",
        ExitCodes.NoPermission => "this user may not do that",
        ExitCodes.Configuration => "the configuration has problems",
        _ => throw new ArgumentOutOfRangeException(nameof(exitCode), exitCode, "This exit code has no meaning yet: add it here."),
    };

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (var one = command; one is not null; one = one.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return one;
        }
    }
}

/// <param name="Examples">Command lines, without the program's name.</param>
/// <param name="ExitCodes">With what the verb may end.</param>
internal sealed record VerbNote(IReadOnlyList<string> Examples, IReadOnlyList<int> ExitCodes);
