using System.Runtime.CompilerServices;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>Finds the public test lists of personnummer/meta, which are not part of the project.</summary>
internal static class SharedData
{
    public static string File(string name, [CallerFilePath] string source = "")
    {
        var folder = Environment.GetEnvironmentVariable("NEXUSGO_SHARED");
        for (var parent = Path.GetDirectoryName(source); string.IsNullOrEmpty(folder) && parent is not null; parent = Path.GetDirectoryName(parent))
        {
            var beside = Path.Combine(parent, "shared");
            folder = Directory.Exists(Path.Combine(beside, "data", "personnummer-meta")) ? beside : null;
        }

        var path = folder is null ? null : Path.Combine(folder, "data", "personnummer-meta", name);
        Assert.True(path is not null && System.IO.File.Exists(path),
            $"The list {name} of personnummer/meta is missing: put it into ../shared/data/personnummer-meta beside the repository, or set NEXUSGO_SHARED to the shared folder.");
        return path;
    }
}
