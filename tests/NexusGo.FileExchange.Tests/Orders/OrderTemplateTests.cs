using System.Text;
using NexusGo.FileExchange.Inbound.Workbook;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Orders;

public sealed class OrderTemplateTests
{
    [Fact]
    public async Task The_template_is_an_order_whose_example_is_refused_by_its_reference_alone()
    {
        var profile = DemoProfile.Create();
        using var written = new MemoryStream();
        OrderTemplate.Write(written, profile);

        var (workbook, refusal) = WorkbookFile.Open(() => new MemoryStream(written.ToArray()), 1 << 20, 100,
            WorkbookColumns.Of(profile).KindOf);
        Assert.Null(refusal);
        await using var reader = await OrderReader.OpenAsync(workbook!.Rows, OrderRules.Compile(profile, DemoProfile.Today),
            CancellationToken.None);
        Assert.True(await reader.ReadAsync(CancellationToken.None), reader.Refusal?.ToString());
        Assert.Equal(["E-REF-01"], reader.Row.Findings.Where(finding => finding.IsError).Select(finding => finding.Code));
        Assert.False(await reader.ReadAsync(CancellationToken.None));
        Assert.Null(reader.Refusal);
    }

    [Fact]
    public void Columns_are_text_and_agreed_values_are_lists()
    {
        using var written = new MemoryStream();
        OrderTemplate.Write(written, DemoProfile.Create());
        using var package = new System.IO.Compression.ZipArchive(written);
        using var reader = new StreamReader(package.GetEntry("xl/worksheets/sheet1.xml")!.Open(), Encoding.UTF8);
        var sheet = reader.ReadToEnd();

        Assert.Contains("style=\"1\"", sheet, StringComparison.Ordinal);
        Assert.Contains("\"ID-STD,ID-PHOTO,VISITOR\"", sheet, StringComparison.Ordinal);
        Assert.Contains("Passerzon", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("nationality", sheet, StringComparison.Ordinal);
    }
}
