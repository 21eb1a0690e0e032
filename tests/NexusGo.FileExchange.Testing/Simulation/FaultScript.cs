namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>A fault that is to come: at which verb, and the how manieth of them.</summary>
/// <param name="Verb">How the verb begins, as "rename /out/receipts/" or "IFileTransaction.CommitAsync".</param>
/// <param name="Nth">Counted from 1, over all processes.</param>
/// <param name="Kind">What goes wrong.</param>
internal sealed record ScriptedFault(string Verb, int Nth, FaultKind Kind);

/// <summary>Faults that are written down, and which of them have come.</summary>
internal sealed class FaultScript(IReadOnlyList<ScriptedFault> faults)
{
    private readonly int[] seen = new int[faults.Count];

    /// <summary>The first fault that did not come; null: all have come.</summary>
    public ScriptedFault? Missing => faults.Where((fault, number) => seen[number] < fault.Nth).FirstOrDefault();

    /// <summary>The fault of this verb, or null.</summary>
    /// <param name="verb">The verb and what it is about.</param>
    /// <param name="isArrival">Whether it begins, or has had its effect.</param>
    public FaultKind? At(string verb, bool isArrival)
    {
        FaultKind? found = null;
        for (var number = 0; number < faults.Count; number++)
        {
            var fault = faults[number];
            if (isArrival != (fault.Kind is FaultKind.FailAfter or FaultKind.CrashAfter)
                && verb.StartsWith(fault.Verb, StringComparison.Ordinal) && ++seen[number] == fault.Nth)
            {
                found ??= fault.Kind;
            }
        }

        return found ?? FaultKind.None;
    }
}
