namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>Where a setting stands. Line and column are 1-based; 0: it has no place in the file.</summary>
/// <param name="File">The file that holds it: the one that was read, one that it includes, or <c>environment</c>.</param>
/// <param name="Line">1-based line as in an editor.</param>
/// <param name="Column">1-based byte column in that line.</param>
public readonly record struct SettingPlace(string File, int Line, int Column)
{
    /// <summary>The file of a value that an environment variable sets.</summary>
    public const string Environment = "environment";

    public ConfigurationProblem Problem(string setting, string found, string allowed, string advice) =>
        new(File, Line, Column, setting, found, allowed, advice);
}
