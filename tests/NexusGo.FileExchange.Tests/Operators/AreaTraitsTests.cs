using System.Globalization;
using NexusGo.FileExchange.Operators.Probing;

namespace NexusGo.FileExchange.Tests.Operators;

/// <summary>What counts as a change of a customer's server, and that nothing is accepted by itself.</summary>
public sealed class AreaTraitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly AreaTraits Agreed = new()
    {
        HostKeys = ["ssh-ed25519 SHA256:a"], Extensions = ["fsync@openssh.com"], SkewSeconds = 2, GrainSeconds = 1,
        Folders = new Dictionary<string, string> { ["/in/"] = AreaTraits.Works, ["/in/test/"] = "is not there, which is allowed." },
    };

    public static TheoryData<string, AreaTraits> Cases() => new()
    {
        { "", Agreed },
        { "shows the host key ssh-rsa SHA256:b, which it did not", Agreed with { HostKeys = [.. Agreed.HostKeys!, "ssh-rsa SHA256:b"] } },
        { "shows the host key ssh-rsa SHA256:b, which it did not; no longer shows the host key ssh-ed25519 SHA256:a",
            Agreed with { HostKeys = ["ssh-rsa SHA256:b"] } },
        { "", Agreed with { HostKeys = null } },
        { "/in/ worked and does not: RemoteDenied: /in/: Permission denied",
            Agreed with { Folders = With("/in/", "RemoteDenied: /in/: Permission denied.") } },
        { "", Agreed with { Folders = With("/in/test/", AreaTraits.Works) } },
        { "no longer offers fsync@openssh.com", Agreed with { Extensions = ["statvfs@openssh.com"] } },
        { "", Agreed with { SkewSeconds = 62 } },
        { "its clock is +3600 s from ours, before +2 s", Agreed with { SkewSeconds = 3600 } },
        { "", Agreed with { SkewSeconds = null, GrainSeconds = null } },
        { "its file times come in steps of 2 s, before 1 s", Agreed with { GrainSeconds = 2 } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_change_is_told_in_words(string words, AreaTraits found) =>
        Assert.Equal(words, string.Join("; ", Agreed.DifferencesOf(found)));

    [Fact]
    public void A_change_lasts_until_it_is_as_before_and_is_dated_from_its_first_probe()
    {
        var first = ProbeRecord.After(null, Agreed, Now);
        Assert.Equal((Now, null, null), (first.AgreedAt, first.Changes, first.ChangedAt));
        var moved = Agreed with { GrainSeconds = 2 };
        var second = ProbeRecord.After(ProbeRecord.After(first, moved, Now.AddDays(1)), moved, Now.AddDays(2));
        Assert.Equal((Now.AddDays(1), Now.AddDays(2), 1L), (second.ChangedAt, second.ProbedAt, second.Agreed.GrainSeconds));
        Assert.Equal("its file times come in steps of 2 s, before 1 s", second.Changes);
        var third = ProbeRecord.After(second, Agreed, Now.AddDays(3));
        Assert.Equal((Now, null, null), (third.AgreedAt, third.Changes, third.ChangedAt));
    }

    [Fact]
    public void What_became_better_is_missed_when_it_goes_again()
    {
        var better = Agreed with { Folders = With("/in/test/", AreaTraits.Works) };
        var record = ProbeRecord.After(ProbeRecord.After(null, Agreed, Now), better, Now);
        Assert.Null(record.Changes);
        Assert.StartsWith("/in/test/ worked and does not", ProbeRecord.After(record, Agreed, Now).Changes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "0-0.1:5 0.2-0.3:5 0.4-0.5:5")]
    [InlineData(1L, "0-0.1:5 0.2-0.3:5 0.4-0.5:6")]
    [InlineData(2L, "0-0.1:4 0.2-0.3:4 0.4-0.5:6")]
    [InlineData(60L, "0-0.1:60 0.2-0.3:120")]
    [InlineData(null, "0-0.8:5 1.0-1.8:7")]
    [InlineData(1L, "0-0.8:5 1.0-1.8:7 1.9-2.2:7 2.3-2.5:8")]
    [InlineData(null, "")]
    public void Files_written_close_together_tell_the_steps_of_their_times(long? steps, string files) =>
        Assert.Equal(steps, FileTimeGrain.Of([.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file =>
        {
            var parts = file.Split('-', ':').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
            return new WrittenFile(TimeSpan.FromSeconds(parts[0]), TimeSpan.FromSeconds(parts[1]), (long)parts[2]);
        })]));

    private static Dictionary<string, string> With(string folder, string state) => new(Agreed.Folders) { [folder] = state };
}
