namespace NexusGo.FileExchange.Inbound.Archive;

/// <summary>What the entries of a zip file are for: one table at the root, photos, and what packing programs leave behind.</summary>
internal sealed record ArchiveLayout
{
    private static readonly string[] Archives =
        [".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst", ".cab", ".jar", ".iso", ".pgp", ".gpg", ".asc"];

    /// <summary>The CSV file or workbook; null in a file of photos.</summary>
    public ZipEntry? Table { get; private init; }

    /// <summary>Photos by file name, without regard to case or Unicode form.</summary>
    public required IReadOnlyDictionary<string, ZipEntry> Photos { get; init; }

    /// <summary>Entries that macOS and Windows add: passed over, told once.</summary>
    public required int PassedOver { get; init; }

    /// <summary>A name as <see cref="Photos"/> knows it.</summary>
    public static string PhotoKey(string fileName) => ZipNames.Fold(fileName);

    /// <summary>One CSV file or workbook at the root, everything else directly in the folder photos.</summary>
    public static (ArchiveLayout? Layout, ZipRefusal? Refusal) OfOrder(IReadOnlyList<ZipEntry> entries)
    {
        var tables = Own(entries).Where(entry => !entry.IsFolder && !entry.Name.Contains('/') && IsTable(entry.Name)).ToList();
        var (layout, refusal) = Read(entries, tables, rootToo: false);
        return tables.Count == 1 || refusal is not null ? (layout, refusal) : (null, TablesOf(tables.Count));
    }

    /// <summary>Photos only, at the root or in the folder photos.</summary>
    public static (ArchiveLayout? Layout, ZipRefusal? Refusal) OfPhotos(IReadOnlyList<ZipEntry> entries) =>
        Read(entries, [], rootToo: true);

    private static (ArchiveLayout? Layout, ZipRefusal? Refusal) Read(IReadOnlyList<ZipEntry> entries, List<ZipEntry> tables, bool rootToo)
    {
        var photos = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        foreach (var entry in Own(entries).Except(tables))
        {
            var parts = entry.Name.TrimEnd('/').Split('/');
            if (Array.Exists(Archives, ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            {
                return (null, new ZipRefusal("F-ZIP-03", "ett arkiv eller en krypterad fil i zip-filen",
                    "an archive or encrypted file in the zip file", entry.Number));
            }

            var inPhotos = parts[0].Equals("photos", StringComparison.OrdinalIgnoreCase) && parts.Length == (entry.IsFolder ? 1 : 2);
            if (!inPhotos && !(rootToo && parts.Length == 1 && !entry.IsFolder))
            {
                return (null, WrongPlace(entry));
            }

            if (!entry.IsFolder && !photos.TryAdd(PhotoKey(parts[^1]), entry))
            {
                return (null, new ZipRefusal("F-ZIP-04", "", "", entry.Number));
            }
        }

        return (new ArchiveLayout { Table = tables.FirstOrDefault(), Photos = photos, PassedOver = entries.Count - Own(entries).Count() },
            null);
    }

    private static IEnumerable<ZipEntry> Own(IReadOnlyList<ZipEntry> entries) => entries.Where(entry => !IsLeftover(entry.Name));

    /// <summary>macOS: __MACOSX, .DS_Store, ._ files. Windows: Thumbs.db, desktop.ini.</summary>
    private static bool IsLeftover(string name)
    {
        var last = name.TrimEnd('/').Split('/')[^1];
        return name.StartsWith("__MACOSX/", StringComparison.OrdinalIgnoreCase) || last.StartsWith("._", StringComparison.Ordinal)
            || last.Equals(".DS_Store", StringComparison.OrdinalIgnoreCase) || last.Equals("Thumbs.db", StringComparison.OrdinalIgnoreCase)
            || last.Equals("desktop.ini", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsTable(string name) =>
        name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase);

    private static ZipRefusal WrongPlace(ZipEntry entry) => new("F-ZIP-03",
        "packa innehållet i mappen, inte mappen själv: tabellen överst, fotona i photos",
        "pack what is in the folder, not the folder itself: the table at the root, photos in photos", entry.Number);

    private static ZipRefusal TablesOf(int count) => new("F-ZIP-02", $"{count} tabeller överst", $"{count} tables at the root");
}
