using NexusGo.FileExchange.Operators.Notices;

namespace NexusGo.FileExchange.Worker.Notices;

/// <summary>A way to a receiver of notices.</summary>
internal interface INoticeChannel
{
    /// <summary>As in <c>exchange.notice</c>.</summary>
    string Name { get; }

    /// <summary>Of one customer alone; null: of all.</summary>
    string? Area => null;

    /// <summary>Sends them as one message, in their order. The receiver may get a message twice: notices have numbers.</summary>
    /// <exception cref="NoticeNotTakenException">It was not taken; the message says why.</exception>
    Task SendAsync(IReadOnlyList<Notice> notices, CancellationToken cancellationToken);
}

/// <summary>The receiver did not take a message.</summary>
internal sealed class NoticeNotTakenException(string message, Exception? inner = null) : Exception(message, inner);
