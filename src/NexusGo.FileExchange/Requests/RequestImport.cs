using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Requests;

/// <summary>
/// The steps open, check and store of a request file: verdict, effects, answers and audit entries are one transaction. Requests are
/// idempotent by their reference, so the same file again is no duplicate: it gets the same answers.
/// </summary>
internal sealed class RequestImport(IRequestStore store, KeyVault vaults, SpoolFolder spools, AnswerSealer sealer, RequestedReports reports,
    AnswerCertificates certificates, ProductionPartner partner, TimeProvider clock,
    ILogger<RequestImport> log)
{
    /// <exception cref="FileExchangeException">The environment failed or the lease is lost; nothing was stored.</exception>
    public async Task<StoredVerdict> RunAsync(IncomingFile incoming, CustomerProfile profile, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var file = incoming.File;
        var vault = await vaults.OpenAsync(profile.Id, cancellationToken).ConfigureAwait(false);

        // Read to the end first: the transaction, for which this customer's other requests wait, begins when everything is known.
        var read = incoming.Refusal is null
            ? await ReadAsync(incoming, profile, new RequestCheck(vault, SwedishTime.DateOf(now), incoming.IsEncrypted), cancellationToken)
            .ConfigureAwait(false)
            : new ReadRequests([], incoming.Refusal, null, []);

        await using var transaction = await store.BeginAsync(file, cancellationToken).ConfigureAwait(false);
        var use = await transaction.UseReplyNameAsync(ReplyName.CounterKey(file.BaseName, file.IsTest), cancellationToken)
            .ConfigureAwait(false);
        var (decided, effects) = await DecideAsync(read, file, profile, transaction, now, cancellationToken).ConfigureAwait(false);
        if (effects is not null && !file.IsTest)
        {
            await reports.MakeAsync(file, profile, vault, effects, transaction.Reports, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("requests.applying");
            await transaction.ApplyAsync(effects, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("requests.applied");
        }

        var verdict = Verdict(incoming, profile, read, decided, now);
        var drafts = new AnswerBuilder(incoming, profile, spools, vault, new Uuid7Sequence(clock), sealer,
            ReplyName.For(file.BaseName, file.IsTest, use));
        var answers = await AnswersAsync(read, decided, verdict, drafts, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(verdict, answers, cancellationToken).ConfigureAwait(false);
        if (effects is not null && !file.IsTest)
        {
            Tell(file, effects);
        }

        return new StoredVerdict(verdict, answers);
    }

    private static async Task<ReadRequests> ReadAsync(IncomingFile incoming, CustomerProfile profile, RequestCheck check,
        CancellationToken cancellationToken)
    {
        using var span = Traces.Step("check");
        await using var content = await incoming.OpenAsync!(cancellationToken).ConfigureAwait(false);
        var reader = new RequestReader(profile, check);
        var refusal = await reader.ReadAsync(content.Clear, cancellationToken).ConfigureAwait(false);
        var verdict = await content.CompleteAsync(cancellationToken).ConfigureAwait(false);
        if (verdict.ErrorCode is not null)
        {
            // What was read of a file that is not to be trusted says nothing: its verdict comes first.
            refusal = new FileRefusal(verdict.ErrorCode, 0, "", verdict.Hint);
        }
        else if (refusal is null && incoming.PromisedRows is { } promised && promised != reader.Rows.Count)
        {
            refusal = new FileRefusal("F-CTL-01", 0, "", new Hints(profile.Answers.Language).Counts(promised, reader.Rows.Count));
        }

        return new ReadRequests(refusal is null ? reader.Rows : [], refusal, verdict.Signer, verdict.Warnings);
    }

    private async Task<(IReadOnlyList<RequestAnswer> Answers, RequestEffects? Effects)> DecideAsync(ReadRequests read, InboundFile file,
        CustomerProfile profile,
        IRequestTransaction transaction, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (read.Rows.Count == 0)
        {
            return ([], null);
        }

        var decisions = new RequestDecisions(await transaction.FindAnsweredAsync(read.Rows, cancellationToken).ConfigureAwait(false),
            profile, read.Signer,
            await CanSealAsync(profile, cancellationToken).ConfigureAwait(false), partner.TakesCancellations, now);
        var known = await transaction.SelectAsync(decisions.ToLookUp(read.Rows), cancellationToken).ConfigureAwait(false);
        return (decisions.Decide(read.Rows, known), decisions.Effects);
    }

    private async ValueTask<bool> CanSealAsync(CustomerProfile profile, CancellationToken cancellationToken) =>
        (await certificates.UsableAsync(profile, cancellationToken).ConfigureAwait(false)).Count > 0;

    private void Tell(InboundFile file, RequestEffects effects)
    {
        var customer = file.Customer.Value;
        foreach (var (action, requests) in effects.Kept.GroupBy(kept => kept.Row.Action!.Value).Select(group => (group.Key, group.Count())))
        {
            Meters.RequestsAnswered(customer, action.ToWireName(), requests);
        }

        if (effects.AskedToCancel.Count > 0)
        {
            RequestsLog.CancellationsAsked(log, customer, file.FileId, effects.AskedToCancel.Count);
        }
    }

    private static FileVerdict Verdict(IncomingFile incoming, CustomerProfile profile, ReadRequests read,
        IReadOnlyList<RequestAnswer> decided, DateTimeOffset now)
    {
        var rows = new RowCounts(
            Accepted: decided.Count(one => one.Outcome == RequestOutcome.Done),
            Rejected: decided.Count(one => one.Outcome is RequestOutcome.Refused or RequestOutcome.NotFound),
            OnHold: decided.Count(one => one.Outcome == RequestOutcome.Scheduled),
            Unchanged: decided.Count(one => one.Outcome == RequestOutcome.Unchanged));
        var fate = read.Refusal is { } refusal ? (FileStatuses.Rejected, refusal.Code)
            : FileStatuses.OfRows(rows, decided.Select(one => one.Code).FirstOrDefault(one => one is not null));
        return FileVerdict.Of(incoming, profile, fate, rows, read.Signer?.SignedBy, read.Warnings, now);
    }

    /// <summary>In the order of delivery: RES, ERR, RCP.</summary>
    private static async Task<IReadOnlyList<ReportDraft>> AnswersAsync(ReadRequests read, IReadOnlyList<RequestAnswer> decided,
        FileVerdict verdict,
        AnswerBuilder drafts, CancellationToken cancellationToken)
    {
        var answers = new List<ReportDraft>(3);
        if (read.Refusal is { } refusal)
        {
            answers.Add(await drafts.RefusalAsync(refusal, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            answers.AddRange(await drafts.RowsAsync((results, errors) => WriteRows(read, decided, results, errors), read.Warnings,
                cancellationToken).ConfigureAwait(false));
        }

        answers.Add(await drafts.ReceiptAsync(verdict, null, null, cancellationToken).ConfigureAwait(false));
        return answers;
    }

    private static Task WriteRows(ReadRequests read, IReadOnlyList<RequestAnswer> decided, ResultsWriter results, ErrorsWriter errors)
    {
        foreach (var (row, answer) in read.Rows.Zip(decided))
        {
            var reference = Encoding.UTF8.GetBytes(row.RequestRef);
            results.Write(row.RowNumber, reference, answer.Outcome.ToWireName(), answer.OrderNo, answer.CardNo, answer.Code);
            foreach (var (code, column) in row.Findings)
            {
                errors.WriteRow(row.RowNumber, row.LineNumber, reference, column, code, "");
            }

            if (row.Findings.Count == 0 && answer.Code is not null)
            {
                errors.WriteRow(row.RowNumber, row.LineNumber, reference, "", answer.Code, "");
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>A request file that was read to its end, or refused.</summary>
    private sealed record ReadRequests(IReadOnlyList<RequestRow> Rows, FileRefusal? Refusal, Signer? Signer,
        IReadOnlyList<(string Code, string Hint)> Warnings);
}
