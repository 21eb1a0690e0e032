using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Worker.Status;

namespace NexusGo.FileExchange.IntegrationTests.Page;

/// <summary>A small bureau: three customers, one of them in trouble, a month of files, cards in every stage.</summary>
internal static class PageRows
{
    public const string File = "11111111-0000-7000-8000-00000000001e";
    public const long Card = 10_000_301;
    public const long Order = 1_000_030;

    /// <summary>Stands sealed, so to say, in columns that the page must never show.</summary>
    public const string Planted = "Plantagenet";

    /// <summary>Files 1 to 90 over thirty days, of three customers in turn; an order of three cards for each that was accepted.</summary>
    public const string Sql = $"""
        insert into exchange.inbound_file (file_id, customer_id, path, version, name, kind, is_test, state, lease_token, attempts,
            next_attempt_at, size_bytes, modified_seconds, first_seen_at, claimed_at, file_status, error_code, rows_total, rows_accepted,
            rows_rejected, rows_on_hold, rows_unchanged, profile_version, stored_at, closed_at, sha256, signed_by, local_id)
        select ('11111111-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, c, convert_to('/in/{Planted}_' || n, 'UTF8'), n,
            'ORD_' || c || '_' || lpad(n::text, 6, '0') || '.csv', 'ORD', false, case when n = 90 then 'STORED' else 'CLOSED' end, 7, 1, t,
                2048,
            1, t - interval '40 s', t, case when n % 13 = 0 then 'REJECTED' when n % 7 = 0 then 'PARTIAL' else 'ACCEPTED' end,
            case when n % 13 = 0 then 'F-HDR-03' end, 3, case when n % 13 = 0 then 0 when n % 7 = 0 then 2 else 3 end,
            case when n % 13 = 0 then 3 when n % 7 = 0 then 1 else 0 end, 0, 0, '2026-01', t + interval '1 s',
            case when n < 90 then t + interval '3 s' end, decode(repeat('5a', 32), 'hex'), 'anna.order', '{Planted}'
        from (select n, (array['NORDIC', 'HARBOUR', 'MUSEUM'])[1 + n % 3] as c, now() - interval '2 h'
                - case when n = 90 then 0 else (90 - n) / 3 + n * n % 5 end * interval '1 day' - n % 7 * interval '17 min' as t
            from generate_series(1, 90) n) s;
        insert into exchange.pending_report (report_id, customer_id, file_id, kind, position, folder, name, size_bytes, sha256, wrapped_key,
            created_at, next_attempt_at, delivered_at, deleted_at, consumed_at, consumed_signal, warned_at, last_problem, attempts)
        select gen_random_uuid(), customer_id, file_id, 'RCP', 2, '/out/receipts/', 'RCP_' || replace(name, '.csv', '') || '.csv', 420,
            '\x00',
            convert_to('{Planted}', 'UTF8'), stored_at, stored_at, case when version < 90 then stored_at end,
            case when version < 60 then stored_at + interval '1 h' end, case when version < 60 then stored_at + interval '1 h' end,
            case when version < 60 then 'MOVED' end, case when version = 61 then now() end,
            case when version = 90 then 'RemoteFull' end, case when version = 90 then 4 else 0 end
        from exchange.inbound_file;
        insert into orders.card_order (order_id, customer_id, order_no, file_id, ordered_at, cards, first_card_id, last_card_id, to_produce,
            signed_by)
        select file_id, customer_id, 1000000 + version, file_id, stored_at, 3, file_id,
            ('11111111-0000-7000-8000-' || lpad(to_hex(version * 65536 + 65535), 12, '0'))::uuid, false, 'anna.order'
        from exchange.inbound_file where file_status <> 'REJECTED';
        update orders.card_order set first_card_id = ('11111111-0000-7000-8000-' || lpad(to_hex((order_no - 1000000) * 65536), 12,
            '0'))::uuid;
        insert into orders.card (card_id, customer_id, order_id, row_no, card_no, product_code, status, ordered_at, status_at, card_state,
            sealed)
        select ('11111111-0000-7000-8000-' || lpad(to_hex((order_no - 1000000) * 65536 + r), 12, '0'))::uuid, customer_id, order_id, r,
            10000000 + (order_no - 1000000) * 10 + r, 'CARD', (array['DELIVERED', 'DELIVERED', 'SHIPPED', 'PRODUCED', 'IN_PRODUCTION',
            'ORDERED', 'ACCEPTED', 'ON_HOLD', 'FAILED', 'RETURNED', 'CANCELLED'])[1 + (order_no + r)::int % 11], ordered_at, ordered_at,
                'NONE',
            convert_to('{Planted}', 'UTF8')
        from orders.card_order cross join generate_series(1, 3) r;
        insert into orders.card_event (customer_id, event_id, card_id, source_id, event_time, recorded_at, kind, effect, status, card_state)
        select 'NORDIC', gen_random_uuid(), ('11111111-0000-7000-8000-' || lpad(to_hex(30 * 65536 + 1), 12, '0'))::uuid, 'E' || s.n,
            now() - s.n * interval '1 day', now() - s.n * interval '1 day', s.kind, 'APPLIED', s.kind, 'ACTIVE'
        from (values (9, 'ORDERED'), (6, 'PRODUCED'), (4, 'SHIPPED'), (2, 'DELIVERED')) s (n, kind);
        insert into retention.forecast select c, (date_trunc('month', now()) + m * interval '1 month')::date, x,
            12 + 9 * ((m * 5 + length(c)) % 7), now() - interval '5 h'
        from unnest(array['NORDIC', 'HARBOUR', 'MUSEUM']) c, generate_series(0, 12) m, unnest(array['PERIOD_ENDED', 'UNFINISHED']) x;
        insert into retention.hold values (gen_random_uuid(), 'MUSEUM', 'Case 2026-114, asked for by the data protection officer',
            now() - interval '9 days', now() + interval '60 days', null);
        insert into exchange.quarantined_file select ('22222222-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'HARBOUR',
            convert_to('{Planted}', 'UTF8'), 1048576, now() - interval '1 day' from generate_series(1, 12) n;
        insert into exchange.job_state (customer_id, job, owner, ended_at, failing_since, failures, reason, message, not_before)
        values ('NORDIC', 'pick-up', 'worker-a/0a1b2c3d', now() + interval '1 h', null, 0, null, null, null),
            ('MUSEUM', 'pick-up', 'worker-b/4e5f6a7b', now() + interval '1 h', null, 0, null, null, null),
            ('HARBOUR', 'pick-up', 'worker-b/4e5f6a7b', now(), now() - interval '31 min', 12, 'RemoteUnreachable',
                'sftp.harbour.example: connection refused', now() + interval '1 min');
        insert into exchange.worker_presence values ('worker-a/0a1b2c3d', now() + interval '1 day'),
            ('worker-b/4e5f6a7b', now() + interval '1 day');
        insert into exchange.area_lease values ('NORDIC', 'worker-a/0a1b2c3d', 7, now() + interval '1 day'),
            ('HARBOUR', 'worker-b/4e5f6a7b', 3, now() + interval '1 day');
        """;

    private static readonly (string Id, string Name)[] Customers =
        [("NORDIC", "Nordic Rail AB"), ("HARBOUR", "Göteborg Harbour AB"), ("MUSEUM", "The Maritime Museum")];

    public static void WriteCustomers(string folder)
    {
        var customers = Directory.CreateDirectory(Path.Combine(folder, "customers")).FullName;
        foreach (var (id, name) in Customers)
        {
            var area = Directory.CreateDirectory(Path.Combine(folder, "areas", id)).FullName;
            System.IO.File.WriteAllText(Path.Combine(customers, id + ".json"), $$"""
                { "CustomerId": "{{id}}", "Name": "{{name}}", "Version": "2026-01",
                  "Remote": { "Engine": "Local", "LocalRoot": "{{area}}" },
                  "Pgp": { "Encryption": "None", "Signature": "Optional" }, "Requests": { "Signature": "Optional" },
                  "Products": [ { "Code": "CARD", "Name": "Card" } ] }
                """);
        }
    }

    /// <summary>What one worker of this machine tells: the harbour's server is away, a key of the museum ends.</summary>
    public static void WriteStatus(string runDirectory)
    {
        Directory.CreateDirectory(runDirectory);
        var now = TimeProvider.System.GetUtcNow();
        StatusFile.Write(StatusFile.PathOf(runDirectory, "worker-a"), new WorkerStatus
        {
            Worker = "worker-a", Version = "1.0.0", ProcessId = 1, StartedAt = now.AddDays(-3), WrittenAt = now.AddHours(1),
            Database = "external", RetiredCustomers = [], ConfigurationProblems = [], Customers = [],
            Jobs =
            [
                new JobStatus("pick-up", "NORDIC", now.AddSeconds(-4), 2.1, null, 0, null),
                new JobStatus("pick-up", "HARBOUR", now.AddMinutes(-31), 30_000, FailureReason.RemoteUnreachable, 12, now.AddMinutes(1)),
                new JobStatus("pick-up", "MUSEUM", now.AddSeconds(-9), 2.4, null, 0, null),
            ],
            Keys = [new KeyStatus("MUSEUM", "AB", 21, "Warning", "People[0].CertificateFile ends in 21 days")],
        });
    }
}
