namespace NexusGo.FileExchange.Swedish;

/// <summary>What is wrong with a Swedish organisation number.</summary>
public enum OrganisationNumberProblem
{
    None,
    Form,
    ControlDigit,
    /// <summary>Its third digit is below 2: the number of a person (a sole trader), which is personal data.</summary>
    Person,
}

/// <summary>
/// NNNNNN-NNNC, ten digits, or twelve beginning with 16. Source: lagen (1974:174) om identitetsbeteckning för juridiska personer.
/// </summary>
public static class SwedishOrganisationNumber
{
    /// <summary>Length of the stored form, NNNNNN-NNNC.</summary>
    public const int Length = 11;

    /// <param name="text">UTF-8 without outer blanks.</param>
    /// <param name="canonical">At least <see cref="Length"/> bytes; filled when the answer is None.</param>
    public static OrganisationNumberProblem Parse(ReadOnlySpan<byte> text, Span<byte> canonical)
    {
        Span<byte> digits = stackalloc byte[12];
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is >= (byte)'0' and <= (byte)'9' && count < digits.Length)
            {
                digits[count++] = text[i];
            }
            else if (text[i] != '-' || i != text.Length - 5)
            {
                return OrganisationNumberProblem.Form;
            }
        }

        if (count == 12 && digits.StartsWith("16"u8))
        {
            digits = digits[2..];
            count = 10;
        }

        if (count != 10)
        {
            return OrganisationNumberProblem.Form;
        }

        digits = digits[..10];
        if (digits[2] < '2')
        {
            return OrganisationNumberProblem.Person;
        }

        if (!Luhn.IsValid(digits))
        {
            return OrganisationNumberProblem.ControlDigit;
        }

        digits[..6].CopyTo(canonical);
        canonical[6] = (byte)'-';
        digits[6..].CopyTo(canonical[7..]);
        return OrganisationNumberProblem.None;
    }
}
