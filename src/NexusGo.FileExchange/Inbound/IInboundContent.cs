using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound;

/// <summary>
/// The clear content of an inbound file while it is opened. Provisional until <see cref="CompleteAsync"/> has said that it is good.
/// </summary>
internal interface IInboundContent : IAsyncDisposable
{
    /// <summary>Forward-only. May end early when the file is refused; only the verdict tells.</summary>
    Stream Clear { get; }

    /// <summary>The photos that came with it, or null.</summary>
    FilePhotos? Photos { get; }

    /// <summary>Tells other photos apart, for whoever compares contents; empty without photos.</summary>
    ReadOnlyMemory<byte> PhotoMark { get; }

    /// <summary>Reads what is left and gives the verdict on the whole.</summary>
    ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken);
}

/// <param name="ErrorCode">Null when good, otherwise the code the file is refused with.</param>
/// <param name="Hint">A fixed phrase, or empty.</param>
/// <param name="Signer">Who signed; also of a file that is refused because this person may not send it. Null: nobody known.</param>
internal sealed record ContentVerdict(string? ErrorCode, string Hint, Signer? Signer)
{
    /// <summary>What the sender should know although the file is good: code (<c>W-…</c>) and hint.</summary>
    public IReadOnlyList<(string Code, string Hint)> Warnings { get; init; } = [];

    /// <summary>When the signer signed; null: unsigned, or refused.</summary>
    public DateTimeOffset? SignedAt { get; init; }

    /// <summary>Whether the signature names us as the one it is meant for.</summary>
    public bool NamesUs { get; init; }

    public static ContentVerdict Good(Signer? signer) => new(null, "", signer);

    public static ContentVerdict Refused(string code, string hint, Signer? signer = null) => new(code, hint, signer);
}

/// <summary>A file that came in the clear: there is nothing to verify.</summary>
internal sealed class PlainContent(Stream clear) : IInboundContent
{
    public Stream Clear { get; } = clear;

    public FilePhotos? Photos => null;

    public ReadOnlyMemory<byte> PhotoMark => default;

    public ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken) => ValueTask.FromResult(ContentVerdict.Good(null));

    public ValueTask DisposeAsync() => Clear.DisposeAsync();
}

/// <summary>Adds warnings about the agreement itself to a good verdict.</summary>
internal sealed class WarnedContent(IInboundContent inner, IReadOnlyList<(string Code, string Hint)> warnings) : IInboundContent
{
    public Stream Clear => inner.Clear;

    public FilePhotos? Photos => inner.Photos;

    public ReadOnlyMemory<byte> PhotoMark => inner.PhotoMark;

    public async ValueTask<ContentVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        var verdict = await inner.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return verdict.ErrorCode is null && warnings.Count > 0 ? verdict with { Warnings = [.. verdict.Warnings, .. warnings] } : verdict;
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
