using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Phrases about the value of one column.</summary>
internal sealed partial class Hints
{
    public string PersonInColumn => Say(
        "ett personnummer får bara stå i den kolumn som är avtalad för det",
        "an identity number may only stand in the column agreed for it");

    public string EighteenForNineteen => Say(
        "året börjar med 18: skrevs det i stället för 19?",
        "the year begins with 18: was it typed for 19?");

    public string NoDate => Say(
        "så skriver program ett datum som saknas; lämna fältet tomt",
        "programs write this for a date that is missing; leave the field empty");

    public string CountryForm => Say("skriv två bokstäver, till exempel SE", "write two letters such as SE");

    public string OlderThan(int years) => Say($"personen skulle vara äldre än {years} år", $"the person would be older than {years}");

    public string LanguageNotCountry(string country) => Say(
        $"det är koden för ett språk, inte ett land; landet skrivs {country}",
        $"this is the code of a language, not of a country; the country is written {country}");

    public string PostalCode(string country) => country switch
    {
        "SE" => Say("fem siffror, till exempel 123 45", "five digits such as 123 45"),
        "" => Say(
            "landet måste vara känt, och postnumret har 2 till 12 bokstäver, siffror, mellanslag och bindestreck",
            "the country must be known, and the postal code has 2 to 12 letters, digits, blanks and hyphens"),
        _ => Say($"postnumret har inte den form som gäller i {country}", $"the postal code does not have the form of {country}"),
    };

    /// <summary>How a day is written, and what the value looks like instead.</summary>
    public string DateForm(ReadOnlySpan<byte> value)
    {
        var digits = value.Length > 0 && value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
        return digits && value.Length == 5 ? Say(
            "ett kalkylprograms dagnummer; formatera kolumnen som text och skriv ÅÅÅÅ-MM-DD",
            "the day number of a spreadsheet; format the column as text and write YYYY-MM-DD")
            : digits && value.Length == 8 ? Say("skriv datumet med bindestreck, ÅÅÅÅ-MM-DD", "write the date with hyphens, YYYY-MM-DD")
            : value.Length > 10 && DateText.TryParse(value[..10], out _) ? Say(
                "skriv datumet utan klockslag, ÅÅÅÅ-MM-DD",
                "write the date without a time, YYYY-MM-DD")
            : value.Length > 0 && value[0] is >= (byte)'0' and <= (byte)'9' && value.ContainsAny("/."u8) ? Say(
                "skriv året först och bindestreck mellan delarna, ÅÅÅÅ-MM-DD",
                "write the year first and hyphens between the parts, YYYY-MM-DD")
            : Say("skriv ÅÅÅÅ-MM-DD; dagen måste finnas i kalendern", "write YYYY-MM-DD; the day must be in the calendar");
    }

    /// <summary>This hint is given for a protected row, too, because it tells nothing about a person.</summary>
    public string YesOrNo(bool? meaning) => meaning switch
    {
        true => swedish ? "skriv J i stället för Ja, SANT, True eller 1" : "write J or Y instead of Ja, Yes, TRUE or 1",
        false => swedish ? "skriv N i stället för Nej, FALSKT, False eller 0" : "write N instead of Nej, No, FALSE or 0",
        _ => swedish ? "skriv J eller N, eller lämna fältet tomt" : "write J or Y, or N, or leave the field empty",
    };

    public string Phone(PhoneProblem problem) => problem switch
    {
        PhoneProblem.National => Say(
            "landsnumret saknas: skriv +46701234567, utan den första nollan",
            "the country code is missing: write +46701234567, without the first zero"),
        PhoneProblem.DialPrefix => Say("skriv + i stället för 00", "write + instead of 00"),
        PhoneProblem.TrunkZero => Say("nollan efter landsnumret ska bort", "the zero after the country code has to go"),
        PhoneProblem.Country => Say("inget landsnummer börjar med 0", "no country code begins with 0"),
        PhoneProblem.Length => Say("numret har för få eller för många siffror", "the number has too few or too many digits"),
        _ => Say("endast +, siffror, mellanslag och bindestreck", "only +, digits, blanks and hyphens"),
    };

    public string Damage(ValueDamageKind damage) => damage switch
    {
        ValueDamageKind.Exponent => Say(
            "ett kalkylprogram har gjort ett tal av värdet (E-form); siffror har gått förlorade. Formatera kolumnen som text och skriv om "
                + "värdet",
            "a spreadsheet made a number of the value (E notation); digits are lost. Format the column as text and type it again"),
        ValueDamageKind.DecimalZero => Say(
            "ett kalkylprogram har lagt till decimaler; formatera kolumnen som text",
            "a spreadsheet added decimals; format the column as text"),
        ValueDamageKind.Formula => Say(
            "en formel i stället för dess värde; klistra in som värden och spara på nytt",
            "a formula instead of its value; paste as values and save again"),
        ValueDamageKind.TextMark => Say(
            "apostrofen som markerar text i ett kalkylprogram har följt med; ta bort den",
            "the apostrophe that marks text in a spreadsheet came along; remove it"),
        ValueDamageKind.SingleQuotes => Say(
            "hela värdet står inom enkla citattecken; ta bort dem",
            "the whole value is in single quotation marks; remove them"),
        ValueDamageKind.TooNarrow => Say(
            "kolumnen var för smal i kalkylprogrammet när filen sparades; bredda den och spara på nytt",
            "the column was too narrow in the spreadsheet when the file was saved; widen it and save again"),
        ValueDamageKind.ErrorValue => Say(
            "ett felvärde från ett kalkylprogram, som #SAKNAS! eller #REFERENS!; rätta formeln",
            "an error value of a spreadsheet such as #N/A or #REF!; correct the formula"),
        ValueDamageKind.Placeholder => Say(
            "ett program har skrivit ett ord för \"inget värde\", som NULL; lämna fältet tomt",
            "a program wrote a word for \"no value\" such as NULL; leave the field empty"),
        ValueDamageKind.LostLetter => Say(
            "ett frågetecken står i stället för en bokstav som gick förlorad; exportera på nytt som UTF-8",
            "a question mark stands for a letter that was lost; export again as UTF-8"),
        _ => Say(
            "HTML- eller webbkod i texten, som &amp; eller &#228;; exportera som vanlig text",
            "HTML or web code in the text such as &amp; or &#228;; export as plain text"),
    };
}
