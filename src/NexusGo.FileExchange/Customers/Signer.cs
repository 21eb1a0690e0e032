namespace NexusGo.FileExchange.Customers;

/// <summary>The registered person behind a good signature.</summary>
/// <param name="PersonId">The id in the profile.</param>
/// <param name="Fingerprint">Primary fingerprint of the key that signed, upper-case hex.</param>
/// <param name="Rights">What the person may ask for.</param>
public sealed record Signer(string PersonId, string Fingerprint, IReadOnlyList<PersonRight> Rights)
{
    /// <summary>As it stands in receipts, tables and evidence: id, blank, fingerprint.</summary>
    public string SignedBy => $"{PersonId} {Fingerprint}";

    /// <summary>
    /// Whether somebody else gave <paramref name="signedBy"/> (as in <see cref="SignedBy"/>): neither the key nor the person is the same,
    /// so that nobody is two people by way of a second key.
    /// </summary>
    public bool IsAnother(string signedBy)
    {
        var blank = signedBy.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && signedBy[..blank] != PersonId
            && !string.Equals(signedBy[(blank + 1)..], Fingerprint, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => SignedBy;
}
