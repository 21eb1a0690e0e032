using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Commands.Keys;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>The verbs about keys, check-config and the watch over keys, on the real gpg.</summary>
public sealed class KeysTests : IDisposable
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string folder = Directory.CreateTempSubdirectory("keys-").FullName;
    private readonly GpgHome people = new();

    public KeysTests()
    {
        Directory.CreateDirectory(PathOf("customers"));
        Directory.CreateDirectory(PathOf("run"));
        WriteSettings();
    }

    public void Dispose()
    {
        people.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Curve25519", "ed25519/cv25519")]
    [InlineData("Rsa3072", "rsa3072")]
    public async Task A_made_key_lies_in_its_folder_for_the_worker_alone_and_announces_no_AEAD(string kind, string algorithm)
    {
        var made = (await Maker().GenerateAsync("Test bureau", Enum.Parse<OpenPgpKeyKind>(kind), 365, CancellationToken.None))!;

        var own = OwnKeys.Read(PathOf("openpgp"));
        Assert.Equal(made.Key.Fingerprint, own.Current!.Fingerprint);
        Assert.Equal(algorithm, made.Key.Algorithm);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(own.SecretKeyFile(made.Key.Fingerprint)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(PathOf("openpgp")));
        Assert.False(Directory.Exists(PathOf("openpgp/.new")));

        // Feature bits (RFC 9580, 5.2.3.32): 1 = integrity protection; 2 and 4 would be AEAD.
        var packets = System.Text.Encoding.UTF8.GetString(people.Run(File.ReadAllBytes(made.CertificateFile), "--batch", "--list-packets"));
        Assert.Contains("(features: 01)", packets, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_key_is_only_made_by_rotation_and_the_old_one_opens_until_its_last_day()
    {
        var maker = Maker();
        Assert.Null(await maker.RotateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, 30, CancellationToken.None));
        var first = (await maker.GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None))!;
        Assert.Null(await maker.GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None));

        var second = (await maker.RotateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, 30, CancellationToken.None))!;

        Assert.Equal(first.Key.Fingerprint, second.Previous!.Fingerprint);
        var today = SwedishTime.DateOf(TimeProvider.System.GetUtcNow());
        var inUse = OwnKeys.Read(PathOf("openpgp")).InUse(today, PassphraseSource.Parse(PathOf("openpgp.passphrase")));
        Assert.Equal([second.Key.Fingerprint, first.Key.Fingerprint], inUse.Select(key => key.Fingerprint));
        Assert.Single(OwnKeys.Read(PathOf("openpgp")).InUse(today.AddDays(31)));

        // What a customer still encrypts to the old key, the engine opens; what we seal is signed by the new one.
        var customer = people.Export(people.Generate("customer"));
        people.Run([], "--batch", "--import", first.CertificateFile);
        var message = people.Seal("order"u8.ToArray(), customer.Fingerprint, first.Key.Fingerprint);
        await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = inUse }, TimeProvider.System,
            NullLoggerFactory.Instance);
        await using var opened = await engine.OpenAsync(new MemoryStream(message), new() { Signers = [customer] }, CancellationToken.None);
        await opened.Clear.CopyToAsync(Stream.Null);
        var verdict = await opened.CompleteAsync(CancellationToken.None);
        Assert.Null(verdict.ErrorCode);
        Assert.Equal(first.Key.Fingerprint, verdict.DecryptionFingerprint);
    }

    [Fact]
    public async Task The_list_has_our_keys_and_every_customers_with_rights_dates_and_state()
    {
        await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 20, CancellationToken.None);
        var anna = people.Generate("anna", expires: "1y");
        WriteCustomer(people.Export(anna).File, people.Revoke(people.Generate("bertil")).File,
            people.Export(people.Generate("answers", GpgHome.Rsa(2048))).File);
        using var output = new StringWriter();

        Assert.Equal(ExitCodes.Ok, await KeysListCommand.RunAsync(WorkerConfiguration.Load(folder), json: true, TimeProvider.System, output,
            CancellationToken.None));

        using var json = JsonDocument.Parse(output.ToString());
        var keys = json.RootElement.GetProperty("keys").EnumerateArray().ToArray();
        Assert.Equal(["ours ends soon", "ACME good", "ACME revoked", "ACME weak"],
            keys.Select(key => $"{key.GetProperty("owner").GetString()} {key.GetProperty("state").GetString()}"));
        Assert.Equal(20, keys[0].GetProperty("days_left").GetInt32());
        Assert.Equal(anna, keys[1].GetProperty("fingerprint").GetString());
        Assert.Equal(["Order", "Approve"], keys[1].GetProperty("rights").EnumerateArray().Select(right => right.GetString()));
        Assert.Equal("Anna Ek", keys[1].GetProperty("person_name").GetString());
        Assert.Equal("rsa2048: RSA keys need at least 3072 bits", keys[3].GetProperty("weakness").GetString());
    }

    [Fact]
    public async Task Check_config_opens_every_key_and_tells_problems_from_warnings()
    {
        WriteCustomer(people.Export(people.Generate("anna", expires: "20d")).File, people.ExportSecret(people.Generate("bertil")),
            people.Export(people.Generate("answers")).File);

        var (exit, said) = await CheckAsync();
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("no current key of ours", said, StringComparison.Ordinal);
        Assert.Matches(@"ACME\.json:\d+:\d+: People\[1\]\.CertificateFile: found a secret key", said);
        Assert.Matches(@"warning: .*ACME\.json:\d+:\d+: People\[0\]\.CertificateFile: found a key that ends in 20 day\(s\)", said);
        Assert.Contains("2 problem(s), 1 warning(s).", said, StringComparison.Ordinal);

        await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None);
        WriteCustomer(people.Export(people.Generate("anna")).File, people.Export(people.Generate("bertil")).File,
            people.Export(people.Generate("answers")).File);
        (exit, said) = await CheckAsync();
        Assert.True(exit == ExitCodes.Ok, said);
    }

    [Fact]
    public async Task Check_config_finds_a_secret_key_that_is_damaged()
    {
        WriteCustomer(people.Export(people.Generate("anna")).File, people.Export(people.Generate("bertil")).File);
        var made = (await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None))!;
        File.WriteAllBytes(OwnKeys.Read(PathOf("openpgp")).SecretKeyFile(made.Key.Fingerprint), File.ReadAllBytes(made.CertificateFile));

        var (exit, said) = await CheckAsync();

        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains($"allowed the secret key {made.Key.Fingerprint}", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Our_keys_have_a_passphrase_by_default_which_lies_apart_from_them_and_check_config_tries_it()
    {
        WriteCustomer(people.Export(people.Generate("anna")).File, people.Export(people.Generate("bertil")).File);
        var made = (await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None))!;
        var passphrase = PathOf("openpgp.passphrase");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(passphrase));
        var (exit, said) = await CheckAsync();
        Assert.True(exit == ExitCodes.Ok, said);

        // gpg cannot use the key without it.
        var secret = OwnKeys.Read(PathOf("openpgp")).SecretKeyFile(made.Key.Fingerprint);
        var packets = System.Text.Encoding.UTF8.GetString(people.Run(File.ReadAllBytes(secret), "--batch", "--list-packets"));
        Assert.Contains("iter+salt S2K", packets, StringComparison.Ordinal);

        var right = await File.ReadAllTextAsync(passphrase);
        await File.WriteAllTextAsync(passphrase, "another\n");
        (exit, said) = await CheckAsync();
        Assert.Equal(ExitCodes.Configuration, exit);
        Assert.Contains("cannot be unlocked", said, StringComparison.Ordinal);
        Assert.DoesNotContain(right.Trim(), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_ends_is_told_once_a_day_more_urgently_as_the_day_comes_nearer()
    {
        var anna = people.Export(people.Generate("anna", expires: "100d"));
        WriteCustomer(anna.File, people.Export(people.Generate("bertil")).File);
        var ours = (await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 3650, CancellationToken.None))!;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var log = new CapturedLog();
        var expiry = new KeyExpiry();
        using var watch = Watch(clock, log, expiry, ours.Key.Fingerprint);
        string[] Told() =>
            [.. log.Lines.Where(line => line.Contains(" 601", StringComparison.Ordinal)
            && line.Contains(anna.Fingerprint, StringComparison.Ordinal))];

        await watch.LookAsync(CancellationToken.None);
        Assert.Empty(Told());
        clock.Advance(TimeSpan.FromDays(50));
        await watch.LookAsync(CancellationToken.None);
        await watch.LookAsync(CancellationToken.None);
        Assert.StartsWith("Warning 6010", Assert.Single(Told()), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromDays(44));
        await watch.LookAsync(CancellationToken.None);

        Assert.Equal(2, Told().Length);
        Assert.StartsWith("Error 6011", Told()[1], StringComparison.Ordinal);
        Assert.Equal(KeySeverity.Urgent, Assert.Single(watch.Findings, finding => finding.Fingerprint == anna.Fingerprint).Severity);
        Assert.Equal("W-PGP-01", expiry.WarningCodeFor(anna.Fingerprint, SwedishTime.DateOf(clock.GetUtcNow())));
    }

    [Fact]
    public async Task A_rotation_asks_for_a_restart_until_the_worker_knows_the_new_key_and_again_after_the_old_ones_last_day()
    {
        var first = (await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 3650, CancellationToken.None))!.Key.Fingerprint;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var log = new CapturedLog();
        using var before = Watch(clock, log, new KeyExpiry(), first);
        await before.LookAsync(CancellationToken.None);
        Assert.Empty(before.Findings);

        var second =
            (await Maker().RotateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 3650, 30, CancellationToken.None))!.Key.Fingerprint;
        await before.LookAsync(CancellationToken.None);
        Assert.Equal((KeySeverity.Urgent, second), (Assert.Single(before.Findings).Severity, before.Findings[0].Fingerprint));

        using var restarted = Watch(clock, log, new KeyExpiry(), second, first);
        await restarted.LookAsync(CancellationToken.None);
        Assert.Empty(restarted.Findings);
        clock.Advance(TimeSpan.FromDays(31));
        await restarted.LookAsync(CancellationToken.None);
        Assert.Equal((KeySeverity.Warning, first), (Assert.Single(restarted.Findings).Severity, restarted.Findings[0].Fingerprint));
    }

    [Fact]
    public async Task Nasty48_a_signing_subkey_that_ends_before_its_primary_key_is_what_counts()
    {
        var anna = people.Generate("anna", GpgHome.CertifyOnly.Split("\nSubkey", 2)[0], options: []);
        people.Run([], "--batch", "--passphrase", "", "--pinentry-mode", "loopback", "--quick-add-key", anna, "ed25519", "sign", "10d");
        WriteCustomer(people.Export(anna).File, people.Export(people.Generate("bertil")).File);
        await Maker().GenerateAsync("Test bureau", OpenPgpKeyKind.Curve25519, 365, CancellationToken.None);

        var (exit, said) = await CheckAsync();

        Assert.True(exit == ExitCodes.Ok, said);
        Assert.Contains($"found a key that ends in 10 day(s)", said, StringComparison.Ordinal);
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private KeyMaker Maker() => new(PathOf("openpgp"), PassphraseSource.Parse(PathOf("openpgp.passphrase")), TimeProvider.System);

    private KeyWatch Watch(TimeProvider clock, CapturedLog log, KeyExpiry expiry, params string[] loaded)
    {
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var configuration = WorkerConfiguration.Load(folder);
        var registry = new CustomerRegistry(PathOf("customers"), clock, loggers.CreateLogger<CustomerRegistry>());
        registry.Reload();
        return new KeyWatch(configuration.Settings, configuration, registry, new BureauKeys(loaded), expiry, clock,
            loggers.CreateLogger<KeyWatch>());
    }

    private async Task<(int Exit, string Said)> CheckAsync()
    {
        using var output = new StringWriter();
        var exit = await CheckConfigCommand.RunAsync(folder, json: false, TimeProvider.System, output, CancellationToken.None);
        return (exit, output.ToString());
    }

    private void WriteSettings() =>
        File.WriteAllText(PathOf("appsettings.json"), """{ "FileExchange": { "DataDirectory": ".", "RunDirectory": "run" } }""");

    private void WriteCustomer(string anna, string bertil, string? answers = null) =>
        File.WriteAllText(PathOf("customers/ACME.json"), JsonSerializer.Serialize(new
        {
            CustomerId = "ACME",
            Name = "Acme",
            Remote = new { Engine = "Local", LocalRoot = folder },
            Pgp = new { AnswerCertificates = answers is null ? Array.Empty<string>() : [answers] },
            Products = new[] { new { Code = "ID" } },
            People = new[]
            {
                new { Id = "anna", Name = "Anna Ek", CertificateFile = anna, Rights = new[] { "Order", "Approve" } },
                new { Id = "bertil", Name = "", CertificateFile = bertil, Rights = new[] { "Block" } },
            },
        }, Indented));
}
