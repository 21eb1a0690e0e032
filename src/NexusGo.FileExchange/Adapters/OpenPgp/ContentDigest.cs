using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Hashes a literal's content as one signature covers it: as it is, or as text with CR LF at the end of every line (RFC 9580, 5.2.1).
/// </summary>
internal sealed class ContentDigest(HashAlgorithmName name, bool isText) : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(name);
    private bool afterReturn;

    public void Append(ReadOnlySpan<byte> content)
    {
        if (!isText)
        {
            hash.AppendData(content);
            return;
        }

        while (!content.IsEmpty)
        {
            var feed = content.IndexOf((byte)'\n');
            var line = feed < 0 ? content : content[..feed];
            hash.AppendData(line);
            afterReturn = line.IsEmpty ? afterReturn : line[^1] == '\r';
            if (feed < 0)
            {
                return;
            }

            hash.AppendData(afterReturn ? "\n"u8 : "\r\n"u8);
            afterReturn = false;
            content = content[(feed + 1)..];
        }
    }

    /// <summary>Whether this signature is one by the key over what was hashed. Ask once.</summary>
    public bool Fits(SignaturePacket signature, PublicKey key) => SignatureCheck.Fits(hash, name, signature, key);

    public void Dispose() => hash.Dispose();
}
