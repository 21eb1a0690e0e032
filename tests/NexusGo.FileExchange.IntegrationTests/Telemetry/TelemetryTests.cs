using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Telemetry;

/// <summary>A real worker tells a collector, Prometheus and a supervisor how it is.</summary>
public sealed partial class TelemetryTests : IDisposable
{
    private const string Planted = "Plantagenet";
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly HttpClient client = new();

    public void Dispose() => client.Dispose();

    [Fact]
    public async Task Metrics_health_and_traces_of_a_file_reach_those_who_ask_and_no_name_does()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var site = await WorkerSite.CreateAsync();
        var port = FreePort();
        site.Telemetry = new { Listen = $"127.0.0.1:{port}", OtlpEndpoint = collector.Address };
        site.AddCustomer("ACME");
        var worker = site.Start("w1");
        var address = $"http://127.0.0.1:{port}";
        await Until.TrueAsync(async () => await StatusAsync(address + "/healthz/ready") == HttpStatusCode.OK, Longest, () => "ready");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(address + "/healthz/live"));

        site.Drop("ACME", $"ORD_{Planted}.csv", Header + $"A1;ID-STD;{Planted};Öberg;19900101-9802;HQ\r\n");
        await Until.TrueAsync(async () =>
            (await ScrapeAsync(address)).Contains("nexusgo_file_duration_seconds_count", StringComparison.Ordinal),
            Longest, () => "the file's metrics");
        var metrics = await ScrapeAsync(address);
        Assert.Matches("""nexusgo_files_answered_total\{[^}]*customer="ACME"[^}]*file_status="ACCEPTED"[^}]*\} 1\b""", metrics);
        Assert.Matches("""nexusgo_job_failures\{[^}]*customer="ACME"[^}]*job_name="pick-up"[^}]*\} 0\b""", metrics);
        Assert.Matches("nexusgo_job_age_seconds", metrics);
        Assert.Matches("""nexusgo_areas_held(\{[^}]*\})? 1\b""", metrics);
        Assert.Matches("""nexusgo_workers_alive(\{[^}]*\})? 1\b""", metrics);
        Assert.Matches("""db_client_connection_count\{[^}]*pool_name="leases"[^}]*\} \d""", metrics);

        // Every metric that an alert or the dashboard asks for has a name that the worker, or Prometheus itself, gives.
        var asked = Asked().Matches(File.ReadAllText(RepositoryFolder.PathOf("install/prometheus/nexusgo-fileexchange.rules.yml"))
            + File.ReadAllText(RepositoryFolder.PathOf("install/grafana/nexusgo-fileexchange.json"))).Select(match => match.Value)
            .Distinct();
        var manual = File.ReadAllText(RepositoryFolder.PathOf("install/README.md"));
        Assert.All(asked, name => Assert.Contains($"`{Bucket().Replace(name, "")}`", manual, StringComparison.Ordinal));
        Assert.All(Given().Matches(metrics).Select(match => match.Groups[1].Value).Distinct(),
            name => Assert.Contains($"`{name}`", manual, StringComparison.Ordinal));

        worker.Signal(WorkerProcess.Terminate);
        await worker.WaitForExitAsync(Longest);
        await Until.TrueAsync(() => collector.Of("TraceService").Contains("release", StringComparison.Ordinal), Longest, () => "the trace");
        var traces = collector.Of("TraceService");
        Assert.All(["poll", "claim", "fetch", "open", "check", "store", "deliver", "nexusgo.file.id", "postgresql"],
            word => Assert.Contains(word, traces, StringComparison.Ordinal));
        Assert.Contains("nexusgo.files.answered", collector.Of("MetricsService"), StringComparison.Ordinal);
        Assert.DoesNotContain(Planted, metrics + traces + collector.Of("MetricsService"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_off_none_of_its_assemblies_is_loaded()
    {
        await using var site = await WorkerSite.CreateAsync();
        site.AddCustomer("ACME");
        var worker = site.Start("w1");
        site.Drop("ACME", "ORD_1.csv", "customer_ref;product_code;delivery_address_id\r\nA1;VISITOR;HQ\r\n");
        await Until.TrueAsync(() => site.Delivered("ACME", "out/receipts").Count == 2, Longest, () => worker.Output);
        var loaded = await File.ReadAllTextAsync($"/proc/{worker.Id}/maps");
        Assert.Contains("/Npgsql.dll", loaded, StringComparison.Ordinal);
        Assert.All(["/OpenTelemetry", "/MailKit.dll", "/MimeKit.dll", "/Microsoft.AspNetCore.Server.Kestrel"],
            assembly => Assert.DoesNotContain(assembly, loaded, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_real_Prometheus_raises_the_alarms_when_a_customers_area_is_gone_and_when_the_worker_is()
    {
        await using var site = await WorkerSite.CreateAsync();
        var port = FreePort();
        site.Telemetry = new { Listen = $"127.0.0.1:{port}" };
        site.AddCustomer("GONE");
        var worker = site.Start("w1");
        await Until.TrueAsync(async () => await StatusAsync($"http://127.0.0.1:{port}/healthz/ready") == HttpStatusCode.OK, Longest,
            () => "ready");
        Directory.Delete(site.Area("GONE"), recursive: true);
        using var prometheus = StartPrometheus(site.Folder, port, out var address);
        try
        {
            await Until.TrueAsync(async () => (await AlertsAsync(address)).Contains("NexusGoCustomerFailing", StringComparison.Ordinal),
                Longest, () => "NexusGoCustomerFailing");
            worker.Signal(WorkerProcess.Kill);
            await Until.TrueAsync(async () => await AlertsAsync(address) is var alerts
                && alerts.Contains("NexusGoWorkerDown", StringComparison.Ordinal)
                && alerts.Contains("NexusGoNoWorker", StringComparison.Ordinal), Longest, () => "NexusGoWorkerDown");
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_real_Prometheus_raises_the_alarms_of_customers_whose_answers_files_and_looks_are_in_trouble()
    {
        await using var site = await WorkerSite.CreateAsync();
        var port = FreePort();
        site.Telemetry = new { Listen = $"127.0.0.1:{port}" };
        var often = new ConsumedSettings { SweepInterval = TimeSpan.FromSeconds(1) };
        foreach (var customer in new[] { "STUCK", "WRONG", "LEFT" })
        {
            site.AddCustomer(customer, consumed: often);
        }

        site.AddCustomer("STILL", pollInterval: TimeSpan.FromHours(1));
        var worker = site.Start("w1");
        using var prometheus = StartPrometheus(site.Folder, port, out var address);
        try
        {
            Task RaisedAsync(string alarm, string customer) => Until.TrueAsync(async () => Raised().Matches(await AlertsAsync(address))
                .Any(match => match.Groups[1].Value == alarm && match.Groups[2].Value == customer), Longest, () => alarm + worker.Output);

            Directory.Delete(Path.Combine(site.Area("STUCK"), "out/receipts"), recursive: true);
            site.Drop("STUCK", "ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
            site.Drop("LEFT", "ORD_1.csv", Header + "A1;ID-STD;Åsa;Öberg;19900101-9802;HQ\r\n");
            site.Drop("WRONG", "ORD_0.csv", "no header\r\n");
            await Until.TrueAsync(() => site.Delivered("LEFT", "out/receipts").Count == 2
                && site.Delivered("WRONG", "out/receipts").Count == 1, Longest, () => worker.Output);
            await site.ExecuteAsync("""
                update exchange.pending_report set delivered_at = now() - interval '29 days' where customer_id = 'LEFT'
                """);
            await Until.TrueAsync(async () => (await ScrapeOfAsync(address)).Contains("WRONG", StringComparison.Ordinal), Longest,
                () => "scrape");
            for (var i = 1; i < 5; i++)
            {
                site.Drop("WRONG", $"ORD_{i}.csv", "no header\r\n");
            }

            await RaisedAsync("NexusGoReportsWaiting", "STUCK");
            await RaisedAsync("NexusGoMostFilesRefused", "WRONG");
            await RaisedAsync("NexusGoReportsUncollected", "LEFT");
            await RaisedAsync("NexusGoCustomerNotPolled", "STILL");
        }
        finally
        {
            prometheus.Kill();
            await prometheus.WaitForExitAsync();
        }
    }

    /// <summary>What Prometheus has of refused files.</summary>
    private async Task<string> ScrapeOfAsync(string address)
    {
        try
        {
            return await client.GetStringAsync(new Uri(address + "/api/v1/query?query=nexusgo_files_answered_total"));
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    /// <summary>Debian's Prometheus with our rules, looking every second and waiting for nothing.</summary>
    private static Process StartPrometheus(string folder, int target, out string address)
    {
        var rules = File.ReadAllText(RepositoryFolder.PathOf("install/prometheus/nexusgo-fileexchange.rules.yml"));
        File.WriteAllText(Path.Combine(folder, "rules.yml"),
            Waits().Replace(rules, "for: 0s").Replace("> 900", "> 5", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(folder, "prometheus.yml"), $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [ rules.yml ]
            scrape_configs:
              - { job_name: nexusgo-fileexchange, static_configs: [ { targets: [ "127.0.0.1:{{target}}" ] } ] }
            """);
        var port = FreePort();
        address = $"http://127.0.0.1:{port}";
        return Process.Start(new ProcessStartInfo("prometheus",
            ["--config.file=prometheus.yml", "--storage.tsdb.path=tsdb", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        {
            WorkingDirectory = folder,
        })!;
    }

    private async Task<string> AlertsAsync(string address)
    {
        try
        {
            return await client.GetStringAsync(new Uri(address + "/api/v1/alerts"));
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    private async Task<string> ScrapeAsync(string address) => await client.GetStringAsync(new Uri(address + "/metrics"));

    private async Task<HttpStatusCode?> StatusAsync(string address)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex("nexusgo_[a-z_]+")]
    private static partial Regex Asked();

    [GeneratedRegex("_(bucket|count|sum)$")]
    private static partial Regex Bucket();

    [GeneratedRegex(@"^# TYPE (nexusgo_[a-z_]+) ", RegexOptions.Multiline)]
    private static partial Regex Given();

    [GeneratedRegex("\"alertname\":\"([A-Za-z]+)\",\"customer\":\"([A-Z]+)\"")]
    private static partial Regex Raised();

    [GeneratedRegex("for: [0-9]+[mh]")]
    private static partial Regex Waits();
}
