using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound;

/// <summary>Sequence numbers of a customer's files.</summary>
internal static class SequenceRule
{
    /// <summary>Null when the number is as agreed.</summary>
    public static FileRefusal? Check(SequencePolicy policy, long? last, long? number) => policy switch
    {
        SequencePolicy.None => null,
        _ when number is null => new FileRefusal("F-SEQ-03", 0, "", ""),
        _ when last is not null && number <= last => new FileRefusal("F-SEQ-01", 0, "", ""),
        SequencePolicy.Strict when last is not null && number != last + 1 => new FileRefusal("F-SEQ-02", 0, "", ""),
        _ => null,
    };

    /// <summary>The number expected next, or null where none is asked for.</summary>
    public static long? Next(SequencePolicy policy, long? lastAccepted) => policy == SequencePolicy.None ? null : (lastAccepted ?? 0) + 1;
}
