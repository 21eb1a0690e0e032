using System.CommandLine;

namespace NexusGo.FileExchange.Worker.Commands.Production;

/// <summary>The verbs about what the production partner reported.</summary>
internal static class ProductionCommand
{
    public static Command Create() => new("production", "Look after what the production partner has, reports and lost files.")
    {
        ProductionHeldCommand.Create(),
        ProductionDecideCommand.Release(),
        ProductionDecideCommand.SendBack(),
        ProductionReissueCommand.Create(),
        ProductionFailedCardCommand.Reorder(),
        ProductionFailedCardCommand.Close(),
    };
}
