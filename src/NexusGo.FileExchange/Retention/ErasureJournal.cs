using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Retention;

/// <summary>Where the journal lies and who writes.</summary>
/// <param name="Directory">The folder, outside the database; one for all workers of a database.</param>
/// <param name="Writer">This worker's name: each writes files of its own.</param>
public sealed record ErasureJournalOptions(string Directory, string Writer);

/// <summary>
/// Says outside the database which cards are about to be erased, and is on the disk before they are. A database restored from an older
/// backup is brought up to it before the service opens. One file per writer and month, append-only, each line chained to the one before,
/// each file to the writer's file before.
/// </summary>
internal sealed class ErasureJournal(ErasureJournalOptions options, TimeProvider clock) : IDisposable
{
    private const int WritersOfOneName = 64;
    private readonly Lock gate = new();
    private FileStream? held;
    private FileStream? file;
    private string writer = "";
    private string name = "";
    private string month = "";
    private int nameNo = 1;
    private bool isNameUsed;
    private long number;
    private byte[] last = JournalFile.Start;

    /// <summary>Writes that these cards are about to be erased, and returns when it is on the disk.</summary>
    /// <returns>The journal's name and the entry's number.</returns>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.JournalDamaged"/> or
    /// <see cref="FailureReason.JournalUnavailable"/>: nothing may be erased.</exception>
    public (string Journal, long Number) Announce(string customer, ErasureCause cause, IReadOnlyList<Guid> cards)
    {
        lock (gate)
        {
            Roll();
            CrashPoint.Pass("journal.writing");
            var entry = Append(new JournalEntry { Number = number + 1, At = clock.GetUtcNow(), Kind = JournalEntryKind.Erase,
                Customer = customer, Cause = cause, Cards = cards }, toDisk: true);
            CrashPoint.Pass("journal.written");
            return (name, entry);
        }
    }

    /// <summary>
    /// Notes what became of an entry. The line is not forced to the disk: where it is lost, the restore gate asks the database instead.
    /// </summary>
    public void Conclude((string Journal, long Number) about, string customer, bool done)
    {
        lock (gate)
        {
            if (about.Journal == name && file is not null)
            {
                Append(new JournalEntry
                {
                    Number = number + 1,
                    At = clock.GetUtcNow(),
                    Kind = done ? JournalEntryKind.Done : JournalEntryKind.Undone,
                    Customer = customer,
                    About = about.Number,
                }, toDisk: false);
            }
        }
    }

    /// <summary>
    /// The database knows entries of another journal of this name: that one was lost, and this one begun again. Entries to come are written
    /// under the writer's next name, because numbers under this one would be refused for as long as the lost journal was.
    /// </summary>
    public void LeaveName(string journal)
    {
        lock (gate)
        {
            isNameUsed |= journal == name;
        }
    }

    /// <summary>Every file of every writer, by name.</summary>
    public IReadOnlyList<(string Journal, string Path)> Files() => !Directory.Exists(options.Directory) ? [] :
        [.. Directory.EnumerateFiles(options.Directory, "*" + JournalFile.Extension).Order(StringComparer.Ordinal)
        .Select(path => (Path.GetFileNameWithoutExtension(path), path))];

    /// <summary>The month of a journal's name, yyyy-MM.</summary>
    public static string MonthOf(string journal) => journal[(journal.LastIndexOf('_') + 1)..];

    public static string MonthOf(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Removes files all of whose months are so many months ago. The database keeps what they said for longer.</summary>
    public int RemoveOlderThan(int months)
    {
        var oldest = MonthOf(SwedishTime.AddMonths(clock.GetUtcNow(), -months));
        var old = Files().Where(one => string.CompareOrdinal(MonthOf(one.Journal), oldest) < 0).ToList();
        old.ForEach(one => File.Delete(one.Path));
        return old.Count;
    }

    public void Dispose()
    {
        lock (gate)
        {
            file?.Dispose();
            held?.Dispose();
            (file, held) = (null, null);
        }
    }

    private long Append(JournalEntry entry, bool toDisk)
    {
        try
        {
            var (line, hash) = entry.Seal(last);
            file!.Write(Encoding.UTF8.GetBytes(line));
            file.Flush(toDisk);
            (number, last) = (entry.Number, hash);
            return number;
        }
        catch (IOException exception)
        {
            // The write may have left half a line. The next entry opens the file again and cuts that off.
            file?.Dispose();
            file = null;
            throw Unavailable(exception);
        }
    }

    private void Roll()
    {
        var now = MonthOf(clock.GetUtcNow());
        if (file is not null && now == month && !isNameUsed)
        {
            return;
        }

        file?.Dispose();
        file = null;
        if (isNameUsed)
        {
            held?.Dispose();
            (held, isNameUsed) = (null, false);
            nameNo++;
        }

        try
        {
            Directory.CreateDirectory(options.Directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Open(now);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private void Open(string now)
    {
        if (held is null)
        {
            TakeName();
        }

        (name, month, number, last) = ($"{writer}_{now}", now, 0, JournalFile.Start);
        var path = Path.Combine(options.Directory, name + JournalFile.Extension);
        file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        foreach (var entry in JournalFile.Read(path))
        {
            (number, last) = (entry.Number, entry.Hash);
        }

        CutUnfinishedLine();
        if (number == 0 && FormerHead() is { } former)
        {
            Append(new JournalEntry { Number = 1, At = clock.GetUtcNow(), Kind = JournalEntryKind.Follows, Customer = "-",
                Former = former }, toDisk: true);
        }
    }

    /// <summary>
    /// Where this writer's file of an earlier month ends, once that is on the disk: the new file names it, so that a month cannot be left
    /// out. Null: none.
    /// </summary>
    private JournalHead? FormerHead()
    {
        var former = Files().LastOrDefault(one => one.Journal.StartsWith(writer + '_', StringComparison.Ordinal)
            && string.CompareOrdinal(one.Journal, name) < 0);
        if (former.Path is null)
        {
            return null;
        }

        using (var disk = new FileStream(former.Path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            disk.Flush(flushToDisk: true);
        }

        return JournalFile.HeadOf(former.Path);
    }

    /// <summary>
    /// Takes the first name that no other process writes under: a command may run under the worker's name. The lock is a file of its own,
    /// because others read the journal meanwhile.
    /// </summary>
    private void TakeName()
    {
        for (var one = nameNo; held is null; one++)
        {
            writer = string.Create(CultureInfo.InvariantCulture, $"{options.Writer}{(one == 1 ? "" : $"-{one}")}");
            try
            {
                held = new FileStream(Path.Combine(options.Directory, writer + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                    FileShare.None);
            }
            catch (IOException) when (one < nameNo + WritersOfOneName)
            {
                // Another process holds this name's lock.
            }
        }
    }

    private void CutUnfinishedLine()
    {
        var length = file!.Length;
        while (length > 0)
        {
            file.Position = length - 1;
            if (file.ReadByte() == '\n')
            {
                break;
            }

            length--;
        }

        if (length < file.Length)
        {
            file.SetLength(length);
        }

        file.Position = length;
    }

    private FileExchangeException Unavailable(Exception exception) => new(FailureReason.JournalUnavailable, isTransient: false,
        $"The erasure journal in {options.Directory} cannot be written ({exception.GetType().Name}); nothing is erased without it.",
        exception);
}
