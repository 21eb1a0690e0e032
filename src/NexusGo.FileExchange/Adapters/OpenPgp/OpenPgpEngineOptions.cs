using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>How the OpenPGP engine is set up.</summary>
public sealed record OpenPgpEngineOptions
{
    /// <summary>Our keys: the current one first, then those still accepted during a roll-over.</summary>
    public IReadOnlyList<BureauKeyFile> OwnKeys { get; init; } = [];

    /// <summary>Longest time for sealing one report; then it fails and may be tried again.</summary>
    public TimeSpan SealTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc cref="SealCompression"/>
    public SealCompression Compression { get; init; } = SealCompression.None;
}

/// <summary>One of our keys.</summary>
/// <param name="Fingerprint">Primary fingerprint, hex.</param>
/// <param name="SecretKeyFile">The exported secret key, armoured or binary.</param>
/// <param name="Passphrase">Where its passphrase is, or null: it has none.</param>
public sealed record BureauKeyFile(string Fingerprint, string SecretKeyFile, PassphraseSource? Passphrase = null);

/// <summary>Compression of what we seal.</summary>
public enum SealCompression
{
    /// <summary>None: sealing runs at the speed of cipher and digest. Four times as fast as <see cref="Fast"/> on report text.</summary>
    None,
    /// <summary>ZIP at its fastest: reports come out at less than half their size; for slow lines.</summary>
    Fast,
}

/// <summary>
/// Where a passphrase is kept: a file, an environment variable, or a credential of systemd (systemd.exec(5), LoadCredential).
/// </summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Name">Path of the file, name of the variable, or name of the credential.</param>
public sealed record PassphraseSource(PassphraseKind Kind, string Name)
{
    /// <summary>What stands before the name of a credential in a setting.</summary>
    public const string CredentialPrefix = ServiceCredentials.Prefix;

    private const string EnvironmentPrefix = "env:";

    /// <summary>As a setting names it: a path, <c>env:NAME</c> or <c>credential:NAME</c>.</summary>
    public static PassphraseSource Parse(string setting) =>
        setting.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
            ? new PassphraseSource(PassphraseKind.Environment, setting[EnvironmentPrefix.Length..])
        : setting.StartsWith(CredentialPrefix, StringComparison.Ordinal)
            ? new PassphraseSource(PassphraseKind.Credential, setting[CredentialPrefix.Length..])
        : new PassphraseSource(PassphraseKind.File, setting);

    /// <summary>The first line, as UTF-8.</summary>
    /// <exception cref="FileExchangeException">It is not there, or cannot be read.</exception>
    public byte[] Read()
    {
        try
        {
            return Kind switch
            {
                PassphraseKind.Environment => Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(Name)
                    ?? throw Unavailable($"There is no environment variable {Name} with the passphrase of our OpenPGP key.")),
                PassphraseKind.Credential => FirstLine(ServiceCredentials.PathOf(Name)),
                _ => FirstLine(Name),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"The passphrase in {this} cannot be read.", e);
        }
    }

    public override string ToString() => Kind switch
    {
        PassphraseKind.Environment => $"the environment variable {Name}",
        PassphraseKind.Credential => $"the credential {Name}",
        _ => Name,
    };

    private static byte[] FirstLine(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var end = bytes.AsSpan().IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? bytes : bytes[..end];
        if (end >= 0)
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        }

        return line;
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, false, message, inner);
}

/// <summary>Kinds of places for a passphrase.</summary>
public enum PassphraseKind
{
    File,
    Environment,
    Credential,
}
