using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.Testing.Requests;

/// <summary>Request files from a rig's customer.</summary>
public static class Asking
{
    public const string Header = "request_ref;action;selector_type;selector;from;to;reason_code\r\n";

    public static string File(params IEnumerable<string> rows) => Header + string.Concat(rows.Select(row => row + "\r\n"));

    /// <summary>Drops a request file in the clear and has it answered: outcome and code of each row.</summary>
    public static async Task<IReadOnlyList<(string Outcome, string Code)>> AskAsync(this ExchangeRig rig, string name,
        params IEnumerable<string> rows)
    {
        rig.Drop($"{name}.csv", File(rows));

        // Reports that were asked for answer no file; they follow with the next look.
        await rig.PollAsync(3);
        return [.. rig.Results(name).Select(row => (row["outcome"], row["first_error_code"]))];
    }
}
