using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>Plants a name and a personnummer that occur nowhere else and searches everything the worker leaves behind.</summary>
public sealed class NeverInTheClearTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Header =
        "customer_ref;product_code;first_name;last_name;national_identity_number;birth_date;email;title;delivery_address_id\r\n";

    // A made-up person: a name nobody has, a number from the customary test range.
    private const string Name = "Xyqvista";
    private const string Surname = "Zwörkelmöppqvist";
    private const string Number = "198507099805";

    private static readonly string[] Texts = [Name, Surname, Number, Number[2..], "19850709-9805", "850709-9805", "198507099806",
        "Zw\u00f6rkel"];

    [Fact]
    [Trait("Attack", "20.0 a planted person searched for in files, logs and tables")]
    public async Task Nasty65_a_planted_person_is_found_nowhere()
    {
        using var measurements = new Measurements();
        await using var rig = ExchangeRig.Create(postgres.ConnectionString, CustomerIds.Next("CANARY"));
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

        var planted = new PlantedText(Texts);
        Assert.Contains(measurements.Lines, l => l.Contains("nexusgo.files.answered", StringComparison.Ordinal)
            && l.Contains(rig.Customer, StringComparison.Ordinal));
        planted.AssertNotIn("the metrics", Encoding.UTF8.GetBytes(string.Join('\n', measurements.Lines)));
        await planted.AssertNowhereAsync(rig, postgres);

        // What becomes of the answers: uncollected, consumed, changed, removed.
        rig.Clock.Advance(TimeSpan.FromDays(24));
        await rig.SweepAsync();
        await File.AppendAllTextAsync(Path.Combine(rig.Area, "out/receipts/RCP_ORD_1.csv"), $"{Name} {Surname} {Number}");
        rig.Clock.Advance(TimeSpan.FromDays(7));
        await rig.SweepAsync();
        foreach (var meter in new[] { "waiting", "uncollected", "consumed", "swept", "changed", "purged", "delivered" })
        {
            Assert.Contains(measurements.Lines, l => l.StartsWith($"nexusgo.reports.{meter} ", StringComparison.Ordinal)
                && l.Contains(rig.Customer, StringComparison.Ordinal));
        }

        planted.AssertNotIn("the metrics", Encoding.UTF8.GetBytes(string.Join('\n', measurements.Lines)));
        File.Delete(Path.Combine(rig.Area, "out/receipts/RCP_ORD_1.csv"));
        await planted.AssertNowhereAsync(rig, postgres);
    }

    /// <summary>The search itself must find what is there.</summary>
    [Fact]
    public void The_search_finds_a_planted_person()
    {
        var planted = new PlantedText(Texts);
        Assert.ThrowsAny<Exception>(() => planted.AssertNotIn("x", Encoding.UTF8.GetBytes($"a line with {Number} in it")));
        Assert.ThrowsAny<Exception>(() => planted.AssertNotIn("x", Encoding.Unicode.GetBytes($"a line with {Surname} in it")));
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
