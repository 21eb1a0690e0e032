using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Decides how a file is to be opened, or that it is refused before anybody reads it: by size before it is fetched, by its control file and
/// its first bytes afterwards.
/// </summary>
internal sealed class FileOpening(PgpOpening pgp, OrderUnpacking unpacking, AnswerCertificates answers, SpoolFolder spools)
{
    /// <summary>
    /// With the attempt of this number a message that cannot be opened is answered, also where the fault may be ours: it would be tried for
    /// ever.
    /// </summary>
    public const int OpeningAttempts = 5;

    /// <summary>What can be said without fetching the file; null means fetch it.</summary>
    public static FileRefusal? RefuseUnread(InboundFile file, CustomerProfile profile)
    {
        var hints = new Hints(profile.Answers.Language);
        if (file.Kind == InboundKind.Foreign)
        {
            return new FileRefusal("F-NAM-03", 0, "", hints.NoFile(file.Foreign));
        }

        if (file.Kind == InboundKind.Marker)
        {
            return new FileRefusal("F-CTL-05", 0, "", "");
        }

        if (file.IsOverQuota)
        {
            return new FileRefusal("F-SIZ-05", 0, "", hints.FilesPerDay(profile.Budgets.FilesPerDay));
        }

        if (file.Kind == InboundKind.Unmatched)
        {
            // A file that the quarantine would not keep is not fetched.
            return profile.Budgets.QuarantineFiles == 0 || file.Seen.SizeBytes > profile.Budgets.QuarantineBytes
                ? new FileRefusal("F-NAM-01", 0, "", NameAdvice.Of(file, ForeignContentKind.None, profile, hints)) : null;
        }

        var name = file.Name.ToString();
        if (PackedByName(file, profile) is { } packed)
        {
            return new FileRefusal(packed, 0, "", "");
        }

        var limit = ClearLimit(file, profile);
        return file.Seen.SizeBytes switch
        {
            0 => new FileRefusal("F-SIZ-02", 0, "", ""),
            var size when size > (FileFormat.IsOpenPgpName(name) ? WithEnvelope(limit) : limit) =>
                new FileRefusal("F-SIZ-01", 0, "", hints.AtMostBytes(limit)),
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

    /// <summary>
    /// The fetched file as the import takes it. A message is opened to its end first: waiting for its turn, it holds neither a transaction
    /// nor a connection.
    /// </summary>
    public async ValueTask<IncomingFile> FetchedAsync(InboundFile file, FetchedFile fetched, ControlFile? control,
        FileRefusal? controlProblem, CustomerProfile profile, CancellationToken cancellationToken)
    {
        var (format, foreign) = FormatOf(file, fetched);
        var hints = new Hints(profile.Answers.Language);
        var refusal = controlProblem ?? CheckControl(file, fetched, control, hints) ?? CheckFormat(file, format, foreign, profile, hints);
        if (refusal is null && format.IsOpenPgp)
        {
            fetched.Keep(await OpenMessageAsync(file, fetched, format, profile, cancellationToken).ConfigureAwait(false));
        }

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
                await OpenAsync(file, fetched, profile, token).ConfigureAwait(false),
                await answers.HaveEndedAsync(profile, token).ConfigureAwait(false) ? [(AnswerCertificates.UnsealedCode, "")] : []),
            Quarantined = file.Kind == InboundKind.Unmatched ? fetched.Spool.OpenRead : null,
        };
    }

    private async ValueTask<IInboundContent> OpenAsync(InboundFile file, FetchedFile fetched, CustomerProfile profile,
        CancellationToken cancellationToken)
    {
        var content = fetched.Message?.Open() ?? new PlainContent(fetched.Spool.OpenRead());
        return MayBePacked(file.Kind)
            ? await unpacking.OpenAsync(content, fetched.Message is { } message ? message.OpenRead : fetched.Spool.OpenRead, file.Kind,
            profile, cancellationToken).ConfigureAwait(false)
            : content;
    }

    private async ValueTask<VerifiedMessage> OpenMessageAsync(InboundFile file, FetchedFile fetched, FileFormat format,
        CustomerProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            var content = await pgp.OpenAsync(fetched.Spool.OpenRead(), format.IsEncrypted, file.Kind, ClearLimit(file, profile),
                file.FirstSeenAt, profile, cancellationToken).ConfigureAwait(false);
            return await VerifiedMessage.ReadAsync(content, spools, (line, verdict) => pgp.JudgePurpose(line, verdict, file.Kind, profile),
                cancellationToken).ConfigureAwait(false);
        }
// A message that makes the engine fail is refused after some attempts, so that it is not tried for ever. Failures of the environment pass
// through.
#pragma warning disable CA1031
        catch (Exception e) when (file.Attempt >= OpeningAttempts
            && e is not OperationCanceledException and not FileExchangeException { Reason: not FailureReason.OpenPgpFailure })
#pragma warning restore CA1031
        {
            return VerifiedMessage.Refused(ContentVerdict.Refused("F-PGP-08", new Hints(profile.Answers.Language).NotOpened));
        }
    }

    /// <summary>
    /// What the file may take of the spool: itself, its photos written anew and, of an OpenPGP message, what it may unpack to.
    /// </summary>
    public static long SpoolBytes(InboundFile file, CustomerProfile profile) => file.Seen.SizeBytes * (IsZip(file) ? 2 : 1)
        + (profile.Pgp.Encryption == PgpMode.None
        ? 0 : Math.Min(ClearLimit(file, profile), file.Seen.SizeBytes * profile.Limits.ExpansionRatio));

    /// <summary>The code with which a zip file or workbook is refused by its name alone, where the agreement takes none.</summary>
    private static string? PackedByName(InboundFile file, CustomerProfile profile)
    {
        var name = file.Name.ToString();
        return !profile.Orders.ZipFiles && name.Contains(".zip", StringComparison.OrdinalIgnoreCase) ? "F-ZIP-07"
            : !profile.Orders.Workbooks && name.Contains(".xlsx", StringComparison.OrdinalIgnoreCase) ? "F-NAM-02" : null;
    }

    /// <summary>Orders and photos may be zip files.</summary>
    public static bool MayBePacked(InboundKind kind) => kind is InboundKind.Order or InboundKind.Photo;

    /// <summary>Longest clear content, by the name: a zip file may be longer than a table, and a single photo is shorter.</summary>
    private static long ClearLimit(InboundFile file, CustomerProfile profile)
    {
        return IsZip(file) ? profile.Limits.ZipBytes : file.Kind == InboundKind.Photo ? profile.Limits.PhotoBytes : profile.Limits.CsvBytes;
    }

    private static bool IsZip(InboundFile file) =>
        MayBePacked(file.Kind) && file.Name.ToString().Contains(".zip", StringComparison.OrdinalIgnoreCase);

    private static FileRefusal? CheckControl(InboundFile file, FetchedFile fetched, ControlFile? control, Hints hints)
    {
        if (control?.Sha256 is { } promised && promised != Convert.ToHexStringLower(fetched.Sha256))
        {
            return new FileRefusal("F-CTL-02", 0, "", hints.Checksums(promised, Convert.ToHexStringLower(fetched.Sha256)));
        }

        return control?.Seq is { } number && file.SequenceNo is { } named && number != named
            ? new FileRefusal("F-CTL-03", 0, "", hints.Numbers(number, named)) : null;
    }

    private static (FileFormat Format, ForeignContentKind Foreign) FormatOf(InboundFile file, FetchedFile fetched)
    {
        Span<byte> head = stackalloc byte[FileFormat.HeadBytes];
        using var content = fetched.Spool.OpenRead();
        head = head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var format = FileFormat.Of(head, file.Name.ToString());
        var foreign = ForeignContent.Of(head);
        head.Clear();
        return (format, foreign);
    }

    /// <summary>What the first bytes tell. Whether an OpenPGP file is good is only known at its end.</summary>
    private static FileRefusal? CheckFormat(InboundFile file, FileFormat format, ForeignContentKind foreign, CustomerProfile profile,
        Hints hints) => (file.Kind, format, profile.Pgp) switch
    {
        (InboundKind.Unmatched, _, _) => new FileRefusal("F-NAM-01", 0, "", NameAdvice.Of(file, foreign, profile, hints)),
        // A request that is signed and not encrypted: allowed where the agreement has no encryption, because the signature tells who asks.
        (InboundKind.Request, { IsOpenPgp: true, IsEncrypted: false }, { Encryption: PgpMode.None }) => null,
        (_, { IsOpenPgp: true }, { Encryption: PgpMode.None }) => new FileRefusal("F-PGP-08", 0, "", hints.NotAgreed),
        (_, { IsOpenPgp: true }, _) => null,

        // The cases from here on are files in the clear.
        (_, _, { Encryption: PgpMode.Required }) => new FileRefusal("F-PGP-01", 0, "", ""),
        (_, { IsNamedOpenPgp: true }, _) => new FileRefusal("F-PGP-01", 0, "", hints.NamedOpenPgp),
        _ when SignerRights.NeedsSignature(file.Kind, profile) => new FileRefusal("F-PGP-03", 0, "", hints.NotSigned),
        _ when !MayBePacked(file.Kind) && foreign is ForeignContentKind.Workbook or ForeignContentKind.OtherWorkbook =>
            new FileRefusal("F-NAM-01", 0, "", hints.Foreign(foreign)),
        (var kind, { IsArchive: true }, _) when !MayBePacked(kind) => new FileRefusal("F-ZIP-07", 0, "", ""),
        _ => null,
    };

    /// <summary>Armour makes four bytes of three and adds line ends; keys and signatures take some kilobytes.</summary>
    private static long WithEnvelope(long limit) => (limit / 2 * 3) + (64 << 10);
}
