using System.Globalization;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Reports;

/// <summary>
/// The names of files that answer no inbound file, such as <c>BRP_ACME_20250115T080211Z_000042.csv</c>. They sort by time and number.
/// Answers are named by <see cref="ReplyName"/>.
/// </summary>
public static class ReportName
{
    /// <param name="kind">Gives the name its first letters. A back-report that is told again is called like a back-report.</param>
    /// <param name="receiver">Whose file it is. The production partner's files do not name it.</param>
    /// <param name="madeAt">When it was made; UTC in the name.</param>
    /// <param name="number">Its number, see <see cref="Number"/>.</param>
    /// <param name="extension">With its dot.</param>
    public static string For(ReportKind kind, CustomerId receiver, DateTimeOffset madeAt, string number, string extension = ".csv")
    {
        var prefix = (kind == ReportKind.Repeat ? ReportKind.BackReport : kind).Prefix();
        var whose = receiver == CustomerId.Production ? "" : $"_{receiver.Value}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{prefix}{whose}_{madeAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}_{number}{extension}");
    }

    /// <summary>A number of a gapless series in six digits, or more where it needs them.</summary>
    public static string Number(long sequence) => sequence.ToString("000000", CultureInfo.InvariantCulture);
}
