using System.Text;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Statements that stand in files of their own, such as everything that erases.</summary>
internal static class SqlFiles
{
    public static string DeclineCards { get; } = Read("decline_cards");
    public static string PurgeReportBytes { get; } = Read("purge_report_bytes");

    private static string Read(string name)
    {
        var assembly = typeof(SqlFiles).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(one => one.EndsWith($".Sql.{name}.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
