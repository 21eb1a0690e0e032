using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// Turns to open a session, first come, first served: of one server no more at the same time than all workers together may. An OpenSSH
/// server drops some of more than ten connections that have not logged in yet (<c>MaxStartups 10:30:100</c>, sshd_config(5)), and a
/// thousand customers that come back after its restart would keep each other out.
/// </summary>
internal sealed class ConnectTurns(IAreaShare share)
{
    /// <summary>Sessions being opened to one server at the same time, by all workers together.</summary>
    public const int OfOneServer = 8;

    private readonly Dictionary<(string Host, int Port), Server> servers = [];

    /// <summary>Waits for a turn; disposing it lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync(RemoteSettings remote, CancellationToken cancellationToken)
    {
        var server = (remote.Host.ToUpperInvariant(), remote.Port);
        TaskCompletionSource? turn = null;
        lock (servers)
        {
            var at = servers.TryGetValue(server, out var known) ? known : servers[server] = new Server();
            if (at.Inside < Most)
            {
                at.Inside++;
            }
            else
            {
                at.Waiting.Enqueue(turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            }
        }

        if (turn is not null)
        {
            await using var givenUp = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken)).ConfigureAwait(false);
            await turn.Task.ConfigureAwait(false);
        }

        return new Turn(this, server);
    }

    private int Most => Math.Max(1, OfOneServer / Math.Max(1, share.Workers));

    private void Leave((string Host, int Port) server)
    {
        lock (servers)
        {
            var at = servers[server];
            at.Inside--;
            while (at.Inside < Most && at.Waiting.TryDequeue(out var next))
            {
                // A caller that gave up waiting takes no turn.
                at.Inside += next.TrySetResult() ? 1 : 0;
            }

            if (at.Inside == 0)
            {
                servers.Remove(server);
            }
        }
    }

    private sealed class Server
    {
        public int Inside { get; set; }

        public Queue<TaskCompletionSource> Waiting { get; } = [];
    }

    private sealed class Turn(ConnectTurns turns, (string Host, int Port) server) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                turns.Leave(server);
            }
        }
    }
}
