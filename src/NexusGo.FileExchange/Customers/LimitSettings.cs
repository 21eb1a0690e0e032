using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>Limits on what is accepted.</summary>
public sealed record LimitSettings
{
    [Range(1, 20_000_000), Description("Rows of one file.")]
    public int Rows { get; init; } = 10_000;

    [Range(1, 200), Description("Columns of one file.")]
    public int Columns { get; init; } = 40;

    [Range(1024, 8L << 30), Description("Size of one CSV file in bytes.")]
    public long CsvBytes { get; init; } = 20L << 20;

    [Range(1024, 16L << 30), Description("Size of one zip file in bytes.")]
    public long ZipBytes { get; init; } = 1L << 30;

    [Range(1, 1_000_000), Description("Photos of one zip file. The table, folders and what packing programs add do not count.")]
    public int ZipEntries { get; init; } = 10_000;

    [Range(1024, 100L << 20), Description("Size of one photo in bytes.")]
    public long PhotoBytes { get; init; } = 5L << 20;

    [Range(2, 10_000), Description("Most bytes that one compressed byte may become.")]
    public int ExpansionRatio { get; init; } = 100;

    [Range(1024, 16 << 20), Description("Size of one row in bytes.")]
    public int RowBytes { get; init; } = 1 << 20;
}
