using System.Globalization;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Postgres;

/// <summary>
/// Erases cards of a test's database, with a journal in a folder of its own. Its writer has a name of its own, too, because a database
/// knows each entry of a journal once.
/// </summary>
internal sealed class TestErasure : IDisposable
{
    private static int writers;

    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-journal-").FullName;
    private readonly ErasureJournal journal;

    public TestErasure(ExchangeDatabase database, KeyVault vaults, TimeProvider clock, string? writer = null)
    {
        writer ??= string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref writers)}");
        journal = new ErasureJournal(new ErasureJournalOptions(folder, writer), clock);
        var keys = new CardKeyStore(database);
        Cards = new CardErasure(journal, keys, new KeptReferences(keys, vaults), new CardNumberMarks(vaults));
    }

    public CardErasure Cards { get; }

    public void Dispose()
    {
        journal.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
