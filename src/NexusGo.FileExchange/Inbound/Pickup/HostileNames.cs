using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Tells operators of names that cannot be file names: each name once a day, only so many names of a customer, and how often they were seen
/// when the day is over. A server that shows a thousand of them at every look costs a few lines a day.
/// </summary>
internal sealed class HostileNames(TimeProvider clock, ILogger<HostileNames> log)
{
    /// <summary>Different names of one customer that are told on a day; the others are counted.</summary>
    public const int ToldNames = 10;

    private readonly ConcurrentDictionary<CustomerId, Today> days = new();

    /// <param name="customer">Whose inbox.</param>
    /// <param name="name">The name, escaped and masked.</param>
    public void See(CustomerId customer, string name)
    {
        var today = days.GetOrAdd(customer, _ => new Today());
        lock (today)
        {
            var date = SwedishTime.DateOf(clock.GetUtcNow());
            if (today.Date != date)
            {
                if (today.Seen > today.Told.Count)
                {
                    IntakeLog.HostileNamesOfTheDay(log, customer.Value, today.Date, today.Seen);
                }

                (today.Date, today.Seen) = (date, 0);
                today.Told.Clear();
            }

            today.Seen++;
            if (today.Told.Count < ToldNames && today.Told.Add(name))
            {
                IntakeLog.HostileName(log, customer.Value, name);
            }
        }
    }

    private sealed class Today
    {
        public DateOnly Date { get; set; }

        public long Seen { get; set; }

        public HashSet<string> Told { get; } = new(StringComparer.Ordinal);
    }
}
