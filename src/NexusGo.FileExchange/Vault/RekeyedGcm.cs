using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) under a key that changes with every call, without a new cipher for each: a call costs a fifth of what a new
/// <see cref="AesGcm"/> does. Same layout as <see cref="GcmBox"/>. For one thread.
/// </summary>
internal sealed unsafe class RekeyedGcm : IDisposable
{
    // Fetched once and never freed: it belongs to the process, like the class.
    private static readonly nint Algorithm = LibCrypto.Require(LibCrypto.FetchCipher(0, "AES-256-GCM", null));

    private readonly CipherHandle sealing;
    private readonly CipherHandle opening;

    /// <param name="firstKey">For calls that bring no key of their own; may be empty when every call brings one.</param>
    public RekeyedGcm(ReadOnlySpan<byte> firstKey = default)
    {
        CheckKey(firstKey);
        sealing = new CipherHandle(Algorithm, firstKey, encrypts: 1);
        opening = new CipherHandle(Algorithm, firstKey, encrypts: 0);
    }

    /// <param name="key">32 bytes; empty: the key it has.</param>
    /// <param name="nonce">12 bytes, never used before with this key.</param>
    /// <param name="clear">Any length.</param>
    /// <param name="box"><see cref="GcmBox.Overhead"/> bytes longer than <paramref name="clear"/>.</param>
    /// <param name="associatedData">What the seal is bound to.</param>
    public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> clear, Span<byte> box, ReadOnlySpan<byte> associatedData)
    {
        CheckKey(key);
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, GcmBox.NonceLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(box.Length, clear.Length + GcmBox.Overhead);
        nonce.CopyTo(box);
        var context = sealing.Pointer;
        int written;
        fixed (byte* k = key, n = nonce, input = clear, bound = associatedData, whole = box)
        {
            var output = whole + GcmBox.NonceLength;
            LibCrypto.Require(LibCrypto.InitCipher(context, 0, 0, k, n, 1));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, null, &written, bound, associatedData.Length));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, output, &written, input, clear.Length));
            LibCrypto.Require(LibCrypto.EndCipher(context, output + written, &written));
            LibCrypto.Require(LibCrypto.ControlCipher(context, LibCrypto.GetTag, GcmBox.TagLength, output + clear.Length));
        }

        GC.KeepAlive(sealing);
    }

    /// <param name="key">32 bytes; empty: the key it has.</param>
    /// <param name="box">What <see cref="Seal"/> wrote.</param>
    /// <param name="clear"><see cref="GcmBox.Overhead"/> bytes shorter; zero after a failure.</param>
    /// <param name="associatedData">As when it was sealed.</param>
    /// <param name="what">For the error message: the kind of value, never the value.</param>
    /// <exception cref="SealBrokenException">Too short, changed, or sealed for something else.</exception>
    public void Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> box, Span<byte> clear, ReadOnlySpan<byte> associatedData, string what)
    {
        CheckKey(key);
        GcmBox.CheckLength(box, clear.Length, what);
        var context = opening.Pointer;
        int written;
        int genuine;
        fixed (byte* k = key, whole = box, output = clear, bound = associatedData)
        {
            LibCrypto.Require(LibCrypto.InitCipher(context, 0, 0, k, whole, 0));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, null, &written, bound, associatedData.Length));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, output, &written, whole + GcmBox.NonceLength, clear.Length));
            LibCrypto.Require(LibCrypto.ControlCipher(context, LibCrypto.SetTag, GcmBox.TagLength, whole + box.Length - GcmBox.TagLength));
            genuine = LibCrypto.EndCipher(context, output + written, &written);
        }

        GC.KeepAlive(opening);
        if (genuine != 1)
        {
            CryptographicOperations.ZeroMemory(clear);
            throw GcmBox.DoesNotOpen(what, null);
        }
    }

    public void Dispose()
    {
        sealing.Dispose();
        opening.Dispose();
    }

    private static void CheckKey(ReadOnlySpan<byte> key)
    {
        if (key.Length is not (SecretBytes.KeyLength or 0))
        {
            throw new ArgumentException($"A key has {SecretBytes.KeyLength} bytes.", nameof(key));
        }
    }

    /// <summary>OpenSSL zeroes the key in it when it is freed.</summary>
    private sealed class CipherHandle : SafeHandle
    {
        public CipherHandle(nint algorithm, ReadOnlySpan<byte> key, int encrypts)
            : base(0, ownsHandle: true)
        {
            SetHandle(LibCrypto.Require(LibCrypto.NewCipher()));
            fixed (byte* k = key)
            {
                LibCrypto.Require(LibCrypto.InitCipher(handle, algorithm, 0, k, null, encrypts));
            }
        }

        public override bool IsInvalid => handle == 0;

        public nint Pointer => IsClosed ? throw new ObjectDisposedException(nameof(RekeyedGcm)) : handle;

        protected override bool ReleaseHandle()
        {
            LibCrypto.FreeCipher(handle);
            return true;
        }
    }
}
