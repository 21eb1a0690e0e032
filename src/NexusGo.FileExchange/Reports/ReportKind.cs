namespace NexusGo.FileExchange.Reports;

/// <summary>The kinds of file a customer gets. The number is the order in which the answers to one file are delivered: the receipt last.</summary>
public enum ReportKind
{
    /// <summary>RES: one line per row.</summary>
    Results = 0,
    /// <summary>ERR: what was wrong.</summary>
    Errors = 1,
    /// <summary>RCP: one line per inbound file.</summary>
    Receipt = 2,
}

public static class ReportKinds
{
    /// <summary>The three letters that a report's name begins with and that stand in the tables.</summary>
    public static string Prefix(this ReportKind kind) => kind switch
    {
        ReportKind.Results => "RES",
        ReportKind.Errors => "ERR",
        ReportKind.Receipt => "RCP",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
