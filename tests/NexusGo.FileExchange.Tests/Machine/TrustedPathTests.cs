using System.Diagnostics;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Tests.Worker;

namespace NexusGo.FileExchange.Tests.Machine;

/// <summary>
/// Who could have put a file where it is. Another owner is played by another caller, or made by chown where the tests run as root.
/// </summary>
public sealed class TrustedPathTests : IDisposable
{
    private const int Root = 0;
    private const int Nobody = 65534;

    private readonly TemporaryFolder folder = new();
    private readonly int self = FileOwnership.CurrentUserId;

    public TrustedPathTests()
    {
        File.SetUnixFileMode(folder.Path, Mode("755"));
        Directory.CreateDirectory(folder.PathOf("etc/keys"), Mode("755"));
        File.WriteAllText(folder.PathOf("etc/keys/one.key"), "secret");
        File.SetUnixFileMode(folder.PathOf("etc/keys/one.key"), Mode("600"));
    }

    private string Key => folder.PathOf("etc/keys/one.key");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_the_caller_made_is_trusted_also_below_a_folder_where_everybody_writes_and_only_owners_remove()
    {
        Assert.Null(TrustedPath.Check(Key));
        File.SetUnixFileMode(folder.PathOf("etc"), Mode("1777"));
        Assert.Null(TrustedPath.Check(Key));
        Assert.Null(TrustedPath.Check(folder.PathOf("etc/keys/none.key")));
        Assert.Null(TrustedPath.Check("/etc/passwd"));
    }

    [Theory]
    [Trait("Attack", "20.1 a configuration, a key or a folder above them that others may write to")]
    [InlineData("etc/keys/one.key", "666")]
    [InlineData("etc/keys/one.key", "620")]
    [InlineData("etc/keys", "777")]
    [InlineData("etc/keys", "775")]
    [InlineData("etc", "777")]
    [InlineData("etc", "757")]
    public void What_others_may_write_to_is_named_with_what_mends_it(string path, string mode)
    {
        File.SetUnixFileMode(folder.PathOf(path), Mode(mode));

        var (found, advice) = TrustedPath.Check(Key)!.Value;

        Assert.Equal($"{folder.PathOf(path)}, which others may write to (mode {mode})", found);
        Assert.EndsWith($"chmod go-w {folder.PathOf(path)}", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_of_a_path_may_not_be_open_to_everybody_with_the_sticky_bit_either()
    {
        File.SetUnixFileMode(folder.PathOf("etc/keys"), Mode("1777"));

        Assert.Null(TrustedPath.Check(Key));
        Assert.NotNull(TrustedPath.Check(folder.PathOf("etc/keys")));
    }

    [Fact]
    public void Below_a_folder_that_only_its_owner_enters_modes_do_not_matter()
    {
        File.SetUnixFileMode(Key, Mode("666"));
        File.SetUnixFileMode(folder.PathOf("etc"), Mode("700"));
        Assert.Null(TrustedPath.Check(Key));

        // A link out of it leads to where others write.
        File.WriteAllText(folder.PathOf("open"), "");
        File.SetUnixFileMode(folder.PathOf("open"), Mode("666"));
        File.CreateSymbolicLink(folder.PathOf("etc/up"), "../open");
        File.CreateSymbolicLink(folder.PathOf("etc/over"), folder.PathOf("open"));
        Assert.NotNull(TrustedPath.Check(folder.PathOf("etc/up")));
        Assert.NotNull(TrustedPath.Check(folder.PathOf("etc/over")));
    }

    [Fact]
    public void Links_are_followed_and_what_they_lead_to_is_looked_at()
    {
        Directory.CreateSymbolicLink(folder.PathOf("link"), "etc/../etc/keys");
        Assert.Null(TrustedPath.Check(folder.PathOf("link/one.key")));
        File.SetUnixFileMode(folder.PathOf("etc"), Mode("777"));
        Assert.NotNull(TrustedPath.Check(folder.PathOf("link/one.key")));

        File.CreateSymbolicLink(folder.PathOf("round"), "round");
        Assert.Contains("circle", TrustedPath.Check(folder.PathOf("round"))!.Value.Found, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Attack", "20.1 a configuration or key that belongs to somebody else")]
    public void What_belongs_to_somebody_else_is_named_with_its_owner()
    {
        var (owner, caller) = self == Root ? (Nobody, Root) : (self, self + 1);
        GiveAway("etc/keys", owner);

        var (found, advice) = TrustedPath.Check(Key, mayBeHandedOver: false, caller)!.Value;

        Assert.EndsWith($"which belongs to user {owner}", found, StringComparison.Ordinal);
        Assert.Contains("chown root", advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Root_accepts_keys_of_whom_it_gave_a_folder_to_but_not_their_links_and_nothing_in_a_folder_that_everybody_writes_to()
    {
        if (self != Root)
        {
            return;
        }

        var place = Directory.CreateDirectory("/var/lib/" + Path.GetFileName(folder.Path)).FullName;
        try
        {
            Directory.CreateDirectory($"{place}/keys");
            File.WriteAllText($"{place}/keys/one.key", "");
            File.CreateSymbolicLink($"{place}/keys/link.key", "/etc/shadow");
            Chown("-R", $"{Nobody}", $"{place}/keys");

            Assert.Null(TrustedPath.Check($"{place}/keys/one.key", mayBeHandedOver: true));
            Assert.NotNull(TrustedPath.Check($"{place}/keys/one.key"));
            Assert.NotNull(TrustedPath.Check($"{place}/keys/link.key", mayBeHandedOver: true));
            Chown("1", $"{place}/keys/one.key");
            Assert.NotNull(TrustedPath.Check($"{place}/keys/one.key", mayBeHandedOver: true));
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }

        GiveAway("etc/keys", Nobody);
        File.SetUnixFileMode(folder.PathOf("etc"), Mode("1777"));
        Assert.NotNull(TrustedPath.Check(Key, mayBeHandedOver: true));
    }

    private void GiveAway(string path, int owner)
    {
        if (owner != self)
        {
            Chown("-R", $"{owner}", folder.PathOf(path));
        }
    }

    private static void Chown(params string[] arguments)
    {
        using var chown = Process.Start("chown", ["-h", .. arguments]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
