namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// The modulus 10 control digit (ISO/IEC 7812-1, annex B) that personnummer, organisation numbers and card numbers end with.
/// </summary>
public static class Luhn
{
    /// <summary>
    /// Whether the last of these ASCII digits is the control digit of those before it. The caller has checked that all are digits.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> digits)
    {
        // What a digit counts in a place that is doubled: twice itself, and the sum of the digits of that.
        var twice = "\u0000\u0002\u0004\u0006\u0008\u0001\u0003\u0005\u0007\u0009"u8;
        var sum = 0;
        for (var i = digits.Length - 1; i > 0; i -= 2)
        {
            sum += digits[i] - '0' + twice[digits[i - 1] - '0'];
        }

        sum += digits.Length % 2 == 1 ? digits[0] - '0' : 0;

        return sum % 10 == 0;
    }
}
