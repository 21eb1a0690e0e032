using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>What the GnuPG engine leaves behind, survives and refuses to start with.</summary>
public sealed class GnuPgEngineTests(GnuPgLab lab) : IClassFixture<GnuPgLab>, IDisposable
{
    private readonly string run = Directory.CreateTempSubdirectory("run-").FullName;

    private OpenPgpPolicy Policy => new() { Signers = [lab.Customer] };

    public void Dispose() => Directory.Delete(run, recursive: true);

    [Fact]
    public async Task The_home_is_private_and_nothing_of_it_is_left_after_disposal()
    {
        var engine = NewEngine();
        await engine.StartAsync(CancellationToken.None);
        var home = Assert.Single(Directory.GetDirectories(run));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(home));
        }

        Assert.Single(Processes("gpg-agent", home));
        await engine.DisposeAsync();

        Assert.Empty(Directory.GetFileSystemEntries(run));
        await UntilAsync(() => Processes("gpg-agent", home).Count == 0);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => engine.StartAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Nasty65_no_clear_text_is_on_disk_while_a_message_is_open()
    {
        var canary = Encoding.ASCII.GetBytes("canary-7f3b91");
        var clear = Enumerable.Repeat(canary, 200_000).SelectMany(b => b).ToArray();
        await using var engine = NewEngine();
        await using var message = await engine.OpenAsync(
            new MemoryStream(lab.People.Seal(clear, lab.Customer.Fingerprint, lab.Ours.Fingerprint, "-z", "0")), Policy, CancellationToken.None);
        await message.Clear.ReadExactlyAsync(new byte[100_000]);

        foreach (var file in Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("S.", StringComparison.Ordinal)))
        {
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(canary) >= 0, file);
        }

        Assert.Null((await message.CompleteAsync(CancellationToken.None)).ErrorCode);
    }

    [Fact]
    public async Task A_message_that_is_left_in_the_middle_leaves_no_gpg_behind()
    {
        await using var engine = NewEngine();
        var big = lab.People.Seal(new byte[8 << 20], lab.Customer.Fingerprint, lab.Ours.Fingerprint, "-z", "0");
        var message = await engine.OpenAsync(new MemoryStream(big), Policy, CancellationToken.None);
        await message.Clear.ReadExactlyAsync(new byte[10]);
        var home = Directory.GetDirectories(run).Single();
        Assert.NotEmpty(Processes("gpg", home));

        await message.DisposeAsync();

        Assert.Empty(Processes("gpg", home));
    }

    [Fact]
    public async Task A_cancelled_sealing_leaves_no_gpg_behind()
    {
        await using var engine = NewEngine();
        await engine.StartAsync(CancellationToken.None);
        var home = Directory.GetDirectories(run).Single();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.SealAsync(new EndlessStream(), Stream.Null,
            new OpenPgpSealing { Recipients = [lab.Customer], SignWith = lab.Ours.Fingerprint }, cancelled.Token));

        await UntilAsync(() => Processes("gpg", home).Count == 0);
    }

    [Fact]
    public async Task Nasty50_a_message_that_takes_too_long_is_stopped()
    {
        await using var engine = NewEngine();
        await using var message = await engine.OpenAsync(
            new StallingStream(lab.People.Seal(new byte[1 << 20], lab.Customer.Fingerprint, lab.Ours.Fingerprint, "-z", "0")[..(1 << 19)]),
            Policy with { Timeout = TimeSpan.FromMilliseconds(200) }, CancellationToken.None);

        Assert.Equal("F-PGP-08", (await message.CompleteAsync(CancellationToken.None)).ErrorCode);
    }

    [Fact]
    public async Task A_lost_agent_is_a_passing_failure_and_no_verdict_and_the_next_message_opens()
    {
        await using var engine = NewEngine();
        var bytes = lab.People.Seal([1, 2, 3], lab.Customer.Fingerprint, lab.Ours.Fingerprint);
        Assert.Null((await engine.OpenWholeAsync(bytes, Policy)).Verdict.ErrorCode);
        var home = Directory.GetDirectories(run).Single();

        // The message waits for its last byte until the agent is gone.
        var gate = new GatedStream(bytes);
        await using (var message = await engine.OpenAsync(gate, Policy, CancellationToken.None))
        {
            Process.GetProcessById(Processes("gpg-agent", home).Single()).Kill();
            await UntilAsync(() => Processes("gpg-agent", home).Count == 0);
            gate.Open();
            var failure = await Assert.ThrowsAsync<FileExchangeException>(async () => await message.CompleteAsync(CancellationToken.None));
            Assert.Equal((FailureReason.OpenPgpFailure, true), (failure.Reason, failure.IsTransient));
        }

        Assert.Null((await engine.OpenWholeAsync(bytes, Policy)).Verdict.ErrorCode);
    }

    [Fact]
    public async Task Messages_of_several_customers_side_by_side_are_judged_each_by_its_own_certificates()
    {
        await using var engine = NewEngine();
        var byCustomer = lab.People.Seal([1], lab.Customer.Fingerprint, lab.Ours.Fingerprint);
        var byStranger = lab.People.Seal([2], lab.Stranger.Fingerprint, lab.Ours.Fingerprint);

        await Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (n, _) =>
        {
            var (message, signer) = n % 2 == 0 ? (byCustomer, lab.Customer) : (byStranger, lab.Stranger);
            var policy = new OpenPgpPolicy { Signers = [n % 4 < 2 ? signer : n % 2 == 0 ? lab.Stranger : lab.Customer] };
            var (_, verdict) = await engine.OpenWholeAsync(message, policy);
            Assert.Equal(n % 4 < 2 ? (null, signer.Fingerprint) : ("F-PGP-03", null), (verdict.ErrorCode, verdict.SignerFingerprint));
        });
    }

    [Fact]
    public async Task A_certificate_that_its_customer_revokes_counts_as_revoked_from_the_next_message_on()
    {
        await using var engine = NewEngine();
        var person = lab.People.Generate("to be revoked");
        var file = Path.Combine(run, "person.asc");
        File.Copy(lab.People.Export(person).File, file);
        var policy = new OpenPgpPolicy { Signers = [new OpenPgpCertificate(person, file)] };
        var message = lab.People.Seal([1], person, lab.Ours.Fingerprint);
        Assert.Null((await engine.OpenWholeAsync(message, policy)).Verdict.ErrorCode);

        File.Copy(lab.People.Revoke(person).File, file, overwrite: true);

        Assert.Equal("F-PGP-05", (await engine.OpenWholeAsync(message, policy)).Verdict.ErrorCode);
    }

    [Fact]
    public async Task The_home_of_a_killed_worker_is_swept_and_that_of_a_living_one_is_not()
    {
        await using var living = NewEngine();
        await living.StartAsync(CancellationToken.None);
        var dead = Path.Combine(run, "gpg-0123456789");
        Directory.CreateDirectory(dead);
        File.WriteAllText(Path.Combine(dead, "owner"), $"{Environment.ProcessId} 1");

        await using var next = NewEngine();
        await next.StartAsync(CancellationToken.None);

        Assert.False(Directory.Exists(dead));
        Assert.Equal(2, Directory.GetDirectories(run).Length);
    }

    [Fact]
    public async Task A_run_directory_too_deep_for_sockets_works_all_the_same()
    {
        var deep = Path.Combine(run, new string('d', 90));
        await using (var engine = new GnuPgEngine(Options() with { RunDirectory = deep }, TimeProvider.System, NullLoggerFactory.Instance))
        {
            var bytes = lab.People.Seal([1, 2, 3], lab.Customer.Fingerprint, lab.Ours.Fingerprint);
            Assert.Null((await engine.OpenWholeAsync(bytes, Policy)).Verdict.ErrorCode);
        }

        Assert.Empty(Directory.GetFileSystemEntries(deep));
    }

    [Fact]
    public async Task A_secret_key_with_a_passphrase_works_with_the_passphrase_and_not_without()
    {
        var (own, certificate) = await ProtectedKeyAsync();
        lab.People.Import(certificate);
        var bytes = lab.People.Seal([1, 2, 3], lab.Customer.Fingerprint, own.Fingerprint);
        await using (var engine = new GnuPgEngine(Options() with { OwnKeys = [own] }, TimeProvider.System, NullLoggerFactory.Instance))
        {
            Assert.Null((await engine.OpenWholeAsync(bytes, Policy)).Verdict.ErrorCode);
            await engine.SealAsync(new MemoryStream([1]), Stream.Null,
                new OpenPgpSealing { Recipients = [lab.Customer], SignWith = own.Fingerprint }, CancellationToken.None);
        }

        var wrong = Path.Combine(run, "wrong");
        File.WriteAllText(wrong, "not it\n");
        foreach (var file in new[] { null, wrong })
        {
            await using var engine = new GnuPgEngine(Options() with { OwnKeys = [own with { PassphraseFile = file }] }, TimeProvider.System, NullLoggerFactory.Instance);
            var failure = await Assert.ThrowsAsync<FileExchangeException>(() => engine.StartAsync(CancellationToken.None));
            Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
        }
    }

    [Theory]
    [InlineData(OpenPgpKeyKind.Curve25519)]
    [InlineData(OpenPgpKeyKind.Rsa3072)]
    [InlineData(OpenPgpKeyKind.NistP384)]
    public async Task Keys_made_for_operators_work_and_are_private_and_replace_nothing(OpenPgpKeyKind kind)
    {
        var request = new OpenPgpKeyRequest
        {
            Name = "Card bureau",
            Kind = kind,
            SecretKeyFile = Path.Combine(run, "own.sec.asc"),
            CertificateFile = Path.Combine(run, "own.pub.asc"),
        };
        var keys = new OpenPgpKeys(Options(), TimeProvider.System);
        var info = await keys.GenerateAsync(request, CancellationToken.None);

        Assert.Equal((true, true, true, null), (info.HasSecret, info.CanSign, info.CanEncrypt, info.Weakness));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(request.SecretKeyFile));
        }

        await Assert.ThrowsAsync<IOException>(() => keys.GenerateAsync(request, CancellationToken.None));
        var own = new GnuPgOwnKey(info.Fingerprint, request.SecretKeyFile);
        await keys.ExportCertificateAsync(own, Path.Combine(run, "again.asc"), CancellationToken.None);
        await using var engine = new GnuPgEngine(Options() with { OwnKeys = [own] }, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.Equal([false, false], new[] { "own.pub.asc", "again.asc" }.Select(name => engine.InspectAsync(Path.Combine(run, name), CancellationToken.None).AsTask().Result.Single().HasSecret));
        await engine.SealAsync(new MemoryStream([1]), Stream.Null,
            new OpenPgpSealing { Recipients = [lab.Customer], SignWith = own.Fingerprint }, CancellationToken.None);
    }

    [Fact]
    public async Task The_first_thing_an_engine_inspects_may_be_an_expired_certificate()
    {
        await using var engine = NewEngine();
        Assert.NotNull(Assert.Single(await engine.InspectAsync(lab.Expired.File, CancellationToken.None)).ExpiresAt);
    }

    [Fact]
    public async Task A_secret_key_among_the_customers_certificates_is_refused()
    {
        await using var engine = NewEngine();
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => engine.OpenWholeAsync(
            lab.People.Seal([1], lab.Customer.Fingerprint, lab.Ours.Fingerprint),
            Policy with { Signers = [lab.Customer with { File = lab.People.ExportSecret(lab.Customer.Fingerprint) }] }));

        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
    }

    [Fact]
    public async Task Without_gpg_the_start_names_the_package()
    {
        await using var engine = new GnuPgEngine(Options() with { GpgProgram = "gpg-that-is-not-there" }, TimeProvider.System, NullLoggerFactory.Instance);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => engine.StartAsync(CancellationToken.None));

        Assert.Equal(FailureReason.ProgramMissing, failure.Reason);
        Assert.Contains("Debian package gnupg", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_gpg_is_named_with_its_version()
    {
        var old = Path.Combine(run, "gpg");
        File.WriteAllText(old, "#!/bin/sh\necho 'gpg (GnuPG) 2.1.18'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await using var engine = new GnuPgEngine(Options() with { GpgProgram = old }, TimeProvider.System, NullLoggerFactory.Instance);
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => engine.StartAsync(CancellationToken.None));

        Assert.Contains("2.1.18", failure.Message, StringComparison.Ordinal);
    }

    private async Task<(GnuPgOwnKey Own, OpenPgpCertificate Certificate)> ProtectedKeyAsync()
    {
        var passphrase = Path.Combine(run, "passphrase");
        File.WriteAllText(passphrase, "två ord åäö\nsecond line\n");
        var request = new OpenPgpKeyRequest
        {
            Name = "Protected",
            Passphrase = "två ord åäö",
            SecretKeyFile = Path.Combine(run, "protected.sec.asc"),
            CertificateFile = Path.Combine(run, "protected.pub.asc"),
        };
        var info = await new OpenPgpKeys(Options(), TimeProvider.System).GenerateAsync(request, CancellationToken.None);
        return (new GnuPgOwnKey(info.Fingerprint, request.SecretKeyFile, passphrase), new OpenPgpCertificate(info.Fingerprint, request.CertificateFile));
    }

    private GnuPgOptions Options() => new() { RunDirectory = run, OwnKeys = [new GnuPgOwnKey(lab.Ours.Fingerprint, lab.OurSecretKeyFile)] };

    private GnuPgEngine NewEngine() => new(Options(), TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Ids of the running programs of that name with this home on their command line.</summary>
    private static List<int> Processes(string program, string home) =>
    [
        .. Process.GetProcessesByName(program).Where(process =>
        {
            try
            {
                return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(home, StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false;
            }
        }).Select(process => process.Id),
    ];

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15), TimeProvider.System);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }

    /// <summary>Gives what it has and then waits for ever.</summary>
    private sealed class StallingStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == Length)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }

    /// <summary>Gives its first 64 bytes, and the rest once it is opened.</summary>
    private sealed class GatedStream(byte[] content) : MemoryStream(content)
    {
        private readonly TaskCompletionSource opened = new();

        public void Open() => opened.SetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position >= OpenPgpSniffer.HeadBytes)
            {
                await opened.Task.WaitAsync(cancellationToken);
            }

            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
