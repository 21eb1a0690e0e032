namespace NexusGo.FileExchange.Demo;

/// <summary>How the simulated partner behaves. Shares lie between 0 and 1.</summary>
internal sealed record SimulationOptions
{
    public const int DefaultSeed = 1;
    public const double DefaultSpeed = 3600;
    public const double DefaultFailed = 0.02;
    public const double DefaultReturned = 0.03;

    /// <summary>Decides everything that looks like chance: the same seed and the same cards give the same events.</summary>
    public int Seed { get; init; } = DefaultSeed;

    /// <summary>How many times faster than a real factory. Zero: nothing takes any time.</summary>
    public double Speed { get; init; } = DefaultSpeed;

    /// <summary>Share of the cards that fail in production.</summary>
    public double Failed { get; init; } = DefaultFailed;

    /// <summary>Share of the cards sent that come back; half of them are sent again, the others destroyed.</summary>
    public double Returned { get; init; } = DefaultReturned;

    /// <summary>Share of the cards produced whose report lacks a field that was asked for.</summary>
    public double Incomplete { get; init; }

    /// <summary>
    /// Whether cancellations (CAN files) are answered: a card that is not begun is CANCELLED, one that is goes on. False: they are left
    /// alone, as by a factory that takes none.
    /// </summary>
    public bool TakesCancellations { get; init; } = true;

    /// <summary>False: a batch is removed from the area once all of it has been told.</summary>
    public bool KeepBatches { get; init; }

    /// <summary>Do what the batches there now ask for, then end.</summary>
    public bool Once { get; init; }

    /// <summary>With <see cref="Once"/>: how long each event file's receipt is waited for. Zero: not at all.</summary>
    public TimeSpan ReceiptPatience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time between two looks for batches.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);
}
