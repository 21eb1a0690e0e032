using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Sftp;

namespace NexusGo.FileExchange.Tests.Sftp;

public sealed class InMemoryContractTests : RemoteFolderContract
{
    protected override bool RemovesInSteps => false;

    protected override ValueTask<IRemoteFolderHarness> CreateAsync() =>
        ValueTask.FromResult<IRemoteFolderHarness>(new InMemoryHarness(area =>
            ValueTask.FromResult<IRemoteFolder>(new InMemoryRemoteFolder(area))));
}
