using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Operators.Notices;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>Brings notices to their receivers, each channel in order, until they were taken.</summary>
internal sealed class NoticeSender(NoticeStore store, IEnumerable<INoticeChannel> channels, TimeProvider time, ILogger<NoticeSender> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                foreach (var channel in channels)
                {
                    await SendAsync(channel, stoppingToken);
                }

                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <summary>Everything that waits for a channel, message by message; ends with the first that is not taken.</summary>
    internal async Task SendAsync(INoticeChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            while (await store.ClaimAsync(channel.Name, channel.Area, NoticeLimits.AtOnce, time.GetUtcNow(), NoticeLimits.Hold,
                cancellationToken)
                is { Count: > 0 } notices && await SendOneAsync(channel, notices, cancellationToken))
            {
                // The next ones.
            }
        }
        catch (FileExchangeException failure)
        {
            NoticesLog.NoticesNotRead(log, channel.Name, failure.Reason, failure.Message);
        }
    }

    private async Task<bool> SendOneAsync(INoticeChannel channel, IReadOnlyList<Notice> notices, CancellationToken cancellationToken)
    {
        var numbers = notices.Select(one => one.Number).ToArray();
        using var deadline = new CancellationTokenSource(NoticeLimits.Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        string problem;
        try
        {
            await channel.SendAsync(notices, either.Token);
            await store.SentAsync(numbers, time.GetUtcNow(), CancellationToken.None);
            NoticesLog.NoticesSent(log, channel.Name, notices.Count);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problem = "no answer in time";
        }
        catch (NoticeNotTakenException refused)
        {
            problem = refused.Message;
        }

        var pause = NoticeLimits.PauseAfter(notices[0].Attempts + 1);
        await store.FailedAsync(numbers, problem, time.GetUtcNow() + pause, cancellationToken);
        NoticesLog.NoticesNotTaken(log, channel.Name, notices.Count, notices[0].Attempts + 1, pause.TotalSeconds, problem);
        return false;
    }
}
