using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Customers;

/// <summary>
/// Paths in configuration files: a relative one starts at the folder of the file it stands in, <c>credential:NAME</c> is a file that
/// systemd hands over, and <c>env:NAME</c> and <c>pkcs11:…</c> are no paths.
/// </summary>
public static class ConfiguredPaths
{
    public const string EnvironmentPrefix = "env:";

    /// <summary>How a setting begins that names a private key on a token (RFC 7512).</summary>
    public const string TokenPrefix = "pkcs11:";

    public static CustomerProfile MakeAbsolute(CustomerProfile profile, string folder) => profile with
    {
        Remote = profile.Remote with
        {
            PrivateKeyFile = Absolute(profile.Remote.PrivateKeyFile, folder),
            CertificateFile = Absolute(profile.Remote.CertificateFile, folder),
            PassphraseFile = Absolute(profile.Remote.PassphraseFile, folder),
            PasswordFile = Absolute(profile.Remote.PasswordFile, folder),
            ProxyPasswordFile = Absolute(profile.Remote.ProxyPasswordFile, folder),
            LocalRoot = Absolute(profile.Remote.LocalRoot, folder),
        },
        Pgp = profile.Pgp with { AnswerCertificates = [.. profile.Pgp.AnswerCertificates.Select(one => Absolute(one, folder)!)] },
        People = [.. profile.People.Select(person => person with { CertificateFile = Absolute(person.CertificateFile, folder)! })],
    };

    public static string? Absolute(string? path, string folder) => path switch
    {
        null or "" => path,
        _ when path.StartsWith(EnvironmentPrefix, StringComparison.Ordinal)
            || path.StartsWith(TokenPrefix, StringComparison.OrdinalIgnoreCase) => path,
        _ when path.StartsWith(ServiceCredentials.Prefix, StringComparison.Ordinal) =>
            ServiceCredentials.PathOf(path[ServiceCredentials.Prefix.Length..]),
        _ => Path.GetFullPath(path, folder),
    };
}
