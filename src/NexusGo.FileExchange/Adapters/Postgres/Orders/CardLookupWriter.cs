using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// Which cards of an order are of which person (orders.card_person), kept beside the cards and not in an index of theirs. They wait here until they are
/// written in one go.
/// </summary>
internal sealed class CardLookupWriter(CustomerSession session, string customer)
{
    private const string CopyPersons = "copy orders.card_person (person_index, card_id, customer_id) from stdin (format binary)";

    private const int PieceBytes = 1 << 16;

    private readonly PersonIndexWriteBuffer persons = new();
    private Guid order;

    /// <summary>It is time to write them.</summary>
    public bool AreMany => persons.AreMany;

    /// <param name="row">A card.</param>
    /// <param name="orderId">The one order whose cards wait here.</param>
    public void Add(in BatchRow row, Guid orderId)
    {
        order = orderId;
        if (row.PersonIndex != 0)
        {
            persons.Add(row.PersonIndex, row.CardId);
        }
    }

    /// <summary>"No" is certain.</summary>
    /// <param name="lookedUp">Keyed indexes of persons.</param>
    public bool MayHave(IReadOnlyList<UInt128> lookedUp) => persons.MayHave(lookedUp);

    /// <summary>Their cards are in the database by then.</summary>
    public async Task WriteAsync(BinaryCopyBuffer buffer, CancellationToken cancellationToken)
    {
        if (persons.Count == 0)
        {
            return;
        }

        CrashPoint.Pass("entries.writing");
        await session.CopyAsIntakeAsync(CopyPersons, (copy, cancellation) => WritePersonsAsync(copy, buffer, cancellation), cancellationToken).ConfigureAwait(false);
        Clear();
        CrashPoint.Pass("entries.written");
    }

    public void Clear() => persons.Clear();

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
