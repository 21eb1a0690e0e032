namespace NexusGo.FileExchange.Tests.Architecture;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NexusGo.FileExchange.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            "The tests must run from a build inside the repository: NexusGo.FileExchange.sln was not found above them.");
    }
}
