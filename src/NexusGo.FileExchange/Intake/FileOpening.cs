using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Ports;

namespace NexusGo.FileExchange.Intake;

/// <summary>
/// Decides how a file is to be opened, or that it is refused before anybody reads it: by size before it is fetched, by its control file and its first
/// bytes afterwards.
/// </summary>
internal sealed class FileOpening
{
    /// <summary>Enough to recognise every format looked for.</summary>
    private const int HeadBytes = 64;

    /// <summary>What can be said without fetching the file; null means fetch it.</summary>
    public static FileRefusal? RefuseUnread(InboundFile file, CustomerProfile profile)
    {
        if (file.Kind == InboundKind.Unmatched)
        {
            return file.Seen.SizeBytes > profile.Limits.ZipBytes ? new FileRefusal("F-SIZ-01", 0, "", "") : null;
        }

        if (file.Kind is InboundKind.Photo or InboundKind.Request)
        {
            return new FileRefusal("F-NAM-02", 0, "", "");
        }

        var limit = HasExtension(file.Name, ".zip") ? profile.Limits.ZipBytes : profile.Limits.CsvBytes;
        return file.Seen.SizeBytes switch
        {
            0 => new FileRefusal("F-SIZ-02", 0, "", ""),
            var size when size > limit => new FileRefusal("F-SIZ-01", 0, "", Limit(limit)),
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
    public static IncomingFile Fetched(InboundFile file, FetchedFile fetched, ControlFile? control, FileRefusal? controlProblem, CustomerProfile profile)
    {
        var refusal = controlProblem ?? CheckControl(file, fetched, control) ?? CheckFormat(file, fetched, profile);
        return new IncomingFile
        {
            File = file,
            SizeBytes = fetched.SizeBytes,
            Sha256 = fetched.Sha256,
            LocalId = control?.LocalId,
            PromisedRows = control?.Rows,
            SequenceNo = control?.Seq ?? file.SequenceNo,
            Refusal = refusal,
            OpenAsync = _ => ValueTask.FromResult<IOrderContent>(new PlainContent(fetched.Spool.OpenRead())),
            SetAside = file.Kind == InboundKind.Unmatched ? fetched.Spool.OpenRead : null,
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

    private static FileRefusal? CheckFormat(InboundFile file, FetchedFile fetched, CustomerProfile profile)
    {
        if (file.Kind == InboundKind.Unmatched)
        {
            return new FileRefusal("F-NAM-01", 0, "", "");
        }

        Span<byte> head = stackalloc byte[HeadBytes];
        using var content = fetched.Spool.OpenRead();
        head = head[..content.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            return new FileRefusal("F-ZIP-07", 0, "", "");
        }

        if (OpenPgpSniffer.LooksLikeOpenPgp(head))
        {
            return new FileRefusal("F-PGP-08", 0, "", "");
        }

        return profile.Pgp.Encryption == PgpMode.Required ? new FileRefusal("F-PGP-01", 0, "", "") : null;
    }

    private static string Limit(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"limit {bytes} bytes");

    private static bool HasExtension(RemoteName name, string extension) => name.ToString().Contains(extension, StringComparison.OrdinalIgnoreCase);
}
