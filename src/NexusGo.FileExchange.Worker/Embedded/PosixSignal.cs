using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>kill(2) with the signals that mean something to PostgreSQL; .NET itself only sends SIGKILL.</summary>
internal static partial class PosixSignal
{
    /// <summary>Fast shutdown: sessions are ended, data is written.</summary>
    public const int Interrupt = 2;

    /// <summary>Immediate shutdown: everything stops, the next start recovers.</summary>
    public const int Quit = 3;

    public const int Kill = 9;

    /// <returns>False if there is no such process or it is not ours to signal.</returns>
    public static bool Send(int processId, int signal) => processId > 1 && KillNative(processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillNative(int processId, int signal);
}
