using System.Globalization;

namespace NexusGo.FileExchange.Benchmarks.Measuring;

/// <summary>
/// Processor time of this process, of PostgreSQL's processes and of the SSH processes of this machine: steadier than wall time beside other
/// work.
/// </summary>
internal readonly record struct CpuTimes(double Ours, double Postgres, double Ssh)
{
    // USER_HZ of every Linux this runs on (proc(5)).
    private const double TicksPerSecond = 100;

    public static CpuTimes Now()
    {
        var times = new CpuTimes(Environment.CpuUsage.TotalTime.TotalSeconds, 0, 0);
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(process, "stat"));
                var name = text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..text.LastIndexOf(')')];
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                var seconds = (double.Parse(fields[11], CultureInfo.InvariantCulture)
                    + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
                times = name switch
                {
                    "postgres" => times with { Postgres = times.Postgres + seconds },
                    "ssh" or "sshd" or "sftp-server" => times with { Ssh = times.Ssh + seconds },
                    _ => times,
                };
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return times;
    }

    public static CpuTimes operator -(CpuTimes a, CpuTimes b) => new(a.Ours - b.Ours, a.Postgres - b.Postgres, a.Ssh - b.Ssh);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"ours {Ours:0.00}, PostgreSQL {Postgres:0.00}, SSH {Ssh:0.00}");
}
