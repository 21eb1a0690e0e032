using System.Security.Cryptography.X509Certificates;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>One mail for all notices of a message, over TLS and nothing less.</summary>
internal sealed class MailChannel(NoticeSettings settings, TimeProvider time) : INoticeChannel
{
    public string Name => NoticeLimits.Mail;

    public Task SendAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken) =>
        SendAsync(settings.MailTo, settings.Language, notices, cancellationToken);

    public async Task SendAsync(IReadOnlyList<string> receivers, AnswerLanguage language, IReadOnlyList<Notice> notices,
        CancellationToken cancellationToken)
    {
        try
        {
            using var mail = Compose(receivers, language, notices);
            using var client = new SmtpClient { Timeout = (int)NoticeLimits.Longest.TotalMilliseconds };
            if (settings.MailAuthorityFile is { Length: > 0 } authority)
            {
                using var trusted = X509CertificateLoader.LoadCertificateFromFile(authority);
                client.ServerCertificateValidationCallback = (_, certificate, _, _) => certificate is X509Certificate2 server
                    && server.MatchesHostname(settings.MailServer!) && IsIssuedBy(server, trusted);
                await ConnectAndSendAsync(client, mail, cancellationToken);
            }
            else
            {
                await ConnectAndSendAsync(client, mail, cancellationToken);
            }
        }
        catch (Exception failure) when (failure is CommandException or ProtocolException or AuthenticationException
            or SslHandshakeException or NotSupportedException or IOException or System.Net.Sockets.SocketException)
        {
            throw new NoticeNotTakenException(failure.Message, failure);
        }
    }

    private async Task ConnectAndSendAsync(SmtpClient client, MimeMessage mail, CancellationToken cancellationToken)
    {
        await client.ConnectAsync(settings.MailServer!, settings.MailPort, settings.MailSecurity == MailSecurity.Tls
            ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls, cancellationToken);
        if (!string.IsNullOrEmpty(settings.MailUser))
        {
            await client.AuthenticateAsync(settings.MailUser, Secrets.Read(settings.MailPasswordFile!), cancellationToken);
        }

        await client.SendAsync(mail, cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    private MimeMessage Compose(IReadOnlyList<string> receivers, AnswerLanguage language, IReadOnlyList<Notice> notices)
    {
        string TextOf(Notice notice) => language == AnswerLanguage.Sv ? notice.Swedish : notice.English;
        var mail = new MimeMessage { Date = time.GetUtcNow(), Subject = notices.Count == 1
            ? TextOf(notices[0]) : language == AnswerLanguage.Sv
            ? $"{notices.Count} meddelanden från kortutbytet" : $"{notices.Count} notices of the card exchange" };
        mail.From.Add(MailboxAddress.Parse(settings.MailFrom!));
        mail.To.AddRange(receivers.Select(MailboxAddress.Parse));
        mail.Body = new TextPart("plain")
        {
            Text = string.Join("\r\n", notices.Select(one =>
                $"{TimeZoneInfo.ConvertTime(one.HappenedAt, SwedishTime.Zone):yyyy-MM-dd HH:mm}  {TextOf(one)}  [{one.Number}]")) + "\r\n",
        };
        return mail;
    }

    private static bool IsIssuedBy(X509Certificate2 server, X509Certificate2 trusted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }
}
