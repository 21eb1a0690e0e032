using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>
/// Writes to systemd's journal by its own protocol (systemd, "Native Journal Protocol"): one datagram an event, with priority and fields,
/// so that journalctl can ask for <c>CUSTOMER=ACME</c> or <c>EVENT_ID=7022</c>. The journal has a clock of its own.
/// </summary>
internal sealed class JournalSink : ILogEventSink, IDisposable
{
    public const string SocketPath = "/run/systemd/journal/socket";

    /// <summary>What systemd sets where standard output is its journal.</summary>
    public const string StreamVariable = "JOURNAL_STREAM";

    /// <summary>Fields of log events that become fields of the journal.</summary>
    private static readonly (string Property, string Field)[] Fields =
        [("Customer", "CUSTOMER"), ("EventNumber", "EVENT_ID"), ("SourceContext", "SOURCE_CONTEXT"), ("FileId", "FILE_ID"),
        ("Reason", "REASON")];

    private static readonly MessageTemplateTextFormatter Message = new("{Message:l}", CultureInfo.InvariantCulture);

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint journal;

    public JournalSink(string socketPath) => journal = new UnixDomainSocketEndPoint(socketPath);

    public void Emit(LogEvent logEvent)
    {
        try
        {
            socket.SendTo(Encode(logEvent), journal);
        }
        catch (SocketException)
        {
            // The journal is being restarted; the log file has the line.
        }
    }

    public void Dispose() => socket.Dispose();

    internal static byte[] Encode(LogEvent logEvent)
    {
        using var datagram = new MemoryStream();
        Add(datagram, "PRIORITY", PriorityOf(logEvent.Level));
        Add(datagram, "SYSLOG_IDENTIFIER", "nexusgo-fx");
        Add(datagram, "MESSAGE", MessageOf(logEvent) + (logEvent.Exception is { } exception ? "\n" + exception : ""));
        foreach (var (property, field) in Fields)
        {
            if (logEvent.Properties.TryGetValue(property, out var value))
            {
                Add(datagram, field, value is ScalarValue { Value: string text }
                    ? text : value.ToString(null, CultureInfo.InvariantCulture));
            }
        }

        return datagram.ToArray();
    }

    /// <summary>As in the log file: texts stand without quotes.</summary>
    private static string MessageOf(LogEvent logEvent)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, text);
        return text.ToString();
    }

    /// <summary>syslog(3): 2 critical, 3 error, 4 warning, 6 informational, 7 debug.</summary>
    private static string PriorityOf(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => "2",
        LogEventLevel.Error => "3",
        LogEventLevel.Warning => "4",
        LogEventLevel.Information => "6",
        _ => "7",
    };

    /// <summary>
    /// The name, a line feed, the length as 64 bits with the lowest byte first, the value, a line feed: fits every value.
    /// </summary>
    private static void Add(MemoryStream datagram, string field, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        datagram.Write(Encoding.ASCII.GetBytes(field + "\n"));
        datagram.Write(BitConverter.GetBytes((ulong)bytes.Length));
        datagram.Write(bytes);
        datagram.WriteByte((byte)'\n');
    }
}
