using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.OpenPgp;

namespace NexusGo.FileExchange.Worker.Keys;

/// <summary>What a key is there for.</summary>
internal enum KeyUse
{
    /// <summary>Ours: signs answers, opens orders.</summary>
    Own,
    /// <summary>A person's of a customer: verifies signatures.</summary>
    Person,
    /// <summary>A customer's: answers are encrypted to it.</summary>
    Answers,
}

/// <summary>A key file and where the configuration names it.</summary>
internal sealed record KeyPlace
{
    public const string Ours = "ours";

    public required KeyUse Use { get; init; }

    /// <summary>A customer's id, or <see cref="Ours"/>.</summary>
    public required string Owner { get; init; }

    public required string File { get; init; }

    /// <summary>The file of the configuration and the setting in it that name the key.</summary>
    public required string ConfigurationFile { get; init; }
    public required string Setting { get; init; }

    /// <summary>The person, where <see cref="Use"/> is a person's.</summary>
    public PersonSettings? Person { get; init; }

    /// <summary>The line of the list, where it is one of ours.</summary>
    public OwnKey? Own { get; init; }

    /// <summary>Ours, a person's whose time has not ended, or one that answers go to.</summary>
    public bool IsInUse(DateOnly today) => Own?.IsInUse(today) ?? (Person?.ValidTo is null || Person.ValidTo >= today);

    /// <summary>When the key stops being of use for what it is there for; null = never.</summary>
    public DateTimeOffset? EndOf(OpenPgpKeyInfo key) => Use switch
    {
        KeyUse.Person => key.SigningEndsAt,
        KeyUse.Answers => key.EncryptionEndsAt,
        _ => key.SigningEndsAt is null || key.EncryptionEndsAt < key.SigningEndsAt ? key.EncryptionEndsAt : key.SigningEndsAt,
    };

    public static IEnumerable<KeyPlace> OfOurs(OwnKeys own, string settingsFile) => own.All.Select(key => new KeyPlace
    {
        Use = KeyUse.Own,
        Owner = Ours,
        File = own.SecretKeyFile(key.Fingerprint),
        ConfigurationFile = settingsFile,
        Setting = OpenPgpNeeds.KeysSetting,
        Own = key,
    });

    public static IEnumerable<KeyPlace> Of(CustomerProfile profile, string profileFile)
    {
        var people = profile.People.Select((person, index) => new KeyPlace
        {
            Use = KeyUse.Person,
            Owner = profile.CustomerId,
            File = person.CertificateFile,
            ConfigurationFile = profileFile,
            Setting = $"People[{index}].CertificateFile",
            Person = person,
        });
        return people.Concat(profile.Pgp.AnswerCertificates.Select((file, index) => new KeyPlace
        {
            Use = KeyUse.Answers,
            Owner = profile.CustomerId,
            File = file,
            ConfigurationFile = profileFile,
            Setting = $"Pgp.AnswerCertificates[{index}]",
        }));
    }
}
