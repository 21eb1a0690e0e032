using System.Text;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Tests.Sftp;

public sealed class LocalPathMapTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("nxfx-map-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/in/", "/in/")]
    [InlineData("/in/a.csv", "/in/a.csv")]
    [InlineData("in/a.csv", "/in/a.csv")]
    [InlineData("///etc/passwd", "/etc/passwd")]
    public void A_path_stays_under_the_root(string path, string expected) =>
        Assert.Equal(root + expected, Encoding.UTF8.GetString(Map().Map(RemotePath.FromBytes(Encoding.UTF8.GetBytes(path))).Span));

    [Theory]
    [InlineData("/..")]
    [InlineData("/../etc/passwd")]
    [InlineData("/in/../../etc/passwd")]
    [InlineData("/in/.")]
    [InlineData("/in\0/a")]
    [InlineData("/in/a\0b")]
    [InlineData("/out/a")]
    [InlineData("/out/deeper/a")]
    public void Nasty28_a_path_that_leads_out_of_the_root_is_refused(string path)
    {
        Directory.CreateSymbolicLink(Path.Combine(root, "out"), "/etc");
        var e = Assert.Throws<RemoteFolderException>(() => Map().Map(RemotePath.FromBytes(Encoding.UTF8.GetBytes(path))));
        Assert.Equal(FailureReason.RemoteDenied, e.Reason);
    }

    [Fact]
    public void A_root_that_is_not_there_is_a_missing_folder() =>
        Assert.Equal(FailureReason.RemoteFolderMissing,
            Assert.Throws<RemoteFolderException>(() =>
            new LocalPathMap(new RemoteEndpoint { Name = "x", Engine = "Local", LocalRoot = root + "/none" })).Reason);

    private LocalPathMap Map() => new(new RemoteEndpoint { Name = "acme", Engine = "Local", LocalRoot = root });
}
