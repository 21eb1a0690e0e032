using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Tests.Customers;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>Contract, sections 7 and 10: settings that could never work are refused.</summary>
public sealed class C07_SettingsTests : IDisposable
{
    private const string Unsigned = """ "Requests": { "Signature": "Optional" } """;

    private readonly ProfileFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(""" "Requests": { "Signature": "Required" } """, "Requests.Signature")]
    [InlineData(""" "Requests": { "EraseBeforeInvoice": "Schedule" } """, "Requests.Signature")]
    [InlineData(Unsigned + """, "BackReports": { "Columns": [ "status", "statuss" ] } """, "BackReports.Columns[1]")]
    [InlineData(Unsigned + """, "BackReports": { "Columns": [ "status", "card_no" ] } """, null)]
    public void C07_check_config_refuses_what_cannot_work(string settings, string? setting)
    {
        var file = folder.Write("ACME", ProfileFolder.Good("ACME").Replace(Unsigned.Trim(), settings.Trim(), StringComparison.Ordinal));
        Directory.CreateDirectory(folder.AreaOf("ACME"));
        Assert.Equal(setting, CustomerProfileReader.Read(file).Problems.Select(problem => problem.Setting).FirstOrDefault());
    }
}
