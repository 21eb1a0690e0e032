using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// The demo's second customer: the same agreement as the first, but nothing in the clear. It seals two samples with gpg, drops them, and
/// decrypts what comes back. All keys, ours too, are made on the spot.
/// </summary>
internal sealed class DemoPgp(DemoFolder folder, DemoSshd server, DemoGpg gpg, DemoSamples samples, TimeProvider time, TextWriter output)
{
    public const string Id = "DEMOPGP";

    private const string Area = "demopgp";
    private const string Person = "orderdesk";

    /// <summary>The longest time without any new answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// What is sent, and how many rows are accepted. A row with protected identity is refused in the clear; here it is not.
    /// </summary>
    private static readonly (string Sample, string Rows)[] Sent =
    [
        ("ORD_DEMO_000001_good_swedish.csv", "5"),
        ("ORD_DEMO_000019_protected_identity.csv", "2"),
    ];

    /// <summary>The folders of its area, beside the first customer's.</summary>
    public static IReadOnlyList<string> Folders => [.. DemoCustomer.Folders.Select(name => $"{Area}/{name}")];

    /// <summary>Makes all keys and writes the customer's profile, once the first customer's is there.</summary>
    public async Task PrepareAsync(string configurationFolder, CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine($"Customer {Id} encrypts and signs. Its keys and ours are made now:");
        var keys = folder.PathOf("data", "openpgp");
        var made = await new KeyMaker(keys, PassphraseSource.Parse(folder.PathOf("data", "openpgp.passphrase")), time)
            .GenerateAsync("Demo card bureau", OpenPgpKeyKind.Curve25519, KeyMaker.DefaultDays, cancellationToken);
        var own = OwnKeys.Read(keys);
        if (made is not null)
        {
            output.WriteLine($"  $ {ShownProgram.Worker} keys generate");
        }

        Fingerprint = own.Current!.Fingerprint;
        var certificate = folder.PathOf("config", "customers", "demopgp-orderdesk.asc");
        await gpg.MakeKeyAsync(certificate, cancellationToken);
        var bureau = folder.PathOf("nexusgo.asc");
        File.Copy(own.CertificateFile(Fingerprint), bureau, overwrite: true);
        await gpg.ImportAsync(bureau, cancellationToken);
        WriteProfile(Path.Combine(configurationFolder, "customers"), certificate);
    }

    /// <summary>Primary fingerprint of our current key.</summary>
    public string Fingerprint { get; private set; } = "";

    /// <returns>How many of the sealed samples were not answered as expected.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        output.WriteLine();
        output.WriteLine($"The same encrypted and signed, into /{Area}/in/:");
        var work = folder.PathOf("sealed");
        Directory.CreateDirectory(work);
        var batch = new StringBuilder();
        foreach (var (sample, _) in Sent)
        {
            var message = Path.Combine(work, $"{sample}.pgp");
            await gpg.SealAsync(Path.Combine(samples.Folder, sample), message, Fingerprint, cancellationToken);
            batch.Append(CultureInfo.InvariantCulture, $"put \"{message}\" \"{server.Prefix}/{Area}/in/{sample}.pgp\"\n");
            output.WriteLine($"  put {sample}.pgp");
        }

        await DemoProgram.Sftp.RunAsync(["-b", "-", .. server.SftpArguments], batch.ToString(), cancellationToken);
        output.WriteLine();
        output.WriteLine($"Answers in /{Area}/out/, decrypted:");
        var wrong = 0;
        foreach (var (sample, rows) in Sent)
        {
            if (await WaitAsync($"RCP_{Path.GetFileNameWithoutExtension(sample)}.csv.pgp", cancellationToken) is not { } receipt)
            {
                output.WriteLine($"NOT AS EXPECTED  {sample}.pgp: no encrypted receipt");
                wrong++;
                continue;
            }

            wrong += await ShowAsync(receipt, sample, rows, cancellationToken) ? 0 : 1;
        }

        output.WriteLine($"{Sent.Length - wrong} of {Sent.Length} encrypted samples answered as expected.");
        return wrong;
    }

    private async Task<bool> ShowAsync(string message, string sample, string rows, CancellationToken cancellationToken)
    {
        var clear = folder.PathOf("sealed", Path.GetFileNameWithoutExtension(message));
        var signed = await gpg.OpenAsync(message, clear, Fingerprint, cancellationToken);
        var receipt = DemoAnswers.Read(clear)[0];
        string Of(string column) => receipt.GetValueOrDefault(column, "?");
        output.WriteLine($"      {Of("file_name")}: {Of("file_status")} {Of("error_code")}".TrimEnd());
        output.WriteLine($"      rows {Of("rows_total")}: accepted {Of("rows_accepted")}; signed by {Of("signed_by")}");
        if (signed && Of("file_status") == "ACCEPTED" && Of("rows_accepted") == rows
            && Of("signed_by").StartsWith(Person + " ", StringComparison.Ordinal))
        {
            return true;
        }

        output.WriteLine($"NOT AS EXPECTED  {sample}.pgp: {(signed ? "" : "the answer is not signed by our key; ")}expected ACCEPTED with "
            + $"{rows} rows, signed by {Person}");
        return false;
    }

    private async Task<string?> WaitAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(server.Area, Area, "out", "receipts", name);
        var since = time.GetTimestamp();
        while (!File.Exists(path))
        {
            if (time.GetElapsedTime(since) > Patience)
            {
                return null;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }

        return path;
    }

    private void WriteProfile(string customers, string certificate)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Path.Combine(customers, $"{DemoCustomer.Id}.json")))!.AsObject();
        profile["CustomerId"] = Id;
        profile["Name"] = "Demo Region";
        var folders = profile[nameof(CustomerProfile.Folders)]!.AsObject();
        foreach (var (name, path) in folders.ToArray())
        {
            folders[name] = $"{server.Prefix}/{Area}{path!.GetValue<string>()[server.Prefix.Length..]}";
        }

        profile["Requests"] = new JsonObject { ["Signature"] = nameof(SignatureMode.Required) };
        profile["Pgp"] = new JsonObject { ["Encryption"] = nameof(PgpMode.Required), ["Signature"] = nameof(SignatureMode.Required),
            ["AnswerCertificates"] = new JsonArray(Path.GetFileName(certificate)) };
        profile["People"] = new JsonArray(new JsonObject
        {
            ["Id"] = Person,
            ["Name"] = DemoGpg.KeyName,
            ["CertificateFile"] = Path.GetFileName(certificate),
            ["Rights"] = new JsonArray(nameof(PersonRight.Order)),
        });
        File.WriteAllText(Path.Combine(customers, $"{Id}.json"),
            profile.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            + "\n");
    }
}
