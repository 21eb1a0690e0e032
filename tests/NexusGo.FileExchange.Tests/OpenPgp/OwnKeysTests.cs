using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Tests.Worker;

namespace NexusGo.FileExchange.Tests.OpenPgp;

public sealed class OwnKeysTests : IDisposable
{
    private static readonly string Old = new('A', 40);
    private static readonly string New = new('B', 40);
    private static readonly DateTimeOffset Made = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_without_a_list_holds_no_keys()
    {
        Assert.Empty(OwnKeys.Read(folder.PathOf("gone")).All);
        Assert.Null(OwnKeys.Read(folder.Path).Current);
    }

    [Fact]
    public void What_was_saved_is_read_again_with_the_current_key_first()
    {
        OwnKeys.Read(folder.Path).WithCurrent(Info(Old, Made), null).Save();
        OwnKeys.Read(folder.Path).WithCurrent(Info(New, Made.AddDays(300)), new DateOnly(2027, 1, 31)).Save();

        var keys = OwnKeys.Read(folder.Path);

        Assert.Equal([New, Old], keys.All.Select(key => key.Fingerprint));
        Assert.Equal(New, keys.Current!.Fingerprint);
        Assert.Equal(new DateOnly(2027, 1, 31), keys.All[1].RetiresAt);
        Assert.Equal(Made, keys.All[1].CreatedAt);
        Assert.Equal([OwnKeys.ListName], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("2027-01-30", 2)]
    [InlineData("2027-01-31", 2)]
    [InlineData("2027-02-01", 1)]
    public void The_key_before_opens_files_up_to_and_including_its_last_day(string today, int keysInUse)
    {
        var keys = OwnKeys.Read(folder.Path).WithCurrent(Info(Old, Made), null)
            .WithCurrent(Info(New, Made.AddDays(300)), new DateOnly(2027, 1, 31));

        var inUse = keys.InUse(DateOnly.Parse(today, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(keysInUse, inUse.Count);
        Assert.Equal(New, inUse[0].Fingerprint);
        Assert.Equal(folder.PathOf($"{New}.secret.asc"), inUse[0].SecretKeyFile);
    }

    [Fact]
    public void The_list_may_be_written_by_hand()
    {
        File.WriteAllText(folder.PathOf(OwnKeys.ListName), $$"""
            [ // the first one
              { "fingerprint": "{{Old}}", "createdAt": "2026-03-01T12:00:00Z", "retiresAt": "2027-01-31", "current": false },
              { "fingerprint": "{{New}}", "createdAt": "2026-12-26T12:00:00+01:00", "retiresAt": null, "current": true }, ]
            """);

        Assert.Equal(New, OwnKeys.Read(folder.Path).Current!.Fingerprint);
    }

    [Theory]
    [InlineData("no list", "{")]
    [InlineData("no list", "null")]
    [InlineData("no list", "[ null ]")]
    [InlineData("no list", """[ { "createdAt": "2026-03-01T12:00:00Z" } ]""")]
    [InlineData("no list", """[ { "fingerprint": "../../AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-03-01T12:00:00Z" } ]""")]
    [InlineData("no list", """[ { "fingerprint": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "createdAt": "2026-03-01T12:00:00Z" } ]""")]
    [InlineData("twice",
        """
        [ { "fingerprint": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-03-01T12:00:00Z" },
          { "fingerprint": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-03-01T12:00:00Z" } ]
        """)]
    [InlineData("two keys as current",
        """
        [ { "fingerprint": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "createdAt": "2026-03-01T12:00:00Z", "current": true },
          { "fingerprint": "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB", "createdAt": "2026-03-01T12:00:00Z", "current": true } ]
        """)]
    public void A_list_that_is_none_is_refused_with_its_path(string said, string content)
    {
        File.WriteAllText(folder.PathOf(OwnKeys.ListName), content);

        var failure = Assert.Throws<FileExchangeException>(() => OwnKeys.Read(folder.Path));

        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Contains(folder.PathOf(OwnKeys.ListName), failure.Message, StringComparison.Ordinal);
    }

    private static OpenPgpKeyInfo Info(string fingerprint, DateTimeOffset created) =>
        new() { Fingerprint = fingerprint, Algorithm = "ed25519/cv25519", CreatedAt = created };
}
