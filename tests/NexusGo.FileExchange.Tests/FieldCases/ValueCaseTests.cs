using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Tests.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>One cell at a time: what customers and their programs write, and what becomes of it.</summary>
public class ValueCaseTests
{
    public static TheoryData<string, string, string, string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string, string, string, string>();
        foreach (var cell in FieldTable.Read("values.txt", 6))
        {
            cases.Add(cell[0], cell[1], cell[2], cell[3], cell[4], cell[5]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Nasty78_A_value_is_taken_or_refused_with_its_cause(string source, string columns, string value, string codes,
        string stored, string hint)
    {
        var english = await Read(columns, value, AnswerLanguage.En);
        var swedish = await Read(columns, value, AnswerLanguage.Sv);

        Assert.True(codes == english.Codes, $"{source}: {columns} gave \"{english.Codes}\" instead of \"{codes}\"");
        Assert.Equal(codes, swedish.Codes);
        Assert.Contains(hint, english.Findings.FirstOrDefault().Hint ?? "", StringComparison.Ordinal);
        Assert.All(english.Findings.Zip(swedish.Findings),
            pair => Assert.True(pair.First.Hint.Length == 0 || pair.First.Hint != pair.Second.Hint, pair.First.Hint));
        if (stored.Length > 0)
        {
            Assert.Equal(FieldTable.Unescape(stored), Stored(english.Content, columns.Split(';')[^1]));
        }
    }

    [Fact]
    public void There_are_enough_cases() => Assert.InRange(Cases().Count, 250, int.MaxValue);

    private static async Task<ReadRow> Read(string columns, string value, AnswerLanguage language)
    {
        var cells = new Dictionary<string, string> { ["customer_ref"] = "R-1", ["product_code"] = "ID-STD", ["first_name"] = "Ida",
            ["last_name"] = "Ek", ["delivery_address_id"] = "HQ" };
        var names = columns.Split(';');
        if (names.Intersect(["street", "city", "postal_code", "country", "recipient"]).Any())
        {
            cells["delivery_address_id"] = "";
            (cells["recipient"], cells["street"], cells["postal_code"], cells["city"], cells["country"]) = ("Ida Ek", "Gatan 1", "123 45",
                "Orten", "SE");
        }

        var values = names.Length == 1 ? [value] : value.Split(';');
        foreach (var (name, cell) in names.Zip(values))
        {
            var text = FieldTable.Unescape(cell);
            cells[name] = text.Contains(';', StringComparison.Ordinal) && text[0] != '"' ? $"\"{text}\"" : text;
        }

        var file = await Reading.Text($"{string.Join(';', cells.Keys)}\n{string.Join(';', cells.Values)}\n", FieldProfiles.Of(language));
        Assert.Null(file.Refusal);
        return file.Only;
    }

    private static string Stored(byte[] content, string column)
    {
        var fields = new (int Start, int Length)[CardContent.MaxFields];
        CardContent.Find(content, fields);
        var field = OrderColumns.All.Single(one => one.Name == column || one.Aliases.Contains(column)).Field;
        return Encoding.UTF8.GetString(content.AsSpan(fields[(int)field].Start, fields[(int)field].Length));
    }
}
