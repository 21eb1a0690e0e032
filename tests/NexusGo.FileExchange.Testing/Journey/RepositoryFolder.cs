namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>The checkout that the tests run in.</summary>
public static class RepositoryFolder
{
    public static string PathOf(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "NexusGo.FileExchange.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run in a checkout.");
        }

        return Path.Combine(folder, path);
    }
}
