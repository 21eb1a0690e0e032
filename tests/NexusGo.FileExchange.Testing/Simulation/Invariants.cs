using System.Security.Cryptography;
using NexusGo.FileExchange.Delivery;
using NexusGo.FileExchange.Production;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Sftp;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// What has to be true of every history, whatever fails, in plain words. What is found out is asked of customers' areas as the customers
/// see them, and of the store's rows; never of the product.
/// </summary>
internal sealed class Invariants
{
    public const string OneReceipt = "Exactly one receipt answers each file";
    public const string SameBytes = "An answer is never changed or replaced";
    public const string CountsAddUp = "The counts of a receipt add up and are those of its results";
    public const string ReceiptLast = "Results and errors are there before the receipt";
    public const string NoCardTwice = "No card twice, none lost";
    public const string OwnArea = "Nothing of one customer comes into another's area";
    public const string AnsweredBeforeRemoved = "No order is removed before its answers are delivered";
    public const string ConsumedBeforeRemoved = "No answer is removed by us that was not consumed";
    public const string DeletedIsGone = "What counts as deleted is gone";
    public const string OrderedOnce = "A card is ordered from the partner once";
    public const string ToldOnce = "Every change of a status is in exactly one back-report, and their numbers have no gap";
    public const string CardsEnd = "Every card comes to the end that the partner told";
    public const string NothingLeft = "Every file ends, and nothing temporary is left";
    public const string NoDefect = "Nothing fails but the environment";

    /// <summary>How long after the last fault everything has to be done.</summary>
    public static readonly TimeSpan EverythingEndsWithin = TimeSpan.FromMinutes(90);

    private readonly SimulationWorld world;
    private readonly RequestInvariants? requests;
    private readonly Dictionary<(string Customer, string Path), List<byte[]>> published = [];
    private readonly HashSet<long> cardNumbers = [];
    private readonly HashSet<(string Customer, UInt128 Reference)> references = [];
    private readonly HashSet<Guid> answered = [];
    private readonly HashSet<string> toldEvents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> backReports = [];
    private InvariantException? broken;
    private int cardsSeen;
    private int reportsSeen;

    public Invariants(SimulationWorld world)
    {
        this.world = world;
        requests = world.Plan.HasRequests ? new RequestInvariants(world, Break) : null;
    }

    /// <summary>What a worker's run or log brought to light.</summary>
    public void Defect(string what) => Break(NoDefect, what);

    /// <summary>What the partner sees in its batches.</summary>
    public void OrderedTwice(string what) => Break(OrderedOnce, what);

    /// <summary>Before a change of a customer's area.</summary>
    public void OnChange(SimulatedArea customer, RemotePath path, InMemoryRemoteArea.Node? before, InMemoryRemoteArea.Node? after)
    {
        if (customer.IsActing)
        {
            return;
        }

        var name = path.ToString();
        if (name[name.LastIndexOf('/') + 1] == '.')
        {
            return;
        }

        if (after is null)
        {
            Removed(customer, name, before!);
        }
        else if (before is not null)
        {
            Break(SameBytes, $"{name} of {customer.Name} was replaced");
        }
        else
        {
            Published(customer, name, after.Content);
        }
    }

    /// <summary>After every event: what has come into the ledgers.</summary>
    public void AfterStep()
    {
        for (; cardsSeen < world.Exchange.Cards.Count; cardsSeen++)
        {
            var card = world.Exchange.Cards[cardsSeen];
            if (!cardNumbers.Add(card.CardNo) || (card.RefIndex != 0
                && !references.Add((card.Customer.Value, card.RefIndex)) && world.Exchange.Cards.Count(other => other.Customer
                == card.Customer && other.RefIndex == card.RefIndex) > 1))
            {
                Break(NoCardTwice, $"card {card.CardNo} of {card.Customer} is a second one");
            }
        }

        for (; reportsSeen < world.Exchange.ReportRows.Count; reportsSeen++)
        {
            var report = world.Exchange.ReportRows[reportsSeen].Report;
            if (report.Kind == Reports.ReportKind.Receipt && !answered.Add(report.FileId!.Value))
            {
                Break(OneReceipt, $"file {report.FileId} has a second receipt, {report.Name}");
            }
        }

        requests?.AfterStep();
        if (broken is not null)
        {
            throw broken;
        }
    }

    /// <summary>What is not at its end yet; null: everything is.</summary>
    public string? Unfinished()
    {
        if (world.Exchange.Files.Find(file => file.State != "CLOSED") is { } open)
        {
            return $"{open.StoredName} of {open.Claimed.Customer} is {open.State} ({open.LastProblem})";
        }

        if (world.Exchange.ReportRows.Find(report => report.DeliveredAt is null) is { } waiting)
        {
            return $"{waiting.Report.Name} is not delivered ({waiting.LastProblem})";
        }

        if (requests?.Unfinished() is { } unfinished)
        {
            return unfinished;
        }

        return (world.Partner is null ? null : UnfinishedCard()) ?? UnfinishedFile();
    }

    private string? UnfinishedFile()
    {
        foreach (var customer in world.Areas)
        {
            foreach (var path in customer.Area.Files)
            {
                if (path.StartsWith("/in/", StringComparison.Ordinal))
                {
                    return $"{path} of {customer.Name} lies in the inbox";
                }

                if (path.Contains("/.", StringComparison.Ordinal))
                {
                    return $"{path} of {customer.Name} is left";
                }

                if (customer.Consumed.Contains(path) || path.StartsWith("/out/consumed/", StringComparison.Ordinal)
                    || path.EndsWith(".done", StringComparison.Ordinal))
                {
                    return $"{path} of {customer.Name} is consumed and still there";
                }
            }
        }

        return world.Customers.Any(one => one.Waiting > 0) ? "an order is on its way" : null;
    }

    private string? UnfinishedCard()
    {
        var register = world.Exchange.Register;
        if (register.Cards.Values.FirstOrDefault(one => one.Card.Facts.Status is CardStatus.Accepted) is { } waiting)
        {
            return $"card {waiting.CardNo} was not ordered from the partner";
        }

        return !world.Partner!.IsDone ? "the partner has cards in hand"
            : world.Exchange.Cards.Exists(card => !world.Exchange.ToldCards.Contains(card.Card.CardId))
                || world.Customers.Any(customer => register.Events.Skip(world.Exchange.BackReportSeries
                    .GetValueOrDefault(customer.Profile.Id).Position).Any(one => one.Customer == customer.Name
                    && InMemoryBackReportStore.IsTold(one)))
                ? "something is not in a back-report" : null;
    }

    /// <summary>When everything should be done.</summary>
    public void AtEnd()
    {
        if (Unfinished() is { } what)
        {
            Break(NothingLeft, what);
        }

        if (world.Exchange.ReportRows.Find(row => row.DeletedAt is not null && world.Areas.Any(customer =>
            customer.Name == row.Report.Customer.Value && customer.Area.Get(row.Report.Folder + row.Report.Name) is not null)) is { } there)
        {
            Break(DeletedIsGone, $"{there.Report.Name} of {there.Report.Customer}");
        }

        foreach (var area in world.Areas)
        {
            CheckReceipts(area);
        }

        foreach (var customer in world.Customers)
        {
            CheckCards(customer);
        }

        if (world.Partner is not null)
        {
            CheckBackReports();
        }

        AfterStep();
    }

    private void Published(SimulatedArea customer, string path, byte[] content)
    {
        if (!published.TryGetValue((customer.Name, path), out var versions))
        {
            published.Add((customer.Name, path), versions = []);
        }

        // Whoever dies between the rename and its note delivers again what the customer may have taken away meanwhile.
        versions.Add(content);
        customer.Consumed.Remove(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (versions.Count > 1 && (!content.AsSpan().SequenceEqual(versions[0])
            || world.Exchange.ReportRows.Exists(row => row.Report.Customer.Value == customer.Name
                && row.DeliveredAt is not null && row.Report.Folder + row.Report.Name == path)))
        {
            Break(SameBytes, $"{path} of {customer.Name} was put there a second time");
        }

        var text = System.Text.Encoding.UTF8.GetString(content);
        if (world.Customers.Any(other => other != customer && text.Contains(other.Name, StringComparison.Ordinal)))
        {
            Break(OwnArea, $"{path} of {customer.Name} names another customer");
        }

        if (name.StartsWith("BRP_", StringComparison.Ordinal) && versions.Count == 1)
        {
            CheckBackReport(customer.Name, name, AnswerFile.Read(content));
        }
        else if (name.StartsWith("RCP_", StringComparison.Ordinal))
        {
            CheckReceipt(customer, name, AnswerFile.Read(content)[0]);
        }
    }

    private void CheckReceipt(SimulatedArea customer, string name, IReadOnlyDictionary<string, string> receipt)
    {
        int Count(string column) => int.Parse(receipt[column], System.Globalization.CultureInfo.InvariantCulture);
        var total = Count("rows_total");
        if (total != Count("rows_accepted") + Count("rows_rejected") + Count("rows_on_hold") + Count("rows_unchanged"))
        {
            Break(CountsAddUp, $"{name} of {customer.Name}");
        }

        if (receipt["file_status"] is not ("ACCEPTED" or "PARTIAL" or "PENDING_APPROVAL"))
        {
            return;
        }

        if (!published.TryGetValue((customer.Name, "/out/receipts/RES" + name[3..]), out var results))
        {
            Break(ReceiptLast, $"{name} of {customer.Name} came before its results");
            return;
        }

        var lines = AnswerFile.Read(results[0]);
        if (lines.Count != total || lines.Count(line => line["outcome"] is "ACCEPTED" or "DONE") != Count("rows_accepted"))
        {
            Break(CountsAddUp, $"{name} of {customer.Name} counts {total} rows, its results {lines.Count}");
        }

        if (Count("rows_rejected") > 0 && lines.Any(line => line["first_error_code"].Length > 0)
            && !published.ContainsKey((customer.Name, "/out/errors/ERR" + name[3..])))
        {
            Break(ReceiptLast, $"{name} of {customer.Name} came before its errors");
        }
    }

    private void Removed(SimulatedArea customer, string path, InMemoryRemoteArea.Node gone)
    {
        if (path.StartsWith("/in/", StringComparison.Ordinal))
        {
            var hash = SHA256.HashData(gone.Content);
            var file = world.Exchange.Files.FindLast(row => row.Claimed.Customer.Value == customer.Name
                && row.Claimed.Path.ToString() == path && row.Verdict is { } verdict && verdict.Sha256.Span.SequenceEqual(hash));
            if (file is null || world.Exchange.ReportRows.Exists(report => report.Report.FileId == file.Claimed.FileId
                && !published.ContainsKey((customer.Name, report.Report.Folder + report.Report.Name))))
            {
                Break(AnsweredBeforeRemoved, $"{path} of {customer.Name}");
            }
        }
        else if (!path.EndsWith(".done", StringComparison.Ordinal) && !path.StartsWith("/out/consumed/", StringComparison.Ordinal)
            && !customer.EverConsumed.Contains(path))
        {
            Break(ConsumedBeforeRemoved, $"{path} of {customer.Name}");
        }
    }

    private void CheckBackReport(string customer, string name, IReadOnlyList<IReadOnlyDictionary<string, string>> lines)
    {
        var number = int.Parse(name[(name.LastIndexOf('_') + 1)..name.IndexOf('.', StringComparison.Ordinal)],
            System.Globalization.CultureInfo.InvariantCulture);
        if (number != (backReports[customer] = backReports.GetValueOrDefault(customer) + 1))
        {
            Break(ToldOnce, $"{name} is number {backReports[customer]} of {customer}");
        }

        foreach (var line in lines.Where(line => line["record_type"] == "D"))
        {
            if (!toldEvents.Add(line["event_id"]))
            {
                Break(ToldOnce, $"{name} tells an event that was told before");
            }
        }
    }

    private void CheckBackReports()
    {
        var happened = world.Exchange.Register.Events.FindAll(one => InMemoryBackReportStore.IsTold(one))
            .Select(one => one.EventId.ToString())
            .Concat(world.Exchange.Cards.Select(card => card.Card.CardId.ToString()));
        if (!toldEvents.SetEquals(happened))
        {
            Break(ToldOnce, "what happened is not what was told");
        }

        if (world.Exchange.Register.Cards.Values.FirstOrDefault(one => one.Card.Facts is not { Status: CardStatus.Delivered,
            IsInvoiced: true } and not { Status: CardStatus.Cancelled }) is { } card)
        {
            Break(CardsEnd, $"card {card.CardNo} is {card.Card.Facts.Status}");
        }
    }

    private void CheckReceipts(SimulatedArea customer)
    {
        var receipts = published.Where(one => one.Key.Customer == customer.Name
            && one.Key.Path.StartsWith("/out/receipts/RCP_", StringComparison.Ordinal))
            .Select(one => AnswerFile.Read(one.Value[0])[0]).Select(line => (Name: line["file_name"], Hash: line["sha256"])).ToList();
        var overwritten = customer.Overwritten.Concat(customer.CameBack).ToList();
        foreach (var (name, content) in customer.Dropped)
        {
            if (!receipts.Remove((name, Convert.ToHexStringLower(SHA256.HashData(content))))
                && !overwritten.Remove((name, content)))
            {
                Break(OneReceipt, $"{name} of {customer.Name} has no receipt");
            }
        }

        if (receipts is [var more, ..])
        {
            Break(OneReceipt, $"{more.Name} of {customer.Name} has a receipt too many");
        }
    }

    /// <summary>Each reference that was ordered rightly is one card, told as accepted in one file and to nobody else.</summary>
    private void CheckCards(SimulatedCustomer customer)
    {
        var ordered = customer.Ordered.Where(line => line.IsRight)
            .Select(line => $"{customer.Name}-{line.Reference}").ToHashSet(StringComparer.Ordinal);
        var results = published.Where(one => one.Key.Customer == customer.Name
            && one.Key.Path.StartsWith("/out/receipts/RES_", StringComparison.Ordinal))
            .SelectMany(one => AnswerFile.Read(one.Value[0])).ToList();
        var accepted = results.FindAll(line => line["outcome"] == "ACCEPTED");
        requests?.AtEnd(customer, results);
        foreach (var line in accepted)
        {
            // What was cancelled or erased may be ordered again.
            if (!ordered.Remove(line["ref"]) && !customer.Requested.Any(asked => asked.Reference == line["ref"]))
            {
                Break(NoCardTwice, $"{line["ref"]} was accepted twice, or never ordered");
            }
        }

        ordered.ExceptWith(customer.Replaced
            .Select(line => $"{customer.Name}-{line.Reference}").Where(one => !accepted.Exists(line => line["ref"] == one)));

        if (ordered.Count > 0)
        {
            Break(NoCardTwice, $"{string.Join(", ", ordered)} was ordered and never accepted");
        }

        var cards = world.Exchange.Cards.Where(card => card.Customer.Value == customer.Name)
            .Select(card => card.CardNo.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        if (!cards.SetEquals(accepted.Select(line => line["card_no"])))
        {
            Break(NoCardTwice, $"the cards of {customer.Name} are not those of its results");
        }
    }

    private void Break(string invariant, string what) => broken ??= new InvariantException(invariant, what);
}
