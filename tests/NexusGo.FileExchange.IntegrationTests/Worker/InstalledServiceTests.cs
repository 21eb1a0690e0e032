using System.Diagnostics;
using System.Text.Json;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>
/// Root's verbs beside a worker as the unit runs it: an unprivileged user, a data directory of that user's (0700), and a /tmp of its own
/// (PrivateTmp=yes). Needs root.
/// </summary>
public sealed class InstalledServiceTests : IDisposable
{
    private const int ServiceUser = 65534;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // What PrivateTmp=, User= and StateDirectoryMode= do. The program may itself lie below /tmp or in root's home, so it is bound to where
    // the service user sees it.
    private const string AsTheUnitDoes = """
        mount --make-rprivate / && mkdir "$1/program" && mount --bind "$0" "$1/program" && mount -t tmpfs -o mode=1777 private /tmp &&
        exec setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs \
            env HOME="$1/data" dotnet "$1/program/nexusgo-fx.dll" run --config "$1/config" >"$1/console" 2>&1
        """;

    private readonly string place = "/var/lib/nexusgo-test-" + Guid.NewGuid().ToString("N")[..12];

    public void Dispose()
    {
        if (Directory.Exists(place))
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Fact]
    [Trait("Attack", "20.2 verbs of an operator beside the service with a /tmp of its own")]
    public async Task Verbs_of_root_reach_the_private_database_of_a_service_with_a_tmp_of_its_own()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        await PrepareAsync();
        var program = Path.GetDirectoryName(typeof(WorkerVerb).Assembly.Location)!;
        using var service = Process.Start("unshare", ["--mount", "/bin/sh", "-c", AsTheUnitDoes, program, place]);
        try
        {
            await Until.TrueAsync(
                () => service.HasExited || Directory.EnumerateFiles(Path.Combine(place, "run"), "worker-*.json").Any(), Longest,
                () => File.ReadAllText(Path.Combine(place, "console")));
            Assert.False(service.HasExited, File.ReadAllText(Path.Combine(place, "console")));

            Assert.Contains("No holds.", (await VerbAsync("hold", "list")).Output, StringComparison.Ordinal);
            Assert.Contains("Nothing waits.", (await VerbAsync("production", "held")).Output, StringComparison.Ordinal);
            await VerbAsync("status");
            await VerbAsync("audit", "verify");
        }
        finally
        {
            Process.Start("kill", ["-TERM", $"{service.Id}"]).WaitForExit();
            await service.WaitForExitAsync().WaitAsync(Longest);
        }
    }

    [Fact]
    public async Task A_verb_of_root_leaves_nothing_in_the_services_folder_that_the_service_could_not_read()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        await PrepareAsync();

        var verb = await WorkerVerb.RunAsync("hold", "list", "--config", Path.Combine(place, "config"));

        Assert.Equal(ExitCodes.Database, verb.ExitCode);
        Assert.Contains("runuser", verb.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(place, "data")));
    }

    private async Task<WorkerVerb> VerbAsync(params string[] arguments)
    {
        var verb = await WorkerVerb.RunAsync([.. arguments, "--config", Path.Combine(place, "config")]);
        Assert.True(
            verb.ExitCode == ExitCodes.Ok, $"{string.Join(' ', arguments)}: exit code {verb.ExitCode}\n{verb.Output}\n{verb.Errors}");
        return verb;
    }

    private async Task PrepareAsync()
    {
        foreach (var name in (string[])["config/customers", "data", "run"])
        {
            Directory.CreateDirectory(Path.Combine(place, name));
        }

        await File.WriteAllTextAsync(Path.Combine(place, "config/appsettings.json"), JsonSerializer.Serialize(new
        {
            FileExchange = new { DataDirectory = Path.Combine(place, "data"), RunDirectory = Path.Combine(place, "run") },
        }));
        await File.WriteAllTextAsync(Path.Combine(place, "console"), "");
        foreach (var name in (string[])["data", "run"])
        {
            File.SetUnixFileMode(Path.Combine(place, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using var chown = Process.Start("chown", [$"{ServiceUser}:{ServiceUser}", Path.Combine(place, name)]);
            await chown.WaitForExitAsync();
        }
    }
}
