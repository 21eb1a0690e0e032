using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Remote;

/// <summary>
/// A file's name inside one remote folder, kept as the bytes the server sent: SFTP version 3 names have no encoding
/// (draft-ietf-secsh-filexfer-02). <see cref="ToString"/> is for people: invalid UTF-8 and control characters are escaped.
/// </summary>
public readonly struct RemoteName : IEquatable<RemoteName>
{
    /// <summary>The longest name accepted, in bytes.</summary>
    public const int MaxBytes = 255;

    private readonly byte[]? bytes;

    private RemoteName(byte[] bytes) => this.bytes = bytes;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>
    /// Creates a name, or says no to one that could leave its folder or is not a name at all: empty, "." or "..", with "/" or NUL, over 255
    /// bytes.
    /// </summary>
    public static bool TryCreate(ReadOnlySpan<byte> name, out RemoteName result)
    {
        result = default;
        if (name.IsEmpty || name.Length > MaxBytes || name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)
            || name.IndexOfAny((byte)'/', (byte)0) >= 0)
        {
            return false;
        }

        result = new RemoteName(name.ToArray());
        return true;
    }

    /// <exception cref="ArgumentException">The text is not a name.</exception>
    public static RemoteName From(string name) =>
        TryCreate(Encoding.UTF8.GetBytes(name), out var result) ? result : throw new ArgumentException("Not a file name.", nameof(name));

    public bool Equals(RemoteName other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is RemoteName other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => DisplayText.Escape(Bytes.Span);

    public static bool operator ==(RemoteName left, RemoteName right) => left.Equals(right);

    public static bool operator !=(RemoteName left, RemoteName right) => !left.Equals(right);
}
