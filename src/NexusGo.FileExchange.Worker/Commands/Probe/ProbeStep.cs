namespace NexusGo.FileExchange.Worker.Commands.Probe;

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
