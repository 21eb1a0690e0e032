namespace NexusGo.FileExchange.Operators.Replay;

/// <summary>What the database knows of a file that an operator wants to come once more.</summary>
public sealed record AnsweredFile
{
    public required Guid FileId { get; init; }

    /// <summary>Its name; an identity number in it is masked.</summary>
    public required string Name { get; init; }

    /// <summary>ORD, PHO, REQ or EVT; other words for what is no file for us.</summary>
    public required string Kind { get; init; }

    /// <summary>CLAIMED, STORED or CLOSED.</summary>
    public required string State { get; init; }

    /// <summary>The verdict, such as PARTIAL; null: none.</summary>
    public string? Status { get; init; }

    public string? ErrorCode { get; init; }

    /// <summary>Whether it lay in the test folder.</summary>
    public bool IsTest { get; init; }

    /// <summary>Whether its bytes are kept in the quarantine.</summary>
    public bool IsQuarantined { get; init; }

    public int RowsRejected { get; init; }

    public long? SequenceNo { get; init; }

    /// <summary>Name of the file whose content it repeats; null: it repeats none.</summary>
    public string? FirstFile { get; init; }

    /// <summary>Cards of it that are no longer known by their reference.</summary>
    public long CardsGone { get; init; }
}
