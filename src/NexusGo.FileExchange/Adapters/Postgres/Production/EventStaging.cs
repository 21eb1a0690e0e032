using System.Text;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>
/// The rows of an event file on their way into a table that only this transaction has: there they can be put in order and matched with the
/// register without being in memory.
/// </summary>
internal sealed class EventStaging(CustomerSession session)
{
    private const int FlushAtBytes = 1 << 20;

    // reported: bits of ReportFields. problem: "column code" of each, one a line, for rows that need not be looked up any more.
    private const string Create = """
        create temporary table staged_event (row_no int, source_id text, event_time timestamptz, card_no bigint, kind smallint,
            reported smallint, reason_code text,
            chip_type text, uid bytea, hid_format text, hid_facility text, hid_number text, shipment_no text, tracking_no text,
                invoice_no text, problem text, number_mark bytea,
            ambiguous boolean not null default false)
            on commit drop;
        create temporary table staged_answer (row_no int, outcome smallint, code text) on commit drop;
        grant select on staged_event to nexusgo_production
        """;

    // Event ids with more than one row. The rows are further chips of one event if everything else agrees. Otherwise they are marked as
    // ambiguous, because nobody knows which one is meant.
    private const string SettleRepeated = """
        with repeated as (
            select source_id, bit_or(reported) as reported,
                min(card_no) = max(card_no) and min(kind) = max(kind) and min(event_time) = max(event_time) as agrees
            from staged_event where problem is null group by source_id having count(*) > 1)
        update staged_event e set reported = r.reported, ambiguous = not r.agrees
        from repeated r where e.source_id = r.source_id and e.problem is null
        """;

    private const string CopyRows = """
        copy staged_event (row_no, source_id, event_time, card_no, kind, reported, reason_code, chip_type, uid, hid_format, hid_facility,
            hid_number, shipment_no,
            tracking_no, invoice_no, problem, number_mark)
        from stdin (format binary)
        """;

    private readonly BinaryCopyBuffer rows = new();
    private readonly BinaryCopyBuffer answers = new();
    private bool created;
    private bool begun;
    private bool answering;

    public bool IsFull => rows.Length >= FlushAtBytes;

    public void Add(EventRow row)
    {
        if (!begun)
        {
            rows.Begin();
            begun = true;
        }

        var isGood = row.Problems.Count == 0;
        rows.Row(17);
        rows.Integer(row.RowNumber);
        rows.Text(row.SourceId);
        rows.InstantOrNull(isGood ? row.Time : null);
        rows.BigInt(row.CardNo);
        rows.SmallInt((short)row.Kind);
        rows.SmallInt((short)row.Reported);
        rows.Text(row.ReasonCode);
        rows.Text(row.ChipType);
        if (row.Uid is { } uid)
        {
            rows.Bytes(uid);
        }
        else
        {
            rows.Null();
        }

        rows.Text(row.HidFormat);
        rows.Text(row.HidFacility);
        rows.Text(row.HidNumber);
        rows.Text(row.ShipmentNo);
        rows.Text(row.TrackingNo);
        rows.Text(row.InvoiceNo);
        rows.Text(isGood ? null : Join(row.Problems));
        if (row.NumberMark is { } mark)
        {
            rows.Bytes(mark);
        }
        else
        {
            rows.Null();
        }
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (!created)
        {
            await session.ExecuteAsync(Create, [], cancellationToken).ConfigureAwait(false);
            created = true;
        }

        if (begun)
        {
            rows.End();
            begun = false;
            await session.CopyAsync(CopyRows, rows.Written, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>After the last row.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteUnhurriedAsync(SettleRepeated, [], cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("analyze staged_event", [], cancellationToken).ConfigureAwait(false);
    }

    public void Answer(int rowNumber, RowOutcome outcome, string? code)
    {
        if (!answering)
        {
            answers.Begin();
            answering = true;
        }

        answers.Row(3);
        answers.Integer(rowNumber);
        answers.SmallInt((short)outcome);
        answers.Text(code);
    }

    /// <summary>Sends the answers taken so far.</summary>
    public async Task FlushAnswersAsync(CancellationToken cancellationToken)
    {
        if (answering)
        {
            answers.End();
            answering = false;
            await session.CopyAsync("copy staged_answer from stdin (format binary)", answers.Written, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    public static IReadOnlyList<(string Column, string Code)> Split(string problems) =>
        [.. problems.Split('\n').Select(line => line.Split(' ')).Select(parts => (parts[0], parts[1]))];

    private static string Join(List<(string Column, string Code)> problems)
    {
        var text = new StringBuilder();
        foreach (var (column, code) in problems)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(column).Append(' ').Append(code);
        }

        return text.ToString();
    }
}
