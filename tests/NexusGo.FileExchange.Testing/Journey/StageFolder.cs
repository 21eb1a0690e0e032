using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Spool;
using NexusGo.FileExchange.Testing.OpenPgp;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Testing.Journey;

/// <summary>What a stage needs beside its store: a spool in a folder of its own, and a sealer with a toy for OpenPGP.</summary>
internal sealed class StageFolder : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-stage-").FullName;

    public StageFolder() => Spool = new SpoolFolder(folder, NullLogger<SpoolFolder>.Instance);

    public SpoolFolder Spool { get; }

    public AnswerSealer Sealer(TimeProvider clock)
    {
        var openPgp = new FakeOpenPgp([], clock);
        var certificates = new AnswerCertificates(new CertificateBook(openPgp), clock, NullLogger<AnswerCertificates>.Instance);
        return new AnswerSealer(openPgp, certificates, BureauKeys.None, Spool, NullLogger<AnswerSealer>.Instance);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
