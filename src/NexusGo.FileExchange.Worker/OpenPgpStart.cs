using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// Sets OpenPGP up before the first file, so that a missing program or key stops the start and not somebody's order. Where neither a customer nor a key
/// of ours asks for OpenPGP, nothing of it needs to be there.
/// </summary>
internal sealed class OpenPgpStart(GnuPgEngine engine, BureauKeys ours, CustomerRegistry customers) : IHostedService
{
    /// <exception cref="FileExchangeException">gpg is missing or too old (the message names the package), a key cannot be used, or there is none and a customer needs one.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var needy = customers.Areas.FirstOrDefault(profile => profile.Pgp.Encryption == PgpMode.Required || profile.Pgp.AnswerCertificates.Count > 0);
        if (needy is null && ours.Current is null && customers.Areas.All(profile => profile.Pgp.Encryption == PgpMode.None))
        {
            return;
        }

        await engine.StartAsync(cancellationToken);
        if (needy is not null && ours.Current is null)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                $"There is no OpenPGP key of ours, and {needy.CustomerId} uses OpenPGP. Make one with: nexusgo-fx keys generate; or set Pgp.Encryption of that profile to None.");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
