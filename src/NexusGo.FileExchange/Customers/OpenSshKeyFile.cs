using System.Buffers.Binary;
using System.Text;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Private keys as ssh-keygen writes them (OpenSSH, PROTOCOL.key). The public half stands in the clear, also in an encrypted one.
/// </summary>
internal static class OpenSshKeyFile
{
    private const string Begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
    private const int LargestBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Magic => "openssh-key-v1\0"u8;

    /// <summary>
    /// The type of the key, such as <c>sk-ssh-ed25519@openssh.com</c>; null when the file is no such key or cannot be read.
    /// </summary>
    public static string? TypeOf(string file)
    {
        try
        {
            return new FileInfo(file) is { Exists: true, Length: < LargestBytes } ? TypeIn(File.ReadAllLines(file)) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? TypeIn(string[] lines)
    {
        var buffer = new byte[LargestBytes];
        var base64 = string.Concat(lines.SkipWhile(line => line != Begin).Skip(1)
            .TakeWhile(line => !line.StartsWith("-----", StringComparison.Ordinal)));
        if (!Convert.TryFromBase64String(base64, buffer, out var length) || !buffer.AsSpan(0, length).StartsWith(Magic))
        {
            return null;
        }

        // Cipher, KDF and its options, the number of keys (one), and the public key, which begins with its type.
        var rest = buffer.AsSpan(Magic.Length, length - Magic.Length);
        return TakeString(ref rest, out _) && TakeString(ref rest, out _) && TakeString(ref rest, out _) && rest.Length > 4
            && TakeString(rest[4..], out var publicKey) && TakeString(publicKey, out var type)
            ? Encoding.ASCII.GetString(type)
            : null;
    }

    private static bool TakeString(Span<byte> from, out Span<byte> text)
    {
        var rest = from;
        return TakeString(ref rest, out text);
    }

    private static bool TakeString(scoped ref Span<byte> from, out Span<byte> text)
    {
        text = default;
        if (from.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(from) > (uint)(from.Length - 4))
        {
            return false;
        }

        var length = (int)BinaryPrimitives.ReadUInt32BigEndian(from);
        text = from.Slice(4, length);
        from = from[(4 + length)..];
        return true;
    }
}
