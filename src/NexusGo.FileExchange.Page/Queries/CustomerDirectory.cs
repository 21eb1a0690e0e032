using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Page.Queries;

/// <summary>
/// The customers' agreements as the workers have them: followed while the page runs, and those of retired customers beside them.
/// </summary>
internal sealed class CustomerDirectory : IAsyncDisposable
{
    private readonly CustomerRegistry registry;
    private readonly CustomerFolderWatch watch;
    private readonly LastProfiles lastProfiles;

    public CustomerDirectory(WorkerSettings settings, TimeProvider time)
    {
        lastProfiles = FileExchangeServices.LastProfilesOf(settings);
        registry = new CustomerRegistry(settings.CustomersDirectory, time, NullLogger<CustomerRegistry>.Instance);
        registry.Reload();
        watch = new CustomerFolderWatch(registry, time, NullLogger<CustomerFolderWatch>.Instance);
    }

    /// <summary>By id; retired ones last.</summary>
    public IReadOnlyList<CustomerProfile> All => lastProfiles.Behind(registry.Current);

    public CustomerProfile? Find(string customer) => All.FirstOrDefault(one => one.CustomerId == customer);

    public ValueTask DisposeAsync() => watch.DisposeAsync();
}
