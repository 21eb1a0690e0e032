using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>Our judgement of certificates beside that of gpg and sq. What only we accept is a defect.</summary>
public sealed class CertificateCorpusTests : IDisposable
{
    /// <summary>
    /// Refused by us although one of the others accepts it, with the reason. A case that is not here must be judged as the others do.
    /// </summary>
    private static readonly Dictionary<string, string> StricterBecause = new(StringComparer.Ordinal)
    {
        ["subkey flags: none, signed by the subkey"] =
            "A subkey without flags is one that encrypts, as programs before the flags meant it.",
        ["revoked with digest 1, signed by the primary key"] = "A revocation counts whatever its digest: it only ever takes trust away.",
        ["revoked with digest 1, signed by the subkey"] = "A revocation counts whatever its digest.",
        ["subkey revoked with digest 1, signed by the subkey"] = "A revocation counts whatever its digest.",
        ["user id signed with digest 2, signed by the primary key"] = "SHA-1 binds nothing any more; sq says the same.",
        ["user id signed with digest 2, signed by the subkey"] = "SHA-1 binds nothing any more; sq says the same.",
        ["binding with digest 2, signed by the subkey"] = "SHA-1 binds nothing any more; sq says the same.",
        ["back-signature with digest 2, signed by the subkey"] = "SHA-1 binds nothing any more; sq says the same.",
        ["user id signature ends after 10 days, signed by the primary key"] =
            "The signature that speaks for the key has ended; sq says the same.",
        ["user id signature ends after 10 days, signed by the subkey"] =
            "The signature that speaks for the key has ended; sq says the same.",
        ["back-signature ends after 10 days, signed by the subkey"] = "The subkey's word for it has ended; sq says the same.",
        ["user id revoked, signed by the primary key"] = "Its only user id is revoked: nothing says whose key it is any more.",
        ["user id revoked, signed by the subkey"] = "Its only user id is revoked: nothing says whose key it is any more.",
    };

    private static readonly byte[] Content = "A1;ID-STD\r\n"u8.ToArray();

    private readonly string folder = Directory.CreateTempSubdirectory("corpus-").FullName;
    private readonly OtherVerifiers others = new();
    private readonly OpenPgpEngine engine = new(new OpenPgpEngineOptions(), TimeProvider.System, NullLoggerFactory.Instance);

    public void Dispose()
    {
        others.Dispose();
        Directory.Delete(folder, recursive: true);
        engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Nasty48_no_certificate_counts_for_us_alone_and_every_other_difference_has_its_reason()
    {
        var corpus = new CertificateCorpus();
        Assert.True(CertificateCorpus.All.Count >= 60, $"{CertificateCorpus.All.Count} certificates");
        Assert.Equal(CertificateCorpus.All.Count, CertificateCorpus.All.Select(one => one.Name).Distinct().Count());
        var (onlyWe, unexplained, seen) = (new List<string>(), new List<string>(), new HashSet<string>());
        foreach (var crafted in CertificateCorpus.All)
        {
            var certificate = corpus.Lay(crafted);
            foreach (var bySubkey in new[] { false, true })
            {
                var name = $"{crafted.Name}, signed by the {(bySubkey ? "subkey" : "primary key")}";
                var message = corpus.Message(bySubkey, Content);
                var verdict = await OpenAsync(certificate, corpus.Fingerprint, message);
                var (gpg, sq) = (others.Gpg(certificate, message), others.Sq(certificate, message));
                if (verdict.ErrorCode is null && !gpg && !sq)
                {
                    onlyWe.Add(name);
                }
                else if (verdict.ErrorCode is not null && (gpg || sq) && seen.Add(name) && !StricterBecause.ContainsKey(name))
                {
                    unexplained.Add($"{name}: {verdict.ErrorCode} {verdict.Hint} (gpg {gpg}, sq {sq})");
                }
            }
        }

        Assert.True(onlyWe.Count == 0, "accepted by us alone:\n" + string.Join("\n", onlyWe));
        Assert.True(unexplained.Count == 0, "refused by us alone, without a reason in the list:\n" + string.Join("\n", unexplained));
        Assert.Empty(StricterBecause.Keys.Except(seen));
    }

    private async Task<OpenPgpVerdict> OpenAsync(byte[] certificate, string fingerprint, byte[] message)
    {
        var file = Path.Combine(folder, "certificate.pgp");
        await File.WriteAllBytesAsync(file, certificate);
        var policy = new OpenPgpPolicy { Signers = [new OpenPgpCertificate(fingerprint, file)], RequireEncryption = false };
        var (clear, verdict) = await engine.OpenWholeAsync(message, policy);
        Assert.True(verdict.ErrorCode is not null || clear.AsSpan().SequenceEqual(Content), Encoding.UTF8.GetString(clear));
        return verdict;
    }
}
