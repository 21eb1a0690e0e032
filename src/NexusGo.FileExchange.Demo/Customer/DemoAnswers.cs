using System.Text;

namespace NexusGo.FileExchange.Demo;

/// <summary>An answer file as a customer's program would read it: rows of named columns. For the demo's output only.</summary>
internal static class DemoAnswers
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(string path) => Parse(File.ReadAllText(path, Encoding.UTF8));

    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Parse(string text)
    {
        var records = Split(text.TrimStart('\uFEFF')).ToArray();
        return records.Length == 0
            ? [] : [.. records.Skip(1)
            .Select(record => records[0].Zip(record).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal))];
    }

    /// <summary>Semicolons, quotes, CRLF: what the demo customer's answers are written in.</summary>
    private static IEnumerable<string[]> Split(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '"')
            {
                if (quoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = !quoted;
                }
            }
            else if (quoted || character is not (';' or '\n'))
            {
                field.Append(character);
            }
            else
            {
                fields.Add(field.ToString().TrimEnd('\r'));
                field.Clear();
                if (character == '\n')
                {
                    yield return [.. fields];
                    fields.Clear();
                }
            }
        }
    }
}
