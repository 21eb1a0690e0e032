using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// The double of <see cref="IOpenPgp"/>: a toy format in memory that looks like an armoured message to the sniffer. Key files are toys
/// too (<see cref="FakeKey"/>). It keeps the port's contract and protects nothing.
/// </summary>
public sealed class FakeOpenPgp(IReadOnlyList<string> ownFingerprints, TimeProvider time) : IOpenPgp
{
    internal const string Begin = "-----BEGIN PGP MESSAGE-----\nComment: toy\n";

    public async ValueTask<IOpenPgpMessage> OpenAsync(Stream message, OpenPgpPolicy policy, CancellationToken cancellationToken)
    {
        var signers = policy.Signers.Select(FakeKey.Load).ToList();
        byte[] bytes;
        try
        {
            var whole = new MemoryStream();
            await message.CopyToAsync(whole, cancellationToken);
            bytes = whole.ToArray();
        }
        catch (InvalidDataException failure)
        {
            return new Opened([], null, failure);
        }

        if (!bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Begin)))
        {
            return new Opened([], new OpenPgpVerdict(policy.RequireEncryption ? "F-PGP-01" : "F-PGP-03", null, null, "toy"), null);
        }

        var toy = ToyMessage.Parse(bytes);
        var own = toy.To.FirstOrDefault(ownFingerprints.Contains);
        var code = Judge(toy, own, policy, signers);
        var clear = code is null or not ("F-PGP-01" or "F-PGP-02") ? toy.Clear : [];
        if (clear.Length > policy.MaxClearBytes)
        {
            (clear, code) = (clear[..(int)policy.MaxClearBytes], "F-SIZ-01");
        }

        return new Opened(clear, new OpenPgpVerdict(code, code is null ? toy.By : null, own, code is null ? null : "toy"), null);
    }

    public async ValueTask SealAsync(Stream clear, Stream message, OpenPgpSealing sealing, CancellationToken cancellationToken)
    {
        if (!ownFingerprints.Contains(sealing.SignWith))
        {
            throw new ArgumentException("The signing key is not one of the engine's own keys.", nameof(sealing));
        }

        foreach (var recipient in sealing.Recipients.Select(FakeKey.Load))
        {
            if (recipient.IsRevoked || recipient.ExpiresAt <= time.GetUtcNow())
            {
                throw new FileExchangeException(FailureReason.OpenPgpFailure, false, "Cannot encrypt to that certificate.");
            }
        }

        var content = new MemoryStream();
        await clear.CopyToAsync(content, cancellationToken);
        var toy = new ToyMessage([.. sealing.Recipients.Select(r => r.Fingerprint)], sealing.SignWith, "", content.ToArray());
        await message.WriteAsync(toy.ToBytes(), cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OpenPgpKeyInfo>> InspectAsync(string keyFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(keyFile))
        {
            return [];
        }

        return FakeKey.TryParse(await File.ReadAllTextAsync(keyFile, cancellationToken)) is { } key ? [key] : [];
    }

    private string? Judge(ToyMessage toy, string? own, OpenPgpPolicy policy, List<OpenPgpKeyInfo> signers)
    {
        var signer = signers.Find(key => key.Fingerprint == toy.By);
        return toy switch
        {
            { To: [] } when policy.RequireEncryption => "F-PGP-01",
            { To: not [] } when own is null => "F-PGP-02",
            { Flaw: "NoIntegrity" } => "F-PGP-04",
            { Flaw: "TwoContents" or "TrailingData" } => "F-PGP-08",
            { IsWhole: false } => "F-PGP-07",
            { By: null } => policy.RequireSignature ? "F-PGP-03" : null,
            { Flaw: "WeakDigest" } => "F-PGP-08",
            _ when signer is null => "F-PGP-03",
            _ when signer.IsRevoked || signer.ExpiresAt <= time.GetUtcNow() => "F-PGP-05",
            _ => null,
        };
    }

    private sealed class Opened(byte[] clear, OpenPgpVerdict? verdict, Exception? failure) : IOpenPgpMessage
    {
        public Stream Clear { get; } = new MemoryStream(clear, writable: false);

        public ValueTask<OpenPgpVerdict> CompleteAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return verdict is null ? ValueTask.FromException<OpenPgpVerdict>(failure!) : ValueTask.FromResult(verdict);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>A message of the toy format: header lines, then length, mangled content and checksum.</summary>
internal sealed record ToyMessage(IReadOnlyList<string> To, string? By, string Flaw, byte[] Clear)
{
    public bool IsWhole { get; private init; } = true;

    public byte[] ToBytes()
    {
        var head = Encoding.ASCII.GetBytes($"{FakeOpenPgp.Begin}Toy: {string.Join(',', To)};{By};{Flaw}\n\n");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, Clear.Length);
        return [.. head, .. length, .. Clear.Select(b => (byte)(b ^ 0x5a)), .. SHA256.HashData(Clear)];
    }

    public static ToyMessage Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\n\n"u8);
        var words = Encoding.ASCII.GetString(bytes, FakeOpenPgp.Begin.Length + 5, end - FakeOpenPgp.Begin.Length - 5).Split(';');
        var body = bytes.AsSpan(end + 2);
        var length = body.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(body) : 0;
        var rest = body.Length >= 4 ? body[4..] : default;
        var clear = rest[..Math.Min(length, rest.Length)].ToArray().Select(b => (byte)(b ^ 0x5a)).ToArray();
        return new ToyMessage(words[0].Split(',', StringSplitOptions.RemoveEmptyEntries), words[1].Length == 0 ? null : words[1], words[2],
            clear)
        {
            IsWhole = clear.Length == length && rest[length..].SequenceEqual(SHA256.HashData(clear)),
        };
    }
}

/// <summary>Toy key files: one line with fingerprint, kind, dates and state.</summary>
public static class FakeKey
{
    /// <summary>Writes a toy key file; the fingerprint is the name's hash.</summary>
    public static OpenPgpCertificate Write(string folder, string name, bool secret = false, bool revoked = false,
        DateTimeOffset? expires = null)
    {
        var fingerprint = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..40];
        var file = Path.Combine(folder, name + (secret ? ".sec.toy" : ".pub.toy"));
        File.WriteAllText(file, string.Create(CultureInfo.InvariantCulture,
            $"TOY KEY;{fingerprint};{(secret ? "secret" : "public")};{(revoked ? "revoked" : "valid")};{expires?.ToUnixTimeSeconds()}"));
        return new OpenPgpCertificate(fingerprint, file);
    }

    internal static OpenPgpKeyInfo Load(OpenPgpCertificate certificate) =>
        File.Exists(certificate.File) && TryParse(File.ReadAllText(certificate.File)) is { } key
            && key.Fingerprint == certificate.Fingerprint ? key
            : throw new FileExchangeException(FailureReason.SecretUnavailable, false, "The certificate file cannot be read.");

    internal static OpenPgpKeyInfo? TryParse(string text)
    {
        var words = text.Split(';');
        return words is not ["TOY KEY", _, _, _, _] ? null : new OpenPgpKeyInfo
        {
            Fingerprint = words[1],
            Algorithm = "toy",
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = words[4].Length == 0
                ? null : DateTimeOffset.FromUnixTimeSeconds(long.Parse(words[4], CultureInfo.InvariantCulture)),
            IsRevoked = words[3] == "revoked",
            CanSign = true,
            CanEncrypt = true,
            HasSecret = words[2] == "secret",
        };
    }
}
