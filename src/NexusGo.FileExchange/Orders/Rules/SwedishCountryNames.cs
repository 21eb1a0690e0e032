namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>
/// Swedish names of countries where they differ from the English ones, after Utrikesdepartementets list; .NET gives names in no other
/// language than English and the country's own.
/// </summary>
internal static class SwedishCountryNames
{
    private const string Table =
        "AD Andorra;AE Förenade Arabemiraten;AF Afghanistan;AG Antigua och Barbuda;AL Albanien;AM Armenien;AO Angola;" +
        "AR Argentina;AT Österrike;AU Australien;AZ Azerbajdzjan;BA Bosnien och Hercegovina;BD Bangladesh;BE Belgien;" +
        "BG Bulgarien;BH Bahrain;BO Bolivia;BR Brasilien;BT Bhutan;BY Belarus;CA Kanada;CD Kongo;" +
        "CF Centralafrikanska republiken;CH Schweiz;CL Chile;CM Kamerun;CN Kina;CO Colombia;CU Kuba;CV Kap Verde;CY Cypern;" +
        "CZ Tjeckien;DE Tyskland;DK Danmark;DO Dominikanska republiken;DZ Algeriet;EE Estland;EG Egypten;ES Spanien;ET Etiopien;" +
        "FI Finland;FO Färöarna;FR Frankrike;GB Storbritannien;GE Georgien;GL Grönland;GM Gambia;GN Guinea;GR Grekland;" +
        "HR Kroatien;HT Haiti;HU Ungern;ID Indonesien;IE Irland;IL Israel;IN Indien;IQ Irak;IR Iran;IS Island;IT Italien;" +
        "JO Jordanien;JP Japan;KE Kenya;KG Kirgizistan;KH Kambodja;KP Nordkorea;KR Sydkorea;KZ Kazakstan;LB Libanon;" +
        "LI Liechtenstein;LT Litauen;LU Luxemburg;LV Lettland;LY Libyen;MA Marocko;MD Moldavien;ME Montenegro;MG Madagaskar;" +
        "MK Nordmakedonien;MM Myanmar;MN Mongoliet;MR Mauretanien;MV Maldiverna;MX Mexiko;MY Malaysia;MZ Moçambique;" +
        "NC Nya Kaledonien;NL Nederländerna;NO Norge;NZ Nya Zeeland;PH Filippinerna;PL Polen;PG Papua Nya Guinea;PT Portugal;" +
        "RO Rumänien;RS Serbien;RU Ryssland;SA Saudiarabien;SC Seychellerna;SE Sverige;SI Slovenien;SK Slovakien;SS Sydsudan;" +
        "SY Syrien;TD Tchad;TJ Tadzjikistan;TM Turkmenistan;TN Tunisien;TR Turkiet;TZ Tanzania;UA Ukraina;US Förenta staterna;" +
        "UZ Uzbekistan;VA Vatikanstaten;YE Jemen;ZA Sydafrika;ZM Zambia;XK Kosovo";

    /// <summary>Two letters and the name.</summary>
    public static IEnumerable<(string Code, string Name)> All => Table.Split(';').Select(entry => (entry[..2], entry[3..]));
}
