using System.Globalization;

namespace NexusGo.FileExchange.Operators.Replay;

public enum ReplayAnswer
{
    /// <summary>Nothing may or can be done.</summary>
    Refused,
    /// <summary>Nothing needs to be done: the same file is taken as it is.</summary>
    Unneeded,
    /// <summary>Its bytes are in the quarantine and can be put back.</summary>
    Release,
    /// <summary>The same content may come once more.</summary>
    Permit,
}

/// <param name="Answer">What can be done.</param>
/// <param name="Text">Why, and what to do next.</param>
public sealed record ReplayDecision(ReplayAnswer Answer, string Text);

/// <summary>
/// Whether an answered file may come again. We keep no bytes of order files, so the customer sends it; what can be in its way is the mark
/// of its content. No card is made twice: rows that were taken are known again by their references, and where a card is no longer known by
/// its reference, the file may not come again.
/// </summary>
public static class ReplayRules
{
    /// <summary>For how long the content may come once more. As long as a signature may be old by default.</summary>
    public static readonly TimeSpan Permitted = TimeSpan.FromDays(7);

    public static ReplayDecision Judge(AnsweredFile file) => file switch
    {
        { State: not "CLOSED" } => No("is not answered yet. What it waits for: nexusgo-fx explain; to try it now: nexusgo-fx retry"),
        { IsQuarantined: true } => new(ReplayAnswer.Release, "is put back into the inbox"),
        { Kind: not ("ORD" or "PHO" or "REQ" or "EVT") } => No("is none of orders, photos, requests or events, and its bytes are not kept"),
        { IsTest: true } => new(ReplayAnswer.Unneeded,
            "was a rehearsal: nothing was stored, and the same file is taken there again as it is"),
        { ErrorCode: "F-DUP-02" or "F-DUP-03" } => No(
            $"was refused ({file.ErrorCode}), because its signed message had been used before. The customer signs it anew"),
        { Status: "REJECTED" } => new(ReplayAnswer.Unneeded, $"was refused as a whole ({file.ErrorCode}) and left no mark. Its bytes "
            + "are not kept: ask the customer to send the same file again, once the cause is mended"),
        { Status: "DUPLICATE" } => No($"has the content of {file.FirstFile}: name that file"),
        { Status: "PENDING_APPROVAL" } => No("waits for its approval: the customer sends APPROVE or DECLINE"),
        { Kind: "REQ" } => No("holds requests, which are known by their request_ref and carried out once. The customer sends what was "
            + "refused under a new request_ref"),
        { RowsRejected: 0 } => No("was taken with all its rows: there is nothing to do again"),
        { CardsGone: > 0 } => No(string.Create(CultureInfo.InvariantCulture,
            $"made {file.CardsGone} card(s) that are erased by now, and the same file would make them again. ")
            + "Ask the customer for a file with the refused rows alone"),
        _ => new(ReplayAnswer.Permit, string.Create(CultureInfo.InvariantCulture,
            $"may come once more. Rows that were taken are answered UNCHANGED; the {file.RowsRejected} refused one(s) are read anew. ")
            + "Ask the customer to send the same file again" + (file.SequenceNo is null ? "" : ", under the next sequence number")),
    };

    private static ReplayDecision No(string text) => new(ReplayAnswer.Refused, text);
}
