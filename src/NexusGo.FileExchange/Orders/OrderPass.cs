using System.Threading.Channels;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Orders;

/// <summary>What a pass is for.</summary>
internal enum PassMode
{
    Store,
    /// <summary>A file of the test folder: everything is tried, no number is used up.</summary>
    Test,
    /// <summary>AllOrNothing, and a row was refused: right rows are answered as refused with it.</summary>
    RefuseAll,
}

/// <summary>
/// One pass over a file's rows in three stages, side by side: read, check, index and seal a batch → decide and store it → answer it.
/// </summary>
internal sealed class OrderPass : IAsyncDisposable
{
    /// <summary>What AllOrNothing says of a row that was right.</summary>
    public const string RefusedWithTheOthers = "E-VAL-90";

    /// <summary>The hold of a row that is right and waits for a second person.</summary>
    public const string AwaitsApproval = "W-APP-01";

    /// <summary>The hold of a row whose person had the same product lately.</summary>
    public const string PersonHadProduct = "W-DUP-01";

    /// <summary>The hold of a row whose layout prints a photo that has not come.</summary>
    public const string AwaitsPhoto = "W-PHO-01";

    /// <summary>
    /// One for each stage. A stage that waits for the next one has nothing to work on: memory does not grow with the file.
    /// </summary>
    private const int BatchesInTurn = 3;

    /// <summary>A batch with photos: its rows wait for the slowest of them.</summary>
    private const int PhotoBatchRows = 64;

    private readonly IFileTransaction transaction;
    private readonly CustomerProfile profile;
    private readonly CustomerVault vault;
    private readonly DateTimeOffset now;
    private readonly PassMode mode;
    private readonly CardSealer sealer;
    private readonly CardComparison contents;
    private readonly OrderBatch[] batches;
    private readonly KnownCards known = new();
    private OrderPhotoStep? photoStep;
    private int accepted;
    private int rejected;
    private int onHold;
    private int unchanged;

    public OrderPass(IFileTransaction transaction, CustomerProfile profile, CustomerVault vault, Uuid7Sequence ids, DateTimeOffset now,
        SpoolFolder spools, PassMode mode)
    {
        this.vault = vault;
        this.transaction = transaction;
        this.profile = profile;
        this.now = now;
        this.mode = mode;
        sealer = vault.CreateSealer();
        contents = new CardComparison(vault);
        OrderId = ids.Next();
        var cardIds = new CardIds(OrderId);
        batches = [.. Enumerable.Range(0, BatchesInTurn).Select(_ => new OrderBatch(vault, sealer, cardIds))];
        ResultsDraft = new ReportBuilder(spools);
        ErrorsDraft = new ReportBuilder(spools);
        Results = new ResultsWriter(ResultsDraft.Output, profile.Answers);
        Errors = new ErrorsWriter(ErrorsDraft.Output, profile.Answers);
    }

    public ReportBuilder ResultsDraft { get; }
    public ReportBuilder ErrorsDraft { get; }
    public ResultsWriter Results { get; }
    public ErrorsWriter Errors { get; }
    public Guid OrderId { get; }
    /// <summary>With check digit; 0 while no card was stored.</summary>
    public long OrderNo { get; private set; }
    public string? FirstErrorCode { get; private set; }
    public RowCounts Rows => new(accepted, rejected, onHold, unchanged);

    /// <summary>Runs to the end of the file or to its refusal.</summary>
    /// <param name="reader">The rows.</param>
    /// <param name="photos">The photos that came with them, or null.</param>
    /// <param name="cancellationToken">Stops the pass.</param>
    public async Task<FileRefusal?> RunAsync(OrderReader reader, FilePhotos? photos, CancellationToken cancellationToken)
    {
        if (photos is not null)
        {
            photoStep = new OrderPhotoStep(photos, vault, transaction, profile, now);
            Array.ForEach(batches, batch => batch.RowLimit = PhotoBatchRows);
        }

        var (free, filled, stored) = (Channel.CreateUnbounded<OrderBatch>(), Channel.CreateUnbounded<OrderBatch>(),
            Channel.CreateUnbounded<OrderBatch>());
        Array.ForEach(batches, batch => free.Writer.TryWrite(batch));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = StopOthersOnFailure(Task.Run(() => FillAsync(reader, free.Reader, filled.Writer, stopping.Token),
            CancellationToken.None), stopping);
        var answering = StopOthersOnFailure(Task.Run(() => AnswerAsync(stored.Reader, free.Writer, stopping.Token), CancellationToken.None),
            stopping);
        var storing = StopOthersOnFailure(StoreAsync(filled.Reader, stored.Writer, stopping.Token), stopping);

        // The transaction may be undone afterwards, so all are waited for. Where one failed, its exception is thrown and not the others'
        // cancellation.
        await Task.WhenAll(storing, reading, answering).ConfigureAwait(false);
        return reader.Refusal;
    }

    /// <summary>Reads, checks, indexes and seals. The rows since the last full batch count only if the file is not refused.</summary>
    private static async Task FillAsync(OrderReader reader, ChannelReader<OrderBatch> free, ChannelWriter<OrderBatch> filled,
        CancellationToken cancellationToken)
    {
        var batch = await free.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(reader.Row);
            if (batch.IsFull)
            {
                filled.TryWrite(batch);
                batch = await free.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (reader.Refusal is null && batch.Count > 0)
        {
            filled.TryWrite(batch);
        }

        filled.Complete();
    }

    private async Task StoreAsync(ChannelReader<OrderBatch> filled, ChannelWriter<OrderBatch> stored, CancellationToken cancellationToken)
    {
        await foreach (var batch in filled.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            await StoreAsync(batch, cancellationToken).ConfigureAwait(false);
            stored.TryWrite(batch);
        }

        stored.Complete();
    }

    private async Task AnswerAsync(ChannelReader<OrderBatch> stored, ChannelWriter<OrderBatch> free, CancellationToken cancellationToken)
    {
        await foreach (var batch in stored.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Answer(batch);
            batch.Clear();
            free.TryWrite(batch);
        }
    }

    private static async Task StopOthersOnFailure(Task stage, CancellationTokenSource stopping)
    {
        try
        {
            await stage.ConfigureAwait(false);
        }
        catch
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task StoreAsync(OrderBatch batch, CancellationToken cancellationToken)
    {
        var personDays = profile.Orders.DuplicatePersonDays;
        known.Clear();
        await transaction.FindKnownAsync(batch, now.AddDays(-personDays), known, cancellationToken).ConfigureAwait(false);
        if (photoStep is not null)
        {
            await photoStep.RunAsync(batch, known, cancellationToken).ConfigureAwait(false);
        }

        var decisions = new RowDecisions(batch, known, contents, personCheck: personDays > 0,
            needsApproval: profile.Orders.Approval == ApprovalMode.FourEyes);
        var cards = decisions.Decide();
        if (cards > 0)
        {
            if (mode == PassMode.Store)
            {
                await NumberAsync(decisions, cards, cancellationToken).ConfigureAwait(false);
            }

            await transaction.AddCardsAsync(batch, OrderId, now, cancellationToken).ConfigureAwait(false);
        }

        decisions.NameOwnOrder(OrderNo);
    }

    private async Task NumberAsync(RowDecisions decisions, int cards, CancellationToken cancellationToken)
    {
        if (OrderNo == 0)
        {
            OrderNo = CheckDigit.Append(await transaction.TakeNumbersAsync("order", 1, cancellationToken).ConfigureAwait(false));
        }

        decisions.NumberCards(OrderNo, await transaction.TakeNumbersAsync("card", cards, cancellationToken).ConfigureAwait(false));
    }

    private void Answer(OrderBatch batch)
    {
        foreach (ref var row in batch.Rows)
        {
            var (outcome, code) = mode == PassMode.RefuseAll && row.IsCard ? (RowOutcome.Rejected, RefusedWithTheOthers)
                : (row.Outcome, row.Code);
            var reference = batch.Bytes(row.CustomerRef);
            var isCard = outcome is not RowOutcome.Rejected;
            Results.Write(row.RowNumber, reference, outcome.ToWireName(), isCard ? row.OrderNo : 0, isCard ? row.CardNo : 0, code);
            var told = false;
            foreach (ref readonly var finding in batch.FindingsOf(row))
            {
                Errors.WriteRow(row.RowNumber, row.LineNumber, reference, finding.Column, finding.Code, finding.Hint);
                told |= finding.Code == code;
            }

            if (row.PhotoCode is { } photoCode)
            {
                Errors.WriteRow(row.RowNumber, row.LineNumber, reference, "photo_file", photoCode, row.PhotoHint!);
                told |= photoCode == code;
            }

            // The receipt says that the file waits; a line for every row would only hide the findings.
            if (code is not null and not AwaitsApproval && !told)
            {
                Errors.WriteRow(row.RowNumber, row.LineNumber, reference, ColumnOf(code, row), code, "");
            }

            Count(outcome, code);
        }
    }

    /// <summary>The column that the register's answer is about.</summary>
    private static string ColumnOf(string code, in BatchRow row) => code switch
    {
        "E-REF-02" => "customer_ref",
        "E-REF-04" => "replaces_card_no",
        PersonHadProduct => row.PersonColumn,
        _ => "",
    };

    private void Count(RowOutcome outcome, string? code)
    {
        switch (outcome)
        {
            case RowOutcome.Accepted:
                accepted++;
                break;
            case RowOutcome.Rejected:
                rejected++;
                FirstErrorCode ??= code;
                break;
            case RowOutcome.OnHold:
                onHold++;
                break;
            default:
                unchanged++;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Results.DisposeAsync().ConfigureAwait(false);
        await Errors.DisposeAsync().ConfigureAwait(false);
        await ResultsDraft.DisposeAsync().ConfigureAwait(false);
        await ErrorsDraft.DisposeAsync().ConfigureAwait(false);
        sealer.Dispose();
        contents.Dispose();
        photoStep?.Dispose();
    }
}
