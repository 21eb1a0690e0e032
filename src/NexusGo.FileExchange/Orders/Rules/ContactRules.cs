using System.Buffers;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// An e-mail address in its plain form (RFC 5321 without quoted local parts and address literals), at most 254 characters.
/// </summary>
internal sealed class EmailRule() : ColumnRule(CardField.Email, "email")
{
    private static readonly SearchValues<byte> Local =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.!#$%&'*+-/=?^_`{|}~"u8);

    private static readonly SearchValues<byte> Domain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-"u8);

    /// <summary>All of these signs may stand in an address.</summary>
    public override bool Allows(ValueDamageKind damage) =>
        damage is ValueDamageKind.LostLetter or ValueDamageKind.Escape or ValueDamageKind.TextMark or ValueDamageKind.SingleQuotes;

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
