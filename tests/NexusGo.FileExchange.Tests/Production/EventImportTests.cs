using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;
using NexusGo.FileExchange.Testing.Vault;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Production;

/// <summary>The stage that takes event files, on a register in memory.</summary>
public sealed class EventImportTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryCardRegister register = new();
    private readonly InMemoryProductionStore store;
    private readonly StageFolder folder = new();
    private readonly KeyVault vault = TestVault.Create();
    private readonly FakeTimeProvider clock = new(Noon.AddHours(1));

    public EventImportTests() => store = new InMemoryProductionStore(register);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("e1;2026-03-01T12:01:00Z;{0};IN_PRODUCTION;;;;;;;;;", "ACCEPTED", null, CardStatus.InProduction)]
    [InlineData("e1;2026-03-01T12:01:00Z;{0};SHIPPED;;;;;;;;;", "REJECTED", "R-EVT-01", CardStatus.Ordered)]
    [InlineData("e1;2026-03-01T12:01:00Z;{0};FAILED;NO_STOCK;;;;;;;;", "ACCEPTED", null, CardStatus.Failed)]
    [InlineData("e1;2026-03-01T12:01:00Z;20000000008;FAILED;;;;;;;;;", "REJECTED", "R-EVT-02", CardStatus.Ordered)]
    [InlineData("e1;yesterday;{0};FAILED;;;;;;;;;", "REJECTED", "E-VAL-06", CardStatus.Ordered)]
    public async Task One_event_changes_its_card_or_says_why_not(string line, string status, string? code, CardStatus after)
    {
        var card = register.Add("ACME", 10_000_000_017,
            new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false), Noon);
        var verdict = await RunAsync(string.Format(null, line, 10_000_000_017));
        Assert.Equal((status, code), (verdict.FileStatus, verdict.ErrorCode));
        Assert.Equal(after, register.Cards[card].Card.Facts.Status);
    }

    [Fact]
    public async Task The_same_content_again_is_a_duplicate_and_changes_nothing()
    {
        register.Add("ACME", 10_000_000_017, new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false), Noon);
        const string Line = "e1;2026-03-01T12:01:00Z;10000000017;IN_PRODUCTION;;;;;;;;;";
        Assert.Equal("ACCEPTED", (await RunAsync(Line)).FileStatus);
        Assert.Equal(("DUPLICATE", "F-DUP-01"), await RunAsync(Line) is var again ? (again.FileStatus, again.ErrorCode) : default);
        Assert.Single(register.Events);
    }

    [Fact]
    public async Task A_card_changed_by_somebody_else_meanwhile_has_the_file_done_again()
    {
        var card = register.Add("ACME", 10_000_000_017,
            new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false), Noon);
        var attempts = 0;
        store.BeforeWrite = () =>
        {
            if (attempts++ == 0)
            {
                var entry = register.Cards[card];
                register.Cards[card] =
                    entry with { Card = entry.Card with { Facts = entry.Card.Facts with { Status = CardStatus.InProduction } } };
            }
        };
        var verdict = await RunAsync("e1;2026-03-01T12:01:00Z;10000000017;FAILED;;;;;;;;;");
        Assert.Equal(("ACCEPTED", 2, CardStatus.Failed), (verdict.FileStatus, attempts, register.Cards[card].Card.Facts.Status));
    }

    [Fact]
    public async Task A_refused_file_leaves_the_verdict_and_nothing_else()
    {
        register.Add("ACME", 10_000_000_017, new CardFacts(CardStatus.Ordered, CardState.None, IsInvoiced: false, IsErased: false), Noon);
        var verdict = await RunAsync("e1;2026-03-01T12:01:00Z;10000000017;IN_PRODUCTION;;;;;;;;;", promisedRows: 2);
        Assert.Equal(("REJECTED", "F-CTL-01"), (verdict.FileStatus, verdict.ErrorCode));
        Assert.Empty(register.Events);
        Assert.Single(store.Stored);
    }

    private async Task<FileVerdict> RunAsync(string line, long? promisedRows = null)
    {
        var bytes = Encoding.UTF8.GetBytes(PartnerRig.EventHeader + line + "\r\n");
        var incoming = new IncomingFile
        {
            File = EventFiles.Claimed("EVT_1.csv"),
            SizeBytes = bytes.Length,
            PromisedRows = promisedRows,
            OpenAsync = _ => ValueTask.FromResult<IInboundContent>(new PlainContent(new MemoryStream(bytes))),
        };
        var import = new EventImport(store, vault, folder.Spool, folder.Sealer(clock), clock, NullLogger<EventImport>.Instance);
        await using var stored = await import.RunAsync(incoming, new ProductionProfile().AsArea(), CancellationToken.None);
        return stored.Verdict;
    }
}
