namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>What customers do in a folder of their area.</summary>
public static class AreaFolder
{
    /// <summary>Puts a file there, whole at once: nobody sees a part of it. A file of that name is replaced.</summary>
    public static void Drop(string folder, string name, ReadOnlySpan<byte> content)
    {
        var uploading = Path.Combine(folder, $".uploading-{Guid.NewGuid():N}");
        File.WriteAllBytes(uploading, content);
        File.Move(uploading, Path.Combine(folder, name), overwrite: true);
    }
}
