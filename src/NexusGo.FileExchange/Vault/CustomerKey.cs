using System.Security.Cryptography;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Vault;

/// <summary>One key of a customer as it is stored: wrapped by the master key, useless without it.</summary>
public sealed record CustomerKey
{
    public required Guid KeyId { get; init; }

    public required CustomerId Customer { get; init; }

    public required KeyPurpose Purpose { get; init; }

    /// <summary>60 bytes: nonce, the 32 wrapped bytes, tag.</summary>
    public required ReadOnlyMemory<byte> WrappedKey { get; init; }

    /// <summary><see cref="MasterKey.CheckValue"/> of the master key that wraps it.</summary>
    public required string MasterKeyCheck { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on the key only opens what it has wrapped; null for the one live key of its purpose.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    internal static CustomerKey Create(MasterKey master, CustomerId customer, KeyPurpose purpose, DateTimeOffset now)
    {
        using var fresh = SecretBytes.CreateRandom();
        var keyId = Guid.CreateVersion7(now);
        var wrapped = master.Wrap(fresh, AssociatedData.ForCustomerKey(purpose, customer, keyId));
        return new CustomerKey
        {
            KeyId = keyId, Customer = customer, Purpose = purpose, WrappedKey = wrapped, MasterKeyCheck = master.CheckValue,
            CreatedAt = now,
        };
    }

    /// <exception cref="CryptographicException">Wrapped under another master key, or changed.</exception>
    internal SecretBytes Unwrap(MasterKey master) =>
        master.Unwrap(WrappedKey.Span, AssociatedData.ForCustomerKey(Purpose, Customer, KeyId), MasterKeyCheck);

    /// <summary>The same key wrapped by the present master key.</summary>
    internal CustomerKey Rewrap(MasterKey master)
    {
        using var key = Unwrap(master);
        return this with { WrappedKey = master.Wrap(key, AssociatedData.ForCustomerKey(Purpose, Customer, KeyId)),
            MasterKeyCheck = master.CheckValue };
    }

    public override string ToString() => $"{Purpose} key {KeyId} of {Customer}{(RetiredAt is null ? "" : ", retired")}";
}
