using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Spool;

/// <summary>
/// The private place where a fetched file waits while it is opened, checked and stored: small ones in memory, larger ones on disk under a
/// key that lives only in this process. Files on disk have no name; the operating system removes them when the process ends, however it
/// ends.
/// </summary>
public sealed class SpoolFolder
{
    private const string Prefix = "nexusgo-";
    private const string Suffix = ".spool";

    private readonly ILogger<SpoolFolder> logger;
    private readonly Func<string, FileStream> openNew;

    /// <param name="directory">Created with mode 0700 if missing. Several workers may share it.</param>
    /// <param name="logger">Told about leftovers.</param>
    public SpoolFolder(string directory, ILogger<SpoolFolder> logger)
        : this(directory, logger, OpenNew)
    {
    }

    internal SpoolFolder(string directory, ILogger<SpoolFolder> logger, Func<string, FileStream> openNew)
    {
        DirectoryPath = Path.GetFullPath(directory);
        this.logger = logger;
        this.openNew = openNew;
    }

    public string DirectoryPath { get; }

    /// <summary>An empty spool file, to be written, completed and then read. It costs nothing on disk before 256 KiB.</summary>
    public SpoolFile Create() => new(this);

    /// <summary>
    /// Once at start: makes the directory and removes what a crash in the instant between creating and unlinking may have left. Safe beside
    /// other workers: a name that they still hold is one they are about to remove themselves.
    /// </summary>
    /// <returns>How many files were removed.</returns>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.SpoolUnavailable"/>: the directory cannot be made or
    /// listed.</exception>
    public int Prepare()
    {
        try
        {
            Directory.CreateDirectory(DirectoryPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var leftovers = Directory.GetFiles(DirectoryPath, $"{Prefix}*{Suffix}");
            foreach (var leftover in leftovers)
            {
                File.Delete(leftover);
            }

            if (leftovers.Length > 0)
            {
                SpoolLog.SpoolLeftoversRemoved(logger, leftovers.Length);
            }

            return leftovers.Length;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SpoolFailure.Translate(failure, DirectoryPath);
        }
    }

    /// <summary>A file that has no name any more when this returns.</summary>
    internal FileStream OpenUnlinked()
    {
        try
        {
            var path = Path.Combine(DirectoryPath, $"{Prefix}{Guid.NewGuid():N}{Suffix}");
            return openNew(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SpoolFailure.Translate(failure, DirectoryPath);
        }
    }

    private static FileStream OpenNew(string path)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            BufferSize = 0,
        });
        try
        {
            CrashPoint.Pass("spool.created");
            File.Delete(path);
            CrashPoint.Pass("spool.unlinked");
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
