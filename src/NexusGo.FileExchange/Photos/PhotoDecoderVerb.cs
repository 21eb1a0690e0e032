using System.ComponentModel;
using System.Diagnostics;

namespace NexusGo.FileExchange.Photos;

/// <summary>The hidden verb under which the program is its own photo decoder.</summary>
public static class PhotoDecoderVerb
{
    public const string Name = "decode-photos";

    /// <summary>Reads pictures from standard input until it ends.</summary>
    public static int Run()
    {
        GiveWay();
        using var input = Console.OpenStandardInput();
        using var output = Console.OpenStandardOutput();
        PhotoProtocol.Serve(input, output, picture => PhotoReencoder.Run(picture));
        return 0;
    }

    /// <summary>
    /// Decoding is the only work here that takes a processor for minutes. At a lower priority it takes what the answers to other customers
    /// leave.
    /// </summary>
    private static void GiveWay()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Win32Exception)
        {
            // A filter of system calls forbids it: then decoding has an equal share.
        }
    }
}
