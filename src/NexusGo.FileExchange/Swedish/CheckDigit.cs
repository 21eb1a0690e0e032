namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// Modulus 10 check digit (ISO/IEC 7812-1 annex B) at the end of order and card numbers, so that a mistyped digit or two swapped neighbours
/// never name another card.
/// </summary>
public static class CheckDigit
{
    public static long Append(long number) => number * 10 + Of(number);

    public static long Without(long numberWithDigit) => numberWithDigit / 10;

    public static bool IsValid(long numberWithDigit) => numberWithDigit > 0 && Of(Without(numberWithDigit)) == numberWithDigit % 10;

    private static int Of(long number)
    {
        var sum = 0;
        for (var twice = true; number > 0; number /= 10, twice = !twice)
        {
            var digit = (int)(number % 10);
            var value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
        }

        return (10 - sum % 10) % 10;
    }
}
