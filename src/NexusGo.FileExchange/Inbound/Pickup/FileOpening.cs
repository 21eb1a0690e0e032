using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Decides how a file is to be opened, or that it is refused before anybody reads it: by size before it is fetched, by its control file and its first
/// bytes afterwards.
/// </summary>
internal sealed class FileOpening(PgpOpening pgp, AnswerCertificates answers)
{
    /// <summary>What can be said without fetching the file; null means fetch it.</summary>
    public static FileRefusal? RefuseUnread(InboundFile file, CustomerProfile profile)
    {
        if (file.Kind == InboundKind.Unmatched)
        {
            return file.Seen.SizeBytes > profile.Limits.ZipBytes ? new FileRefusal("F-SIZ-01", 0, "", "") : null;
        }

        if (file.Kind is InboundKind.Photo)
        {
            return new FileRefusal("F-NAM-02", 0, "", "");
        }

        var name = file.Name.ToString();
        var limit = name.Contains(".zip", StringComparison.OrdinalIgnoreCase) ? profile.Limits.ZipBytes : profile.Limits.CsvBytes;
        return file.Seen.SizeBytes switch
        {
            0 => new FileRefusal("F-SIZ-02", 0, "", ""),
            var size when size > (FileFormat.IsOpenPgpName(name) ? WithEnvelope(limit) : limit) => new FileRefusal("F-SIZ-01", 0, "", Limit(limit)),
            _ => null,
        };
    }

    /// <summary>The file as the import takes it, when it was refused unread.</summary>
    public static IncomingFile Unread(InboundFile file, FileRefusal refusal) => new()
    {
        File = file,
        SizeBytes = file.Seen.SizeBytes,
        SequenceNo = file.SequenceNo,
        Refusal = refusal,
    };

    /// <summary>The fetched file as the import takes it.</summary>
    public IncomingFile Fetched(InboundFile file, FetchedFile fetched, ControlFile? control, FileRefusal? controlProblem, CustomerProfile profile)
    {
        var format = FormatOf(file, fetched);
        var refusal = controlProblem ?? CheckControl(file, fetched, control) ?? CheckFormat(file, format, profile);
        return new IncomingFile
        {
            File = file,
            SizeBytes = fetched.SizeBytes,
            Sha256 = fetched.Sha256,
            LocalId = control?.LocalId,
            PromisedRows = control?.Rows,
            SequenceNo = control?.Seq ?? file.SequenceNo,
            Refusal = refusal,
            IsEncrypted = format.IsEncrypted,
            OpenAsync = async token => new WarnedContent(
                format.IsOpenPgp
                    ? await pgp.OpenAsync(fetched.Spool.OpenRead(), format.IsEncrypted, file.Kind, profile, token).ConfigureAwait(false)
                    : new PlainContent(fetched.Spool.OpenRead()),
                await answers.HaveEndedAsync(profile, token).ConfigureAwait(false) ? [(AnswerCertificates.UnsealedCode, "")] : []),
            Quarantined = file.Kind == InboundKind.Unmatched ? fetched.Spool.OpenRead : null,
        };
    }

    private static FileRefusal? CheckControl(InboundFile file, FetchedFile fetched, ControlFile? control)
    {
        if (control?.Sha256 is { } promised && promised != Convert.ToHexStringLower(fetched.Sha256))
        {
            return new FileRefusal("F-CTL-02", 0, "", "");
        }

        return control?.Seq is { } number && file.SequenceNo is { } named && number != named ? new FileRefusal("F-CTL-03", 0, "", "") : null;
    }

    private static FileFormat FormatOf(InboundFile file, FetchedFile fetched)
    {
        Span<byte> head = stackalloc byte[FileFormat.HeadBytes];
        using var content = fetched.Spool.OpenRead();
        head = head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var format = FileFormat.Of(head, file.Name.ToString());
        head.Clear();
        return format;
    }

    /// <summary>What the first bytes tell. Whether an OpenPGP file is good is only known at its end.</summary>
    private static FileRefusal? CheckFormat(InboundFile file, FileFormat format, CustomerProfile profile) => (file.Kind, format, profile.Pgp) switch
    {
        (InboundKind.Unmatched, _, _) => new FileRefusal("F-NAM-01", 0, "", ""),
        // Signed and not encrypted: so a request says who asks where everything else comes in the clear.
        (InboundKind.Request, { IsOpenPgp: true, IsEncrypted: false }, { Encryption: PgpMode.None }) => null,
        (_, { IsOpenPgp: true }, { Encryption: PgpMode.None }) => new FileRefusal("F-PGP-08", 0, "", "OpenPGP files are not part of the agreement"),
        (_, { IsOpenPgp: true }, _) => null,

        // In the clear from here on.
        (_, _, { Encryption: PgpMode.Required }) => new FileRefusal("F-PGP-01", 0, "", ""),
        (_, { IsNamedOpenPgp: true }, _) => new FileRefusal("F-PGP-01", 0, "", "named as an OpenPGP file, but it is none"),
        _ when SignerRights.NeedsSignature(file.Kind, profile) => new FileRefusal("F-PGP-03", 0, "", "the file is not signed"),
        (_, { IsArchive: true }, _) => new FileRefusal("F-ZIP-07", 0, "", ""),
        _ => null,
    };

    /// <summary>Armour makes four bytes of three and adds line ends; keys and signatures take some kilobytes.</summary>
    private static long WithEnvelope(long limit) => (limit / 2 * 3) + (64 << 10);

    private static string Limit(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"limit {bytes} bytes");
}
