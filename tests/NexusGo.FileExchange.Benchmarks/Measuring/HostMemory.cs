using System.Runtime.InteropServices;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>
/// A virtual machine whose host takes unused memory back (free page reporting, balloons) pays for the first touch of a page again and
/// again: 0.3 us where the page is still there, up to 40 us where it is not, and which it is changes within a minute. Whoever writes more
/// files would be charged for that.
/// </summary>
internal static class HostMemory
{
    private const long WantedBytes = 3L << 30;
    private const int PageBytes = 4096;

    /// <summary>
    /// Uses as much memory as a turn will, and frees it: the turn that starts now finds it there. To be called before both of two things
    /// compared.
    /// </summary>
    public static void Touch()
    {
        var length = (nint)Math.Min(WantedBytes, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 6);
        var memory = Marshal.AllocHGlobal(length);
        for (nint at = 0; at < length; at += PageBytes)
        {
            Marshal.WriteByte(memory + at, 1);
        }

        Marshal.FreeHGlobal(memory);
    }
}
