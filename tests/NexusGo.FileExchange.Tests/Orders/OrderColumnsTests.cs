using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>Everything that knows columns agrees with their table.</summary>
public sealed class OrderColumnsTests
{
    [Fact]
    public void Names_of_columns_are_written_in_their_normal_form_and_mean_one_column_each()
    {
        var names = OrderColumns.All.SelectMany(c => c.Aliases.Prepend(c.Name).Select(HeaderName.Normalise).Distinct()).ToList();

        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(OrderColumns.All.SelectMany(c => c.Aliases.Prepend(c.Name)), n => Assert.Equal(n.ToLowerInvariant(), n));
    }

    [Fact]
    public void Every_field_of_a_card_has_one_name_and_every_name_its_field()
    {
        Assert.All(Enum.GetValues<CardField>(), field => Assert.Equal(field, OrderColumns.FieldOf(OrderColumns.NameOf(field))));
        Assert.All(Enum.GetValues<CardField>(), field => Assert.InRange((int)field, 1, CardContent.MaxFields - 1));
        Assert.Null(OrderColumns.FieldOf("custom_9"));
        Assert.Null(OrderColumns.FieldOf("custom_0"));
        Assert.Throws<ArgumentOutOfRangeException>(() => OrderColumns.NameOf((CardField)30));
    }

    [Fact]
    public void Every_column_has_a_rule_of_its_own_name()
    {
        var rules = OrderRules.Compile(DemoProfile.Create() with
            { Orders = new OrderSettings { DeclaredColumns = OrderColumns.NeedDeclaration } }, new DateOnly(2025, 1, 15));
        Assert.All(OrderColumns.All, column => Assert.All(column.Aliases.Prepend(column.Name), name =>
        {
            Assert.True(rules.TryGetColumn(name, out var rule), name);
            Assert.Equal((column.Field, column.Name), (rule.Field, rule.Name));
        }));
    }

    [Fact]
    public void The_record_of_processing_names_what_the_profile_lets_in()
    {
        var profile = DemoProfile.Create() with { Orders = new OrderSettings { DeclaredColumns = ["email"] } };
        var record = RecordOfProcessing.For(profile, "The bureau", logDays: 90, backupDays: 30, partner: null, new DateOnly(2025, 1, 15));
        Assert.Contains("- email\n", record, StringComparison.Ordinal);
        Assert.DoesNotContain("- phone\n", record, StringComparison.Ordinal);
        Assert.All(OrderColumns.All.Where(column => column is { Record: not null, NeedsDeclaration: false }),
            column => Assert.Contains($"- {column.Record}\n", record, StringComparison.Ordinal));
    }
}
