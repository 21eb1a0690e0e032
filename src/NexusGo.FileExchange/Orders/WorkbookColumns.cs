using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Inbound.Workbook;
using NexusGo.FileExchange.Orders.Rules;

namespace NexusGo.FileExchange.Orders;

/// <summary>Which columns of a customer's workbooks may hold numbers or dates instead of text.</summary>
internal sealed class WorkbookColumns(OrderRules rules)
{
    public static WorkbookColumns Of(CustomerProfile profile) => new(OrderRules.Compile(profile, DateOnly.MinValue));

    /// <summary>By a header as it stands in the sheet.</summary>
    public WorkbookColumnKind KindOf(string header) => rules.TryGetColumn(HeaderName.Normalise(header), out var rule) ? rule switch
    {
        DateRule or BirthDateRule or ValidUntilRule => WorkbookColumnKind.Date,
        CardNumberRule => WorkbookColumnKind.Number,
        _ => WorkbookColumnKind.Text,
    } : WorkbookColumnKind.Text;
}
