using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Operators.Notices;
using NexusGo.FileExchange.Worker.Configuration;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>What is registered when somebody wants notices.</summary>
internal static class NoticeServices
{
    public static void Add(IServiceCollection services, NoticeSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<NoticeStore>();
        services.AddSingleton<NoticeSender>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeSender>());
        services.AddHostedService<AlarmWatch>();
        if (settings.HasWebhook)
        {
            services.AddSingleton<INoticeChannel, WebhookChannel>();
        }

        if (settings.HasMail)
        {
            services.AddSingleton<MailChannel>();
            services.AddHostedService<CustomerNoticeWatch>();
            if (settings.MailTo.Count > 0)
            {
                services.AddSingleton<INoticeChannel>(provider => provider.GetRequiredService<MailChannel>());
            }
        }
    }
}
