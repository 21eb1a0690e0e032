using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Health;

namespace NexusGo.FileExchange.Operators.Notices;

/// <summary>What notices say, in both languages.</summary>
internal static class NoticeTexts
{
    public static NoticeText Began(Alarm alarm) => new("ALARM_BEGAN",
        $"LARM {Name(alarm.Area, "tjänsten")} {alarm.Rule} ({alarm.Level}): {alarm.Reason}",
        $"ALARM {Name(alarm.Area, "the service")} {alarm.Rule} ({alarm.Level}): {alarm.Reason}");

    public static NoticeText Ended(string area, string rule, DateTimeOffset began, DateTimeOffset now) => new("ALARM_ENDED",
        $"ÖVER {Name(area, "tjänsten")} {rule}: varade {Age.Of(now - began)}",
        $"OVER {Name(area, "the service")} {rule}: lasted {Age.Of(now - began)}");

    public static NoticeText Of(CustomerEvent one) => one.About switch
    {
        CustomerNotice.ReceiptErrors => new("RECEIPT_ERRORS",
            $"Filen {one.Subject} besvarades med fel ({one.Detail}). Se kvittot och felfilen.",
            $"The file {one.Subject} was answered with errors ({one.Detail}). See the receipt and the error file."),
        CustomerNotice.Approval => new("APPROVAL",
            $"Beställningen {one.Subject} väntar på att en andra person godkänner den.",
            $"The order {one.Subject} waits for a second person to approve it."),
        CustomerNotice.DuplicatePerson => new("DUPLICATE_PERSON",
            $"{one.Detail} kort i order {one.Subject} väntar: samma person har nyligen fått samma produkt (W-DUP-01).",
            $"{one.Detail} card(s) of order {one.Subject} wait: the same person had the same product lately (W-DUP-01)."),
        CustomerNotice.CertificateEnds => new("CERTIFICATE_ENDS",
            $"Certifikatet {one.Subject} slutar om {one.Detail} dagar. Skicka oss ett nytt i god tid.",
            $"The certificate {one.Subject} ends in {one.Detail} days. Send us a new one in good time."),
        CustomerNotice.Uncollected => new("UNCOLLECTED",
            $"Rapporten {one.Subject} har inte hämtats och tas snart bort.",
            $"The report {one.Subject} has not been collected and will be removed soon."),
        CustomerNotice.Stale => new("STALE",
            $"{one.Subject} kort avbröts för att de aldrig blev färdiga (STALE). Återrapporten nämner dem.",
            $"{one.Subject} card(s) were cancelled because they were never finished (STALE). The back-report names them."),
        _ => throw new ArgumentOutOfRangeException(nameof(one)),
    };

    private static string Name(string area, string whole) => area.Length == 0 ? whole : area;
}
