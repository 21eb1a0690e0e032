namespace NexusGo.FileExchange.Reports;

public static partial class ErrorCatalog
{
    /// <summary>Codes that refuse a whole file.</summary>
    private static ErrorText[] FileTexts =>
    [
        Error("F-NAM-01", "Filnamnet motsvarar ingen avtalad filtyp.", "The file name matches no agreed file type.",
            "Döp filen enligt mönstret ORD_…, REQ_… eller PHO_… och lägg den på nytt.", "Name the file ORD_…, REQ_… or PHO_… and put it there again."),
        Error("F-NAM-02", "Filtypen tas inte emot i detta avtal.", "This type of file is not taken under this agreement.",
            "Fråga oss innan ni skickar begäranden eller foton som filer.", "Ask us before you send requests or photos as files."),

        Error("F-ENC-01", "Filen är inte giltig UTF-8.", "The file is not valid UTF-8.",
            "Spara filen som \"CSV UTF-8\". Platsen för den första felaktiga byten anges.", "Save the file as \"CSV UTF-8\". The place of the first bad byte is given."),
        Error("F-ENC-02", "Å, ä, ö eller andra tecken har förvanskats innan filen skickades.", "Letters such as å, ä and ö were damaged before the file was sent.",
            "Filen har lästs med fel teckenkodning. Exportera den på nytt från källsystemet.", "The file was read in the wrong encoding. Export it again from its source."),
        Error("F-ENC-03", "Filen är UTF-16 eller innehåller NUL-tecken.", "The file is UTF-16 or holds NUL characters.",
            "Spara filen som \"CSV UTF-8\", inte som Unicode-text.", "Save the file as \"CSV UTF-8\", not as Unicode text."),

        Error("F-HDR-01", "Filen saknar en läsbar rubrikrad.", "The file has no readable header row.",
            "Den första raden ska innehålla kolumnernas namn.", "The first row must hold the names of the columns."),
        Error("F-HDR-02", "Samma kolumn förekommer två gånger.", "The same column is there twice.",
            "Ta bort den ena. Även ett svenskt namn kan vara samma kolumn.", "Remove one of them. A Swedish name may mean the same column."),
        Error("F-HDR-03", "Filen har en kolumn som inte är avtalad.", "The file has a column that is not agreed.",
            "Ta bort kolumnen: vi tar bara emot uppgifter som korten behöver. Behövs den ska avtalet ändras.", "Remove the column: we take only what the cards need. If they need it, the agreement has to change."),
        Error("F-HDR-04", "En obligatorisk kolumn saknas.", "A mandatory column is missing.",
            "Lägg till kolumnen.", "Add the column."),

        Error("F-PGP-01", "Filen är inte krypterad.", "The file is not encrypted.",
            "Kryptera filen till vår publika nyckel.", "Encrypt the file to our public key."),
        Error("F-PGP-02", "Filen är inte krypterad till vår nyckel.", "The file is not encrypted to our key.",
            "Hämta vår aktuella publika nyckel och kryptera på nytt.", "Fetch our current public key and encrypt again."),
        Error("F-PGP-03", "Underskrift saknas eller är gjord med en okänd nyckel.", "There is no signature, or it was made with an unknown key.",
            "Skriv under med en nyckel som tillhör en registrerad person.", "Sign with the key of a registered person."),
        Error("F-PGP-04", "Filen saknar integritetsskydd.", "The file has no integrity protection.",
            "Använd ett program som skriver integritetsskydd (MDC); stäng inte av det.", "Use a program that writes integrity protection (MDC), and do not turn it off."),
        Error("F-PGP-05", "Nyckeln har gått ut eller är spärrad.", "The key has expired or is revoked.",
            "Förnya nyckeln och lämna den nya publika nyckeln till oss.", "Renew the key and give us the new public key."),
        Error("F-PGP-06", "Den som skrivit under saknar behörighet för detta.", "The signer does not have the right to do this.",
            "Låt en person med rätt behörighet skriva under.", "Have a person with the right sign it."),
        Error("F-PGP-07", "Den krypterade filen är skadad eller avklippt.", "The encrypted file is damaged or cut off.",
            "Skicka filen på nytt, i binärt läge.", "Send the file again, in binary mode."),
        Error("F-PGP-08", "Krypterings- eller underskriftsmetoden godtas inte.", "The method of encryption or signature is not accepted.",
            "Använd AES, SHA-256 eller starkare och RSA från 3072 bitar eller Curve25519.", "Use AES, SHA-256 or stronger, and RSA of at least 3072 bits or Curve25519."),

        Error("F-ZIP-01", "Zip-filen går inte att läsa.", "The zip file cannot be read.",
            "Packa filerna på nytt.", "Pack the files again."),
        Error("F-ZIP-02", "Zip-filen ska innehålla precis en CSV-fil, överst.", "The zip file must hold exactly one CSV file, at its root.",
            "Lägg CSV-filen överst och fotona i mappen photos.", "Put the CSV file at the root and the photos into the folder photos."),
        Error("F-ZIP-03", "Zip-filen innehåller en fil på otillåten plats eller ett arkiv.", "The zip file holds a file in a place that is not allowed, or an archive.",
            "Endast en CSV-fil överst och bilder i mappen photos är tillåtna.", "Only one CSV file at the root and pictures in the folder photos are allowed."),
        Error("F-ZIP-04", "Samma filnamn finns två gånger i zip-filen.", "The same file name is in the zip file twice.",
            "Ge varje fil ett eget namn; stora och små bokstäver räknas som lika.", "Give each file its own name; case does not count."),
        Error("F-ZIP-05", "Zip-filen är lösenordsskyddad.", "The zip file is protected by a password.",
            "Packa utan lösenord och kryptera hela filen med OpenPGP.", "Pack without a password and encrypt the whole file with OpenPGP."),
        Error("F-ZIP-06", "Zip-filen har för många filer eller packar upp till för mycket.", "The zip file has too many files or unpacks to too much.",
            "Dela upp beställningen.", "Split the order."),
        Error("F-ZIP-07", "Zip-filer tas inte emot i detta avtal.", "Zip files are not taken under this agreement.",
            "Skicka CSV-filen som den är.", "Send the CSV file as it is."),

        Error("F-SEQ-01", "Löpnumret är inte högre än det förra.", "The sequence number is not higher than the last one.",
            "Ge filen nästa löpnummer.", "Give the file the next number."),
        Error("F-SEQ-02", "Ett löpnummer före detta saknas.", "A sequence number before this one is missing.",
            "Skicka den saknade filen först.", "Send the missing file first."),
        Error("F-SEQ-03", "Filen saknar löpnummer.", "The file has no sequence number.",
            "Sätt löpnumret i filnamnet.", "Put the number into the file name."),

        Error("F-DUP-01", "Samma innehåll har redan tagits emot.", "The same content has been received before.",
            "Inget har beställts på nytt. Kvittot namnger den första filen.", "Nothing was ordered again. The receipt names the first file."),

        Error("F-SIZ-01", "Filen är för stor.", "The file is too large.", "Dela upp filen.", "Split the file."),
        Error("F-SIZ-02", "Filen är tom eller saknar datarader.", "The file is empty or has no data rows.",
            "Kontrollera exporten och att överföringen blev klar.", "Check the export, and that the transfer was completed."),
        Error("F-SIZ-03", "Filen har för många rader.", "The file has too many rows.", "Dela upp filen.", "Split the file."),
        Error("F-SIZ-04", "En rad är för lång.", "A row is too long.",
            "Kontrollera att varje citattecken på raden har sitt par.", "Check that every quotation mark of the row has its pair."),

        Error("F-CTL-01", "Antalet rader stämmer inte med kontrollfilen.", "The number of rows is not that of the control file.",
            "Filen är troligen ofullständig. Skicka den på nytt.", "The file is probably not complete. Send it again."),
        Error("F-CTL-02", "Kontrollsumman stämmer inte med kontrollfilen.", "The checksum is not that of the control file.",
            "Filen har ändrats eller skadats på vägen. Skicka båda filerna på nytt.", "The file was changed or damaged on its way. Send both files again."),
        Error("F-CTL-03", "Löpnumret stämmer inte med kontrollfilen.", "The sequence number is not that of the control file.",
            "Rätta det ena av numren.", "Correct one of the numbers."),
        Error("F-CTL-04", "Kontrollfilen går inte att läsa.", "The control file cannot be read.",
            "Skriv rader som nyckel=värde med nycklarna rows, sha256, seq och local_id.", "Write lines key=value with the keys rows, sha256, seq and local_id."),

        Error("F-COL-01", "Filen har för många kolumner.", "The file has too many columns.",
            "Ta bort de kolumner som inte behövs.", "Remove the columns that are not needed."),
        Error("F-COL-02", "Ett citattecken öppnas men stängs aldrig.", "A quotation mark is opened and never closed.",
            "Stäng det på den angivna raden. Ett citattecken inne i en text skrivs dubbelt.", "Close it on the line given. A quotation mark inside a text is written twice."),
    ];
}
