using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Operators.Notices;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>Mail to the people of one customer, in the language of its answers.</summary>
internal sealed class CustomerMailChannel(MailChannel mail, CustomerProfile profile) : INoticeChannel
{
    public string Name => NoticeLimits.CustomerMail;

    public string Area => profile.CustomerId;

    public Task SendAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken) =>
        mail.SendAsync(profile.Notices.Mail, profile.Answers.Language, notices, cancellationToken);
}
