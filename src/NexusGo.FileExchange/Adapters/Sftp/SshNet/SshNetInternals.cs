using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using Renci.SshNet;
using Renci.SshNet.Messages;

namespace NexusGo.FileExchange.Adapters.Sftp.SshNet;

/// <summary>
/// Every member of SSH.NET that is used and not public. The package is pinned to one exact version because of this file. A member that
/// another version lacks is found by <see cref="Missing"/> at the start, not in the middle of a session.
/// </summary>
internal static class SshNetInternals
{
    private const string ServiceFactoryType = "Renci.SshNet.ServiceFactory, Renci.SshNet";
    private const string IServiceFactoryType = "Renci.SshNet.IServiceFactory, Renci.SshNet";
    private const string SocketFactoryType = "Renci.SshNet.Connection.SocketFactory, Renci.SshNet";
    private const string ISocketFactoryType = "Renci.SshNet.Connection.ISocketFactory, Renci.SshNet";
    private const string IChannelSessionType = "Renci.SshNet.Channels.IChannelSession, Renci.SshNet";
    private const string ChannelSessionType = "Renci.SshNet.Channels.ChannelSession, Renci.SshNet";
    private const string ChannelType = "Renci.SshNet.Channels.Channel, Renci.SshNet";

    /// <summary>
    /// A session that can be ended while it connects, which the sessions of SSH.NET's clients cannot: those hand it out only afterwards.
    /// </summary>
    public static Session NewSession(ConnectionInfo info) => NewSession(info, NewServiceFactory(), NewSocketFactory());

    /// <summary>The members that cannot be resolved; empty when all is well.</summary>
    /// <param name="holder">The class with the accessors: this one.</param>
    public static IReadOnlyList<string> Missing(Type holder)
    {
        var missing = new List<string>();
        foreach (var accessor in Accessors(holder))
        {
            try
            {
                RuntimeHelpers.PrepareMethod(accessor.MethodHandle);
            }
            catch (Exception e) when (e is MissingMemberException or TypeLoadException or FileNotFoundException or FileLoadException)
            {
                missing.Add(accessor.Name);
            }
        }

        return missing;
    }

    public static IEnumerable<MethodInfo> Accessors(Type holder) =>
        holder.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => method.GetCustomAttribute<UnsafeAccessorAttribute>() is not null);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    public static extern ref Socket? SocketOf(Session session);

    /// <summary>Waits for the line, and for the end of a key exchange that is under way.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendMessage")]
    public static extern void SendMessage(Session session, Message message);

    /// <summary>Set while no key exchange is under way.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_keyExchangeCompletedWaitHandle")]
    public static extern ref ManualResetEventSlim? KeyExchangeIsOver(Session session);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Renci.SshNet.ISession.CreateChannelSession")]
    [return: UnsafeAccessorType(IChannelSessionType)]
    public static extern object CreateChannelSession(Session session);

    /// <summary>Waits for the server's answer.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Open")]
    public static extern void Open([UnsafeAccessorType(ChannelSessionType)] object channel);

    /// <summary>Waits for the server's answer; false when it refuses.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendSubsystemRequest")]
    public static extern bool SendSubsystemRequest([UnsafeAccessorType(ChannelSessionType)] object channel, string subsystem);

    /// <summary>Waits for the line and for the server's window.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "SendData")]
    public static extern void SendData([UnsafeAccessorType(ChannelType)] object channel, byte[] data, int offset, int size);

    /// <summary>Bytes that the server takes before it has to enlarge its window.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RemoteWindowSize")]
    public static extern uint RemoteWindowSize([UnsafeAccessorType(ChannelType)] object channel);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_RemoteChannelNumber")]
    public static extern uint RemoteChannelNumber([UnsafeAccessorType(ChannelType)] object channel);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_LocalChannelNumber")]
    public static extern uint LocalChannelNumber([UnsafeAccessorType(ChannelType)] object channel);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Session NewSession(
        ConnectionInfo info, [UnsafeAccessorType(IServiceFactoryType)] object services,
        [UnsafeAccessorType(ISocketFactoryType)] object sockets);

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(ServiceFactoryType)]
    private static extern object NewServiceFactory();

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(SocketFactoryType)]
    private static extern object NewSocketFactory();
}
