using System.CommandLine;
using NexusGo.FileExchange.Audit;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Worker.Commands.Retention;

/// <summary>What was erased, why, when, under which version of the profile, and until when it may still stand in a backup.</summary>
internal static class EvidenceCommand
{
    public static Command Create()
    {
        var customer = Verb.Customer();
        var from = Verb.Day("from", "First day (YYYY-MM-DD, Swedish time).");
        var to = Verb.Day("to", "Last day.");
        var file = Verb.OutFile("the evidence");
        var command = new Command("evidence", "Export the evidence of a customer's erasures as JSON.") { customer, from, to, file };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var rooms = await CommandServices.OpenAsync(parsed.GetValue(CommandLine.ConfigOption), cancellationToken);
            if (rooms.Find(parsed.GetValue(customer)!) is not { } profile)
            {
                return ExitCodes.NotFound;
            }

            var evidence = rooms.Get<IEvidenceStore>();
            var (start, end) = (SwedishTime.StartOf(parsed.GetValue(from)), SwedishTime.StartOf(parsed.GetValue(to).AddDays(1)));
            var erasures = await evidence.ErasuresAsync(profile.Id, start, end, cancellationToken);
            var entries = (await evidence.EntriesAsync(profile.Id, start, end, cancellationToken))
                .Where(line => line.Action is not ("FILE_STORED" or "BACK_REPORT_STORED" or "CARDS_ORDERED")).ToList();
            var head = (await evidence.HeadsAsync(cancellationToken)).FirstOrDefault(one => one.Customer == profile.CustomerId);
            var backups = rooms.Configuration.Settings.Erasure.BackupDays;
            await Verb.WriteAsync(parsed.GetValue(file), new
            {
                customer = profile.CustomerId,
                from = start,
                to = end,
                erased_cards = erasures.Sum(one => (long)one.Cards),
                erasures = erasures.Select(one => new
                {
                    one.EvidenceId, one.Cause, one.RequestRef, one.RunId, one.ProfileVersion, one.Cards, one.KeepsNumber, one.ErasedAt,
                    one.RepeatedAt, one.Certificate,
                    journal = $"{one.Journal}/{one.EntryNo}",
                    card_keys_destroyed_at = one.Keys?.DestroyedAt,
                    bytes_in_our_files_until = new
                    {
                        card_keys_in_table = one.Keys?.RewrittenAt,
                        card_keys_in_log = one.Keys?.LogDiscardedAt,
                        content_in_table = one.ContentRewrittenAt,
                        content_in_log = one.ContentLogDiscardedAt,
                    },
                    may_stand_in_backups_until = (one.RepeatedAt ?? one.ErasedAt).AddDays(backups),
                }),
                longest_time_bytes_stayed = erasures.Max(StayedOf),
                erasures_with_bytes_left = erasures.Count(one => StayedOf(one) is null),
                audit = entries,
                audit_head = head,
            }, cancellationToken);
            await evidence.RecordAsync(profile.Id, "EVIDENCE_EXPORTED", profile.CustomerId,
                $"from={start:O};to={end:O};by={OperatorName.Get()}", cancellationToken);
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>
    /// How long the erased cards' bytes were in the databases' files; null: they still are, or may be in a log that is not ours.
    /// </summary>
    private static TimeSpan? StayedOf(ErasureRecord erasure) =>
        erasure is { Keys: { RewrittenAt: { } keys, LogDiscardedAt: { } keyLog }, ContentRewrittenAt: { } content,
            ContentLogDiscardedAt: { } contentLog }
            ? new[] { keys, keyLog, content, contentLog }.Max() - (erasure.RepeatedAt ?? erasure.ErasedAt)
            : null;
}
