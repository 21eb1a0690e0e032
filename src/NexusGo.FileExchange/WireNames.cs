using System.Text.Json;

namespace NexusGo.FileExchange;

/// <summary>
/// How the members of an enum are called in tables and files: in capitals with underscores, IN_PRODUCTION for InProduction.
/// </summary>
internal static class WireNames
{
    /// <summary>The names in the order of the members' values. For enums that count from 0, a member's value is its place.</summary>
    public static string[] Of<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseUpper.ConvertName)];
}
