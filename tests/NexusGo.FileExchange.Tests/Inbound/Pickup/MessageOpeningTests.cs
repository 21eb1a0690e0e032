using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Tests.OpenPgp;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>A message is opened to its end before any transaction begins, and not for ever.</summary>
[Trait("Attack", "20.3 one customer starves the others")]
public sealed class MessageOpeningTests : IDisposable
{
    private const string Rows = "customer_ref;product_code\r\nA1;VISITOR\r\n";
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-opening-").FullName;
    private readonly SpoolFolder spools;

    public MessageOpeningTests() => spools = new SpoolFolder(folder, NullLogger<SpoolFolder>.Instance);

    [Fact]
    public async Task When_the_import_begins_the_message_is_verified_and_its_slot_is_free_and_reading_it_twice_opens_it_once()
    {
        var engine = new ScriptedOpenPgp { Clear = Rows };
        await using var fetched = Fetch();
        var incoming = await Opening(engine).FetchedAsync(File(attempt: 1), fetched, null, null, Profile(), default);
        Assert.Equal((1, 0), (engine.Opened, engine.Open));
        for (var i = 0; i < 2; i++)
        {
            await using var content = await incoming.OpenAsync!(default);
            using var reader = new StreamReader(content.Clear, leaveOpen: true);
            Assert.Equal(Rows, await reader.ReadToEndAsync());
            Assert.Null((await content.CompleteAsync(default)).ErrorCode);
        }

        Assert.Equal(1, engine.Opened);
    }

    [Fact]
    public async Task Of_a_refused_message_no_clear_text_is_kept()
    {
        var engine = new ScriptedOpenPgp { Clear = Rows, Verdict = new OpenPgpVerdict("F-PGP-07", null, null, null) };
        await using var fetched = Fetch();
        var incoming = await Opening(engine).FetchedAsync(File(attempt: 1), fetched, null, null, Profile(), default);
        await using var content = await incoming.OpenAsync!(default);
        Assert.Equal(0, await content.Clear.ReadAsync(new byte[1]));
        Assert.Equal("F-PGP-07", (await content.CompleteAsync(default)).ErrorCode);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(9, true)]
    public async Task A_message_that_the_engine_cannot_open_is_answered_with_the_fifth_attempt(int attempt, bool isAnswered)
    {
        var opening = Opening(new ScriptedOpenPgp { Failure = new InvalidOperationException("a defect") });
        await using var fetched = Fetch();
        if (isAnswered)
        {
            var incoming = await opening.FetchedAsync(File(attempt), fetched, null, null, Profile(), default);
            await using var content = await incoming.OpenAsync!(default);
            Assert.Equal("F-PGP-08", (await content.CompleteAsync(default)).ErrorCode);
        }
        else
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                opening.FetchedAsync(File(attempt), fetched, null, null, Profile(), default).AsTask());
        }
    }

    [Fact]
    public async Task What_the_environment_lacks_is_never_blamed_on_the_customer()
    {
        var opening = Opening(new ScriptedOpenPgp { Failure = new FileExchangeException(FailureReason.SpoolUnavailable, isTransient: true,
            "the disk is full") });
        await using var fetched = Fetch();
        await Assert.ThrowsAsync<FileExchangeException>(() =>
            opening.FetchedAsync(File(attempt: 50), fetched, null, null, Profile(), default).AsTask());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FileOpening Opening(IOpenPgp engine)
    {
        var clock = new FakeTimeProvider();
        return new FileOpening(new PgpOpening(engine, new CertificateBook(engine), new BureauKeys(["AB"]), new KeyExpiry(), clock),
            new OrderUnpacking(spools, new PhotoSandbox("/nowhere", null, NullLogger<PhotoSandbox>.Instance), clock),
            new AnswerCertificates(new CertificateBook(engine), clock, NullLogger<AnswerCertificates>.Instance), spools);
    }

    private FetchedFile Fetch()
    {
        var spool = spools.Create();
        spool.Write(Encoding.ASCII.GetBytes("-----BEGIN PGP MESSAGE-----\n\nhF4D\n-----END PGP MESSAGE-----\n"));
        spool.Complete();
        return new FetchedFile(spool, spool.Length, new byte[32]);
    }

    private static InboundFile File(int attempt) => new()
    {
        FileId = Guid.NewGuid(), Customer = new CustomerId("DEMO"), Path = RemotePath.Folder("/in/"),
        Name = RemoteName.From("ORD_DEMO_000001.csv.pgp"), Version = 1,
        Seen = new RemoteVersion(60, 0), Kind = InboundKind.Order, IsTest = false, BaseName = "ORD_DEMO_000001",
        Lease = new AreaLease(new CustomerId("DEMO"), "one", 1),
        Attempt = attempt, FirstSeenAt = DateTimeOffset.UnixEpoch,
    };

    private static CustomerProfile Profile() => DemoProfile.Create() with { Pgp = new PgpSettings { Signature = SignatureMode.Optional } };
}
