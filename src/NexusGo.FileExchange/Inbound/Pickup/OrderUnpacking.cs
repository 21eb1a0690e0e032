using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Inbound.Workbook;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Spool;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Finds by content what an order or a file of photos is: text, a workbook, or a zip file. What is packed has to be read from several
/// places, so it lies in the spool, encrypted; an OpenPGP message was verified to its end before.
/// </summary>
internal sealed class OrderUnpacking(SpoolFolder spools, PhotoSandbox sandbox, TimeProvider clock)
{
    private const int HeadBytes = 8;

    /// <summary>macOS writes a second entry for each, and there are the table and folders: only photos count at last.</summary>
    private static int DirectoryEntries(LimitSettings limits) => (2 * limits.ZipEntries) + 16;

    /// <param name="content">The clear bytes; closed with what is returned.</param>
    /// <param name="seekable">Opens the same bytes anew and seekable.</param>
    /// <param name="kind">An order or photos.</param>
    /// <param name="profile">The customer.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    public async ValueTask<IInboundContent> OpenAsync(IInboundContent content, Func<Stream> seekable, InboundKind kind,
        CustomerProfile profile, CancellationToken cancellationToken)
    {
        try
        {
            var head = new byte[HeadBytes];
            head = head[..await content.Clear.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false)];
            var isWorkbook = WorkbookFile.IsCompoundFile(head);
            if (!isWorkbook && !FileFormat.IsZip(head))
            {
                return new RewoundContent(content, head);
            }

            var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
            var unpacked = verdict switch
            {
                { ErrorCode: not null } => new UnpackedContent(verdict),
                _ when isWorkbook => new UnpackedContent(Refused(verdict, "F-COL-06", "")),
                _ => Unpack(seekable, kind, profile, verdict),
            };
            unpacked.Own(content, null);
            return unpacked;
        }
        catch
        {
            await content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private UnpackedContent Unpack(Func<Stream> open, InboundKind kind, CustomerProfile profile, ContentVerdict verdict)
    {
        var limits = profile.Limits;
        var (entries, refusal) = ReadDirectory(open, new ZipLimits(DirectoryEntries(limits), limits.ZipBytes, limits.ExpansionRatio));
        refusal = refusal == ZipRefusal.TooManyEntries(DirectoryEntries(limits)) ? ZipRefusal.TooManyEntries(limits.ZipEntries) : refusal;
        var isWorkbook = refusal is null && kind == InboundKind.Order && entries.Any(entry => entry.Name == "[Content_Types].xml");
        if (isWorkbook ? !profile.Orders.Workbooks : !profile.Orders.ZipFiles)
        {
            return new UnpackedContent(Refused(verdict, isWorkbook ? "F-NAM-02" : "F-ZIP-07", ""));
        }

        if (isWorkbook)
        {
            return OpenWorkbook(open, profile, verdict);
        }

        ArchiveLayout? layout = null;
        if (refusal is null)
        {
            (layout, refusal) = kind == InboundKind.Order ? ArchiveLayout.OfOrder(entries) : ArchiveLayout.OfPhotos(entries);
            refusal ??= layout!.Photos.Count > limits.ZipEntries ? ZipRefusal.TooManyEntries(limits.ZipEntries) : null;
        }

        if (layout is null || refusal is not null)
        {
            return new UnpackedContent(Refused(verdict, refusal!.Code, refusal.Hint(profile.Answers.Language)));
        }

        var unpacked = layout.Table switch
        {
            null => new UnpackedContent(verdict),
            { } table when !table.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) =>
                OpenPackedWorkbook(open, table, profile, verdict),
            { } table => new UnpackedContent(verdict, new ZipEntryStream(open(), table), profile.Answers.Language),
        };
        unpacked.AddPhotos(layout, new FilePhotos(layout, open, limits.PhotoBytes, new PhotoDecoders(sandbox, clock)));
        return unpacked;
    }

    private UnpackedContent OpenPackedWorkbook(Func<Stream> open, ZipEntry table, CustomerProfile profile, ContentVerdict verdict)
    {
        if (table.Bytes > profile.Limits.CsvBytes)
        {
            return new UnpackedContent(Refused(verdict, "F-SIZ-01", ""));
        }

        var spool = spools.Create();
        using (var content = new ZipEntryStream(open(), table))
        using (var copy = spool.OpenWrite())
        {
            content.CopyTo(copy);
            if (content.Fault is { } fault)
            {
                spool.Dispose();
                return new UnpackedContent(Refused(verdict, fault.Code, fault.Hint(profile.Answers.Language)));
            }
        }

        spool.Complete();
        var unpacked = OpenWorkbook(spool.OpenRead, profile, verdict);
        unpacked.Own(null, spool);
        return unpacked;
    }

    private static UnpackedContent OpenWorkbook(Func<Stream> open, CustomerProfile profile, ContentVerdict verdict)
    {
        // XML is long: what a workbook unpacks to is several times its text.
        var (workbook, refusal) = WorkbookFile.Open(open, profile.Limits.CsvBytes * 4, profile.Limits.ExpansionRatio,
            WorkbookColumns.Of(profile).KindOf);
        return workbook is null
            ? new UnpackedContent(Refused(verdict, refusal!.Code, refusal.Hint(profile.Answers.Language)))
            : new UnpackedContent(verdict, workbook, profile.Answers.Language);
    }

    private static (IReadOnlyList<ZipEntry> Entries, ZipRefusal? Refusal) ReadDirectory(Func<Stream> open, ZipLimits limits)
    {
        using var zip = open();
        return ZipDirectory.Read(zip, limits);
    }

    private static ContentVerdict Refused(ContentVerdict verdict, string code, string hint) =>
        ContentVerdict.Refused(code, hint, verdict.Signer);
}
