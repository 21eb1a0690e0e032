using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Production;

/// <summary>
/// The steps open, check and store of an event file's journey: everything happens inside one transaction that ends with a verdict and its
/// answers, whatever the file holds. A refused file leaves the verdict and nothing else.
/// </summary>
internal sealed class EventImport(IProductionStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, TimeProvider clock,
    ILogger<EventImport> log)
{
    private const int Attempts = 5;

    /// <remarks>
    /// A card that somebody else changes between being read and being written undoes the file's whole transaction. It is done again at
    /// once: put off, it would be overtaken by the next file, whose events then come too early.
    /// </remarks>
    /// <exception cref="FileExchangeException">The environment failed, the lease is lost or cards keep changing meanwhile; nothing was
    /// stored.</exception>
    public async Task<StoredVerdict> RunAsync(IncomingFile incoming, CustomerProfile area, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(incoming, area, cancellationToken).ConfigureAwait(false);
            }
            catch (FileExchangeException e) when (e.Reason is FailureReason.DatabaseConflict or FailureReason.CustomerKeyRotated
                && attempt < Attempts)
            {
                ProductionLog.EventFileAgain(log, incoming.File.FileId, attempt);
            }
        }
    }

    private async Task<StoredVerdict> RunOnceAsync(IncomingFile incoming, CustomerProfile area, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = incoming.File;
        var vault = await vaults.OpenAsync(area.Id, cancellationToken).ConfigureAwait(false);
        await using var transaction = await store.BeginEventsAsync(file, cancellationToken).ConfigureAwait(false);
        var use = await transaction.UseReplyNameAsync(ReplyName.CounterKey(file.BaseName, file.IsTest), cancellationToken)
            .ConfigureAwait(false);
        var read = incoming.Refusal is { } refusal
            ? new EventFileRead(refusal, null, [], null, [], 0)
            : await ReadAsync(incoming, area, transaction, vault, now, cancellationToken).ConfigureAwait(false);
        var ids = new Uuid7Sequence(clock);
        var rows = read.IsGood ? await new EventFileApplier(transaction, ids, now).RunAsync(cancellationToken).ConfigureAwait(false)
            : default;
        rows = rows with { Rejected = rows.Rejected + read.WrongRows };

        var drafts = new AnswerBuilder(incoming, area, spools, vault, ids, sealer, ReplyName.For(file.BaseName, file.IsTest, use));
        var writer = new EventAnswerWriter(incoming, area, drafts, now);
        var (verdict, answers) = await writer.WriteAsync(read, rows, transaction, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
        if (rows.Rejected + rows.OnHold > 0)
        {
            ProductionLog.EventsNotApplied(log, file.FileId, rows.Rejected, rows.OnHold, verdict.ErrorCode ?? writer.FirstCode);
        }

        return new StoredVerdict(verdict, answers);
    }

    private static async Task<EventFileRead> ReadAsync(IncomingFile incoming, CustomerProfile area, IEventTransaction transaction,
        CustomerVault vault,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var span = Traces.Step("check");
        using var contentHash = vault.CreateFileContentHash();
        await using var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
        var clear = new HashingReadStream(content.Clear, contentHash);
        FileRefusal? refusal;
        var (rows, wrong) = (0, 0);
        await using (var reader = await EventReader.OpenAsync(clear, area, cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                reader.Row.NumberMark = reader.Row is { Kind: CardEventKind.Invoiced, Problems.Count: 0 }
                    ? CardNumberMarks.Of(vault, reader.Row.CardNo) : null;
                wrong += reader.Row.Problems.Count > 0 ? 1 : 0;
                await transaction.AddAsync(reader.Row, cancellationToken).ConfigureAwait(false);
            }

            (refusal, rows) = (reader.Refusal, reader.RowsRead);
        }

        var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (verdict.ErrorCode is not null)
        {
            refusal = new FileRefusal(verdict.ErrorCode, 0, "", verdict.Hint);
        }
        else if (refusal is null && incoming.PromisedRows is { } promised && promised != rows)
        {
            refusal = new FileRefusal("F-CTL-01", 0, "", new Hints(area.Answers.Language).Counts(promised, rows));
        }

        var mac = contentHash.GetHash();
        var first = refusal is null ? await transaction.FindContentAsync(mac, now.AddDays(-area.Orders.DuplicateFileDays),
            cancellationToken).ConfigureAwait(false) : null;
        return new EventFileRead(refusal, first, mac, verdict.Signer?.SignedBy, verdict.Warnings, refusal is null && first is null
            ? wrong : 0);
    }
}

/// <summary>What came of the reading of an event file; WrongRows counts rows with problems of their own, in a file that counts.</summary>
internal sealed record EventFileRead(FileRefusal? Refusal, (Guid FileId, string Name)? FirstFile, byte[] ContentMac, string? SignedBy,
    IReadOnlyList<(string Code, string Hint)> Warnings, int WrongRows)
{
    /// <summary>Whether its rows count.</summary>
    public bool IsGood => Refusal is null && FirstFile is null;
}
