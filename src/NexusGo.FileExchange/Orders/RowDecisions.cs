using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// Decides what the rules cannot: what the register already holds. Rows before this one in the same batch count as known; rows of earlier
/// batches are in the register already, in the same transaction.
/// </summary>
/// <param name="batch">The rows.</param>
/// <param name="known">What the register holds of them.</param>
/// <param name="contents">Tells whether two cards are the same.</param>
/// <param name="personCheck">Whether a person and product ordered lately are held.</param>
/// <param name="needsApproval">Whether cards wait for a second person.</param>
internal sealed class RowDecisions(OrderBatch batch, KnownCards known, CardComparison contents, bool personCheck, bool needsApproval)
{
    /// <summary>Sets outcome and code of every row and returns how many cards are to be stored.</summary>
    public int Decide()
    {
        var cards = 0;
        var rows = batch.Rows;
        for (var place = 0; place < rows.Length; place++)
        {
            ref var row = ref rows[place];
            if (row.Outcome != RowOutcome.Rejected)
            {
                DecideOne(ref row, place);
            }

            if (row.IsCard)
            {
                cards++;
            }
        }

        return cards;
    }

    private void DecideOne(ref BatchRow row, int place)
    {
        if (FindFirst(row, out var first))
        {
            if (contents.IsSame(first, Known(row)))
            {
                row.Outcome = RowOutcome.Unchanged;
                row.Code = null;
                row.OrderNo = first.OrderNo;
                row.CardNo = first.CardNo;
            }
            else
            {
                Reject(ref row, "E-REF-02");
            }

            return;
        }

        if (row.ReplacesCardNo is { } replaced && !known.CardNumbers.Remove(replaced))
        {
            Reject(ref row, "E-REF-04");
            return;
        }

        if (personCheck && row.PersonIndex != 0 && row.ReplacesCardNo is null && !known.Persons.Add((row.PersonIndex, row.ProductCode)))
        {
            row.Outcome = RowOutcome.OnHold;
            row.Code = OrderPass.PersonHadProduct;
        }

        if (needsApproval && row.Outcome == RowOutcome.Accepted)
        {
            row.Outcome = RowOutcome.OnHold;
            row.Code = OrderPass.AwaitsApproval;
        }

        // The numbers are not known yet; a second row with this reference in the same batch is answered from NumberCards.
        known.OwnRows.Add(row.RefIndex, place);
    }

    private bool FindFirst(in BatchRow row, out KnownCard first)
    {
        if (known.ByRef.TryGetValue(row.RefIndex, out first))
        {
            return true;
        }

        var isOwn = known.OwnRows.TryGetValue(row.RefIndex, out var place);
        first = isOwn ? Known(batch.Rows[place]) : default;
        return isOwn;
    }

    private KnownCard Known(in BatchRow row) => new(batch.CardOf(row), row.OrderNo, row.CardNo);

    private static void Reject(ref BatchRow row, string code)
    {
        row.Outcome = RowOutcome.Rejected;
        row.Code = code;
    }

    /// <summary>Gives the batch's cards their numbers, and rows that repeat one of them the number of the first.</summary>
    /// <param name="orderNo">The file's order number, with check digit.</param>
    /// <param name="firstNumber">First of the consecutive card numbers, without check digit.</param>
    public void NumberCards(long orderNo, long firstNumber)
    {
        foreach (ref var row in batch.Rows)
        {
            if (row.IsCard)
            {
                row.OrderNo = orderNo;
                row.CardNo = CheckDigit.Append(firstNumber++);
            }
            else if (row.Outcome == RowOutcome.Unchanged && row.CardNo == 0 && known.OwnRows.TryGetValue(row.RefIndex, out var place))
            {
                ref var first = ref batch.Rows[place];
                row.OrderNo = first.OrderNo;
                row.CardNo = first.CardNo;
            }
        }
    }

    /// <summary>
    /// A row that repeats an earlier one of this file: the register has the card already, but the order is only written with the verdict.
    /// </summary>
    public void NameOwnOrder(long orderNo)
    {
        foreach (ref var row in batch.Rows)
        {
            if (row.Outcome == RowOutcome.Unchanged && row is { OrderNo: 0, CardNo: not 0 })
            {
                row.OrderNo = orderNo;
            }
        }
    }
}
