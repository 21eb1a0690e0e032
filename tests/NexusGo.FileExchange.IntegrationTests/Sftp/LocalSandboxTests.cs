using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.IntegrationTests.Sftp;

/// <summary>
/// A customer with access to its local area turns things into links between our look and the server's. The links stand there from the
/// start, which is the race won.
/// </summary>
public sealed class LocalSandboxTests : IDisposable
{
    /// <summary>Without the sandbox one of the first reads the other customer's file.</summary>
    private const int Tries = 2000;

    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-area-").FullName;
    private readonly RemoteFolderFactory factory;

    public LocalSandboxTests()
    {
        factory = new RemoteFolderFactory(
            new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(folder, "run") }, TimeProvider.System, NullLoggerFactory.Instance);
        foreach (var area in (string[])["acme", "acme/in", "other", "other/in"])
        {
            Directory.CreateDirectory(Path.Combine(folder, area));
        }

        File.WriteAllText(Path.Combine(folder, "other/in/ORD_OTHER.csv"), "another customer's");
        File.WriteAllText(Path.Combine(folder, "acme/in/ORD_ACME.csv"), "its own");
    }

    public void Dispose()
    {
        factory.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [Trait("Attack", "20.0 a link in the place of a file of a local area")]
    [InlineData("../../other/in/ORD_OTHER.csv")]
    [InlineData("/other/in/ORD_OTHER.csv")]
    [InlineData("/etc/shadow")]
    [InlineData("/proc/self/environ")]
    public async Task A_link_leads_nowhere_even_when_it_is_opened(string target)
    {
        var link = Path.Combine(folder, "acme/in/ORD_LINK.csv");
        File.CreateSymbolicLink(link, target.StartsWith("/other", StringComparison.Ordinal) ? folder + target : target);
        await using var session = await ConnectAsync();

        var failure = await Assert.ThrowsAsync<RemoteFolderException>(async () =>
        {
            var file = await session.OpenReadAsync(PathOf("/in/ORD_LINK.csv"), CancellationToken.None) ?? throw Missing();
            await RemoteFolderContract.ReadAllAsync(file.Content);
        });

        Assert.Contains(
            failure.Reason, (FailureReason[])[FailureReason.RemoteFolderMissing, FailureReason.RemoteFailure, FailureReason.RemoteDenied]);
        await using var own = (await session.OpenReadAsync(PathOf("/in/ORD_ACME.csv"), CancellationToken.None))!;
        Assert.Equal("its own", Encoding.UTF8.GetString(await RemoteFolderContract.ReadAllAsync(own.Content)));
    }

    [Fact]
    public void The_sandbox_works_here() =>
        Assert.True(LocalSandbox.Works, "bubblewrap cannot make namespaces here: the other tests of engine Local run without the sandbox.");

    [Fact]
    [Trait("Attack", "20.13 the server of a local area looks around the machine")]
    public async Task The_server_process_sees_no_folder_but_the_area()
    {
        var program = Path.Combine(folder, "acme", "looks-around");
        await File.WriteAllTextAsync(
            program,
            $"#!/bin/sh\nls '{folder}' /home /root /etc /proc >'{folder}/acme/seen' 2>/dev/null\nexec /usr/lib/openssh/sftp-server "
                + $"\"$@\"\n");
        File.SetUnixFileMode(program, (UnixFileMode)Convert.ToInt32("755", 8));
        await using var session = await ConnectAsync(program);

        var seen = (await File.ReadAllLinesAsync(Path.Combine(folder, "acme/seen"))).Where(line => line.Length > 0 && !line.EndsWith(':'));

        Assert.Equal(["acme", "passwd"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Attack", "20.13 a folder of a local area becomes a link to another customer's between look and open")]
    public async Task A_folder_that_is_a_link_half_of_the_time_never_leads_to_another_area()
    {
        var (inbox, aside, link) = (Path.Combine(folder, "acme/in"), Path.Combine(folder, "acme/aside"), Path.Combine(folder, "acme/link"));
        File.WriteAllText(Path.Combine(folder, "other/in/ORD_ACME.csv"), "another customer's");
        Directory.CreateSymbolicLink(link, Path.Combine(folder, "other/in"));
        using var stop = new CancellationTokenSource();
        var flipping = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Directory.Move(inbox, aside);
                Directory.Move(link, inbox);
                Directory.Move(inbox, link);
                Directory.Move(aside, inbox);
            }
        });
        flipping.Start();
        var read = 0;
        try
        {
            await using var session = await ConnectAsync();
            for (var i = 0; i < Tries; i++)
            {
                try
                {
                    await using var file = await session.OpenReadAsync(PathOf("/in/ORD_ACME.csv"), CancellationToken.None);
                    if (file is not null)
                    {
                        Assert.Equal("its own", Encoding.UTF8.GetString(await RemoteFolderContract.ReadAllAsync(file.Content)));
                        read++;
                    }
                }
                catch (RemoteFolderException refused) when (!refused.SessionIsDead)
                {
                    // The link was seen in time, or led nowhere.
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            flipping.Join();
        }

        Assert.NotEqual(0, read);
    }

    private ValueTask<IRemoteFolder> ConnectAsync(string? program = null) => factory.ConnectAsync(
        new RemoteEndpoint { Name = "acme", Engine = "Local", LocalRoot = Path.Combine(folder, "acme"), SftpServerProgram = program },
        CancellationToken.None);

    private static RemotePath PathOf(string path) => RemotePath.FromBytes(Encoding.UTF8.GetBytes(path));

    private static RemoteFolderException Missing() => new(FailureReason.RemoteFolderMissing, false, sessionIsDead: false, "not there");
}
