using System.Buffers.Binary;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Walks the outer packets of a message while it passes by and refuses everything but: session keys, then exactly one
/// integrity-protected packet, then the end. A message that is only signed may be one compressed packet, or signature packets
/// around one literal (RFC 9580, 10.3). gpg is given nothing that has not passed here, so a packet it might overlook cannot matter.
/// </summary>
/// <param name="requireEncryption">Refuses a message that is not encrypted.</param>
/// <param name="aeadReadable">Whether the installed gpg reads the AEAD packet (tag 20).</param>
internal sealed class MessageGrammar(bool requireEncryption, bool aeadReadable)
{
    /// <summary>More session keys than any real list of recipients; each hidden one costs a trial with every key of ours.</summary>
    public const int MaxSessionKeys = 64;

    private enum Place { Start, SessionKeys, Signatures, Literal, End }

    private readonly byte[] header = new byte[6];
    private int headerLength;
    private long bodyLeft;
    private bool partial;
    private bool toTheEnd;
    private bool wantsVersion;
    private int tag;
    private int sessionKeys;
    private Place place;

    /// <summary>Set once the message is refused.</summary>
    public Refusal? Refusal { get; private set; }

    /// <summary>Takes the next bytes of the binary message; false once it is refused.</summary>
    public bool Feed(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty && Refusal is null)
        {
            if (toTheEnd || bodyLeft > 0)
            {
                if (wantsVersion)
                {
                    wantsVersion = false;
                    CheckVersion(data[0]);
                }

                var used = toTheEnd ? data.Length : (int)Math.Min(bodyLeft, data.Length);
                bodyLeft -= toTheEnd ? 0 : used;
                data = data[used..];
                continue;
            }

            header[headerLength++] = data[0];
            data = data[1..];
            TakeHeader();
        }

        return Refusal is null;
    }

    /// <summary>Says whether the message was whole. Call once, after the last byte.</summary>
    public Refusal? Finish()
    {
        if (Refusal is null)
        {
            var whole = headerLength == 0 && bodyLeft == 0 && !partial && place is Place.End or Place.Literal;
            Refusal = whole || toTheEnd ? null : Refusal.Truncated;
        }

        return Refusal;
    }

    private void TakeHeader()
    {
        if (partial)
        {
            TakeNewLength(header.AsSpan(0, headerLength));
            return;
        }

        if ((header[0] & 0x80) == 0)
        {
            Refusal = place == Place.End ? Refusal.TrailingData : Refusal.Damaged;
            return;
        }

        var isNew = (header[0] & 0x40) != 0;
        if (headerLength == 1)
        {
            tag = isNew ? header[0] & 0x3f : (header[0] >> 2) & 0x0f;
            TakeTag();
            if (!isNew && (header[0] & 3) == 3)
            {
                // Indeterminate length: the rest of the file; only compressed data and literals are made so.
                Refusal ??= tag is 8 or 11 ? null : tag == 9 ? Refusal.NoIntegrity : Refusal.Damaged;
                toTheEnd = true;
                headerLength = 0;
            }

            return;
        }

        if (isNew)
        {
            TakeNewLength(header.AsSpan(1, headerLength - 1));
        }
        else if (headerLength == 1 + (1 << (header[0] & 3)))
        {
            var length = header.AsSpan(1, headerLength - 1);
            BeginBody(length.Length switch
            {
                1 => length[0],
                2 => BinaryPrimitives.ReadUInt16BigEndian(length),
                _ => BinaryPrimitives.ReadUInt32BigEndian(length),
            });
        }
    }

    private void TakeNewLength(ReadOnlySpan<byte> length)
    {
        switch (length[0])
        {
            case < 192:
                partial = false;
                BeginBody(length[0]);
                break;
            case < 224 when length.Length == 2:
                partial = false;
                BeginBody(((length[0] - 192) << 8) + length[1] + 192);
                break;
            case >= 224 and < 255:
                // Partial lengths are for data packets only (RFC 9580, 4.2.1.4).
                Refusal ??= tag is 8 or 9 or 11 or 18 or 20 ? null : Refusal.Damaged;
                partial = true;
                BeginBody(1L << (length[0] & 0x1f));
                break;
            case 255 when length.Length == 5:
                partial = false;
                BeginBody(BinaryPrimitives.ReadUInt32BigEndian(length[1..]));
                break;
        }
    }

    private void BeginBody(long length)
    {
        bodyLeft = length;
        headerLength = 0;
        if (length == 0 && wantsVersion)
        {
            Refusal = Refusal.Damaged;
        }
    }

    private void TakeTag()
    {
        wantsVersion = tag is 1 or 18;
        (Refusal, place) = (place, tag) switch
        {
            (Place.End, _) => (Refusal.TrailingData, place),
            (_, 10 or 21) => (null, place),
            (Place.Start, 2 or 4 or 8 or 11) when requireEncryption => (Refusal.NotEncrypted, place),
            (Place.Start or Place.SessionKeys, 1) => (++sessionKeys > MaxSessionKeys ? Refusal.ManyRecipients : null, Place.SessionKeys),
            (Place.Start or Place.SessionKeys, 3) => (Refusal.Passphrase, place),
            (Place.Start or Place.SessionKeys, 9) => (Refusal.NoIntegrity, place),
            (Place.SessionKeys, 18) => (null, Place.End),
            (Place.SessionKeys, 20) => (aeadReadable ? null : Refusal.Aead, Place.End),
            (Place.Start, 8) => (null, Place.End),
            (Place.Start or Place.Signatures, 2 or 4) => (null, Place.Signatures),
            (Place.Start or Place.Signatures, 11) => (null, Place.Literal),
            (Place.Literal, 2) => (null, Place.Literal),
            (Place.Literal, _) => (Refusal.TrailingData, place),
            _ => (Refusal.Structure, place),
        };
    }

    private void CheckVersion(byte version)
    {
        if (tag == 18 && version != 1)
        {
            Refusal = version == 2 ? Refusal.Aead : Refusal.Damaged;
        }
    }
}
