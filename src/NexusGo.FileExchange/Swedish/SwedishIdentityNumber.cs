using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Swedish;

/// <summary>What is wrong with a Swedish identity number.</summary>
public enum IdentityNumberProblem
{
    None,
    /// <summary>Not ten or twelve digits in one of the written forms.</summary>
    Form,
    /// <summary>The date does not exist, or the sign contradicts the year.</summary>
    Date,
    ControlDigit,
    /// <summary>The birth number is 000, which is never given out.</summary>
    SerialZero,
    /// <summary>A spreadsheet has turned it into a number.</summary>
    SpreadsheetDamage,
    /// <summary>An organisation number.</summary>
    NotAPerson,
    Future,
    /// <summary>Older than <see cref="SwedishIdentityNumber.OldestAge"/> years.</summary>
    Implausible,
}

/// <summary>
/// A personnummer, samordningsnummer (day + 60) or interim number (a letter first in the birth number), read from any written form. In a
/// samordningsnummer the birth date may be unknown in part: month 00, day 60, or a day that the month does not have.
/// Source: folkbokföringslagen (1991:481) 18 §, SKV 704 and SKV 707, Skatteverket's published test numbers. <see cref="ToString"/> never
/// shows it.
/// </summary>
public readonly partial struct SwedishIdentityNumber
{
    /// <summary>Length of the stored form, YYYYMMDDNNNC.</summary>
    public const int Length = 12;

    /// <summary>Nobody who needs a card is older, in years.</summary>
    public const int OldestAge = 120;

    // Year, month, day as written (day + 60 kept) and the last four, the interim letter apart.
    private readonly int date;
    private readonly short last;
    private readonly byte letter;

    private SwedishIdentityNumber(int date, int last, byte letter, DateOnly? birthDate, bool signMissing)
    {
        this.date = date;
        this.last = (short)last;
        this.letter = letter;
        BirthDate = birthDate;
        SignMissing = signMissing;
    }

    /// <summary>Null for a samordningsnummer whose birth date is not known to the day.</summary>
    public DateOnly? BirthDate { get; }

    /// <summary>The first day on which the person may have been born.</summary>
    public DateOnly EarliestBirth => BirthDate ?? new DateOnly(date / 10_000, Math.Max(1, date / 100 % 100), 1);

    /// <summary>Ten digits without a sign: read as "-", the younger of the two possible persons.</summary>
    public bool SignMissing { get; }

    public IdentityNumberKind Kind => letter != 0 ? IdentityNumberKind.Interim
        : date % 100 >= 60 ? IdentityNumberKind.Samordningsnummer : IdentityNumberKind.Personnummer;

    /// <summary>Writes the twelve characters of the stored form.</summary>
    public void CopyTo(Span<byte> destination)
    {
        Four(destination, date / 10_000);
        Four(destination[4..], date % 10_000);
        Four(destination[8..], last);
        if (letter != 0)
        {
            destination[8] = letter;
        }
    }

    public override string ToString() => "identity number";

    private static void Four(Span<byte> destination, int value)
    {
        destination[3] = (byte)('0' + (value % 10));
        destination[2] = (byte)('0' + (value / 10 % 10));
        destination[1] = (byte)('0' + (value / 100 % 10));
        destination[0] = (byte)('0' + (value / 1000));
    }
}
