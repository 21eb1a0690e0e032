using System.CommandLine;

namespace NexusGo.FileExchange.Worker.Commands;

internal static class DemoCommand
{
    public static Command Create() => new("demo", "…");
}
