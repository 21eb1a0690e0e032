using System.Globalization;
using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Diagnostics;

/// <summary>
/// Named places before and after every effect of a file's journey, at which a test can make the process die as if its power had failed.
/// Armed only by the environment variable <see cref="Variable"/>, read once at start; unarmed, passing a point costs one test of a static
/// field.
/// </summary>
/// <remarks>
/// The value is <c>name</c>, or <c>name:n</c> for the n-th time that the point is passed (default 1). <c>name:n:stop</c> suspends the
/// process instead (SIGSTOP), as a paused virtual machine would be.
/// </remarks>
internal static partial class CrashPoint
{
    public const string Variable = "NEXUSGO_CRASH_AT";

    private const int SignalKill = 9;
    private const int SignalStop = 19;

    private const uint MicrosecondsUntilStopped = 50_000;

    private static readonly AsyncLocal<Action<string>?> Watching = new();
    private static readonly string? Name;
    private static readonly int Signal = SignalKill;
    private static int remaining = 1;
    private static bool armed;

    static CrashPoint()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } wish)
        {
            var parts = wish.Split(':');
            Name = Array.IndexOf(All, parts[0]) >= 0 ? parts[0] : throw new InvalidOperationException($"{Variable} names no crash point.");
            remaining = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1;
            Signal = parts.Length > 2 && parts[2] == "stop" ? SignalStop : SignalKill;
            armed = true;
        }
    }

    /// <summary>For tests in this process: told of every point passed in the caller's asynchronous flow. May block or throw.</summary>
    internal static Action<string>? Watcher
    {
        get => Watching.Value;
        set
        {
            Watching.Value = value;
            armed = true;
        }
    }

    /// <summary>Says that the work has come to this point. The name is a literal out of <see cref="All"/>.</summary>
    public static void Pass(string name)
    {
        if (armed)
        {
            Reached(name);
        }
    }

    private static void Reached(string name)
    {
        Watching.Value?.Invoke(name);
        if (name == Name && Interlocked.Decrement(ref remaining) == 0)
        {
            _ = Kill(Environment.ProcessId, Signal);

            // The signal may be taken by another thread, and this one would run on for some microseconds before it stops as well.
            _ = Sleep(MicrosecondsUntilStopped);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int Sleep(uint microseconds);
}
