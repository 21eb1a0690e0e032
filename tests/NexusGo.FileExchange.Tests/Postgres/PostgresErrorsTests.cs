using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using Npgsql;

namespace NexusGo.FileExchange.Tests.Postgres;

public sealed class PostgresErrorsTests
{
    private static readonly PostgresException TooMany = new("sorry, too many clients already", "FATAL", "FATAL", "53300");

    public static TheoryData<Exception> Wrapped => new(TooMany, new NpgsqlException("", TooMany),
        new NpgsqlException("No suitable host", new AggregateException(new NpgsqlException("gone"), TooMany)));

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void What_the_server_said_itself_is_told_wherever_the_driver_puts_it(Exception thrown)
    {
        var told = PostgresErrors.Translate(thrown)!;
        Assert.Equal((FailureReason.DatabaseUnavailable, true), (told.Reason, told.IsTransient));
        Assert.Contains("53300", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pool_that_is_used_up_is_not_told_as_a_server_that_is_silent()
    {
        var told = PostgresErrors.TranslateOpening(new NpgsqlException("", new TimeoutException()), timeoutSeconds: 30)!;
        Assert.Contains("all connections of this pool are at work", told.Message, StringComparison.Ordinal);
        Assert.Null(PostgresErrors.TranslateOpening(TooMany, 30));
    }
}
