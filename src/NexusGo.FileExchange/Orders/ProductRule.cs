using System.Text;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Orders;

/// <summary>What one card layout asks of a row.</summary>
internal sealed class ProductRule
{
    public ProductRule(ProductSettings settings, DateOnly today, Func<string, CardField?> fieldOf)
    {
        Code = string.Intern(settings.Code);
        Utf8 = Encoding.UTF8.GetBytes(settings.Code);
        LastValidDay = today.AddDays(settings.MaxValidityDays);
        foreach (var column in settings.RequiredColumns)
        {
            Required |= Bit(fieldOf(column));
        }

        NeedsPhoto = (Required & Bit(CardField.PhotoFile)) != 0;
        Required &= ~Bit(CardField.PhotoFile);
        Array.Fill(MaxLengths, int.MaxValue);
        foreach (var (column, length) in settings.MaxLengths)
        {
            if (fieldOf(column) is { } field)
            {
                MaxLengths[(int)field] = length;
            }
        }
    }

    public string Code { get; }

    public byte[] Utf8 { get; }

    public DateOnly LastValidDay { get; }

    /// <summary>One bit per field that a row must fill, the photo aside: a row without it waits.</summary>
    public ulong Required { get; }

    public bool NeedsPhoto { get; }

    /// <summary>By field number; <see cref="int.MaxValue"/> where the layout sets no limit.</summary>
    public int[] MaxLengths { get; } = new int[64];

    public static ulong Bit(CardField? field) => field is { } f ? 1UL << (int)f : 0;
}
