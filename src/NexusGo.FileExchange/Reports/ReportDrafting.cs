using System.Security.Cryptography;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Reports;

/// <summary>A report being written: a stream into a spool, hashed and counted, that becomes a <see cref="ReportDraft"/>.</summary>
internal sealed class ReportDrafting : IAsyncDisposable
{
    private readonly SpoolFile spool;
    private readonly CountingHashStream output;
    private bool handedOver;

    public ReportDrafting(Spool spools)
    {
        spool = spools.Create();
        output = new CountingHashStream(spool.OpenWrite());
    }

    /// <summary>Where the final bytes are written.</summary>
    public Stream Output => output;

    /// <summary>Closes the writing and reads what was written; for content that becomes another draft. This one keeps its bytes until it is disposed.</summary>
    public async ValueTask<Stream> ReadBackAsync()
    {
        await output.DisposeAsync().ConfigureAwait(false);
        spool.Complete();
        return spool.OpenRead();
    }

    /// <summary>Closes the writing and hands the bytes over.</summary>
    public async ValueTask<ReportDraft> CompleteAsync(ReportKind kind, string folder, string name, Guid reportId, CustomerVault vault)
    {
        await output.DisposeAsync().ConfigureAwait(false);
        spool.Complete();
        handedOver = true;
        return new ReportDraft
        {
            ReportId = reportId,
            Kind = kind,
            Folder = folder,
            Name = name,
            SizeBytes = output.BytesWritten,
            Sha256 = output.Hash(),
            Sealer = vault.CreateReportSealer(reportId),
            Open = spool.OpenRead,
            Spool = spool,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (!handedOver)
        {
            await output.DisposeAsync().ConfigureAwait(false);
            spool.Dispose();
        }
    }

    private sealed class CountingHashStream(Stream inner) : Stream
    {
        private readonly IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long BytesWritten { get; private set; }

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => BytesWritten;

        public override long Position
        {
            get => BytesWritten;
            set => throw new NotSupportedException();
        }

        public byte[] Hash()
        {
            using (sha256)
            {
                return sha256.GetHashAndReset();
            }
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            sha256.AppendData(buffer);
            BytesWritten += buffer.Length;
            inner.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            sha256.AppendData(buffer.Span);
            BytesWritten += buffer.Length;
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
