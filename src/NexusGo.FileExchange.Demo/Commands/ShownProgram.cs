namespace NexusGo.FileExchange.Demo;

/// <summary>A program of ours as a person can type it here: with its path, because the demo is not installed.</summary>
internal static class ShownProgram
{
    public static string Worker { get; } = Of("nexusgo-fx");

    public static string Demo { get; } = Of("nexusgo-demo");

    private static string Of(string name) => Path.Combine(AppContext.BaseDirectory, name) is var path && File.Exists(path) ? path : name;
}
