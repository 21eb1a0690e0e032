using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Adapters.Sftp;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

/// <summary>The client against the scripted server: whole, and with each of the ways in which servers are poorer than OpenSSH.</summary>
public abstract class ScriptedContract : RemoteFolderContract
{
    internal abstract void Prepare(ScriptedSftpServer server);

    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        ValueTask.FromResult<IRemoteFolderHarness>(new InMemoryHarness(async area =>
        {
            var server = new ScriptedSftpServer(area);
            Prepare(server);
            return await server.ConnectAsync(TimeProvider.System, TimeSpan.FromSeconds(20));
        }));
}

public sealed class WholeServerContractTests : ScriptedContract
{
    internal override void Prepare(ScriptedSftpServer server) => server.MaxDataBytes = 255 * 1024;
}

/// <summary>Nasty21: nothing but version 3 itself.</summary>
public sealed class Nasty21BareServerContractTests : ScriptedContract
{
    internal override void Prepare(ScriptedSftpServer server) => server.Extensions.Clear();
}

/// <summary>Nasty19: RENAME is not supported, only OpenSSH's own.</summary>
public sealed class Nasty19PosixRenameOnlyContractTests : ScriptedContract
{
    internal override void Prepare(ScriptedSftpServer server) =>
        server.OnRequest = request => request.Type == SftpPacketType.Rename ? Packets.Status(request.Id, SftpStatus.OpUnsupported) : null;
}

/// <summary>Nasty35: reads come back short.</summary>
public sealed class Nasty35ShortReadsContractTests : ScriptedContract
{
    internal override void Prepare(ScriptedSftpServer server) => server.ShortReadBytes = 9_000;
}

/// <summary>Nasty29: listings without attributes.</summary>
public sealed class Nasty29NoAttributesContractTests : ScriptedContract
{
    internal override void Prepare(ScriptedSftpServer server) => server.AfterEffect = (request, answer) =>
        request.Type == SftpPacketType.ReadDir && answer[4] == (byte)SftpPacketType.Name ? WithoutAttributes(request.Id, answer) : answer;

    private static byte[] WithoutAttributes(uint id, byte[] answer)
    {
        var fields = new SftpPacketReader(answer.AsSpan(9));
        var names = new List<(byte[], byte[])>();
        for (var i = fields.ReadCount(12); i > 0; i--)
        {
            names.Add((fields.ReadString().ToArray(), Packets.U32(0)));
            fields.ReadString();
            fields.ReadAttributes();
        }

        return Packets.Names(id, names);
    }
}
