using System.Text;

namespace NexusGo.FileExchange.Swedish;

/// <summary>
/// Names of customers' files as they may be shown, logged and stored: a person's number in them is masked, every digit by an x.
/// </summary>
public static class MaskedName
{
    /// <param name="name">The name, with or without its folder.</param>
    public static string Of(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var isMasked = false;
        while (IdentityNumberScan.FindInName(bytes, out var start, out var length))
        {
            isMasked = true;
            bytes.AsSpan(start, length).Fill((byte)'x');
        }

        return isMasked ? Encoding.UTF8.GetString(bytes) : name;
    }
}
