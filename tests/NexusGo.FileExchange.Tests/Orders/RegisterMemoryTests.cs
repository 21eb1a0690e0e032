using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Tests.Orders;

public sealed class RegisterMemoryTests
{
    private readonly Register register = new();
    private readonly CustomerKeys memory = new RegisterMemory().Of(new CustomerId("ACME"));

    [Fact]
    public async Task The_register_is_read_once_and_then_only_what_others_stored()
    {
        register.Store(out _, keys: [1, 2]);
        var first = await RecallAsync(rows: 10);
        Assert.True(first!.Knows(2));
        Assert.False(first.Knows(30));

        var ours = register.Store(out var entry, keys: [30]);
        memory.Stored(ours, first);
        var theirs = register.Store(out entry, keys: [40]);
        var second = await RecallAsync(rows: 10);

        Assert.Same(first, second);
        Assert.Equal(1, register.TimesReadWhole);
        Assert.Equal([theirs], register.FilesRead);
        Assert.True(second!.Knows(40));
    }

    [Fact]
    public async Task A_file_of_ours_that_used_other_keys_is_read_like_another_workers()
    {
        var before = await RecallAsync(rows: 10);
        memory.Forget();
        var keys = await RecallAsync(rows: 10);
        var one = register.Store(out _, keys: [50]);
        memory.Stored(one, before);
        var other = register.Store(out _, keys: [51]);
        memory.Stored(other, used: null);

        Assert.Same(keys, await RecallAsync(rows: 10));
        Assert.Equal([one, other], register.FilesRead);
        Assert.True(keys!.Knows(50));
        Assert.True(keys.Knows(51));
    }

    [Fact]
    public async Task A_file_stored_after_the_transaction_began_is_left_for_the_next()
    {
        await RecallAsync(rows: 10);
        register.Store(out var seen, keys: [60]);
        var late = register.Store(out _, keys: [61]);
        await memory.RecallAsync(register, register.Mark(seen), 10, CancellationToken.None);
        Assert.DoesNotContain(late, register.FilesRead);

        await RecallAsync(rows: 10);
        Assert.Contains(late, register.FilesRead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_log_that_was_set_back_and_went_on_otherwise_is_not_gone_on_with(int storedSince)
    {
        register.Store(out _, keys: [70]);
        register.Store(out _, keys: [71]);
        var before = await RecallAsync(rows: 10);

        // A standby that had not got the second took over, and others stored through it.
        register.Lose(1);
        for (var i = 0; i < storedSince; i++)
        {
            register.Store(out _, keys: [80 + i]);
        }

        var after = await RecallAsync(rows: 10);
        Assert.NotSame(before, after);
        Assert.All(Enumerable.Range(80, storedSince), key => Assert.True(after!.Knows(key)));
    }

    [Fact]
    public async Task A_log_that_was_set_back_and_did_not_go_on_is_noticed_too()
    {
        register.Store(out _, keys: [70]);
        register.Store(out _, keys: [71]);
        var before = await RecallAsync(rows: 10);
        register.Lose(1);
        Assert.NotSame(before, await RecallAsync(rows: 10));
    }

    [Fact]
    public async Task A_large_register_is_read_when_small_files_have_asked_often_enough()
    {
        register.Store(out _, keys: [.. Enumerable.Range(1, 1_000)]);
        var asked = 0;
        while (await RecallAsync(rows: 100) is null)
        {
            asked++;
            Assert.InRange(asked, 1, 20);
        }

        Assert.InRange(asked, 1, 9);
        Assert.Equal(1, register.TimesReadWhole);
    }

    [Fact]
    public async Task Keys_that_have_no_more_room_are_made_anew()
    {
        var first = await RecallAsync(rows: 10);
        KnownKeys? keys = first;
        for (var i = 0; i < 30 && ReferenceEquals(keys, first); i++)
        {
            keys = await RecallAsync(rows: 1_000);
        }

        Assert.NotSame(first, keys);
    }

    [Fact]
    public async Task Customers_together_are_remembered_within_a_limit()
    {
        var all = new RegisterMemory();
        var large = new List<CustomerKeys>();
        for (var i = 0; i < 5; i++)
        {
            large.Add(all.Of(new CustomerId($"BIG{i}")));
            await large[i].RecallAsync(register, register.Mark(register.LastEntry), 1_000_000, CancellationToken.None);
        }

        all.Of(new CustomerId("LAST"));
        Assert.InRange(large.Sum(keys => keys.Bytes), 1, 16 << 20);
        Assert.Equal([false, false, false, true, true], large.Select(keys => keys.Bytes > 0));
    }

    private Task<KnownKeys?> RecallAsync(long rows) => memory.RecallAsync(register, register.Mark(register.LastEntry), rows, CancellationToken.None);

    /// <summary>Keys are numbers here, spread as a keyed hash would.</summary>
    private sealed class Register : IRegisterKeys
    {
        private readonly List<(Guid File, UInt128[] Keys)> files = [];

        public long LastEntry => files.Count;
        public int TimesReadWhole { get; private set; }
        public List<Guid> FilesRead { get; } = [];

        /// <summary>The hash is of the file here.</summary>
        public AuditMark Mark(long entry) => entry == 0 ? default : new AuditMark(entry, files[(int)entry - 1].File.ToByteArray());

        public void Lose(int entries) => files.RemoveRange(files.Count - entries, entries);

        public Guid Store(out long entry, int[] keys)
        {
            var file = Guid.NewGuid();
            files.Add((file, [.. keys.Select(KnownKeysTests.Key)]));
            entry = files.Count;
            return file;
        }

        public Task<long> CountAsync(long most, CancellationToken cancellationToken) => Task.FromResult((long)files.Sum(file => file.Keys.Length));

        public Task ReadAllAsync(KnownKeys keys, CancellationToken cancellationToken)
        {
            TimesReadWhole++;
            Read(files, keys);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Guid>?> StoredAsync(AuditMark after, long lastEntry, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Guid>?>(after.EntryNo > files.Count || !Mark(after.EntryNo).Hash.Span.SequenceEqual(after.Hash.Span)
                ? null
                : [.. files.Take((int)lastEntry).Skip((int)after.EntryNo).Select(file => file.File)]);

        public Task<long> ReadFilesAsync(Guid[] wanted, KnownKeys keys, CancellationToken cancellationToken)
        {
            FilesRead.AddRange(wanted);
            return Task.FromResult(Read(files.Where(file => wanted.Contains(file.File)), keys));
        }

        private static long Read(IEnumerable<(Guid File, UInt128[] Keys)> some, KnownKeys keys)
        {
            var all = some.SelectMany(file => file.Keys).ToList();
            all.ForEach(key => keys.Add(key));
            return all.Count;
        }
    }
}

file static class Reading
{
    public static bool Knows(this KnownKeys? keys, int number) => keys!.Add(KnownKeysTests.Key(number));
}
