using System.Text.Encodings.Web;
using System.Text.Json;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The one customer of the demo, written as an operator would write it. samples/README.md and the samples' expected answers go with it.
/// </summary>
internal static class DemoCustomer
{
    public const string Id = "DEMO";

    public static readonly IReadOnlyList<string> Folders = ["in", "in/test", "out/receipts", "out/errors", "out/reports", "out/consumed"];

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes appsettings.json and the customer's file; everything the worker keeps stays inside the demo's folder.</summary>
    /// <returns>The configuration folder.</returns>
    public static string WriteConfiguration(DemoFolder folder, DemoSshd server)
    {
        var config = folder.PathOf("config");
        Directory.CreateDirectory(Path.Combine(config, "customers"));
        Write(Path.Combine(config, "appsettings.json"), new
        {
            FileExchange = new
            {
                WorkerName = "demo",
                DataDirectory = folder.PathOf("data"),
                RunDirectory = folder.PathOf("run"),
                ShutdownTimeout = "00:00:20",
            },
        });
        Write(Path.Combine(config, "customers", $"{Id}.json"), Profile(server));
        return config;
    }

    private static object Profile(DemoSshd server) => new
    {
        CustomerId = Id,
        Name = "Demo Kommun",
        Version = "2026-11",
        Remote = new { Host = "127.0.0.1", server.Port, server.User, HostKeys = new[] { server.HostKey }, server.PrivateKeyFile },
        Folders = new
        {
            In = $"{server.Prefix}/in/",
            Test = $"{server.Prefix}/in/test/",
            Receipts = $"{server.Prefix}/out/receipts/",
            Errors = $"{server.Prefix}/out/errors/",
            Reports = $"{server.Prefix}/out/reports/",
            Consumed = $"{server.Prefix}/out/consumed/",
        },
        Intake = new { PollInterval = "00:00:00.5", StableFor = "00:00:01", EmptyAfter = "00:00:02", UnmatchedAfter = "00:00:03" },
        Consumed = new { SweepInterval = "00:00:01" },
        Orders = new
        {
            DeclaredColumns = new[] { "national_identity_number", "birth_date", "email" },
            CustomColumns = new[] { new { Name = "custom_1", Header = "Passerzon", Type = "Text", MaxLength = 20 } },
        },
        Pgp = new { Encryption = "None", Signature = "Optional" },
        BackReports = new { Interval = "00:00:02" },
        Requests = new { Signature = "Optional" },
        Products = new object[]
        {
            new { Code = "ID-STD", Name = "Tjänstekort", RequiredColumns = new[] { "first_name", "last_name" },
                MaxLengths = new { title = 40 } },
            new { Code = "ID-PHOTO", Name = "Tjänstekort med foto", RequiredColumns = new[] { "first_name", "last_name", "photo_file" } },
            new { Code = "VISITOR", Name = "Besökskort", RequiredColumns = Array.Empty<string>() },
        },
        DeliveryAddresses = new[]
        {
            new { Id = "HQ", Recipient = "Demo Kommun, Kortexpeditionen", Street = "Exempelgatan 1", PostalCode = "123 45",
                City = "Exempelstad", Country = "SE" },
        },
    };

    private static void Write(string path, object content) => File.WriteAllText(path, JsonSerializer.Serialize(content, Layout) + "\n");
}
