using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// By what the cards of an order are found beside their ids and references: by person (orders.card_person) and by number (orders.number_run). Both are kept
/// beside the cards and not in indexes of theirs, and wait here until they are written in one go.
/// </summary>
internal sealed class CardEntries(CustomerSession session, string customer)
{
    private const string CopyPersons = "copy orders.card_person (person_index, card_id, customer_id) from stdin (format binary)";

    private const string InsertRuns = """
        insert into orders.number_run (order_id, customer_id, first_number, last_number, first_counter, gaps)
        select $1, $2, r.first_number, r.last_number, r.first_counter, r.gaps from unnest($3, $4, $5, $6) as r (first_number, last_number, first_counter, gaps)
        """;

    private const int PieceBytes = 1 << 16;

    private readonly WaitingPersons persons = new();
    private readonly NumberRuns numbers = new();
    private Guid order;

    /// <summary>It is time to write them.</summary>
    public bool AreMany => persons.AreMany || numbers.AreMany;

    /// <param name="row">A card.</param>
    /// <param name="orderId">The one order whose cards wait here.</param>
    public void Add(in BatchRow row, Guid orderId)
    {
        order = orderId;
        if (row.PersonIndex != 0)
        {
            persons.Add(row.PersonIndex, row.CardId);
        }

        if (row.CardNo != 0)
        {
            numbers.Add(row.CardId, row.CardNo);
        }
    }

    /// <summary>"No" is certain.</summary>
    /// <param name="lookedUp">Keyed indexes of persons.</param>
    /// <param name="cardNumbers">With check digits.</param>
    public bool MayHave(IReadOnlyList<UInt128> lookedUp, IReadOnlyList<long> cardNumbers) => persons.MayHave(lookedUp) || numbers.MayHave(cardNumbers);

    /// <summary>Their cards are in the database by then.</summary>
    public async Task WriteAsync(BinaryCopyBuffer buffer, CancellationToken cancellationToken)
    {
        if (persons.Count + numbers.Runs.Count == 0)
        {
            return;
        }

        CrashPoint.Pass("entries.writing");
        if (persons.Count > 0)
        {
            await session.CopyAsIntakeAsync(CopyPersons, (copy, cancellation) => WritePersonsAsync(copy, buffer, cancellation), cancellationToken).ConfigureAwait(false);
        }

        var runs = numbers.Runs;
        if (runs.Count > 0)
        {
            await session.ExecuteAsync(InsertRuns,
                [order, customer, runs.Select(run => run.FirstNumber).ToArray(), runs.Select(run => run.LastNumber).ToArray(), runs.Select(run => (long)run.FirstCounter).ToArray(), runs.Select(run => run.Gaps).ToArray()],
                cancellationToken).ConfigureAwait(false);
        }

        Clear();
        CrashPoint.Pass("entries.written");
    }

    public void Clear()
    {
        persons.Clear();
        numbers.Clear();
    }

    private async Task WritePersonsAsync(Stream copy, BinaryCopyBuffer buffer, CancellationToken cancellationToken)
    {
        persons.Sort();
        buffer.Begin();
        for (var i = 0; i < persons.Count; i++)
        {
            var (person, counter) = persons[i];
            buffer.Row(3);
            buffer.Hash(person);
            buffer.Uuid(CardIds.At(order, counter));
            buffer.Text(customer);
            if (buffer.Length >= PieceBytes)
            {
                await copy.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
                buffer.Clear();
            }
        }

        buffer.End();
        await copy.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
        buffer.Clear();
    }
}
