namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What may go wrong at one verb of a port.</summary>
internal enum FaultKind
{
    None,
    /// <summary>It fails without effect.</summary>
    FailBefore,
    /// <summary>It has its effect, and nobody hears of it.</summary>
    FailAfter,
    /// <summary>The process dies before the effect.</summary>
    CrashBefore,
    /// <summary>The process dies after the effect.</summary>
    CrashAfter,
    /// <summary>The process stands still before the effect, as a paused machine does, longer than a lease lasts.</summary>
    Suspend,
    /// <summary>The answer takes longer than a lease lasts.</summary>
    Slow,
    /// <summary>The customer replaces the file that the verb is about, right before it.</summary>
    Replaced,
    /// <summary>An order that the verb removed lies there again a while later: the customer's server forgot the removal.</summary>
    CameBack,
}

/// <summary>Which verb of which process: a name that stays the same when other faults are left out.</summary>
internal readonly record struct FaultId(int Process, int Life, int Verb)
{
    public long Number => ((long)Process << 48) | ((long)Life << 32) | (uint)Verb;

    public override string ToString() => $"{Process}.{Life}.{Verb}";
}
