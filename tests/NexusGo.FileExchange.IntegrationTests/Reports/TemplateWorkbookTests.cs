using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.IntegrationTests.Reports;

/// <summary>The workbook that customers fill in, opened by a spreadsheet program.</summary>
public sealed class TemplateWorkbookTests
{
    [Fact]
    public async Task The_template_opens_as_it_was_written_and_damages_nothing()
    {
        using var calc = new LibreOffice();
        using var template = new MemoryStream();
        OrderTemplate.Write(template, DemoProfile.Create());

        var example = Assert.Single(await calc.OpenAsync("template.xlsx", template.ToArray()));

        Assert.Equal(OrderTemplate.ExampleReference, example["customer_ref"]);
        Assert.Equal("19850709-9805", example["national_identity_number"]);
        Assert.Equal("1985-07-09", example["birth_date"]);
        Assert.Equal("ID-STD", example["product_code"]);
        Assert.Contains("Passerzon", example.Keys);
    }
}
