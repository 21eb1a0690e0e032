using System.Collections;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class EnvironmentNearMissTests
{
    [Theory]
    [InlineData("NEXUSGO_Database__ConnectionString", "NEXUSGO__Database__ConnectionString")]
    [InlineData("nexusgo__Lease__Duration", "NEXUSGO__Lease__Duration")]
    [InlineData("FileExchange__Lease__Duration", "NEXUSGO__Lease__Duration")]
    [InlineData("NEXUSGO__Lease__Duration", null)]
    [InlineData("NEXUSGO_CONFIG", null)]
    [InlineData("PATH", null)]
    public void A_variable_that_is_nearly_an_override_is_told_with_what_was_meant(string name, string? meant) =>
        Assert.Equal(meant is null ? [] : [$"environment: {name} is not read. Did you mean {meant}?"],
            EnvironmentOverrides.NearMisses("FileExchange", WorkerConfiguration.EnvironmentPrefix, new Hashtable { [name] = "x" }));
}
