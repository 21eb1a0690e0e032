using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace NexusGo.FileExchange.Vault;

/// <summary>
/// The few functions of OpenSSL 3's libcrypto (manual pages EVP_EncryptInit(3), EVP_MAC(3)) that <see cref="RekeyedGcm"/> and <see cref="KeyedHash"/> need.
/// It is the library the runtime's own classes call; they make a new cipher for every key and clone a hash for every value, which costs a card more than
/// all its rules together.
/// </summary>
internal static unsafe partial class LibCrypto
{
    public const int GetTag = 0x10;
    public const int SetTag = 0x11;

    private const string Library = "libcrypto.so.3";

    /// <exception cref="CryptographicException">OpenSSL refused; with its reason.</exception>
    public static void Require(int result)
    {
        if (result != 1)
        {
            throw new CryptographicException($"OpenSSL refused an operation (error {ErrGetError():x}).");
        }
    }

    public static nint Require(nint made) => made != 0 ? made : throw new CryptographicException($"OpenSSL could not make an object (error {ErrGetError():x}).");

    [LibraryImport(Library, EntryPoint = "ERR_get_error")]
    private static partial nuint ErrGetError();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FetchCipher(nint context, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_new")]
    public static partial nint NewCipher();

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_free")]
    public static partial void FreeCipher(nint cipher);

    [LibraryImport(Library, EntryPoint = "EVP_CipherInit_ex")]
    public static partial int InitCipher(nint cipher, nint type, nint engine, byte* key, byte* nonce, int encrypts);

    [LibraryImport(Library, EntryPoint = "EVP_CipherUpdate")]
    public static partial int UpdateCipher(nint cipher, byte* output, int* written, byte* input, int length);

    [LibraryImport(Library, EntryPoint = "EVP_CipherFinal_ex")]
    public static partial int EndCipher(nint cipher, byte* output, int* written);

    [LibraryImport(Library, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    public static partial int ControlCipher(nint cipher, int what, int length, byte* value);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_fetch", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint FetchMac(nint context, string algorithm, string? properties);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_new")]
    public static partial nint NewMac(nint type);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_CTX_free")]
    public static partial void FreeMac(nint mac);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_init")]
    public static partial int InitMac(nint mac, byte* key, nuint length, Parameter* parameters);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_update")]
    public static partial int UpdateMac(nint mac, byte* input, nuint length);

    [LibraryImport(Library, EntryPoint = "EVP_MAC_final")]
    public static partial int EndMac(nint mac, byte* output, nuint* written, nuint room);

    /// <summary>OSSL_PARAM(3). An array of them ends with one that is all zero.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Parameter
    {
        public const uint Utf8String = 4;

        public byte* Key;
        public uint DataType;
        public byte* Data;
        public nuint Size;
        public nuint Returned;
    }
}
