using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>
/// The steps open, check and store of one file's journey: photos are rewritten first, everything else happens inside one transaction that
/// ends with a verdict and its answers, whatever the file holds. A refused file leaves the verdict and nothing else.
/// </summary>
internal sealed class OrderImport(IOrderStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer,
    OrderPhotoPreparation preparation, TimeProvider clock)
{
    /// <summary>
    /// More than files of one customer are usually in flight: with each attempt of theirs at least one of them gets through.
    /// </summary>
    private const int Attempts = 12;

    /// <exception cref="FileExchangeException">The environment failed or the lease is lost; nothing was stored.</exception>
    public async Task<StoredVerdict> RunAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        var (file, photos) = await preparation.RunAsync(incoming, profile, cancellationToken).ConfigureAwait(false);
        using var rewritten = photos;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(file, profile, cancellationToken).ConfigureAwait(false);
            }
            catch (FileExchangeException e) when (e.Reason == FailureReason.DatabaseConflict && attempt < Attempts)
            {
                // Another file with the same reference, content or person was stored at the same time. It is visible now, and this one is
                // judged by it.
            }
            catch (FileExchangeException e) when (e.Reason == FailureReason.CustomerKeyRotated && attempt < Attempts)
            {
                (await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false)).MarkStale();
            }
        }
    }

    private async Task<StoredVerdict> RunOnceAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);
        var ids = new Uuid7Sequence(clock);
        await using var transaction = await store.BeginAsync(incoming.File, cancellationToken).ConfigureAwait(false);
        var file = incoming.File;
        var use = await transaction.UseReplyNameAsync(ReplyName.CounterKey(file.BaseName, file.IsTest), cancellationToken)
            .ConfigureAwait(false);
        var lastSequence = await transaction.LastSequenceAsync(alone: profile.Orders.Sequence != SequencePolicy.None, cancellationToken)
            .ConfigureAwait(false);

        var outcome = (incoming.Refusal ?? SequenceRule.Check(profile.Orders.Sequence, lastSequence, incoming.SequenceNo, file.BaseName,
            new Hints(profile.Answers.Language))) is { } refusal
            ? OrderOutcome.Refused(refusal)
            : await ReadAsync(incoming, profile, transaction, vault, ids, now, cancellationToken).ConfigureAwait(false);
        await using (outcome.ConfigureAwait(false))
        {
            var drafts = new AnswerBuilder(incoming, profile, spools, vault, ids, sealer, ReplyName.For(file.BaseName, file.IsTest, use));
            var writer = new AnswerWriter(incoming, profile, drafts, now);
            var verdict = await writer.VerdictAsync(outcome, cancellationToken).ConfigureAwait(false);
            var answers = await writer.AnswersAsync(outcome, verdict, lastSequence, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
            return new StoredVerdict(verdict, answers);
        }
    }

    private async Task<OrderOutcome> ReadAsync(IncomingFile incoming, CustomerProfile profile, IFileTransaction transaction,
        CustomerVault vault, Uuid7Sequence ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var first = incoming.File.IsTest ? PassMode.Test : PassMode.Store;
        var outcome = await PassAsync(incoming, profile, transaction, vault, ids, now, first, isSigned: false, cancellationToken)
            .ConfigureAwait(false);
        var isSigned = outcome is { Refusal: null, DependsOnSignature: true, Signer: not null };
        if (isSigned)
        {
            // The signature is known at the end only. Now that somebody has signed, the rows are kept without their orderer.
            await outcome.DisposeAsync().ConfigureAwait(false);
            await transaction.UndoRowsAsync(cancellationToken).ConfigureAwait(false);
            outcome = await PassAsync(incoming, profile, transaction, vault, ids, now, first, isSigned, cancellationToken)
                .ConfigureAwait(false);
        }

        if (outcome.Refusal is null && profile.Orders.Accept == AcceptMode.AllOrNothing && outcome.Pass!.Rows.Rejected > 0)
        {
            // Read it once more so that every line of the results says what this file's fate is.
            await outcome.DisposeAsync().ConfigureAwait(false);
            await transaction.UndoRowsAsync(cancellationToken).ConfigureAwait(false);
            outcome = await PassAsync(incoming, profile, transaction, vault, ids, now, PassMode.RefuseAll, isSigned, cancellationToken)
                .ConfigureAwait(false);
        }

        if (outcome.Refusal is not null || outcome.FirstFile is not null || outcome.NothingStored || incoming.File.IsTest)
        {
            await transaction.UndoRowsAsync(cancellationToken).ConfigureAwait(false);
        }

        return outcome;
    }

    private async Task<OrderOutcome> PassAsync(IncomingFile incoming, CustomerProfile profile, IFileTransaction transaction,
        CustomerVault vault, Uuid7Sequence ids, DateTimeOffset now, PassMode mode, bool isSigned, CancellationToken cancellationToken)
    {
        using var span = Traces.Step("check");
        var pass = new OrderPass(transaction, profile, vault, ids, now, spools, mode);
        try
        {
            using var contentHash = vault.CreateFileContentHash();
            await using var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
            var clear = new HashingReadStream(content.Clear, contentHash);
            contentHash.Append(content.PhotoMark.Span);
            var rules = OrderRules.Compile(profile, SwedishTime.DateOf(now), incoming.IsEncrypted, content.Photos is not null, isSigned);
            FileRefusal? refusal;
            int rowsRead;
            bool dependsOnSignature;
            await using (var reader = await OrderReader.OpenAsync(clear, rules, cancellationToken).ConfigureAwait(false))
            {
                refusal = reader.Refusal ?? await pass.RunAsync(reader, content.Photos, cancellationToken).ConfigureAwait(false);
                rowsRead = reader.RowsRead;
                dependsOnSignature = reader.DependsOnSignature;
            }

            var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
            if (verdict.ErrorCode is not null)
            {
                // What was read of a file that is not to be trusted says nothing: its verdict comes first.
                refusal = new FileRefusal(verdict.ErrorCode, 0, "", verdict.Hint);
            }
            else if (refusal is null && incoming.PromisedRows is { } promised && promised != rowsRead)
            {
                refusal = new FileRefusal("F-CTL-01", 0, "", new Hints(profile.Answers.Language).Counts(promised, rowsRead));
            }

            var mac = contentHash.GetHash();
            var since = now.AddDays(-profile.Orders.DuplicateFileDays);
            var first = refusal is null ? await transaction.FindContentAsync(mac, since, cancellationToken).ConfigureAwait(false) : null;
            return new OrderOutcome(pass, refusal, first, mac, verdict.Signer, mode == PassMode.RefuseAll)
            {
                Warnings = verdict.Warnings, DependsOnSignature = dependsOnSignature,
            };
        }
        catch
        {
            await pass.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

/// <summary>What came of the reading of a file.</summary>
internal sealed record OrderOutcome(OrderPass? Pass, FileRefusal? Refusal, (Guid FileId, string Name)? FirstFile, byte[] ContentMac,
    Signer? Signer, bool NothingStored)
    : IAsyncDisposable
{
    public static OrderOutcome Refused(FileRefusal refusal) => new(null, refusal, null, [], null, true);

    /// <summary>Code and hint of what the sender should know although the file is good.</summary>
    public IReadOnlyList<(string Code, string Hint)> Warnings { get; init; } = [];

    /// <summary>Whether the rows have to be read again where a known person signed the file.</summary>
    public bool DependsOnSignature { get; init; }

    /// <summary>Whether the rows count: the file was read to its end and is neither refused nor a duplicate.</summary>
    public bool HasRows => Pass is not null && Refusal is null && FirstFile is null;

    public ValueTask DisposeAsync() => Pass?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>A verdict that is durable, with its answers still in the spool so that they can be delivered at once.</summary>
internal sealed record StoredVerdict(FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers) : IAsyncDisposable
{
    /// <summary>The answers as the delivery takes them.</summary>
    public IReadOnlyList<DueReport> DueReports(InboundFile file) => [.. Answers.Select(a => new DueReport
    {
        ReportId = a.ReportId,
        Customer = file.Customer,
        FileId = file.FileId,
        Kind = a.Kind,
        Folder = a.Folder,
        Name = a.Name,
        SizeBytes = a.SizeBytes,
        Sha256 = a.Sha256,
        WrappedKey = a.Sealer.WrappedKey,
        Attempts = 0,
    })];

    /// <summary>Opens the bytes of one of the answers.</summary>
    public Stream Open(DueReport report) => Answers.First(a => a.ReportId == report.ReportId).Open();

    public async ValueTask DisposeAsync()
    {
        foreach (var answer in Answers)
        {
            await answer.DisposeAsync().ConfigureAwait(false);
        }

        if (Verdict.Quarantine is { } quarantine)
        {
            await quarantine.DisposeAsync().ConfigureAwait(false);
        }
    }
}
