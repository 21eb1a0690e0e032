using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Adapters;

/// <summary>
/// The pipes to and from another program, for long transfers (Linux: pipe(7), F_SETPIPE_SZ in fcntl(2), FIONREAD in ioctl(2)). All of it is
/// only a matter of speed: where the system does not know it, or refuses it, pipes stay as they are.
/// </summary>
internal static partial class ChildPipes
{
    private const int SetPipeSize = 1031;
    private const nuint BytesWaiting = 0x541B;
    private const int PipeBytes = 1 << 20;
    private const int LongestNap = 8;

    /// <summary>
    /// Lets 1 MiB wait in a pipe instead of 64 KiB: fewer, larger system calls. False where it is no pipe or an unprivileged user is over
    /// its share of pipe memory.
    /// </summary>
    public static bool Widen(Stream stream) =>
        OperatingSystem.IsLinux() && stream is PipeStream pipe && FileControl(pipe.SafePipeHandle, SetPipeSize, PipeBytes) >= PipeBytes;

    /// <summary>
    /// Waits up to 15 ms until no more than 512 KiB wait in a program's input; false when that time was not enough. gpg reads 8 KiB at a
    /// time, and a writer that waits inside a full pipe is woken by each of those reads, at gpg's cost: a twentieth of a decryption. After
    /// that time it is not the program that others wait for, and the write may as well wait inside the pipe.
    /// </summary>
    /// <remarks>Holds its thread, as the write would.</remarks>
    public static bool AwaitRoom(Stream input, CancellationToken cancellationToken)
    {
        for (var nap = 1; nap <= LongestNap && !cancellationToken.IsCancellationRequested; nap *= 2)
        {
            if (!OperatingSystem.IsLinux() || input is not PipeStream pipe
                || IoControl(pipe.SafePipeHandle, BytesWaiting, out var waiting) != 0
                || waiting <= PipeBytes / 2)
            {
                return true;
            }

            cancellationToken.WaitHandle.WaitOne(nap);
        }

        return false;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(SafeHandle descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int IoControl(SafeHandle descriptor, nuint request, out int value);
}
