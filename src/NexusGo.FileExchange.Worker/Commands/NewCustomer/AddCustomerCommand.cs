using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Machine;
using NexusGo.FileExchange.Worker.Commands.Probe;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Probing;
using NexusGo.FileExchange.Worker.Embedded;

namespace NexusGo.FileExchange.Worker.Commands.NewCustomer;

/// <summary>
/// Makes what a new customer needs: our SSH key for its server, its file, and the letter to it. Takes flags, or asks for what is missing
/// where somebody sits at the terminal. Replaces nothing, and accepts no host key by itself.
/// </summary>
internal static class AddCustomerCommand
{
    private static readonly JsonSerializerOptions ProfileJson = new()
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly string[] EveryRight = ["Order", "Approve", "Block", "Erase", "History"];
    private static readonly Option<string?> Name = new("--name") { Description = "The customer's name." };
    private static readonly Option<string?> Host = new("--host") { Description = "Host name of its SFTP server." };
    private static readonly Option<int> Port = new("--port") { Description = "Its port.", DefaultValueFactory = _ => 22 };
    private static readonly Option<string?> User = new("--user") { Description = "Our user there." };

    private static readonly Option<string[]> HostKey = new("--host-key")
    {
        Description =
            "The server's host key, such as \"ssh-ed25519 AAAA…\", compared with the customer. Without it the keys that the server shows "
            + "are printed.",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string[]> Certificate = new("--certificate")
    {
        Description = "OpenPGP certificate of a person who orders. Without one, orders come in the clear.",
        AllowMultipleArgumentsPerToken = false,
    };

    private static readonly Option<string[]> Product = new("--product") { Description = "Code of a product that it may order.",
        DefaultValueFactory = _ => ["ID-STD"] };

    private static readonly Option<AnswerLanguage> Language = new("--language") { Description = "Language of answers and letter.",
        DefaultValueFactory = _ => AnswerLanguage.Sv };

    public static Command Create()
    {
        var customer = Verb.Customer();
        var command = new Command("add-customer", "Make a new customer's SSH key, file and letter; asks for what no flag says.")
        {
            customer, Name, Host, Port, User, HostKey, Certificate, Product, Language,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, parsed.GetValue(customer)!, Console.Out, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, string id, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
        var folder = configuration.Settings.CustomersDirectory;
        var file = Path.Combine(folder, id + ".json");
        if (!CustomerId.IsValid(id) || id == CustomerId.Production.Value || File.Exists(file))
        {
            return await RefuseAsync(File.Exists(file) ? $"{file} is there already; nothing was changed."
                : $"{id} is no customer's id: 2 to 16 capital letters and digits.");
        }

        var (name, host, user) = (Ask(parsed.GetValue(Name), "Name of the customer"), Ask(parsed.GetValue(Host), "Host of its SFTP server"),
            Ask(parsed.GetValue(User), "Our user there"));
        if (name is null || host is null || user is null)
        {
            return await RefuseAsync("Name what is missing: --name, --host and --user.");
        }

        var remote = new RemoteSettings { Host = host, Port = parsed.GetValue(Port), User = user, HostKeys = parsed.GetValue(HostKey)
            ?? [] };
        if (remote.HostKeys.Count == 0)
        {
            var scan = await HostKeyScan.RunAsync(remote, cancellationToken);
            return await RefuseAsync($"A host key is needed: --host-key \"ssh-ed25519 AAAA…\". {host}: {scan.Step.Text}");
        }

        var keys = Path.Combine(configuration.Directory, "keys");
        var privateKey = Path.Combine(keys, id);
        Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!File.Exists(privateKey))
        {
            await SystemProgram.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", $"nexusgo {id}", "-f", privateKey],
                cancellationToken);
            await HandOverAsync(configuration, [privateKey, privateKey + ".pub"], cancellationToken);
        }

        var people = new List<object>();
        foreach (var certificate in parsed.GetValue(Certificate) ?? [])
        {
            var kept = Path.Combine(keys, $"{id}-{people.Count + 1}.asc");
            File.Copy(certificate, kept);
            await HandOverAsync(configuration, [kept], cancellationToken);
            people.Add(new { Id = $"person{people.Count + 1}", CertificateFile = kept,
                Rights = EveryRight });
        }

        var isClear = people.Count == 0;
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, object?>
        {
            ["$schema"] = "../schema/customer.schema.json",
            ["CustomerId"] = id,
            ["Name"] = name,
            ["Version"] = TimeProvider.System.GetUtcNow()
                .UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["Remote"] = new { remote.Host, remote.Port, remote.User, remote.HostKeys, PrivateKeyFile = privateKey },
            ["Answers"] = new { Language = parsed.GetValue(Language) },
            ["Pgp"] = isClear ? new { Encryption = "None", Signature = "Optional" } : (object)new
                { Encryption = "Required", Signature = "Required", AnswerCertificates = Enumerable.Range(1, people.Count).Select(number =>
                    Path.Combine(keys, $"{id}-{number}.asc")) },
            ["Requests"] = new { Signature = isClear ? "Optional" : "Required" },
            ["People"] = people,
            ["Products"] = parsed.GetValue(Product)!.Select(code => new { Code = code }),
        }, ProfileJson) + "\n", cancellationToken);
        await LikeFolderAsync(folder, file, cancellationToken);

        var line = (await File.ReadAllTextAsync(privateKey + ".pub", cancellationToken)).Trim();
        var letter = new CustomerLetter(name, remote, line, HostKeys.Parse(id, line).Fingerprint, isClear ? null
            : OwnKeys.Read(configuration.Settings.OpenPgp.KeysDirectory!).Current?.Fingerprint ?? "(nexusgo-fx keys generate)");
        output.WriteLine(letter.In(parsed.GetValue(Language)));
        await Console.Error.WriteLineAsync($"Made: {file}, {privateKey}. "
            + (isClear ? "Orders come in the clear until People and Pgp say otherwise. " : "")
            + $"Send the letter above, then: nexusgo-fx probe {id} --create-folders");
        var problems = CustomerProfileReader.ReadFolder(folder).Files.Where(one => one.IdByName == id).SelectMany(one => one.Problems)
            .ToList();
        problems.ForEach(problem => Console.Error.WriteLine(problem));
        return problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private static string? Ask(string? given, string question)
    {
        if (!string.IsNullOrWhiteSpace(given) || Console.IsInputRedirected)
        {
            return string.IsNullOrWhiteSpace(given) ? null : given;
        }

        Console.Error.Write(question + ": ");
        return Console.ReadLine() is { Length: > 0 } answer ? answer : null;
    }

    /// <summary>Root makes the key, the service's user has to read it: it gets the owner of the data directory.</summary>
    private static async Task HandOverAsync(WorkerConfiguration configuration, IEnumerable<string> files,
        CancellationToken cancellationToken)
    {
        if (FileOwnership.CurrentUserId == 0 && FileOwnership.Of(configuration.Settings.DataDirectory) is { UserId: not 0 } service)
        {
            await SystemProgram.RunAsync("chown",
                [service.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture), "--", .. files],
                cancellationToken);
        }
    }

    /// <summary>Readable for whoever may read the folder: group and no others.</summary>
    private static async Task LikeFolderAsync(string folder, string file, CancellationToken cancellationToken)
    {
        if (FileOwnership.CurrentUserId == 0)
        {
            await SystemProgram.RunAsync("chgrp", ["--reference", folder, "--", file], cancellationToken);
        }

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
    }

    private static async Task<int> RefuseAsync(string why)
    {
        await Console.Error.WriteLineAsync(why);
        return ExitCodes.Usage;
    }
}
