using System.Diagnostics;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// One trace per file (System.Diagnostics, activity source <see cref="Name"/>): a span <see cref="File"/> and in it one for each step of
/// its journey. Attributes are ids, counts and published codes; never a name or a value of a file. While nobody listens, nothing is made.
/// </summary>
internal static class Traces
{
    public const string Name = "NexusGo.FileExchange";

    /// <summary>The span of the whole journey. All others of a file are in it.</summary>
    public const string File = "file";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>Begins a file's trace, and tells in it of the poll and the claim, which came before for many files at once.</summary>
    /// <returns>Null while nobody listens.</returns>
    public static Activity? StartFile(string customer, Guid fileId, string kind, in PickUpTimes before)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var file = Source.StartActivity(File, ActivityKind.Consumer, default(ActivityContext),
            [new("nexusgo.customer", customer), new("nexusgo.file.id", fileId.ToString()), new("nexusgo.file.kind", kind)],
            startTime: before.PollBegan);
        Past("poll", before.PollBegan, before.PollEnded);
        Past("claim", before.ClaimBegan, before.ClaimEnded);
        return file;
    }

    /// <summary>Begins a step of the file whose journey this is.</summary>
    public static Activity? Step(string name) => Source.HasListeners() ? Source.StartActivity(name) : null;

    /// <summary>Says on the span how its step failed.</summary>
    public static void Failed(this Activity? span, string reason)
    {
        span?.SetStatus(ActivityStatusCode.Error);
        span?.SetTag("error.type", reason);
    }

    private static void Past(string name, DateTimeOffset began, DateTimeOffset ended)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, parentContext: default, startTime: began);
        span?.SetEndTime(ended.UtcDateTime);
    }
}

/// <summary>When the steps before a file's own journey were.</summary>
internal readonly record struct PickUpTimes(DateTimeOffset PollBegan, DateTimeOffset PollEnded, DateTimeOffset ClaimBegan,
    DateTimeOffset ClaimEnded);
