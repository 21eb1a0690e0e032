namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>
/// The child programs of this process, ended when it exits in an orderly way. When it is killed, their pipes close, and they end by that.
/// </summary>
internal sealed class ChildPrograms : IDisposable
{
    private readonly HashSet<ChildProgram> running = [];
    private readonly Lock gate = new();

    public ChildPrograms() => AppDomain.CurrentDomain.ProcessExit += OnExit;

    public void Add(ChildProgram child)
    {
        lock (gate)
        {
            running.Add(child);
        }
    }

    public void Remove(ChildProgram child)
    {
        lock (gate)
        {
            running.Remove(child);
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        OnExit(null, EventArgs.Empty);
    }

    private void OnExit(object? sender, EventArgs e)
    {
        lock (gate)
        {
            foreach (var child in running)
            {
                child.Terminate();
            }
        }
    }
}
