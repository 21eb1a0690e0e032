using System.Globalization;
using System.Text.Json;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>How a value of the wrong type is mended.</summary>
internal static class ValueAdvice
{
    public static string For(JsonTree json, SettingKind kind, Type item) => kind switch
    {
        SettingKind.Duration when json.Kind == JsonValueKind.Number => $"A number has no unit: write \"{json.Text}s\" for seconds",
        SettingKind.Duration => "Write a number and its unit: d, h, m, s or ms",
        SettingKind.WholeNumber when json.Kind == JsonValueKind.String
            && long.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            && !json.IsFromEnvironment => "Write it without quotes",
        SettingKind.WholeNumber => "Write a whole number, without quotes and unit",
        SettingKind.Flag => "Write true or false, without quotes",
        SettingKind.Date => "Write a day of the calendar, such as \"2026-01-31\"",
        SettingKind.Choice when SettingsClass.NearestOf(json.Text, Enum.GetNames(item)) is { } near => $"Did you mean {near}?",
        SettingKind.Choice => "Choose one of these words",
        SettingKind.List when json.Kind is JsonValueKind.String or JsonValueKind.Number => "Put brackets around it: [ … ]",
        SettingKind.List => "Write a list: [ … ]",
        SettingKind.Section or SettingKind.Map => "Write an object: { … }",
        _ => "Write a text in quotes",
    };
}
