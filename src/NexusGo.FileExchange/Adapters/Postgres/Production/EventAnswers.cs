using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Reads what became of each staged row, in the order of the file.</summary>
internal sealed class EventAnswers : IAsyncDisposable
{
    private readonly NpgsqlCommand command;
    private NpgsqlDataReader? reader;

    private EventAnswers(NpgsqlCommand command) => this.command = command;

    public static async Task<EventAnswers> OpenAsync(CustomerSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("analyze staged_answer", [], cancellationToken).ConfigureAwait(false);
        var answers = new EventAnswers(session.Command("""
            select e.row_no, coalesce(e.source_id, ''), e.card_no, e.problem, a.outcome, a.code
            from staged_event e left join staged_answer a using (row_no)
            order by e.row_no
            """).Unhurried());
        try
        {
            answers.reader = await answers.command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            return answers;
        }
        catch
        {
            await answers.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async Task<EventAnswer?> NextAsync(CancellationToken cancellationToken)
    {
        if (!await reader!.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var (row, source, card) = (reader.GetInt32(0), reader.GetString(1), reader.GetInt64(2));
        if (!reader.IsDBNull(3))
        {
            return new EventAnswer(row, source, card, RowOutcome.Rejected, EventStaging.Split(reader.GetString(3)));
        }

        return new EventAnswer(row, source, card, (RowOutcome)reader.GetInt16(4), reader.IsDBNull(5) ? [] : [("", reader.GetString(5))]);
    }

    public async ValueTask DisposeAsync()
    {
        if (reader is not null)
        {
            await reader.DisposeAsync().ConfigureAwait(false);
        }

        await command.DisposeAsync().ConfigureAwait(false);
    }
}
