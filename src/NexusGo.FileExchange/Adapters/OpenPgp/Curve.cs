using System.Security.Cryptography;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>The curves that are accepted, by their object identifiers in OpenPGP (RFC 9580, 9.2).</summary>
/// <param name="Name">As gpg and the manuals call it.</param>
/// <param name="Oid">The identifier's encoded value.</param>
/// <param name="FieldBytes">Bytes of a coordinate.</param>
/// <param name="Nist">.NET's curve; null for Curve25519.</param>
internal sealed record Curve(string Name, byte[] Oid, int FieldBytes, ECCurve? Nist)
{
    public static readonly Curve Ed25519 = new("ed25519", [0x2b, 0x06, 0x01, 0x04, 0x01, 0xda, 0x47, 0x0f, 0x01], 32, null);
    public static readonly Curve X25519 = new("cv25519", [0x2b, 0x06, 0x01, 0x04, 0x01, 0x97, 0x55, 0x01, 0x05, 0x01], 32, null);
    private static readonly Curve P256 = new("nistp256", [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07], 32,
        ECCurve.NamedCurves.nistP256);
    private static readonly Curve P384 = new("nistp384", [0x2b, 0x81, 0x04, 0x00, 0x22], 48, ECCurve.NamedCurves.nistP384);
    private static readonly Curve P521 = new("nistp521", [0x2b, 0x81, 0x04, 0x00, 0x23], 66, ECCurve.NamedCurves.nistP521);

    private static readonly Curve[] All = [Ed25519, X25519, P256, P384, P521];

    /// <summary>The curve, or null: Brainpool, secp256k1, X448 and others are not accepted.</summary>
    public static Curve? Find(ReadOnlySpan<byte> oid)
    {
        foreach (var curve in All)
        {
            if (oid.SequenceEqual(curve.Oid))
            {
                return curve;
            }
        }

        return null;
    }

    /// <summary>An uncompressed point of a NIST curve: 04, x, y.</summary>
    public ECPoint Point(ReadOnlySpan<byte> encoded) => encoded.Length == 1 + (2 * FieldBytes) && encoded[0] == 4
        ? new ECPoint { X = encoded.Slice(1, FieldBytes).ToArray(), Y = encoded[(1 + FieldBytes)..].ToArray() }
        : throw new MalformedPacketException();

    /// <summary>A native point of Curve25519: 40, then 32 bytes (RFC 9580, 11.2).</summary>
    public static byte[] Native(ReadOnlySpan<byte> encoded) => encoded.Length == 33 && encoded[0] == 0x40
        ? encoded[1..].ToArray() : throw new MalformedPacketException();
}
