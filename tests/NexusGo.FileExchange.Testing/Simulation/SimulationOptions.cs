using System.Globalization;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <param name="First">The first seed.</param>
/// <param name="Seeds">How many, at most.</param>
/// <param name="Within">Time in which a further one is begun.</param>
/// <param name="Story">Whether everything that happens is told.</param>
/// <param name="Shrink">Whether a failing history is made shorter.</param>
internal sealed record SimulationOptions(long First, long Seeds, TimeSpan Within, bool Story, bool Shrink)
{
    /// <summary>Whether the histories that are written down are played, instead of seeds.</summary>
    public bool Named { get; private init; }

    /// <summary>Null: something is no option.</summary>
    public static SimulationOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new SimulationOptions(1, 1000, TimeSpan.MaxValue, Story: false, Shrink: true);
        for (var at = 0; at < arguments.Count; at++)
        {
            var value = at + 1 < arguments.Count ? arguments[at + 1] : "";
            var isNumber = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            switch (arguments[at])
            {
                case "--first" when isNumber:
                    options = options with { First = number };
                    break;
                case "--seeds" when isNumber:
                    options = options with { Seeds = number };
                    break;
                case "--seed" when isNumber:
                    options = options with { First = number, Seeds = 1 };
                    break;
                case "--minutes" when isNumber:
                    options = options with { Within = TimeSpan.FromMinutes(number), Seeds = long.MaxValue };
                    break;
                case "--story":
                    options = options with { Story = true };
                    continue;
                case "--named":
                    options = options with { Named = true };
                    continue;
                case "--as-found":
                    options = options with { Shrink = false };
                    continue;
                default:
                    return null;
            }

            at++;
        }

        return options;
    }
}
