using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// Countries as people write them: the codes of ISO 3166-1, the usual codes beside it (UK, EL, XK), and names in Swedish, English and the
/// country's own language. The latter two come from the Unicode CLDR through ICU.
/// </summary>
internal static class CountryCodes
{
    private const string Assigned =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
        "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
        "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
        "KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX "
            + "MY MZ " +
        "NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
        "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
        "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XK";

    /// <summary>Usual names and codes that neither ISO nor the CLDR has.</summary>
    private static readonly (string Written, string Code)[] Customary =
    [
        ("UK", "GB"), ("EL", "GR"), ("U.K.", "GB"), ("U.S.", "US"), ("U.S.A.", "US"), ("England", "GB"), ("Scotland", "GB"),
        ("Skottland", "GB"), ("Wales", "GB"),
        ("Nordirland", "GB"), ("Northern Ireland", "GB"), ("Great Britain", "GB"), ("Holland", "NL"), ("Czech Republic", "CZ"),
        ("Tjeckiska republiken", "CZ"),
        ("Ryska federationen", "RU"), ("Russian Federation", "RU"), ("Makedonien", "MK"), ("Macedonia", "MK"), ("Turkey", "TR"),
        ("Burma", "MM"), ("Bosnien", "BA"),
        ("Vitryssland", "BY"), ("Kap Verde", "CV"), ("Swaziland", "SZ"), ("Kosova", "XK"), ("Korea", "KR"), ("Republic of Korea", "KR"),
        ("Sydkorea", "KR"),
        ("Republic of Ireland", "IE"), ("Palestina", "PS"), ("Palestine", "PS"), ("Kongo-Kinshasa", "CD"), ("Elfenbenskusten", "CI"),
        ("Ivory Coast", "CI"), ("Åland", "AX"),
    ];

    /// <summary>Codes of languages that are taken for codes of countries, and the country that is meant.</summary>
    private static readonly FrozenDictionary<string, string> Languages = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["sv"] = "SE", ["da"] = "DK", ["nb"] = "NO", ["nn"] = "NO", ["en"] = "GB", ["et"] = "EE", ["sl"] = "SI", ["sr"] = "RS",
        ["ar"] = "SA", ["cs"] = "CZ",
        ["ja"] = "JP", ["zh"] = "CN", ["ko"] = "KR", ["fa"] = "IR", ["he"] = "IL", ["hi"] = "IN", ["ur"] = "PK", ["sq"] = "AL",
        ["ku"] = "IQ", ["ti"] = "ER",
        ["swe"] = "SE", ["eng"] = "GB", ["nor"] = "NO", ["dan"] = "DK", ["fin"] = "FI", ["svenska"] = "SE", ["swedish"] = "SE",
        ["engelska"] = "GB", ["finska"] = "FI",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly Utf8Table<byte> Table = new(Assigned.Split(' ').Select(c => (c, (byte)0)));

    private static readonly Lazy<FrozenDictionary<string, byte[]>> Names = new(ReadNames);

    /// <param name="text">UTF-8 without outer blanks.</param>
    /// <param name="canonical">The two capitals of ISO 3166-1.</param>
    public static bool TryGet(ReadOnlySpan<byte> text, out byte[] canonical)
    {
        canonical = [];
        if (text.Length == 2 && !char.IsAsciiLetterLower((char)text[0]) && Table.TryGet(text, out canonical, out _))
        {
            return true;
        }

        if (LanguageOf(text) is not null)
        {
            return false;
        }

        return (text.Length == 2 && Table.TryGet(text, out canonical, out _))
            || (text.Length <= 80 && Names.Value.TryGetValue(Squeeze(Encoding.UTF8.GetString(text)), out canonical!));
    }

    /// <summary>
    /// The country that is meant when a language is written ("sv" for Sweden, which as a country is El Salvador); null: no language.
    /// </summary>
    /// <remarks>In capitals it counts as a country: SV, ET, SL, SR and AR are countries.</remarks>
    public static string? LanguageOf(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 2 or > 8)
        {
            return null;
        }

        var word = Encoding.UTF8.GetString(text);
        if (word.Length == 2 && !char.IsAsciiLetterLower(word[0]) && Table.TryGet(text, out _, out _))
        {
            return null;
        }

        return Languages.GetValueOrDefault(word.ToLowerInvariant()) is { } country && !Assigned3(word, country) ? country : null;
    }

    /// <summary>SWE, NOR and FIN are the countries' codes of three letters as well.</summary>
    private static bool Assigned3(string word, string country) => word.Length == 3
        && string.Equals(new RegionInfo(country).ThreeLetterISORegionName, word, StringComparison.OrdinalIgnoreCase);

    private static FrozenDictionary<string, byte[]> ReadNames()
    {
        var names = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var code in Assigned.Split(' '))
        {
            var region = Region(code);
            foreach (var name in new[] { region.ThreeLetterISORegionName, region.EnglishName, region.NativeName })
            {
                names.TryAdd(Squeeze(name), Encoding.ASCII.GetBytes(code));
            }
        }

        foreach (var (code, name) in SwedishCountryNames.All)
        {
            names[Squeeze(name)] = Encoding.ASCII.GetBytes(code);
        }

        foreach (var (written, code) in Customary)
        {
            names[Squeeze(written)] = Encoding.ASCII.GetBytes(code);
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Some codes (EH) are taken for a language unless one stands before them.</summary>
    private static RegionInfo Region(string code)
    {
        try
        {
            return new RegionInfo(code);
        }
        catch (ArgumentException)
        {
            return new RegionInfo($"en-{code}");
        }
    }

    /// <summary>
    /// Letters only, without case and accents: "Bosnien &amp; Hercegovina" and "Bosnien och Hercegovina" stay two, "Côte d'Ivoire" has no
    /// accents.
    /// </summary>
    private static string Squeeze(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKD).Where(char.IsLetter)).ToUpperInvariant();
}
