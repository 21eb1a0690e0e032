using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// Decides about the rows of one request file in their order; each row sees what the rows before it did. A refusal for who asked, or how, is not kept:
/// it changes nothing, and the right person may ask again under the same reference.
/// </summary>
internal sealed class RequestDecisions(KnownRequests known, Signer? signer)
{
    private readonly List<OrderToDecide> approved = [];
    private readonly List<OrderToDecide> declined = [];
    private readonly List<(RequestRow Row, RequestAnswer Answer)> kept = [];

    public RequestAnswer Decide(RequestRow row)
    {
        if (row.Findings.Count > 0)
        {
            return Refused(row.Findings[0].Code);
        }

        if (signer is null)
        {
            return Refused("R-APP-02");
        }

        if (!signer.Rights.Contains(PersonRight.Approve))
        {
            return Refused("R-ACT-02");
        }

        if (known.Answered.TryGetValue(row.RequestRef, out var before))
        {
            return before.ContentIndex.Span.SequenceEqual(row.ContentIndex.Span) ? before.Answer : Refused("R-REF-02");
        }

        var answer = DecideOrder(row, signer);
        if (answer.Outcome != RequestOutcome.Refused)
        {
            kept.Add((row, answer));
            known.Answered.Add(row.RequestRef, (row.ContentIndex, answer));
        }

        return answer;
    }

    public RequestEffects Effects(DateTimeOffset now) => new()
    {
        Approved = approved,
        Declined = declined,
        Kept = kept,
        SignedBy = signer?.SignedBy,
        Now = now,
    };

    private RequestAnswer DecideOrder(RequestRow row, Signer decider)
    {
        var named = known.Orders.Where(order => row.OrderNo is { } number ? order.OrderNo == number : order.FileName == row.FileName).ToList();
        if (named.Count == 0)
        {
            return new RequestAnswer(RequestOutcome.NotFound);
        }

        // A name may have been used again; what is decided already is only of interest when nothing waits.
        var waiting = named.FindAll(order => order.Approval == "PENDING");
        if (waiting.Count > 1)
        {
            return Refused("R-SEL-03");
        }

        var order = waiting.Count == 1 ? waiting[0] : named.MaxBy(one => one.OrderNo)!;
        return order.Approval == "PENDING" ? DecideWaiting(row, order, decider) : Decided(row, order);
    }

    private RequestAnswer DecideWaiting(RequestRow row, OrderToDecide order, Signer decider)
    {
        if (order.SignedBy is not { } signedBy)
        {
            return Refused("R-APP-02", order.OrderNo);
        }

        if (!decider.IsAnother(signedBy))
        {
            return Refused("R-APP-01", order.OrderNo);
        }

        var isApproval = row.Action == RequestAction.Approve;
        order.Approval = isApproval ? "APPROVED" : "DECLINED";
        (isApproval ? approved : declined).Add(order);
        return new RequestAnswer(RequestOutcome.Done, null, order.OrderNo);
    }

    private static RequestAnswer Decided(RequestRow row, OrderToDecide order)
    {
        // An order that never needed a second person counts as approved.
        var isApproved = order.Approval != "DECLINED";
        return isApproved == (row.Action == RequestAction.Approve)
            ? new RequestAnswer(RequestOutcome.Unchanged, null, order.OrderNo)
            : Refused("R-APP-03", order.OrderNo);
    }

    private static RequestAnswer Refused(string code, long orderNo = 0) => new(RequestOutcome.Refused, code, orderNo);
}
