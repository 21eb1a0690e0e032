using System.Buffers;
using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Production;

/// <summary>The columns of an event file and the rule of each: form only. A rule fills the row or adds a problem to it.</summary>
internal static class EventColumns
{
    private const int MaxText = 60;

    /// <summary>A chip's serial number has 4, 7 or 10 bytes (ISO/IEC 14443-3); others write up to 16.</summary>
    private const int MaxUidBytes = 16;

    private static readonly SearchValues<byte> IdBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"u8);

    private delegate void Rule(EventRow row, string column, ReadOnlySpan<byte> value);

    private static readonly (string Name, bool Required, Rule Rule)[] All =
    [
        ("event_id", true, static (row, column, value) => row.SourceId = Id(row, column, value)),
        ("event_time", true, Time),
        ("card_no", true, CardNumber),
        ("event", true, Kind),
        ("reason_code", false, static (row, column, value) => row.ReasonCode = ToWireName(row, column, value)),
        ("chip_type", false, static (row, column, value) => row.ChipType = ToWireName(row, column, value)),
        ("uid_hex", false, Uid),
        ("hid_format", false, static (row, column, value) => row.HidFormat = ToWireName(row, column, value)),
        ("hid_facility", false, static (row, column, value) => row.HidFacility = Digits(row, column, value)),
        ("hid_number", false, static (row, column, value) => row.HidNumber = Digits(row, column, value)),
        ("shipment_no", false, static (row, column, value) => row.ShipmentNo = ToWireName(row, column, value)),
        ("tracking_no", false, static (row, column, value) => row.TrackingNo = ToWireName(row, column, value)),
        ("invoice_no", false, static (row, column, value) => row.InvoiceNo = ToWireName(row, column, value)),
    ];

    public static int Count => All.Length;

    public static string NameOf(int column) => All[column].Name;

    public static bool IsRequired(int column) => All[column].Required;

    /// <summary>Index of a column by its name, in any case; -1: there is no such column.</summary>
    public static int Find(string heading) => Array.FindIndex(All, c => HeaderName.Normalise(c.Name) == HeaderName.Normalise(heading));

    public static void Take(EventRow row, int column, ReadOnlySpan<byte> value)
    {
        value = value.Trim((byte)' ');
        if (!value.IsEmpty)
        {
            All[column].Rule(row, All[column].Name, value);
        }
        else if (All[column].Required)
        {
            row.Problems.Add((All[column].Name, "E-VAL-01"));
        }
    }

    private static string Id(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        if (value.Length > 64 || !char.IsAsciiLetterOrDigit((char)value[0]) || value.IndexOfAnyExcept(IdBytes) >= 0)
        {
            row.Problems.Add((column, "E-VAL-05"));
            return "";
        }

        return Encoding.ASCII.GetString(value);
    }

    /// <summary>ISO 8601 with an offset or Z: a time without one would have to be guessed at.</summary>
    private static void Time(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        Span<char> text = stackalloc char[40];
        if (value.Length is >= 17 and <= 40 && Encoding.ASCII.TryGetChars(value, text, out var length)
            && (text[length - 1] is 'Z' or 'z' || text[..length][16..].ContainsAny('+', '-'))
            && DateTimeOffset.TryParse(text[..length], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time)
                && time.Year is >= 2000 and < 2200)
        {
            // The register keeps microseconds; what it would cut off must not decide here.
            row.Time = new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        }
        else
        {
            row.Problems.Add((column, "E-VAL-06"));
        }
    }

    private static void CardNumber(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        if (value.Length <= 18 && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && CheckDigit.IsValid(number))
        {
            row.CardNo = number;
        }
        else
        {
            row.Problems.Add((column, "E-VAL-09"));
        }
    }

    private static void Kind(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        Span<char> word = stackalloc char[20];
        if (value.Length <= 20 && Encoding.ASCII.TryGetChars(value, word, out var length) && CardWords.TryKind(word[..length], out var kind)
            && CardLifeCycle.IsThePartners(kind))
        {
            row.Kind = kind;
        }
        else
        {
            row.Problems.Add((column, "E-VAL-04"));
        }
    }

    private static void Uid(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        Span<byte> uid = stackalloc byte[MaxUidBytes];
        if (value.Length % 2 == 0 && value.Length is >= 8 and <= MaxUidBytes * 2
            && Convert.FromHexString(value, uid, out _, out var length) == OperationStatus.Done)
        {
            row.Uid = uid[..length].ToArray();
        }
        else
        {
            row.Problems.Add((column, "E-VAL-05"));
        }
    }

    private static string? Digits(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        if (value.Length <= 20 && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0)
        {
            return Encoding.ASCII.GetString(value);
        }

        row.Problems.Add((column, "E-VAL-05"));
        return null;
    }

    private static string? ToWireName(EventRow row, string column, ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
        {
            row.Problems.Add((column, "E-VAL-03"));
            return null;
        }

        if (value.Length > MaxText)
        {
            row.Problems.Add((column, "E-VAL-02"));
            return null;
        }

        return Encoding.UTF8.GetString(value);
    }
}
