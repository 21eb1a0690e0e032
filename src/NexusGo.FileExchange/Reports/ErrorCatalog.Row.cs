namespace NexusGo.FileExchange.Reports;

public static partial class ErrorCatalog
{
    /// <summary>Codes that reject one row.</summary>
    private static ErrorText[] RowTexts =>
    [
        Error("E-REF-01", "Referensen saknas eller har otillåten form.", "The reference is missing or has a form that is not allowed.",
            "1–40 tecken: A–Z, a–z, 0–9, punkt, understreck och bindestreck, med bokstav eller siffra först.", "1 to 40 characters: A–Z, a–z, 0–9, full stop, underscore and hyphen, a letter or digit first."),
        Error("E-REF-02", "Referensen har redan använts med annat innehåll.", "The reference was used before with other content.",
            "Ge den nya beställningen en egen referens.", "Give the new order a reference of its own."),
        Error("E-REF-03", "Referensen innehåller ett personnummer.", "The reference holds a personal identity number.",
            "Använd en referens som inte pekar ut en person.", "Use a reference that does not identify a person."),
        Error("E-REF-04", "Kortet som ska ersättas finns inte bland era kort.", "The card to be replaced is not one of your cards.",
            "Kontrollera kortnumret i kvittensen eller återrapporten.", "Check the card number in the results or the back-report."),

        Error("E-PNR-01", "Numret har fel längd eller form.", "The number has the wrong length or form.",
            "Skriv ÅÅÅÅMMDD-NNNN.", "Write YYYYMMDD-NNNN."),
        Error("E-PNR-02", "Numrets datum finns inte eller stämmer inte med tecknet.", "The date in the number does not exist or contradicts its sign.",
            "Kontrollera numret. Plustecken gäller från det år personen fyller 100.", "Check the number. A plus sign holds from the year the person turns 100."),
        Error("E-PNR-03", "Numrets kontrollsiffra är fel.", "The control digit of the number is wrong.",
            "En siffra är felskriven. Kontrollera numret.", "A digit is mistyped. Check the number."),
        Error("E-PNR-04", "Födelsenumret 000 finns inte.", "The birth number 000 does not exist.",
            "Kontrollera numret.", "Check the number."),
        Error("E-PNR-05", "Numret har skadats av ett kalkylprogram.", "The number was damaged by a spreadsheet.",
            "Formatera kolumnen som text innan numren skrivs in.", "Format the column as text before the numbers are typed in."),
        Error("E-PNR-06", "Detta slags nummer godtas inte.", "This kind of number is not accepted.",
            "Avtalet säger vilka slag som tas emot. Ett organisationsnummer är ingen person.", "The agreement says which kinds are taken. An organisation number is not a person."),
        Error("E-PNR-07", "Födelsedagen i numret ligger i framtiden.", "The birth date in the number is in the future.",
            "Kontrollera numret, även tecknet.", "Check the number and its sign."),

        Error("E-DOB-01", "Födelsedatumet är inte ett giltigt datum eller ligger i framtiden.", "The birth date is not a valid date or is in the future.",
            "Skriv ÅÅÅÅ-MM-DD.", "Write YYYY-MM-DD."),
        Error("E-DOB-02", "Födelsedatumet stämmer inte med numret.", "The birth date does not agree with the number.",
            "Rätta den ena av uppgifterna.", "Correct one of the two."),

        Error("E-NAM-01", "Namnet saknas.", "The name is missing.", "Kortet behöver namnet.", "The card needs the name."),
        Error("E-NAM-02", "Namnet är för långt.", "The name is too long.", "Förkorta namnet så att det får plats på kortet.", "Shorten the name so that it fits the card."),
        Error("E-NAM-03", "Namnet innehåller ett otillåtet tecken.", "The name holds a character that is not allowed.",
            "Bokstäver, mellanslag, apostrof, bindestreck och punkt är tillåtna.", "Letters, spaces, apostrophes, hyphens and full stops are allowed."),

        Error("E-ORG-01", "Organisationsnumret har fel form.", "The organisation number has the wrong form.", "Skriv NNNNNN-NNNN.", "Write NNNNNN-NNNN."),
        Error("E-ORG-02", "Organisationsnumrets kontrollsiffra är fel.", "The control digit of the organisation number is wrong.", "Kontrollera numret.", "Check the number."),
        Error("E-ORG-03", "Organisationsnumret är en persons nummer.", "The organisation number is the number of a person.",
            "Lämna fältet tomt för en enskild firma.", "Leave the field empty for a sole trader."),

        Error("E-ADR-01", "Leveransadress saknas eller är ofullständig.", "The delivery address is missing or not complete.",
            "Ange delivery_address_id, eller alla fälten recipient, street, postal_code, city och country.", "Give delivery_address_id, or all of recipient, street, postal_code, city and country."),
        Error("E-ADR-02", "Leveransadressen är inte känd.", "The delivery address is not known.",
            "Använd ett id ur avtalet.", "Use an id of the agreement."),
        Error("E-ADR-03", "Både adress-id och adress är angivna.", "Both an address id and an address are given.",
            "Ange bara det ena.", "Give only one of them."),
        Error("E-ADR-04", "Postnummer eller land har fel form.", "The postal code or the country has the wrong form.",
            "Svenskt postnummer har fem siffror; land anges med två bokstäver, till exempel SE.", "A Swedish postal code has five digits; a country is two letters such as SE."),
        Error("E-ADR-05", "En person med skyddad identitet får inte ha en egen adress i filen.", "A person with protected identity must not have an address in the file.",
            "Använd delivery_address_id.", "Use delivery_address_id."),

        Error("E-PHO-01", "Fotots filnamn är inte tillåtet.", "The photo's file name is not allowed.",
            "Ett filnamn utan mapp som slutar på .jpg, .jpeg eller .png.", "A file name without a folder that ends in .jpg, .jpeg or .png."),
        Error("E-PHO-02", "Fotot finns inte i zip-filen.", "The photo is not in the zip file.", "Lägg fotot i mappen photos.", "Put the photo into the folder photos."),
        Error("E-PHO-03", "Fotot är inte en hel JPEG- eller PNG-bild.", "The photo is not a whole JPEG or PNG picture.", "Spara bilden på nytt som JPEG.", "Save the picture again as JPEG."),
        Error("E-PHO-04", "Fotofilen är för stor.", "The photo file is too large.", "Spara bilden med högre komprimering.", "Save the picture with more compression."),
        Error("E-PHO-05", "Fotot har för få eller för många bildpunkter.", "The photo has too few or too many pixels.",
            "Minst 300 × 410 och högst 6000 bildpunkter per sida.", "At least 300 × 410, at most 6000 pixels a side."),
        Error("E-PHO-06", "Fotots proportioner passar inte kortet.", "The shape of the photo does not fit the card.",
            "Bredden ska vara 0,70–0,85 av höjden.", "The width must be 0.70 to 0.85 of the height."),
        Error("E-PHO-07", "Samma foto används av flera rader.", "The same photo is used by several rows.", "Varje rad behöver ett eget foto.", "Each row needs a photo of its own."),

        Error("E-PRD-01", "Produktkoden saknas eller är inte avtalad.", "The product code is missing or not agreed.",
            "Använd en produktkod ur avtalet.", "Use a product code of the agreement."),

        Error("E-VAL-01", "Ett värde som krävs saknas.", "A value that is required is missing.", "Fyll i fältet.", "Fill in the field."),
        Error("E-VAL-02", "Värdet är för långt.", "The value is too long.", "Förkorta värdet.", "Shorten the value."),
        Error("E-VAL-03", "Värdet innehåller ett styrtecken eller ett osynligt tecken.", "The value holds a control character or an invisible one.",
            "Skriv om värdet för hand; tecknet kan ha följt med vid kopiering.", "Type the value again; the character may have come with copying."),
        Error("E-VAL-04", "Värdet är inte ett av de tillåtna.", "The value is not one of those allowed.", "Använd ett tillåtet värde.", "Use an allowed value."),
        Error("E-VAL-05", "Värdet har fel form.", "The value has the wrong form.",
            "E-post som namn@domän, telefon som +46701234567, sifferfält utan andra tecken.", "E-mail as name@domain, phone as +46701234567, digits without anything else."),
        Error("E-VAL-06", "Värdet är inte ett giltigt datum.", "The value is not a valid date.", "Skriv ÅÅÅÅ-MM-DD.", "Write YYYY-MM-DD."),
        Error("E-VAL-07", "Datumet ligger inte i framtiden.", "The date is not in the future.", "Ange ett senare datum.", "Give a later date."),
        Error("E-VAL-08", "Datumet är senare än kortet får gälla.", "The date is later than the card may be valid.", "Ange ett tidigare datum.", "Give an earlier date."),
        Error("E-VAL-09", "Kortnumret är inte ett giltigt kortnummer.", "The card number is not a valid card number.",
            "Kontrollera numret mot återrapporten.", "Check the number in the back-report."),
        Error("E-VAL-10", "Skyddad identitet kräver en krypterad fil.", "Protected identity needs an encrypted file.",
            "Kryptera filen med OpenPGP.", "Encrypt the file with OpenPGP."),
        Error("E-VAL-20", "Raden har fel antal fält.", "The row has the wrong number of fields.",
            "Ett skiljetecken saknas eller är för mycket. Text med skiljetecken ska stå inom citattecken.", "A separator is missing or too many. Text with a separator in it belongs in quotation marks."),
        Error("E-VAL-21", "Citattecken på raden är fel satta.", "Quotation marks of the row are misplaced.",
            "Sätt hela fältet inom citattecken och skriv citattecken inne i texten dubbelt.", "Put the whole field in quotation marks and write those inside the text twice."),
        Error("E-VAL-90", "Raden är rätt, men filen tas bara emot som helhet och en annan rad har avvisats.", "The row is right, but the file is taken as a whole or not at all and another row was rejected.",
            "Rätta de andra raderna och skicka hela filen på nytt.", "Correct the other rows and send the whole file again."),
    ];

    /// <summary>Codes that accompany an accepted row, or put it on hold.</summary>
    private static ErrorText[] WarningTexts =>
    [
        Warning("W-PNR-01", "Numret saknar århundrade och tecken; det lästes som yngre än 100 år.", "The number has neither century nor sign; it was read as under 100 years old.",
            "Skriv ÅÅÅÅMMDD-NNNN.", "Write YYYYMMDD-NNNN."),
        Warning("W-PGP-01", "Nyckeln som filen är underskriven med går snart ut.", "The key that signed this file ends soon.",
            "Förläng nyckeln eller gör en ny, och lämna den publika nyckeln till oss i god tid.", "Extend the key or make a new one, and give us the public key in good time."),
        Warning("W-DUP-01", "Samma person har nyligen fått samma produkt beställd; raden väntar.", "The same product was ordered for the same person not long ago; the row waits.",
            "Bekräfta eller avbryt beställningen.", "Confirm or cancel the order."),
        Warning("W-PHO-01", "Raden väntar på sitt foto.", "The row waits for its photo.",
            "Skicka en PHO-fil med fotot döpt efter referensen.", "Send a PHO file with the photo named by the reference."),
        Warning("W-PHO-06", "Ett foto som ingen rad använder har förstörts.", "A photo that no row uses was destroyed.",
            "Kontrollera filnamnen i kolumnen photo_file.", "Check the file names in the column photo_file."),
        Warning("W-APP-01", "Raden är rätt och väntar på att en andra person godkänner filen.", "The row is right and waits for a second person to approve the file.",
            "Låt en annan behörig person skicka en begäran med APPROVE eller DECLINE.", "Have another person with the right send a request with APPROVE or DECLINE."),
        Warning("W-PGP-02", "Filen är krypterad till vår förra nyckel, som snart slutar gälla.", "The file is encrypted to our previous key, which will soon no longer be taken.",
            "Hämta vår nya publika nyckel och kryptera till den.", "Fetch our new public key and encrypt to it."),
    ];
}
