using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Page.Text;

/// <summary>What every view needs: the language, the path without it, and now.</summary>
public sealed record PageContext(string Language, string Path, string Query, DateTimeOffset Now)
{
    public static readonly IReadOnlyList<string> Languages = ["en", "sv"];

    public string OtherLanguage => Language == "sv" ? "en" : "sv";

    /// <summary>Of a request: the language stands first in the path, so that no cookie has to remember it.</summary>
    public static PageContext Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var language = Languages.FirstOrDefault(one => path == "/" + one || path.StartsWith($"/{one}/", StringComparison.Ordinal));
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return language is null
            ? new PageContext(Preferred(context.Request), "/", "", now)
            : new PageContext(language, path[(language.Length + 1)..] is { Length: > 0 } rest ? rest : "/",
                context.Request.QueryString.Value ?? "", now);
    }

    /// <summary>The text of a word of <see cref="Words"/>.</summary>
    public string this[string word] => Words.Get(word, Language);

    /// <summary>A path of the page in this language.</summary>
    public string Link(string path) => $"/{Language}{path}";

    /// <summary>Swedish time to the minute.</summary>
    public static string Minute(DateTimeOffset? at) => at is { } instant
        ? TimeZoneInfo.ConvertTime(instant, SwedishTime.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>Swedish time to the second.</summary>
    public static string Second(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, SwedishTime.Zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that fits: 4 min, 3 h, 12 d.</summary>
    public string Age(DateTimeOffset? since)
    {
        if (since is not { } instant)
        {
            return "";
        }

        var age = Now - instant;
        return age < TimeSpan.FromMinutes(1) ? $"{Math.Max(0, (int)age.TotalSeconds)}\u00a0s" : age < TimeSpan.FromHours(1)
            ? $"{(int)age.TotalMinutes}\u00a0min" : age < TimeSpan.FromDays(2)
            ? $"{(int)age.TotalHours}\u00a0h" : $"{(int)age.TotalDays}\u00a0{this["days"]}";
    }

    public string Number(long number) => number.ToString("N0", CultureInfo.GetCultureInfo(Language == "sv" ? "sv-SE" : "en-GB"));

    private static string Preferred(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage.OrderByDescending(one => one.Quality ?? 1)
            .Select(one => Languages.FirstOrDefault(known => one.Value.StartsWith(known, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(known => known is not null) ?? "en";
}
