using System.CommandLine;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>The verbs about OpenPGP keys, and the options they share.</summary>
internal static class KeysCommand
{
    private static readonly IReadOnlyDictionary<string, OpenPgpKeyKind> Kinds = new Dictionary<string, OpenPgpKeyKind>
    {
        ["ed25519"] = OpenPgpKeyKind.Curve25519,
        ["rsa3072"] = OpenPgpKeyKind.Rsa3072,
        ["rsa4096"] = OpenPgpKeyKind.Rsa4096,
    };

    public static Command Create() =>
        new("keys", "Look at the OpenPGP keys of the configuration; make and rotate our own; rotate the keys of the vault.")
    {
        KeysListCommand.Create(),
        KeysGenerateCommand.Create(),
        KeysRotateCommand.Create(),
        KeysExportCommand.Create(),
        KeysRotateMasterCommand.Create(),
        KeysRotateCustomerCommand.Create(),
    };

    public static Option<bool> Json() => new("--json") { Description = "Print as JSON." };

    public static Option<string> Algorithm()
    {
        var option = new Option<string>("--algorithm") { Description = "ed25519 (with cv25519; the default), rsa3072 or rsa4096 for "
            + "customers with old programs.", DefaultValueFactory = _ => "ed25519" };
        option.AcceptOnlyFromAmong([.. Kinds.Keys]);
        return option;
    }

    public static OpenPgpKeyKind KindOf(string algorithm) => Kinds[algorithm];

    public static Option<string> Name() => new("--name") { Description = "What customers' programs show as the key's name.",
        DefaultValueFactory = _ => KeyMaker.DefaultName };

    public static Option<int> Days() => Between("--days", "Days until the key ends.", 1, 3650, KeyMaker.DefaultDays);

    public static Option<int> Between(string name, string description, int least, int most, int? value)
    {
        var option = new Option<int>(name) { Description = $"{description} {least} to {most}.", Required = value is null };
        if (value is { } given)
        {
            option.DefaultValueFactory = _ => given;
        }

        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var found) || found < least || found > most))
            {
                result.AddError($"{name}: found {result.Tokens[0].Value}, allowed {least} to {most}");
            }
        });
        return option;
    }

    public static WorkerSettings Settings(ParseResult parsed) => Configuration(parsed).Settings;

    /// <summary>The configuration, even one with problems in customers' files: keys are often made before those are right.</summary>
    /// <exception cref="Customers.ConfigurationException">The worker's own settings have problems.</exception>
    public static WorkerConfiguration Configuration(ParseResult parsed)
    {
        var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(parsed.GetValue(CommandLine.ConfigOption)));
        var own = configuration.Problems.Except(configuration.Customers.Problems).ToArray();
        return own.Length == 0 ? configuration : throw new Customers.ConfigurationException(own);
    }

    public static KeyMaker Maker(WorkerSettings settings) =>
        new(settings.OpenPgp.KeysDirectory!, settings.OpenPgp.Passphrase, TimeProvider.System);
}
