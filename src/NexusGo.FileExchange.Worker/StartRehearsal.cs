using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Pickup;
using Serilog;

namespace NexusGo.FileExchange.Worker;

/// <summary>
/// What the runtime compiles when it is first used is first used here, without an effect, by the processor that a start leaves idle: in a row it would be a
/// quarter of the time until the first look into an inbox.
/// </summary>
internal static class StartRehearsal
{
    /// <summary>Beside the reading of the configuration: writes a line to no log, and makes a pool that never connects.</summary>
    public static void Begin() => _ = Task.Run(() =>
    {
        using var logs = LoggerFactory.Create(logging => logging.AddSerilog(new LoggerConfiguration().CreateLogger(), dispose: true));
        WorkerLog.CustomerInUse(logs.CreateLogger(nameof(StartRehearsal)), "", "");
        using var pool = ExchangeDatabase.CreateDataSource("Host=/;Username=nobody");
    });

    /// <summary>Beside the building of the host: asks the database, for nobody and about no file, what the first look asks it.</summary>
    public static Task AskAsync(ExchangeDatabase database, CancellationToken cancellationToken) => new InboxStore(database).RecordAsync(
        new AreaLease(CustomerId.Production, Owner: "", Token: 0), seen: [], TimeProvider.System.GetUtcNow(), cancellationToken);
}
