using NexusGo.FileExchange.Operators.Probing;

namespace NexusGo.FileExchange.Worker.Probing;

internal enum ProbeResult
{
    Good,
    /// <summary>Works, but should be known.</summary>
    Warning,
    Failed,
    /// <summary>Not tried, because something before it failed or does not apply.</summary>
    Skipped,
}

/// <param name="Name">Such as <c>log-in</c> or <c>folder /in/</c>.</param>
/// <param name="Result">How it went.</param>
/// <param name="Text">What was found, and what to do.</param>
internal sealed record ProbeStep(string Name, ProbeResult Result, string Text);

/// <param name="Steps">For people.</param>
/// <param name="Traits">For comparing with another time.</param>
internal sealed record AreaFindings(IReadOnlyList<ProbeStep> Steps, AreaTraits Traits);

/// <param name="Step">For people.</param>
/// <param name="Shown">Type and fingerprint of each host key that the server shows; null: it could not be asked.</param>
internal sealed record HostKeyFindings(ProbeStep Step, IReadOnlyList<string>? Shown);
