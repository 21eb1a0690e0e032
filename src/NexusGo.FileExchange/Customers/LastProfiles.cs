namespace NexusGo.FileExchange.Customers;

/// <summary>
/// A copy of the last good file of every customer that was ever in use, kept beside the worker's other data: a customer whose file is gone
/// is looked after by it, also after a restart, until it is offboarded; and one whose file is broken goes on with it.
/// </summary>
/// <param name="folder">Where the copies are; made when the first is written.</param>
/// <param name="customers">The folder of the customers' files: paths in a copy are relative to it.</param>
public sealed class LastProfiles(string folder, string customers)
{
    /// <summary>
    /// Keeps the bytes of a file that is in use. Of a customer that is offboarded nothing is kept, unless it is enabled again.
    /// </summary>
    public void Keep(CustomerProfileFile file)
    {
        Directory.CreateDirectory(folder);
        var profile = file.Profile!;
        var mark = MarkOf(profile.CustomerId);
        File.Delete(RetiredMarkOf(file.IdByName));
        if (profile.Enabled)
        {
            File.Delete(mark);
        }
        else if (File.Exists(mark))
        {
            return;
        }

        var (target, temporary) = (PathOf(file.IdByName), PathOf("." + file.IdByName));
        if (CustomerProfileReader.ContentOf(file.File) is { } content && CustomerProfileReader.HashOf(content) == file.ContentHash
            && (!File.Exists(target) || !File.ReadAllBytes(target).AsSpan().SequenceEqual(content)))
        {
            // The bytes that were judged are kept, and not the file: it may have been edited meanwhile.
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, target, overwrite: true);
        }
    }

    /// <summary>The last profile of every customer that is not among these, as far as it can still be read.</summary>
    public IReadOnlyList<CustomerProfile> Without(IReadOnlySet<string> present)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Where(path => Path.GetFileName(path)[0] != '.' && !present.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(Read).OfType<CustomerProfile>()];
    }

    /// <summary>The customers in use, by id, and behind them those whose file is gone, by their last profile.</summary>
    public IReadOnlyList<CustomerProfile> Behind(IEnumerable<CustomerProfile> inUse)
    {
        List<CustomerProfile> profiles = [.. inUse.OrderBy(one => one.CustomerId, StringComparer.Ordinal)];
        return [.. profiles, .. Without(profiles.Select(one => one.CustomerId).ToHashSet(StringComparer.Ordinal))];
    }

    /// <summary>Notes that a customer's file is gone on purpose: <see cref="AllInUse"/> does not name it any more.</summary>
    public void Retire(string customer)
    {
        if (!File.Exists(RetiredMarkOf(customer)))
        {
            File.WriteAllText(RetiredMarkOf(customer), "");
        }
    }

    /// <summary>The last good files of all customers that were in use when this was last written.</summary>
    public IReadOnlyList<CustomerProfileFile> AllInUse() => !Directory.Exists(folder) ? [] :
        [.. Directory.EnumerateFiles(folder, "*.json").Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Where(customer => !File.Exists(RetiredMarkOf(customer)))
            .Select(FileInUse).OfType<CustomerProfileFile>()];

    /// <summary>The last profile of one customer, or null.</summary>
    public CustomerProfile? Find(string customer) => CustomerId.IsValid(customer) && File.Exists(PathOf(customer))
        ? Read(PathOf(customer)) : null;

    /// <summary>The last good profile of a customer whose file is there and cannot be used as it is now; null: there is none.</summary>
    public CustomerProfile? FindInUse(string customer) => CustomerId.IsValid(customer) && File.Exists(PathOf(customer))
        ? Parse(PathOf(customer)) : null;

    /// <summary>The same as a file, for a start on a file that is not good.</summary>
    public CustomerProfileFile? FileInUse(string customer) => FindInUse(customer) is { } profile
        ? new CustomerProfileFile(Path.Combine(customers, customer + ".json"), profile,
            CustomerProfileReader.HashOf(File.ReadAllBytes(PathOf(customer))), []) : null;

    /// <summary>Forgets a customer that is offboarded: when its file is gone, too, nothing is left to look after.</summary>
    public void Forget(string customer)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(MarkOf(customer), "");
        File.Delete(PathOf(customer));
        File.Delete(RetiredMarkOf(customer));
    }

    private CustomerProfile? Read(string path)
    {
        // The profile is taken with its problems, because the files that it names may be gone with the customer. Only a copy that cannot be
        // read is passed over.
        return Parse(path) is { } profile ? profile with { Enabled = false, IsRetired = true } : null;
    }

    private CustomerProfile? Parse(string path) =>
        CustomerProfileReader.Parse(File.ReadAllBytes(path), Path.Combine(customers, Path.GetFileName(path)), []) is { } profile
            && CustomerId.IsValid(profile.CustomerId) ? profile : null;

    private string MarkOf(string customer) => Path.Combine(folder, customer + ".offboarded");

    private string RetiredMarkOf(string customer) => Path.Combine(folder, customer + ".retired");

    private string PathOf(string customer) => Path.Combine(folder, customer + ".json");
}
