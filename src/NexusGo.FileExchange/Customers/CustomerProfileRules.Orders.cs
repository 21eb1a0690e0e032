using System.Globalization;

namespace NexusGo.FileExchange.Customers;

internal sealed partial class CustomerProfileRules
{
    private void CheckOrders()
    {
        var orders = profile.Orders;
        NeedUnique("Products", profile.Products.Select(product => product.Code), "Code");
        NeedUnique("DeliveryAddresses", profile.DeliveryAddresses.Select(address => address.Id), "Id");
        NeedUnique("Orders.CustomColumns", orders.CustomColumns.Select(column => column.Name), "Name");
        NeedUnique("Orders.DeclaredColumns", orders.DeclaredColumns, null);

        for (var i = 0; i < orders.DeclaredColumns.Count; i++)
        {
            if (!OrderColumns.NeedDeclaration.Contains(orders.DeclaredColumns[i]))
            {
                Add($"Orders.DeclaredColumns[{i}]", Quote(orders.DeclaredColumns[i]), Settings.Setting.OneOf(OrderColumns.NeedDeclaration),
                    "Own columns go into CustomColumns; all others need no declaration");
            }
        }

        if (orders.DeclaredColumns.Contains("national_identity_number") && orders.IdentityNumbers.Count == 0)
        {
            Add("Orders.IdentityNumbers", "an empty list", "at least one kind",
                "The column national_identity_number is declared, so some kind must be taken");
        }

        CheckPacked();
        CheckCustomColumns(orders.CustomColumns);
        CheckAliases();
        CheckProducts();
    }

    /// <summary>Settings under which some file could never be taken.</summary>
    private void CheckPacked()
    {
        if (!profile.Orders.ZipFiles
            && profile.Products.FirstOrDefault(product => product.RequiredColumns.Contains("photo_file")) is { } printed)
        {
            Add("Orders.ZipFiles", "false", $"true, because the layout {printed.Code} prints photos", "Photos come in zip files");
        }

        var largest = Math.Max(profile.Limits.CsvBytes, profile.Orders.ZipFiles ? profile.Limits.ZipBytes : 0);
        if (profile.Budgets.SpoolBytes < 2 * largest)
        {
            Add("Budgets.SpoolBytes", $"{profile.Budgets.SpoolBytes}", $"at least {2 * largest}",
                "An encrypted file of the largest size that Limits allows is in the spool twice");
        }
    }

    private void CheckCustomColumns(IReadOnlyList<CustomColumn> columns)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var (column, path) = (columns[i], $"Orders.CustomColumns[{i}]");
            if (column.Header is { } header && OrderColumns.IsKnown(header.Trim().ToLowerInvariant()))
            {
                Add($"{path}.Header", Quote(header), "a header that is no standard column", "Give the column another header");
            }

            for (var j = 0; j < column.Values.Count; j++)
            {
                if (column.Values[j].Length > column.MaxLength || !Suits(column.Type, column.Values[j]))
                {
                    Add($"{path}.Values[{j}]", $"a value of {column.Values[j].Length} characters",
                        $"{column.Type} of at most {column.MaxLength} characters", "Correct the value, or MaxLength");
                }
            }
        }

        NeedUnique("Orders.CustomColumns", columns.Select(column => (column.Header ?? column.Name).Trim().ToLowerInvariant()), "Header");
    }

    private void CheckAliases()
    {
        foreach (var (alias, column) in profile.Csv.Aliases)
        {
            if (!OrderColumns.IsKnown(column))
            {
                Add($"Csv.Aliases.{alias}", Quote(column), "the name of a column",
                    Settings.SettingsClass.NearestOf(column,
                        OrderColumns.Names) is { } near ? $"Did you mean {near}?" : "The columns are in samples/README.md");
            }

            var plain = alias.Trim().ToLowerInvariant();
            if (plain.Length == 0 || (OrderColumns.IsKnown(plain) && plain != column))
            {
                Add($"Csv.Aliases.{alias}", "an alias that is a standard column already", "a name of the customer's own", "Remove it");
            }
        }
    }

    private void CheckProducts()
    {
        for (var i = 0; i < profile.Products.Count; i++)
        {
            var product = profile.Products[i];
            for (var j = 0; j < product.RequiredColumns.Count; j++)
            {
                CheckProductColumn($"Products[{i}].RequiredColumns[{j}]", product.RequiredColumns[j]);
            }

            foreach (var (column, length) in product.MaxLengths)
            {
                CheckProductColumn($"Products[{i}].MaxLengths.{column}", column);
                if (length is < 1 or > 1000)
                {
                    Add($"Products[{i}].MaxLengths.{column}", length.ToString(CultureInfo.InvariantCulture), "1 to 1000",
                        "Choose a length that is allowed");
                }
            }
        }
    }

    private void CheckProductColumn(string setting, string column)
    {
        if (!OrderColumns.IsKnown(column))
        {
            var near = Settings.SettingsClass.NearestOf(column, OrderColumns.Names);
            Add(setting, Quote(column), "the name of a column",
                near is null ? "The columns are in samples/README.md" : $"Did you mean {near}?");
        }
        else if (OrderColumns.NeedDeclaration.Contains(column) && !profile.Orders.DeclaredColumns.Contains(column))
        {
            Add(setting, Quote(column), "a column the profile declares", "Add it to Orders.DeclaredColumns");
        }
        else if (OrderColumns.IsCustom(column) && profile.Orders.CustomColumns.All(custom => custom.Name != column))
        {
            Add(setting, Quote(column), "a column the profile declares", "Add it to Orders.CustomColumns");
        }
    }

    private static bool Suits(CustomColumnType type, string value) => type switch
    {
        CustomColumnType.Digits => value.Length > 0 && value.All(char.IsAsciiDigit),
        CustomColumnType.Date => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => true,
    };

    private void NeedUnique(string list, IEnumerable<string> values, string? member)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, index) in values.Select((value, index) => (value, index)))
        {
            if (value.Length > 0 && !seen.Add(value))
            {
                Add(member is null ? $"{list}[{index}]" : $"{list}[{index}].{member}", $"{Quote(value)} a second time", "each one once",
                    "Remove or rename one of the two");
            }
        }
    }
}
