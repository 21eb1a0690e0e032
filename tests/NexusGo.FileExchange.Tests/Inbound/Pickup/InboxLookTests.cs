using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>What one look into an inbox finds due.</summary>
public sealed class InboxLookTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RemotePath In = RemotePath.Folder("/in/");
    private static readonly CustomerProfile Profile = new() { CustomerId = "DEMO",
        Intake = new IntakeSettings { StableFor = TimeSpan.FromSeconds(30) } };

    private readonly InboxListing listing = new(Profile, FileNames.Compile(Profile), In);
    private readonly Dictionary<string, (int Polls, TimeSpan Age, DateTimeOffset? AnsweredAt)> known = [];

    [Theory]
    [InlineData(".done", 0, 1, false)]
    [InlineData(".done", 0, 2, true)]
    [InlineData(".done", 3, 1, true)]
    [InlineData(".DONE", 3, 1, true)]
    [InlineData(".ctl", 0, 2, false)]
    [InlineData(".ctl", 9, 1, true)]
    public void C02_a_companion_of_no_bytes_proves_nothing(string ending, long size, int polls, bool due)
    {
        Add("ORD_1.csv", 100, polls: 1);
        Add("ORD_1.csv" + ending, size, polls);
        Assert.Equal(due ? ["ORD_1.csv" + ending] : [],
            Look().StableFiles().SelectMany(file => file.Markers).Select(marker => marker.ToString()));
    }

    [Fact]
    public void C02_a_file_waits_for_a_control_file_that_is_on_its_way()
    {
        Add("ORD_1.csv", 100, polls: 5, age: TimeSpan.FromMinutes(1));
        Add("ORD_1.csv.ctl", 0, polls: 2, age: TimeSpan.FromSeconds(5));
        Assert.Empty(Look().StableFiles());

        known["ORD_1.csv.ctl"] = (3, TimeSpan.FromSeconds(30), null);
        Assert.Single(Look().StableFiles());
    }

    [Theory]
    [InlineData("ORD_1.csv", "ord_1.CSV.ctl", 0)]
    [InlineData("ORD_1.csv ord_1.csv", "ord_1.csv.ctl", 1)]
    [InlineData("ORD_1.csv ord_1.csv", "Ord_1.csv.ctl", -1)]
    [InlineData("ORD_2.csv", "ORD_1.csv.ctl", -1)]
    public void C02_companions_are_matched_without_regard_to_case(string files, string companion, int owner)
    {
        foreach (var file in files.Split(' '))
        {
            Add(file, 100, polls: 1);
        }

        Add(companion, 9, polls: 1);
        Assert.Equal([owner], listing.DataFiles());
    }

    [Fact]
    public void C02_a_companion_that_its_customer_was_told_about_judges_no_later_file()
    {
        Add("ORD_1.csv", 100, polls: 2, age: TimeSpan.FromMinutes(1));
        Add("ORD_1.csv.ctl", 9, polls: 9, age: TimeSpan.FromDays(2), answeredAt: Now.AddDays(-1));
        Assert.Empty(Assert.Single(Look().StableFiles()).Markers);
        Assert.Empty(Look().LingeringEntries());
    }

    [Theory]
    [InlineData("old", RemoteEntryKind.Folder, ForeignEntry.Folder)]
    [InlineData("ORD_1.csv", RemoteEntryKind.Link, ForeignEntry.Link)]
    [InlineData("ORD_1.csv", RemoteEntryKind.Other, ForeignEntry.Special)]
    [InlineData("ORD_1.csv.part", RemoteEntryKind.File, ForeignEntry.UnfinishedUpload)]
    [InlineData(".ORD_1.csv", RemoteEntryKind.File, ForeignEntry.UnfinishedUpload)]
    [InlineData("ORD_1.csv.done", RemoteEntryKind.File, ForeignEntry.LoneCompanion)]
    [InlineData("test", RemoteEntryKind.Folder, null)]
    [InlineData("ORD_1.csv", RemoteEntryKind.File, null)]
    public void C01_what_is_no_file_for_us_is_told_of_after_a_day(string name, RemoteEntryKind kind, ForeignEntry? told)
    {
        Add(name, 100, polls: 9, TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1), kind: kind);
        Assert.Empty(Look().LingeringEntries());

        known[name] = (9, TimeSpan.FromHours(24), null);
        Assert.Equal(told is { } what ? [what] : [], Look().LingeringEntries().Select(entry => entry.Foreign));

        known[name] = (9, TimeSpan.FromDays(9), Now.AddDays(-8));
        Assert.Empty(Look().LingeringEntries());
    }

    private void Add(string name, long size, int polls, TimeSpan age = default, DateTimeOffset? answeredAt = null,
        RemoteEntryKind kind = RemoteEntryKind.File)
    {
        listing.Add(new RemoteEntry(RemoteName.From(name), kind, new RemoteVersion(size, 1)));
        known[name] = (polls, age, answeredAt);
    }

    private InboxLook Look() => new(Profile, listing, [.. listing.All.Select(entry =>
    {
        var (polls, age, answeredAt) = known[entry.Entry.Name.ToString()];
        return new Sighting(entry.Path, 1, Now - age, Now - age, polls, null, answeredAt, null);
    })], isTest: false, Now);
}
