using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using Xunit;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>What every engine behind <see cref="IOpenPgp"/> promises, sentence by sentence.</summary>
public abstract class OpenPgpContract
{
    protected static readonly byte[] Text =
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(n => $"C-{n};Åsa;Öberg;{n * 7919 % 1000}\r\n")));

    protected abstract IOpenPgpLab Lab { get; }

    protected OpenPgpPolicy Policy => new() { Signers = [Lab.Customer, Lab.Expired, Lab.Revoked] };

    [Theory]
    [InlineData(OpenPgpSample.Good)]
    [InlineData(OpenPgpSample.GoodArmoured)]
    public async Task A_good_message_gives_its_content_its_signer_and_our_key(OpenPgpSample sample)
    {
        var (clear, verdict) = await OpenAsync(sample, Policy);

        Assert.Equal(new OpenPgpVerdict(null, Lab.Customer.Fingerprint, Lab.Ours.Fingerprint, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Fact]
    public async Task Nasty52_a_message_to_the_previous_key_opens_and_the_verdict_names_that_key()
    {
        var (clear, verdict) = await OpenAsync(OpenPgpSample.ToPreviousKey, Policy);

        Assert.Equal(new OpenPgpVerdict(null, Lab.Customer.Fingerprint, Lab.Previous.Fingerprint, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Theory]
    [InlineData(OpenPgpSample.SignedOnly, "F-PGP-01")]
    [InlineData(OpenPgpSample.NotForUs, "F-PGP-02")]
    [InlineData(OpenPgpSample.EncryptedOnly, "F-PGP-03")]
    [InlineData(OpenPgpSample.ByStranger, "F-PGP-03")]
    [InlineData(OpenPgpSample.NoIntegrity, "F-PGP-04")]
    [InlineData(OpenPgpSample.ByExpiredKey, "F-PGP-05")]
    [InlineData(OpenPgpSample.ByRevokedKey, "F-PGP-05")]
    [InlineData(OpenPgpSample.Truncated, "F-PGP-07")]
    [InlineData(OpenPgpSample.ByteChanged, "F-PGP-07")]
    [InlineData(OpenPgpSample.WeakDigest, "F-PGP-08")]
    [InlineData(OpenPgpSample.TwoContents, "F-PGP-08")]
    [InlineData(OpenPgpSample.TrailingData, "F-PGP-08")]
    public async Task Nasty45_46_49_a_bad_message_is_refused_with_its_code_and_no_signer(OpenPgpSample sample, string code)
    {
        var (_, verdict) = await OpenAsync(sample, Policy);

        Assert.Equal(code, verdict.ErrorCode);
        Assert.Null(verdict.SignerFingerprint);
        Assert.NotNull(verdict.Hint);
    }

    [Theory]
    [InlineData("customer_ref;first_name\r\nA;B\r\n")]
    [InlineData("")]
    [InlineData("-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nhello\n")]
    public async Task A_file_that_is_no_encrypted_message_is_refused_as_not_encrypted(string content)
    {
        await using var message = await Lab.Engine.OpenAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), Policy,
            CancellationToken.None);

        Assert.Equal(0, await message.Clear.ReadAsync(new byte[10]));
        Assert.Equal("F-PGP-01", (await message.CompleteAsync(CancellationToken.None)).ErrorCode);
    }

    [Fact]
    public async Task The_good_certificate_of_another_customer_does_not_count()
    {
        var (_, verdict) = await OpenAsync(OpenPgpSample.Good, Policy with { Signers = [Lab.Stranger] });

        Assert.Equal("F-PGP-03", verdict.ErrorCode);
    }

    [Fact]
    public async Task Without_a_required_signature_an_unsigned_message_is_good_and_has_no_signer()
    {
        var (clear, verdict) = await OpenAsync(OpenPgpSample.EncryptedOnly, Policy with { RequireSignature = false });

        Assert.Equal(new OpenPgpVerdict(null, null, Lab.Ours.Fingerprint, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Fact]
    public async Task A_signature_that_is_there_must_be_good_even_where_none_is_required()
    {
        var (_, verdict) = await OpenAsync(OpenPgpSample.ByStranger, Policy with { RequireSignature = false });

        Assert.Equal("F-PGP-03", verdict.ErrorCode);
    }

    [Fact]
    public async Task Without_required_encryption_a_signed_message_is_good()
    {
        var (clear, verdict) = await OpenAsync(OpenPgpSample.SignedOnly, Policy with { RequireEncryption = false });

        Assert.Equal(new OpenPgpVerdict(null, Lab.Customer.Fingerprint, null, null), verdict.Bare());
        Assert.Equal(Text, clear);
    }

    [Fact]
    public async Task The_verdict_stands_however_much_of_the_clear_text_was_read_and_however_often_it_is_asked()
    {
        foreach (var toRead in new[] { 0, 1, 1000 })
        {
            await using var message = await Lab.Engine.OpenAsync(await MessageAsync(OpenPgpSample.Good), Policy, CancellationToken.None);
            await message.Clear.ReadExactlyAsync(new byte[toRead]);
            var verdict = await message.CompleteAsync(CancellationToken.None);

            Assert.Null(verdict.ErrorCode);
            Assert.Equal(verdict, await message.CompleteAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_message_that_arrives_byte_by_byte_is_the_same_message()
    {
        foreach (var sample in new[] { OpenPgpSample.Good, OpenPgpSample.GoodArmoured })
        {
            await using var message = await Lab.Engine.OpenAsync(new DribblingStream(await Lab.MakeAsync(sample, [1, 2, 3])), Policy,
                CancellationToken.None);
            var clear = new MemoryStream();
            await message.Clear.CopyToAsync(clear);

            Assert.Null((await message.CompleteAsync(CancellationToken.None)).ErrorCode);
            Assert.Equal([1, 2, 3], clear.ToArray());
        }
    }

    [Fact]
    public async Task Nasty50_the_clear_text_ends_at_its_limit()
    {
        var (clear, verdict) = await OpenAsync(OpenPgpSample.Good, Policy with { MaxClearBytes = Text.Length });
        Assert.Null(verdict.ErrorCode);
        Assert.Equal(Text.Length, clear.Length);

        (clear, verdict) = await OpenAsync(OpenPgpSample.Good, Policy with { MaxClearBytes = Text.Length - 1 });
        Assert.Equal("F-SIZ-01", verdict.ErrorCode);
        Assert.True(clear.Length < Text.Length);
    }

    [Fact]
    public async Task A_failure_of_the_messages_own_stream_passes_through_and_is_no_verdict()
    {
        await using var message = await Lab.Engine.OpenAsync(
            new DribblingStream(await Lab.MakeAsync(OpenPgpSample.Good, Text)) { FailAt = 200 }, Policy, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await message.CompleteAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Cancelled_and_disposed_in_the_middle_leaves_without_a_verdict()
    {
        using var cancelled = new CancellationTokenSource();
        var message = await Lab.Engine.OpenAsync(await MessageAsync(OpenPgpSample.Good), Policy, CancellationToken.None);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await message.CompleteAsync(cancelled.Token));
        await message.DisposeAsync();
        await message.DisposeAsync();
    }

    [Fact]
    public async Task A_certificate_file_that_is_not_there_is_a_failure_of_the_configuration()
    {
        var policy = Policy with { Signers = [Lab.Customer with { File = Lab.Customer.File + ".missing" }] };
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => OpenAsync(OpenPgpSample.Good, policy));

        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
    }

    [Fact]
    public async Task A_certificate_file_with_another_certificate_in_it_is_a_failure_of_the_configuration()
    {
        var policy = Policy with { Signers = [Lab.Customer with { File = Lab.Stranger.File }] };
        var failure = await Assert.ThrowsAsync<FileExchangeException>(() => OpenAsync(OpenPgpSample.Good, policy));

        Assert.Equal(FailureReason.SecretUnavailable, failure.Reason);
    }

    [Fact]
    public async Task What_is_sealed_for_a_customer_opens_there_and_only_there()
    {
        var message = new MemoryStream();
        await Lab.Engine.SealAsync(new MemoryStream(Text), message, Sealing, CancellationToken.None);

        message.Position = 0;
        await using (var opened = await Lab.CustomerEngine.OpenAsync(message, new OpenPgpPolicy { Signers = [Lab.Ours] },
            CancellationToken.None))
        {
            var clear = new MemoryStream();
            await opened.Clear.CopyToAsync(clear);
            var verdict = await opened.CompleteAsync(CancellationToken.None);
            Assert.Equal(new OpenPgpVerdict(null, Lab.Ours.Fingerprint, Lab.Customer.Fingerprint, null), verdict.Bare());
            Assert.Equal(Text, clear.ToArray());
        }

        message.Position = 0;
        await using var elsewhere = await Lab.Engine.OpenAsync(message, Policy, CancellationToken.None);
        Assert.Equal("F-PGP-02", (await elsewhere.CompleteAsync(CancellationToken.None)).ErrorCode);
    }

    [Fact]
    public async Task Sealing_with_a_key_that_is_not_ours_is_a_mistake_of_the_caller()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Lab.Engine.SealAsync(new MemoryStream(Text), new MemoryStream(), Sealing with { SignWith = Lab.Stranger.Fingerprint },
                CancellationToken.None));
    }

    [Fact]
    public async Task Sealing_for_an_expired_or_revoked_certificate_fails_for_good()
    {
        foreach (var recipient in new[] { Lab.Expired, Lab.Revoked })
        {
            var failure = await Assert.ThrowsAsync<FileExchangeException>(async () =>
                await Lab.Engine.SealAsync(new MemoryStream(Text), new MemoryStream(), Sealing with { Recipients = [recipient] },
                    CancellationToken.None));
            Assert.Equal((FailureReason.OpenPgpFailure, false), (failure.Reason, failure.IsTransient));
        }
    }

    [Fact]
    public async Task Inspecting_tells_certificates_secret_keys_and_other_files_apart()
    {
        var certificate = Assert.Single(await Lab.Engine.InspectAsync(Lab.Customer.File, CancellationToken.None));
        Assert.Equal((Lab.Customer.Fingerprint, false, false, true, true, null), (certificate.Fingerprint, certificate.HasSecret,
            certificate.IsRevoked, certificate.CanSign, certificate.CanEncrypt, certificate.Weakness));

        var secret = Assert.Single(await Lab.Engine.InspectAsync(Lab.OurSecretKeyFile, CancellationToken.None));
        Assert.Equal((Lab.Ours.Fingerprint, true), (secret.Fingerprint, secret.HasSecret));

        Assert.True(Assert.Single(await Lab.Engine.InspectAsync(Lab.Revoked.File, CancellationToken.None)).IsRevoked);
        Assert.NotNull(Assert.Single(await Lab.Engine.InspectAsync(Lab.Expired.File, CancellationToken.None)).ExpiresAt);
        Assert.Empty(await Lab.Engine.InspectAsync(Lab.Customer.File + ".missing", CancellationToken.None));
        Assert.Empty(await Lab.Engine.InspectAsync(typeof(OpenPgpContract).Assembly.Location, CancellationToken.None));
    }

    protected OpenPgpSealing Sealing => new() { Recipients = [Lab.Customer], SignWith = Lab.Ours.Fingerprint };

    protected async Task<(byte[] Clear, OpenPgpVerdict Verdict)> OpenAsync(OpenPgpSample sample, OpenPgpPolicy policy) =>
        await Lab.Engine.OpenWholeAsync((await MessageAsync(sample)).ToArray(), policy);

    private async Task<MemoryStream> MessageAsync(OpenPgpSample sample) => new(await Lab.MakeAsync(sample, Text));
}
