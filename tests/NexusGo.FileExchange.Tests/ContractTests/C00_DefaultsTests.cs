using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>Every default that the contract gives as a number, in one table.</summary>
public sealed class C00_DefaultsTests
{
    public static TheoryData<string, object, object> Defaults()
    {
        var profile = new CustomerProfile();
        return new()
        {
            { "1: an entry that is no order file is told after", InboxLook.LingersAfter, TimeSpan.FromHours(24) },
            { "2: StableFor", profile.Intake.StableFor, TimeSpan.FromSeconds(30) },
            { "2: an unknown name is answered after", profile.Intake.UnmatchedAfter, TimeSpan.FromMinutes(15) },
            { "2: quarantined for", PurgeLimits.QuarantineTime, TimeSpan.FromDays(7) },
            { "2: quarantined files", profile.Budgets.QuarantineFiles, 20 },
            { "2: quarantined bytes", profile.Budgets.QuarantineBytes, 20L << 20 },
            { "3: rows", profile.Limits.Rows, 10_000 },
            { "3: columns", profile.Limits.Columns, 40 },
            { "3: CSV", profile.Limits.CsvBytes, 20L << 20 },
            { "3: zip", profile.Limits.ZipBytes, 1L << 30 },
            { "3: zip entries", profile.Limits.ZipEntries, 10_000 },
            { "3: a photo", profile.Limits.PhotoBytes, 5L << 20 },
            { "3: ratio", profile.Limits.ExpansionRatio, 100 },
            { "3: a row", profile.Limits.RowBytes, 1 << 20 },
            { "3: numbers", profile.Answers.Numbers, AnswerNumbers.Plain },
            { "3: format", profile.Answers.Format, AnswerFormat.Csv },
            { "4: Accept", profile.Orders.Accept, AcceptMode.PerRow },
            { "4: Approval", profile.Orders.Approval, ApprovalMode.Auto },
            { "4: Sequence", profile.Orders.Sequence, SequencePolicy.None },
            { "4: Pgp", profile.Pgp.Encryption, PgpMode.Required },
            { "4: Signature", profile.Pgp.Signature, SignatureMode.Required },
            { "4: the same content within", profile.Orders.DuplicateFileDays, 400 },
            { "4: the same person within", profile.Orders.DuplicatePersonDays, 30 },
            { "4: a photo may come within", RetentionRules.AwaitingPhoto, TimeSpan.FromDays(14) },
            { "7: a signature is at most so old", profile.Pgp.MaxSignatureAge, TimeSpan.FromDays(7) },
            { "7: the mark of a message lives", MessageMarks.Days, 400 },
            { "7: signatures of a message", SignedContent.MaxSignatures, 4 },
            { "9: error lines", ErrorsWriter.MaxLines, 5_000 },
            { "11: MaxAge", profile.Consumed.MaxAge, TimeSpan.FromDays(30) },
            { "11: uncollected warning", profile.Consumed.UncollectedWarning, TimeSpan.FromDays(7) },
            { "12: on hold", RetentionRules.OnHold, TimeSpan.FromDays(30) },
            { "12: ACCEPTED", profile.StageLimits.Accepted, TimeSpan.FromDays(7) },
            { "12: ORDERED", profile.StageLimits.Ordered, TimeSpan.FromDays(14) },
            { "12: IN_PRODUCTION", profile.StageLimits.InProduction, TimeSpan.FromDays(30) },
            { "12: FAILED", profile.StageLimits.Failed, TimeSpan.FromDays(14) },
            { "12: RETURNED", profile.StageLimits.Returned, TimeSpan.FromDays(30) },
            { "12: EraseUnfinishedAfter", profile.Retention.EraseUnfinishedAfter, "12M" },
            { "12: the same with IMMEDIATE, months", RetentionRules.UnfinishedMonthsOfImmediate, 6 },
            { "12: a lost card", profile.Orders.LostOrStolen, ReplacedCard.Block },
            { "13: an uncollected batch is an alarm after", ConsumptionRules.ProductionPatience, TimeSpan.FromDays(2) },
            { "13: an invoice finds its card for months", CardNumberMarks.Months, 24 },
            { "14.1: assumed delivered after shipment", RetentionRules.DeliveryAfterShipment, TimeSpan.FromDays(14) },
            { "14.1: assumed delivered after production", RetentionRules.DeliveryAfterProduction, TimeSpan.FromDays(30) },
            { "14.1: returned", RetentionRules.Returned, TimeSpan.FromDays(90) },
            { "14.3: blocked", RetentionRules.OutOfUse, TimeSpan.FromHours(90 * 24) },
            { "14.6: evidence, months", PurgeLimits.EvidenceMonths, 24 },
            { "14: a file's own name", PurgeLimits.FileNameTime, TimeSpan.FromDays(30) },
        };
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void C00_a_default_is_what_the_contract_says(string what, object found, object agreed) =>
        Assert.True(Equals(agreed, found), $"{what}: {found}, not {agreed}");
}
