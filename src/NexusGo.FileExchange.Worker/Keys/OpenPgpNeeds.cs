using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>Whether a configuration needs a key of ours.</summary>
internal static class OpenPgpNeeds
{
    public const string KeysSetting =
        $"{nameof(AppSettingsFile.FileExchange)}.{nameof(WorkerSettings.OpenPgp)}.{nameof(OpenPgpSettings.KeysDirectory)}";

    /// <summary>Files may come in encrypted, or answers go out so.</summary>
    public static bool NeedsOwnKey(CustomerProfile profile) => profile.Pgp.Encryption != PgpMode.None
        || profile.Pgp.AnswerCertificates.Count > 0;
}
