namespace NexusGo.FileExchange.Retention;

/// <summary>
/// What is left of deleted rows in the files of the databases: bytes in pages that nothing points to any more, and the log.
/// </summary>
internal interface IRemnants
{
    /// <summary>
    /// Removes the remnants of everything that was erased since the last time; nothing is done when nothing was, or shortly after the last
    /// time. Other work that touches cards waits while a table is written anew.
    /// </summary>
    /// <returns>False: an older transaction still needs the tables as they were; to be tried again.</returns>
    Task<bool> RemoveAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
