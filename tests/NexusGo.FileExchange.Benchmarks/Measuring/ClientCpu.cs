using System.Globalization;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>Processor seconds of this process and of its children, living and ended: what a client costs, whatever it is made of.</summary>
internal static class ClientCpu
{
    // USER_HZ of every Linux this runs on (proc(5)).
    private const double TicksPerSecond = 100;

    public static double Seconds()
    {
        var own = Fields("self");
        var ended = (long.Parse(own[13], CultureInfo.InvariantCulture)
            + long.Parse(own[14], CultureInfo.InvariantCulture)) / TicksPerSecond;
        return Environment.CpuUsage.TotalTime.TotalSeconds + ended + Children().Sum();
    }

    private static IEnumerable<double> Children()
    {
        var parent = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (var process in Directory.EnumerateDirectories("/proc").Select(folder => Path.GetFileName(folder))
            .Where(name => int.TryParse(name, out _)))
        {
            string[] fields;
            try
            {
                fields = Fields(process);
            }
            catch (IOException)
            {
                continue; // It ended while we looked.
            }

            // The line's delaying proxy is a child too, and no part of a client.
            if (fields[1] == parent && File.ReadAllText($"/proc/{process}/comm").TrimEnd() is "ssh")
            {
                yield return (long.Parse(fields[11], CultureInfo.InvariantCulture)
                    + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
            }
        }
    }

    /// <summary>The fields behind the name: state, parent, …</summary>
    private static string[] Fields(string process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        return text[(text.LastIndexOf(')') + 2)..].Split(' ');
    }
}
