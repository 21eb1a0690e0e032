using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Stores;

internal sealed record LeaseRow(string Owner, long Token, DateTimeOffset Until);

internal sealed record SightingRow
{
    public required CustomerId Customer { get; init; }
    public required RemotePath Path { get; init; }
    public required long Version { get; init; }
    public required RemoteVersion Seen { get; init; }
    public required DateTimeOffset FirstSeenAt { get; init; }
    public required DateTimeOffset SameSince { get; init; }
    public required int SamePolls { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset? ToldAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; init; }
}

/// <summary>An inbound file from its claim on.</summary>
internal sealed class FileRow(InboundFile claimed, DateTimeOffset claimedAt)
{
    public InboundFile Claimed { get; set; } = claimed;
    public DateTimeOffset ClaimedAt { get; set; } = claimedAt;
    /// <summary>CLAIMED, STORED, CLOSED.</summary>
    public string State { get; set; } = "CLAIMED";
    public DateTimeOffset NextAttemptAt { get; set; } = claimedAt;
    public string? LastProblem { get; set; }
    public FileVerdict? Verdict { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Whether the name has had its time.</summary>
    public bool IsNameForgotten { get; set; }

    /// <summary>The name as the ledger keeps it.</summary>
    public string StoredName => IsNameForgotten ? $"{InboundFileRow.KindWord(Claimed.Kind)}-{Claimed.FileId}"
        : MaskedName.Of(Claimed.Name.ToString());
}

/// <summary>A stored card.</summary>
internal sealed record CardRow
{
    public required CustomerId Customer { get; init; }
    public required SealedCard Card { get; init; }
    public required Guid OrderId { get; init; }
    public required string ProductCode { get; init; }
    public required RowOutcome Outcome { get; init; }
    public required string? HoldCode { get; init; }
    public required UInt128 RefIndex { get; init; }
    public required UInt128 PersonIndex { get; init; }
    public required long CardNo { get; init; }
    public required long? ReplacesCardNo { get; init; }
    public required DateTimeOffset OrderedAt { get; init; }
    /// <summary>0 until its order is stored.</summary>
    public long OrderNo { get; init; }
    public bool AwaitsPhoto { get; init; }
    public byte[]? SealedPhoto { get; init; }

    /// <summary>What is kept of a cancelled card that is erased: here, what opens its reference.</summary>
    public SealedCard? KeptReference { get; init; }

    public override string ToString() => Card.ToString();
}

/// <summary>When a next attempt waits.</summary>
internal static class NextAttempt
{
    public static bool Waits(string? lastProblem, DateTimeOffset nextAttemptAt, DateTimeOffset now) =>
        lastProblem is not null && nextAttemptAt > now && nextAttemptAt <= now.AddMinutes(16);
}

/// <summary>A report and what became of it.</summary>
internal sealed class ReportRow(DueReport report, IReadOnlyList<byte[]> blocks, DateTimeOffset createdAt)
{
    public DueReport Report { get; set; } = report;
    public IReadOnlyList<byte[]> Blocks { get; set; } = blocks;
    public DateTimeOffset CreatedAt { get; } = createdAt;

    /// <summary>Its place in the queue to its receiver.</summary>
    public DateTimeOffset QueuedAt { get; set; } = createdAt;
    public DateTimeOffset NextAttemptAt { get; set; } = createdAt;
    public string? LastProblem { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public DateTimeOffset? MissingSince { get; set; }
    public int MissingLooks { get; set; }
    public DateTimeOffset? WarnedAt { get; set; }
    public DateTimeOffset? ConsumedAt { get; set; }
    public string? Signal { get; set; }
    public DateTimeOffset? DeleteIntendedAt { get; set; }
    public RemoteVersion? ToldVersion { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public DateTimeOffset? PurgedAt { get; set; }

    /// <summary>As the ledger of delivered files gives it.</summary>
    public OutFile AsOutFile() => new()
    {
        ReportId = Report.ReportId,
        Kind = Report.Kind,
        Folder = Report.Folder,
        Name = Report.Name,
        SizeBytes = Report.SizeBytes,
        Sha256 = Report.Sha256.ToArray(),
        DeliveredAt = DeliveredAt!.Value,
        WasSeen = SeenAt is not null,
        MissingSince = MissingSince,
        MissingLooks = MissingLooks,
        WasWarnedOf = WarnedAt is not null,
        Signal = Signal,
        IsBeingDeleted = DeleteIntendedAt is not null,
        ToldVersion = ToldVersion,
    };
}
