namespace NexusGo.FileExchange.Tests.Customers;

/// <summary>A folder of customer files for one test, with a local area that makes the profiles valid.</summary>
internal sealed class ProfileFolder : IDisposable
{
    public ProfileFolder() => Directory.CreateDirectory(AreaOf(""));

    public string Folder { get; } = Directory.CreateTempSubdirectory("nexusgo-customers-").FullName;

    public string AreaOf(string name) => Path.Combine(Folder, "areas", name);

    public string Write(string id, string json)
    {
        var file = Path.Combine(Folder, id + ".json");
        File.WriteAllText(file, json);
        return file;
    }

    /// <summary>
    /// A good profile on engine Local with an area of its own (or a shared one); <paramref name="more"/> is added as it is.
    /// </summary>
    public string WriteGood(string id, string more = "", string? area = null)
    {
        Directory.CreateDirectory(AreaOf(area ?? id));
        return Write(id, Good(id, more, area));
    }

    public static string Good(string id, string more = "", string? area = null) => $$"""
        {
          // one line per thing agreed
          "CustomerId": "{{id}}",
          "Name": "Customer {{id}}",
          "Remote": { "Engine": "Local", "LocalRoot": "areas/{{area ?? id}}" },
          "Pgp": { "Encryption": "None", "Signature": "Optional" }, "Requests": { "Signature": "Optional" },
          "Products": [ { "Code": "ID-STD" } ],
          {{more}}
        }
        """;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
