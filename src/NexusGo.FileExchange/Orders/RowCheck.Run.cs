using System.Numerics;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders.Rules;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

internal sealed partial class RowCheck
{
    private const ulong AddressBits = 0x1FUL << (int)CardField.Recipient;

    // Tag, two names of 60 characters, a date.
    private readonly byte[] personKey = new byte[1024];

    private static readonly ulong IdBit = ProductRule.Bit(CardField.DeliveryAddressId);

    /// <summary>Checks the line the CSV reader stands on.</summary>
    /// <param name="rowNumber">1-based, among the data rows.</param>
    /// <param name="lineNumber">1-based, as in an editor.</param>
    /// <param name="brokenQuotes">The reader met a quotation mark where none may be.</param>
    public void Run(int rowNumber, long lineNumber, bool brokenQuotes)
    {
        Row.Reset(rowNumber, lineNumber);
        found.Clear();
        IdentityBirthDate = null;
        Product = null;
        written = 0;
        content[0] = CardContent.FormatVersion;
        contentLength = 1;

        var line = csv.RawRecord;
        mayFold = TextFolding.MayChange(line);
        hasMarks = mayFold || ValueDamage.HasMarks(line);
        if (evidence.IsUnusual(line))
        {
            LookForWrongCodePage();
        }

        // What may be said about the row depends on this column; in doubt it is treated as protected.
        var guarded = Raw(CardField.ProtectedIdentity);
        Hints.Silent = !guarded.IsEmpty && !(guarded.Length == 1 && (guarded[0] | 0x20) == 'n');
        Row.ProtectedIdentity = Hints.Silent && guarded.Length == 1 && (guarded[0] | 0x20) is 'j' or 'y';

        var hasLayout = rules.Products.TryGet(Raw(CardField.ProductCode), out _, out var product);
        if (brokenQuotes)
        {
            Row.Add(new RowFinding("E-VAL-21", "", ""));
        }
        else if (!hasLayout && NoOrder.Find(csv))
        {
            Row.Add(new RowFinding("E-VAL-22", "", Hints.TotalRow));
        }
        else if (csv.FieldCount != map.Fields && !OnlyEmptyFieldsMore())
        {
            // Values may stand under the wrong names: nothing else is judged, and nothing is echoed.
            Row.Add(new RowFinding("E-VAL-20", "", Hints.Fields(csv.FieldCount, map.Fields)));
        }
        else
        {
            Product = product;
            Row.ProductCode = product?.Code ?? "";
            CheckColumns();
            Finish();
        }

        Hints.Silent = false;
    }

    private void LookForWrongCodePage()
    {
        for (var i = 0; i < csv.FieldCount; i++)
        {
            evidence.Look(csv.GetSpan(i), Row.RowNumber, Row.LineNumber);
        }
    }

    private void CheckColumns()
    {
        var present = 0UL;
        foreach (var (rule, index) in map.Columns)
        {
            var value = TextValue.Trim(csv.GetSpan(index));
            if (mayFold)
            {
                value = TextFolding.Fold(value, ref folded);
            }

            if (value.IsEmpty)
            {
                continue;
            }

            present |= ProductRule.Bit(rule.Field);
            var damage = ValueDamage.Find(value, rule.IsName, hasMarks);
            if (damage != ValueDamageKind.None && !rule.Allows(damage))
            {
                Fail(rule, "E-VAL-06", Hints.Damage(damage));
            }
            else
            {
                rule.Check(value, this);
            }
        }

        CheckMissing((rules.AlwaysRequired | (Product?.Required ?? 0)) & ~present);
        CheckAddress(present);
        if (Row.ReplaceReason is not null && (present & ProductRule.Bit(CardField.ReplacesCardNo)) == 0)
        {
            Fail(CardField.ReplaceReason, "E-REF-05", "");
        }

        if (Row.ProtectedIdentity)
        {
            // Whose identity is protected is said inside the seal only. Outside, the card looks like any whose customer wants it erased at
            // once.
            Row.EraseAfter = "IMMEDIATE";
            if (!rules.Encrypted)
            {
                Fail(CardField.ProtectedIdentity, "E-VAL-10", "");
            }
        }

        var names = rules.WithPhotos && (present & ProductRule.Bit(CardField.PhotoFile)) != 0;
        Row.AwaitsPhoto = Product is { NeedsPhoto: true } && !names;
        if (Row.AwaitsPhoto)
        {
            Fail(CardField.PhotoFile, "W-PHO-01", "");
        }
    }

    private void CheckMissing(ulong missing)
    {
        for (missing &= ~(AddressBits | IdBit); missing != 0; missing &= missing - 1)
        {
            var field = (CardField)BitOperations.TrailingZeroCount(missing);
            Fail(field, field switch
            {
                CardField.CustomerRef => "E-REF-01",
                CardField.ProductCode => "E-PRD-01",
                CardField.FirstName or CardField.LastName => "E-NAM-01",
                _ => "E-VAL-01",
            }, map.IndexOf(field) < 0 ? Hints.MissingColumn : "");
        }
    }

    private void CheckAddress(ulong present)
    {
        var byId = (present & IdBit) != 0;
        var parts = present & AddressBits;
        if (parts == 0)
        {
            if (!byId)
            {
                Fail(CardField.DeliveryAddressId, "E-ADR-01", "");
            }
        }
        else if (Row.ProtectedIdentity)
        {
            Fail(CardField.DeliveryAddressId, "E-ADR-05", "");
        }
        else if (byId)
        {
            Fail(CardField.DeliveryAddressId, "E-ADR-03", "");
        }
        else
        {
            if (PostalCodes.HasNone(Stored(CardField.Country)))
            {
                parts |= ProductRule.Bit(CardField.PostalCode);
            }

            for (var missing = AddressBits & ~parts; missing != 0; missing &= missing - 1)
            {
                Fail((CardField)BitOperations.TrailingZeroCount(missing), "E-ADR-01", "");
            }
        }
    }

    private void Finish()
    {
        if (found.Count > 0)
        {
            SortFound();
            foreach (var (_, finding) in found)
            {
                Row.Add(finding);
            }
        }

        if (Row.IsRejected)
        {
            return;
        }

        Row.SetContent(content.AsSpan(0, contentLength));
        SetPersonKey();
        Row.HoldCode = Row.AwaitsPhoto ? "W-PHO-01" : null;
        Row.SetPhotoFile(Product is { NeedsPhoto: true } && !Row.AwaitsPhoto ? Stored(CardField.PhotoFile) : default);
    }

    // Few, and nearly sorted; a stable sort keeps the order within a column.
    private void SortFound()
    {
        for (var i = 1; i < found.Count; i++)
        {
            var item = found[i];
            var at = i;
            for (; at > 0 && found[at - 1].Order > item.Order; at--)
            {
                found[at] = found[at - 1];
            }

            found[at] = item;
        }
    }

    /// <summary>Stands before the identity number in what a person is indexed by; requests that name a person use the same.</summary>
    internal const byte KnownByNumber = (byte)'P';

    /// <summary>
    /// P + identity number, or N + names and birth date, or E + employee number; letters in capitals so that spelling by case does not
    /// matter.
    /// </summary>
    private void SetPersonKey()
    {
        var number = Stored(CardField.NationalIdentityNumber);
        if (!number.IsEmpty)
        {
            SetPersonKey(CardField.NationalIdentityNumber, KnownByNumber, number, default, default);
        }
        else if (!Stored(CardField.LastName).IsEmpty && !Stored(CardField.BirthDate).IsEmpty
            && PersonTelling.IsName(Stored(CardField.FirstName)) && PersonTelling.IsName(Stored(CardField.LastName)))
        {
            SetPersonKey(CardField.LastName, (byte)'N', Stored(CardField.FirstName), Stored(CardField.LastName),
                Stored(CardField.BirthDate));
        }
        else if (PersonTelling.IsEmployeeNumber(Stored(CardField.EmployeeNumber)))
        {
            SetPersonKey(CardField.EmployeeNumber, (byte)'E', Stored(CardField.EmployeeNumber), default, default);
        }
    }

    private void SetPersonKey(CardField column, byte tag, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third)
    {
        var key = personKey.AsSpan();
        key[0] = tag;
        var length = 1;
        Add(first, key, ref length);
        if (!third.IsEmpty)
        {
            key[length++] = (byte)'\n';
            Add(second, key, ref length);
            key[length++] = (byte)'\n';
            Add(third, key, ref length);
        }

        Row.SetPersonKey(key[..length], OrderColumns.NameOf(column));

        static void Add(ReadOnlySpan<byte> text, Span<byte> key, ref int length)
        {
            if (System.Text.Ascii.ToUpper(text, key[length..], out var upper) == System.Buffers.OperationStatus.Done)
            {
                length += upper;
                return;
            }

            while (!text.IsEmpty)
            {
                System.Text.Rune.DecodeFromUtf8(text, out var rune, out var used);
                length += System.Text.Rune.ToUpperInvariant(rune).EncodeToUtf8(key[length..]);
                text = text[used..];
            }
        }
    }

    private bool OnlyEmptyFieldsMore()
    {
        if (csv.FieldCount < map.Fields)
        {
            return false;
        }

        for (var i = map.Fields; i < csv.FieldCount; i++)
        {
            if (!TextValue.Trim(csv.GetSpan(i)).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }
}
