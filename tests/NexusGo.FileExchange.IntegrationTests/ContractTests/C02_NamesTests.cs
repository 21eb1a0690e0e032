using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.ContractTests;

/// <summary>Contract, sections 2 and 14: names of files.</summary>
public sealed class C02_NamesTests : CardTests
{
    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "CTWO");

    [Theory]
    [InlineData("ORD_19811218-9876", "ORD_xxxxxxxxxxxxx")]
    [InlineData("ORD_201403019801", "ORD_xxxxxxxxxxxx")]
    [InlineData("ORD_202511259807", "ORD_202511259807")]
    public async Task C02_an_identity_number_in_a_name_is_masked_everywhere(string name, string shown)
    {
        name = WithControlDigit(name);
        shown = shown.Contains('x', StringComparison.Ordinal) ? shown : WithoutDigits(name);
        Rig.Drop(name + ".csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;ID-STD;Åsa;Öberg;HQ\r\n");
        await Rig.PollAsync(3);
        Assert.Equal(shown + ".csv", Rig.Receipt(shown)["file_name"]);
        var number = name["ORD_".Length..];
        Assert.DoesNotContain(Rig.Log.Lines, line => line.Contains(number, StringComparison.Ordinal));
        foreach (var column in new[] { "name", "convert_from(path, 'UTF8')" })
        {
            Assert.Equal(0,
                await Postgres.QueryAsOwnerAsync<long>($"select count(*) from exchange.inbound_file where {column} like '%{number}%'"));
        }

        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.sighting"));
        Assert.Equal(0,
            await Postgres.QueryAsOwnerAsync<long>($"select count(*) from exchange.pending_report where name like '%{number}%'"));
    }

    [Fact]
    public async Task C14_a_closed_files_own_name_goes_after_thirty_days_and_its_counts_stay_for_24_months()
    {
        Rig.Drop("ORD_1.csv", "customer_ref;product_code;first_name;last_name;delivery_address_id\r\nA1;NOPE;Åsa;Öberg;HQ\r\n");
        await Rig.PollAsync(3);
        Rig.Clock.Advance(TimeSpan.FromDays(29));
        await NightAsync();
        Assert.Equal(1, await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.inbound_file where name = 'ORD_1.csv'"));
        Rig.Clock.Advance(TimeSpan.FromDays(2));
        await NightAsync();
        Assert.Equal(1,
            await Postgres.QueryAsOwnerAsync<long>(
            "select count(*) from exchange.inbound_file where name not like '%ORD_1%' and rows_total = 1 and kind = 'ORD'"));
        Rig.Clock.Advance(TimeSpan.FromDays(720));
        await NightAsync();
        Assert.Equal(0, await Postgres.QueryAsOwnerAsync<long>("select count(*) from exchange.inbound_file"));
    }

    private Task NightAsync() => Rig.Services.GetRequiredService<RetentionNight>().RunAsync(Rig.Profile, CancellationToken.None);

    /// <summary>Puts the control digit that fits in the last place of the number.</summary>
    private static string WithControlDigit(string name)
    {
        var digits = name.Where(char.IsAsciiDigit).ToArray();
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var product = (digits[^(10 - i)] - '0') * (2 - (i % 2));
            sum += product > 9 ? product - 9 : product;
        }

        return name[..^1] + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static string WithoutDigits(string name) => "ORD_" + new string('x', name.Length - "ORD_".Length);
}
