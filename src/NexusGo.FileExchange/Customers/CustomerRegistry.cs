using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Customers;

/// <summary>A customer whose file is gone. Its files already taken in are still answered by what is stored.</summary>
/// <param name="LastProfile">The profile that was in use.</param>
/// <param name="Since">When its absence was noticed.</param>
public sealed record RetiredCustomer(CustomerProfile LastProfile, DateTimeOffset Since);

/// <summary>
/// The customers in use. Follows the folder: a good edit replaces a profile, a bad one leaves the last good profile in use, also across a
/// restart, and shows in <see cref="Problems"/>, a removed file moves the customer to <see cref="Retired"/>. Reading is free of locks; one
/// reload at a time.
/// </summary>
public sealed class CustomerRegistry
{
    private readonly Lock reloading = new();
    private readonly string folder;
    private readonly TimeProvider time;
    private readonly ILogger<CustomerRegistry> logger;
    private readonly CustomerProfile? partner;
    private readonly LastProfiles? last;
    private State? state;

    /// <param name="folder">Where the customers' files are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told about every change.</param>
    /// <param name="partner">The production partner's area, which is no customer's; null: there is none.</param>
    /// <param name="last">Copies of the files of customers that were ever in use; null: none are kept.</param>
    public CustomerRegistry(string folder, TimeProvider time, ILogger<CustomerRegistry> logger, CustomerProfile? partner = null,
        LastProfiles? last = null)
    {
        this.last = last;
        this.partner = partner;
        this.folder = folder;
        this.time = time;
        this.logger = logger;
    }

    /// <summary>Told after a reload that changed anything; on the thread that reloaded.</summary>
    public event Action? Changed;

    /// <summary>
    /// A file of this name in the folder says that all customers were removed on purpose. Without it an empty folder counts as a mistake,
    /// or as a disk that is not there, and everybody stays.
    /// </summary>
    public const string AllRemovedName = ".all-removed";

    private static readonly State Nobody = new([], new Dictionary<string, CustomerProfile>(), [], [], []);

    public string Folder => folder;

    /// <summary>The profiles in use, by id.</summary>
    public IReadOnlyCollection<CustomerProfile> Current => Now.Profiles;

    /// <summary>
    /// Everybody whose data and reports are looked after: the customers in use, and those whose file is gone by their last one.
    /// </summary>
    public IReadOnlyCollection<CustomerProfile> Served => Now.Retired.Count == 0
        ? Current : [.. Current, .. Now.Retired.Select(one => one.LastProfile)];

    /// <summary>All areas that are looked into and delivered to: those of everybody served, and the production partner's.</summary>
    public IReadOnlyCollection<CustomerProfile> Areas => partner is null ? Served : [.. Served, partner];

    /// <summary>What is wrong with the files as they are now; not empty means degraded health.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => Now.Problems;

    public IReadOnlyList<RetiredCustomer> Retired => Now.Retired;

    private State Now => state ?? Nobody;

    /// <summary>The profile of an area by its owner: a customer, or the production partner.</summary>
    public bool TryGet(CustomerId id, [NotNullWhen(true)] out CustomerProfile? profile)
    {
        if (id == CustomerId.Production)
        {
            profile = partner;
            return partner is not null;
        }

        if (!Now.ById.TryGetValue(id.Value, out profile))
        {
            profile = Now.Retired.FirstOrDefault(one => one.LastProfile.CustomerId == id.Value)?.LastProfile;
        }

        return profile is not null;
    }

    /// <summary>Reads the folder again. Returns whether anything changed.</summary>
    public bool Reload()
    {
        State before, after;
        lock (reloading)
        {
            before = Now;
            after = Next(state ?? Remembered(), CustomerProfileReader.ReadFolder(folder));
            state = after;
        }

        var changed = Tell(before, after);
        if (changed)
        {
            Changed?.Invoke();
        }

        return changed;
    }

    private State Next(State before, CustomerFolder read)
    {
        // A folder that cannot be read says nothing about its files: everybody stays.
        if (read.Files.Count == 0 && read.Problems.Count > 0)
        {
            return before with { Problems = read.Problems };
        }

        if (read.Files.Count == 0 && before.Files.Count > 1 && !File.Exists(Path.Combine(folder, AllRemovedName)))
        {
            return Of(before.Files, [new ConfigurationProblem(folder, 0, 0, "CustomersDirectory", "no file of any customer",
                $"the files of {before.Files.Count} customers, or a file named {AllRemovedName}",
                "All customers removed at once are taken for a mistake, and served as before")], before.Retired);
        }

        var inUse = new Dictionary<string, CustomerProfileFile>(StringComparer.Ordinal);
        foreach (var file in read.Files)
        {
            if ((file.Profile is null ? before.InUse(file.IdByName) ?? last?.FileInUse(file.IdByName) : file) is { } usable)
            {
                // An unchanged file stays the same profile: what was built from it, such as an open session, stays too.
                inUse[file.IdByName] = before.InUse(file.IdByName) is { } same && same.ContentHash == usable.ContentHash ? same : usable;
            }
        }

        var problems = read.Files.SelectMany(file => file.Problems).Concat(Settle(before, inUse)).Distinct().ToArray();
        var present = read.Files.Select(file => file.IdByName).ToHashSet(StringComparer.Ordinal);
        var gone = before.Profiles.Where(profile => !present.Contains(profile.CustomerId))
            .Select(profile => profile with { Enabled = false, IsRetired = true }).ToList();
        if (last is not null)
        {
            gone = [.. last.Without(present)];

            // Only files whose profile is in use are copied. The file of a customer that goes on with its last good profile holds something
            // else.
            Keep(last, inUse.Values.Where(file => read.Files.Any(one => one.Profile is not null && one.IdByName == file.IdByName
                && one.ContentHash == file.ContentHash)), gone);
        }

        var retired = gone.Where(profile => before.Retired.All(one => one.LastProfile.CustomerId != profile.CustomerId))
            .Select(profile => new RetiredCustomer(profile, time.GetUtcNow()));
        var stay = before.Retired.Where(one => !inUse.ContainsKey(one.LastProfile.CustomerId)
            && (last is null || gone.Exists(profile => profile.CustomerId == one.LastProfile.CustomerId)));
        return Of([.. inUse.Values], problems, [.. stay, .. retired]);
    }

    private static State Of(IReadOnlyList<CustomerProfileFile> files, IReadOnlyList<ConfigurationProblem> problems,
        IReadOnlyList<RetiredCustomer> retired)
    {
        var profiles = files.Select(file => file.Profile!).OrderBy(profile => profile.CustomerId, StringComparer.Ordinal).ToArray();
        return new State(profiles, profiles.ToDictionary(profile => profile.CustomerId, StringComparer.Ordinal), problems, retired, files);
    }

    /// <summary>
    /// The profiles that were in use before this program started. A customer whose file was broken since then goes on with its last good
    /// one.
    /// </summary>
    private State Remembered()
    {
        try
        {
            return Nobody with { Files = last?.AllInUse() ?? [] };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WorkerLog.LastProfileNotKept(logger, exception.Message);
            return Nobody;
        }
    }

    /// <summary>
    /// A copy that cannot be written stops nobody. Without it a customer whose file is removed is looked after only until the next restart.
    /// </summary>
    private void Keep(LastProfiles copies, IEnumerable<CustomerProfileFile> files, IEnumerable<CustomerProfile> gone)
    {
        try
        {
            foreach (var file in files)
            {
                copies.Keep(file);
            }

            foreach (var customer in gone)
            {
                copies.Retire(customer.CustomerId);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WorkerLog.LastProfileNotKept(logger, exception.Message);
        }
    }

    /// <summary>
    /// Where two customers' areas meet, whoever was edited goes back to the last good profile; a newcomer has none and stays out.
    /// </summary>
    private static List<ConfigurationProblem> Settle(State before, Dictionary<string, CustomerProfileFile> inUse)
    {
        var problems = new List<ConfigurationProblem>();
        while (CustomerProfileRules.CheckTogether([.. inUse.Values.OrderBy(file => file.File, StringComparer.Ordinal)]) is
            { Count: > 0 } clashes)
        {
            problems.AddRange(clashes.Select(clash => clash.Problem));
            var involved = clashes.SelectMany(clash => new[] { clash.One, clash.Other }).Distinct().ToArray();
            var edited = involved.Where(file => before.InUse(file.IdByName)?.ContentHash != file.ContentHash).ToArray();
            foreach (var file in edited.Length > 0 ? edited : involved)
            {
                if (edited.Length > 0 && before.InUse(file.IdByName) is { } good)
                {
                    inUse[file.IdByName] = good;
                }
                else
                {
                    inUse.Remove(file.IdByName);
                }
            }
        }

        return problems;
    }

    private bool Tell(State before, State after)
    {
        var changed = false;
        foreach (var file in after.Files.Where(file => before.InUse(file.IdByName)?.ContentHash != file.ContentHash))
        {
            WorkerLog.CustomerInUse(logger, file.IdByName, file.Profile!.Version);
            changed = true;
        }

        foreach (var retired in after.Retired.Except(before.Retired))
        {
            WorkerLog.CustomerRetired(logger, retired.LastProfile.CustomerId);
            changed = true;
        }

        foreach (var problem in after.Problems.Except(before.Problems))
        {
            WorkerLog.ConfigurationProblemFound(logger, problem.ToString());
            changed = true;
        }

        if (before.Problems.Count > 0 && after.Problems.Count == 0)
        {
            WorkerLog.ConfigurationGoodAgain(logger);
            changed = true;
        }

        return changed || before.Files.Count != after.Files.Count;
    }

    private sealed record State(
        IReadOnlyCollection<CustomerProfile> Profiles,
        IReadOnlyDictionary<string, CustomerProfile> ById,
        IReadOnlyList<ConfigurationProblem> Problems,
        IReadOnlyList<RetiredCustomer> Retired,
        IReadOnlyList<CustomerProfileFile> Files)
    {
        public CustomerProfileFile? InUse(string id) => Files.FirstOrDefault(file => file.IdByName == id);
    }
}
