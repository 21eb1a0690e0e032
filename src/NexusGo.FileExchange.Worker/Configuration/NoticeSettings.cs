using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>How mail is protected on its way to the server.</summary>
public enum MailSecurity
{
    /// <summary>A plain connection that becomes TLS before anything is said (port 587 or 25); refused where the server cannot.</summary>
    StartTls,
    /// <summary>TLS from the first byte (port 465).</summary>
    Tls,
}

/// <summary>Notices of alarms to operators: at the start of each and at its end. Off unless a webhook or a mail server is set.</summary>
public sealed record NoticeSettings
{
    [Description("Address (https, or http on this machine) that gets notices by POST as JSON, signed. Empty: none.")]
    public string? WebhookUrl { get; init; }

    [Description("Path of a file (mode 0600) whose first line is the secret that signs what the webhook gets, or env:NAME.")]
    public string? WebhookSecretFile { get; init; }

    [Description("Mail server (SMTP) that takes notices. Empty: none.")]
    public string? MailServer { get; init; }

    [Range(1, 65535)]
    [Description("Its TCP port.")]
    public int MailPort { get; init; } = 587;

    [Description("StartTls: a plain connection that becomes TLS before anything is said. Tls: TLS from the first byte.")]
    public MailSecurity MailSecurity { get; init; } = MailSecurity.StartTls;

    [Description("Path of a file with the certificate (PEM) of the authority or server to trust, where the system does not know it.")]
    public string? MailAuthorityFile { get; init; }

    [Description("User name at the mail server. Empty: no log-in.")]
    public string? MailUser { get; init; }

    [Description("Path of a file (mode 0600) whose first line is its password, or env:NAME.")]
    public string? MailPasswordFile { get; init; }

    [Description("Address that mails come from.")]
    public string? MailFrom { get; init; }

    [Description("Operators' addresses. Empty: operators get no mail.")]
    public IReadOnlyList<string> MailTo { get; init; } = [];

    [Description("Language of mails to operators: Sv or En. The webhook gets both.")]
    public AnswerLanguage Language { get; init; } = AnswerLanguage.En;

    [TimeRange("00:00:05", "01:00:00")]
    [Description("How often health is looked at for alarms that began or ended.")]
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromMinutes(1);

    internal bool HasWebhook => !string.IsNullOrEmpty(WebhookUrl);

    internal bool HasMail => !string.IsNullOrEmpty(MailServer);
}
