using System.Globalization;
using NexusGo.FileExchange.Production;

namespace NexusGo.FileExchange.Worker.Status;

/// <summary>How status prints the partner's events that had no effect.</summary>
internal static class ProductionStatus
{
    public static void Print(EventTroubles? troubles, TextWriter output)
    {
        if (troubles is null)
        {
            return;
        }

        var held = troubles.HeldSince is { } since ? string.Create(CultureInfo.InvariantCulture,
            $"{troubles.Held} report(s) held since {since:u}, see: nexusgo-fx production held") : "nothing held";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  production: {held}; {troubles.Refused} event(s) refused within {EventTroubles.RefusedWithin.Days} days"));
        if (troubles.NotTaken > 0)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    ALARM  {troubles.NotTaken} batch(es) or cancellation(s) not taken by the partner; to write one anew: nexusgo-fx "
                + $"production reissue"));
        }

        foreach (var stage in troubles.Overdue)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    ALARM  {stage.Customer}  {stage.Cards} card(s) {stage.Status.ToWireName()} for too long, the first since "
                + $"{stage.Oldest:u}"));
        }

        foreach (var one in troubles.Latest)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"    {one.RecordedAt:u}  {one.Customer}  {one.Kind} {one.Effect} {one.Code}  {one.EventId}"));
        }
    }
}
