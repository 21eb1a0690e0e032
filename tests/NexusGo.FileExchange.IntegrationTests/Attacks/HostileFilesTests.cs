using System.IO.Compression;
using System.Text;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.Attacks;

/// <summary>
/// Makes the files that tests/attack.sh sends to an installed service: those that no shell command makes. Does nothing unless it is asked.
/// The name of each says what has to be answered: <c>ORD_CODE_number.csv.pgp</c>.
/// </summary>
public sealed class HostileFilesTests
{
    private const string Text = "customer_ref;product_code;first_name;last_name;recipient;street;postal_code;city;country\r\n"
        + "GOOD-1;VISITOR;Eva;Ek;Eva Ek;Storgatan 1;111 22;Stockholm;SE\r\n";
    private const string EvilRow = "EVIL-1;VISITOR;Eva;Evil;Eva Evil;Storgatan 1;111 22;Stockholm;SE";

    [Fact]
    public void Files_for_an_installed_service_are_made_when_asked_for()
    {
        if (Environment.GetEnvironmentVariable("NEXUSGO_ATTACK_FILES") is not { } folder)
        {
            return;
        }

        using var made = CraftedMessages.For(Path.Combine(folder, "bureau.asc"));
        File.Copy(made.Person.File, Path.Combine(folder, "person.asc"));
        var signed = made.SignedMessage(Encoding.UTF8.GetBytes(Text));
        var number = 0;
        void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder, name), content);
        void Message(string code, params byte[][] packets) => Write($"ORD_{code}_{++number:00}.csv.pgp", made.Message(packets));

        // The same bytes twice: what is legal is accepted, or nothing below says anything.
        var legal = made.Message(signed);
        Write("ORD_ACCEPTED_00.csv.pgp", legal);
        Write("REPLAY.pgp", legal);

        // A key packet whose user id is a row. Without a signature there is another code.
        byte[] foreign =
        [
            .. OpenPgpPackets.Packet(6, 4, 0x60, 0, 0, 0, 1, 0, 9, 1, 0xff, 0, 2, 3),
            .. OpenPgpPackets.Packet(13, Encoding.UTF8.GetBytes(EvilRow)),
        ];
        foreach (var (_, packets) in ForeignPackets.Ways(signed, foreign))
        {
            Message("FOREIGN", packets);
        }

        Message("FOREIGN", signed, OpenPgpPackets.Literal(EvilRow));
        Write("ORD_BOMB_01.csv.pgp", HostileMessages.Unpacking(made));
        foreach (var (_, message) in HostileMessages.Signatures(made, Encoding.UTF8.GetBytes(Text)))
        {
            Write($"ORD_BOMB_{++number:00}.csv.pgp", message);
        }

        using var zip = new ZipArchive(File.Create(Path.Combine(folder, "ORD_ZIP.zip")), ZipArchiveMode.Create);
        using var entry = zip.CreateEntry("orders.csv", CompressionLevel.SmallestSize).Open();
        entry.Write(Encoding.UTF8.GetBytes(Text));
        var zeros = new byte[1 << 20];
        for (var i = 0; i < 500; i++)
        {
            entry.Write(zeros);
        }
    }
}
