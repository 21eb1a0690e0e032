using NexusGo.FileExchange.Diagnostics;

namespace NexusGo.FileExchange.Adapters.Sftp;

/// <summary>The last lines a program wrote to its error output, escaped and cut; for diagnosis and messages.</summary>
internal sealed class ErrorLines
{
    private const int MaxLines = 200;
    private const int MaxLineBytes = 500;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();
    private readonly byte[] line = new byte[MaxLineBytes];
    private int lineLength;

    public IReadOnlyList<string> Snapshot()
    {
        lock (gate)
        {
            return lineLength == 0 ? [.. lines] : [.. lines, Current()];
        }
    }

    /// <summary>Forgets what was said so far: the chatter of a connection that succeeded.</summary>
    public void Clear()
    {
        lock (gate)
        {
            lines.Clear();
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            foreach (var b in bytes)
            {
                if (b == (byte)'\n')
                {
                    EndLine();
                }
                else if (b != (byte)'\r' && lineLength < MaxLineBytes)
                {
                    line[lineLength++] = b;
                }
            }
        }
    }

    private void EndLine()
    {
        if (lineLength > 0)
        {
            lines.Enqueue(Current());
            lineLength = 0;
            if (lines.Count > MaxLines)
            {
                lines.Dequeue();
            }
        }
    }

    private string Current() => DisplayText.Escape(line.AsSpan(0, lineLength));
}
