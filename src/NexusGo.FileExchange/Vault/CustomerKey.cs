using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>One key of a customer as it is stored: wrapped by the master key, useless without it.</summary>
public sealed record CustomerKey
{
    public required Guid KeyId { get; init; }

    public required CustomerId Customer { get; init; }

    public required KeyPurpose Purpose { get; init; }

    /// <summary>1 for the first key of a purpose; the highest one seals, older ones only open.</summary>
    public required int Generation { get; init; }

    /// <summary>60 bytes: nonce, the 32 wrapped bytes, tag.</summary>
    public required ReadOnlyMemory<byte> WrappedKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal static CustomerKey Create(MasterKey master, CustomerId customer, KeyPurpose purpose, int generation, DateTimeOffset now)
    {
        using var fresh = SecretBytes.CreateRandom();
        var keyId = Guid.CreateVersion7(now);
        var wrapped = master.Wrap(fresh, AssociatedData.ForCustomerKey(purpose, generation, customer, keyId));
        return new CustomerKey
        {
            KeyId = keyId, Customer = customer, Purpose = purpose, Generation = generation, WrappedKey = wrapped, CreatedAt = now,
        };
    }

    /// <exception cref="CryptographicException">Wrapped under another master key, or changed.</exception>
    internal SecretBytes Unwrap(MasterKey master) =>
        master.Unwrap(WrappedKey.Span, AssociatedData.ForCustomerKey(Purpose, Generation, Customer, KeyId));

    public override string ToString() => $"{Purpose} key {KeyId} of {Customer}, generation {Generation}";
}
