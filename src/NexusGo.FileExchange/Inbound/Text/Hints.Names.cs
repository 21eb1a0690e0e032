namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>Phrases about the name of a file.</summary>
internal sealed partial class Hints
{
    public string WorkbookName => Say("en arbetsbok: spara som \"CSV UTF-8\"", "a workbook: save as \"CSV UTF-8\"");

    public string NoEnding => Say("filnamnet saknar ändelse", "the name has no ending");

    public string WrongEnding => Say(
        "filnamnets ändelse ska vara .csv eller .zip, om filen är krypterad följd av .pgp, .gpg eller .asc",
        "the name must end in .csv or .zip, followed by .pgp, .gpg or .asc if the file is encrypted");

    public string DoubleEnding(string endings) => Say($"dubbel ändelse {endings}", $"double ending {endings}");

    public string WrongPattern(string patterns) => Say(
        $"namnet börjar inte som avtalat: {patterns}",
        $"the name does not begin as agreed: {patterns}");

    public string NameSuggested(string what, string suggestion) => Say(
        $"{what}; döp filen till exempel {suggestion}",
        $"{what}; name it for example {suggestion}");

    public string NoFile(ForeignEntry entry) => entry switch
    {
        ForeignEntry.Folder => Say("en mapp", "a folder"),
        ForeignEntry.Link => Say("en länk", "a link"),
        ForeignEntry.UnfinishedUpload => Say("en överföring som inte avslutats", "an upload that never ended"),
        ForeignEntry.LoneCompanion => Say("en .done- eller .ctl-fil utan sin datafil", "a .done or .ctl file without its data file"),
        _ => Say("ingen vanlig fil", "not an ordinary file"),
    };

    // Of keys and those who sign with them
    public string KeyNotRegistered => Say(
        "underskriven med en nyckel som inte är registrerad för denna kund",
        "signed by a key that is not registered for this customer");

    public string RightNotBegun => Say("behörigheten har inte börjat gälla", "the signer's right has not begun yet");

    public string RightEnded => Say("behörigheten har upphört", "the signer's right has ended");

    public string RightNeeded(string rights) => Say($"behörighet som krävs: {rights}", $"right needed: {rights}");

    public string DaysLeft(int days, DateOnly last) => Say(
        $"{days} dagar kvar, till och med {last:yyyy-MM-dd}",
        $"{days} days left, until {last:yyyy-MM-dd}");
}
