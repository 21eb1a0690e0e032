using System.Globalization;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>What the database says beside the workers' own words: how much is waiting, and who works on what.</summary>
/// <param name="Areas">One for each area asked about; empty when the database could not be asked.</param>
/// <param name="Problem">Why it could not be asked; null: it was.</param>
public sealed record DatabaseStatus(IReadOnlyList<AreaCounts> Areas, string? Problem)
{
    /// <summary>Longest wait for all answers; a status that hangs with its database would tell nothing.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    internal static async Task<DatabaseStatus> AskAsync(IExchangeCounts counts, IReadOnlyList<CustomerId> customers, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var areas = new List<AreaCounts>();
        try
        {
            foreach (var customer in customers)
            {
                areas.Add(await counts.OfAsync(customer, time.GetUtcNow(), either.Token));
            }

            return new DatabaseStatus(areas, null);
        }
        catch (FileExchangeException failure)
        {
            return new DatabaseStatus(areas, failure.Reason.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DatabaseStatus(areas, nameof(FailureReason.DatabaseUnavailable));
        }
    }

    internal void Print(TextWriter output)
    {
        if (Problem is not null)
        {
            output.WriteLine($"database: not asked ({Problem})");
        }

        foreach (var area in Areas)
        {
            output.WriteLine($"{area.Customer} in the database");
            Line(output, "open files", area.OpenFiles, area.OldestOpenFile);
            Line(output, "answers and reports to deliver", area.WaitingReports, area.OldestWaitingReport);
            Line(output, "delivered and not consumed", area.Out, null);
            Line(output, "uncollected", area.Uncollected, area.OldestUncollected);
            Line(output, "consumed, to be removed", area.ToRemove, null);
            Line(output, "changed after delivery, left alone", area.Changed, null);
            Line(output, "set aside", area.Quarantined, null);
            Line(output, "in the inbox, no files for us", area.ForeignEntries, null);
            if (area.Holds > 0)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  holds on erasure: {area.Holds}, the nearest ends {area.NearestHoldEnd:u}, see: nexusgo-fx hold list"));
            }

            foreach (var (problem, count) in area.Problems)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  {problem}: {count} file(s) could not be delivered or removed"));
            }

            if (area.LeaseOwner is not null)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  in the hands of {area.LeaseOwner} until {area.LeaseUntil:u}"));
            }
        }
    }

    private static void Line(TextWriter output, string what, long count, DateTimeOffset? oldest)
    {
        if (count > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {what}: {count}{(oldest is { } at ? $", the oldest since {at:u}" : "")}"));
        }
    }
}
