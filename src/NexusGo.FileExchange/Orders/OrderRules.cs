using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders.Rules;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// A customer's profile turned into rules, for one day and one kind of file. Holds no state of a file: one instance may serve many readers
/// at the same time.
/// </summary>
public sealed class OrderRules
{
    private readonly Dictionary<string, ColumnRule> byHeader = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> undeclared = new(StringComparer.Ordinal);

    private OrderRules(CustomerProfile profile, DateOnly today, bool encrypted, bool withPhotos, bool isSigned)
    {
        Limits = profile.Limits;
        Encoding = profile.Csv.Encoding;
        Language = profile.Answers.Language;
        Encrypted = encrypted;
        WithPhotos = withPhotos;

        var declared = profile.Orders.DeclaredColumns.Select(HeaderName.Normalise).ToHashSet(StringComparer.Ordinal);
        var isOrdererAsked = profile.Products.Any(one => one.RequiredColumns.Contains("orderer", StringComparer.OrdinalIgnoreCase));
        KeepsOrdererUnlessSigned = !isOrdererAsked && !isSigned && profile.Pgp.Signature != SignatureMode.Required;
        var rules = ColumnRules(profile, today, isOrdererAsked || KeepsOrdererUnlessSigned);
        foreach (var column in OrderColumns.All)
        {
            var rule = rules.GetValueOrDefault(column.Field)
                ?? throw new InvalidOperationException($"The column {column.Name} has no rule.");
            var allowed = !column.NeedsDeclaration || declared.Contains(HeaderName.Normalise(column.Name));
            foreach (var name in column.Aliases.Prepend(column.Name).Select(HeaderName.Normalise).Distinct())
            {
                if (allowed)
                {
                    byHeader.Add(name, rule);
                }
                else
                {
                    undeclared.Add(name, column.Name);
                }
            }
        }

        foreach (var custom in profile.Orders.CustomColumns)
        {
            var rule = CustomRule(custom, today);
            byHeader[HeaderName.Normalise(custom.Name)] = rule;
            if (!string.IsNullOrWhiteSpace(custom.Header))
            {
                Rename(HeaderName.Normalise(custom.Header), rule);
            }

            AlwaysRequired |= custom.Required ? ProductRule.Bit(rule.Field) : 0;
        }

        foreach (var (alias, target) in profile.Csv.Aliases)
        {
            if (byHeader.TryGetValue(HeaderName.Normalise(target), out var rule))
            {
                Rename(HeaderName.Normalise(alias), rule);
            }
        }

        var products = profile.Products.Select(p => new ProductRule(p, today, FieldOf)).ToArray();
        Products = new(products.Select(p => (p.Code, p)));
        RequiredByAll = products.Aggregate(ulong.MaxValue, (all, p) => all & p.Required) & (products.Length == 0 ? 0 : ulong.MaxValue);
    }

    /// <summary>
    /// Who ordered counts where no known person signs: rows keep the orderer column only because nobody is known to have signed. In a
    /// signed file it is checked and not kept, unless a layout asks for it.
    /// </summary>
    internal bool KeepsOrdererUnlessSigned { get; }

    internal LimitSettings Limits { get; }

    internal CsvEncoding Encoding { get; }

    internal AnswerLanguage Language { get; }

    /// <summary>Whether the file came encrypted, as rows with protected identity must.</summary>
    internal bool Encrypted { get; }

    /// <summary>Whether photos came with the file: then a row that names one does not wait for it.</summary>
    internal bool WithPhotos { get; }

    internal Utf8Table<ProductRule> Products { get; }

    /// <summary>One bit per field that every row must fill.</summary>
    internal ulong AlwaysRequired { get; } = ProductRule.Bit(CardField.CustomerRef) | ProductRule.Bit(CardField.ProductCode);

    /// <summary>One bit per field that every layout of the profile asks for: without the column no row could be right.</summary>
    internal ulong RequiredByAll { get; }

    /// <param name="profile">A profile that has passed its own validation.</param>
    /// <param name="today">The day in Europe/Stockholm: decides ages, centuries, and what is past or future.</param>
    /// <param name="encrypted">Whether the file came in an OpenPGP envelope. Rows with protected identity are refused otherwise.</param>
    /// <param name="withPhotos">Whether photos came with the file.</param>
    /// <param name="isSigned">Whether a known person signed the file: the orderer column is not kept then.</param>
    public static OrderRules Compile(CustomerProfile profile, DateOnly today, bool encrypted = false, bool withPhotos = false,
        bool isSigned = false) => new(profile, today, encrypted, withPhotos, isSigned);

    /// <summary>The rule of the column that a heading means.</summary>
    internal bool TryGetColumn(string header, out ColumnRule rule) => TryGet(byHeader, header, out rule);

    /// <summary>The standard name of a column that exists but that this profile has not declared.</summary>
    internal bool IsUndeclared(string header, out string name) => TryGet(undeclared, header, out name);

    private static bool TryGet<T>(Dictionary<string, T> names, string header, out T found)
    {
        foreach (var reading in HeaderName.Readings(header))
        {
            if (names.TryGetValue(reading, out found!))
            {
                return true;
            }
        }

        found = default!;
        return false;
    }

    private CardField? FieldOf(string column) => byHeader.TryGetValue(HeaderName.Normalise(column), out var rule) ? rule.Field : null;

    /// <summary>A name the customer has agreed on wins over a customary one.</summary>
    private void Rename(string name, ColumnRule rule)
    {
        undeclared.Remove(name);
        byHeader[name] = rule;
    }

    private static Dictionary<CardField, ColumnRule> ColumnRules(CustomerProfile profile, DateOnly today, bool keepsOrderer)
    {
        ColumnRule[] rules =
        [
            new ReferenceRule(today),
            new ProductCodeRule(),
            new NameRule(CardField.FirstName, "first_name"),
            new NameRule(CardField.LastName, "last_name"),
            new IdentityNumberRule(today, profile.Orders.IdentityNumbers),
            new CountryRule(CardField.Nationality, "nationality", "E-VAL-04"),
            new BirthDateRule(today),
            new TextRule(CardField.EmployeeNumber, "employee_number", 30, today),
            new TextRule(CardField.Title, "title", 60, today),
            new TextRule(CardField.Department, "department", 60, today),
            new TextRule(CardField.CompanyName, "company_name", 60, today),
            new OrganisationNumberRule(),
            new PhotoFileRule(today),
            new ValidUntilRule(today),
            new CardNumberRule(),
            new WordRule(CardField.ReplaceReason, "replace_reason", "E-VAL-04", ["LOST", "STOLEN", "DAMAGED", "RENEWAL", "DATA_CHANGE"],
                true,
                static (row, word) => row.Row.ReplaceReason = word),
            new EmailRule(),
            new PhoneRule(),
            new WordRule(CardField.DeliveryAddressId, "delivery_address_id", "E-ADR-02", [.. profile.DeliveryAddresses.Select(a => a.Id)],
                false),
            new TextRule(CardField.Recipient, "recipient", 60, today),
            new TextRule(CardField.Street, "street", 60, today),
            new PostalCodeRule(),
            new TextRule(CardField.City, "city", 60, today),
            new CountryRule(CardField.Country, "country", "E-ADR-04"),
            new WordRule(CardField.DeliveryMethod, "delivery_method", "E-VAL-04", ["STANDARD", "EXPRESS"], true,
                static (row, word) => row.Row.DeliveryMethod = word),
            new TextRule(CardField.CostCentre, "cost_centre", 30, today),
            new ProtectedIdentityRule(),
            new WordRule(CardField.EraseAfter, "erase_after", "E-VAL-04", RetentionPeriods.UpTo(profile.Retention.Keep), true,
                static (row, word) => row.Row.EraseAfter = word),
            new TextRule(CardField.Orderer, "orderer", 60, today, keepsOrderer),
        ];
        return rules.ToDictionary(r => r.Field);
    }

    private static ColumnRule CustomRule(CustomColumn custom, DateOnly today)
    {
        var field = OrderColumns.FieldOf(custom.Name)!.Value;
        return custom switch
        {
            { Values.Count: > 0 } => new WordRule(field, custom.Name, "E-VAL-04", custom.Values, false),
            { Type: CustomColumnType.Date } => new DateRule(field, custom.Name),
            { Type: CustomColumnType.Digits } => new DigitsRule(field, custom.Name, custom.MaxLength, today),
            _ => new TextRule(field, custom.Name, custom.MaxLength, today),
        };
    }
}
