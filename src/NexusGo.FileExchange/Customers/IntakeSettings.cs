using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>How the inbox is watched.</summary>
public sealed record IntakeSettings
{
    [TimeRange("00:00:00.100", "1.00:00:00")]
    [Description("Time between two looks into the inbox.")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(10);

    [TimeRange("00:00:00", "1.00:00:00")]
    [Description(
        "How long size and time of a file must stay the same, by our clock, before it counts as whole. Zero: two equal looks are enough.")]
    public TimeSpan StableFor { get; init; } = TimeSpan.FromSeconds(30);

    [TimeRange("00:00:00", "1.00:00:00")]
    [Description("How long a stable file of no bytes is waited for before it is answered as empty.")]
    public TimeSpan EmptyAfter { get; init; } = TimeSpan.FromMinutes(5);

    [TimeRange("00:00:00", "7.00:00:00")]
    [Description("How long a file whose name matches nothing waits before it is answered and set aside.")]
    public TimeSpan UnmatchedAfter { get; init; } = TimeSpan.FromMinutes(15);

    [TimeRange("00:01:00", "7.00:00:00")]
    [Description("How long a .done or .ctl file may wait for its data file before operators are told.")]
    public TimeSpan OrphanMarkerAfter { get; init; } = TimeSpan.FromMinutes(30);

    [Description("Further name patterns to leave alone while a file is being uploaded (* and ?), beside the built-in ones.")]
    public IReadOnlyList<string> Ignore { get; init; } = [];

    [Description("Further name patterns (* and ?) and the type they mean: ORD, REQ or PHO; the production partner's: EVT.")]
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    [Description("Regular expression with a group named seq that finds the sequence number in a file name. Empty: the digits at the end "
        + "of the base name.")]
    public string SequencePattern { get; init; } = "";

    [Range(1, 64)]
    [Description("Files of one inbox handled at the same time (1 when a sequence is asked for).")]
    public int MaxFilesInFlight { get; init; } = 8;
}
