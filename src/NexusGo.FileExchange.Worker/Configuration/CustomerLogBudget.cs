using Serilog.Core;
using Serilog.Events;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// Only so many bytes of the log files are about one customer on a day (UTC): what it sends, or what its server says, must not fill the
/// disk or push the others' lines out. Errors have a budget of their own, so that a flood of warnings hides none.
/// </summary>
/// <param name="bytesPerDay">The budget, once for errors and once for everything else.</param>
internal sealed class CustomerLogBudget(long bytesPerDay) : ILogEventFilter
{
    /// <summary>Time, level, number and source of a line.</summary>
    private const int FixedBytes = 100;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Customer, bool IsError), long> used = [];
    private DateOnly day;

    /// <summary>Told of each customer whose budget is used up, once a day.</summary>
    public Action<string>? UsedUp { get; set; }

    public bool IsEnabled(LogEvent logEvent)
    {
        if (!logEvent.Properties.TryGetValue("Customer", out var property) || property is not ScalarValue { Value: string customer })
        {
            return true;
        }

        var account = (customer, logEvent.Level >= LogEventLevel.Error);
        var length = FixedBytes + logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture).Length
            + (logEvent.Exception?.ToString().Length ?? 0);
        long before;
        lock (gate)
        {
            if (DateOnly.FromDateTime(logEvent.Timestamp.UtcDateTime) is var today && today != day)
            {
                day = today;
                used.Clear();
            }

            before = used.GetValueOrDefault(account);
            used[account] = before + length;
        }

        if (before + length <= bytesPerDay)
        {
            return true;
        }

        if (before <= bytesPerDay)
        {
            UsedUp?.Invoke(customer);
        }

        return false;
    }
}
