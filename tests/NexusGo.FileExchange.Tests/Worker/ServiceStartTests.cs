using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class ServiceStartTests
{
    /// <summary>What is taken for a service's start without parsing means the same when it is parsed.</summary>
    [Theory]
    [InlineData(null, "run")]
    [InlineData("/etc/somewhere", "run", "--config", "/etc/somewhere")]
    public void The_line_of_a_service_manager_is_known_without_parsing(string? folder, params string[] args)
    {
        Assert.True(CommandLine.IsServiceStart(args, out var found));
        Assert.Equal(folder, found);

        var parsed = CommandLine.Build().Parse(args);
        Assert.Empty(parsed.Errors);
        Assert.Equal(folder, parsed.GetValue(CommandLine.ConfigOption));
        Assert.Contains(parsed.CommandResult.Command.Name, (string[])["run", CommandLine.Build().Name]);
    }

    [Theory]
    [InlineData("run", "--config")]
    [InlineData("run", "--config", "--help")]
    [InlineData("run", "--help")]
    [InlineData("--version")]
    [InlineData("run", "status")]
    [InlineData("--config", "/etc/somewhere", "status")]
    [InlineData("runs")]
    [InlineData("RUN")]
    [InlineData]
    public void Everything_else_is_parsed(params string[] args) => Assert.False(CommandLine.IsServiceStart(args, out _));
}
