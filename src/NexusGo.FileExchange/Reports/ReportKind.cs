namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The kinds of file a customer, or the production partner, gets. The number is the order in which the answers to one file are delivered:
/// the receipt last. Kinds behind the receipt answer no file; each has a gapless series of its own and is delivered in its order.
/// </summary>
public enum ReportKind
{
    /// <summary>RES: one line per row.</summary>
    Results = 0,
    /// <summary>ERR: what was wrong.</summary>
    Errors = 1,
    /// <summary>RCP: one line per inbound file.</summary>
    Receipt = 2,
    /// <summary>BRP: what happened to the customer's cards since the last one.</summary>
    BackReport = 3,
    /// <summary>PRD: cards for the production partner to make.</summary>
    Batch = 4,
    /// <summary>HIS: cards with their personal data, always sealed.</summary>
    History = 5,
    /// <summary>A back-report that tells again what others told; beside their series, with numbers of its own.</summary>
    Repeat = 6,
    /// <summary>CER: what was erased, and the evidence of it.</summary>
    Certificate = 7,
    /// <summary>CAN: cards that the production partner is asked not to make.</summary>
    Cancellation = 8,
}

public static class ReportKinds
{
    /// <summary>The three letters that stand in the tables and, but for a repeat, at the beginning of a report's name.</summary>
    public static string Prefix(this ReportKind kind) => kind switch
    {
        ReportKind.Results => "RES",
        ReportKind.Errors => "ERR",
        ReportKind.Receipt => "RCP",
        ReportKind.BackReport => "BRP",
        ReportKind.Batch => "PRD",
        ReportKind.History => "HIS",
        ReportKind.Repeat => "BRR",
        ReportKind.Certificate => "CER",
        ReportKind.Cancellation => "CAN",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>
    /// Whether a file of this kind may go out unsealed when the receiver's certificate has ended: it holds codes, references and card
    /// numbers, and nothing of a person.
    /// </summary>
    public static bool MayGoUnsealed(this ReportKind kind) =>
        kind is ReportKind.Results or ReportKind.Errors or ReportKind.Receipt or ReportKind.BackReport or ReportKind.Repeat
            or ReportKind.Certificate;

    /// <summary>
    /// Whether cards depend on the file: it says what the production partner is to do, and is never removed before the partner has taken
    /// it.
    /// </summary>
    public static bool IsForProduction(this ReportKind kind) => kind is ReportKind.Batch or ReportKind.Cancellation;

    /// <exception cref="ArgumentException">No such kind.</exception>
    public static ReportKind Parse(string prefix) =>
        Enum.GetValues<ReportKind>().Where(kind => kind.Prefix() == prefix).Select(kind => (ReportKind?)kind).FirstOrDefault()
        ?? throw new ArgumentException("A kind of report that there is not.", nameof(prefix));
}
