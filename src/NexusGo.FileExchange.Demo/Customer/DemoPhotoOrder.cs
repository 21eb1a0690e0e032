using System.IO.Compression;

namespace NexusGo.FileExchange.Demo;

/// <summary>An order with photos as a customer packs it: the table at the root, the faces in photos.</summary>
internal static class DemoPhotoOrder
{
    private const string Table = """
        customer_ref;product_code;first_name;last_name;photo_file;delivery_address_id
        F-0001;ID-PHOTO;Eva;Bergström;eva.jpg;HQ
        F-0002;ID-PHOTO;Bo;Åkesson;bo.png;HQ
        F-0003;ID-PHOTO;Mia;Öberg;mia.jpg;HQ
        F-0004;ID-PHOTO;Ola;Lind;ola.jpg;HQ

        """;

    /// <summary>The third row's photo is not in the file, and nobody's photo is.</summary>
    public static void Write(Stream destination)
    {
        using var zip = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "bestallning.csv", System.Text.Encoding.UTF8.GetBytes(Table.ReplaceLineEndings("\r\n")));
        Add(zip, "photos/eva.jpg", DemoFace.Draw(1));
        Add(zip, "photos/bo.png", DemoFace.Draw(2, png: true));
        Add(zip, "photos/ola.jpg", DemoFace.Draw(3));
        Add(zip, "photos/ingen.jpg", DemoFace.Draw(4));
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
    }
}
