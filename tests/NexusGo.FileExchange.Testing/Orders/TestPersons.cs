using System.Globalization;

namespace NexusGo.FileExchange.Testing.Orders;

/// <summary>A person that does not exist.</summary>
public sealed record TestPerson(string FirstName, string LastName, string IdentityNumber, DateOnly BirthDate);

/// <summary>
/// Made-up people, the same for the same index. Identity numbers use birth numbers 980 to 999, which are never given out; odd blocks are
/// samordningsnummer. No two of the first <see cref="Distinct"/> have the same number.
/// </summary>
public static class TestPersons
{
    private static readonly DateOnly First = new(1930, 1, 1);

    private static readonly int Days = new DateOnly(2007, 12, 31).DayNumber - First.DayNumber + 1;

    private static readonly string[] FirstNames =
        ["Åsa", "Björn", "Cecilia", "David", "Eva-Lena", "Fredrik", "Görel", "Håkan", "Ida", "Jörgen", "Karin", "Lars-Åke", "Märta", "Nils",
        "Örjan", "Pia"];

    private static readonly string[] LastNames =
        ["Åström", "Bergqvist", "Ceder", "Dahl", "Ekström", "Forsgård", "Grönlund", "Hägg", "Isaksson", "Järnmark", "Kvist", "Löf",
        "Möller", "Nyström", "Öberg"];

    public static int Distinct => Days * 40;

    public static TestPerson Get(int index)
    {
        var birth = First.AddDays(index / 20 % Days);
        return new TestPerson(FirstNames[index % FirstNames.Length], LastNames[index / 3 % LastNames.Length],
            Number(birth, 980 + (index % 20), index / 20 / Days % 2 == 1), birth);
    }

    /// <summary>Twelve digits with a right control digit.</summary>
    /// <param name="birth">The birth date.</param>
    /// <param name="serial">Birth number, 980 to 999.</param>
    /// <param name="coordination">True: a samordningsnummer.</param>
    public static string Number(DateOnly birth, int serial, bool coordination = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(serial, 980);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(serial, 999);
        var nine = string.Create(CultureInfo.InvariantCulture,
            $"{birth.Year % 100:00}{birth.Month:00}{birth.Day + (coordination ? 60 : 0):00}{serial:000}");
        return string.Create(CultureInfo.InvariantCulture, $"{birth.Year / 100:00}{nine}{ControlDigit(nine)}");
    }

    /// <summary>The modulus 10 digit after these digits, worked out apart from the product's code.</summary>
    public static int ControlDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[digits.Length - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (product / 10) + (product % 10);
        }

        return (10 - (sum % 10)) % 10;
    }
}
