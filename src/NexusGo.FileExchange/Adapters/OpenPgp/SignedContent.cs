namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// The packets of a message without its encryption: one literal with its signatures, around it at most one compression, and then the end
/// (RFC 9580, 10.3). Only the literal is content. Every other packet, in any place, refuses the message before anything of it is used.
/// </summary>
/// <param name="packets">The sequence, at its start or at a packet that was read already.</param>
/// <param name="isAtPacket">The header of the first packet was read.</param>
/// <param name="cut">What it means that the sequence ends too early.</param>
/// <param name="misbuilt">What it means that something else is there than may be.</param>
internal sealed class SignedContent(PacketReader packets, bool isAtPacket, Refusal cut, Refusal misbuilt) : IDisposable
{
    /// <summary>More signatures than any order needs; each costs a public-key operation.</summary>
    public const int MaxSignatures = 4;

    private const int MaxMarkers = 4;

    private readonly List<OnePass> announced = [];
    private readonly List<SignaturePacket> signatures = [];
    private readonly List<ContentDigest?> digests = [];
    private readonly PacketReader top = packets;
    private PacketReader current = packets;
    private PacketReader? inner;
    private Stream? unpacked;
    private TextLines? text;
    private int markers;

    /// <summary>The content's signatures, each with the hash of what it is to cover; complete after <see cref="FinishAsync"/>.</summary>
    public IReadOnlyList<(SignaturePacket Signature, ContentDigest? Digest)> Signatures => [.. signatures.Zip(digests)];

    public bool HasSignature => signatures.Count > 0;

    /// <summary>Reads up to the literal's content.</summary>
    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        for (var isRead = isAtPacket; ; isRead = false)
        {
            if (!isRead && !await current.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new MessageRefusedException(cut);
            }

            switch (current.Tag)
            {
                case 10 when announced.Count + signatures.Count == 0 && ++markers <= MaxMarkers:
                    await SkipMarkerAsync(current, misbuilt, cancellationToken).ConfigureAwait(false);
                    break;
                case 8 when inner is null && announced.Count + signatures.Count == 0:
                    await UnpackAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case 4 when announced.Count < MaxSignatures && signatures.Count == 0:
                    announced.Add(OnePass.Parse(await current.ReadSmallBodyAsync(OnePass.MaxBytes, misbuilt, cancellationToken)
                    .ConfigureAwait(false)));
                    break;
                case 2 when announced.Count == 0:
                    await ReadSignatureAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case 2 or 4 when announced.Count + signatures.Count >= MaxSignatures:
                    throw new MessageRefusedException(Refusal.ManySignatures);
                case 11:
                    await BeginLiteralAsync(cancellationToken).ConfigureAwait(false);
                    return;
                default:
                    throw new MessageRefusedException(misbuilt);
            }
        }
    }

    /// <summary>Content; 0 at its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return await ReadRawAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        while (text.IsEmpty && !text.HasEnded)
        {
            text.Take(await ReadRawAsync(text.Free, cancellationToken).ConfigureAwait(false));
        }

        return text.Give(buffer.Span);
    }

    /// <summary>Reads what must follow the content: its signatures, and nothing else.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        for (var i = announced.Count - 1; i >= 0; i--)
        {
            if (!await current.NextAsync(cancellationToken).ConfigureAwait(false))
            {
                throw new MessageRefusedException(cut);
            }

            if (current.Tag != 2)
            {
                throw new MessageRefusedException(misbuilt);
            }

            await ReadSignatureAsync(cancellationToken).ConfigureAwait(false);
            if (!announced[i].Announces(signatures[^1]))
            {
                throw new MessageRefusedException(Refusal.BadSignature);
            }
        }

        if (await current.NextAsync(misbuilt, cancellationToken).ConfigureAwait(false))
        {
            throw new MessageRefusedException(current.Tag == 2 ? Refusal.ExtraSignature : misbuilt);
        }

        if (inner is not null)
        {
            await top.SkipBodyAsync(cancellationToken).ConfigureAwait(false);
            await top.ExpectEndAsync(misbuilt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A marker packet says nothing (RFC 9580, 5.8), but it must be one.</summary>
    public static async ValueTask SkipMarkerAsync(PacketReader packets, Refusal misbuilt, CancellationToken cancellationToken)
    {
        var body = await packets.ReadSmallBodyAsync(3, misbuilt, cancellationToken).ConfigureAwait(false);
        if (!body.AsSpan().SequenceEqual("PGP"u8))
        {
            throw new MessageRefusedException(misbuilt);
        }
    }

    public void Dispose()
    {
        inner?.Dispose();
        text?.Dispose();
        unpacked?.Dispose();
        digests.ForEach(digest => digest?.Dispose());
    }

    private async ValueTask ReadSignatureAsync(CancellationToken cancellationToken)
    {
        if (signatures.Count == MaxSignatures)
        {
            throw new MessageRefusedException(Refusal.ManySignatures);
        }

        var body = await current.ReadSmallBodyAsync(SignaturePacket.MaxBytes, misbuilt, cancellationToken).ConfigureAwait(false);
        signatures.Add(SignaturePacket.VersionOf(body) switch
        {
            4 => SignaturePacket.Parse(body),
            6 => throw new MessageRefusedException(Refusal.Version6),
            _ => throw new MessageRefusedException(Refusal.OldSignature),
        });
    }

    private async ValueTask UnpackAsync(CancellationToken cancellationToken)
    {
        var algorithm = new byte[1];
        if (await current.ReadBodyAsync(algorithm, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new MessageRefusedException(Refusal.Damaged);
        }

        unpacked = UnpackedStream.Create(algorithm[0], new PacketBodyStream(current)) ?? throw new MessageRefusedException(misbuilt);
        current = inner = new PacketReader(unpacked);
    }

    private async ValueTask BeginLiteralAsync(CancellationToken cancellationToken)
    {
        // Format, length of a name, the name, a date (RFC 9580, 5.9). Name and date are the sender's business alone.
        var head = new byte[2];
        await ReadExactlyAsync(head, cancellationToken).ConfigureAwait(false);
        await ReadExactlyAsync(new byte[head[1] + 4], cancellationToken).ConfigureAwait(false);
        if (head[0] is not ((byte)'b' or (byte)'t' or (byte)'u' or (byte)'l' or (byte)'1' or (byte)'m'))
        {
            throw new MessageRefusedException(misbuilt);
        }

        // No signature covers the literal's form, so it decides nothing where the bytes themselves were signed.
        var types = announced.Select(one => one.Type).Concat(signatures.Select(one => one.Type)).Distinct().ToList();
        text = head[0] is (byte)'t' or (byte)'u' && types is [SignaturePacket.Text] ? new TextLines() : null;
        // Signatures follow in the reverse order of their announcements.
        foreach (var (type, number) in announced.AsEnumerable().Reverse().Select(one => (one.Type, one.HashAlgorithm))
            .Concat(signatures.Select(one => (one.Type, one.HashAlgorithm))))
        {
            digests.Add(type is SignaturePacket.Binary or SignaturePacket.Text && Digests.Accepted(number) is { } name
                ? new ContentDigest(name, type == SignaturePacket.Text) : null);
        }
    }

    private async ValueTask ReadExactlyAsync(Memory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var count = await current.ReadBodyAsync(bytes, cancellationToken).ConfigureAwait(false);
            bytes = count > 0 ? bytes[count..] : throw new MessageRefusedException(Refusal.Damaged);
        }
    }

    private async ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var count = await current.ReadBodyAsync(buffer, cancellationToken).ConfigureAwait(false);
        foreach (var digest in digests)
        {
            digest?.Append(buffer.Span[..count]);
        }

        return count;
    }

    /// <summary>What a one-pass signature packet announces (RFC 9580, 5.4).</summary>
    private sealed record OnePass(int Type, int HashAlgorithm, int KeyAlgorithm, ulong KeyId)
    {
        /// <summary>One of version 6 is longer than the 13 bytes of version 3.</summary>
        public const int MaxBytes = 128;

        public static OnePass Parse(byte[] body)
        {
            var fields = new PacketFields(body);
            switch (fields.Byte())
            {
                case 3:
                    var one = new OnePass(fields.Byte(), fields.Byte(), fields.Byte(), fields.UInt64());
                    fields.Byte();
                    return fields.Left == 0 ? one : throw new MalformedPacketException();
                case 6:
                    throw new MessageRefusedException(Refusal.Version6);
                default:
                    throw new MalformedPacketException();
            }
        }

        public bool Announces(SignaturePacket signature) =>
            (Type, HashAlgorithm, KeyAlgorithm) == (signature.Type, signature.HashAlgorithm, signature.KeyAlgorithm)
            && (signature.IssuerKeyId is null || KeyId == signature.IssuerKeyId);
    }
}
