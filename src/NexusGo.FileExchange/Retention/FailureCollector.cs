using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Retention;

/// <summary>Collects the failures of a run that goes on after each of them, and throws them when the run has ended.</summary>
internal sealed class FailureCollector
{
    private FileExchangeException? first;

    public int Count { get; private set; }

    public void Add(FileExchangeException failure)
    {
        first ??= failure;
        Count++;
    }

    /// <summary>The work's result; 0 when it failed.</summary>
    public async Task<int> CollectAsync(Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (FileExchangeException failure)
        {
            Add(failure);
            return 0;
        }
    }

    public void Throw()
    {
        if (first is not null)
        {
            throw new FileExchangeException(first.Reason, first.IsTransient, Count == 1
                ? first.Message : $"{Count} failures; the first: {first.Message}", first);
        }
    }
}
