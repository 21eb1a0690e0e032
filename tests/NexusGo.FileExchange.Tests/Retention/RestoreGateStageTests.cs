using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Retention;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Retention;

/// <summary>What the restore gate repeats of a journal, on doubles.</summary>
public sealed class RestoreGateStageTests : RetentionContract
{
    private readonly RetentionDoubles doubles = new();
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-journal-").FullName;
    private readonly ErasureJournal journal;

    public RestoreGateStageTests() => journal = new ErasureJournal(new ErasureJournalOptions(folder, "gate"), Clock);

    internal override ExchangeStores Stores => doubles.Stores;

    internal override RetentionStores Retention => doubles.Retention;

    internal override FakeTimeProvider Clock => doubles.Clock;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("done", false, false, true)]
    [InlineData("done", true, false, true)]
    [InlineData("announced", false, false, false)]
    [InlineData("announced", true, false, true)]
    [InlineData("announced", false, true, true)]
    [InlineData("undone", false, false, false)]
    [InlineData("undone", true, false, false)]
    [InlineData("undone", false, true, false)]
    public async Task An_entry_is_repeated_if_it_was_carried_out_or_may_have_been(string end, bool keysAreGone, bool databaseIsOlder,
        bool isRepeated)
    {
        var (card, number) = await AddAsync(Ida);
        var entry = journal.Announce(Customer.Value, ErasureCause.Request, [card]);
        if (end != "announced")
        {
            journal.Conclude(entry, Customer.Value, end == "done");
        }

        if (keysAreGone)
        {
            await Retention.Replay.DestroyKeysAsync(Customer, entry.Journal, Entries().Single(one => one.Number == entry.Number), default);
        }

        if (databaseIsOlder)
        {
            var another = journal.Announce(Customer.Value, ErasureCause.Operator, [(await AddAsync(Bo)).CardId]);
            journal.Conclude(another, Customer.Value, done: true);
        }

        var found = await PassAsync();
        Assert.Equal((isRepeated ? 1 : 0) + (databaseIsOlder ? 1 : 0), found.Entries);
        Assert.Equal(found.Entries, found.Cards);
        Assert.Equal(isRepeated ? 0 : 1, (await Retention.Register.CardsAsync(Customer, number, null, default)).Count);
        Assert.Equal(new RestoreFinding(0, 0, null), await PassAsync());
    }

    [Fact]
    public async Task A_vault_that_is_older_than_an_erasure_loses_the_keys_again()
    {
        var entry = journal.Announce(Customer.Value, ErasureCause.Request, [(await AddAsync(Ida)).CardId]);
        journal.Conclude(entry, Customer.Value, done: true);
        await PassAsync();
        doubles.Exchange.KeyDestructions.Clear();
        Assert.Equal(0, (await PassAsync()).Entries);
        Assert.Equal([entry.Number], await Retention.Replay.WithoutKeysAsync(Customer, entry.Journal, default));
    }

    [Fact]
    public async Task The_first_of_what_was_repeated_tells_how_old_the_database_is()
    {
        foreach (var row in new[] { Ida, Bo })
        {
            var entry = journal.Announce(Customer.Value, ErasureCause.Request, [(await AddAsync(row)).CardId]);
            journal.Conclude(entry, Customer.Value, done: true);
            Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(new RestoreFinding(2, 2, Now), await PassAsync());
    }

    private Task<RestoreFinding> PassAsync() =>
        new RestoreGate(journal, Retention.Replay, NullLogger<RestoreGate>.Instance).PassAsync(default);

    private IEnumerable<JournalEntry> Entries() => journal.Files().SelectMany(file => JournalFile.Read(file.Path));
}
