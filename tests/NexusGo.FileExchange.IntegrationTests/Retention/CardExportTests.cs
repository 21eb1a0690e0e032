using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.IntegrationTests.Journey;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Retention;

/// <summary>What a customer gets back at the end of its agreement.</summary>
public sealed class CardExportTests(PostgresFixture postgres, OpenPgpJourneyLab lab) : IClassFixture<PostgresFixture>,
    IClassFixture<OpenPgpJourneyLab>
{
    [Fact]
    public async Task Everything_stored_is_one_file_that_only_the_customer_can_open()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("EXP"),
            profile => profile with { Pgp = profile.Pgp with { AnswerCertificates = [lab.Kim.File] } });
        rig.Drop("ORD_1.csv.pgp", lab.Seal(OpenPgpJourneyLab.Rows("A1", "A2")));
        await rig.PollAsync();

        using var sealedFile = new MemoryStream();
        Assert.Equal(2, await rig.Services.GetRequiredService<CardExport>().WriteAsync(rig.Profile, sealedFile, CancellationToken.None));

        Assert.Equal(-1, sealedFile.ToArray().AsSpan().IndexOf("Öberg"u8));
        var rows = AnswerFile.Read(lab.Open(sealedFile.ToArray()));
        Assert.Equal([("A1", "Åsa", "Öberg"), ("A2", "Åsa", "Öberg")],
            rows.Select(row => (row["customer_ref"], row["first_name"], row["last_name"])).Order());
    }

    [Fact]
    public async Task Without_a_certificate_nothing_leaves_in_the_clear()
    {
        await using var rig = lab.Rig(postgres.ConnectionString, CustomerIds.Next("EXQ"));
        using var file = new MemoryStream();

        var refused = await Assert.ThrowsAsync<FileExchangeException>(() => rig.Services.GetRequiredService<CardExport>()
            .WriteAsync(rig.Profile, file, CancellationToken.None));

        Assert.Equal((FailureReason.OpenPgpFailure, 0L), (refused.Reason, file.Length));
    }
}
