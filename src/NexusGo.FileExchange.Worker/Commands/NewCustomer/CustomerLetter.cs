using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Commands.NewCustomer;

/// <summary>The letter that a new customer gets: our keys, the folders, and the first steps. Swedish or English.</summary>
/// <param name="Name">The customer's.</param>
/// <param name="Remote">How its server is reached.</param>
/// <param name="PublicKey">The line for its authorized_keys.</param>
/// <param name="KeyFingerprint">Of that key, as ssh-keygen -l prints it.</param>
/// <param name="OpenPgpFingerprint">Of our certificate; null: nothing is encrypted.</param>
internal sealed record CustomerLetter(string Name, RemoteSettings Remote, string PublicKey, string KeyFingerprint,
    string? OpenPgpFingerprint)
{
    public string In(AnswerLanguage language)
    {
        var folders = new FolderSettings();
        var all = string.Join('\n', new[] { folders.In, folders.Test, folders.Receipts, folders.Errors, folders.Reports, folders.Consumed }
            .Select(folder => "    " + folder));
        return language == AnswerLanguage.Sv ? Swedish(folders, all, OpenPgpFingerprint is null
            ? "Filerna skickas okrypterade."
            : $"Kryptera till vårt OpenPGP-certifikat (bifogas), fingeravtryck {OpenPgpFingerprint}.")
            : English(folders, all, OpenPgpFingerprint is null ? "Files are sent unencrypted."
                : $"Encrypt to our OpenPGP certificate (enclosed), fingerprint {OpenPgpFingerprint}.");
    }

    private string Swedish(FolderSettings folders, string all, string sealing) => $"""
        Till {Name}

        Så kommer vi in till er: användare {Remote.User} på {Remote.Host}, port {Remote.Port}, med SSH-nyckeln

            {PublicKey}

        vars fingeravtryck är {KeyFingerprint}. Jämför det med oss per telefon innan ni lägger in nyckeln.

        Mappar på ert SFTP-område, skrivbara för vår användare:
        {all}

        {sealing}

        Första stegen:
         1. Lägg en beställning, till exempel ORD_test_000001.csv, i {folders.Test}. Inget sparas; allt besvaras.
         2. Läs kvittot RCP_… i {folders.Receipts} och felen ERR_… i {folders.Errors}.
         3. Lägg den riktiga filen i {folders.In}. När kvittot finns är allt framme.

        """;

    private string English(FolderSettings folders, string all, string sealing) => $"""
        To {Name}

        How we come to you: user {Remote.User} on {Remote.Host}, port {Remote.Port}, with the SSH key

            {PublicKey}

        whose fingerprint is {KeyFingerprint}. Compare it with us by telephone before you install the key.

        Folders of your SFTP area, writable for our user:
        {all}

        {sealing}

        First steps:
         1. Put an order, such as ORD_test_000001.csv, into {folders.Test}. Nothing is stored; everything is answered.
         2. Read the receipt RCP_… in {folders.Receipts} and the errors ERR_… in {folders.Errors}.
         3. Put the real file into {folders.In}. When the receipt is there, everything is there.

        """;
}
