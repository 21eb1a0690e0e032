using CsvHelper;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>Reads our own CSV answers.</summary>
public static class AnswerFile
{
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Read(byte[] content)
    {
        using var csv = CsvReader.Create(new MemoryStream(content), new CsvReaderOptions { Separator = ';' });
        var records = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read())
        {
            var record = new Dictionary<string, string>();
            for (var i = 0; i < csv.Headers.Count; i++)
            {
                record[csv.Headers[i]] = csv.GetString(i);
            }

            records.Add(record);
        }

        return records;
    }
}
