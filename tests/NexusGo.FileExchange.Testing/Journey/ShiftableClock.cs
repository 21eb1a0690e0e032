namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>The real clock and real timers, moved by an offset: for tests in which real servers take part.</summary>
public sealed class ShiftableClock : TimeProvider
{
    private long shiftTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));

    public override long GetTimestamp() =>
        System.GetTimestamp() + (long)(Interlocked.Read(ref shiftTicks) * (double)TimestampFrequency / TimeSpan.TicksPerSecond);

    public void Advance(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);
}
