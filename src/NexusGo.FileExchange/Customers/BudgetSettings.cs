using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>How much of this machine one customer may use, so that the others are served as usual whatever it sends.</summary>
public sealed record BudgetSettings
{
    [Range(1, 64), Description("OpenPGP messages of this customer opened at the same time; more of them wait for one another.")]
    public int OpenMessages { get; init; } = 2;

    [Range(1L << 20, 1L << 40),
        Description("Bytes of this customer's files in the spool, counted with what they may unpack to; more files wait. At least twice "
        + "the largest file of Limits.")]
    public long SpoolBytes { get; init; } = 4L << 30;

    [Range(1, 1_000_000),
        Description("Files taken in on one day (Swedish time). The next one is answered with F-SIZ-05, and what lies beside it waits for "
        + "the next day.")]
    public int FilesPerDay { get; init; } = 10_000;

    [Range(0, 100_000),
        Description(
        "Files whose name matches nothing that are set aside for operators, at most; beyond it such a file is answered and not kept.")]
    public int QuarantineFiles { get; init; } = 20;

    [Range(0, 1L << 40), Description("The same in bytes, all of the customer's set-aside files together.")]
    public long QuarantineBytes { get; init; } = 20L << 20;
}
