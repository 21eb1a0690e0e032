using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Testing.Stores;

namespace NexusGo.FileExchange.Tests.Stores;

/// <summary>What becomes of an order file's rows, on doubles.</summary>
public sealed class OrderStageTests
{
    private const string Header = "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id\r\n";
    private const string Ida = "A1;ID-STD;Ida;Ek;199001019802;HQ\r\n";

    [Theory]
    [InlineData(Ida + "A2;NOPE;Bo;Al;199001029801;HQ\r\n", "PARTIAL", "ACCEPTED REJECTED")]
    [InlineData(Ida + Ida, "ACCEPTED", "ACCEPTED UNCHANGED")]
    [InlineData(Ida + "A1;ID-STD;Bo;Al;199001029801;HQ\r\n", "PARTIAL", "ACCEPTED REJECTED")]
    [InlineData(Ida + "A2;ID-STD;Ida;Ek;199001019802;HQ\r\n", "ACCEPTED", "ACCEPTED ON_HOLD")]
    [InlineData(Ida + "A2;VISITOR;Ida;Ek;199001019802;HQ\r\n", "ACCEPTED", "ACCEPTED ACCEPTED")]
    [InlineData("A1;NOPE;Ida;Ek;199001019802;HQ\r\n", "REJECTED", "REJECTED")]
    public async Task Rows_are_decided_by_the_rules_and_by_the_rows_before_them(string rows, string status, string outcomes)
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Header + rows);
        await rig.PollAsync();
        Assert.Equal((status, outcomes), (rig.Receipt("ORD_1")["file_status"], Outcomes(rig, "ORD_1")));
        Assert.Equal(outcomes.Split(' ').Count(outcome => outcome is "ACCEPTED" or "ON_HOLD"), rig.Exchange.Cards.Count);
    }

    [Theory]
    [InlineData(Ida, 0, "DUPLICATE", null)]
    [InlineData(Ida, 401, "ACCEPTED", "UNCHANGED")]
    [InlineData(Ida + "A2;VISITOR;Bo;Al;199001029801;HQ\r\n", 1, "ACCEPTED", "UNCHANGED ACCEPTED")]
    [InlineData("A1;ID-STD;Eva;Ek;199001019802;HQ\r\n", 1, "REJECTED", "REJECTED")]
    [InlineData("B1;ID-STD;Ida;Ek;199001019802;HQ\r\n", 29, "ACCEPTED", "ON_HOLD")]
    [InlineData("B1;ID-STD;Ida;Ek;199001019802;HQ\r\n", 31, "ACCEPTED", "ACCEPTED")]
    public async Task A_second_file_is_judged_by_what_the_first_one_brought(string rows, int days, string status, string? outcomes)
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/ORD_1.csv", Header + Ida);
        await rig.PollAsync();
        rig.Clock.Advance(TimeSpan.FromDays(days));
        rig.Drop("/in/ORD_2.csv", Header + rows);
        await rig.PollAsync();
        Assert.Equal(status, rig.Receipt("ORD_2")["file_status"]);
        Assert.Equal(outcomes, outcomes is null ? null : Outcomes(rig, "ORD_2"));
    }

    [Fact]
    public async Task All_or_nothing_answers_right_rows_as_refused_with_the_others_and_stores_none()
    {
        await using var rig = new InMemoryRig(p => p with { Orders = p.Orders with { Accept = AcceptMode.AllOrNothing } });
        rig.Drop("/in/ORD_1.csv", Header + Ida + "A2;NOPE;Bo;Al;199001029801;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(("REJECTED", "REJECTED REJECTED"), (rig.Receipt("ORD_1")["file_status"], Outcomes(rig, "ORD_1")));
        Assert.Equal("E-VAL-90", rig.Results("ORD_1")[0]["first_error_code"]);
        Assert.Empty(rig.Exchange.Cards);
    }

    [Fact]
    public async Task Four_eyes_hold_the_rows_of_a_file_until_it_is_approved()
    {
        await using var rig = new InMemoryRig(p => p with { Orders = p.Orders with { Approval = ApprovalMode.FourEyes } });
        rig.Drop("/in/ORD_1.csv", Header + Ida);
        await rig.PollAsync();
        Assert.Equal(("PENDING_APPROVAL", "ON_HOLD"), (rig.Receipt("ORD_1")["file_status"], Outcomes(rig, "ORD_1")));
        Assert.Equal((RowOutcome.OnHold, "W-APP-01"), (rig.Exchange.Cards[0].Outcome, rig.Exchange.Cards[0].HoldCode));
    }

    [Fact]
    public async Task The_test_folder_answers_in_full_and_stores_nothing()
    {
        await using var rig = new InMemoryRig();
        rig.Drop("/in/test/ORD_1.csv", Header + Ida);
        await rig.PollAsync();
        Assert.Contains(rig.Names("/out/receipts/"), name => name.StartsWith("RCP_", StringComparison.Ordinal));
        Assert.Empty(rig.Exchange.Cards);
        rig.Drop("/in/ORD_1.csv", Header + Ida);
        await rig.PollAsync();
        Assert.Equal("ACCEPTED", rig.Receipt("ORD_1")["file_status"]);
    }

    [Theory]
    [InlineData(SequencePolicy.Increasing, 3, "ACCEPTED")]
    [InlineData(SequencePolicy.Increasing, 1, "REJECTED")]
    [InlineData(SequencePolicy.Strict, 2, "ACCEPTED")]
    [InlineData(SequencePolicy.Strict, 3, "REJECTED")]
    public async Task Sequence_numbers_are_taken_as_agreed(SequencePolicy policy, int second, string status)
    {
        await using var rig = new InMemoryRig(p => p with { Orders = p.Orders with { Sequence = policy } });
        rig.Drop("/in/ORD_A_1.csv", Header + Ida);
        await rig.PollAsync();
        rig.Drop($"/in/ORD_B_{second}.csv", Header + "B1;VISITOR;Bo;Al;199001029801;HQ\r\n");
        await rig.PollAsync();
        Assert.Equal(("ACCEPTED", status), (rig.Receipt("ORD_A_1")["file_status"], rig.Receipt($"ORD_B_{second}")["file_status"]));
    }

    [Fact]
    public async Task Many_batches_are_stored_and_answered_in_the_order_of_their_rows()
    {
        const int rows = 9_000;
        await using var rig = new InMemoryRig(p => p with { Limits = p.Limits with { Rows = rows } });
        rig.Drop("/in/ORD_1.csv", Header + string.Concat(Enumerable.Range(1, rows).Select(i => $"A{i};VISITOR;;;;HQ\r\n")));
        await rig.PollAsync();
        var results = rig.Results("ORD_1");
        Assert.Equal(Enumerable.Range(1, rows).Select(i => $"A{i}"), results.Select(row => row["ref"]));
        Assert.Equal(rig.Exchange.Cards.Select(card => $"{card.CardNo}"), results.Select(row => row["card_no"]));
        Assert.Equal(rows, results.Select(row => row["card_no"]).Distinct().Count());
    }

    private static string Outcomes(InMemoryRig rig, string baseName) =>
        string.Join(' ', rig.Results(baseName).Select(row => row["outcome"]));
}
