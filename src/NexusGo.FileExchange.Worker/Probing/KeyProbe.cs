using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Probing;

/// <summary>Seals something and opens it again: with the customer's keys in the vault, and with OpenPGP. Keeps nothing.</summary>
internal static class KeyProbe
{
    private static readonly byte[] Content = "probe\n"u8.ToArray();

    /// <summary>A report's bytes under the customer's key, which the master key wraps.</summary>
    /// <param name="database">Where the customer's keys are.</param>
    /// <param name="master">Disposed of with the vault.</param>
    /// <param name="customer">Whose.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ProbeStep> VaultAsync(ExchangeDatabase database, MasterKey master, CustomerId customer, TimeProvider time,
        CancellationToken cancellationToken)
    {
        const string Name = "vault round trip";
        var store = new CustomerKeyStore(database);
        using var vaults = new KeyVault(master, store, time, NullLogger<KeyVault>.Instance);
        if ((await store.GetAsync(customer, cancellationToken)).Count == 0)
        {
            return new ProbeStep(Name, ProbeResult.Skipped, $"{customer} has no keys yet: its first file makes them");
        }

        var report = Guid.CreateVersion7(time.GetUtcNow());
        var vault = await vaults.OpenAsync(customer, cancellationToken);
        using var sealer = vault.CreateReportSealer(report);
        var box = sealer.Seal(0, Content);
        using var opener = vault.OpenReport(report, sealer.WrappedKey.Span);
        return opener.Open(0, box).AsSpan().SequenceEqual(Content)
            ? new ProbeStep(Name, ProbeResult.Good, "the master key opens the customer's keys; what they seal, they open")
            : new ProbeStep(Name, ProbeResult.Failed, "what the customer's keys sealed was opened as something else");
    }

    /// <summary>A message that we sign, sealed to us and to the customer's certificates for answers; we open and verify it.</summary>
    public static async Task<ProbeStep> OpenPgpAsync(WorkerConfiguration configuration, CustomerProfile profile, TimeProvider time,
        CancellationToken cancellationToken)
    {
        const string Name = "OpenPGP round trip";
        if (!OpenPgpNeeds.NeedsOwnKey(profile))
        {
            return new ProbeStep(Name, ProbeResult.Skipped, "no file comes or goes sealed");
        }

        try
        {
            var (settings, own) = (configuration.Settings.OpenPgp, OwnKeys.Read(configuration.Settings.OpenPgp.KeysDirectory!));
            if (own.Current is not { } current)
            {
                return new ProbeStep(Name, ProbeResult.Failed, "there is no OpenPGP key of ours: nexusgo-fx keys generate");
            }

            var began = time.GetTimestamp();
            var ours = new OpenPgpCertificate(current.Fingerprint, own.CertificateFile(current.Fingerprint));
            await using var engine = new OpenPgpEngine(new OpenPgpEngineOptions
            {
                OwnKeys = own.InUse(SwedishTime.DateOf(time.GetUtcNow()), settings.Passphrase),
            }, time, NullLoggerFactory.Instance);
            engine.Start();
            var theirs = new List<OpenPgpCertificate>();
            foreach (var file in profile.Pgp.AnswerCertificates)
            {
                theirs.AddRange((await engine.InspectAsync(file, cancellationToken)).Select(key => new OpenPgpCertificate(key.Fingerprint,
                    file)));
            }

            var (clear, message) = (new MemoryStream(Content, writable: false), new MemoryStream());
            await engine.SealAsync(clear, message, new OpenPgpSealing { Recipients = [ours, .. theirs], SignWith = current.Fingerprint },
                cancellationToken);
            message.Position = 0;
            await using var opened = await engine.OpenAsync(message, new OpenPgpPolicy { Signers = [ours] }, cancellationToken);
            var read = new MemoryStream();
            await opened.Clear.CopyToAsync(read, cancellationToken);
            var verdict = await opened.CompleteAsync(cancellationToken);
            return verdict.ErrorCode is null && read.ToArray().AsSpan().SequenceEqual(Content)
                ? new ProbeStep(Name, ProbeResult.Good, string.Create(CultureInfo.InvariantCulture,
                    $"signed by us, sealed to us and {theirs.Count} certificate(s) of the customer, opened and verified in ")
                    + string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(began).TotalMilliseconds:0} ms"))
                : new ProbeStep(Name, ProbeResult.Failed, $"our own message was refused: {verdict.ErrorCode} {verdict.Hint}");
        }
        catch (FileExchangeException failure)
        {
            return new ProbeStep(Name, ProbeResult.Failed, $"{failure.Reason}: {failure.Message}");
        }
    }
}
