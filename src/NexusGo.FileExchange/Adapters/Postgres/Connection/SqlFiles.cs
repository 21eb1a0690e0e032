using System.Text;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Statements that stand in files of their own, such as everything that erases.</summary>
internal static class SqlFiles
{
    public static string PurgeReportBytes { get; } = Read("purge_report_bytes");

    /// <summary>One statement after the other, all with the same parameters.</summary>
    public static IReadOnlyList<string> EraseCards { get; } = Read("erase_cards").Split("\n--\n");

    public static string EraseOrders { get; } = Read("erase_orders");

    /// <summary>Due cards among all of a customer's, by index; and among certain ones.</summary>
    public static string DueOfAll { get; } = Read("retention_due").Replace("{candidates}", Read("retention_all"), StringComparison.Ordinal);

    public static string DueOfSome { get; } = Read("retention_due").Replace("{candidates}", Read("retention_some"),
        StringComparison.Ordinal);

    /// <summary>Counts what <see cref="DueOfAll"/> finds, by month and rule.</summary>
    public static string Forecast { get; } = Read("retention_forecast").Replace("{due}", DueOfAll, StringComparison.Ordinal);

    public static string DestroyCardKeys { get; } = Read("destroy_card_keys");

    public static string CountRemains { get; } = Read("count_remains");

    private static string Read(string name)
    {
        var assembly = typeof(SqlFiles).Assembly;
        var resource = assembly.GetManifestResourceNames().Single(one => one.EndsWith($".Sql.{name}.sql", StringComparison.Ordinal));
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
