using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>
/// <c>Answers.FileMode</c> on a real server: an answer that the bureau's login wrote is read by another login of the customer's group, over
/// SFTP, exactly where the mode says so.
/// </summary>
public sealed class AnswersModeTests(OpenSshServer server) : IClassFixture<OpenSshServer>
{
    private const string SftpServer = "/usr/lib/openssh/sftp-server";

    [Theory]
    [InlineData("SshNet", "0640", true)]
    [InlineData("SshNet", "0600", false)]
    [InlineData("OpenSsh", "0640", true)]
    [InlineData("OpenSsh", "0600", false)]
    [InlineData("Local", "0640", true)]
    [InlineData("Local", "0600", false)]
    public async Task Another_login_of_the_customer_reads_an_answer_where_its_mode_says_so(string engine, string mode, bool isReadable)
    {
        var folder = Directory.CreateTempSubdirectory("nxfx-mode-");
        try
        {
            Programs.Run("chmod", ["755", folder.FullName]);
            await using var session = await server.Factory.ConnectAsync(Endpoint(engine, folder.FullName, mode), CancellationToken.None);
            var root = RemotePath.Folder(engine == "Local" ? "/" : folder.FullName);
            Assert.Equal(PublishOutcome.Published, await session.PublishAsync(
                RemoteFolderContract.PublishOf(root, RemoteName.From("RCP_1.csv"), "answer"u8.ToArray()), CancellationToken.None));

            var file = Path.Combine(folder.FullName, "RCP_1.csv");
            Assert.Equal((UnixFileMode)Convert.ToInt32(mode, 8), File.GetUnixFileMode(file));
            if (!Environment.IsPrivilegedProcess)
            {
                // Only root becomes another user; the mode has been seen, and the kernel keeps to it.
                return;
            }

            if (isReadable)
            {
                Assert.Equal("answer", ReadByAnotherLogin(file));
            }
            else
            {
                Assert.Contains("Permission denied", Assert.Throws<InvalidOperationException>(() => ReadByAnotherLogin(file)).Message,
                    StringComparison.Ordinal);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private RemoteEndpoint Endpoint(string engine, string folder, string mode) =>
        (engine == "Local" ? new RemoteEndpoint { Name = "local", Engine = engine, LocalRoot = folder } : server.Sshd.Endpoint(engine))
            with { NewFileMode = (UnixFileMode)Convert.ToInt32(mode, 8) };

    /// <summary>OpenSSH's own client and server, the server as the system's user nobody in the file's group.</summary>
    private static string ReadByAnotherLogin(string file)
    {
        var group = Programs.Run("stat", ["-c", "%g", file]).Trim();
        var target = Directory.CreateTempSubdirectory("nxfx-read-");
        try
        {
            Programs.Run("sftp", ["-q", "-b", "-", "-D", $"setpriv --reuid=65534 --regid={group} --clear-groups {SftpServer}"],
                $"get {file} {target.FullName}/copy\n");
            return File.ReadAllText(Path.Combine(target.FullName, "copy"));
        }
        finally
        {
            target.Delete(recursive: true);
        }
    }
}
