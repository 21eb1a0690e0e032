using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Signs one stream and encrypts it, while it passes: AES-256, an integrity-protected packet of version 1, a one-pass signature.
/// </summary>
internal sealed class MessageSealer(BureauSecretKeys ours, Certificate signer, IReadOnlyList<Certificate> recipients,
    SealCompression compression, DateTimeOffset now)
{
    private const int BufferBytes = 64 * 1024;

    public async Task SealAsync(Stream clear, Stream message, CancellationToken cancellationToken)
    {
        var signing = ours.Signing(signer, now) ?? throw new FileExchangeException(FailureReason.OpenPgpFailure, false,
            $"Our key {signer.Fingerprint} cannot sign any more: it has expired or is revoked.");
        var readers = recipients.Select(Recipient).ToList();
        using var key = new SessionKey(SessionKey.Aes256, RandomNumberGenerator.GetBytes(32));
        foreach (var reader in readers)
        {
            await message.WriteAsync(PacketBytes.Packet(1, SessionKeySealer.Seal(key, reader)), cancellationToken).ConfigureAwait(false);
        }

        await using var packet = new PartialPacketStream(message, 18);
        await using var encrypting = new EncryptingStream(packet, key);
        await encrypting.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (compression == SealCompression.None)
        {
            await SignAsync(clear, encrypting, signing, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await CompressAsync(clear, encrypting, signing, cancellationToken).ConfigureAwait(false);
        }

        await encrypting.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await packet.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CompressAsync(Stream clear, Stream target, SecretPart signing, CancellationToken cancellationToken)
    {
        await using var packet = new PartialPacketStream(target, 8);
        await packet.WriteAsync(new byte[] { 1 }, cancellationToken).ConfigureAwait(false);
        await using (var deflate = new DeflateStream(packet, CompressionLevel.Fastest, leaveOpen: true))
        {
            await SignAsync(clear, deflate, signing, cancellationToken).ConfigureAwait(false);
        }

        await packet.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task SignAsync(Stream clear, Stream target, SecretPart signing, CancellationToken cancellationToken)
    {
        // SHA-256 is the fastest accepted digest; the larger NIST curves demand one of their own size (FIPS 186-5).
        var number = signing.Part.Key.Curve?.FieldBytes switch { 66 => Digests.Sha512, 48 => Digests.Sha384, _ => Digests.Sha256 };
        var digest = Digests.Accepted(number)!.Value;
        using var hash = IncrementalHash.CreateHash(digest);
        var keyId = signing.Part.Key.FingerprintBytes[12..];
        await target.WriteAsync(PacketBytes.Packet(4, [3, SignaturePacket.Binary, (byte)number, (byte)signing.Part.Key.Algorithm, .. keyId,
            1]), cancellationToken).ConfigureAwait(false);
        await using (var literal = new PartialPacketStream(target, 11))
        {
            // Binary, without name and date.
            await literal.WriteAsync((byte[])[(byte)'b', 0, 0, 0, 0, 0], cancellationToken).ConfigureAwait(false);
            await CopyAsync(clear, literal, hash, cancellationToken).ConfigureAwait(false);
            await literal.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await target.WriteAsync(PacketBytes.Packet(2, Signature(signing, number, digest, hash)), cancellationToken).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Stream clear, Stream literal, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int count;
            while ((count = await clear.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
                await literal.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private byte[] Signature(SecretPart signing, int number, HashAlgorithmName digest, IncrementalHash hash)
    {
        var fingerprint = signing.Part.Key.FingerprintBytes;
        byte[] hashed =
        [
            .. PacketBytes.Subpacket(2, PacketBytes.UInt32((uint)now.ToUnixTimeSeconds())),
            .. PacketBytes.Subpacket(33, [4, .. fingerprint]),
            .. recipients.SelectMany(recipient => PacketBytes.Subpacket(35, [4, .. recipient.Primary.Key.FingerprintBytes])),
        ];
        byte[] head = [4, SignaturePacket.Binary, (byte)signing.Part.Key.Algorithm, (byte)number, (byte)(hashed.Length >> 8),
            (byte)hashed.Length, .. hashed];
        hash.AppendData(head);
        hash.AppendData([4, 0xff, .. PacketBytes.UInt32((uint)head.Length)]);
        var value = hash.GetHashAndReset();
        byte[] unhashed = PacketBytes.Subpacket(16, fingerprint.AsSpan(12));
        return [.. head, 0, (byte)unhashed.Length, .. unhashed, value[0], value[1], .. signing.Sign(value, digest)];
    }

    private PublicKey Recipient(Certificate recipient)
    {
        var part = recipient.Find(part => part.CanEncrypt && part.Weakness is null, now);
        if (part is not null)
        {
            return part.Key;
        }

        var reason = recipient.Primary.FaultAt(now) switch
        {
            PartFault.Revoked => "it is revoked",
            PartFault.Expired => "it has expired",
            PartFault.NotBound => recipient.Primary.Weakness ?? "it is not valid",
            PartFault.NotYet => "it is made for a later time",
            _ => recipient.Keys.Where(key => key.CanEncrypt && key.FaultAt(now) is null).Select(key => key.Weakness).FirstOrDefault()
                ?? "it has no valid encryption key",
        };
        throw new FileExchangeException(FailureReason.OpenPgpFailure, false,
            $"Cannot encrypt to the certificate {recipient.Fingerprint}: {reason}.");
    }
}
