using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Reads the control file that lay beside an upload.</summary>
internal static class ControlFileRead
{
    /// <summary>The control file, and why the upload is refused because of it; both null where there is none.</summary>
    public static async Task<(ControlFile? Control, FileRefusal? Refusal)> RunAsync(IRemoteFolder remote, InboundFile file,
        RemotePath folder, AnswerLanguage language, CancellationToken cancellationToken)
    {
        var controls = file.Markers.Where(marker => marker.ToString().EndsWith(".ctl", StringComparison.OrdinalIgnoreCase)).ToList();
        if (controls is not [var name, ..])
        {
            return (null, null);
        }

        CrashPoint.Pass("control.reading");
        await using var source = await remote.OpenReadAsync(folder.Combine(name), cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return (null, null);
        }

        var buffer = new byte[ControlFile.MaxBytes + 1];
        var length = source.Version.SizeBytes > ControlFile.MaxBytes
            ? ControlFile.MaxBytes + 1 : await source.Content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false,
            cancellationToken).ConfigureAwait(false);
        CrashPoint.Pass("control.read");
        return ControlFile.TryParse(buffer.AsSpan(0, length), out var control, out var problem, language)
            ? (control, null)
            : (null, new FileRefusal("F-CTL-04", 0, "", problem ?? ""));
    }
}
