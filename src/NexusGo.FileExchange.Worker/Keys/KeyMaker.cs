using System.Security.Cryptography;
using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>What was made: the key, its certificate's file, and the key it took over from, if any.</summary>
internal sealed record MadeKey(OpenPgpKeyInfo Key, string CertificateFile, OwnKey? Previous);

/// <summary>Makes our own keys. Files first, the list last: a crash in between leaves files that nothing names.</summary>
internal sealed class KeyMaker(string keysDirectory, PassphraseSource? passphrase, TimeProvider time)
{
    public const string DefaultName = "NexusGo FileExchange";
    public const int DefaultDays = 730;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the first key. Null, and nothing made, when there is a current one already.</summary>
    /// <exception cref="FileExchangeException">The passphrase cannot be read, or the folder cannot be written.</exception>
    public Task<MadeKey?> GenerateAsync(string name, OpenPgpKeyKind kind, int days, CancellationToken cancellationToken) =>
        MakeAsync(name, kind, days, overlapDays: null, cancellationToken);

    /// <summary>
    /// Makes the next key; the one before goes on opening files for that many days. Null when there is none to take over from.
    /// </summary>
    /// <exception cref="FileExchangeException">The passphrase cannot be read, or the folder cannot be written.</exception>
    public Task<MadeKey?> RotateAsync(string name, OpenPgpKeyKind kind, int days, int overlapDays, CancellationToken cancellationToken) =>
        MakeAsync(name, kind, days, overlapDays, cancellationToken);

    private async Task<MadeKey?> MakeAsync(string name, OpenPgpKeyKind kind, int days, int? overlapDays,
        CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(keysDirectory, Private);
            await using var held = Hold();
            var before = OwnKeys.Read(keysDirectory);
            if (before.Current is null != overlapDays is null)
            {
                return null;
            }

            // The key is made beside the place where it is going to lie: no other folder ever holds it.
            var work = Path.Combine(keysDirectory, ".new");
            Clear(work);
            Directory.CreateDirectory(work, Private);
            try
            {
                var request = new OpenPgpKeyRequest
                {
                    Name = name,
                    Kind = kind,
                    ValidDays = days,
                    Passphrase = Passphrase(),
                    SecretKeyFile = Path.Combine(work, "secret.asc"),
                    CertificateFile = Path.Combine(work, "public.asc"),
                };
                var made = await new OpenPgpKeys(time).GenerateAsync(request, cancellationToken);
                File.Move(request.SecretKeyFile, before.SecretKeyFile(made.Fingerprint));
                File.Move(request.CertificateFile, before.CertificateFile(made.Fingerprint));
                before.WithCurrent(made, SwedishTime.DateOf(time.GetUtcNow()).AddDays(overlapDays ?? 0)).Save();
                return new MadeKey(made, before.CertificateFile(made.Fingerprint), before.Current);
            }
            finally
            {
                Clear(work);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                $"The folder of our keys {keysDirectory} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>
    /// The passphrase that protects our keys. A file for it that is not there yet is made, with a passphrase that nobody has to remember.
    /// </summary>
    private string? Passphrase()
    {
        if (passphrase is { Kind: PassphraseKind.File, Name: var file } && !File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(file, options);
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)) + "\n"));
            stream.Flush(flushToDisk: true);
        }

        return passphrase is null ? null : Encoding.UTF8.GetString(passphrase.Read());
    }

    /// <summary>One maker at a time; the kernel lets go when this process ends, however it ends.</summary>
    private FileStream Hold() => new(Path.Combine(keysDirectory, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None,
        bufferSize: 0);

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
