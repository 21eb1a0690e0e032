using System.CommandLine;
using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>The manual page <c>nexusgo-fx(8)</c>, in the macros of man(7), made from the definitions of the verbs.</summary>
internal static class ManPage
{
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder($"""
            .TH NEXUSGO-FX 8 "" "NexusGo.FileExchange" "System administration"
            .SH NAME
            nexusgo\-fx \- exchanges files with the customers of a card bureau over SFTP
            .SH SYNOPSIS
            .B nexusgo\-fx
            .I VERB
            [\fIARGUMENTS\fR] [\fB\-\-config\fR \fIFOLDER\fR]
            .SH DESCRIPTION
            {Text(root.Description)}
            The verbs are for the people who run the service. Without a verb it prints how it is used.
            .SH VERBS

            """);
        foreach (var verb in VerbNotes.Leaves(root))
        {
            Append(page, verb);
        }

        page.Append(".SH OPTIONS OF EVERY VERB\n");
        Append(page, root.Options.Where(option => option.Recursive && !option.Hidden));
        page.Append(".SH EXIT STATUS\n");
        foreach (var code in VerbNotes.ExitCodesOfAll)
        {
            page.Append(CultureInfo.InvariantCulture, $".TP\n.B {code}\n{Text(VerbNotes.MeaningOf(code))}\n");
        }

        return page.Append("""
            .SH FILES
            .TP
            .I /etc/nexusgo\-fileexchange
            appsettings.json, customers, production.json
            .TP
            .I /var/lib/nexusgo\-fileexchange
            embedded database, keys, logs
            .TP
            .I /run/nexusgo\-fileexchange
            what may vanish at a restart

            """).ToString();
    }

    /// <summary>How a verb is typed, such as <c>keys rotate --overlap &lt;days&gt; [--json]</c>.</summary>
    public static string Usage(Command verb) => string.Join(' ', new[] { VerbNotes.PathOf(verb) }
        .Concat(verb.Arguments.Where(argument => !argument.Hidden).Select(argument => argument.Arity.MinimumNumberOfValues > 0
            ? $"<{argument.Name}>" : $"[<{argument.Name}>]"))
        .Concat(verb.Options.Where(option => !option.Hidden && !option.Recursive).Select(option => option.Required
            ? Usage(option) : $"[{Usage(option)}]")));

    private static string Usage(Option option) => option.ValueType == typeof(bool) ? option.Name
        : $"{option.Name} <{option.HelpName ?? option.Name.TrimStart('-')}>";

    private static void Append(StringBuilder page, Command verb)
    {
        page.Append(CultureInfo.InvariantCulture, $".SS {Text(Usage(verb))}\n{Text(verb.Description)}\n");
        foreach (var argument in verb.Arguments.Where(argument => !argument.Hidden && argument.Description is not null))
        {
            page.Append(CultureInfo.InvariantCulture, $".TP\n.I {Text(argument.Name)}\n{Text(argument.Description)}\n");
        }

        Append(page, verb.Options.Where(option => !option.Hidden && !option.Recursive));
        if (VerbNotes.Of(verb) is { } note)
        {
            page.Append(".PP\nExamples:\n.PP\n.nf\n.RS\n");
            page.AppendJoin("", note.Examples.Select(example => Text($"nexusgo-fx {example}") + "\n"));
            page.Append(CultureInfo.InvariantCulture, $".RE\n.fi\n.PP\nExit codes: {string.Join(", ", note.ExitCodes.Order())}.\n");
        }
    }

    private static void Append(StringBuilder page, IEnumerable<Option> options)
    {
        foreach (var option in options)
        {
            page.Append(CultureInfo.InvariantCulture,
                $".TP\n.B {Text(string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(Usage(option))))}\n"
                + $"{Text(option.Description)}\n");
        }
    }

    /// <summary>
    /// Text that no formatter takes for a request: backslashes and hyphens are written out, a leading stop or quote is guarded.
    /// </summary>
    private static string Text(string? text)
    {
        var plain = (text ?? "").Replace(@"\", @"\e", StringComparison.Ordinal).Replace("-", @"\-", StringComparison.Ordinal);
        return plain.StartsWith('.') || plain.StartsWith('\'') ? @"\&" + plain : plain;
    }
}
