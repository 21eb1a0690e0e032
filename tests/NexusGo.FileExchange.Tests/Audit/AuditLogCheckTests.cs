using NexusGo.FileExchange.Audit;

namespace NexusGo.FileExchange.Tests.Audit;

/// <summary>A log of five entries, one a day, compared with what a head file says of it.</summary>
[Trait("Attack", "20.5 audit log wiped or forged")]
public sealed class AuditLogCheckTests
{
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Secret = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Theory]
    [InlineData(0, 5, 5, 24, "")]
    [InlineData(0, 5, 7, 24, "7 MISSING")]
    [InlineData(0, 3, 3, 24, "")]

    // Entry 3 was shipped as the head on its own day, so entry 4 is younger than that day: 24 months later it may be gone, before that not.
    [InlineData(4, 5, 3, 25, "")]
    [InlineData(4, 5, 3, 23, "4 MISSING")]
    [InlineData(4, 5, 4, 23, "")]
    public void Entries_below_the_base_must_have_been_old_enough(long baseNo, long headNo, long shippedNo, int monthsLater, string expected)
    {
        var chain = Chain(baseNo);
        var head = new AuditHead("ACME", headNo, Hex(chain[(int)headNo]), baseNo, Hex(chain[(int)baseNo]));
        var shipped = new ShippedHead(shippedNo, shippedNo < chain.Count ? Hex(chain[(int)shippedNo]) : "", Day(shippedNo));
        var check = new AuditLogCheck(head, [shipped], Secret, FirstDay.AddMonths(monthsLater));
        for (var n = baseNo + 1; n <= headNo; n++)
        {
            Assert.True(check.Add(Entry(n, baseNo), chain[(int)n]));
        }

        Assert.Equal(expected, string.Join(", ", check.Finish().Select(finding => $"{finding.EntryNo} {finding.What}")));
    }

    [Fact]
    public void A_base_must_have_the_hash_that_was_shipped_and_a_record_of_the_clean_up()
    {
        var chain = Chain(2);
        var head = new AuditHead("ACME", 2, Hex(chain[2]), 2, Hex(chain[2]));
        Assert.Equal("BASE", Assert.Single(new AuditLogCheck(head, [], Secret, FirstDay).Finish()).What);
        Assert.Equal("SHIPPED_HEAD",
            Assert.Single(new AuditLogCheck(head, [new ShippedHead(2, new string('0', 64), FirstDay)], Secret, FirstDay).Finish()).What);
    }

    [Fact]
    public void Whoever_lacks_the_key_writes_no_entry_that_verifies()
    {
        var forged = AuditMac.Of(new byte[32], AuditMac.Start, "ACME", Entry(1, 0));
        var check = new AuditLogCheck(new AuditHead("ACME", 1, Hex(forged), 0, Hex(AuditMac.Start)), [], Secret, FirstDay);
        Assert.False(check.Add(Entry(1, 0), forged));
        Assert.Equal("CHANGED", Assert.Single(check.Finish()).What);
    }

    private static List<byte[]> Chain(long baseNo)
    {
        List<byte[]> chain = [AuditMac.Start];
        for (var n = 1; n <= 5; n++)
        {
            chain.Add(AuditMac.Of(Secret, chain[^1], "ACME", Entry(n, baseNo)));
        }

        return chain;
    }

    private static AuditLine Entry(long number, long baseNo) =>
        new(number, Day(number), number == 5 && baseNo > 0 ? AuditLogCheck.PurgeAction : "FILE_STORED", "x", number == 5
            ? $"{AuditLogCheck.PurgedThrough}{baseNo}" : "y");

    private static DateTimeOffset Day(long number) => FirstDay.AddDays(number - 1);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
