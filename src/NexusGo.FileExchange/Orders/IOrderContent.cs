namespace NexusGo.FileExchange.Orders;

/// <summary>The clear content of an inbound file while it is opened. Provisional until <see cref="CompleteAsync"/> has said that it is good.</summary>
internal interface IOrderContent : IAsyncDisposable
{
    /// <summary>Forward-only. May end early when the file is refused; only the verdict tells.</summary>
    Stream Clear { get; }

    /// <summary>Reads what is left and gives the verdict on the whole.</summary>
    ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken);
}

/// <param name="ErrorCode">Null when good, otherwise the code the file is refused with.</param>
/// <param name="Hint">A fixed phrase, or empty.</param>
/// <param name="SignedBy">Person and fingerprint, or null.</param>
internal sealed record ContentVerdict(string? ErrorCode, string Hint, string? SignedBy);

/// <summary>A file that came in the clear: there is nothing to verify.</summary>
internal sealed class PlainContent(Stream clear) : IOrderContent
{
    public Stream Clear { get; } = clear;

    public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new ContentVerdict(null, "", null));

    public ValueTask DisposeAsync() => Clear.DisposeAsync();
}
