using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// What must hold between the settings of one profile, beyond each setting's own range. The parts are one file per section.
/// </summary>
internal sealed partial class CustomerProfileRules(CustomerProfile profile, string file, SettingsReader places)
{
    /// <summary>What a customer sends, and what the production partner does.</summary>
    private string[] FileTypes => profile.Id == CustomerId.Production ? ["EVT"] : ["ORD", "REQ", "PHO"];

    public void Check()
    {
        var name = Path.GetFileNameWithoutExtension(file);
        if (profile.CustomerId != name && CustomerId.IsValid(profile.CustomerId))
        {
            Add("CustomerId", $"\"{profile.CustomerId}\" in a file named {Path.GetFileName(file)}", $"the name of the file ({name})",
                "Rename the file or correct the id");
        }

        if (profile.CustomerId == CustomerId.Production.Value)
        {
            Add("CustomerId", Quote(profile.CustomerId), "any other id", "This one stands for the production partner");
        }

        CheckRemote();
        CheckFolders();
        CheckIntake();
        CheckConsumed();
        CheckBackReports();
        CheckOrders();
        CheckPeople();
    }

    /// <summary>What must hold for an area that is no customer's: there are no orders and nobody's right to order.</summary>
    public void CheckArea()
    {
        CheckRemote();
        CheckFolders();
        CheckIntake();
        NeedUnique("People", profile.People.Select(person => person.Id), "Id");
        CheckConsumed();
        for (var i = 0; i < profile.People.Count; i++)
        {
            CheckFile($"People[{i}].CertificateFile", profile.People[i].CertificateFile);
            if (profile.People[i].Rights.Any(right => right != PersonRight.Events))
            {
                Add($"People[{i}].Rights", "a right that only a customer's person can have", "Events", "");
            }
        }

        if (profile.Pgp.Signature == SignatureMode.Required && !profile.People.Any(person => person.Rights.Contains(PersonRight.Events)))
        {
            Add("People", profile.People.Count == 0 ? "an empty list" : "nobody with the right Events",
                "at least one person or system with the right Events and a certificate",
                "Signatures are required, so somebody must be able to sign event files; or set Pgp.Signature to Optional");
        }

        for (var i = 0; i < profile.Pgp.AnswerCertificates.Count; i++)
        {
            CheckFile($"Pgp.AnswerCertificates[{i}]", profile.Pgp.AnswerCertificates[i]);
        }

        if (profile.Pgp is { Encryption: PgpMode.None, Signature: SignatureMode.Required })
        {
            Add("Pgp.Signature", "\"Required\" though OpenPGP files are refused", "Optional when Pgp.Encryption is None",
                "Only OpenPGP files can be signed");
        }
    }

    private void CheckFolders()
    {
        var folders = new List<(string Setting, string Path)>();
        foreach (var (setting, path) in FoldersOf(profile.Folders))
        {
            if (!path.StartsWith('/') || path.Contains("//", StringComparison.Ordinal) || path.Split('/').Any(part => part is "." or "..")
                || path.Any(char.IsControl))
            {
                Add(setting, Quote(path), "an absolute folder such as /in/, without . or ..",
                    "Begin with a slash: the root is the area of the customer");
                continue;
            }

            var folder = WithSlash(path);
            if (folders.FirstOrDefault(other => other.Path == folder) is { Setting: not null } same)
            {
                Add(setting, $"the same folder as {same.Setting}", "a folder of its own", "Give each purpose a folder");
            }

            folders.Add((setting, folder));
        }

        foreach (var (setting, path) in folders.Where(folder => folder.Setting is not ("Folders.In" or "Folders.Test")))
        {
            foreach (var inbound in folders.Where(folder => folder.Setting is "Folders.In" or "Folders.Test" && folder.Path != path))
            {
                if (path.StartsWith(inbound.Path, StringComparison.Ordinal))
                {
                    Add(setting, $"a folder inside {inbound.Setting}", "a folder outside the inbox",
                        "Answers inside the inbox would be taken for orders");
                }
                else if (inbound.Path.StartsWith(path, StringComparison.Ordinal) && path != "/")
                {
                    Add(inbound.Setting, $"a folder inside {setting}", "a folder outside those for answers", "Move the inbox");
                }
            }
        }
    }

    private void CheckConsumed()
    {
        var consumed = profile.Consumed;
        if (consumed.Signals.Contains(ConsumedSignal.MaxAge) && consumed.UncollectedWarning >= consumed.MaxAge)
        {
            Add("Consumed.UncollectedWarning", $"{consumed.UncollectedWarning:c}", $"less than Consumed.MaxAge ({consumed.MaxAge:c})",
                "The warning comes before the removal");
        }
    }

    private void CheckBackReports()
    {
        var columns = profile.BackReports.Columns;
        NeedUnique("BackReports.Columns", columns, null);
        for (var i = 0; i < columns.Count; i++)
        {
            if (!BackReportColumns.All.Contains(columns[i], StringComparer.Ordinal))
            {
                Add($"BackReports.Columns[{i}]", Quote(columns[i]), Setting.OneOf(BackReportColumns.All),
                    SettingsClass.NearestOf(columns[i], BackReportColumns.All) is { } near ? $"Did you mean {near}?" : "");
            }
        }
    }

    private void CheckIntake()
    {
        var patterns = profile.Intake.Names.ToArray();
        foreach (var (pattern, type) in patterns)
        {
            var setting = $"Intake.Names.{pattern}";
            if (!FileTypes.Contains(type))
            {
                Add(setting, Quote(type), string.Join(" or ", FileTypes), "Choose the type that files of this name are");
            }

            if (pattern.Length == 0 || pattern.Contains('/', StringComparison.Ordinal))
            {
                Add(setting, Quote(pattern), "a file name pattern with * and ?, without /", "Only files of the inbox itself are looked at");
            }

            foreach (var builtIn in FileTypes.Where(other => other != type && NamePatterns.Overlap(pattern, $"{other}_*")))
            {
                Add(setting, $"a pattern that also fits the usual names of type {builtIn}", $"a pattern that fits no {builtIn}_ file",
                    "A name must mean one type");
            }
        }

        for (var i = 0; i < patterns.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (patterns[i].Value != patterns[j].Value && NamePatterns.Overlap(patterns[i].Key, patterns[j].Key))
                {
                    Add($"Intake.Names.{patterns[i].Key}", $"a pattern that overlaps {Quote(patterns[j].Key)}, which means another type",
                        "patterns that share no file name", "Make one of them narrower");
                }
            }
        }

        CheckSequencePattern();
    }

    private void CheckSequencePattern()
    {
        if (profile.Intake.SequencePattern.Length == 0)
        {
            return;
        }

        try
        {
            var pattern = new Regex(profile.Intake.SequencePattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            if (!pattern.GetGroupNames().Contains("seq"))
            {
                Add("Intake.SequencePattern", "a pattern without a group named seq", "a pattern with (?<seq>…)",
                    @"For example _(?<seq>[0-9]+)\.csv");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            Add("Intake.SequencePattern", exception is RegexParseException parse
                ? $"a pattern that is wrong at its character {parse.Offset} ({parse.Error})" : "a pattern that cannot be used",
                "a regular expression without look-around and back references", @"For example _(?<seq>[0-9]+)\.csv");
        }
    }

    private static IEnumerable<(string Setting, string Path)> FoldersOf(FolderSettings folders)
    {
        yield return ("Folders.In", folders.In);
        if (folders.Test.Length > 0)
        {
            yield return ("Folders.Test", folders.Test);
        }

        yield return ("Folders.Receipts", folders.Receipts);
        yield return ("Folders.Errors", folders.Errors);
        yield return ("Folders.Reports", folders.Reports);
        yield return ("Folders.Consumed", folders.Consumed);
    }

    private static string WithSlash(string path) => path.EndsWith('/') ? path : path + "/";

    private static string Quote(string text) => text.Length <= 60 && !text.Any(char.IsControl)
        ? $"\"{text}\"" : $"a text of {text.Length} characters";

    private void Add(string setting, string found, string allowed, string advice) => places.Add(setting, found, allowed, advice);
}
