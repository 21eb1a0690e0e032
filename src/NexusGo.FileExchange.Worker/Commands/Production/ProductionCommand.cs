using System.CommandLine;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>The verbs about what the production partner reported.</summary>
internal static class ProductionCommand
{
    public static Command Create() => new("production", "Look after reports of finished cards that lack something.")
    {
        ProductionHeldCommand.Create(),
        ProductionDecideCommand.Release(),
        ProductionDecideCommand.SendBack(),
    };
}
