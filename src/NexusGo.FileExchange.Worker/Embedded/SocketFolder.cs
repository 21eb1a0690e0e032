using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>
/// The folder of the server's socket, beside the data directory. Its mode, 0700, is the server's whole access control. Whoever connects
/// looks first whether the folder and the process behind the socket are the server user's: anybody else's could give any answer.
/// </summary>
internal static class SocketFolder
{
    /// <summary>What sun_path of unix(7) holds, in bytes.</summary>
    private const int LongestSocketPath = 107;

    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    public static string Of(string dataDirectory) => dataDirectory + ".run";

    /// <exception cref="FileExchangeException"><see cref="FailureReason.DatabaseRefused"/>: the operating system takes no socket with so
    /// long a path.</exception>
    public static void EnsureFits(string folder)
    {
        var bytes = Encoding.UTF8.GetByteCount(SocketIn(folder));
        if (bytes > LongestSocketPath)
        {
            throw new FileExchangeException(FailureReason.DatabaseRefused, isTransient: false,
                $"The path of the private PostgreSQL's socket may have {LongestSocketPath} bytes, and {SocketIn(folder)} has {bytes}: "
                + "choose a shorter DataDirectory.");
        }
    }

    /// <summary>Whether a server of ours answers in this folder. What a killed server left does not.</summary>
    /// <exception cref="FileExchangeException"><see cref="FailureReason.PathUntrusted"/>: there is a socket, but somebody else could have
    /// put it there.</exception>
    public static bool HasServer(string folder)
    {
        if (!File.Exists(SocketIn(folder)))
        {
            return false;
        }

        if (TrustedPath.Check(folder, mayBeHandedOver: true) is var (found, advice))
        {
            throw Untrusted(folder, $"found {found}. {advice}");
        }

        if (FileOwnership.Of(folder) is not { IsClosed: true } owner)
        {
            throw Untrusted(folder, $"others may enter it. Stop the worker and remove it: rm -r {folder}");
        }

        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(SocketIn(folder)));
        }
        catch (SocketException)
        {
            return false;
        }

        return UserBehind(socket) == owner.UserId
            ? true
            : throw Untrusted(folder, $"user {UserBehind(socket)} answers there, and the folder belongs to user {owner.UserId}");
    }

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string SocketIn(string folder) =>
        Path.Combine(folder, string.Create(System.Globalization.CultureInfo.InvariantCulture, $".s.PGSQL.{PrivatePostgres.Port}"));

    /// <summary>The user of the process that listens: struct ucred of unix(7) has process, user and group.</summary>
    private static int UserBehind(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return BinaryPrimitives.ReadInt32LittleEndian(credentials[sizeof(int)..]);
    }

    private static FileExchangeException Untrusted(string folder, string why) =>
        new(FailureReason.PathUntrusted, isTransient: false,
            $"The database in {folder} is not asked, because it may be somebody else's: {why}.");
}
