using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

public sealed class OpenPgpContractTests(GnuPgLab lab) : OpenPgpContract, IClassFixture<GnuPgLab>
{
    protected override IOpenPgpLab Lab => lab;
}
