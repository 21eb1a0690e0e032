using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Delivery.Consumed;

/// <summary>A delivered file that, as far as the ledger knows, still lies in the customer's area.</summary>
internal sealed record OutFile
{
    public required Guid ReportId { get; init; }
    /// <summary>Where it was delivered to; a later change of the profile does not change that.</summary>
    public required string Folder { get; init; }
    public required string Name { get; init; }
    /// <summary>What it is.</summary>
    public required ReportKind Kind { get; init; }
    public required long SizeBytes { get; init; }
    public required byte[] Sha256 { get; init; }
    public required DateTimeOffset DeliveredAt { get; init; }
    /// <summary>Whether any look has seen it.</summary>
    public bool WasSeen { get; init; }
    /// <summary>When the first of an unbroken row of complete looks did not find it; null: the last one did.</summary>
    public DateTimeOffset? MissingSince { get; init; }
    public int MissingLooks { get; init; }
    /// <summary>Whether operators were told that nobody collects it.</summary>
    public bool WasWarnedOf { get; init; }
    /// <summary>By which signal it is consumed, as a word of the ledger; null: it is not.</summary>
    public string? Signal { get; init; }
    /// <summary>Whether its removal was decided before, so that some of it may be done.</summary>
    public bool IsBeingDeleted { get; init; }
    /// <summary>The version in its place that is not what we delivered, and that operators were told of.</summary>
    public RemoteVersion? ToldVersion { get; init; }

    public RemoteName RemoteName => RemoteName.From(Name);
    public RemoteName MarkerName => RemoteName.From(Name + ".done");
    public RemotePath Path => RemotePath.Folder(Folder).Combine(RemoteName);
    public RemotePath MarkerPath => RemotePath.Folder(Folder).Combine(MarkerName);

    public override string ToString() => $"report {ReportId}";
}

internal static class SignalWords
{
    private static readonly string[] Words = WireNames.Of<ConsumedSignal>();

    /// <summary>Stands in the ledger like a signal: our own erasure withdrew the file.</summary>
    public const string Erased = "ERASED";

    /// <summary>The same of a file for the production partner that an operator has had written anew.</summary>
    public const string Reissued = "REISSUED";

    /// <summary>How a signal stands in the ledger.</summary>
    public static string ToWireName(this ConsumedSignal signal) => Words[(int)signal];
}
