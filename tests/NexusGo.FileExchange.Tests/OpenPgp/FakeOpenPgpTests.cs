using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.Tests.OpenPgp;

public sealed class FakeOpenPgpTests : OpenPgpContract, IDisposable
{
    private readonly FakeOpenPgpLab lab = new();

    protected override IOpenPgpLab Lab => lab;

    public void Dispose() => lab.Dispose();
}
