using NexusGo.FileExchange.Customers.Settings;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Finds the line of a problem that was noticed after its file was read, such as two customers that meet. It reads the file again: places
/// are
/// not kept for a thousand customers.
/// </summary>
public static class SettingLookup
{
    /// <summary>The problem with file, line and column; as it was when the file cannot be read now.</summary>
    public static ConfigurationProblem WithPlace(ConfigurationProblem problem)
    {
        try
        {
            if (JsonTree.Parse(File.ReadAllBytes(problem.File), problem.File, []) is not { } json)
            {
                return problem;
            }

            SharedSections.AddTo(json, problem.File, []);
            var places = new SettingsReader(problem.File, []);
            places.ReadSection(json, Path.GetFileName(problem.File) == ProductionProfileReader.FileName
                ? typeof(ProductionProfile) : typeof(CustomerProfile), "");
            var place = places.PlaceOf(problem.Setting);
            return problem with { File = place.File, Line = place.Line, Column = place.Column };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return problem;
        }
    }
}
