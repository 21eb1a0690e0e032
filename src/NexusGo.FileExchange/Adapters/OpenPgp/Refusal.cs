namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Why a message is refused: a published code and a fixed phrase in English and Swedish.</summary>
internal sealed record Refusal(string Code, string Hint, string Swedish)
{
    public static readonly Refusal NotEncrypted = new("F-PGP-01", "the file is not encrypted", "filen är inte krypterad");
    public static readonly Refusal ClearSigned = new("F-PGP-01", "a clear-signed text: sign and encrypt in one message",
        "en klartextsignerad text: signera och kryptera i ett meddelande");
    public static readonly Refusal Detached = new("F-PGP-01", "a signature without its file: sign and encrypt in one message",
        "en underskrift utan sin fil: signera och kryptera i ett meddelande");
    public static readonly Refusal KeySent = new("F-PGP-01",
        "a key instead of an order; if it is the secret one, revoke it and make another",
        "en nyckel i stället för en beställning; om den är hemlig, spärra den och gör en ny");
    public static readonly Refusal SignedAroundEncrypted = new("F-PGP-01",
        "encrypted first and then signed: do both in one step (gpg --encrypt --sign)",
        "krypterad först och signerad sedan: gör båda i ett steg (gpg --encrypt --sign)");
    public static readonly Refusal NotForUs = new("F-PGP-02", "not encrypted to a key of ours; fetch our current public key",
        "inte krypterad till någon av våra nycklar; hämta vår aktuella publika nyckel");
    public static readonly Refusal NotSigned = new("F-PGP-03", "the message is not signed", "meddelandet är inte signerat");
    public static readonly Refusal SignedInside = new("F-PGP-03",
        "signed first and then encrypted, as two messages: do both in one step (gpg --encrypt --sign)",
        "signerad först och krypterad sedan, som två meddelanden: gör båda i ett steg (gpg --encrypt --sign)");
    public static readonly Refusal UnknownSigner = new("F-PGP-03", "signed by a key that is not registered for this customer",
        "signerad med en nyckel som inte är registrerad för kunden");
    public static readonly Refusal BadSignature = new("F-PGP-03", "the signature does not fit the content",
        "underskriften stämmer inte med innehållet");
    public static readonly Refusal SignedInFuture = new("F-PGP-03", "the signature is dated in the future; check the clock",
        "underskriften är daterad i framtiden; kontrollera klockan");
    public static readonly Refusal UnboundKey = new("F-PGP-03",
        "signed by a part of the key that is not meant or not confirmed for signing",
        "signerad med en del av nyckeln som inte är avsedd eller inte bekräftad för underskrifter");
    public static readonly Refusal UnknownCritical = new("F-PGP-03",
        "the signature demands something unknown (a critical notation); sign without it",
        "underskriften kräver något okänt (en kritisk notation); signera utan den");
    public static readonly Refusal MeantForOthers = new("F-PGP-03", "the signature names another recipient than us",
        "underskriften nämner en annan mottagare än oss");
    public static readonly Refusal NoIntegrity = new("F-PGP-04", "encrypted without integrity protection (MDC)",
        "krypterad utan integritetsskydd (MDC)");
    public static readonly Refusal ExpiredKey = new("F-PGP-05", "signed by an expired key", "signerad med en nyckel som har gått ut");
    public static readonly Refusal ExpiredSignature = new("F-PGP-05", "the signature has expired", "underskriften har gått ut");
    public static readonly Refusal RevokedKey = new("F-PGP-05", "signed by a revoked key", "signerad med en spärrad nyckel");
    public static readonly Refusal Damaged = new("F-PGP-07", "damaged", "skadad");
    public static readonly Refusal Truncated = new("F-PGP-07", "truncated: the end is missing", "avklippt: slutet saknas");
    public static readonly Refusal TextMode = new("F-PGP-07",
        "damaged on its way by a transfer in text (ASCII) mode; send it in binary mode",
        "skadad på vägen av en överföring i textläge (ASCII); skicka i binärt läge");
    public static readonly Refusal PerhapsTextMode = new("F-PGP-07",
        "damaged or cut off, perhaps by a transfer in text (ASCII) mode; send it in binary mode",
        "skadad eller avklippt, kanske av en överföring i textläge (ASCII); skicka i binärt läge");
    public static readonly Refusal Utf16 = new("F-PGP-07", "the armoured message was saved as UTF-16; send the file as the program made it",
        "det armerade meddelandet har sparats som UTF-16; skicka filen som programmet gjorde den");
    public static readonly Refusal TextAround = new("F-PGP-07", "text around the message, as in a mail; send the message alone, as a file",
        "text runt meddelandet, som i ett e-brev; skicka meddelandet ensamt, som fil");
    public static readonly Refusal ArmouredTwice = new("F-PGP-07", "armoured twice; armour it once or not at all",
        "armerad två gånger; armera en gång eller inte alls");
    public static readonly Refusal WeakDigest = new("F-PGP-08", "signature digest not accepted; use SHA-256 or better",
        "underskriftens hashalgoritm godtas inte; använd SHA-256 eller bättre");
    public static readonly Refusal WeakCipher = new("F-PGP-08", "cipher not accepted; use AES",
        "krypteringsalgoritmen godtas inte; använd AES");
    public static readonly Refusal WeakKey = new("F-PGP-08", "signing key not accepted; use RSA from 3072 bits, Curve25519 or a NIST curve",
        "nyckeln som signerat godtas inte; använd RSA från 3072 bitar, Curve25519 eller en NIST-kurva");
    public static readonly Refusal WeakCertificate = new("F-PGP-08",
        "the signer's certificate holds together only by MD5 or SHA-1 signatures; renew it with a current program",
        "certifikatet hålls ihop bara av underskrifter med MD5 eller SHA-1; förnya det med ett aktuellt program");
    public static readonly Refusal Aead = new("F-PGP-08",
        "encrypted in the newer form of RFC 9580 (AEAD, SEIPD version 2), which is not accepted; encrypt without AEAD",
        "krypterad i den nyare formen i RFC 9580 (AEAD, SEIPD version 2), som inte godtas; kryptera utan AEAD");
    public static readonly Refusal LibrePgpAead = new("F-PGP-08",
        "encrypted in the form of GnuPG 2.3 and LibrePGP (AEAD, OCB), which is not accepted; encrypt without AEAD",
        "krypterad i formen för GnuPG 2.3 och LibrePGP (AEAD, OCB), som inte godtas; kryptera utan AEAD");
    public static readonly Refusal Version6 = new("F-PGP-08",
        "made with or for an OpenPGP key of version 6, which is not accepted; use a key of version 4",
        "gjord med eller för en OpenPGP-nyckel av version 6, som inte godtas; använd en nyckel av version 4");
    public static readonly Refusal OldSignature = new("F-PGP-08",
        "signature of an old version (2 or 3); use a program that makes version 4",
        "underskrift av en gammal version (2 eller 3); använd ett program som gör version 4");
    public static readonly Refusal ManySignatures = new("F-PGP-08", "more than four signatures", "fler än fyra underskrifter");
    public static readonly Refusal ExtraSignature = new("F-PGP-08", "a signature more than the message announced",
        "en underskrift mer än meddelandet angav");
    public static readonly Refusal Passphrase = new("F-PGP-08", "encrypted with a passphrase; encrypt to our public key only",
        "krypterad med en lösenfras; kryptera bara till vår publika nyckel");
    public static readonly Refusal Structure = new("F-PGP-08", "not exactly one encrypted message with one content",
        "inte exakt ett krypterat meddelande med ett innehåll");
    public static readonly Refusal TrailingData = new("F-PGP-08", "data after the end of the message", "data efter meddelandets slut");
    public static readonly Refusal ManyRecipients = new("F-PGP-08", "too many recipients", "för många mottagare");
    public static readonly Refusal MessageInside = new("F-PGP-08", "a message inside a message: encrypt and sign once",
        "ett meddelande i ett meddelande: kryptera och signera en gång");
    public static readonly Refusal Archive = new("F-PGP-08", "an archive (PGP Zip, tar) inside the message; encrypt the file itself",
        "ett arkiv (PGP Zip, tar) i meddelandet; kryptera själva filen");
    public static readonly Refusal NoMessage = new("F-PGP-08",
        "clear-signed texts, detached signatures and keys are not accepted; sign and encrypt in one message",
        "klartextsignerade texter, lösa underskrifter och nycklar godtas inte; signera och kryptera i ett meddelande");
    public static readonly Refusal Bomb = new("F-PGP-08", "the content is out of proportion to the message (compression)",
        "innehållet står inte i proportion till meddelandet (komprimering)");
    public static readonly Refusal TooSlow = new("F-PGP-08", "opening the message took too long",
        "det tog för lång tid att öppna meddelandet");
    public static readonly Refusal TooLarge = new("F-SIZ-01", "the content is larger than allowed", "innehållet är större än tillåtet");
}
