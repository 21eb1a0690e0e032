namespace NexusGo.FileExchange.Customers;

internal sealed partial class CustomerProfileRules
{
    private void CheckPeople()
    {
        var people = profile.People;
        NeedUnique("People", people.Select(person => person.Id), "Id");
        for (var i = 0; i < people.Count; i++)
        {
            CheckFile($"People[{i}].CertificateFile", people[i].CertificateFile);
            if (people[i].Rights.Contains(PersonRight.Events))
            {
                Add($"People[{i}].Rights", "\"Events\"", "Order, Approve, Block, Erase, History",
                    "Events come from the production partner alone");
            }

            if (people[i] is { ValidFrom: { } from, ValidTo: { } to } && from > to)
            {
                Add($"People[{i}].ValidTo", "a day before ValidFrom", "a day from ValidFrom on", "Correct one of the two days");
            }
        }

        for (var i = 0; i < profile.Pgp.AnswerCertificates.Count; i++)
        {
            CheckFile($"Pgp.AnswerCertificates[{i}]", profile.Pgp.AnswerCertificates[i]);
        }

        if (profile.Pgp is { Encryption: PgpMode.None, Signature: SignatureMode.Required })
        {
            Add("Pgp.Signature", "\"Required\" though OpenPGP files are refused", "Optional when Pgp.Encryption is None",
                "Only OpenPGP files can be signed");
        }
        else if (profile.Pgp.Signature == SignatureMode.Required && !people.Any(person => person.Rights.Contains(PersonRight.Order)))
        {
            Add("People", people.Count == 0 ? "an empty list" : "nobody with the right Order",
                "at least one person with the right Order and a certificate",
                "Signatures are required, so somebody must be able to sign an order; or set Pgp.Signature to Optional");
        }

        if (profile.Requests.Signature == SignatureMode.Required
            && !people.Any(person => person.Rights.Any(right => right != PersonRight.Events)))
        {
            Add("Requests.Signature", "\"Required\" though nobody could sign a request",
                "Optional, or somebody in People with a right and a certificate",
                "As it is, no request of this customer could ever succeed; Optional lets the SSH key alone decide");
        }

        if (profile.Orders.Approval == ApprovalMode.FourEyes && !CanApproveEachOther(people))
        {
            Add("Orders.Approval", "\"FourEyes\"", "Auto, or two people of whom one may Order and the other Approve",
                "Add the other person to People");
        }

        if (profile.Orders.Approval == ApprovalMode.FourEyes && profile.Pgp.Signature != SignatureMode.Required)
        {
            Add("Orders.Approval", "\"FourEyes\" though signatures are not required",
                "Auto, or FourEyes together with Pgp.Signature Required",
                "Only signatures tell the person who orders from the one who approves");
        }
    }

    private static bool CanApproveEachOther(IReadOnlyList<PersonSettings> people) =>
        people.Any(one => one.Rights.Contains(PersonRight.Order)
            && people.Any(other => other.Id != one.Id && other.Rights.Contains(PersonRight.Approve)));
}
