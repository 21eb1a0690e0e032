using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>What a sender may do, well or badly, in a way that every engine has to judge alike.</summary>
public enum OpenPgpSample
{
    Good,
    GoodArmoured,
    /// <summary>Good, to the key we are about to retire.</summary>
    ToPreviousKey,
    EncryptedOnly,
    SignedOnly,
    NotForUs,
    /// <summary>Signed by the key of somebody who is no customer's person.</summary>
    ByStranger,
    ByExpiredKey,
    ByRevokedKey,
    NoIntegrity,
    WeakDigest,
    Truncated,
    ByteChanged,
    TwoContents,
    TrailingData,
}

/// <summary>An engine under test with keys on both sides and a sender who makes good and bad messages.</summary>
public interface IOpenPgpLab
{
    /// <summary>The engine, holding <see cref="Ours"/> and <see cref="Previous"/>.</summary>
    IOpenPgp Engine { get; }

    /// <summary>An engine that holds the customer's secret key and opens what was sealed for it.</summary>
    IOpenPgp CustomerEngine { get; }

    OpenPgpCertificate Ours { get; }
    OpenPgpCertificate Previous { get; }
    OpenPgpCertificate Customer { get; }
    OpenPgpCertificate Expired { get; }
    OpenPgpCertificate Revoked { get; }
    /// <summary>A good certificate that belongs to another customer.</summary>
    OpenPgpCertificate Stranger { get; }

    /// <summary>A file that holds the secret key of <see cref="Ours"/>.</summary>
    string OurSecretKeyFile { get; }

    ValueTask<byte[]> MakeAsync(OpenPgpSample sample, byte[] clear);
}
