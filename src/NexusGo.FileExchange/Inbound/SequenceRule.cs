using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound;

/// <summary>Sequence numbers of a customer's files.</summary>
internal static class SequenceRule
{
    /// <summary>The most digits a sequence number may have.</summary>
    public const int MaxDigits = 18;

    /// <summary>Null when the number is as agreed.</summary>
    /// <param name="policy">What is agreed.</param>
    /// <param name="last">The last accepted file's number.</param>
    /// <param name="number">This file's number.</param>
    /// <param name="name">The file's base name, whose last digits may be too many for a number.</param>
    /// <param name="hints">The customer's language.</param>
    public static FileRefusal? Check(SequencePolicy policy, long? last, long? number, string name, Hints hints) => policy switch
    {
        SequencePolicy.None => null,
        _ when number is null =>
            new FileRefusal("F-SEQ-03", 0, "", DigitsAtEnd(name) is > MaxDigits and var digits ? hints.SequenceTooLong(digits) : ""),
        _ when last is not null && number <= last => new FileRefusal("F-SEQ-01", 0, "", hints.SequenceAfter(last.Value)),
        SequencePolicy.Strict when last is not null && number != last + 1 =>
            new FileRefusal("F-SEQ-02", 0, "", hints.SequenceNext(last.Value + 1)),
        _ => null,
    };

    private static int DigitsAtEnd(string name) => name.Length - name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').Length;

    /// <summary>The number expected next, or null where none is asked for.</summary>
    public static long? Next(SequencePolicy policy, long? lastAccepted) => policy == SequencePolicy.None ? null : (lastAccepted ?? 0) + 1;
}
