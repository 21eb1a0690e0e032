using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;

namespace NexusGo.FileExchange.Requests;

internal sealed partial class RequestDecisions
{
    /// <summary>Four eyes: approving and declining orders.</summary>
    private RequestAnswer DecideOrder(RequestRow row)
    {
        var named = known.Orders.Where(order => row.Number is { } number ? order.OrderNo == number : order.FileName == row.FileName
            && order.FileHash.StartsWith(row.FileHash!, StringComparison.Ordinal)).ToList();
        if (named.Count == 0)
        {
            return new RequestAnswer(RequestOutcome.NotFound);
        }

        // A name may have been used again; what is decided already is only of interest when nothing waits.
        var waiting = named.FindAll(order => order.Approval == OrderApproval.Pending);
        if (waiting.Count == 0)
        {
            waiting = named.FindAll(order => order.HasRepeatedPersons);
        }

        return waiting.Count switch
        {
            0 => Decided(row, named.MaxBy(one => one.OrderNo)!),
            1 => DecideWaiting(row, waiting[0]),
            _ => RequestAnswer.Refused("R-SEL-03"),
        };
    }

    private RequestAnswer DecideWaiting(RequestRow row, OrderToDecide order)
    {
        if (WhyNotBy(order) is { } code)
        {
            return RequestAnswer.Refused(code, order.OrderNo);
        }

        if (order.Approval != OrderApproval.Pending)
        {
            // Only its cards for people who had the product lately wait.
            order.HasRepeatedPersons = false;
            (row.Action == RequestAction.Approve ? effects.Confirmed : effects.NotConfirmed).Add(order);
        }
        else if (row.Action == RequestAction.Approve)
        {
            // Its cards for people who had the product lately wait on: they are confirmed by an approval of their own.
            order.Approval = OrderApproval.Approved;
            effects.Approved.Add(order);
        }
        else
        {
            order.Approval = OrderApproval.Declined;
            order.HasRepeatedPersons = false;
            effects.Declined.Add(order);
        }

        return new RequestAnswer(RequestOutcome.Done, null, order.OrderNo);
    }

    /// <summary>
    /// Two people, told apart by their keys. Where nobody signs, cards for people who had the product lately are decided about by whoever
    /// has the channel: there is no second person to be asked.
    /// </summary>
    private string? WhyNotBy(OrderToDecide order) => (order.SignedBy, signer) switch
    {
        ({ } signedBy, { } decider) => decider.IsAnother(signedBy) ? null : "R-APP-01",
        (null, _) when order.Approval != OrderApproval.Pending && profile.Pgp.Signature != SignatureMode.Required => null,
        _ => "R-APP-02",
    };

    private static RequestAnswer Decided(RequestRow row, OrderToDecide order)
    {
        // An order that never needed a second person counts as approved.
        var isApproved = order.Approval != OrderApproval.Declined;
        return isApproved == (row.Action == RequestAction.Approve)
            ? new RequestAnswer(RequestOutcome.Unchanged, null, order.OrderNo)
            : RequestAnswer.Refused("R-APP-03", order.OrderNo);
    }
}
