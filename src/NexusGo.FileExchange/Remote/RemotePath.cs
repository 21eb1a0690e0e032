using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Remote;

/// <summary>
/// A folder or file on a remote area, as bytes; absolute in the customer's (chrooted) view, such as <c>/in/ORD_1.csv</c>.
/// </summary>
public readonly struct RemotePath : IEquatable<RemotePath>
{
    private readonly byte[]? bytes;

    private RemotePath(byte[] bytes) => this.bytes = bytes;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>A folder named in a profile. A missing slash at the end is added.</summary>
    public static RemotePath Folder(string path) => new(Encoding.UTF8.GetBytes(path.EndsWith('/') ? path : path + "/"));

    /// <summary>A path as it was stored.</summary>
    public static RemotePath FromBytes(ReadOnlySpan<byte> path) => new(path.ToArray());

    /// <summary>A file of this folder.</summary>
    public RemotePath Combine(RemoteName name)
    {
        var folder = Bytes.Span;
        var slash = folder.IsEmpty || folder[^1] != (byte)'/' ? 1 : 0;
        var path = new byte[folder.Length + slash + name.Bytes.Length];
        folder.CopyTo(path);
        if (slash == 1)
        {
            path[folder.Length] = (byte)'/';
        }

        name.Bytes.Span.CopyTo(path.AsSpan(folder.Length + slash));
        return new RemotePath(path);
    }

    /// <summary>A file of the same folder as this file.</summary>
    public RemotePath Sibling(RemoteName name) => new RemotePath(Bytes.Span[..(Bytes.Span.LastIndexOf((byte)'/') + 1)].ToArray())
        .Combine(name);

    /// <summary>Whether this path is the other, or lies somewhere below it.</summary>
    public bool IsInside(RemotePath other)
    {
        var inner = Bytes.Span;
        var outer = other.Bytes.Span.TrimEnd((byte)'/');
        return inner.StartsWith(outer) && (inner.Length == outer.Length || inner[outer.Length] == (byte)'/');
    }

    public bool Equals(RemotePath other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override bool Equals(object? obj) => obj is RemotePath other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => DisplayText.Escape(Bytes.Span);

    public static bool operator ==(RemotePath left, RemotePath right) => left.Equals(right);

    public static bool operator !=(RemotePath left, RemotePath right) => !left.Equals(right);
}
