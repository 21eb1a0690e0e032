namespace NexusGo.FileExchange.Vault;

/// <summary>
/// What a keyed index stands for. The number goes into the HMAC, so that equal values of two kinds give unrelated indexes; never change
/// one.
/// </summary>
public enum IndexKind : byte
{
    /// <summary>A customer_ref, as written.</summary>
    CustomerRef = 1,
    /// <summary>A person: the identity number in its twelve-digit form.</summary>
    Person = 2,
    /// <summary>A whole file's clear content.</summary>
    FileContent = 4,
    /// <summary>Everything one row of a request file asks for.</summary>
    Request = 5,
    /// <summary>A signed message: what was signed, by whom and when.</summary>
    SignedMessage = 6,
    /// <summary>A card number, of a card that was erased before its invoice.</summary>
    CardNumber = 7,
}
