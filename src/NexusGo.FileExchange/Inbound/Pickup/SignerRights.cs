using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Whether the person behind a good signature may send this kind of file today.</summary>
internal static class SignerRights
{
    /// <summary>
    /// The rights of which a person needs at least one. Which right an action in a request needs is looked at row by row; some need none in
    /// particular.
    /// </summary>
    public static IReadOnlyList<PersonRight> Needed(InboundKind kind) => kind switch
    {
        InboundKind.Request => [PersonRight.Order, PersonRight.Approve, PersonRight.Block, PersonRight.Erase, PersonRight.History],
        InboundKind.Event => [PersonRight.Events],
        _ => [PersonRight.Order],
    };

    /// <summary>
    /// Requests have a setting of their own, because a customer that orders unsigned need not be allowed to erase unsigned.
    /// </summary>
    public static bool NeedsSignature(InboundKind kind, CustomerProfile profile) =>
        (kind == InboundKind.Request ? profile.Requests.Signature : profile.Pgp.Signature) == SignatureMode.Required;

    /// <param name="verdict">A good verdict.</param>
    /// <param name="people">Everybody of the profile, by certificate.</param>
    /// <param name="needed">One of these is enough.</param>
    /// <param name="today">The day in Europe/Stockholm.</param>
    /// <param name="hints">The customer's language.</param>
    public static ContentVerdict Judge(OpenPgpVerdict verdict,
        IReadOnlyList<(PersonSettings Person, OpenPgpCertificate Certificate)> people,
        IReadOnlyList<PersonRight> needed, DateOnly today, Hints hints)
    {
        if (verdict.SignerFingerprint is not { } fingerprint)
        {
            return ContentVerdict.Good(null);
        }

        if (people.FirstOrDefault(one => string.Equals(one.Certificate.Fingerprint, fingerprint, StringComparison.OrdinalIgnoreCase))
            .Person is not { } person)
        {
            return ContentVerdict.Refused("F-PGP-03", hints.KeyNotRegistered);
        }

        var signer = new Signer(person.Id, fingerprint, person.Rights);
        return (person, today) switch
        {
            ({ ValidFrom: { } from }, var day) when day < from => ContentVerdict.Refused("F-PGP-06", hints.RightNotBegun, signer),
            ({ ValidTo: { } to }, var day) when day > to => ContentVerdict.Refused("F-PGP-06", hints.RightEnded, signer),
            _ when !person.Rights.Any(needed.Contains) => ContentVerdict.Refused("F-PGP-06", hints.RightNeeded(string.Join(", ", needed)),
                signer),
            _ => ContentVerdict.Good(signer),
        };
    }
}
