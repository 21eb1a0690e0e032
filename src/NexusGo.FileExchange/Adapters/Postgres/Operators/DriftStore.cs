using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Drift;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>Counts a customer's files of a month, and what was found in them. Rehearsals in the test folder do not count.</summary>
internal sealed class DriftStore(ExchangeDatabase database)
{
    public Task<DriftReport> OfAsync(CustomerProfile profile, DateOnly month, CancellationToken cancellationToken) =>
        database.InTransactionAsync(profile.Id, async session =>
        {
            object[] span = [profile.CustomerId, SwedishTime.StartOf(month), SwedishTime.StartOf(month.AddMonths(1))];
            var files = new List<DriftFiles>();
            await using (var command = session.Command("""
                select kind, file_status, count(*), coalesce(sum(rows_total), 0), coalesce(sum(rows_accepted), 0),
                    coalesce(sum(rows_rejected), 0), coalesce(sum(rows_on_hold), 0)
                from exchange.inbound_file where customer_id = $1 and claimed_at >= $2 and claimed_at < $3 and stored_at is not null
                    and not is_test
                group by kind, file_status order by kind, file_status
                """, span))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    files.Add(new DriftFiles(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3),
                        reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
                }
            }

            var codes = new List<DriftCode>();
            await using (var command = session.Command("""
                with file as (
                    select file_id, file_status, error_code from exchange.inbound_file where customer_id = $1 and claimed_at >= $2
                        and claimed_at < $3 and stored_at is not null and not is_test)
                select code, count(*), sum(findings)::bigint from (
                    select n.code, n.findings from file join exchange.file_finding n using (file_id)
                    union all
                    select error_code, 1 from file where error_code like 'F-%'
                        and not exists (select from exchange.file_finding n where n.file_id = file.file_id and n.code = file.error_code)) c
                group by code order by 3 desc, 1
                """, span))
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    codes.Add(new DriftCode(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
                }
            }

            return new DriftReport
            {
                Customer = profile.CustomerId, Name = profile.Name, Month = month, ProfileVersion = profile.Version, Files = files,
                Codes = codes,
            };
        }, cancellationToken);
}
