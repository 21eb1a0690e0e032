using System.Text;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>What people make with a real gpg and then do to it, through the whole journey: each is answered by its true cause.</summary>
public sealed class OpenPgpAsSentTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    private static readonly byte[] Clear =
        Encoding.UTF8.GetBytes(OpenPgpJourneyLab.Rows([.. Enumerable.Range(0, 400).Select(n => $"R{n}")]));

    /// <summary>Not compressed: a short one may lack the very bytes that a transfer in text mode changes.</summary>
    private byte[] Message => lab.Seal(Encoding.UTF8.GetString(Clear), null, "-z", "0");

    private byte[] Armoured => lab.Seal(Encoding.UTF8.GetString(Clear), null, "--armor");

    [Fact]
    public async Task Nasty75_each_thing_that_people_send_is_answered_by_its_cause()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("PGX"),
            p => p with { Answers = p.Answers with { Language = Customers.AnswerLanguage.Sv } });
        var cases = Cases().ToList();
        foreach (var (number, one) in cases.Index())
        {
            rig.Drop($"ORD_{number}.csv{one.Ending}", one.Bytes);
        }

        rig.Clock.Advance(TimeSpan.FromHours(1)); // the signature that ends has ended
        await rig.PollAsync();
        var wrong = cases.Index().Select(one => (one.Item, Receipt: rig.Receipt($"ORD_{one.Index}"),
            Hint: string.Concat(rig.Errors($"ORD_{one.Index}").Take(1).Select(line => line["hint"]))))
            .Where(one => one.Receipt["error_code"] != one.Item.Code || !one.Hint.Contains(one.Item.Hint, StringComparison.Ordinal))
            .Select(one => $"{one.Item.What}: {one.Receipt["error_code"]} {one.Hint}");
        Assert.Empty(wrong);
        Assert.Equal(0L, await postgres.QueryAsOwnerAsync<long>($"select count(*) from orders.card where customer_id = '{rig.Customer}'"));
    }

    private IEnumerable<(string What, string Ending, byte[] Bytes, string Code, string Hint)> Cases()
    {
        var (kim, us, gpg) = (lab.Kim.Fingerprint, lab.Keys.Ours.Fingerprint, lab.Keys.People);
        byte[] Gpg(byte[] input, params string[] arguments) =>
            gpg.Run(input, ["--batch", "--trust-model", "always", .. arguments]);

        const string binary = "binärt läge";
        yield return ("LF to CRLF", ".pgp", Replace(Message, [10], [13, 10]), "F-PGP-07", binary);
        yield return ("CR dropped", ".pgp", Replace(Message, [13], []), "F-PGP-07", binary);
        yield return ("LF dropped", ".pgp", Replace(Message, [10], []), "F-PGP-07", binary);
        yield return ("high bit off", ".pgp", [.. Message.Select(b => (byte)(b & 0x7f))], "F-PGP-07", binary);
        yield return ("read as Latin-1", ".pgp", Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(Message)), "F-PGP-07", binary);
        yield return ("read as UTF-8", ".pgp", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Message)), "F-PGP-07", binary);

        var armoured = Encoding.ASCII.GetString(Armoured);
        yield return ("saved as UTF-16", ".asc", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(armoured)], "F-PGP-07",
            "UTF-16");
        yield return ("in a mail", ".asc", Encoding.UTF8.GetBytes($"Hej!\r\n\r\n{armoured}\r\nHälsningar"), "F-PGP-07", "e-brev");
        yield return ("text behind", ".asc", Encoding.UTF8.GetBytes($"{armoured}\r\n-- \r\nHälsningar"), "F-PGP-07", "e-brev");
        yield return ("armoured twice", ".asc", Gpg(Armoured, "--enarmor") is var twice
            ? Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(twice).Replace("ARMORED FILE", "MESSAGE", StringComparison.Ordinal)) : [],
            "F-PGP-07", "två gånger");

        yield return ("signed, then encrypted", ".pgp", Gpg(Gpg(Clear, "-u", kim, "--sign"), "-r", us, "--encrypt"), "F-PGP-03",
            "i ett steg");
        yield return ("clear-signed, then encrypted", ".pgp", Gpg(Gpg(Clear, "-u", kim, "--clearsign"), "-r", us, "--encrypt"),
            "F-PGP-03", "");
        yield return ("encrypted, then signed", ".pgp", Gpg(Gpg(Clear, "-r", us, "--encrypt"), "-u", kim, "--sign"), "F-PGP-01",
            "i ett steg");
        yield return ("clear-signed", ".asc", Gpg(Clear, "-u", kim, "--clearsign"), "F-PGP-01", "klartextsignerad");
        yield return ("detached signature", ".asc", Gpg(Clear, "-u", kim, "--armor", "--detach-sign"), "F-PGP-01", "utan sin fil");
        yield return ("detached signature, binary", ".pgp", Gpg(Clear, "-u", kim, "--detach-sign"), "F-PGP-01", "utan sin fil");
        yield return ("public key", ".asc", Gpg([], "--armor", "--export", kim), "F-PGP-01", "en nyckel i stället");
        yield return ("public key, binary", ".pgp", Gpg([], "--export", kim), "F-PGP-01", "en nyckel i stället");
        yield return ("passphrase", ".pgp", Gpg(Clear, "--passphrase", "x", "--pinentry-mode", "loopback", "--symmetric"), "F-PGP-08",
            "lösenfras");
        yield return ("critical notation", ".pgp", lab.Seal(Encoding.UTF8.GetString(Clear), null, "--sig-notation",
            "!order@example.com=1"), "F-PGP-03", "kritisk notation");
        yield return ("signature that ends", ".pgp", lab.Seal(Encoding.UTF8.GetString(Clear), null, "--default-sig-expire",
            "seconds=600"), "F-PGP-05", "underskriften har gått ut");
    }

    private static byte[] Replace(byte[] bytes, byte[] what, byte[] by) => [.. bytes.SelectMany(b => b == what[0] ? by : [b])];
}
