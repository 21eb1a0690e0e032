using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>One name of the inbox, understood.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="BaseName">
/// What replies are named after: without folder and without the ending that tells its kind (.csv, .zip, .xlsx, .jpg, .jpeg, .png) and .pgp,
/// .gpg, .asc; letters, digits, dot, underscore and hyphen only; a person's number in it is masked. For a marker, that of its data file.
/// </param>
/// <param name="Seq">The sequence number in the name, or null.</param>
public sealed record InboundName(InboundKind Kind, string BaseName, long? Seq)
{
    /// <summary>
    /// For an ignored name: whether it is one that programs use while they upload, and not one that the profile leaves out.
    /// </summary>
    public bool IsUpload { get; init; }

    /// <summary>For a marker: the data file's name.</summary>
    public RemoteName? MarkerOf { get; init; }

    /// <summary>For a marker: true for .ctl, which has content; false for .done.</summary>
    public bool IsControlFile { get; init; }
}
