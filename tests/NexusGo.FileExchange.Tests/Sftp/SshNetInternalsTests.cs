using System.Reflection;
using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Adapters.Sftp.SshNet;
using Renci.SshNet;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>What of SSH.NET is used and not public is there, and what is not there would be named.</summary>
public sealed class SshNetInternalsTests
{
    public static TheoryData<string> Members => new(SshNetInternals.Accessors(typeof(SshNetInternals)).Select(Signature));

    [Theory]
    [MemberData(nameof(Members))]
    public void Each_member_is_resolved(string member)
    {
        var accessor = SshNetInternals.Accessors(typeof(SshNetInternals)).Single(one => Signature(one) == member);
        RuntimeHelpers.PrepareMethod(accessor.MethodHandle);
        Assert.DoesNotContain(accessor.Name, SshNetInternals.Missing(typeof(SshNetInternals)));
    }

    [Fact]
    public void A_session_is_made_without_its_client_and_has_no_socket_yet()
    {
        using var method = new NoneAuthenticationMethod("user");
        var session = SshNetInternals.NewSession(new ConnectionInfo("localhost", "user", method));
        Assert.Null(SshNetInternals.SocketOf(session));
        Assert.False(SshNetInternals.KeyExchangeIsOver(session)!.IsSet);
        Assert.NotEqual(0u, SshNetInternals.LocalChannelNumber(SshNetInternals.CreateChannelSession(session)));
        session.Dispose();
    }

    [Fact]
    public void Members_that_another_version_lacks_are_named() =>
        Assert.Equal(["Field", "Method", "Type"], SshNetInternals.Missing(typeof(OfAnotherVersion)).Order(StringComparer.Ordinal));

    private static string Signature(MethodInfo method) =>
        $"{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.Name))})";

    private static class OfAnotherVersion
    {
        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gone")]
        public static extern ref int Field(Session session);

        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Gone")]
        public static extern void Method(Session session);

        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Open")]
        public static extern void Type([UnsafeAccessorType("Renci.SshNet.Channels.Gone, Renci.SshNet")] object channel);

        [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
        public static extern ref System.Net.Sockets.Socket? There(Session session);
    }
}
