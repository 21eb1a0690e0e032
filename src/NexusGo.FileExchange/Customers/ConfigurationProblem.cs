using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>One thing wrong with one configuration file, told so that an operator can mend it without reading code.</summary>
/// <param name="File">Path of the file, or <c>environment</c> for a value set by an environment variable.</param>
/// <param name="Line">1-based line as in an editor; 0 when the problem has no place in the file.</param>
/// <param name="Column">1-based byte column in that line; 0 when unknown.</param>
/// <param name="Setting">Dotted path such as <c>Remote.Port</c> or <c>Products[2].Code</c>; empty for the file as a whole.</param>
/// <param name="Found">What is there. Never a secret or a person's name: those are described by their length.</param>
/// <param name="Allowed">What may be there.</param>
/// <param name="Advice">What to do; may be empty.</param>
public sealed record ConfigurationProblem(string File, int Line, int Column, string Setting, string Found, string Allowed, string Advice)
{
    /// <summary>The usual <c>file:line:column</c> form that editors turn into a link.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        var setting = Setting.Length > 0 ? $" {Setting}:" : "";
        var advice = Advice.Length > 0 ? $". {Advice}" : "";
        return $"{place}:{setting} found {Found}, allowed {Allowed}{advice}";
    }
}

/// <summary>Configuration that cannot be used; <see cref="Problems"/> holds every problem of every file.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
    : Exception($"The configuration has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<ConfigurationProblem> Problems { get; } = problems;
}
