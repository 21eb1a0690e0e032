using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>
/// The pipes to and from a gpg, for long transfers (pipe(7), fcntl(2), FIONREAD in ioctl(2)). All of it is only a matter of speed, so failure is ignored.
/// </summary>
internal static class GnuPgPipes
{
    private const int SetPipeSize = 1031;
    private const nuint BytesWaiting = 0x541B;
    private const int PipeBytes = 1 << 20;
    private const int LongestNap = 8;

    /// <summary>Lets 1 MiB wait in each pipe of a gpg instead of 64 KiB.</summary>
    public static void Widen(Process process)
    {
        Widen(process.StandardInput.BaseStream);
        Widen(process.StandardOutput.BaseStream);
    }

    /// <summary>Lets 1 MiB wait in a pipe; false where the system does not allow it, or it is no pipe.</summary>
    public static bool Widen(Stream stream) => stream is PipeStream pipe && Fcntl(pipe.SafePipeHandle, SetPipeSize, PipeBytes) >= PipeBytes;

    /// <summary>
    /// Waits up to 15 ms until no more than 512 KiB wait in gpg's input; false when that time was not enough. gpg reads 8 KiB at a time, and a writer that
    /// waits inside a full pipe is woken by each of those reads, at gpg's cost: a twentieth of a decryption. After that time it is not gpg that others wait
    /// for, and the write may as well wait inside the pipe.
    /// </summary>
    /// <remarks>Holds its thread, as the write would.</remarks>
    public static bool AwaitRoom(Stream input, CancellationToken cancellationToken)
    {
        for (var nap = 1; nap <= LongestNap && !cancellationToken.IsCancellationRequested; nap *= 2)
        {
            if (input is not PipeStream pipe || Ioctl(pipe.SafePipeHandle, BytesWaiting, out var waiting) != 0 || waiting <= PipeBytes / 2)
            {
                return true;
            }

            cancellationToken.WaitHandle.WaitOne(nap);
        }

        return false;
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(SafeHandle descriptor, int command, int argument);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ioctl(SafeHandle descriptor, nuint request, out int value);
}
