using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>What the engine survives, leaves behind and refuses to start with.</summary>
public sealed class OpenPgpEngineTests(GnuPgLab lab) : IClassFixture<GnuPgLab>, IDisposable
{
    private readonly string run = Directory.CreateTempSubdirectory("run-").FullName;

    private OpenPgpPolicy Policy => new() { Signers = [lab.Customer] };

    public void Dispose() => Directory.Delete(run, recursive: true);

    [Fact]
    public async Task Sealing_ends_when_it_is_cancelled()
    {
        await using var engine = NewEngine();
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await engine.SealAsync(new EndlessStream(), Stream.Null,
            new OpenPgpSealing { Recipients = [lab.Customer], SignWith = lab.Ours.Fingerprint }, cancelled.Token));
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

    [Theory]
    [InlineData(PassphraseKind.File)]
    [InlineData(PassphraseKind.Environment)]
    [InlineData(PassphraseKind.Credential)]
    public async Task A_secret_key_with_a_passphrase_works_with_the_passphrase_and_not_without(PassphraseKind kind)
    {
        var (own, certificate) = await ProtectedKeyAsync(kind);
        lab.People.Import(certificate);
        var bytes = lab.People.Seal([1, 2, 3], lab.Customer.Fingerprint, own.Fingerprint);
        await using (var engine = NewEngine(own))
        {
            Assert.Null((await engine.OpenWholeAsync(bytes, Policy)).Verdict.ErrorCode);
            await engine.SealAsync(new MemoryStream([1]), Stream.Null,
                new OpenPgpSealing { Recipients = [lab.Customer], SignWith = own.Fingerprint }, CancellationToken.None);
        }

        var wrong = Path.Combine(run, "wrong");
        File.WriteAllText(wrong, "not it\n");
        foreach (var source in new[] { null, new PassphraseSource(PassphraseKind.File, wrong),
            new PassphraseSource(kind, "no-such-" + Guid.NewGuid()) })
        {
            await using var engine = NewEngine(own with { Passphrase = source });
            var failure = Assert.Throws<FileExchangeException>(engine.Start);
            Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
            Assert.DoesNotContain("två ord", failure.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_secret_key_that_gpg_protects_with_a_passphrase_opens()
    {
        using var office = new GpgHome();
        var parameters = $"%no-protection\n{GpgHome.Curve25519}\nName-Real: protected\nExpire-Date: 0\n%commit\n".Replace(
            "%no-protection\n", "", StringComparison.Ordinal)
            .Replace("Expire-Date", "Passphrase: hemligt\nExpire-Date", StringComparison.Ordinal);
        office.Run(Encoding.UTF8.GetBytes(parameters), "--batch", "--pinentry-mode", "loopback", "--gen-key");
        var fingerprint = Encoding.UTF8.GetString(office.Run([], "--batch", "--with-colons", "--list-keys")).Split('\n')
            .First(line => line.StartsWith("fpr", StringComparison.Ordinal)).Split(':')[9];
        var file = Path.Combine(run, "gpg.sec");
        File.WriteAllBytes(file,
            office.Run([], "--batch", "--pinentry-mode", "loopback", "--passphrase", "hemligt", "--export-secret-keys", fingerprint));
        var passphrase = Path.Combine(run, "hemligt");
        File.WriteAllText(passphrase, "hemligt\r\n");
        lab.People.Import(office.Export(fingerprint));
        await using var engine = NewEngine(new BureauKeyFile(fingerprint, file, new PassphraseSource(PassphraseKind.File, passphrase)));

        Assert.Null((await engine.OpenWholeAsync(lab.People.Seal([1], lab.Customer.Fingerprint, fingerprint), Policy)).Verdict.ErrorCode);
    }

    [Theory]
    [InlineData(OpenPgpKeyKind.Curve25519)]
    [InlineData(OpenPgpKeyKind.Rsa3072)]
    [InlineData(OpenPgpKeyKind.Rsa4096)]
    [InlineData(OpenPgpKeyKind.NistP256)]
    [InlineData(OpenPgpKeyKind.NistP384)]
    [InlineData(OpenPgpKeyKind.NistP521)]
    public async Task Keys_made_for_operators_work_and_are_private_and_replace_nothing(OpenPgpKeyKind kind)
    {
        var request = new OpenPgpKeyRequest
        {
            Name = "Card bureau",
            Kind = kind,
            SecretKeyFile = Path.Combine(run, "own.sec.asc"),
            CertificateFile = Path.Combine(run, "own.pub.asc"),
        };
        var keys = new OpenPgpKeys(TimeProvider.System);
        var info = await keys.GenerateAsync(request, CancellationToken.None);

        Assert.Equal((true, true, true, null), (info.HasSecret, info.CanSign, info.CanEncrypt, info.Weakness));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(request.SecretKeyFile));
        }

        await Assert.ThrowsAsync<IOException>(() => keys.GenerateAsync(request, CancellationToken.None));
        var own = new BureauKeyFile(info.Fingerprint, request.SecretKeyFile);
        await OpenPgpKeys.ExportCertificateAsync(own, Path.Combine(run, "again.asc"), CancellationToken.None);
        await using var engine = NewEngine(own);
        Assert.Equal([false, false], new[] { "own.pub.asc", "again.asc" }
            .Select(name => engine.InspectAsync(Path.Combine(run, name), CancellationToken.None).AsTask().Result.Single().HasSecret));
        await engine.SealAsync(new MemoryStream([1]), Stream.Null,
            new OpenPgpSealing { Recipients = [lab.Customer], SignWith = own.Fingerprint }, CancellationToken.None);

        // The other program knows the key as well, encrypts to it, and believes its signature.
        var certificate = new OpenPgpCertificate(info.Fingerprint, request.CertificateFile);
        lab.People.Import(certificate);
        Assert.Null((await engine.OpenWholeAsync(lab.People.Seal([1], lab.Customer.Fingerprint, info.Fingerprint), Policy))
            .Verdict.ErrorCode);
        var message = new MemoryStream();
        await engine.SealAsync(new MemoryStream([1]), message,
            new OpenPgpSealing { Recipients = [lab.Customer, certificate], SignWith = own.Fingerprint }, CancellationToken.None);
        Assert.Contains($"VALIDSIG {info.Fingerprint}", lab.People.RunAll(message.ToArray(), "--batch", "--status-fd", "2", "--decrypt")
            .Said, StringComparison.Ordinal);

        // And it can use the secret key, so that an operator is bound to no program of ours.
        using var office = new GpgHome();
        office.Run([], "--batch", "--import", request.SecretKeyFile);
        Assert.Equal([1], office.Run(message.ToArray(), "--batch", "--decrypt"));
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

    private async Task<(BureauKeyFile Own, OpenPgpCertificate Certificate)> ProtectedKeyAsync(PassphraseKind kind)
    {
        var name = $"passphrase-{kind}-{Guid.NewGuid():N}";
        var place = kind == PassphraseKind.File ? Path.Combine(run, name) : name;
        if (kind == PassphraseKind.Environment)
        {
            Environment.SetEnvironmentVariable(name, "två ord åäö");
        }
        else
        {
            File.WriteAllText(Path.Combine(run, name), "två ord åäö\nsecond line\n");
            Environment.SetEnvironmentVariable("CREDENTIALS_DIRECTORY", run);
        }

        var request = new OpenPgpKeyRequest
        {
            Name = "Protected",
            Passphrase = "två ord åäö",
            SecretKeyFile = Path.Combine(run, "protected.sec.asc"),
            CertificateFile = Path.Combine(run, "protected.pub.asc"),
        };
        var info = await new OpenPgpKeys(TimeProvider.System).GenerateAsync(request, CancellationToken.None);
        return (new BureauKeyFile(info.Fingerprint, request.SecretKeyFile, new PassphraseSource(kind, place)),
            new OpenPgpCertificate(info.Fingerprint, request.CertificateFile));
    }

    private OpenPgpEngine NewEngine(BureauKeyFile? own = null) =>
        new(new OpenPgpEngineOptions { OwnKeys = [own ?? new BureauKeyFile(lab.Ours.Fingerprint, lab.OurSecretKeyFile)] },
            TimeProvider.System, NullLoggerFactory.Instance);

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(buffer.Length);
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
}
