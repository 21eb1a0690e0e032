using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Retention;

/// <summary>
/// The record of processing activities that a processor keeps for each controller (GDPR Article 30(2)), worked out from the customer's
/// profile so that it says what the program does. Names of people at the customer's are not in it.
/// </summary>
internal static class RecordOfProcessing
{
    public static string For(CustomerProfile profile, string processor, int logDays, int backupDays, string? partner, DateOnly today)
    {
        var text = new StringBuilder();
        void Line(string line) => text.Append(line).Append('\n');
        void List(string title, params IEnumerable<string> items)
        {
            Line("");
            Line($"## {title}");
            foreach (var item in items)
            {
                Line($"- {item}");
            }
        }

        Line($"# Record of processing, Article 30(2) GDPR: {profile.Name} ({profile.CustomerId})");
        Line("");
        Line(string.Create(CultureInfo.InvariantCulture,
            $"Worked out on {today:yyyy-MM-dd} from version {profile.Version} of the customer's profile."));
        List("Processor and controller", $"Processor: {processor}", $"Controller: {profile.Name}");
        List("Categories of processing on behalf of the controller", [
            "receiving card orders, checking them, storing them encrypted until the period below is over",
            partner is null
                ? "production of cards"
                : $"production of cards by a partner ({partner}): it gets the fields that a layout prints or codes, and the delivery "
                + $"address",
            "reporting back what was produced, sent and delivered; erasing with evidence",
            .. profile.Products.Select(product =>
                $"card layout {product.Code}{(product.Name.Length > 0 ? $" ({product.Name})" : "")}; needs "
                + $"{Words(product.RequiredColumns)}")]);
        List("Categories of personal data", [.. PersonalData(profile),
            .. profile.Orders.CustomColumns.Select(column => $"{column.Name}{(column.Header is { } header ? $" ({header})" : "")}"),
            "card number and chip numbers"]);
        List("Categories of data subjects", "people for whom the controller orders cards",
            "people of the controller who order, approve or ask");
        List("Recipients",
            $"the controller, over SFTP ({(profile.Remote.Engine == "Local" ? "a folder of this machine" : profile.Remote.Host)})",
            partner is null ? "none else" : $"the production partner ({partner})");
        List("Transfers to third countries", "none by this program; where the servers named above stand is for the processor to add");
        List("Time limits for erasure",
            profile.Retention.Keep == RetentionPeriods.Immediate
            ? "in the night after delivery" : $"{profile.Retention.Keep[..^1]} calendar months after delivery; a row may ask for less",
            "protected identities: in the night after delivery", "rejected and cancelled rows: at once, the card's number after 30 days",
                "rows on hold: after 30 days",
            "blocked, terminated and expired cards: 90 days after the last change of state, if not before", "files set aside: 7 days",
                $"logs: {logDays} days, without personal data",
            "evidence of erasure: 24 months, without personal data", $"backups: {backupDays} days");
        List("Security measures (Article 32)",
            $"order files: OpenPGP encryption {profile.Pgp.Encryption.ToString().ToLowerInvariant()}, signature "
            + $"{profile.Pgp.Signature.ToString().ToLowerInvariant()}; SFTP with pinned host keys",
            "answers: " + (profile.Pgp.AnswerCertificates.Count > 0 ? "signed and encrypted to the controller"
                : "not encrypted beyond SFTP"),
            $"people with rights of their own: {profile.People.Count}; approval by a second person: "
                + $"{(profile.Orders.Approval == ApprovalMode.FourEyes ? "required" : "not agreed")}",
            "each card sealed under a random key of its own (AES-256-GCM), kept apart from it, destroyed first when it is erased, below a "
                + "master key outside the database; look-ups by keyed hashes only",
            "rows of customers separated in the database by row-level security; a hash-chained audit log; a journal of erasures outside "
                + "the database");
        return text.ToString();
    }

    private static IEnumerable<string> PersonalData(CustomerProfile profile) => OrderColumns.All
        .Where(column => column.Record is not null && (!column.NeedsDeclaration || profile.Orders.DeclaredColumns.Contains(column.Name)))
        .Select(column => column.Record!)
        .Distinct(StringComparer.Ordinal);

    private static string Words(IReadOnlyList<string> columns) => columns.Count == 0 ? "no personal data" : string.Join(", ", columns);
}
