namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>How the GnuPG engine is set up.</summary>
public sealed record GnuPgOptions
{
    /// <summary>The oldest gpg that treats missing integrity protection as an error (2.2.8, June 2018).</summary>
    public static readonly Version OldestGpg = new(2, 2, 8);

    /// <summary>
    /// The worker's private run-time directory; the engine's home is made inside it (0700) and holds a copy of our secret keys, protected
    /// as their files are. Best on a file system in memory, as /run is.
    /// </summary>
    public required string RunDirectory { get; init; }

    /// <summary>Our keys: the current one first, then those still accepted during a roll-over.</summary>
    public IReadOnlyList<GnuPgOwnKey> OwnKeys { get; init; } = [];

    /// <summary>Name or path of gpg; gpg-agent, gpgconf and gpg-connect-agent are looked for beside it, then in PATH.</summary>
    public string GpgProgram { get; init; } = "gpg";

    /// <summary>Longest time for sealing one report; then it fails and may be tried again.</summary>
    public TimeSpan SealTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc cref="SealCompression"/>
    public SealCompression Compression { get; init; } = SealCompression.None;
}

/// <summary>One of our keys.</summary>
/// <param name="Fingerprint">Primary fingerprint, hex.</param>
/// <param name="SecretKeyFile">The exported secret key, armoured or binary.</param>
/// <param name="PassphraseFile">A file whose first line is the key's passphrase, or null.</param>
public sealed record GnuPgOwnKey(string Fingerprint, string SecretKeyFile, string? PassphraseFile = null);

/// <summary>Compression of what we seal.</summary>
public enum SealCompression
{
    /// <summary>None: sealing runs at the speed of cipher and digest. Four times as fast as <see cref="Fast"/> on report text.</summary>
    None,
    /// <summary>ZIP level 1: reports come out at less than half their size; for slow lines.</summary>
    Fast,
}
