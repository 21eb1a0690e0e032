using System.Text.Json;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// Our OpenPGP keys as they lie in one folder: <c>own-keys.json</c> lists them, and each has <c>FINGERPRINT.secret.asc</c> (0600) and
/// <c>FINGERPRINT.public.asc</c> beside it. An instance is a snapshot; the list on disk is always replaced whole.
/// </summary>
public sealed partial class OwnKeys
{
    public const string ListName = "own-keys.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip };

    private OwnKeys(string directory, IEnumerable<OwnKey> keys)
    {
        Directory = directory;
        All = [.. keys.OrderByDescending(key => key.Current).ThenByDescending(key => key.CreatedAt)];
    }

    public string Directory { get; }

    /// <summary>The current key first, then the newest.</summary>
    public IReadOnlyList<OwnKey> All { get; }

    /// <summary>The key that signs; null before the first one was made.</summary>
    public OwnKey? Current => All.FirstOrDefault(key => key.Current);

    public static string ListFile(string directory) => Path.Combine(directory, ListName);

    /// <summary>Reads the list; a folder without one holds no keys. Key files are not looked at.</summary>
    /// <exception cref="FileExchangeException">The list cannot be read, or is none.</exception>
    public static OwnKeys Read(string directory)
    {
        var file = ListFile(directory);
        try
        {
            return new OwnKeys(directory, Check(file, JsonSerializer.Deserialize<OwnKey[]>(File.ReadAllBytes(file), Json)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return new OwnKeys(directory, []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable($"The list of our keys {file} cannot be read.", exception);
        }
        catch (JsonException exception)
        {
            throw Unavailable($"{file} is no list of keys (line {exception.LineNumber + 1}).", exception);
        }
    }

    public string SecretKeyFile(string fingerprint) => Path.Combine(Directory, fingerprint + ".secret.asc");

    public string CertificateFile(string fingerprint) => Path.Combine(Directory, fingerprint + ".public.asc");

    /// <summary>The keys that open files on that day, the signing one first.</summary>
    /// <param name="today">The day in Sweden.</param>
    /// <param name="passphrase">Where the keys' passphrase is; null = they have none.</param>
    public IReadOnlyList<BureauKeyFile> InUse(DateOnly today, PassphraseSource? passphrase = null) =>
        [.. All.Where(key => key.IsInUse(today))
            .Select(key => new BureauKeyFile(key.Fingerprint, SecretKeyFile(key.Fingerprint), passphrase))];

    /// <summary>
    /// The list with a new current key; the one before goes on opening files up to and including <paramref name="previousRetiresAt"/>.
    /// </summary>
    public OwnKeys WithCurrent(OpenPgpKeyInfo made, DateOnly? previousRetiresAt) => new(Directory,
    [
        .. All.Select(key => key.Current ? key with { Current = false, RetiresAt = previousRetiresAt } : key),
        new OwnKey { Fingerprint = made.Fingerprint, CreatedAt = made.CreatedAt, Current = true },
    ]);

    /// <summary>Replaces the list on disk: a reader sees the old one or this one, never a part.</summary>
    public void Save()
    {
        var attempt = ListFile(Directory) + ".new";
        using (var stream = new FileStream(attempt, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(stream, All, Json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(attempt, ListFile(Directory), overwrite: true);
    }

    private static OwnKey[] Check(string file, OwnKey?[]? keys)
    {
        // Fingerprints are checked, because each becomes a part of a path.
        if (keys is null || keys.Any(key => key is null || !Fingerprint().IsMatch(key.Fingerprint)))
        {
            throw Unavailable($"{file} is no list of keys: each needs a fingerprint of 40 or 64 hex digits in upper case.");
        }

        if (keys.DistinctBy(key => key!.Fingerprint).Count() != keys.Length || keys.Count(key => key!.Current) > 1)
        {
            throw Unavailable($"{file} names a key twice, or two keys as current.");
        }

        return keys!;
    }

    private static FileExchangeException Unavailable(string message, Exception? inner = null) =>
        new(FailureReason.SecretUnavailable, false, message, inner);

    [GeneratedRegex("^(?:[0-9A-F]{40}|[0-9A-F]{64})$")]
    private static partial Regex Fingerprint();
}
