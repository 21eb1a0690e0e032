using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Vault;

/// <summary>One customer's open keys. Itself for many threads; the sealers it makes are for one thread each.</summary>
public sealed class CustomerVault : IDisposable
{
    /// <summary>Length of a keyed index as stored, in bytes: half an HMAC-SHA-256, ample against chance collisions.</summary>
    public const int IndexLength = 16;

    private readonly Dictionary<Guid, SecretBytes> cardKeys;
    private readonly Dictionary<Guid, SecretBytes> reportKeys;
    private readonly Guid reportKeyId;
    private bool isStale;
    private readonly KeyedIndex index;

    internal CustomerVault(CustomerId customer, MasterKey master, IReadOnlyCollection<CustomerKey> keys)
    {
        Customer = customer;
        (cardKeys, CardKeyId) = Unwrap(master, keys, KeyPurpose.Cards);
        (reportKeys, reportKeyId) = Unwrap(master, keys, KeyPurpose.Reports);
        var (indexKeys, indexKeyId) = Unwrap(master, keys, KeyPurpose.Index);
        index = new KeyedIndex(indexKeys[indexKeyId]);
    }

    public CustomerId Customer { get; }

    /// <summary>The customer key that wraps the keys of new cards.</summary>
    public Guid CardKeyId { get; }

    /// <summary>
    /// Whether the customer's keys were changed after these were read: <see cref="KeyVault"/> reads them again for whoever asks next.
    /// </summary>
    public bool IsStale => Volatile.Read(ref isStale);

    /// <summary>A sealer for new cards.</summary>
    public CardSealer CreateSealer() => new(cardKeys[CardKeyId], Customer, CardKeyId);

    /// <summary>The customer's keys in the store are not these any more.</summary>
    public void MarkStale() => Volatile.Write(ref isStale, true);

    public ReportSealer CreateReportSealer(Guid reportId) => new(reportKeys[reportKeyId], Customer, reportKeyId, reportId);

    /// <param name="reportId">The report's id, as when it was sealed.</param>
    /// <param name="wrappedKey">What <see cref="ReportSealer.WrappedKey"/> gave.</param>
    /// <exception cref="SealBrokenException">Not this report's key, or changed.</exception>
    public ReportOpener OpenReport(Guid reportId, ReadOnlySpan<byte> wrappedKey)
    {
        var keyId = WrappedReportKey.KeyIdOf(wrappedKey);
        return reportKeys.TryGetValue(keyId, out var key)
            ? new ReportOpener(key, Customer, keyId, reportId, wrappedKey)
            : throw new SealBrokenException($"Customer {Customer} has no key of reports {keyId}.");
    }

    /// <summary>
    /// Writes the keyed index of a value: equal only for the same kind, value and customer. The destination has exactly
    /// <see cref="IndexLength"/> bytes.
    /// </summary>
    public void Index(IndexKind kind, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, IndexLength);
        index.Compute(kind, value, destination);
    }

    /// <inheritdoc cref="Index(IndexKind, ReadOnlySpan{byte}, Span{byte})"/>
    public byte[] Index(IndexKind kind, ReadOnlySpan<byte> value)
    {
        var destination = new byte[IndexLength];
        Index(kind, value, destination);
        return destination;
    }

    public FileContentHash CreateFileContentHash() => index.CreateFileContentHash();

    public void Dispose()
    {
        foreach (var key in cardKeys.Values.Concat(reportKeys.Values))
        {
            key.Dispose();
        }

        index.Dispose();
    }

    public override string ToString() => $"Vault of {Customer}";

    private static (Dictionary<Guid, SecretBytes> ById, Guid Live) Unwrap(MasterKey master, IReadOnlyCollection<CustomerKey> keys,
        KeyPurpose purpose)
    {
        var own = keys.Where(key => key.Purpose == purpose).ToList();
        return (own.ToDictionary(key => key.KeyId, key => key.Unwrap(master)), own.Single(key => key.RetiredAt is null).KeyId);
    }

    /// <exception cref="FileExchangeException">CustomerKeyRotated: the key was made after these were read, or is gone for good.</exception>
    internal SecretBytes CardKey(Guid keyId)
    {
        if (cardKeys.TryGetValue(keyId, out var key))
        {
            return key;
        }

        MarkStale();
        throw new FileExchangeException(FailureReason.CustomerKeyRotated, isTransient: true,
            $"Customer {Customer} had no key {keyId} when its keys were read; they are read again.");
    }
}
