using System.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// One run of the server as our child: in a session of its own, so that a Ctrl-C at the terminal stops the worker first and the server
/// after it, and told by the kernel to stop when we end without a word (prctl(2), PR_SET_PDEATHSIG).
/// </summary>
internal sealed class ServerProcess
{
    private readonly Process process;
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => this.process = process;

    public int Id { get; private set; }

    /// <summary>Ends with the exit code.</summary>
    public Task<int> Exited => exited.Task;

    public static Task<ServerProcess> StartAsync(ServerUser user, string postgres, IReadOnlyList<string> arguments, string logFile)
    {
        var started = new TaskCompletionSource<ServerProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = new ServerProcess(new Process
        {
            // The shell opens the log before the rights are dropped, and every program replaces the one before: the id stays the server's.
            StartInfo = new ProcessStartInfo(
                "/bin/sh", ["-c", "exec \"$@\" >>\"$0\" 2>&1 </dev/null", logFile, "setsid",
                    .. user.Wrap(postgres, arguments, endsWithUs: true)])
            {
                WorkingDirectory = "/",
            },
        });

        ChildEnvironment.Clear(server.process.StartInfo.Environment);

        // The kernel's signal goes out when the *thread* that started the child ends; this one lives as long as the child.
        new Thread(() => server.Run(started)) { IsBackground = true, Name = "private PostgreSQL" }.Start();
        return started.Task;
    }

    public void Signal(int signal)
    {
        if (!exited.Task.IsCompleted)
        {
            PosixSignal.Send(Id, signal);
        }
    }

    private void Run(TaskCompletionSource<ServerProcess> started)
    {
        try
        {
            process.Start();
            Id = process.Id;
        }
        catch (Exception failure)
        {
            started.SetException(failure);
            return;
        }

        started.SetResult(this);
        process.WaitForExit();
        exited.SetResult(process.ExitCode);
        process.Dispose();
    }
}
