using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>Tells customers that want it, by mail, what happened to their files, cards, reports and certificates.</summary>
internal sealed class CustomerNoticeWatch(CustomerRegistry customers, KeyWatch keys, NoticeStore store, MailChannel mail,
    NoticeSender sender, NoticeSettings settings, TimeProvider time, ILogger<CustomerNoticeWatch> log) : BackgroundService
{
    /// <summary>A certificate that ends is told of when so many days are left.</summary>
    private static readonly int[] CertificateDays = [7, 30];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(settings.LookInterval, time, stoppingToken);
                foreach (var profile in customers.Current.Where(one => one.Notices.Mail.Count > 0))
                {
                    await LookAsync(profile, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    internal async Task LookAsync(CustomerProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            var now = time.GetUtcNow();
            var events = await store.EventsAsync(profile.Id, now, cancellationToken);
            var wanted = Wanted(profile, events.Concat(EndingCertificates(keys.Findings, profile.CustomerId, now)));
            await store.NoteForCustomerAsync(profile.Id, wanted, now, cancellationToken);
            await sender.SendAsync(new CustomerMailChannel(mail, profile), cancellationToken);
        }
        catch (FileExchangeException failure)
        {
            NoticesLog.NoticesNotRead(log, NoticeLimits.CustomerMail, failure.Reason, failure.Message);
        }
    }

    internal static IReadOnlyList<CustomerEvent> Wanted(CustomerProfile profile, IEnumerable<CustomerEvent> events) =>
        [.. events.Where(one => profile.Notices.About.Contains(one.About))];

    internal static IEnumerable<CustomerEvent> EndingCertificates(IReadOnlyList<KeyFinding> findings, string customer,
        DateTimeOffset now) =>
        from finding in findings
        where finding.Owner == customer && finding.Fingerprint is not null && finding.DaysLeft is >= 0
        let limit = CertificateDays.FirstOrDefault(days => finding.DaysLeft <= days)
        where limit > 0
        select new CustomerEvent(CustomerNotice.CertificateEnds,
            string.Create(CultureInfo.InvariantCulture, $"{finding.Fingerprint} {limit}"),
            finding.Fingerprint!, finding.DaysLeft!.Value.ToString(CultureInfo.InvariantCulture), now);
}
