using NexusGo.FileExchange.Operators.Replay;

namespace NexusGo.FileExchange.Tests.Operators;

/// <summary>Which answered files may come once more, and what operators are told of the others.</summary>
public sealed class ReplayRulesTests
{
    private static readonly AnsweredFile Partial = new()
    {
        FileId = Guid.Empty, Name = "ORD_1.csv", Kind = "ORD", State = "CLOSED", Status = "PARTIAL", RowsRejected = 2,
    };

    public static TheoryData<string, string, AnsweredFile> Cases() => new()
    {
        { "Permit", "the 2 refused one(s) are read anew. Ask the customer to send the same file again", Partial },
        { "Permit", "under the next sequence number", Partial with { SequenceNo = 7 } },
        { "Permit", "read anew", Partial with { Kind = "PHO" } },
        { "Permit", "read anew", Partial with { Kind = "EVT" } },
        { "Release", "put back into the inbox", Partial with { Kind = "UNMATCHED", Status = "REJECTED", IsQuarantined = true } },
        { "Unneeded", "refused as a whole (F-HDR-03) and left no mark", Partial with { Status = "REJECTED", ErrorCode = "F-HDR-03" } },
        { "Unneeded", "was a rehearsal", Partial with { IsTest = true } },
        { "Refused", "is not answered yet", Partial with { State = "STORED" } },
        { "Refused", "is not answered yet", Partial with { State = "CLAIMED", Status = null } },
        { "Refused", "The customer signs it anew", Partial with { Status = "REJECTED", ErrorCode = "F-DUP-02" } },
        { "Refused", "The customer signs it anew", Partial with { Status = "REJECTED", ErrorCode = "F-DUP-03" } },
        { "Refused", "has the content of ORD_0.csv", Partial with { Status = "DUPLICATE", FirstFile = "ORD_0.csv" } },
        { "Refused", "waits for its approval", Partial with { Status = "PENDING_APPROVAL" } },
        { "Refused", "known by their request_ref", Partial with { Kind = "REQ" } },
        { "Refused", "nothing to do again", Partial with { Status = "ACCEPTED", RowsRejected = 0 } },
        { "Refused", "made 3 card(s) that are erased by now", Partial with { CardsGone = 3 } },
        { "Refused", "its bytes are not kept", Partial with { Kind = "UNMATCHED", Status = "REJECTED", ErrorCode = "F-NAM-01" } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_file_has_its_answer(string answer, string text, AnsweredFile file)
    {
        var decision = ReplayRules.Judge(file);
        Assert.Equal(answer, decision.Answer.ToString());
        Assert.Contains(text, decision.Text, StringComparison.Ordinal);
    }
}
