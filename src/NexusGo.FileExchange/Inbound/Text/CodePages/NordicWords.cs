using System.Buffers;

namespace NexusGo.FileExchange.Inbound.Text.CodePages;

/// <summary>
/// Parts of Nordic and some Turkish names, titles and headings with letters outside ASCII. A word that only holds one of them once a
/// mistake is undone was damaged by that mistake: the parts are chosen so that no word of another language turns into one by chance.
/// </summary>
internal static class NordicWords
{
    private static readonly SearchValues<string> Inside = SearchValues.Create(
    [
        // Names
        "björn", "sjöberg", "sjögren", "sjödin", "sjöström", "sjölund", "sjöstrand", "sjöq", "söder", "möller", "löfgren", "löfqvist",
        "löfven", "lövgren", "löfstr", "lövstr", "löfstedt",
        "ström", "grönlund", "grönberg", "grönq", "höglund", "högberg", "högstr", "högdahl", "höök", "öberg", "öhman", "öhrn", "öman",
        "öqvist", "ödman", "örjan", "österberg", "östlund", "östman",
        "jönsson", "jönköping", "jörgen", "göran", "görel", "göte", "sören", "törn", "böhm", "löw", "nöjd", "köhler", "körner", "rönn",
        "rösth", "ylönen", "möl", "hägg", "härdin", "hällstr",
        "åberg", "åkerman", "åkerlund", "åkesson", "åkerberg", "ångström", "åstrand", "åström", "åslund", "åhlund", "åhlén", "håkan",
        "mårten", "påls", "bååth", "hårdh", "stål", "gård", "våhl",
        "märta", "märit", "bäck", "bäcklund", "lindbäck", "ängel", "ärla", "hägglund", "järn", "kjäll", "källström", "källgren", "mäki",
        "mäkinen", "hämäläinen", "jääskel", "nätt", "säll", "väst",
        "pärsson", "särn", "ståhl", "länsm", "läck", "vänersb", "norén", "lindén", "hedén", "nordén", "linné", "andré", "rené", "josé",
        "wallén", "sandén", "dahlén", "hallén", "bergén", "lundén",
        "müller", "bjørn", "søren", "jørgen", "jørn", "håkon", "østerg", "grønn", "møller", "sørens", "kjær", "bækk", "skår",

        // Titles, departments, places, headings
        "förman", "förest", "företag", "förnamn", "förvalt", "försälj", "förskol", "föräld", "förråd", "födelse", "överläk", "översk",
        "översätt", "köping", "sköter", "växjö", "malmö", "göteborg",
        "örebro", "östersund", "skövde", "mölndal", "borås", "västerås", "umeå", "luleå", "gävle", "linköping", "ängelholm", "södert",
        "höör", "åmål", "årsta", "tjänst", "handlägg", "läkare",
        "lärare", "säljare", "säker", "städ", "ingenjör", "projektör", "frisör", "kontrollör", "montör", "chaufför", "målare", "vård",
        "väktare", "växel", "räddning", "åklag", "ålder", "rådgiv",
        "anställ", "beställ", "ställe", "ersätt", "personuppgifter", "gatuadr", "röntgen", "kök", "miljö", "trädgård", "måltid",
        "idrottsl", "bygglov", "sjukskö", "socialsekr",

        // Turkish, which is written in Windows-1254 and read as 1252
        "yılmaz", "yıldız", "yıldırım", "şahin", "doğan", "aydın", "kılıç", "özdoğan", "erdoğan", "çakır",
    ], StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> Starting = SearchValues.Create(
        ["åsa", "åke", "öst", "äng", "älv", "åker", "ågren", "öhrl", "öz", "öjvind", "örn", "öde", "ärle", "älm", "änglag", "åhl", "åhm",
            "åst", "åbe"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether undoing a mistake has brought such a part to light.</summary>
    public static bool Reveals(string before, string after) =>
        (after.AsSpan().ContainsAny(Inside) && !before.AsSpan().ContainsAny(Inside))
        || (after.AsSpan().IndexOfAny(Starting) == 0 && before.AsSpan().IndexOfAny(Starting) != 0);
}
