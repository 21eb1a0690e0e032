using System.Collections.Concurrent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Delivery.Consumed;

/// <summary>
/// Which files in the folders of our answers have been told about as not ours, so that each is told once while the worker runs.
/// </summary>
internal sealed class ToldStrangers
{
    private const int Most = 100_000;

    private readonly ConcurrentDictionary<(CustomerId Customer, string Folder, RemoteName Name), bool> told = new();

    /// <summary>
    /// Counts the names that are news, and how many of them look like orders, requests or photos put into the wrong folder.
    /// </summary>
    public (int Count, int Inbound) Add(CustomerId customer, string folder, IReadOnlyList<RemoteName> names)
    {
        var (count, inbound) = (0, 0);
        foreach (var name in names)
        {
            if (told.Count < Most && told.TryAdd((customer, folder, name), true))
            {
                count++;
                inbound += LooksInbound(name.Bytes.Span) ? 1 : 0;
            }
        }

        return (count, inbound);
    }

    private static bool LooksInbound(ReadOnlySpan<byte> name) => name.Length > 4 && name[3] == '_'
        && (System.Text.Ascii.EqualsIgnoreCase(name[..3], "ORD"u8) || System.Text.Ascii.EqualsIgnoreCase(name[..3], "REQ"u8)
        || System.Text.Ascii.EqualsIgnoreCase(name[..3], "PHO"u8));
}
