using System.Globalization;
using System.Text;

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
}

/// <summary>One row of an order: which reference, and what is asked for.</summary>
internal readonly record struct OrderLine(int Reference, int Variant, bool IsRight);

/// <summary>One thing that a customer does at a time.</summary>
internal sealed record CustomerStep(int Number, TimeSpan At, int Customer, CustomerAct Act, IReadOnlyList<OrderLine> Lines, int Other)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"ORD_{SimulationPlan.CustomerName(Customer)}_{Number:000000}.csv");

    /// <summary>The bytes of the order.</summary>
    public byte[] Content
    {
        get
        {
            var text = new StringBuilder("customer_ref;product_code;delivery_address_id;cost_centre\r\n");
            foreach (var line in Lines)
            {
                text.Append(CultureInfo.InvariantCulture, $"{SimulationPlan.CustomerName(Customer)}-{line.Reference};")
                    .Append(CultureInfo.InvariantCulture, $"{(line.IsRight ? "VISITOR" : "NOPE")};HQ;K{line.Variant}\r\n");
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{SimulationPlan.CustomerName(Customer)} {Act} {(Act <= CustomerAct.Replace ? Name + " of " + Lines.Count + " rows" : "")}");
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

    /// <summary>Whether cards are made, or only ordered.</summary>
    public required bool HasPartner { get; init; }

    /// <summary>Faults that are left out.</summary>
    public IReadOnlySet<FaultId> Without { get; init; } = new HashSet<FaultId>();

    /// <summary>Null: all. Otherwise the only faults there are.</summary>
    public IReadOnlySet<FaultId>? Only { get; init; }

    public static string CustomerName(int customer) => "CUS" + (char)('A' + customer);

    public static SimulationPlan Of(long seed, bool faults = true)
    {
        var chance = Chance.Of(seed).For("plan");
        var steps = new List<CustomerStep>();
        var count = 3 + chance.For("count").Below(6);
        for (var number = 0; number < count; number++)
        {
            steps.Add(StepOf(chance.For("step").For(number), number, steps));
        }

        return new SimulationPlan
        {
            Seed = seed,
            Steps = steps,
            FaultRate = !faults ? 0 : chance.For("rate").Below(4) switch { 0 => 0, 1 => 0.005, 2 => 0.02, _ => 0.06 },
            HasPartner = chance.For("partner").Happens(0.5),
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

    /// <summary>The first row's reference is the file's own; the others are of a few that all files share.</summary>
    private static List<OrderLine> LinesOf(Chance chance, int number)
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
