using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

public static class OpenPgpExtensions
{
    /// <summary>Opens a message in memory, reads all of it and gives the verdict.</summary>
    public static async Task<(byte[] Clear, OpenPgpVerdict Verdict)> OpenWholeAsync(this IOpenPgp engine, byte[] message,
        OpenPgpPolicy policy)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        await using var opened = await engine.OpenAsync(new MemoryStream(message), policy, limit.Token);
        var clear = new MemoryStream();
        await opened.Clear.CopyToAsync(clear, limit.Token);
        return (clear.ToArray(), await opened.CompleteAsync(limit.Token));
    }

    /// <summary>The verdict without what the signature says of itself.</summary>
    public static OpenPgpVerdict Bare(this OpenPgpVerdict verdict) => verdict with { SignedAt = null, NamesUs = false };
}
