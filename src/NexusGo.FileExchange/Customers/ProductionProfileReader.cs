using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Reads <c>config/production.json</c>. A missing file means that there is no production partner; wrong content becomes problems.
/// </summary>
public static class ProductionProfileReader
{
    public const string FileName = "production.json";

    private static readonly string[] ReportFields = ["chip_type", "uid_hex", "hid_format", "hid_facility", "hid_number"];

    public static ProductionProfile? Read(string file, ICollection<ConfigurationProblem> problems) =>
        File.Exists(file) && JsonTree.ReadFile(file, problems) is { } content ? Parse(content, file, problems) : null;

    /// <summary>Reads and checks the file's bytes; the profile is only to be used when no problem was added.</summary>
    public static ProductionProfile? Parse(byte[] content, string file, ICollection<ConfigurationProblem> problems)
    {
        if (JsonTree.ParseObject(content, file, problems) is not { } json)
        {
            return null;
        }

        var reader = new SettingsReader(file, problems);
        var profile = (ProductionProfile)reader.ReadSection(json, typeof(ProductionProfile), "");
        var area = ConfiguredPaths.MakeAbsolute(profile.AsArea(), Path.GetDirectoryName(Path.GetFullPath(file))!);
        profile = profile with { Remote = area.Remote, Pgp = area.Pgp, People = area.People };
        new CustomerProfileRules(profile.AsArea(), file, reader).CheckArea();
        CheckAnswers(profile.Answers, reader);
        CheckLayouts(profile, reader);
        return profile;
    }

    /// <summary>The partner's program reads what we send: nothing in it is made for spreadsheets.</summary>
    private static void CheckAnswers(AnswerSettings answers, SettingsReader places)
    {
        if (answers.Format != AnswerFormat.Csv)
        {
            Add("Answers.Format", $"{answers.Format}", $"{AnswerFormat.Csv}");
        }

        if (answers.Numbers != AnswerNumbers.Plain)
        {
            Add("Answers.Numbers", $"{answers.Numbers}", $"{AnswerNumbers.Plain}");
        }

        void Add(string setting, string found, string allowed)
        {
            places.Add(setting, found, allowed, "A program reads the partner's files");
        }
    }

    private static void CheckLayouts(ProductionProfile profile, SettingsReader places)
    {
        for (var i = 0; i < profile.Layouts.Count; i++)
        {
            var layout = profile.Layouts[i];
            foreach (var column in layout.Columns.Where(column => !OrderColumns.IsKnown(column)))
            {
                Add($"Layouts[{i}].Columns", $"\"{column}\"", "columns of an order file", "");
            }

            foreach (var field in layout.ExpectedReportFields.Except(ReportFields))
            {
                Add($"Layouts[{i}].ExpectedReportFields", $"\"{field}\"", string.Join(", ", ReportFields), "");
            }

            if (profile.Layouts.Take(i).Any(other => other.ProductCode == layout.ProductCode && other.CustomerId == layout.CustomerId))
            {
                Add($"Layouts[{i}].ProductCode", $"\"{layout.ProductCode}\" a second time", "one entry for a customer's layout", "");
            }
        }

        void Add(string setting, string found, string allowed, string advice)
        {
            places.Add(setting, found, allowed, advice);
        }
    }
}
