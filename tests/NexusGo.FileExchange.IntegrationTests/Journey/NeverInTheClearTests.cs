using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Plants a name and a personnummer that occur nowhere else and searches everything the worker leaves behind.</summary>
public sealed class NeverInTheClearTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;birth_date;email;title;delivery_address_id\r\n";

    // A made-up person: a name nobody has, a number from the customary test range.
    private const string Name = "Xyqvista";
    private const string Surname = "Zwörkelmöppqvist";
    private const string Number = "198507099805";

    [Fact]
    public async Task Nasty65_a_planted_person_is_found_nowhere()
    {
        using var measurements = new Measurements();
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, "CANARY");
        var row = $"{Name};{Surname};{Number};1985-07-09;{Name}@example.com;Föreståndare;HQ";
        var wrong = row.Replace(Number, "198507099806", StringComparison.Ordinal);
        rig.Drop("ORD_1.csv", Header + $"A1;ID-STD;{row}\r\nA2;ID-STD;{wrong}\r\nA3;ID-STD;{row}\r\nA1;ID-STD;{row}\r\n");
        rig.Drop("ORD_2.csv", Header + $"A4;ID-STD;{row};extra;{Name};{Surname}\r\n\"A5;{row}");
        rig.Drop("ORD_3.csv", Encoding.Latin1.GetBytes(Header + $"A6;ID-STD;{row}\r\n"));
        rig.Drop("ORD_4.csv", $"{Name};{Surname};{Number}\r\n{row}\r\n");
        rig.Drop("ORD_5.csv", Header + $"{Number};ID-STD;{row}\r\n");
        rig.Drop("ORD_6.csv", Header + $"A7;ID-STD;{row}\r\n", "in/test");
        rig.Drop("stray.txt", $"{Name} {Surname} {Number}");
        await rig.PollAsync(2);
        rig.Clock.Advance(TimeSpan.FromMinutes(20));
        await rig.PollAsync(2);
        Assert.Equal(7, rig.Names("out/receipts").Count(n => n.StartsWith("RCP_", StringComparison.Ordinal)));
        Assert.Empty(rig.Names("in"));

        var needles = Needles();
        foreach (var file in Directory.EnumerateFiles(rig.Folder, "*", SearchOption.AllDirectories))
        {
            AssertClean(Path.GetFileName(file), Encoding.UTF8.GetBytes(Path.GetFileName(file)), needles);
            AssertClean(file, await File.ReadAllBytesAsync(file), needles);
        }

        AssertClean("the log", Encoding.UTF8.GetBytes(string.Join('\n', rig.Log.Lines)), needles);
        Assert.Contains(measurements.Lines, l => l.Contains("nexusgo.files.answered", StringComparison.Ordinal) && l.Contains("CANARY", StringComparison.Ordinal));
        AssertClean("the metrics", Encoding.UTF8.GetBytes(string.Join('\n', measurements.Lines)), needles);
        await AssertTablesCleanAsync(needles);
        await AssertDataFilesCleanAsync(needles);
    }

    /// <summary>The search itself must find what is there.</summary>
    [Fact]
    public void The_search_finds_a_planted_person()
    {
        Assert.ThrowsAny<Exception>(() => AssertClean("x", Encoding.UTF8.GetBytes($"a line with {Number} in it"), Needles()));
        Assert.ThrowsAny<Exception>(() => AssertClean("x", Encoding.Unicode.GetBytes($"a line with {Surname} in it"), Needles()));
    }

    private async Task AssertTablesCleanAsync(IReadOnlyList<byte[]> needles)
    {
        var tables = (await postgres.QueryAsOwnerAsync<string>("""
            select string_agg(format('%I.%I', table_schema, table_name), ' ')
            from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
            """))!.Split(' ');
        Assert.True(tables.Length > 12);
        foreach (var table in tables)
        {
            var content = await postgres.QueryAsOwnerAsync<string>($"select coalesce(string_agg(t::text, E'\\n'), '') from {table} t");
            AssertClean(table, Encoding.UTF8.GetBytes(content!), needles);
            AssertClean(table + " (hexadecimal)", Encoding.UTF8.GetBytes(content!), [.. needles.Select(n => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(n)))]);
        }
    }

    private async Task AssertDataFilesCleanAsync(IReadOnlyList<byte[]> needles)
    {
        await postgres.ExecuteAsOwnerAsync("checkpoint");
        var folder = await postgres.QueryAsOwnerAsync<string>("select current_setting('data_directory')");
        var files = Directory.EnumerateFiles(folder!, "*", SearchOption.AllDirectories).Where(f => f.Contains("/base/", StringComparison.Ordinal) || f.Contains("/pg_wal/", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 100);
        foreach (var file in files)
        {
            byte[] content;
            try
            {
                content = await File.ReadAllBytesAsync(file);
            }
            catch (FileNotFoundException)
            {
                // Temporary files of other tests' databases come and go.
                continue;
            }

            AssertClean(file, content, needles);
        }
    }

    private static List<byte[]> Needles()
    {
        string[] texts = [Name, Surname, Number, Number[2..], "19850709-9805", "850709-9805", "198507099806", "Zw\u00f6rkel"];
        return [.. texts.SelectMany(t => new[] { Encoding.UTF8.GetBytes(t), Encoding.Unicode.GetBytes(t), Encoding.Latin1.GetBytes(t) })];
    }

    private static void AssertClean(string where, byte[] content, IReadOnlyList<byte[]> needles)
    {
        foreach (var needle in needles)
        {
            Assert.True(content.AsSpan().IndexOf(needle) < 0, $"the planted person stands in {where}");
        }
    }

    /// <summary>Everything the meter says, tags included.</summary>
    private sealed class Measurements : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentQueue<string> lines = new();

        public Measurements()
        {
            listener.InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == Meters.Name)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            listener.Start();
        }

        public IReadOnlyCollection<string> Lines => lines;

        public void Dispose() => listener.Dispose();

        private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            lines.Enqueue($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}");
    }
}
