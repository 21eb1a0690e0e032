using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) under keys that are each used once, so that the nonce is zero, and without a new cipher for each: a call costs a fifth of what
/// a new <see cref="AesGcm"/> does. For one thread.
/// </summary>
internal sealed unsafe class RekeyedGcm : IDisposable
{
    // Fetched once and never freed: it belongs to the process, like the class.
    private static readonly nint Algorithm = LibCrypto.Require(LibCrypto.FetchCipher(0, "AES-256-GCM", null));

    private readonly CipherHandle sealing = new(Algorithm, encrypts: 1);
    private readonly CipherHandle opening = new(Algorithm, encrypts: 0);

    /// <param name="key">32 bytes that seal nothing else, ever.</param>
    /// <param name="clear">Any length.</param>
    /// <param name="sealedBytes">As long as <paramref name="clear"/>.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="associatedData">What the seal is bound to.</param>
    public void Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> clear, Span<byte> sealedBytes, Span<byte> tag, ReadOnlySpan<byte> associatedData)
    {
        CheckLengths(key, clear, sealedBytes, tag);
        var context = sealing.Pointer;
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        nonce.Clear();
        int written;
        fixed (byte* k = key, n = nonce, input = clear, output = sealedBytes, t = tag, bound = associatedData)
        {
            LibCrypto.Require(LibCrypto.InitCipher(context, 0, 0, k, n, 1));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, null, &written, bound, associatedData.Length));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, output, &written, input, clear.Length));
            LibCrypto.Require(LibCrypto.EndCipher(context, t, &written));
            LibCrypto.Require(LibCrypto.ControlCipher(context, LibCrypto.GetTag, WrappedSecret.TagLength, t));
        }

        GC.KeepAlive(sealing);
    }

    /// <param name="key">The key it was sealed with.</param>
    /// <param name="sealedBytes">What <see cref="Seal"/> wrote.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="clear">As long as <paramref name="sealedBytes"/>; zero after a failure.</param>
    /// <param name="associatedData">As when it was sealed.</param>
    /// <param name="what">For the error message: the kind of value, never the value.</param>
    /// <exception cref="SealBrokenException">Changed, or sealed for something else.</exception>
    public void Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> tag, Span<byte> clear, ReadOnlySpan<byte> associatedData, string what)
    {
        CheckLengths(key, sealedBytes, clear, tag);
        var context = opening.Pointer;
        Span<byte> nonce = stackalloc byte[WrappedSecret.NonceLength];
        nonce.Clear();
        int written;
        int genuine;
        fixed (byte* k = key, n = nonce, input = sealedBytes, output = clear, t = tag, bound = associatedData)
        {
            // GCM holds nothing back: the last call only compares tags and writes no byte.
            var end = stackalloc byte[WrappedSecret.TagLength];
            LibCrypto.Require(LibCrypto.InitCipher(context, 0, 0, k, n, 0));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, null, &written, bound, associatedData.Length));
            LibCrypto.Require(LibCrypto.UpdateCipher(context, output, &written, input, sealedBytes.Length));
            LibCrypto.Require(LibCrypto.ControlCipher(context, LibCrypto.SetTag, WrappedSecret.TagLength, t));
            genuine = LibCrypto.EndCipher(context, end, &written);
        }

        GC.KeepAlive(opening);
        if (genuine != 1)
        {
            CryptographicOperations.ZeroMemory(clear);
            throw WrappedSecret.DoesNotOpen(what, null);
        }
    }

    public void Dispose()
    {
        sealing.Dispose();
        opening.Dispose();
    }

    private static void CheckLengths(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output, ReadOnlySpan<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, SecretBytes.KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, input.Length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, WrappedSecret.TagLength);
    }

    /// <summary>OpenSSL zeroes the key in it when it is freed.</summary>
    private sealed class CipherHandle : SafeHandle
    {
        public CipherHandle(nint algorithm, int encrypts)
            : base(0, ownsHandle: true)
        {
            SetHandle(LibCrypto.Require(LibCrypto.NewCipher()));
            LibCrypto.Require(LibCrypto.InitCipher(handle, algorithm, 0, null, null, encrypts));
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
