using NexusGo.FileExchange.Adapters.Postgres;
using Npgsql;

namespace NexusGo.FileExchange.Tests.Postgres;

/// <summary>What connections are made with where the connection string leaves it open.</summary>
public sealed class ExchangeDatabaseSettingsTests
{
    [Theory]
    [InlineData("Host=a,b;Database=x;Username=y", "primary", 1)]
    [InlineData("Host=a,b;Database=x;Username=y;Target Session Attributes=any;Host Recheck Seconds=7", "any", 7)]
    [InlineData("Host=a;Database=x;Username=y", null, 10)]
    public void Of_several_hosts_the_primary_is_asked_and_one_that_was_away_is_asked_again_soon(string given, string? target, int recheck)
    {
        using var source = ExchangeDatabase.CreateDataSource(given);
        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.Equal((target, recheck), (settings.TargetSessionAttributes, settings.HostRecheckSeconds));
    }
}
