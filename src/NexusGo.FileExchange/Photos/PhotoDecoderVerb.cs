namespace NexusGo.FileExchange.Photos;

/// <summary>The hidden verb under which the program is its own photo decoder.</summary>
public static class PhotoDecoderVerb
{
    public const string Name = "decode-photos";

    /// <summary>Reads pictures from standard input until it ends.</summary>
    public static int Run()
    {
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        PhotoProtocol.Serve(input, output, picture => PhotoReencoder.Run(picture));
        return 0;
    }
}
