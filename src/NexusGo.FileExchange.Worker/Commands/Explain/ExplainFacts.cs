using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Worker.Commands.Explain;

/// <summary>All that is asked about one name before it is explained.</summary>
internal sealed record ExplainFacts
{
    public required DateTimeOffset Now { get; init; }
    public required CustomerProfile Profile { get; init; }
    public required RemoteName Name { get; init; }
    /// <summary>What the name says.</summary>
    public required InboundName Understood { get; init; }
    /// <summary>By which rule.</summary>
    public required string Rule { get; init; }
    /// <summary>What lies under the name now; null: not looked.</summary>
    public IReadOnlyList<(string Path, RemoteEntry? Entry)>? Remote { get; init; }
    /// <summary>Why the server could not be asked.</summary>
    public string? RemoteProblem { get; init; }
    public required FileFacts File { get; init; }
    public required AreaFacts Area { get; init; }
    /// <summary>The worker takes nothing in, because its disk is full.</summary>
    public bool IsDiskFull { get; init; }
}

/// <param name="About">Such as <c>name</c> or <c>answer</c>.</param>
/// <param name="Text">One sentence.</param>
internal sealed record ExplainLine(string About, string Text);
