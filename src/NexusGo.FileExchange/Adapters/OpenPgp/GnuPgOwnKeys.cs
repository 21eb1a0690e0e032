using System.Text;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Our own keys in the engine's home: public halves in one keyring, secret halves with the agent.</summary>
internal sealed class GnuPgOwnKeys
{
    public const string Keyring = "own.kbx";

    private readonly IReadOnlyList<GnuPgKey> keys;

    private GnuPgOwnKeys(IReadOnlyList<GnuPgKey> keys) => this.keys = keys;

    /// <summary>The primary key with this fingerprint, or null.</summary>
    public GnuPgKey? Find(string fingerprint) => keys.FirstOrDefault(key => key.Is(fingerprint));

    /// <summary>Whether a message names one of our keys by key id (16 hex digits).</summary>
    public bool HasKeyId(string keyId) =>
        keys.Any(key => key.WithSubkeys.Any(part => part.Fingerprint.EndsWith(keyId, StringComparison.OrdinalIgnoreCase)));

    /// <exception cref="FileExchangeException">A key file cannot be read, does not hold its key, or the key is too weak.</exception>
    public static async Task<GnuPgOwnKeys> LoadAsync(GnuPgProgram program, GnuPgAgent agent, IReadOnlyList<GnuPgOwnKey> configured,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var loaded = new List<GnuPgKey>();
        foreach (var own in configured)
        {
            await program.RunGpgAsync(["--keyring", Keyring, "--import"], await ReadAsync(own.SecretKeyFile, cancellationToken), cancellationToken);
            var list = await program.RunGpgAsync(["--keyring", Keyring, "--with-colons", "--with-keygrip", "--list-secret-keys"], default, cancellationToken);
            var key = GnuPgKey.ParseListing(list.Output).FirstOrDefault(key => key.Is(own.Fingerprint))
                ?? throw Unavailable($"{own.SecretKeyFile} does not hold the secret key {own.Fingerprint}.");
            if (key.WithSubkeys.FirstOrDefault(part => !part.IsRevoked && part.Weakness is not null) is { } weak)
            {
                throw Unavailable($"Our key {own.Fingerprint} is not accepted: {weak.Weakness}.");
            }

            await UnlockAsync(agent, own, key, cancellationToken);
            if (key.IsUsableAt(now))
            {
                await TrySignAsync(program, own, cancellationToken);
                await TryOpenAsync(program, own, key, cancellationToken);
            }

            loaded.Add(key);
        }

        return new GnuPgOwnKeys(loaded);
    }

    private static async Task UnlockAsync(GnuPgAgent agent, GnuPgOwnKey own, GnuPgKey key, CancellationToken cancellationToken)
    {
        if (own.PassphraseFile is null)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(await ReadAsync(own.PassphraseFile, cancellationToken));
        var passphrase = text.Split('\n', 2)[0].TrimEnd('\r');
        foreach (var part in key.WithSubkeys.Where(part => part.HasSecret))
        {
            await agent.PresetPassphraseAsync(part.Keygrip, passphrase, cancellationToken);
        }
    }

    /// <summary>A wrong passphrase, or a secret half that is missing, shows now and not with the first receipt. An expired key may still open.</summary>
    private static async Task TrySignAsync(GnuPgProgram program, GnuPgOwnKey own, CancellationToken cancellationToken)
    {
        var result = await program.RunGpgAsync(["--keyring", Keyring, "--local-user", own.Fingerprint, "--armor", "--sign"], default, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Unavailable($"Our key {own.Fingerprint} cannot sign: {(own.PassphraseFile is null
                ? "its file lacks the secret half, or needs a passphrase" : $"is the passphrase in {own.PassphraseFile} the right one?")}");
        }
    }

    /// <summary>
    /// Opens a message to ourselves. gpg-agent writes an imported secret key anew when it is first used; two messages that came first, side by side, could find it
    /// half written, and a good one would pass for damaged.
    /// </summary>
    private static async Task TryOpenAsync(GnuPgProgram program, GnuPgOwnKey own, GnuPgKey key, CancellationToken cancellationToken)
    {
        var message = await program.RunGpgAsync(["--keyring", Keyring, "--recipient", key.Fingerprint, "--armor", "--encrypt"], default, cancellationToken);
        if (message.ExitCode != 0)
        {
            // A key that only signs.
            return;
        }

        var opened = await program.RunGpgAsync(["--keyring", Keyring, "--decrypt"], Encoding.ASCII.GetBytes(message.Output), cancellationToken);
        if (opened.ExitCode != 0)
        {
            throw Unavailable($"Our key {own.Fingerprint} cannot open what is encrypted to it: the file {own.SecretKeyFile} lacks the secret half of its encryption key.");
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"{file} cannot be read.", e);
        }
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, false, message, inner);
}
