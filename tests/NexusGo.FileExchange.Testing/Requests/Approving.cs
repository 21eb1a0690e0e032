using System.Text.RegularExpressions;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.Testing.Requests;

/// <summary>Order files named in requests as customers have to: with the beginning of the checksum that the receipt gives.</summary>
public static partial class Approving
{
    private const int Digits = 16;

    /// <summary>A request row in which every order file has its checksum; a file without a receipt gets a checksum of zeros.</summary>
    public static string WithChecksum(this ExchangeRig rig, string row) =>
        File().Replace(row, match => $"{match.Value}#{ChecksumOf(rig, match.Groups["base"].Value)}");

    private static string ChecksumOf(ExchangeRig rig, string name) => rig.Names("out/receipts").Contains($"RCP_{name}.csv")
        ? rig.Receipt(name)["sha256"][..Digits] : new string('0', Digits);

    [GeneratedRegex(@"(?<=;FILE;)(?<base>ORD_\w+)\.csv(?:\.pgp)?(?=;|$)", RegexOptions.IgnoreCase)]
    private static partial Regex File();
}
