using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery.Consumed;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Operators.Health;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Requests;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Tests.Manuals;

/// <summary>
/// The periods and limits that manuals promise are those of the code. A sentence is made from the constant and looked for.
/// </summary>
public sealed class PeriodsInManualsTests
{
    private const string Officer = "install/DATA-PROTECTION.md";
    private const string Data = "samples/manual/data.md";
    private const string Daten = "samples/manual/data.sv.md";
    private const string Answers = "samples/manual/answers.md";
    private const string Requests = "samples/manual/requests.md";

    private const string Operators = "install/README.md";

    private static readonly RetentionSettings Retention = new();
    private static readonly ConsumedSettings Consumed = new();
    private static readonly WorkerSettings Worker = new();

    public static TheoryData<string, string> Promises => new()
    {
        { Officer, $"unless agreed otherwise {Months(Retention.Keep)} months after delivery | `Retention.Keep`" },
        { Officer, $"The longest is {Months(RetentionPeriods.Longest)} months after delivery." },
        { Officer, $"as if delivered {Days(RetentionRules.DeliveryAfterShipment)} days after it was sent, "
            + $"or {Days(RetentionRules.DeliveryAfterProduction)} days after it was made" },
        { Officer, $"{Months(Retention.EraseUnfinishedAfter)} months after its order; {RetentionRules.UnfinishedMonthsOfImmediate} with" },
        { Officer, $"| {Days(RetentionRules.OnHold)} days; {Days(RetentionRules.AwaitingPhoto)} days |" },
        { Officer, $"stays blocked | the same | {Days(RetentionRules.OutOfUse)} days" },
        { Officer, $"at most {Days(RetentionRules.OutOfUse)} days |" },
        { Officer, $"not sent again | the same | {Days(RetentionRules.Returned)} days |" },
        { Officer, $"| database, sealed | {Days(PurgeLimits.QuarantineTime)} days |" },
        { Officer, $"{Days(Consumed.KeepCopies)} days after delivery | `Consumed.KeepCopies`" },
        { Officer, $"at most {Days(Consumed.MaxAge)} days | `Consumed.MaxAge`" },
        { Officer, $"| {Days(PurgeLimits.FileNameTime)} days after the answer |" },
        { Officer, $"| {new OrderSettings().DuplicateFileDays} days | `Orders.DuplicateFileDays`" },
        { Officer, $"| {Worker.Logging.RetentionDays} days | `Logging.RetentionDays`" },
        { Officer, $"| {PurgeLimits.EvidenceMonths} months |" },
        { Officer, $"the invoice, at most {CardNumberMarks.Months} months |" },
        { Officer, $"`Erasure.BackupDays` ({Worker.Erasure.BackupDays} days unless set)" },
        { Officer, $"within {PurgeLimits.AwaitedCommandTime.TotalHours} hours (exit code 16)" },
        { Operators, $"`Remote.Port`, {new RemoteSettings().Port} unless set" },
        { Operators, $"`Notices.MailPort`, {Worker.Notices.MailPort} unless set" },
        { Operators, $"`Page.Listen`, {Worker.Page.Listen.Split(':')[1]} unless set" },
        { Operators, $"`Budgets.SpoolBytes`: {new BudgetSettings().SpoolBytes >> 30} GB for each customer unless set" },
        { Operators, $"`Logging.MaxTotalBytes`: {Worker.Logging.MaxTotalBytes >> 30} GB unless set" },
        { Operators, $"below {Worker.FreeSpaceFloorBytes >> 30} GB, unless set otherwise, nothing is taken in" },
        { Operators, $"kept {Worker.Logging.RetentionDays} days (`Logging.RetentionDays`)" },
        { Operators, $"at the latest within {CustomerFolderWatch.DefaultInterval.TotalSeconds} seconds" },
        { Operators, $"less and less often, up to {RemoteSessions.LongestPause.TotalSeconds} seconds |" },
        { Operators, $"end by their deadline | up to {RemoteSessions.LongestPauseOfSilent.TotalMinutes} minutes, and" },
        { Operators, $"was refused | after {RemoteSessions.PauseAfterRefusal.TotalMinutes} minutes, so that" },
        { Operators, $"together open at most {ConnectTurns.OfOneServer} sessions of one SFTP server" },
        { Operators, $"A worker takes at most {ConnectionBudget.OfOneWorker} to the database" },
        { Operators, $"database differ by {Number(HealthLimits.ClockOffset.TotalSeconds)} seconds at most" },
        { Operators, $"| {Days(PurgeLimits.QuarantineTime)} days | files set aside" },
        { Operators, $"| {Days(Consumed.KeepCopies)} days | our copies of delivered files" },
        { Operators, $"| {PurgeLimits.EvidenceMonths} months | audit logs" },
        { Operators, $"| {new OrderSettings().DuplicateFileDays} days | keyed marks of order files" },
        { Data, $"{Days(RetentionRules.DeliveryAfterShipment)} days after it was sent, "
            + $"or {Days(RetentionRules.DeliveryAfterProduction)} days" },
        { Data, $"{Months(Retention.EraseUnfinishedAfter)} months after its order ({RetentionRules.UnfinishedMonthsOfImmediate} with" },
        { Data, $"after {Days(RetentionRules.OnHold)} days, or {Days(RetentionRules.AwaitingPhoto)} if it waits for a photo" },
        { Data, $"stayed blocked for {Days(RetentionRules.OutOfUse)} days" },
        { Data, $"after {Days(RetentionRules.OutOfUse)} days at the latest" },
        { Data, $"after {Days(PurgeLimits.QuarantineTime)} days, and at once" },
        { Data, $"{Days(PurgeLimits.FileNameTime)} days after it was answered" },
        { Data, $"we keep evidence for {PurgeLimits.EvidenceMonths} months" },
        { Daten, $"spärrat i {Days(RetentionRules.OutOfUse)} dagar" },
        { Daten, $"bevis i {PurgeLimits.EvidenceMonths} månader" },
        { Answers, $"remove it {Days(Consumed.MaxAge)} days after we delivered it" },
        { Answers, $"ask us within {Days(Consumed.KeepCopies)} days" },
        { Requests, $"and {RequestLimits.Reports} rows with `REPORT`" },
        { Requests, $"Up to {RequestLimits.RowsByDays} rows with `ALL_BEFORE`" },
        { "samples/manual/orders.md", $"waits for {Days(RetentionRules.AwaitingPhoto)} days (`ON_HOLD`, `W-PHO-01`)" },
        { "samples/README.md", $"`F-NAM-01` after {new IntakeSettings().UnmatchedAfter.TotalMinutes} minutes" },
        { "samples/README.sv.md", $"`F-NAM-01` efter {new IntakeSettings().UnmatchedAfter.TotalMinutes} minuter" },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void A_manual_promises_what_the_code_does(string page, string promise) =>
        Assert.Contains(promise, ManualPage.Read(page).Text.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);

    private static string Days(TimeSpan time) => time.TotalDays.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number) => number switch { 2 => "two", 3 => "three", _ => $"{number}" };

    private static string Months(string period) => RetentionPeriods.Months(period).ToString(CultureInfo.InvariantCulture);
}
