using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Retention;

/// <summary>
/// Everything that is stored of a customer's cards, as one CSV file encrypted to the customer: what is handed back when the agreement ends.
/// Never in the clear.
/// </summary>
internal sealed class CardExport(IRegister register, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock)
{
    private static readonly CardField[] Fields = Enum.GetValues<CardField>();

    /// <param name="profile">The customer.</param>
    /// <param name="destination">Gets the encrypted bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many cards are in it.</returns>
    /// <exception cref="FileExchangeException">There is no certificate to encrypt to, or no key of ours to sign with.</exception>
    public async Task<int> WriteAsync(CustomerProfile profile, Stream destination, CancellationToken cancellationToken)
    {
        if (profile.Pgp.AnswerCertificates.Count == 0)
        {
            throw new FileExchangeException(FailureReason.OpenPgpFailure, isTransient: false,
                $"{profile.CustomerId} has no certificate in Pgp.AnswerCertificates; personal data is not exported in the clear.");
        }

        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var cards = 0;
        await using var drafting = new ReportBuilder(spools);
        await using (var csv = new CsvTable(drafting.Output, profile.Answers))
        {
            csv.WriteHeader([.. Fields.Select(OrderColumns.NameOf)]);
            using var reader = new CardReader(vault);
            await register.ReadSealedAsync(profile.Id, card =>
            {
                reader.Open(card);
                foreach (var field in Fields)
                {
                    csv.Write(reader, field);
                }

                csv.EndRow();
                cards++;
            }, cancellationToken).ConfigureAwait(false);
            await csv.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }

        await using var draft = await sealer.CompleteAsync(drafting, profile, ReportKind.Certificate, profile.Folders.Reports, "export.csv",
            Guid.CreateVersion7(clock.GetUtcNow()), vault, cancellationToken).ConfigureAwait(false);
        await using var final = draft.Open();
        await final.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
        return cards;
    }
}
