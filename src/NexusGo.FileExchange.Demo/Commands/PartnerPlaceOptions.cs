using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Demo;

/// <summary>
/// Options that say where the simulated partner's area is: a file of the form of production.json, or one option for each thing.
/// </summary>
internal sealed class PartnerPlaceOptions
{
    private readonly Option<string?> profile = new("--profile") { Description = "A file of the form of production.json as the partner "
        + "sees it: Remote, Folders, and in Pgp.AnswerCertificates our certificate.", HelpName = "file" };
    private readonly Option<string?> host = new("--host") { Description = "SFTP server." };
    private readonly Option<int> port = new("--port") { Description = "TCP port.", DefaultValueFactory = _ => 22 };
    private readonly Option<string?> user = new("--user") { Description = "User name at the server." };
    private readonly Option<string?> key = new("--key") { Description = "Private ssh key.", HelpName = "file" };
    private readonly Option<string[]> hostKey =
        new("--host-key") { Description = "The server's key: \"ssh-ed25519 AAAA…\". May be given several times." };
    private readonly Option<string?> folder = new("--folder") { Description = "Folder of the area at the server, in which in/ and out/ "
        + "lie (else /). Without --host: a folder of this machine.", HelpName = "folder" };
    private readonly Option<string?> keys = new("--keys")
        { Description = "Folder of the partner's own OpenPGP keys, as nexusgo-fx keys generate makes it.", HelpName = "folder" };
    private readonly Option<string?> bureau = new("--bureau-certificate")
        { Description = "Our OpenPGP certificate: event files are encrypted to it, batches must be signed by it.", HelpName = "file" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { profile, host, port, user, key, hostKey, folder, keys, bureau })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            var (file, server, place) = (result.GetValue(profile), result.GetValue(host), result.GetValue(folder));
            if (file is null && server is null && place is null)
            {
                result.AddError("Name the partner's area: --profile, or --host with --user, --key and --host-key, or --folder.");
            }
            else if (file is not null && (server ?? place) is not null)
            {
                result.AddError("Either --profile, or --host and --folder.");
            }
            else if (server is not null
                && (result.GetValue(user) is null || result.GetValue(key) is null || result.GetValue(hostKey) is not { Length: > 0 }))
            {
                result.AddError("--host needs --user, --key and --host-key.");
            }
        });
    }

    /// <exception cref="ConfigurationException">The profile is wrong.</exception>
    /// <exception cref="FileExchangeException">A key cannot be used.</exception>
    public OpenPartnerSide Open(ParseResult parsed, TimeProvider time)
    {
        var production = Profile(parsed);
        var run = Directory.CreateTempSubdirectory("nexusgo-partner-");
        var remotes = new RemoteFolderFactory(new RemoteFolderFactoryOptions { RunDirectory = Path.Combine(run.FullName, "sftp") }, time,
            NullLoggerFactory.Instance);
        var own = parsed.GetValue(keys) is { } place ? OwnKeys.Read(place) : null;
        if (own is { Current: null })
        {
            throw new FileExchangeException(FailureReason.SecretUnavailable, isTransient: false,
                $"There is no current OpenPGP key in {own.Directory}.");
        }

        var engine = own is null ? null
            : new OpenPgpEngine(new OpenPgpEngineOptions { OwnKeys = own.InUse(SwedishTime.DateOf(time.GetUtcNow()),
            PassphraseBeside(own.Directory)) }, time, NullLoggerFactory.Instance);
        var open = new OpenPartnerSide(new PartnerSide(production, remotes, engine, own?.Current?.Fingerprint), run, remotes, engine);
        engine?.Start();
        return open;
    }

    /// <summary>Where <c>keys generate</c> put the passphrase, if the keys have one.</summary>
    private static PassphraseSource? PassphraseBeside(string keys)
    {
        var file = Path.Combine(Path.GetFullPath(keys), "..", "openpgp.passphrase");
        return File.Exists(file) ? new PassphraseSource(PassphraseKind.File, file) : null;
    }

    private ProductionProfile Profile(ParseResult parsed)
    {
        var certificates = parsed.GetValue(bureau) is { } certificate ? new[] { Path.GetFullPath(certificate) } : [];
        if (parsed.GetValue(profile) is { } file)
        {
            var problems = new List<ConfigurationProblem>();
            var read = ProductionProfileReader.Read(file, problems);
            if (read is null && problems.Count == 0)
            {
                problems.Add(new ConfigurationProblem(file, 0, 0, "", "nothing", "a file of the form of production.json", ""));
            }

            return problems.Count > 0 ? throw new ConfigurationException(problems)
                : certificates.Length == 0 ? read! : read! with { Pgp = read.Pgp with { AnswerCertificates = certificates } };
        }

        var (server, root) = (parsed.GetValue(host), parsed.GetValue(folder));
        var prefix = server is null || root is null ? "" : root.TrimEnd('/');
        return new ProductionProfile
        {
            Remote = server is null
                ? new RemoteSettings { Engine = "Local", LocalRoot = Path.GetFullPath(root!) }
                : new RemoteSettings { Host = server, Port = parsed.GetValue(port), User = parsed.GetValue(user)!,
                    PrivateKeyFile = Path.GetFullPath(parsed.GetValue(key)!), HostKeys = parsed.GetValue(hostKey)! },
            Folders = new ProductionFolders { In = $"{prefix}/in/", Batches = $"{prefix}/out/batches/",
                Receipts = $"{prefix}/out/receipts/", Errors = $"{prefix}/out/errors/" },
            Pgp = new PgpSettings { AnswerCertificates = certificates },
        };
    }
}

/// <summary>What the simulation holds open, and clears away at its end.</summary>
internal sealed class OpenPartnerSide(PartnerSide side, DirectoryInfo run, RemoteFolderFactory remotes, OpenPgpEngine? engine)
    : IAsyncDisposable
{
    public PartnerSide Side => side;

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }

        remotes.Dispose();
        run.Delete(recursive: true);
    }
}
