using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;
using Xunit;

namespace NexusGo.FileExchange.Testing.Retention;

/// <summary>What every store of certificates does: each erasure is told once.</summary>
public abstract class CertificateStoreContract : RetentionContract
{
    [Fact]
    public async Task Every_erasure_is_told_once_in_the_order_in_which_it_was_done()
    {
        var (ida, bo) = (await AddAsync(Ida), await AddAsync(Bo));
        await EraseAsync(bo.CardId);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await EraseAsync(ida.CardId);
        Assert.Equal([1, Now, Now.AddMinutes(1)], await CertifyAsync());
        Assert.Equal((ReportKind.Certificate, "CER_1.csv"), Assert.Single(await DueAsync(Now.AddDays(1))) is var due
            ? (due.Kind, due.Name) : default);
        Assert.Equal([2], await CertifyAsync());
    }

    [Fact]
    public async Task Evidence_names_the_certificate()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await CertifyAsync();
        var record = Assert.Single(await Retention.Evidence.ErasuresAsync(Customer, Now, Now.AddDays(1), default));
        Assert.Equal("CER_1.csv", record.Certificate);
    }

    [Fact]
    public async Task Nothing_remains_of_a_certificate_that_is_not_committed()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await using (var transaction = await BeginAsync())
        {
            Assert.Single(transaction.Records);
        }

        Assert.Empty(await DueAsync());
        Assert.Equal([1, Now], await CertifyAsync());
    }

    [Fact]
    public async Task Erasures_of_one_customer_are_in_no_certificate_of_another()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await using var transaction = await Retention.Certificates.BeginAsync(new CustomerId(CustomerIds.Next("STO")), Now, default);
        Assert.Equal((1L, 0), (transaction.Sequence, transaction.Records.Count));
    }

    [Fact]
    public async Task Of_two_at_once_one_has_the_number()
    {
        await EraseAsync((await AddAsync(Ida)).CardId);
        await using var first = await BeginAsync();
        var second = BeginAsync();
        await CommitAsync(first);
        await using var late = await second;
        if (late.Sequence == first.Sequence)
        {
            await FailsAsync(FailureReason.DatabaseConflict, () => CommitAsync(late, "CER_other.csv"));
        }
        else
        {
            Assert.Empty(late.Records);
        }

        Assert.Single(await DueAsync());
    }

    private Task<ICertificateTransaction> BeginAsync() => Retention.Certificates.BeginAsync(Customer, Now, default);

    private async Task CommitAsync(ICertificateTransaction transaction, string? name = null)
    {
        await using var report = await ReportAsync(ReportKind.Certificate, name ?? $"CER_{transaction.Sequence}.csv");
        await transaction.CommitAsync(report, default);
    }

    /// <summary>Makes one certificate: its number, and when each thing that it tells of was done.</summary>
    private async Task<IEnumerable<object>> CertifyAsync()
    {
        await using var transaction = await BeginAsync();
        await CommitAsync(transaction);
        return [(int)transaction.Sequence, .. transaction.Records.Select(record => (object)record.ErasedAt)];
    }
}
