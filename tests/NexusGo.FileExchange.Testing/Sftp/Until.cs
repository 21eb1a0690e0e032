using Xunit;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>Waits for a condition, in real time.</summary>
public static class Until
{
    /// <summary>Fails when the condition does not hold within ten seconds.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        for (var i = 0; i < 2000 && !condition(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }

        Assert.True(condition());
    }
}
