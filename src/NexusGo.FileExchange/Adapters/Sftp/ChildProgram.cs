using System.ComponentModel;
using System.Diagnostics;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>A child process that speaks SFTP over its standard input and output.</summary>
internal sealed class ChildProgram : SftpPeer
{
    // A real process is waited for in real time, whatever clock the session has.
    private static readonly TimeSpan EndsBySelfWithin = TimeSpan.FromSeconds(1);

    private readonly Process process;
    private readonly ChildPrograms siblings;
    private readonly Func<bool, int?, IReadOnlyList<string>, SessionEnd> describe;
    private readonly Thread errorReader;

    private ChildProgram(Process process, ChildPrograms siblings, Func<bool, int?, IReadOnlyList<string>, SessionEnd> describe)
    {
        this.process = process;
        this.siblings = siblings;
        this.describe = describe;
        Input = process.StandardOutput.BaseStream;
        Output = process.StandardInput.BaseStream;
        ChildPipes.Widen(Input);
        ChildPipes.Widen(Output);
        errorReader = new Thread(ReadErrors, 128 * 1024) { IsBackground = true, Name = "sftp stderr" };
        errorReader.Start();
    }

    /// <summary>What the program writes.</summary>
    public Stream Input { get; }

    /// <summary>What the program reads; closing it ends the program.</summary>
    public Stream Output { get; }

    public ErrorLines Errors { get; } = new();

    public int ProcessId => process.Id;

    public StreamTransport NewTransport() => new(Input, Output, this);

    /// <param name="siblings">Ends the program when this process exits.</param>
    /// <param name="start">Program and arguments; the streams are set here.</param>
    /// <param name="package">The Debian package that has the program.</param>
    /// <param name="describe">Explains an end by: session was ready, exit code if ended, last error lines.</param>
    /// <exception cref="RemoteFolderException">The program is not there.</exception>
    public static ChildProgram Start(
        ChildPrograms siblings, ProcessStartInfo start, string package, Func<bool, int?, IReadOnlyList<string>, SessionEnd> describe)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.UseShellExecute = false;
        try
        {
            var child = new ChildProgram(Process.Start(start)!, siblings, describe);
            siblings.Add(child);
            return child;
        }
        catch (Win32Exception e)
        {
            throw new RemoteFolderException(FailureReason.ProgramMissing, false, sessionIsDead: true,
                $"The program {start.FileName} cannot be started ({e.Message}); on Debian it is in the package {package}.", e);
        }
    }

    public override void Terminate()
    {
        try
        {
            // The whole tree is ended, because what bubblewrap started would outlive it.
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // Ended already.
        }
    }

    public override SessionEnd DescribeEnd(bool ready)
    {
        var exited = process.WaitForExit(2000);
        errorReader.Join(500);
        return describe(ready, exited ? process.ExitCode : null, Errors.Snapshot());
    }

    public override async ValueTask EndAsync()
    {
        using var patience = new CancellationTokenSource(EndsBySelfWithin, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Terminate();
        }

        siblings.Remove(this);
    }

    private void ReadErrors()
    {
        var buffer = new byte[4096];
        try
        {
            var errors = process.StandardError.BaseStream;
            int read;
            while ((read = errors.Read(buffer, 0, buffer.Length)) > 0)
            {
                Errors.Add(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Ignored: the end of the program is noticed where its output is read.
        }
    }
}
