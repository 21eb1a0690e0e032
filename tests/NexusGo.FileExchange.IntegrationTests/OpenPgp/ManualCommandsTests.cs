using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Runs the gpg commands of the customers' manual, letter by letter, as a customer with a home of its own.</summary>
public sealed partial class ManualCommandsTests : IDisposable
{
    private const string Order = "ORD_ACME_20250115_000123.csv";
    private const string Receipt = "RCP_ORD_ACME_20250115_000123.csv";

    private readonly GpgHome customer = new();
    private readonly string folder = Directory.CreateTempSubdirectory("manual-").FullName;

    public void Dispose()
    {
        customer.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_commands_of_the_manual_make_a_key_seal_an_order_and_open_our_answer()
    {
        // What a person would answer to gpg's questions; the commands stay as they are printed.
        await File.WriteAllTextAsync(customer.PathOf("gpg.conf"), "batch\npinentry-mode loopback\npassphrase \"\"\n");
        var made = (await new KeyMaker(PathOf("office"), null, TimeProvider.System).GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519,
            365, CancellationToken.None))!;
        File.Copy(made.CertificateFile, PathOf("nexusgo.asc"));
        var clear = "customer_ref;product_code\r\nA-1;VISITOR\r\n"u8.ToArray();
        await File.WriteAllBytesAsync(PathOf(Order), clear);

        Run("make");
        Assert.Contains(made.Key.Fingerprint, Run("import").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Run("seal", made.Key.Fingerprint);

        Directory.CreateDirectory(PathOf("run"));
        await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions
        {
            OwnKeys = OwnKeys.Read(PathOf("office")).InUse(DateOnly.MinValue),
        }, TimeProvider.System, NullLoggerFactory.Instance);
        var key = Assert.Single(await engine.InspectAsync(PathOf("acme.asc"), CancellationToken.None));
        Assert.True(key is { CanSign: true, CanEncrypt: true, HasSecret: false, Weakness: null });
        Assert.InRange((key.ExpiresAt! - key.CreatedAt).Value.TotalDays, 729, 732);
        var certificate = new OpenPgpCertificate(key.Fingerprint, PathOf("acme.asc"));

        await using (var message = File.OpenRead(PathOf(Order + ".pgp")))
        {
            await using var opened = await engine.OpenAsync(message, new OpenPgpPolicy { Signers = [certificate] }, CancellationToken.None);
            using var read = new MemoryStream();
            await opened.Clear.CopyToAsync(read);
            Assert.Equal(new OpenPgpVerdict(null, key.Fingerprint, made.Key.Fingerprint, null),
                (await opened.CompleteAsync(CancellationToken.None)).Bare());
            Assert.Equal(clear, read.ToArray());
        }

        await using (var answer = File.Create(PathOf(Receipt + ".pgp")))
        {
            await engine.SealAsync(new MemoryStream(clear), answer,
                new OpenPgpSealing { Recipients = [certificate], SignWith = made.Key.Fingerprint }, CancellationToken.None);
        }

        Assert.Contains("Good signature", Run("open"), StringComparison.Ordinal);
        Assert.Equal(clear, await File.ReadAllBytesAsync(PathOf(Receipt)));
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private string Run(string block, string? ourKey = null)
    {
        var manual = File.ReadAllText(Path.Combine(Root(), "samples", "manual", "openpgp.md"));
        var commands = Block().Matches(manual).Single(match => match.Groups[1].Value == block).Groups[2].Value;
        var start = new ProcessStartInfo("sh", ["-e", "-c", $"exec 2>&1\n{commands}"]) { WorkingDirectory = folder,
            RedirectStandardOutput = true };
        start.Environment["GNUPGHOME"] = customer.PathOf("");
        start.Environment["LC_ALL"] = "C";
        start.Environment["OUR_KEY"] = ourKey;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        Assert.True(said.Wait(TimeSpan.FromSeconds(60)) && process.WaitForExit(10_000), $"The commands of {block} hang.");
        Assert.True(process.ExitCode == 0, $"The commands of {block}: {said.Result}");
        return said.Result;
    }

    private static string Root()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "NexusGo.FileExchange.sln")))
            {
                return place.FullName;
            }
        }

        throw new InvalidOperationException(
            "The tests must run from a build inside the repository: NexusGo.FileExchange.sln was not found above them.");
    }

    [GeneratedRegex("<!-- commands:([a-z]+) -->\n```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
