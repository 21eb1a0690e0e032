using Microsoft.Extensions.Hosting;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// Unlocks our OpenPGP keys before the first file, so that one that cannot be used stops the start and not somebody's order. Where no
/// customer asks for OpenPGP, no key needs to be there.
/// </summary>
internal sealed class OpenPgpStart(OpenPgpEngine engine, BureauKeys ours, CustomerRegistry customers) : IHostedService
{
    /// <exception cref="FileExchangeException">A key cannot be used, or there is none and a customer needs one.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var needy = customers.Areas.FirstOrDefault(profile => profile.Pgp.Encryption == PgpMode.Required
            || profile.Pgp.AnswerCertificates.Count > 0);
        engine.Start();
        if (needy is not null && ours.Current is null)
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                $"There is no OpenPGP key of ours, and {needy.CustomerId} uses OpenPGP. Make one with: nexusgo-fx keys generate; or set "
                + $"Pgp.Encryption of that profile to None.");
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
