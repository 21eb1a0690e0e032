using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NexusGo.FileExchange.Demo;

/// <summary>One event that the partner will tell of.</summary>
/// <param name="After">How long after the batch was taken, in the time of a real factory.</param>
/// <param name="Id">The event's id.</param>
/// <param name="CardNo">The card's number as the batch gives it.</param>
/// <param name="Kind">As in the column event.</param>
internal sealed record StoryStep(TimeSpan After, string Id, string CardNo, string Kind)
{
    public string Reason { get; init; } = "";

    /// <summary>chip_type;uid_hex;hid_format;hid_facility;hid_number of each chip. Several make several rows with one id.</summary>
    public IReadOnlyList<string> Chips { get; init; } = [NoChip];

    public string ShipmentNo { get; init; } = "";
    public string TrackingNo { get; init; } = "";
    public string InvoiceNo { get; init; } = "";

    public const string NoChip = ";;;;";
}

/// <summary>
/// What happens to one card in the factory, all of it decided by the seed, the batch and the card's number: told again after a restart, it
/// is the same story with the same event ids.
/// </summary>
internal sealed class CardStory(SimulationOptions options, string batch, OrderedCard card)
{
    private static readonly string[] FailureReasons = ["PRINT_ERROR", "CHIP_ERROR", "LAMINATION_ERROR"];
    private static readonly string[] ReturnReasons = ["UNKNOWN_ADDRESS", "NOT_COLLECTED", "REFUSED"];

    private readonly List<StoryStep> steps = [];

    public IReadOnlyList<StoryStep> Tell()
    {
        var spread = TimeSpan.FromMinutes(15) * Chance("pace");
        Add("IN_PRODUCTION", TimeSpan.FromHours(1) + spread);
        if (Chance("failed") < options.Failed)
        {
            Add("FAILED", TimeSpan.FromHours(5) + spread, step => step with { Reason = OneOf(FailureReasons) });
            return steps;
        }

        Add("PRODUCED", TimeSpan.FromHours(6) + spread, step => step with { Chips = Chips() });
        Add("INVOICED", TimeSpan.FromHours(7) + spread, step => step with { InvoiceNo = $"INV-{batch}" });
        Ship(TimeSpan.FromHours(24) + spread, "");
        if (Chance("returned") >= options.Returned)
        {
            Add("DELIVERED", TimeSpan.FromHours(72) + spread);
            return steps;
        }

        Add("RETURNED", TimeSpan.FromHours(96) + spread, step => step with { Reason = OneOf(ReturnReasons) });
        if (Chance("again") < 0.5)
        {
            Ship(TimeSpan.FromHours(120) + spread, "R");
            Add("DELIVERED", TimeSpan.FromHours(168) + spread);
        }
        else
        {
            Add("DESTROYED", TimeSpan.FromHours(192) + spread);
        }

        return steps;
    }

    private void Ship(TimeSpan after, string mark) => Add("SHIPPED", after, step => step with
    {
        ShipmentNo = $"S{mark}-{batch}",
        TrackingNo = $"T{mark}{Number("tracking") % 1_000_000_000:000000000}",
    });

    private void Add(string kind, TimeSpan after, Func<StoryStep, StoryStep>? with = null)
    {
        var step = new StoryStep(after, string.Create(CultureInfo.InvariantCulture, $"SIM-{batch}-{card.CardNo}-{steps.Count + 1}"),
            card.CardNo, kind);
        steps.Add(with is null ? step : with(step));
    }

    /// <summary>
    /// A contactless chip with a serial number of 4 or 7 bytes, a proximity chip with a HID number, or both: whatever is asked for.
    /// </summary>
    private List<string> Chips()
    {
        var missing = card.Expected.Count > 0 && Chance("incomplete") < options.Incomplete ? card.Expected[^1] : "";
        bool Asked(string field) => card.Expected.Contains(field) && field != missing;

        var chips = new List<string>();
        var isProximity = card.Expected.Any(field => field.StartsWith("hid_", StringComparison.Ordinal));
        if (card.Expected.Contains("uid_hex") || (card.Expected.Contains("chip_type") && !isProximity))
        {
            var isLong = Chance("uid length") < 0.5;
            var type = !Asked("chip_type") ? "" : isLong ? "MIFARE_DESFIRE" : "MIFARE_CLASSIC";
            chips.Add($"{type};{(Asked("uid_hex") ? Uid(isLong) : "")};;;");
        }

        if (isProximity)
        {
            var number = Number("hid");
            chips.Add(string.Create(CultureInfo.InvariantCulture,
                $"{(Asked("chip_type") ? "HID_PROX" : "")};;{(Asked("hid_format") ? "H10301" : "")};"
                + $"{(Asked("hid_facility") ? $"{1 + (number % 255)}" : "")};"
                    + $"{(Asked("hid_number") ? $"{1 + (number >> 8) % 65_535}" : "")}"));
        }

        return chips.Count > 0 ? chips : [StoryStep.NoChip];
    }

    /// <summary>Seven bytes begin with the manufacturer (ISO/IEC 14443-3), four are anything but the cascade tag 88.</summary>
    private string Uid(bool isLong)
    {
        var uid = Draw("uid").AsSpan(0, isLong ? 7 : 4);
        uid[0] = isLong ? (byte)0x04 : uid[0] == 0x88 ? (byte)0x89 : uid[0];
        return Convert.ToHexString(uid);
    }

    private string OneOf(string[] reasons) => reasons[Number("reason") % reasons.Length];

    private double Chance(string what) => Number(what) / (uint.MaxValue + 1.0);

    private uint Number(string what) => BinaryPrimitives.ReadUInt32BigEndian(Draw(what));

    private byte[] Draw(string what) =>
        SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{options.Seed}/{batch}/{card.CardNo}/{what}")));
}
