using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Orders.Rules;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>The tables of the customers' manual that are made from the code, in Swedish and English.</summary>
internal static class CustomerManual
{
    /// <summary>The pages with such tables, by their path inside the folder of samples.</summary>
    public static readonly IReadOnlyList<(string Page, AnswerLanguage Language)> Pages =
    [
        ("manual/orders.md", AnswerLanguage.En), ("manual/orders.sv.md", AnswerLanguage.Sv),
        ("manual/refused.md", AnswerLanguage.En), ("manual/refused.sv.md", AnswerLanguage.Sv),
    ];

    /// <summary>A page with its tables made anew.</summary>
    public static string Update(string page, AnswerLanguage language) => MadeBlocks.Update(page, name => name.Split(' ') switch
    {
        ["limits"] => Limits(language),
        ["columns"] => Columns(language),
        ["codes", .. var families] => Codes(families, language),
        _ => throw new InvalidDataException($"Nothing makes a block of the name {name}."),
    });

    private static string Limits(AnswerLanguage language)
    {
        var limits = new LimitSettings();
        (string Sv, string En, string Value)[] rows =
        [
            ("rader i en fil", "rows of one file", Number(limits.Rows)),
            ("kolumner i en fil", "columns of one file", Number(limits.Columns)),
            ("en CSV-fil", "one CSV file", Bytes(limits.CsvBytes)),
            ("en rad", "one row", Bytes(limits.RowBytes)),
            ("en zip-fil, packad och uppackad", "one zip file, packed and unpacked", Bytes(limits.ZipBytes)),
            ("foton i en zip-fil", "photos in one zip file", Number(limits.ZipEntries)),
            ("ett foto", "one photo", Bytes(limits.PhotoBytes)),
        ];
        var text = new StringBuilder(Text(language, "| vad | högst |\n", "| what | at most |\n")).Append("|---|---|\n");
        foreach (var (sv, en, value) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Text(language, sv, en)} | {value} |\n");
        }

        return text.ToString();

        string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture)
            .Replace(",", Text(language, " ", ","), StringComparison.Ordinal);

        string Bytes(long bytes) => bytes >= 1 << 30 ? $"{Number(bytes >> 30)} GB" : $"{Number(bytes >> 20)} MB";
    }

    private static string Columns(AnswerLanguage language)
    {
        var profile = new CustomerProfile
        {
            Orders = new OrderSettings { DeclaredColumns = OrderColumns.NeedDeclaration },
            Retention = new RetentionSettings { Keep = RetentionPeriods.Longest },
        };
        var rules = OrderRules.Compile(profile, DateOnly.MinValue.AddYears(2025));
        var text = new StringBuilder(
            Text(language, "| kolumn | | andra namn | vad den tar |\n", "| column | | other names | what it takes |\n"))
            .Append("|---|---|---|---|\n");
        foreach (var column in OrderColumns.All)
        {
            if (!rules.TryGetColumn(column.Name, out var rule))
            {
                throw new InvalidOperationException($"The column {column.Name} has no rule.");
            }

            text.Append(CultureInfo.InvariantCulture,
                $"| `{column.Name}` | {Mark(column, rules)} | {Names(column)} | {Takes(column, rule, language)} |\n");
        }

        return text.ToString();
    }

    private static string Mark(OrderColumn column, OrderRules rules) => column switch
    {
        _ when (rules.AlwaysRequired & ProductRule.Bit(column.Field)) != 0 => "M",
        { NeedsDeclaration: true } => "D",
        { Field: CardField.DeliveryAddressId or CardField.Recipient or CardField.Street or CardField.PostalCode or CardField.City
            or CardField.Country } => "A",
        _ => "",
    };

    /// <summary>A name that differs from one before it by dots, rings and blanks only is left out.</summary>
    private static string Names(OrderColumn column) => string.Join(", ", column.Aliases.DistinctBy(Plain)
        .Select(alias => alias.StartsWith("e_", StringComparison.Ordinal) ? $"e-{alias[2..]}" : alias.Replace('_', ' ')));

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetter)).Replace('å', 'a').Replace('ä', 'a')
        .Replace('ö', 'o');

    private static string Takes(OrderColumn column, ColumnRule rule, AnswerLanguage language)
    {
        var (sv, en) = ColumnTexts.Of(column.Field);
        return Text(language, sv, en)
            .Replace("{most}", rule.MostCharacters?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{words}", string.Join(", ", rule.Words.Select(word => $"`{word}`")), StringComparison.Ordinal);
    }

    private static string Codes(string[] families, AnswerLanguage language)
    {
        var text = new StringBuilder(Text(language, "| kod | vad det betyder | vad du gör |\n", "| code | what it means | what to do |\n"))
            .Append("|---|---|---|\n");
        foreach (var code in families.SelectMany(family => ErrorCatalog.All.Where(one => one.Code.StartsWith(family + "-",
            StringComparison.Ordinal))))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{code.Code}` | {Cell(Text(language, code.MessageSv, code.MessageEn))} | "
                + $"{Cell(Text(language, code.AdviceSv, code.AdviceEn))} |\n");
        }

        return text.ToString();
    }

    private static string Text(AnswerLanguage language, string sv, string en) => language == AnswerLanguage.Sv ? sv : en;

    private static string Cell(string text) => text.Replace("|", @"\|", StringComparison.Ordinal);
}
