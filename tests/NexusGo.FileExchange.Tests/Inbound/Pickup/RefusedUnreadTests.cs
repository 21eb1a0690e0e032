using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>What is said of a file before a byte of it is fetched.</summary>
[Trait("Attack", "20.4 junk fills the disk")]
public sealed class RefusedUnreadTests
{
    [Theory]
    [InlineData("ORD_DEMO_1.zip", true, true, null)]
    [InlineData("ORD_DEMO_1.zip", false, true, "F-ZIP-07")]
    [InlineData("ORD_DEMO_1.ZIP.PGP", false, true, "F-ZIP-07")]
    [InlineData("ORD_DEMO_1.xlsx", true, true, null)]
    [InlineData("ORD_DEMO_1.xlsx", true, false, "F-NAM-02")]
    [InlineData("ORD_DEMO_1.xlsx.gpg", true, false, "F-NAM-02")]
    [InlineData("ORD_DEMO_1.csv", false, false, null)]
    [InlineData("PHO_DEMO_1.zip", false, true, "F-ZIP-07")]
    public void Packed_files_are_refused_by_their_name_where_the_agreement_takes_none(string name, bool zipFiles, bool workbooks,
        string? code)
    {
        var profile = DemoProfile.Create();
        profile = profile with { Orders = profile.Orders with { ZipFiles = zipFiles, Workbooks = workbooks } };
        Assert.Equal(code, FileOpening.RefuseUnread(FileOf(name), profile)?.Code);
    }

    [Fact]
    public void A_file_over_the_days_quota_is_refused_whatever_it_is() =>
        Assert.Equal("F-SIZ-05", FileOpening.RefuseUnread(FileOf("ORD_DEMO_1.csv") with { IsOverQuota = true }, DemoProfile.Create())
            ?.Code);

    [Theory]
    [InlineData(20, 1000, 1000, null)]
    [InlineData(20, 1000, 1001, "F-NAM-01")]
    [InlineData(0, 1000, 1, "F-NAM-01")]
    public void An_unknown_file_that_would_not_be_kept_is_not_even_fetched(int files, long bytes, long size, string? code) =>
        Assert.Equal(code, FileOpening.RefuseUnread(
        FileOf("junk.bin") with { Kind = InboundKind.Unmatched, Seen = new RemoteVersion(size, 0) },
        DemoProfile.Create() with { Budgets = new BudgetSettings { QuarantineFiles = files, QuarantineBytes = bytes } })?.Code);

    [Theory]
    [InlineData(PgpMode.None, 1000, 1000)]
    [InlineData(PgpMode.Required, 1000, 1000 + 100_000)]
    [InlineData(PgpMode.Required, 10 << 20, (10 << 20) + (20 << 20))]
    public void A_message_counts_with_what_it_may_unpack_to(PgpMode encryption, long size, long expected) => Assert.Equal(expected,
        FileOpening.SpoolBytes(FileOf("ORD_DEMO_1.csv.pgp") with { Seen = new RemoteVersion(size, 0) },
        DemoProfile.Create() with { Pgp = new PgpSettings { Encryption = encryption } }));

    private static InboundFile FileOf(string name) => new()
    {
        FileId = Guid.NewGuid(), Customer = new CustomerId("DEMO"), Path = RemotePath.Folder("/in/"), Name = RemoteName.From(name),
        Version = 1, Seen = new RemoteVersion(60, 0),
        Kind = name.StartsWith("PHO", StringComparison.Ordinal) ? InboundKind.Photo : InboundKind.Order, IsTest = false, BaseName = "x",
        Lease = new AreaLease(new CustomerId("DEMO"), "one", 1), Attempt = 1, FirstSeenAt = DateTimeOffset.UnixEpoch,
    };
}
