using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Messages as real programs make them, and as nobody should: each with its verdict.</summary>
public sealed class GoldenMessageTests(GnuPgLab lab) : IClassFixture<GnuPgLab>
{
    /// <summary>
    /// Begins as an order does, because one random text in forty begins like a packet of OpenPGP, and such content is refused as a message
    /// inside a message.
    /// </summary>
    private static readonly byte[] Text = [.. "customer_ref;product_code\r\n"u8, .. RandomNumberGenerator.GetBytes(30_000)];

    private OpenPgpPolicy Policy => new() { Signers = [lab.Customer] };

    private string Ours => lab.Ours.Fingerprint;

    private string Customer => lab.Customer.Fingerprint;

    [Theory]
    [InlineData("--compress-algo none")]
    [InlineData("--compress-algo zip")]
    [InlineData("--compress-algo zlib")]
    [InlineData("--compress-algo bzip2")]
    [InlineData("--cipher-algo AES")]
    [InlineData("--cipher-algo AES192")]
    [InlineData("--digest-algo SHA256")]
    [InlineData("--digest-algo SHA384")]
    [InlineData("--textmode")]
    [InlineData("--set-filename ../../etc/passwd")]
    public async Task Nasty51_every_way_of_gpg_that_is_safe_is_accepted(string options)
    {
        var text = Encoding.ASCII.GetBytes(Convert.ToBase64String(Text, Base64FormattingOptions.InsertLineBreaks).ReplaceLineEndings("\n"));
        var (clear, verdict) = await lab.Engine.OpenWholeAsync(lab.People.Seal(text, Customer, Ours, options.Split(' ')), Policy);

        Assert.Equal(new OpenPgpVerdict(null, Customer, Ours, null), verdict.Bare());
        Assert.Equal(text, clear);
    }

    [Theory]
    [InlineData("--cipher-algo 3DES")]
    [InlineData("--cipher-algo CAST5")]
    [InlineData("--cipher-algo BLOWFISH")]
    [InlineData("--cipher-algo TWOFISH")]
    [InlineData("--cipher-algo CAMELLIA256")]
    [InlineData("--digest-algo SHA1")]
    [InlineData("--digest-algo MD5 --allow-weak-digest-algos")]
    [InlineData("--digest-algo RIPEMD160")]
    [InlineData("--digest-algo SHA224")]
    public async Task An_old_cipher_or_digest_is_refused(string options)
    {
        var (_, verdict) = await lab.Engine.OpenWholeAsync(lab.People.Seal(Text, Customer, Ours, options.Split(' ')), Policy);

        AssertCode("F-PGP-08", verdict);
    }

    [Theory]
    [InlineData("rsa3072", null)]
    [InlineData("rsa2048", "F-PGP-08")]
    [InlineData("nistp256", null)]
    [InlineData("nistp384", null)]
    [InlineData("nistp521", null)]
    [InlineData("brainpoolP256r1", "F-PGP-08")]
    [InlineData("secp256k1", "F-PGP-08")]
    public async Task A_signers_key_is_accepted_by_its_kind(string kind, string? code)
    {
        var signer = lab.People.Export(lab.People.Generate("signer-" + kind,
            kind.StartsWith("rsa", StringComparison.Ordinal) ? GpgHome.Rsa(kind == "rsa2048" ? 2048 : 3072) : GpgHome.Nist(kind)));
        var (_, verdict) = await lab.Engine.OpenWholeAsync(lab.People.Seal(Text, signer.Fingerprint, Ours),
            Policy with { Signers = [signer] });

        AssertCode(code, verdict);
        Assert.Equal(code is null ? signer.Fingerprint : null, verdict.SignerFingerprint);
        Assert.Equal(code is not null, (await lab.Engine.InspectAsync(signer.File, CancellationToken.None)).Single().Weakness is not null);
    }

    [Fact]
    public async Task Nasty43_several_recipients_and_hidden_ones_open()
    {
        foreach (var options in new[] { new[] { "-r", lab.Stranger.Fingerprint }, ["-R", lab.Stranger.Fingerprint],
            ["-r", lab.Previous.Fingerprint] })
        {
            var (clear, verdict) = await lab.Engine.OpenWholeAsync(lab.People.Seal(Text, Customer, Ours, options), Policy);
            AssertCode(null, verdict);
            Assert.Equal(Text, clear);
        }

        var hidden = lab.People.Run(Text, "--batch", "-u", Customer, "-R", lab.Stranger.Fingerprint, "-R", Ours, "--sign", "--encrypt");
        var (_, hiddenVerdict) = await lab.Engine.OpenWholeAsync(hidden, Policy);
        Assert.Equal(new OpenPgpVerdict(null, Customer, Ours, null), hiddenVerdict.Bare());

        var notForUs = lab.People.Run(Text, "--batch", "-u", Customer, "-R", lab.Stranger.Fingerprint, "--sign", "--encrypt");
        AssertCode("F-PGP-02", (await lab.Engine.OpenWholeAsync(notForUs, Policy)).Verdict);
    }

    [Fact]
    public async Task Nasty44_armour_comes_with_either_line_end_with_and_without_checksum()
    {
        var armoured = Encoding.ASCII.GetString(lab.People.Seal(Text, Customer, Ours, "--armor", "--comment", "made by hand"));
        var lines = armoured.Split('\n');
        var checksum = Array.FindIndex(lines, line => line.StartsWith('='));
        string[] withoutChecksum = [.. lines[..checksum], .. lines[(checksum + 1)..]];
        string[] twice = [.. lines[..checksum], lines[checksum], .. lines[checksum..]];
        foreach (var variant in new[]
        {
            armoured, armoured.ReplaceLineEndings("\r\n"), string.Join('\n', withoutChecksum), string.Join('\n', twice),
            "\r\n\r\n" + armoured, armoured + "\r\n \r\n", "\uFEFF" + armoured, armoured.TrimEnd(),
        })
        {
            var (clear, verdict) = await lab.Engine.OpenWholeAsync(Encoding.UTF8.GetBytes(variant), Policy);
            AssertCode(null, verdict);
            Assert.Equal(Text, clear);
        }

        AssertCode("F-PGP-07", await OpenTextAsync(armoured[..^40]));
        AssertCode("F-PGP-07", await OpenTextAsync(armoured[..(armoured.Length / 2)]));
        AssertCode("F-PGP-08", await OpenTextAsync(armoured + armoured));
        AssertCode("F-PGP-07", await OpenTextAsync(armoured + "hello"));
    }

    [Fact]
    public async Task Nasty46_a_message_cut_or_changed_at_any_place_never_gets_a_good_verdict()
    {
        var good = lab.People.Seal(Text[..2000], Customer, Ours);
        var places = Enumerable.Range(1, 24).Select(n => n * good.Length / 25)
            .Concat([good.Length - 1, good.Length - 21, good.Length - 22]);
        foreach (var place in places)
        {
            AssertCode("F-PGP-07", (await lab.Engine.OpenWholeAsync(good[..place], Policy)).Verdict);
            var changed = good.ToArray();
            changed[place] ^= 0x10;
            Assert.NotNull((await lab.Engine.OpenWholeAsync(changed, Policy)).Verdict.ErrorCode);
        }
    }

    [Fact]
    public async Task Nasty48_a_revoked_signing_subkey_is_refused_although_the_person_is_not()
    {
        var person = lab.People.Generate("subkeys", GpgHome.CertifyOnly);
        var message = lab.People.Seal(Text, person, Ours);
        var (_, before) = await lab.Engine.OpenWholeAsync(message, Policy with { Signers = [lab.People.Export(person)] });
        Assert.Equal(person, before.SignerFingerprint);

        lab.People.Run(Encoding.ASCII.GetBytes("key 1\nrevkey\ny\n0\n\ny\nsave\n"), "--command-fd", "0", "--edit-key", person);
        var (_, after) = await lab.Engine.OpenWholeAsync(message, Policy with { Signers = [lab.People.Export(person)] });
        AssertCode("F-PGP-05", after);
    }

    [Fact]
    public async Task Nasty48_an_expired_signing_subkey_is_refused_although_the_person_is_not()
    {
        string[] in2019 = ["--faked-system-time", "20190601T120000"];
        var person = lab.People.Generate("old-subkey", GpgHome.CertifyOnly, options: in2019);
        lab.People.Run([], [.. in2019, "--batch", "--quick-set-expire", person, "30d", "*"]);
        var message = lab.People.Seal(Text, person, Ours, in2019);
        var certificate = lab.People.Export(person);
        Assert.Null((await lab.Engine.InspectAsync(certificate.File, CancellationToken.None)).Single().ExpiresAt);

        AssertCode("F-PGP-05", (await lab.Engine.OpenWholeAsync(message, Policy with { Signers = [certificate] })).Verdict);
    }

    [Fact]
    public async Task Nasty48_a_signature_dated_in_the_future_is_refused()
    {
        var message = lab.People.Seal(Text, Customer, Ours, "--faked-system-time", "20380101T000000", "--ignore-time-conflict",
            "--ignore-valid-from");

        var (_, verdict) = await lab.Engine.OpenWholeAsync(message, Policy);
        AssertCode("F-PGP-03", verdict);
        Assert.Contains("future", verdict.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_two_signatures_both_must_be_good()
    {
        var message = lab.People.Seal(Text, Customer, Ours, "-u", lab.Stranger.Fingerprint);

        AssertCode("F-PGP-03", (await lab.Engine.OpenWholeAsync(message, Policy)).Verdict);
        var (_, both) = await lab.Engine.OpenWholeAsync(message, Policy with { Signers = [lab.Customer, lab.Stranger] });
        AssertCode(null, both);
    }

    [Fact]
    public async Task Nasty49_only_one_content_covered_by_its_signature_is_accepted()
    {
        var signed = lab.SignedPackets(Text);
        AssertCode(null, (await lab.Engine.OpenWholeAsync(lab.Craft(signed), Policy)).Verdict);
        foreach (var (packets, code) in new (byte[][], string)[]
        {
            ([OpenPgpPackets.Literal("first"), signed], "F-PGP-08"),
            ([signed, OpenPgpPackets.Literal("after")], "F-PGP-08"),
            ([signed, signed], "F-PGP-08"),
            ([signed, OpenPgpPackets.Packet(8, [0, .. OpenPgpPackets.Literal("after")])], "F-PGP-08"),
            ([OpenPgpPackets.Literal("alone")], "F-PGP-03"),
            ([OpenPgpPackets.Packet(10, [.. "PGP"u8])], "F-PGP-08"),
        })
        {
            AssertCode(code, (await lab.Engine.OpenWholeAsync(lab.Craft(packets), Policy)).Verdict);
        }

        var good = lab.People.Seal(Text, Customer, Ours);
        AssertCode("F-PGP-08", (await lab.Engine.OpenWholeAsync([.. good, .. good], Policy)).Verdict);
        AssertCode("F-PGP-08", (await lab.Engine.OpenWholeAsync([.. good, .. "garbage"u8], Policy)).Verdict);
    }

    [Theory]
    [Trait("Attack", "20.0 a compression bomb inside OpenPGP")]
    [InlineData("zlib")]
    [InlineData("bzip2")]
    public async Task Nasty50_a_compression_bomb_is_stopped_by_its_ratio_long_before_its_end(string algorithm)
    {
        var bomb = lab.People.Seal(new byte[200 << 20], Customer, Ours, "--compress-algo", algorithm);
        var (clear, verdict) = await lab.Engine.OpenWholeAsync(bomb, Policy);

        AssertCode("F-PGP-08", verdict);
        Assert.True(clear.Length < 64 << 20, $"{clear.Length} bytes came out");
    }

    [Fact]
    public async Task A_message_with_a_passphrase_is_refused_without_asking_anybody()
    {
        var message = lab.People.Run(Text, "--batch", "--pinentry-mode", "loopback", "--passphrase", "x", "--symmetric");

        AssertCode("F-PGP-08", (await lab.Engine.OpenWholeAsync(message, Policy)).Verdict);
    }

    private async Task<OpenPgpVerdict> OpenTextAsync(string message) =>
        (await lab.Engine.OpenWholeAsync(Encoding.UTF8.GetBytes(message), Policy)).Verdict;

    /// <summary>Several refusals bear the same code, so the hint is shown as well.</summary>
    private static void AssertCode(string? code, OpenPgpVerdict verdict) =>
        Assert.True(verdict.ErrorCode == code, $"expected {code ?? "acceptance"}, was {verdict}");
}
