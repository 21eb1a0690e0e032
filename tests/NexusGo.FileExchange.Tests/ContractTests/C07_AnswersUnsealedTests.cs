using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Testing.Vault;

namespace NexusGo.FileExchange.Tests.ContractTests;

/// <summary>Contract, section 7: the certificate that answers are encrypted to has ended.</summary>
public sealed class C07_AnswersUnsealedTests : IDisposable
{
    private static readonly DateTimeOffset End = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string keys = Directory.CreateTempSubdirectory("nexusgo-keys-").FullName;
    private readonly StageFolder folder = new();
    private readonly FakeTimeProvider clock = new(End);
    private readonly CustomerProfile profile;
    private readonly AnswerCertificates certificates;
    private readonly AnswerSealer sealer;

    public C07_AnswersUnsealedTests()
    {
        var customer = FakeKey.Write(keys, "customer", expires: End);
        var ours = FakeKey.Write(keys, "ours", secret: true);
        var engine = new FakeOpenPgp([ours.Fingerprint], clock);
        certificates = new AnswerCertificates(new CertificateBook(engine), clock, NullLogger<AnswerCertificates>.Instance);
        sealer = new AnswerSealer(engine, certificates, new BureauKeys([ours.Fingerprint]), folder.Spool,
            NullLogger<AnswerSealer>.Instance);
        profile = DemoProfile.Create() with { Pgp = new PgpSettings { Encryption = PgpMode.None, Signature = SignatureMode.Optional,
            AnswerCertificates = [customer.File] } };
    }

    public void Dispose()
    {
        folder.Dispose();
        Directory.Delete(keys, recursive: true);
    }

    [Theory]
    [InlineData(ReportKind.Receipt)]
    [InlineData(ReportKind.Results)]
    [InlineData(ReportKind.Errors)]
    [InlineData(ReportKind.BackReport)]
    public async Task C07_what_holds_no_personal_data_goes_out_unsealed(ReportKind kind)
    {
        Assert.True(await certificates.HaveEndedAsync(profile, CancellationToken.None));
        await using var draft = await CompleteAsync(profile, kind);
        Assert.Equal("RCP_1.csv", draft.Name);
        using var content = new StreamReader(draft.Open());
        Assert.Equal("codes only", await content.ReadToEndAsync());
    }

    [Theory]
    [InlineData(ReportKind.History)]
    [InlineData(ReportKind.Batch)]
    public async Task C07_what_holds_personal_data_waits(ReportKind kind)
    {
        var failure = await Assert.ThrowsAsync<FileExchangeException>(async () => await CompleteAsync(profile, kind));
        Assert.Equal(FailureReason.OpenPgpFailure, failure.Reason);
    }

    [Fact]
    public async Task C07_as_long_as_one_certificate_is_good_everything_is_sealed()
    {
        var good = FakeKey.Write(keys, "good");
        var both = profile with { Pgp = profile.Pgp with { AnswerCertificates = [.. profile.Pgp.AnswerCertificates, good.File] } };
        Assert.False(await certificates.HaveEndedAsync(both, CancellationToken.None));
        await using var draft = await CompleteAsync(both, ReportKind.Receipt);
        Assert.Equal("RCP_1.csv.pgp", draft.Name);
    }

    private async ValueTask<ReportDraft> CompleteAsync(CustomerProfile of, ReportKind kind)
    {
        await using var drafting = new ReportBuilder(folder.Spool);
        await drafting.Output.WriteAsync(Encoding.UTF8.GetBytes("codes only"));
        return await sealer.CompleteAsync(drafting, of, kind, "/out/receipts/", "RCP_1.csv", Guid.NewGuid(), await TestVault.OpenAsync(),
            CancellationToken.None);
    }
}
