using System.Globalization;
using System.Text;
using NexusGo.FileExchange.Testing.Requests;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>What a simulated customer does.</summary>
internal enum CustomerAct
{
    /// <summary>Puts a new order into the inbox.</summary>
    Order,
    /// <summary>The same, in two parts with a pause between them.</summary>
    SlowOrder,
    /// <summary>An order sent before, under another name.</summary>
    OrderAgain,
    /// <summary>Another order under a name that was used before, once that one is gone.</summary>
    NameAgain,
    /// <summary>The same, without waiting.</summary>
    Replace,
    /// <summary>Deletes what lies in its folders of answers.</summary>
    DeleteAnswers,
    /// <summary>Puts NAME.done beside each answer.</summary>
    MarkAnswers,
    /// <summary>Moves each answer to the folder of consumed ones.</summary>
    MoveAnswers,
    /// <summary>Asks for cards of an order not to be made.</summary>
    Cancel,
    /// <summary>Asks for cards of an order to be erased.</summary>
    Erase,
    /// <summary>An operator keeps the customer's data from being erased, for a while.</summary>
    Hold,
    /// <summary>An operator changes the customer's profile.</summary>
    Edit,
    /// <summary>An operator pauses the customer, for a while.</summary>
    Pause,
}

/// <summary>One row of an order: which reference, and what is asked for.</summary>
internal readonly record struct OrderLine(int Reference, int Variant, bool IsRight);

/// <summary>One thing that a customer does at a time.</summary>
internal sealed record CustomerStep(int Number, TimeSpan At, int Customer, CustomerAct Act, IReadOnlyList<OrderLine> Lines, int Other)
{
    public bool IsRequest => Act is CustomerAct.Cancel or CustomerAct.Erase;

    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"{(IsRequest ? "REQ" : "ORD")}_{SimulationPlan.CustomerName(Customer)}_{Number:000000}.csv");

    /// <summary>The bytes of the file.</summary>
    public byte[] Content
    {
        get
        {
            if (IsRequest)
            {
                return Encoding.UTF8.GetBytes(Asking.File(Lines.Select(line => string.Create(CultureInfo.InvariantCulture,
                    $"R{Number}-{line.Reference};{Act};CUSTOMER_REF;{SimulationPlan.CustomerName(Customer)}-{line.Reference};;;"))));
            }

            var text = new StringBuilder("customer_ref;product_code;delivery_address_id;cost_centre\r\n");
            foreach (var line in Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"{SimulationPlan.CustomerName(Customer)}-{line.Reference};")
                    .Append(CultureInfo.InvariantCulture, $"{(line.IsRight ? "VISITOR" : "NOPE")};HQ;K{line.Variant}\r\n");
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{SimulationPlan.CustomerName(Customer)} {Act} ")
        + (Lines.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Name} of {Lines.Count} rows"));
}

/// <summary>One simulated history before it happens: everything follows from the seed, less what is left out to make it shorter.</summary>
internal sealed record SimulationPlan
{
    public const int Customers = 2;
    public const int Workers = 2;

    /// <summary>Faults and customers' acts come in this time; afterwards everything is to come to its end.</summary>
    public static readonly TimeSpan Storm = TimeSpan.FromSeconds(90);

    public required long Seed { get; init; }
    public required IReadOnlyList<CustomerStep> Steps { get; init; }

    /// <summary>How likely a fault is at each verb.</summary>
    public required double FaultRate { get; init; }

    /// <summary>By how much a worker's clock may be wrong, at most.</summary>
    public required TimeSpan MostSkew { get; init; }

    /// <summary>By how much a worker's clock may jump, ahead or back, until the last fault is over.</summary>
    public required TimeSpan MostJump { get; init; }

    /// <summary>How likely a verb of a transaction takes long.</summary>
    public required double SlowTransactions { get; init; }

    /// <summary>How likely a customer replaces an order at the moment in which a worker asks for it.</summary>
    public required double ReplaceRate { get; init; }

    /// <summary>Whether cards are made, or only ordered.</summary>
    public required bool HasPartner { get; init; }

    /// <summary>Whether customers ask for something about their cards.</summary>
    public bool HasRequests => Steps.Any(step => step.Act >= CustomerAct.Cancel);

    /// <summary>How likely an order that was removed lies there again a while later.</summary>
    public double ComeBackRate { get; init; }

    /// <summary>Faults that are written down; where there are any, the seed brings none at verbs.</summary>
    public IReadOnlyList<ScriptedFault> Script { get; init; } = [];

    /// <summary>Faults that are left out.</summary>
    public IReadOnlySet<FaultId> Without { get; init; } = new HashSet<FaultId>();

    /// <summary>Null: all. Otherwise the only faults there are.</summary>
    public IReadOnlySet<FaultId>? Only { get; init; }

    public static string CustomerName(int customer) => "CUS" + (char)('A' + customer);

    public static int NumberOf(string customerName) => customerName[^1] - 'A';

    public static SimulationPlan Of(long seed, bool faults = true)
    {
        var chance = Chance.Of(seed).For("plan");
        var steps = new List<CustomerStep>();
        var count = 3 + chance.For("count").Below(6);
        for (var number = 0; number < count; number++)
        {
            steps.Add(StepOf(chance.For("step").For(number), number, steps));
        }

        if (chance.For("requests").Happens(0.4))
        {
            count = 1 + chance.For("how many requests").Below(4);
            for (var number = 0; number < count; number++)
            {
                steps.Add(RequestOf(chance.For("request").For(number), 100 + number, steps));
            }
        }

        return new SimulationPlan
        {
            Seed = seed,
            Steps = steps,
            FaultRate = !faults ? 0 : chance.For("rate").Below(4) switch { 0 => 0, 1 => 0.005, 2 => 0.02, _ => 0.06 },
            SlowTransactions = faults && chance.For("slow transactions").Happens(0.25) ? 0.15 : 0,
            ReplaceRate = faults && chance.For("replaced").Happens(0.3) ? 0.05 : 0,
            ComeBackRate = faults && chance.For("comes back").Happens(0.2) ? 0.2 : 0,
            HasPartner = chance.For("partner").Happens(0.5),
            MostJump = chance.For("jump").Unit() switch { < 0.85 => TimeSpan.Zero, < 0.93 => TimeSpan.FromMinutes(1),
                _ => TimeSpan.FromMinutes(25) },
            MostSkew = TimeSpan.FromSeconds(chance.For("skew").Below(2)),
        };
    }

    private static CustomerStep StepOf(Chance chance, int number, List<CustomerStep> before)
    {
        var customer = chance.For("customer").Below(Customers);
        var at = chance.For("at").Between(TimeSpan.Zero, Storm);
        var orders = before.FindAll(step => step.Act <= CustomerAct.SlowOrder && step.Customer == customer);
        var act = chance.For("act").Unit() switch
        {
            < 0.45 => CustomerAct.Order,
            < 0.55 => CustomerAct.SlowOrder,
            < 0.67 => CustomerAct.OrderAgain,
            < 0.75 => CustomerAct.NameAgain,
            < 0.80 => CustomerAct.Replace,
            < 0.86 => CustomerAct.DeleteAnswers,
            < 0.93 => CustomerAct.MarkAnswers,
            _ => CustomerAct.MoveAnswers,
        };
        if (act is CustomerAct.OrderAgain or CustomerAct.NameAgain or CustomerAct.Replace && orders.Count == 0)
        {
            act = CustomerAct.Order;
        }

        var other = act is CustomerAct.OrderAgain or CustomerAct.NameAgain or CustomerAct.Replace
            ? orders[chance.For("other").Below(orders.Count)] : null;
        var lines = act == CustomerAct.OrderAgain ? other!.Lines : LinesOf(chance.For("lines"), number);
        return new CustomerStep(number, at, customer, act, lines, other?.Number ?? -1);
    }

    /// <summary>About cards of one order, as a rule of one that came before.</summary>
    private static CustomerStep RequestOf(Chance chance, int number, List<CustomerStep> before)
    {
        var order = before.FindAll(step => step.Act <= CustomerAct.SlowOrder) is { Count: > 0 } orders
            ? orders[chance.For("order").Below(orders.Count)] : null;
        var act = order is null ? CustomerAct.Hold : chance.For("act").Unit() switch
        {
            < 0.5 => CustomerAct.Cancel,
            < 0.8 => CustomerAct.Erase,
            < 0.88 => CustomerAct.Hold,
            < 0.94 => CustomerAct.Edit,
            _ => CustomerAct.Pause,
        };
        var lines = act >= CustomerAct.Hold ? [] : order!.Lines.DistinctBy(line => line.Reference)
            .Where(line => line.Reference >= 1000 || chance.For(line.Reference).Happens(0.3)).ToList();
        return new CustomerStep(number, chance.For("at").Between(order?.At ?? TimeSpan.Zero, Storm), order?.Customer
            ?? chance.For("customer").Below(Customers), act, lines, -1);
    }

    /// <summary>The first row's reference is the file's own; the others are of a few that all files share.</summary>
    internal static List<OrderLine> LinesOf(Chance chance, int number)
    {
        var lines = new List<OrderLine> { new(1000 + number, 0, IsRight: true) };
        for (var at = 0; at < chance.For("rows").Below(5); at++)
        {
            var one = chance.For(at);
            lines.Add(new OrderLine(one.For("reference").Below(6), one.For("variant").Below(2), !one.For("wrong").Happens(0.15)));
        }

        return lines;
    }
}
