using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>What the register holds of one person, for an operator who has to answer that person or the customer.</summary>
internal sealed class PersonHistory(IHistoryStore store, KeyVault vaults, TimeProvider clock, ILogger<PersonHistory> log)
{
    /// <summary>Reads the person's cards. That they were read is on record before anybody sees them.</summary>
    /// <param name="customer">Whose register.</param>
    /// <param name="settings">The dialect of the CSV, whatever form its reports have.</param>
    /// <param name="number">The person.</param>
    /// <param name="operatorName">Who asks, for the record: an account, not a person's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The CSV, and how many cards are in it.</returns>
    public async Task<(byte[] Content, long Cards)> ReadAsync(CustomerId customer, AnswerSettings settings, SwedishIdentityNumber number,
        string operatorName, CancellationToken cancellationToken)
    {
        var vault = await vaults.OpenAsync(customer, cancellationToken).ConfigureAwait(false);
        using var content = new MemoryStream();
        await using var writer = new HistoryWriter(content, settings with { Format = AnswerFormat.Csv }, vault);
        await store.ReadPersonAsync(customer, PersonIndex.Of(vault, number), line => writer.Write(line, ""), operatorName,
            clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        await writer.CompleteAsync(cancellationToken).ConfigureAwait(false);
        RequestsLog.HistoryReadByOperator(log, customer.Value, writer.Lines);
        return (content.ToArray(), writer.Lines);
    }
}

/// <summary>Cards of a person, read for an operator.</summary>
internal interface IHistoryStore
{
    /// <summary>
    /// Reads the cards and writes into the audit log that they were read; returns when that is durable. Also a reading that finds nothing
    /// is recorded.
    /// </summary>
    Task ReadPersonAsync(CustomerId customer, Guid personIndex, Action<HistoryLine> onLine, string operatorName, DateTimeOffset now,
        CancellationToken cancellationToken);
}
