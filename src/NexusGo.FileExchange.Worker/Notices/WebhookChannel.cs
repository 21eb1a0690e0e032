using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>
/// POST of JSON, signed: the header <see cref="SignatureHeader"/> is <c>t=SECONDS,v1=HEX</c>, HMAC-SHA-256 under the shared secret of the
/// time as it stands there, a full stop, and the body. A receiver compares it and refuses what is older than some minutes.
/// </summary>
internal sealed class WebhookChannel(NoticeSettings settings, TimeProvider time) : INoticeChannel, IDisposable
{
    public const string SignatureHeader = "X-NexusGo-Signature";

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public string Name => NoticeLimits.Webhook;

    public async Task SendAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            Notices = notices.Select(one => new
            {
                one.Number, one.Kind, one.Area, At = one.HappenedAt, Text = one.English, TextSv = one.Swedish,
            }),
        }, JsonOutput.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader, Sign(Secrets.Read(settings.WebhookSecretFile!), time.GetUtcNow().ToUnixTimeSeconds(), body));
        try
        {
            using var answer = await client.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new NoticeNotTakenException(string.Create(CultureInfo.InvariantCulture, $"answered {(int)answer.StatusCode}"));
            }
        }
        catch (HttpRequestException failure)
        {
            throw new NoticeNotTakenException(failure.Message, failure);
        }
    }

    internal static string Sign(string secret, long seconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seconds}.")));
        hmac.AppendData(body);
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={Convert.ToHexStringLower(hmac.GetHashAndReset())}");
    }

    public void Dispose() => client.Dispose();
}
