using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>Event files in memory, all or nothing, with the answers of the PostgreSQL store.</summary>
/// <param name="register">The cards.</param>
/// <param name="exchange">Where verdicts and answers go; null: they are only noted.</param>
internal sealed class InMemoryProductionStore(InMemoryCardRegister register, InMemoryExchange? exchange = null) : IProductionStore
{
    private readonly Dictionary<string, int> replyNames = new(StringComparer.Ordinal);
    private readonly List<(byte[] Mac, Guid FileId, string Name, DateTimeOffset At)> contents = [];

    /// <summary>Verdicts committed so far.</summary>
    public List<(InboundFile File, FileVerdict Verdict, IReadOnlyList<ReportDraft> Answers)> Stored { get; } = [];

    /// <summary>Called before a commit; may change the register, or throw.</summary>
    public Action? BeforeWrite { get; set; }

    public Task<IEventTransaction> BeginEventsAsync(InboundFile file, CancellationToken cancellationToken)
    {
        exchange?.EnsureHeld(file);
        return Task.FromResult<IEventTransaction>(new Transaction(this, register, file, exchange));
    }

    private sealed class Transaction(InMemoryProductionStore store, InMemoryCardRegister register, InboundFile file,
        InMemoryExchange? exchange) : IEventTransaction
    {
        private readonly InMemoryCardRegister before = register.Copy();
        private readonly InMemoryCardRegister copy = register.Copy();
        private readonly List<EventRow> rows = [];
        private readonly Dictionary<int, (RowOutcome Outcome, string? Code)> outcomes = [];
        private readonly Dictionary<string, int> names = [];
        private InMemoryCardEventWriter? writer;

        public ICardEventWriter Writer => writer ??= new InMemoryCardEventWriter(copy, register);

        public Task<int> UseReplyNameAsync(string counterKey, CancellationToken cancellationToken) =>
            Task.FromResult(names[counterKey] = 1 + (exchange?.ReplyNames.GetValueOrDefault((file.Customer, counterKey))
                ?? store.replyNames.GetValueOrDefault(counterKey)));

        public Task<(Guid FileId, string Name)?> FindContentAsync(ReadOnlyMemory<byte> contentMac, DateTimeOffset since,
            CancellationToken cancellationToken)
        {
            if (exchange is not null)
            {
                return Task.FromResult(exchange.FindContent(file.Customer, contentMac, since));
            }

            var mac = contentMac.ToArray();
            return Task.FromResult(store.contents.Where(one => one.At >= since && one.Mac.SequenceEqual(mac))
                .Select(one => ((Guid, string)?)(one.FileId, one.Name)).FirstOrDefault());
        }

        public ValueTask AddAsync(EventRow row, CancellationToken cancellationToken)
        {
            rows.Add(Clone(row));
            return ValueTask.CompletedTask;
        }

        public async IAsyncEnumerable<StagedEvent> StagedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            store.BeforeWrite?.Invoke();
            var known = before.Events.Select(one => one.SourceId).OfType<string>().ToHashSet(StringComparer.Ordinal);
            var good = rows.Where(row => row.Problems.Count == 0).ToList();
            var byId = good.GroupBy(row => row.SourceId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(),
                StringComparer.Ordinal);
            foreach (var row in good.OrderBy(row => row.CardNo).ThenBy(row => row.Time).ThenBy(row => row.RowNumber))
            {
                var same = byId[row.SourceId];
                yield return new StagedEvent
                {
                    RowNumber = row.RowNumber,
                    CardNo = row.CardNo,
                    SourceId = row.SourceId,
                    Event = new CardEvent(row.Kind, row.Time, same.Aggregate(ReportFields.None, (all, one) => all | one.Reported)),
                    IsAmbiguous = same.Exists(one => (one.CardNo, one.Kind, one.Time) != (row.CardNo, row.Kind, row.Time)),
                    IsKnown = known.Contains(row.SourceId),
                    Card = before.Find(row.CardNo),
                    Chip = row.Reported == ReportFields.None
                        ? null : new ChipReport(row.ChipType, row.Uid, row.HidFormat, row.HidFacility, row.HidNumber),
                    ReasonCode = row.ReasonCode,
                    ShipmentNo = row.ShipmentNo,
                    TrackingNo = row.TrackingNo,
                    InvoiceNo = row.InvoiceNo,
                };
            }

            await Task.CompletedTask;
        }

        public void Answer(int rowNumber, RowOutcome outcome, string? code) => outcomes.Add(rowNumber, (outcome, code));

        public async IAsyncEnumerable<EventAnswer> AnswersAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var row in rows)
            {
                yield return row.Problems.Count > 0
                    ? new EventAnswer(row.RowNumber, row.SourceId, row.CardNo, RowOutcome.Rejected, row.Problems)
                    : new EventAnswer(row.RowNumber, row.SourceId, row.CardNo, outcomes[row.RowNumber].Outcome,
                        outcomes[row.RowNumber].Code is { } code ? [("", code)] : []);
            }

            await Task.CompletedTask;
        }

        public async Task CommitAsync(FileVerdict verdict, IReadOnlyList<ReportDraft> answers, CancellationToken cancellationToken)
        {
            if (exchange is not null)
            {
                await StoreAsync(exchange, verdict, answers, cancellationToken);
                return;
            }

            register.Take(before, copy);
            foreach (var (name, uses) in names)
            {
                store.replyNames[name] = uses;
            }

            if (!verdict.AcceptedContentMac.IsEmpty)
            {
                store.contents.Add((verdict.AcceptedContentMac.ToArray(), file.FileId, file.Name.ToString(), verdict.StoredAt));
            }

            store.Stored.Add((file, verdict, answers));
        }

        private async Task StoreAsync(InMemoryExchange exchange, FileVerdict verdict, IReadOnlyList<ReportDraft> answers,
            CancellationToken cancellationToken)
        {
            var reports = new List<ReportRow>();
            foreach (var answer in answers)
            {
                reports.Add(await StoredReport.OfAsync(answer, file.Customer, file.FileId, verdict.StoredAt, cancellationToken));
            }

            lock (exchange.Gate)
            {
                exchange.EnsureHeld(file);
                register.Take(before, copy);
                exchange.StoreFile(file, verdict, reports, names.Select(one => ((string, int)?)(one.Key, one.Value)).SingleOrDefault());
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static EventRow Clone(EventRow row)
        {
            var copy = new EventRow
            {
                RowNumber = row.RowNumber, SourceId = row.SourceId, Time = row.Time, CardNo = row.CardNo, Kind = row.Kind,
                ReasonCode = row.ReasonCode,
                ChipType = row.ChipType, Uid = row.Uid, HidFormat = row.HidFormat, HidFacility = row.HidFacility, HidNumber = row.HidNumber,
                ShipmentNo = row.ShipmentNo, TrackingNo = row.TrackingNo, InvoiceNo = row.InvoiceNo,
            };
            copy.Problems.AddRange(row.Problems);
            return copy;
        }
    }
}
