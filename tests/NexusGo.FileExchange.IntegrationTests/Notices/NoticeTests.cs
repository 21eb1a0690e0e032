using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Notices;

namespace NexusGo.FileExchange.IntegrationTests.Notices;

/// <summary>Alarms become notices once at their start and once at their end, and none is lost, whatever the receiver does.</summary>
public sealed class NoticeTests : IAsyncLifetime, IDisposable
{
    private const int Step = 5;
    private const string Secret = "a shared secret";
    private static readonly Alarm Failing = new("ACME", "failing", "DOWN", "pick-up failed 5 time(s) in a row: RemoteUnreachable");
    private static readonly Alarm Disk = new("", "disk", "DEGRADED", "data and spool: 1 GiB left");

    private readonly PostgresFixture postgres = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 30, 9, 0, 0, TimeSpan.Zero));
    private readonly string secretFile = Path.GetTempFileName();
    private NoticeStore store = null!;

    public async Task InitializeAsync()
    {
        await postgres.InitializeAsync();
        await File.WriteAllTextAsync(secretFile, Secret);
        store = new NoticeStore(postgres.Database);
    }

    public Task DisposeAsync() => postgres.DisposeAsync();

    public void Dispose() => File.Delete(secretFile);

    [Fact]
    public async Task A_day_without_the_receiver_loses_nothing_doubles_nothing_and_comes_in_one_message_in_order()
    {
        await using var receiver = await NoticeReceiver.StartAsync();
        using var channel = new WebhookChannel(new NoticeSettings { WebhookUrl = receiver.Address, WebhookSecretFile = secretFile }, clock);
        var sender = Sender(channel);
        receiver.IsDown = true;
        for (var minute = 0; minute < 24 * 60; minute += Step)
        {
            // ACME fails from ten to twelve and from three to four; the disk is short of room from noon on. Two workers look.
            var hour = minute / 60;
            var lasting = new List<Alarm>();
            lasting.AddRange(hour is 10 or 11 or 15 ? [Failing with { Reason = $"minute {minute}" }] : []);
            lasting.AddRange(hour >= 12 ? [Disk] : []);
            await NoteAsync(lasting);
            await NoteAsync(lasting);
            await sender.SendAsync(channel, CancellationToken.None);
            clock.Advance(TimeSpan.FromMinutes(Step));
        }

        Assert.Empty(receiver.Taken);
        Assert.InRange(receiver.Refused, 50, 200);

        receiver.IsDown = false;
        clock.Advance(TimeSpan.FromMinutes(10));
        await sender.SendAsync(channel, CancellationToken.None);
        await sender.SendAsync(channel, CancellationToken.None);

        var (signature, body) = Assert.Single(receiver.Taken);
        using var message = JsonDocument.Parse(body);
        var notices = message.RootElement.GetProperty("notices").EnumerateArray().ToList();
        Assert.Equal(["ALARM_BEGAN ACME", "ALARM_ENDED ACME", "ALARM_BEGAN ", "ALARM_BEGAN ACME", "ALARM_ENDED ACME"],
            notices.Select(one => $"{one.GetProperty("kind").GetString()} {one.GetProperty("area").GetString()}"));
        Assert.Equal(notices.Select(one => one.GetProperty("number").GetInt64()).Order(),
            notices.Select(one => one.GetProperty("number").GetInt64()));
        Assert.Contains("lasted 2 h", notices[1].GetProperty("text").GetString(), StringComparison.Ordinal);

        var parts = signature.Split(',');
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret),
            (byte[])[.. Encoding.ASCII.GetBytes(parts[0][2..] + "."), .. body]);
        Assert.Equal("v1=" + Convert.ToHexStringLower(expected), parts[1]);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds().ToString(), parts[0][2..]);
    }

    [Fact]
    public async Task Mail_goes_by_TLS_to_a_real_server_and_waits_while_that_is_away()
    {
        using var server = new MailServer();
        var channel = new MailChannel(Mail(server), clock);
        var sender = Sender(channel);
        await NoteAsync([Failing], NoticeLimits.Mail);
        await sender.SendAsync(channel, CancellationToken.None);
        Assert.Equal(1L,
            await postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.notice where sent_at is null and attempts = 1"));

        await server.StartAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await sender.SendAsync(channel, CancellationToken.None);
        await NoteAsync([], NoticeLimits.Mail);
        await sender.SendAsync(channel, CancellationToken.None);

        Assert.Equal(2, server.Mails().Count);
        Assert.Contains("Subject: LARM ACME failing", server.Mails()[0], StringComparison.Ordinal);
        Assert.Contains("To: night@bureau.example", server.Mails()[0], StringComparison.Ordinal);
        Assert.Equal(0L, await postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.notice where sent_at is null"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_server_without_TLS_or_with_a_strange_certificate_gets_no_mail(bool withTls, bool isTrusted)
    {
        using var server = new MailServer(withTls);
        await server.StartAsync();
        var settings = Mail(server);
        var channel = new MailChannel(isTrusted ? settings : settings with { MailAuthorityFile = null }, clock);
        await NoteAsync([Failing], NoticeLimits.Mail);
        await Sender(channel).SendAsync(channel, CancellationToken.None);
        Assert.Empty(server.Mails());
        Assert.Equal(1L,
            await postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.notice where sent_at is null and attempts = 1"));
    }

    [Fact]
    public async Task A_customer_is_told_once_of_a_file_with_errors_in_its_language_and_without_personal_data()
    {
        using var server = new MailServer();
        await server.StartAsync();
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "TOLD");
        rig.Drop("ORD_1.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;NOPE;Plantagenet;Öberg;HQ\r\n");
        await rig.PollAsync();
        var profile = rig.Profile with { Notices = new CustomerNoticeSettings { Mail = ["it@told.example"] } };
        var channel = new CustomerMailChannel(new MailChannel(Mail(server), clock), profile);
        for (var look = 0; look < 2; look++)
        {
            await store.NoteForCustomerAsync(profile.Id, await store.EventsAsync(profile.Id, rig.Clock.GetUtcNow(), CancellationToken.None),
                clock.GetUtcNow(), CancellationToken.None);
            await Sender(channel).SendAsync(channel, CancellationToken.None);
        }

        var mail = Assert.Single(server.Mails());
        Assert.Contains("To: it@told.example", mail, StringComparison.Ordinal);
        Assert.Contains("ORD_1.csv", mail, StringComparison.Ordinal);
        Assert.Contains("besvarades med fel", mail, StringComparison.Ordinal);
        Assert.DoesNotContain("Plantagenet", mail, StringComparison.Ordinal);

        // The same file, as the report on the month has it.
        var report = await new DriftStore(postgres.Database).OfAsync(profile, MonthOf(rig.Clock.GetUtcNow()), CancellationToken.None);
        Assert.Equal((1L, 1L, 1L), (report.FilesInAll, report.FilesRefused, report.RowsRefused));
        Assert.Equal("E-PRD-01", report.WorthMending[0].Code);
    }

    private NoticeSender Sender(INoticeChannel channel) => new(store, [channel], clock, NullLogger<NoticeSender>.Instance);

    private Task NoteAsync(IReadOnlyList<Alarm> lasting, string channel = NoticeLimits.Webhook) =>
        store.NoteAlarmsAsync(lasting, [channel], clock.GetUtcNow(), CancellationToken.None);

    private static DateOnly MonthOf(DateTimeOffset now) => SwedishTime.DateOf(now).AddDays(1 - SwedishTime.DateOf(now).Day);

    private static NoticeSettings Mail(MailServer server) => new()
    {
        MailServer = "localhost", MailPort = server.Port, MailAuthorityFile = server.Certificate, MailFrom = "fx@bureau.example",
        MailTo = ["night@bureau.example"], Language = AnswerLanguage.Sv,
    };
}
