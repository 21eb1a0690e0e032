namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>
/// The directory of a zip file, read whole before any entry: every header against its twin, every size, name and place against the limits
/// and the others. System.IO.Compression compares none of these.
/// </summary>
internal static class ZipDirectory
{
    private const int BufferBytes = 64 * 1024;

    /// <param name="zip">Seekable. Read from two places at a time, so it must be cheap to seek.</param>
    /// <param name="limits">What the agreement allows.</param>
    /// <returns>The entries, in the directory's order; or why the file is refused.</returns>
    public static (IReadOnlyList<ZipEntry> Entries, ZipRefusal? Refusal) Read(Stream zip, ZipLimits limits)
    {
        var (end, refusal) = ZipEnd.Find(zip);
        if (refusal is not null || end.Entries > limits.MaxEntries)
        {
            return ([], refusal ?? ZipRefusal.TooManyEntries(limits.MaxEntries));
        }

        var entries = new List<ZipEntry>((int)end.Entries);
        refusal = ReadHeaders(zip, end, limits, entries) ?? CheckTogether(entries, end, limits);
        return refusal is null ? (entries, null) : ([], refusal);
    }

    private static ZipRefusal? ReadHeaders(Stream zip, ZipEnd end, ZipLimits limits, List<ZipEntry> entries)
    {
        var head = new byte[ZipDirectoryEntry.FixedBytes];
        var window = new ZipWindow(zip, end.DirectoryOffset, end.DirectoryBytes, BufferBytes);
        for (var number = 1; number <= end.Entries; number++)
        {
            if (!window.TryRead(head) || ZipDirectoryEntry.Lengths(head) is not { } lengths)
            {
                return ZipRefusal.Contradiction(number);
            }

            var variable = new byte[lengths.Name + lengths.Extra + lengths.Comment];
            if (!window.TryRead(variable))
            {
                return ZipRefusal.Contradiction(number);
            }

            var name = variable.AsSpan(0, lengths.Name);
            var (entry, refusal) = ZipDirectoryEntry.Judge(number, head, name, variable.AsSpan(lengths.Name, lengths.Extra), limits);
            if (entry is null)
            {
                return refusal;
            }

            var (placed, contradiction) = ZipLocalHeader.Read(zip, entry, head, name);
            if (placed is null)
            {
                return contradiction;
            }

            entries.Add(placed);
        }

        // Bytes that are left are more headers than the end record counts.
        return window.IsAtEnd ? null : ZipRefusal.Contradiction(0);
    }

    private static ZipRefusal? CheckTogether(List<ZipEntry> entries, ZipEnd end, ZipLimits limits)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var total = 0L;
        foreach (var entry in entries)
        {
            if (!names.Add(ZipNames.Fold(entry.Name)))
            {
                return new ZipRefusal("F-ZIP-04", "", "", entry.Number);
            }

            total += Math.Min(entry.Bytes, limits.MaxBytes + 1);
            if (total > limits.MaxBytes)
            {
                return ZipRefusal.TooManyBytes(limits.MaxBytes);
            }
        }

        var free = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.HeaderOffset))
        {
            if (entry.HeaderOffset < free || entry.PackedBytes > end.DirectoryOffset - entry.DataOffset)
            {
                return ZipRefusal.Overlap(entry.Number);
            }

            free = entry.DataOffset + entry.PackedBytes;
        }

        return null;
    }
}
