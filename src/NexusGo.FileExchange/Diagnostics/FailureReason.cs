namespace NexusGo.FileExchange.Diagnostics;

/// <summary>Why something in the environment failed. Refusals of a customer's file are values, never one of these.</summary>
public enum FailureReason
{
    /// <summary>No connection: name not found, refused, network down, the ssh program ended early.</summary>
    RemoteUnreachable,
    /// <summary>The server did not let us in. Not retried quickly: accounts get locked.</summary>
    RemoteAuthentication,
    /// <summary>The server's host key is not one of the pinned ones.</summary>
    RemoteHostKey,
    /// <summary>The server broke the protocol: wrong lengths, unknown ids, impossible counts.</summary>
    RemoteProtocol,
    /// <summary>An operation or the whole session passed its deadline.</summary>
    RemoteTimeout,
    /// <summary>The server answered "permission denied".</summary>
    RemoteDenied,
    /// <summary>Quota or disk full at the server.</summary>
    RemoteFull,
    /// <summary>A folder named in the profile is not there.</summary>
    RemoteFolderMissing,
    /// <summary>The server answered with any other error.</summary>
    RemoteFailure,
    /// <summary>The content changed or ended early while it was read.</summary>
    RemoteContentChanged,
    /// <summary>PostgreSQL cannot be reached or ended the connection.</summary>
    DatabaseUnavailable,
    /// <summary>PostgreSQL refused a statement.</summary>
    DatabaseRefused,
    /// <summary>
    /// Another transaction stored the same key, or locked the same rows the other way round, at the same moment: done again at once, the
    /// work sees it.
    /// </summary>
    DatabaseConflict,
    /// <summary>A key of the customer was rotated meanwhile: done again at once, the work uses the new one.</summary>
    CustomerKeyRotated,
    /// <summary>Another worker holds the inbox now; nothing more may be written for it by this one.</summary>
    LeaseLost,
    /// <summary>A program of the operating system is not installed; the message names the package.</summary>
    ProgramMissing,
    /// <summary>The OpenPGP engine itself failed (not: the message was refused).</summary>
    OpenPgpFailure,
    /// <summary>A key or secret that the configuration names cannot be read.</summary>
    SecretUnavailable,
    /// <summary>
    /// Somebody else than root and the user who runs this could have changed the configuration or a folder above it; nothing of it is used.
    /// </summary>
    PathUntrusted,
    /// <summary>The master key is a key, but not the one that wrapped what is stored.</summary>
    MasterKeyWrong,
    /// <summary>The private spool cannot be written.</summary>
    SpoolUnavailable,
    /// <summary>The erasure journal cannot be read or written: nothing is erased until it can.</summary>
    JournalUnavailable,
    /// <summary>A line of the erasure journal was changed, removed or moved.</summary>
    JournalDamaged,
    /// <summary>A plan, hold or command no longer fits what is stored.</summary>
    PlanStale,
}
