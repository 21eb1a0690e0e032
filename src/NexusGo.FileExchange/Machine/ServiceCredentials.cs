namespace NexusGo.FileExchange.Machine;

/// <summary>
/// Secrets that systemd hands to the service (LoadCredentialEncrypted= of systemd.exec(5)): files in memory that only its user and root can
/// read. On the disk they are encrypted for this machine.
/// </summary>
public static class ServiceCredentials
{
    /// <summary>What stands before the name of a credential in a setting.</summary>
    public const string Prefix = "credential:";

    private const string Variable = "CREDENTIALS_DIRECTORY";

    /// <summary>Where the running service's are: for an operator's verb beside it.</summary>
    private const string OfTheService = "/run/credentials/nexusgo-fileexchange.service";

    public static string PathOf(string name) => Path.Combine(Folder, Path.GetFileName(name));

    /// <summary>
    /// What others than the owner may do with a credential: systemd lets the service's user read by an access list, which shows as a right
    /// of the group.
    /// </summary>
    public static UnixFileMode ModeBesideOwner(string path) =>
        Path.GetDirectoryName(path) == Folder ? UnixFileMode.GroupRead : UnixFileMode.None;

    private static string Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : OfTheService;
}
