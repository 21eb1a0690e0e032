using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>One customer's open keys. Itself for many threads; the sealers it makes are for one thread each.</summary>
public sealed class CustomerVault : IDisposable
{
    /// <summary>Length of a keyed index as stored, in bytes: half an HMAC-SHA-256, ample against chance collisions.</summary>
    public const int IndexLength = 16;

    private readonly Dictionary<Guid, SecretBytes> cardKeys;
    private readonly Dictionary<Guid, SecretBytes> reportKeys;
    private readonly Guid reportKeyId;
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

    /// <summary>The customer key that new cards' keys are derived from; store it with their order.</summary>
    public Guid CardKeyId { get; }

    /// <summary>A sealer for new cards.</summary>
    public CardSealer CreateSealer() => CreateSealer(CardKeyId);

    /// <summary>A sealer for cards sealed under a certain, possibly older, customer key.</summary>
    /// <exception cref="SealBrokenException">The customer has no such key.</exception>
    public CardSealer CreateSealer(Guid cardKeyId) => new(Find(cardKeys, cardKeyId), Customer, cardKeyId);

    public ReportSealer CreateReportSealer(Guid reportId) => new(reportKeys[reportKeyId], Customer, reportKeyId, reportId);

    /// <param name="reportId">The report's id, as when it was sealed.</param>
    /// <param name="wrappedKey">What <see cref="ReportSealer.WrappedKey"/> gave.</param>
    /// <exception cref="SealBrokenException">Not this report's key, or changed.</exception>
    public ReportOpener OpenReport(Guid reportId, ReadOnlySpan<byte> wrappedKey)
    {
        var keyId = WrappedReportKey.KeyIdOf(wrappedKey);
        return new ReportOpener(Find(reportKeys, keyId), Customer, keyId, reportId, wrappedKey);
    }

    /// <summary>
    /// Writes the keyed index of a value: equal only for the same kind, value and customer. The destination has exactly <see cref="IndexLength"/> bytes.
    /// </summary>
    public void Index(IndexKind kind, ReadOnlySpan<byte> value, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, IndexLength);
        if (kind == IndexKind.CustomerRef)
        {
            index.ComputeReference(value, destination);
        }
        else
        {
            index.Compute(kind, value, destination);
        }
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

    private static (Dictionary<Guid, SecretBytes> ById, Guid Live) Unwrap(MasterKey master, IReadOnlyCollection<CustomerKey> keys, KeyPurpose purpose)
    {
        var own = keys.Where(key => key.Purpose == purpose).ToList();
        return (own.ToDictionary(key => key.KeyId, key => key.Unwrap(master)), own.Single(key => key.RetiredAt is null).KeyId);
    }

    private SecretBytes Find(Dictionary<Guid, SecretBytes> keys, Guid keyId) => keys.TryGetValue(keyId, out var key)
        ? key
        : throw new SealBrokenException($"Customer {Customer} has no key {keyId}.");
}
