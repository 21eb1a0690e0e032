using System.Collections.Concurrent;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Customers;

/// <summary>The certificates that profiles name. Each file is inspected once and again only when its size or time has changed.</summary>
public sealed class CertificateBook(IOpenPgp openPgp)
{
    private readonly ConcurrentDictionary<string, Page> pages = new(StringComparer.Ordinal);

    /// <summary>The certificates in a file; never empty. A person may have an old and a new one in the same file.</summary>
    /// <exception cref="FileExchangeException">SecretUnavailable: no readable certificate, or a secret key that has no business
    /// there.</exception>
    public async ValueTask<IReadOnlyList<OpenPgpKeyInfo>> ReadAsync(string file, CancellationToken cancellationToken)
    {
        var info = new FileInfo(file);
        var state = info.Exists ? (info.Length, info.LastWriteTimeUtc) : default;
        var page = pages.GetOrAdd(file, _ => new Page(state, InspectLater(file)));
        if (page.State != state)
        {
            pages.TryUpdate(file, new Page(state, InspectLater(file)), page);
            page = pages[file];
        }

        IReadOnlyList<OpenPgpKeyInfo> keys;
        try
        {
            keys = await page.Keys.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FileExchangeException)
        {
            pages.TryRemove(KeyValuePair.Create(file, page));
            throw;
        }

        if (keys.Count == 0 || keys.Any(key => key.HasSecret))
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false, keys.Count == 0
                ? $"{file} holds no OpenPGP certificate that can be read."
                : $"{file} holds a secret key; only certificates belong there.");
        }

        return keys;
    }

    // Several callers wait for one inspection, so no caller's token stops it.
    private Lazy<Task<IReadOnlyList<OpenPgpKeyInfo>>> InspectLater(string file) =>
        new(() => openPgp.InspectAsync(file, CancellationToken.None).AsTask());

    /// <summary>All people's certificates with their owner.</summary>
    /// <exception cref="FileExchangeException"><inheritdoc cref="ReadAsync"/></exception>
    public async ValueTask<IReadOnlyList<(PersonSettings Person, OpenPgpCertificate Certificate)>> OfPeopleAsync(CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        var found = new List<(PersonSettings, OpenPgpCertificate)>(profile.People.Count);
        foreach (var person in profile.People)
        {
            foreach (var key in await ReadAsync(person.CertificateFile, cancellationToken).ConfigureAwait(false))
            {
                found.Add((person, new OpenPgpCertificate(key.Fingerprint, person.CertificateFile)));
            }
        }

        return found;
    }

    private sealed record Page((long Length, DateTime ModifiedAt) State, Lazy<Task<IReadOnlyList<OpenPgpKeyInfo>>> Keys);
}
