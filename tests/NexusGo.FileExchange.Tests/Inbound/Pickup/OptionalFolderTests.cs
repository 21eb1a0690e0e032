using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

/// <summary>Nasty72: a server without the folder of the validation bench.</summary>
public sealed class OptionalFolderTests
{
    private static readonly CustomerProfile Profile = new() { CustomerId = "DEMO" };
    private static readonly AreaLease Lease = new(Profile.Id, "worker", 1);

    private readonly FakeTimeProvider clock = new();
    private readonly Lines log = new();

    [Fact]
    public async Task Nasty72_a_missing_test_folder_is_told_once_and_the_inbox_is_read_all_the_same()
    {
        var area = new InMemoryRemoteArea(clock, "/in");
        area.Put("/in/ORD_1.csv", [1]);
        var store = new SeenFiles();
        var look = new InboxPoller(store, clock, new HostileNames(clock, NullLogger<HostileNames>.Instance), log);
        for (var i = 0; i < 3; i++)
        {
            await LookAsync(look, area);
        }

        Assert.Equal(3, store.Seen.Count(path => path == "/in/ORD_1.csv"));
        Assert.Single(log.Events, id => id == 2004);

        // There for a while, and gone again: that is news.
        area.AddFolder("/in/test");
        area.Put("/in/test/ORD_2.csv", [1]);
        await LookAsync(look, area);
        Assert.Contains("/in/test/ORD_2.csv", store.Seen);
        await LookAsync(look, new InMemoryRemoteArea(clock, "/in"));
        Assert.Equal(2, log.Events.Count(id => id == 2004));
    }

    [Fact]
    public async Task A_missing_inbox_is_a_failure()
    {
        var e = await Assert.ThrowsAsync<RemoteFolderException>(() =>
            LookAsync(new InboxPoller(new SeenFiles(), clock, new HostileNames(clock, NullLogger<HostileNames>.Instance), log),
            new InMemoryRemoteArea(clock)));
        Assert.Equal(FailureReason.RemoteFolderMissing, e.Reason);
    }

    private static async Task LookAsync(InboxPoller look, InMemoryRemoteArea area)
    {
        await using var remote = new InMemoryRemoteFolder(area);
        await look.FindStableAsync(remote, Profile, FileNames.Compile(Profile), Lease, CancellationToken.None);
    }

    /// <summary>Remembers what was seen, and knows nothing else.</summary>
    private sealed class SeenFiles : IInboxStore
    {
        public List<string> Seen { get; } = [];

        public Task<IReadOnlyList<Sighting>> RecordAsync(AreaLease lease, IReadOnlyList<SeenFile> seen, DateTimeOffset now,
            CancellationToken cancellationToken)
        {
            Seen.AddRange(seen.Select(file => file.Path.ToString()));
            return Task.FromResult<IReadOnlyList<Sighting>>(
                [.. seen.Select(file => new Sighting(file.Path, 1, now, now, 1, null, null, null))]);
        }

        public Task NoteToldAsync(CustomerId customer, IReadOnlyList<RemotePath> paths, DateTimeOffset now,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<InboundFile>> ClaimAsync(AreaLease lease, IReadOnlyList<ClaimRequest> requests, DateTimeOffset now,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<MessageUse?> FindMessageAsync(CustomerId customer, ReadOnlyMemory<byte> mark, DateTimeOffset since,
            CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> CountClaimedAsync(CustomerId customer, DateTimeOffset since, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task NoteFailureAsync(InboundFile file, string problem, string? text, DateTimeOffset nextAttemptAt,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task DropClaimAsync(InboundFile file, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StoredFile>> StoredAsync(CustomerId customer, int limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlySet<string>> ClaimedNamesAsync(CustomerId customer, IReadOnlyCollection<string> names, bool isTest,
            DateTimeOffset since, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task CloseAsync(CustomerId customer, StoredFile file, DateTimeOffset now, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class Lines : ILogger<InboxPoller>
    {
        public List<int> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Events.Add(eventId.Id);
    }
}
