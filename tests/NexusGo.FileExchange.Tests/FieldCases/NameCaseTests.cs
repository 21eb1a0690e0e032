using NexusGo.FileExchange.Tests.Orders;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>Usual names of many languages are taken: no rule and no evidence of a wrong code page minds them.</summary>
public class NameCaseTests
{
    public static TheoryData<string, string> Languages()
    {
        var cases = new TheoryData<string, string>();
        foreach (var cell in FieldTable.Read("names.txt", 2))
        {
            cases.Add(cell[0], cell[1]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Usual_names_are_no_false_alarm(string language, string names)
    {
        var each = names.Split(' ');
        Assert.InRange(each.Length, 30, int.MaxValue);

        // Alone, where nothing else in the file speaks for them, and in capitals; then all together.
        foreach (var name in each.Select(one => one.Replace('_', ' ')))
        {
            await ExpectGood(language, name);
            await ExpectGood(language, name.ToUpperInvariant());
        }

        await ExpectGood(language, [.. each.Select(one => one.Replace('_', ' '))]);
    }

    private static async Task ExpectGood(string language, params string[] names)
    {
        var file = await Reading.Text("customer_ref;product_code;first_name;last_name;delivery_address_id\n"
            + string.Concat(names.Select((name, i) => $"R-{i};ID-STD;{name};{names[^(i + 1)]};HQ\n")));

        Assert.True(file.Refusal is null, $"{language}: {names[0]} gave {file.Refusal?.Code} {file.Refusal?.Hint}");
        Assert.All(file.Rows, row => Assert.True(row.Codes.Length == 0, $"{language}: {row.Ref} {names[row.Number - 1]} gave {row.Codes}"));
    }
}
