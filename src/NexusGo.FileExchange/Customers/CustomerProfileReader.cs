using System.Security.Cryptography;
using NexusGo.FileExchange.Customers.Settings;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Customers;

/// <summary>One customer's file as it was read.</summary>
/// <param name="File">Its path.</param>
/// <param name="Profile">The profile with every path made absolute, or null when anything in the file is wrong.</param>
/// <param name="ContentHash">SHA-256 of the bytes, in hex: tells whether the file, or one that it includes, changed.</param>
/// <param name="Problems">What is wrong with this file alone.</param>
public sealed record CustomerProfileFile(string File, CustomerProfile? Profile, string ContentHash,
    IReadOnlyList<ConfigurationProblem> Problems)
{
    /// <summary>The id the file's name promises.</summary>
    public string IdByName => Path.GetFileNameWithoutExtension(File);
}

/// <summary>Everything in the folder of customers.</summary>
public sealed record CustomerFolder(IReadOnlyList<CustomerProfileFile> Files, IReadOnlyList<ConfigurationProblem> Problems)
{
    public bool IsGood => Problems.Count == 0;
}

/// <summary>Reads <c>config/customers/*.json</c>. Wrong content never throws: it becomes problems, all of them at once.</summary>
public static class CustomerProfileReader
{
    public static CustomerFolder ReadFolder(string folder)
    {
        // Who may write to the folder may add a customer.
        if (TrustedPath.Check(Path.GetFullPath(folder)) is var (found, advice))
        {
            return new CustomerFolder([],
                [new ConfigurationProblem(folder, 0, 0, "CustomersDirectory", found, "what only root and the user who runs this may change",
                advice)]);
        }

        string[] names;
        try
        {
            names = [.. Directory.EnumerateFiles(folder, "*.json").Where(name => !Path.GetFileName(name).StartsWith('.'))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CustomerFolder([],
                [new ConfigurationProblem(folder, 0, 0, "CustomersDirectory", "a folder that cannot be read", "a readable folder", "")]);
        }

        var files = names.Select(Read).ToArray();
        var together = CustomerProfileRules.CheckTogether([.. files.Where(file => file.Profile is not null)]);
        return new CustomerFolder(files, [.. files.SelectMany(file => file.Problems), .. together.Select(clash => clash.Problem)]);
    }

    public static CustomerProfileFile Read(string file)
    {
        var problems = new List<ConfigurationProblem>();
        if (ReadText(file, problems) is not var (json, content))
        {
            return new CustomerProfileFile(file, null, "", problems);
        }

        var profile = Parse(json, file, problems);
        return new CustomerProfileFile(file, problems.Count == 0 ? profile : null, HashOf(content), problems);
    }

    /// <summary>
    /// The bytes that a profile is made of: the file's own, or one JSON text of it and what it includes. Null: they cannot be read.
    /// </summary>
    public static byte[]? ContentOf(string file) => ReadText(file, [])?.Content;

    /// <summary>Reads and checks one file's bytes; the profile is only to be used when no problem was added.</summary>
    public static CustomerProfile? Parse(byte[] content, string file, ICollection<ConfigurationProblem> problems)
    {
        if (JsonTree.ParseObject(content, file, problems) is not { } json)
        {
            return null;
        }

        SharedSections.AddTo(json, file, problems);
        return Parse(json, file, problems);
    }

    public static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static CustomerProfile Parse(JsonTree json, string file, ICollection<ConfigurationProblem> problems)
    {
        var reader = new SettingsReader(file, problems);
        var profile = ConfiguredPaths.MakeAbsolute((CustomerProfile)reader.ReadSection(json, typeof(CustomerProfile), ""),
            Path.GetDirectoryName(Path.GetFullPath(file))!);
        new CustomerProfileRules(profile, file, reader).Check();
        return profile;
    }

    private static (JsonTree Json, byte[] Content)? ReadText(string file, ICollection<ConfigurationProblem> problems)
    {
        if (JsonTree.ReadFile(file, problems) is not { } content || JsonTree.ParseObject(content, file, problems) is not { } json)
        {
            return null;
        }

        return SharedSections.AddTo(json, file, problems) ? (json, json.ToUtf8(nameof(CustomerProfile.Include))) : (json, content);
    }
}
