namespace NexusGo.FileExchange.Orders;

/// <summary>The modulus 10 control digit (ISO/IEC 7812-1, annex B) that personnummer, organisation numbers and card numbers end with.</summary>
public static class Luhn
{
    /// <summary>Whether the last of these ASCII digits is the control digit of those before it. The caller has checked that all are digits.</summary>
    public static bool IsValid(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        var twice = false;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            var digit = digits[i] - '0';
            if (twice)
            {
                digit = digit < 5 ? digit * 2 : (digit * 2) - 9;
            }

            sum += digit;
            twice = !twice;
        }

        return sum % 10 == 0;
    }
}
