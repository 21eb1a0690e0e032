namespace NexusGo.FileExchange.Reports;

public static partial class ErrorCatalog
{
    /// <summary>Codes of rows in request files.</summary>
    private static ErrorText[] RequestTexts =>
    [
        Error("R-REF-01", "Begärans referens saknas eller har otillåten form.", "The request's reference is missing or has a form that is not allowed.",
            "1–40 tecken: A–Z, a–z, 0–9, punkt, understreck och bindestreck, med bokstav eller siffra först; inget personnummer.",
            "1 to 40 characters: A–Z, a–z, 0–9, full stop, underscore and hyphen, a letter or digit first; no personal identity number."),
        Error("R-REF-02", "Referensen har redan använts för en annan begäran.", "The reference was used before for another request.",
            "Ge den nya begäran en egen referens.", "Give the new request a reference of its own."),
        Error("R-ACT-01", "Åtgärden erbjuds inte ännu.", "This action is not offered yet.",
            "Kontakta oss om det är bråttom.", "Contact us if it is urgent."),
        Error("R-ACT-02", "Den som skrivit under saknar behörighet för åtgärden.", "The signer does not have the right to this action.",
            "Låt en person med rätt behörighet skriva under begäran.", "Have a person with the right sign the request."),
        Error("R-ACT-03", "Åtgärden finns inte.", "There is no such action.",
            "Kontrollera stavningen i kolumnen action.", "Check the spelling in the column action."),
        Error("R-SEL-01", "Urvalstypen passar inte åtgärden.", "The type of selector does not fit the action.",
            "APPROVE och DECLINE tar FILE eller ORDER_NO.", "APPROVE and DECLINE take FILE or ORDER_NO."),
        Error("R-SEL-02", "Urvalet saknas eller har fel form.", "The selector is missing or has the wrong form.",
            "Ange filens namn som det står i kvittot, eller ordernumret ur RES.", "Give the file's name as it stands in the receipt, or the order number from RES."),
        Error("R-SEL-03", "Flera filer med det namnet väntar.", "Several files of that name are waiting.",
            "Ange ordernumret i stället.", "Give the order number instead."),
        Error("R-APP-01", "Godkännandet kommer från den som skrev under beställningen.", "The approval comes from the person who signed the order.",
            "En annan person med en egen nyckel ska godkänna.", "Another person with a key of their own has to approve."),
        Error("R-APP-02", "Begäran eller beställningen är inte underskriven, så två personer kan inte skiljas åt.", "The request or the order is not signed, so two people cannot be told apart.",
            "Skriv under båda filerna med registrerade personers nycklar.", "Sign both files with the keys of registered people."),
        Error("R-APP-03", "Beställningen väntar inte längre på godkännande.", "The order no longer waits for approval.",
            "Se i återrapporten vad som gäller för beställningen.", "See the back-report for where the order stands."),
    ];
}
