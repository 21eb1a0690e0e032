using System.Buffers;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>An e-mail address in its plain form (RFC 5321 without quoted local parts and address literals), at most 254 characters.</summary>
internal sealed class EmailRule() : ColumnRule(CardField.Email, "email")
{
    private static readonly SearchValues<byte> Local =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+-/=?^_`{|}~"u8);

    private static readonly SearchValues<byte> Domain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"u8);

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        var at = value.IndexOf((byte)'@');
        if (value.Length <= 254 && at is > 0 and <= 64 && IsLocal(value[..at]) && IsDomain(value[(at + 1)..]))
        {
            row.Write(Field, value);
        }
        else
        {
            row.Fail(this, "E-VAL-05");
        }
    }

    private static bool IsLocal(ReadOnlySpan<byte> local) =>
        local.IndexOfAnyExcept(Local) < 0 && local[0] != '.' && local[^1] != '.' && local.IndexOf(".."u8) < 0;

    private static bool IsDomain(ReadOnlySpan<byte> domain) =>
        domain.Length >= 4 && domain.IndexOfAnyExcept(Domain) < 0 && domain.IndexOf((byte)'.') > 0
        && domain[0] is not ((byte)'-' or (byte)'.') && domain[^1] is not ((byte)'-' or (byte)'.')
        && domain.IndexOf(".."u8) < 0 && domain.IndexOf(".-"u8) < 0 && domain.IndexOf("-."u8) < 0;
}

/// <summary>E.164: plus, country code, number; blanks and hyphens inside are dropped.</summary>
internal sealed class PhoneRule() : ColumnRule(CardField.Phone, "phone")
{
    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        Span<byte> stored = stackalloc byte[16];
        var length = 0;
        foreach (var b in value)
        {
            if (b is (byte)' ' or (byte)'-')
            {
                continue;
            }

            if (length == stored.Length || !(b is >= (byte)'0' and <= (byte)'9' || (b == '+' && length == 0)))
            {
                length = 0;
                break;
            }

            stored[length++] = b;
        }

        if (length >= 8 && stored[0] == '+' && stored[1] != '0')
        {
            row.Write(Field, stored[..length]);
        }
        else
        {
            row.Fail(this, "E-VAL-05");
        }
    }
}

/// <summary>Five digits in Sweden, stored as NNN NN; elsewhere 2 to 12 letters, digits, blanks and hyphens.</summary>
internal sealed class PostalCodeRule() : ColumnRule(CardField.PostalCode, "postal_code")
{
    private static readonly SearchValues<byte> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -"u8);

    public override void Check(ReadOnlySpan<byte> value, RowCheck row)
    {
        if (!System.Text.Ascii.EqualsIgnoreCase(row.Raw(CardField.Country), "SE"u8))
        {
            if (row.TryText(this, value, 12, "E-ADR-04", out var text) && text.Length >= 2 && text.IndexOfAnyExcept(Allowed) < 0)
            {
                row.Write(Field, text);
            }
            else if (!row.FailedLast(this))
            {
                row.Fail(this, "E-ADR-04");
            }

            return;
        }

        Span<byte> stored = stackalloc byte[6];
        var length = 0;
        foreach (var b in value)
        {
            if (b == ' ' && length == 4)
            {
                continue;
            }

            if (b is < (byte)'0' or > (byte)'9' || length == 6)
            {
                row.Fail(this, "E-ADR-04");
                return;
            }

            stored[length++] = b;
            if (length == 3)
            {
                stored[length++] = (byte)' ';
            }
        }

        if (length == 6 && stored[0] != '0')
        {
            row.Write(Field, stored);
        }
        else
        {
            row.Fail(this, "E-ADR-04");
        }
    }
}
