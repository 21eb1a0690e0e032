using System.Text;

namespace NexusGo.FileExchange.Testing.OpenPgp;

/// <summary>
/// Messages to our key in which a person's signed text has company: key packets whose user id reads like a row of the file. Whoever has one
/// signed message in the clear can make them; nobody's secret key is needed.
/// </summary>
public static class ForeignPackets
{
    /// <summary>The attacker's own certificate up to its user id, which is the row.</summary>
    public static byte[] KeyWith(GnuPgLab lab, params string[] rows) =>
    [
        .. OpenPgpPackets.First(lab.People.Run([], "--batch", "--export", lab.Stranger.Fingerprint)),
        .. rows.SelectMany(row => OpenPgpPackets.Packet(13, Encoding.UTF8.GetBytes(row))),
    ];

    /// <summary>
    /// Every way of putting <paramref name="foreign"/> beside the signed text: the name of the way and the packets to encrypt.
    /// </summary>
    public static IEnumerable<(string Way, byte[][] Packets)> Ways(byte[] signedText, byte[] foreign)
    {
        var onePass = OpenPgpPackets.First(signedText);
        var literal = OpenPgpPackets.First(signedText[onePass.Length..]);
        var signature = signedText[(onePass.Length + literal.Length)..];
        yield return ("after the signature", [signedText, foreign]);
        yield return ("before everything", [foreign, signedText]);
        yield return ("between one-pass signature and literal", [onePass, foreign, literal, signature]);
        yield return ("between literal and signature", [onePass, literal, foreign, signature]);
        yield return ("compressed, after the signature", [Compressed([.. signedText, .. foreign])]);
        yield return ("compressed, before everything", [Compressed([.. foreign, .. signedText])]);
        yield return ("compressed, between literal and signature", [Compressed([.. onePass, .. literal, .. foreign, .. signature])]);
        yield return ("after the compressed message", [Compressed(signedText), foreign]);
        yield return ("before the compressed message", [foreign, Compressed(signedText)]);
        yield return ("compressed itself, after the message", [signedText, Compressed(foreign)]);
        yield return ("the old way: signature before the literal", [signature, literal, foreign]);
        yield return ("unsigned literal", [literal, foreign]);
        yield return ("unsigned literal, before it", [foreign, literal]);
        yield return ("alone", [foreign]);
    }

    /// <summary>A compressed packet without compression (RFC 9580, 9.4, algorithm 0).</summary>
    public static byte[] Compressed(byte[] packets) => OpenPgpPackets.Packet(8, [0, .. packets]);
}
