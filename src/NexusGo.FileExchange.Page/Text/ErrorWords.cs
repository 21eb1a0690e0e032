using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Page.Text;

/// <summary>The published text of a code.</summary>
internal static class ErrorWords
{
    /// <summary>Null: no such code is published.</summary>
    public static string? Of(string code, string language) =>
        ErrorCatalog.All.FirstOrDefault(one => one.Code == code) is { } text
            ? language == "sv" ? $"{text.MessageSv} {text.AdviceSv}" : $"{text.MessageEn} {text.AdviceEn}" : null;
}
