using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Tests.Delivery;

/// <summary>Which look at a delivered file means what, without any server.</summary>
public sealed class ConsumptionRulesTests
{
    private static readonly DateTimeOffset Delivered = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // folder: F the file, f another file of its name, L a link, D its marker, d a folder of the marker's name, ! the listing breaks off;
    // moved: the same.
    [Theory]
    [InlineData("F", "", 1, "There", null, false)]
    [InlineData("L", "", 1, "There", null, false)]
    [InlineData("FD", "", 1, "There", "DONE_FILE", false)]
    [InlineData("Fd", "", 1, "There", null, false)]
    [InlineData("D", "", 1, "Missing", "DONE_FILE", false)]
    [InlineData("", "F", 1, "Unknown", "MOVED", false)]
    [InlineData("", "f", 1, "Unknown", "MOVED", false)]
    [InlineData("", "L", 1, "Unknown", null, false)]
    [InlineData("F", "F", 1, "There", "MOVED", false)]
    [InlineData("FD", "F", 1, "There", "MOVED", false)]
    [InlineData("", "", 1, "Missing", null, false)]
    [InlineData("!", "", 1, "Unknown", null, false)]
    [InlineData("!F", "", 1, "There", null, false)]
    [InlineData("", "!", 1, "Unknown", null, false)]
    [InlineData("F", "", 22.9, "There", null, false)]
    [InlineData("F", "", 23, "There", null, true)]
    [InlineData("!", "", 23, "Unknown", null, true)]
    [InlineData("", "", 23, "Missing", null, false)]
    [InlineData("F", "", 29.999, "There", null, true)]
    [InlineData("F", "", 30, "There", "MAX_AGE", false)]
    [InlineData("!", "", 30, "Unknown", "MAX_AGE", false)]
    [InlineData("FD", "", 30, "There", "DONE_FILE", false)]
    public void A_look_means_one_thing(string folder, string moved, double ageDays, string presence, string? signal, bool uncollected)
    {
        var judgement = ConsumptionRules.Judge(File(), Look(folder), Look(moved), new ConsumedSettings(), Delivered.AddDays(ageDays));

        Assert.Equal((presence, signal, false, uncollected),
            (judgement.Presence.ToString(), judgement.Signal, judgement.IsTaken, judgement.IsUncollected));
    }

    [Theory]
    [InlineData(0, 60, "", null)]
    [InlineData(1, 59, "", null)]
    [InlineData(1, 60, "", "DELETED")]
    [InlineData(9, 600, "!", null)]
    [InlineData(9, 600, "F", null)]
    [InlineData(9, 600, "L", null)]
    public void A_file_counts_as_deleted_only_after_two_complete_looks_some_time_apart(int looksBefore, int minutesSince, string folder,
        string? signal)
    {
        var now = Delivered.AddDays(1);
        var file = File() with { MissingLooks = looksBefore, MissingSince = looksBefore == 0 ? null : now.AddMinutes(-minutesSince) };

        var judgement = ConsumptionRules.Judge(file, Look(folder), Look(""), new ConsumedSettings(), now);

        Assert.Equal((signal, signal is not null), (judgement.Signal, judgement.IsTaken));
    }

    [Theory]
    [InlineData(ConsumedSignal.Deleted)]
    [InlineData(ConsumedSignal.Moved)]
    [InlineData(ConsumedSignal.DoneFile)]
    [InlineData(ConsumedSignal.MaxAge)]
    public void A_signal_that_is_not_agreed_on_means_nothing(ConsumedSignal only)
    {
        var settings = new ConsumedSettings { Signals = [only] };
        var now = Delivered.AddDays(100);
        var missing = File() with { MissingLooks = 5, MissingSince = Delivered };

        Assert.Equal(Expected(ConsumedSignal.Deleted, "DELETED"), ConsumptionRules.Judge(missing, Look(""), null, settings, now).Signal);
        Assert.Equal(Expected(ConsumedSignal.DoneFile, "DONE_FILE"), ConsumptionRules.Judge(File(), Look("FD"), null, settings, now)
            .Signal);

        string? Expected(ConsumedSignal signal, string word) => only == signal ? word : only == ConsumedSignal.MaxAge ? "MAX_AGE" : null;
    }

    [Fact]
    public void What_is_consumed_stays_so_by_its_first_signal()
    {
        var requested = File() with { Signal = "REQUEST" };

        Assert.Equal("REQUEST", ConsumptionRules.Judge(requested, Look("FD"), Look("F"), new ConsumedSettings(), Delivered.AddDays(31))
            .Signal);
    }

    [Fact]
    public void A_warning_time_of_zero_warns_nobody()
    {
        var settings = new ConsumedSettings { UncollectedWarning = TimeSpan.Zero };

        Assert.False(ConsumptionRules.Judge(File(), Look("F"), Look(""), settings, Delivered.AddDays(29.99)).IsUncollected);
    }

    [Theory]
    [InlineData(ReportKind.Batch)]
    [InlineData(ReportKind.Cancellation)]
    public void A_file_for_production_has_no_age_and_two_days_are_too_many(ReportKind kind)
    {
        var file = File() with { Kind = kind };
        Assert.False(ConsumptionRules.Judge(file, Look("F"), Look(""), new ConsumedSettings(), Delivered.AddDays(2).AddSeconds(-1))
            .IsUncollected);
        Assert.True(ConsumptionRules.Judge(file, Look("F"), Look(""), new ConsumedSettings(), Delivered.AddDays(2)).IsUncollected);
        Assert.Null(ConsumptionRules.Judge(file, Look("F"), Look(""), new ConsumedSettings(), Delivered.AddDays(400)).Signal);
        Assert.Equal("MOVED", ConsumptionRules.Judge(file, Look(""), Look("F"), new ConsumedSettings(), Delivered.AddDays(1)).Signal);
    }

    private static OutFile File() => new()
    {
        ReportId = Guid.NewGuid(), Folder = "/out/reports/", Name = "BRP_ACME_1.csv", SizeBytes = 10, Sha256 = new byte[32],
        DeliveredAt = Delivered, Kind = ReportKind.BackReport,
    };

    private static FolderSnapshot Look(string what) =>
        FolderSnapshot.Of(!what.Contains('!', StringComparison.Ordinal), what.Where(c => c != '!').Select(c => c switch
        {
            'F' => new RemoteEntry(File().RemoteName, RemoteEntryKind.File, new RemoteVersion(10, 1)),
            'f' => new RemoteEntry(File().RemoteName, RemoteEntryKind.File, new RemoteVersion(11, 1)),
            'L' => new RemoteEntry(File().RemoteName, RemoteEntryKind.Link, new RemoteVersion(10, 1)),
            'D' => new RemoteEntry(File().MarkerName, RemoteEntryKind.File, new RemoteVersion(0, 1)),
            'd' => new RemoteEntry(File().MarkerName, RemoteEntryKind.Folder, new RemoteVersion(0, 1)),
            _ => throw new ArgumentException(what),
        }));
}
