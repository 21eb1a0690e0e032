using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

public sealed class TemporarySweepTests
{
    private const string Left = "/out/receipts/.nexusgo-0000000001a22c5421997002aada5021080876ce6.part";

    /// <summary>The simulation found it: the listing of the first sweep had lacked the file, and nobody looked again.</summary>
    [Fact]
    public async Task What_the_first_sweep_of_a_session_did_not_see_a_later_one_removes()
    {
        await using var rig = new InMemoryRig(profile => profile with
            { Intake = new IntakeSettings { PollInterval = TimeSpan.FromSeconds(30) } });
        await rig.PollAsync(1);
        rig.Area.Put(Left, []);
        await rig.PollAsync(1);
        Assert.Contains(Left, rig.Area.Files);

        rig.Clock.Advance(TemporarySweep.Again);
        await rig.PollAsync(1);
        Assert.DoesNotContain(Left, rig.Area.Files);
    }
}
