using System.Text;
using System.Text.Unicode;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>What can be said about a file's bytes before they are read as JSON: empty, UTF-16, or not UTF-8.</summary>
internal static class JsonTextCheck
{
    public static ConfigurationProblem? Check(byte[] content, string file)
    {
        var bytes = content.AsSpan();
        if (!bytes.ContainsAnyExcept(" \t\r\n"u8))
        {
            return new SettingPlace(file, 1, 1).Problem("", "an empty file", "one JSON object", "Write at least {}, or remove the file");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || bytes[..Math.Min(4, bytes.Length)].Contains((byte)0))
        {
            return new SettingPlace(file, 1, 1).Problem("", "a file in UTF-16", "a file in UTF-8",
                "Save it as UTF-8 in the editor, or convert it: iconv -f UTF-16 -t UTF-8");
        }

        if (Utf8.IsValid(bytes))
        {
            return null;
        }

        var good = FirstBad(bytes);
        var line = bytes[..good].Count((byte)'\n') + 1;
        return new SettingPlace(file, line, good - bytes[..good].LastIndexOf((byte)'\n')).Problem("", "a byte that is not UTF-8",
            "a file in UTF-8", "Save it as UTF-8 in the editor, or convert it: iconv -f WINDOWS-1252 -t UTF-8");
    }

    private static int FirstBad(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
