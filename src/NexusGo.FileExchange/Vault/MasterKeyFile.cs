using System.Security.Cryptography;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Vault;

/// <summary>The master key in a file that only its owner can read.</summary>
public static class MasterKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="path">The file.</param>
    /// <param name="setting">The setting that names the file, for messages.</param>
    /// <param name="former">See <see cref="MasterKey.Former"/>.</param>
    /// <exception cref="FileExchangeException">
    /// <see cref="FailureReason.SecretUnavailable"/>: missing, unreadable, readable by others (mode 0600 or less is demanded), or not a
    /// key.
    /// </exception>
    public static MasterKey Read(string path, string setting, MasterKey? former = null)
    {
        var source = $"the file {path} ({setting})";
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var mode = File.GetUnixFileMode(file.SafeFileHandle);
            if ((mode & ~OwnerOnly & ~ServiceCredentials.ModeBesideOwner(path)) != UnixFileMode.None)
            {
                throw Unavailable($"{source} has mode {Octal(mode)}; the master key must be readable by its owner alone: chmod 600 {path}");
            }

            Span<byte> text = stackalloc byte[MasterKeyText.MaxBytes];
            var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return MasterKeyText.Parse(text[..length], source, former);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{source} cannot be read: {Cause(failure)}", failure);
        }
    }

    /// <summary>
    /// Makes a file with a new random key unless there is one: for the embedded default, where nobody has prepared anything. Durable and
    /// complete or not there at all, also after a crash; of two workers doing this at once, one file wins.
    /// </summary>
    public static void CreateIfMissing(string path, string setting)
    {
        if (File.Exists(path))
        {
            return;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}.new";
        Span<byte> key = stackalloc byte[SecretBytes.KeyLength];
        Span<byte> text = stackalloc byte[2 * SecretBytes.KeyLength + 1];
        try
        {
            RandomNumberGenerator.Fill(key);
            Convert.TryToHexStringLower(key, text, out _);
            text[^1] = (byte)'\n';
            using (var file = new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = OwnerOnly, BufferSize = 0,
            }))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            if (!TryMove(temporary, path))
            {
                File.Delete(temporary);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"the file {path} ({setting}) cannot be created: {Cause(failure)}", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private static string Cause(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "permission denied",
        _ => failure.Message,
    };

    private static string Octal(UnixFileMode mode) => "0" + Convert.ToString((int)mode, 8).PadLeft(3, '0');

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, isTransient: false, char.ToUpperInvariant(message[0]) + message[1..], inner);
}
