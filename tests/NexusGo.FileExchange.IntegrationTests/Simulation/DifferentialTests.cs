using System.Globalization;
using NexusGo.FileExchange.Testing.Postgres;
using NexusGo.FileExchange.Testing.Simulation;
using NexusGo.FileExchange.Testing.Simulation.Differential;
using NexusGo.FileExchange.Worker.Embedded;
using Xunit.Abstractions;

namespace NexusGo.FileExchange.IntegrationTests.Simulation;

/// <summary>
/// The simulation's doubles do what the engines do: histories without faults are played on both, and customers and partner see the same.
/// tests/differential.sh plays more of them.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Doubles_and_servers_answer_the_same()
    {
        var (first, histories) = (Number("NEXUSGO_FIRST", 1), Number("NEXUSGO_HISTORIES", 6));
        var lines = 0;
        for (var seed = first; seed < first + histories; seed++)
        {
            var plan = SimulationPlan.Of(seed, faults: false);
            await using var doubles = PlayedWorld.OnDoubles();
            var expected = await new PlayedHistory(plan, doubles).PlayAsync();
            var database = await TestCluster.CreateDatabaseAsync();
            await using (var servers = PlayedWorld.OnServers((await TestCluster.GetAsync()).ConnectionStringFor(
                PrivatePostgres.WorkerLogin, database)))
            {
                var found = await new PlayedHistory(plan, servers).PlayAsync();
                Assert.True(expected.SequenceEqual(found), $"Seed {seed}. Only the doubles:\n{Only(expected, found)}\nOnly the servers:\n"
                    + Only(found, expected));
            }

            await TestCluster.DropDatabaseAsync(database);
            lines += expected.Count;
        }

        Assert.True(lines > histories * 5, "The histories said next to nothing.");
        output.WriteLine($"{histories} histories from seed {first}: {lines} lines are the same.");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Only(IReadOnlyList<string> one, IReadOnlyList<string> other) => string.Join('\n', one.Except(other).Take(10));
}
