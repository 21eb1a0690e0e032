namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// The most instructive histories, written down by hand: whatever becomes of the seeds, these stay what they are. In each of them a fault
/// comes at the place where a mutant of the list, or a fault that the product had, breaks something.
/// </summary>
internal static class NamedHistories
{
    /// <summary>Each with the sentence that it stands for.</summary>
    public static IReadOnlyList<(string Name, SimulationPlan Plan)> All { get; } =
    [
        ("A worker dies after it stored an order and before it answers it",
            Of([Order(0, 1)], new ScriptedFault("IFileTransaction.CommitAsync", 1, FaultKind.CrashAfter))),
        ("Nobody hears that an order was stored",
            Of([Order(0, 1)], new ScriptedFault("IFileTransaction.CommitAsync", 1, FaultKind.FailAfter))),
        ("A worker dies between the rename of a receipt and its note",
            Of([Order(0, 1), Consume(1, 40)], new ScriptedFault("rename /out/receipts/RCP", 1, FaultKind.CrashAfter))),
        ("A worker dies after it removed an order and before it notes that",
            Of([Order(0, 1)], new ScriptedFault("delete /in/ORD", 1, FaultKind.CrashAfter))),
        ("A worker stands still before it stores an order, and another one stores it",
            Of([Order(0, 1), Order(1, 20)], new ScriptedFault("IFileTransaction.CommitAsync", 1, FaultKind.Suspend)) with { Seed = 3 }),
        ("A worker stands still before it publishes a receipt, and another one does",
            Of([Order(0, 1), Consume(1, 60)], new ScriptedFault("rename /out/receipts/RCP", 1, FaultKind.Suspend)) with { Seed = 3 }),
        ("An order is replaced after it was claimed and before it is read",
            Of([Order(0, 1)], new ScriptedFault("open /in/ORD", 1, FaultKind.Replaced))),
        ("An order is replaced after it was answered and before it is removed",
            Of([Order(0, 1)], new ScriptedFault("delete /in/ORD", 1, FaultKind.Replaced))),
        ("An event file that is put off is not overtaken by the next one",
            Of([Order(0, 1)], new ScriptedFault("IEventTransaction.CommitAsync", 1, FaultKind.FailBefore),
                new ScriptedFault("IEventTransaction.CommitAsync", 2, FaultKind.FailBefore),
                new ScriptedFault("IEventTransaction.CommitAsync", 3, FaultKind.FailBefore)) with { HasPartner = true }),
        ("Nobody hears that a batch was stored",
            Of([Order(0, 1)], new ScriptedFault("IBatchTransaction.CommitAsync", 1, FaultKind.FailAfter)) with { HasPartner = true }),
        ("A worker stands still before it stores a back-report, and another one makes it",
            Of([Order(0, 1)], new ScriptedFault("IBackReportTransaction.CommitAsync", 1, FaultKind.Suspend)) with { HasPartner = true }),
        ("A card is cancelled while its batch is made",
            Of([Order(0, 1), new CustomerStep(100, TimeSpan.FromSeconds(30), 0, CustomerAct.Cancel, [new OrderLine(1000, 0, true)], -1)],
                new ScriptedFault("IBatchTransaction.OrderAsync", 1, FaultKind.Slow)) with { HasPartner = true }),
    ];

    private static SimulationPlan Of(IReadOnlyList<CustomerStep> steps, params ScriptedFault[] faults) => new()
    {
        Seed = 1,
        Steps = steps,
        Script = faults,
        FaultRate = 0,
        MostSkew = TimeSpan.Zero,
        MostJump = TimeSpan.Zero,
        SlowTransactions = 0,
        ReplaceRate = 0,
        HasPartner = false,
    };

    private static CustomerStep Order(int number, int seconds) => new(number, TimeSpan.FromSeconds(seconds), 0, CustomerAct.Order,
        [new OrderLine(1000 + number, 0, IsRight: true), new OrderLine(number, 0, IsRight: true)], -1);

    private static CustomerStep Consume(int number, int seconds) =>
        new(number, TimeSpan.FromSeconds(seconds), 0, CustomerAct.DeleteAnswers, [], -1);
}
