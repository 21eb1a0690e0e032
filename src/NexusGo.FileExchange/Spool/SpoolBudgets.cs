namespace NexusGo.FileExchange.Spool;

/// <summary>
/// How many bytes of each customer's files may be in the spool at the same time. Room is reserved before a file is fetched; who finds none
/// waits for the customer's own files, never for another customer's.
/// </summary>
public sealed class SpoolBudgets
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>Returns when there is room, in the order of asking. A file larger than the whole budget goes alone.</summary>
    /// <param name="customer">Whose file.</param>
    /// <param name="bytes">What it may take.</param>
    /// <param name="budget">The customer's budget in bytes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Gives the room back when disposed of.</returns>
    public async Task<IDisposable> ReserveAsync(string customer, long bytes, long budget, CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (gate)
        {
            if (!accounts.TryGetValue(customer, out var account))
            {
                accounts.Add(customer, account = new Account());
            }

            if (account.Waiting.Count == 0 && account.Fits(bytes, budget))
            {
                account.Used += bytes;
                return new Room(this, account, bytes);
            }

            waiter = new Waiter(bytes, budget);
            account.Waiting.Add(waiter);
        }

        await using var registration = cancellationToken.Register(() => waiter.Ready.TrySetCanceled(cancellationToken))
            .ConfigureAwait(false);
        try
        {
            await waiter.Ready.Task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            lock (gate)
            {
                accounts[customer].Waiting.Remove(waiter);
                Admit(accounts[customer]);
            }

            throw;
        }

        return new Room(this, accounts[customer], bytes);
    }

    private void Return(Account account, long bytes)
    {
        lock (gate)
        {
            account.Used -= bytes;
            Admit(account);
        }
    }

    private static void Admit(Account account)
    {
        while (account.Waiting.Count > 0 && account.Waiting[0] is var next && account.Fits(next.Bytes, next.Budget))
        {
            account.Waiting.RemoveAt(0);
            if (next.Ready.TrySetResult())
            {
                account.Used += next.Bytes;
            }
        }
    }

    private sealed class Account
    {
        public long Used { get; set; }

        public List<Waiter> Waiting { get; } = [];

        public bool Fits(long bytes, long budget) => Used == 0 || Used + bytes <= budget;
    }

    private sealed record Waiter(long Bytes, long Budget)
    {
        public TaskCompletionSource Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Room(SpoolBudgets budgets, Account account, long bytes) : IDisposable
    {
        private int returned;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref returned, 1) == 0)
            {
                budgets.Return(account, bytes);
            }
        }
    }
}
