using System.Reflection;

namespace NexusGo.FileExchange.Tests.Swedish;

/// <summary>
/// The identity numbers that are published for testing: the table <c>public-identity-numbers.csv</c>, which names its source.
/// </summary>
internal static class PublicIdentityNumbers
{
    public static IEnumerable<(string Text, bool IsPerson, string List)> All()
    {
        using var table = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("public-identity-numbers.csv")!);
        while (table.ReadLine() is { } line)
        {
            if (line.StartsWith('#') || line == "number;person;list")
            {
                continue;
            }

            var cells = line.Split(';');
            yield return (cells[0], cells[1] == "yes", cells[2]);
        }
    }
}
