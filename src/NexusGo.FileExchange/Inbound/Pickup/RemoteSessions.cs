using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Diagnostics;
using NexusGo.FileExchange.Remote;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>
/// One kept session per customer, so that a look into an idle inbox costs a few round trips and no log-in; and a breaker per customer, so
/// that a dead server is asked less and less often and a refused log-in is not repeated until the account is locked.
/// </summary>
internal sealed class RemoteSessions(IRemoteFolderFactory factory, TimeProvider clock, ILogger<RemoteSessions>? log = null,
    Random? jitter = null)
    : IAsyncDisposable
{
    /// <summary>A session is kept between two looks that are no further apart; a longer wait is worth a log-in.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest pause between attempts. It is short, so that everything that waits is delivered soon after a server was mended.
    /// </summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The longest pause between attempts with the customer's full deadline at a server that does not answer. Each of these attempts holds
    /// a place among the visits until that deadline. In between the server is asked with a short deadline, which is enough for one that was
    /// mended.
    /// </summary>
    internal static readonly TimeSpan LongestPauseOfSilent = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortDeadline = TimeSpan.FromSeconds(3);
    private const int PausePerAttempt = 10;

    internal static readonly TimeSpan PauseAfterRefusal = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<CustomerId, Kept> kept = new();
    private readonly ILogger logger = log ?? NullLogger<RemoteSessions>.Instance;

    /// <summary>The kept session or a new one; null while the breaker is open. One caller per customer at a time.</summary>
    /// <param name="profile">The customer.</param>
    /// <param name="ensureMayChange">Asked right before every change of the customer's area, from now until the next call; throws when the
    /// lease is over.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="RemoteFolderException">The connection failed; already counted by the breaker.</exception>
    public async ValueTask<IRemoteFolder?> TryGetAsync(CustomerProfile profile, Action ensureMayChange, CancellationToken cancellationToken)
    {
        var entry = kept.GetOrAdd(profile.Id, _ => new Kept());
        entry.EnsureMayChange = ensureMayChange;
        if (IsToldOfLegacyToday(profile, entry))
        {
            // The session was made when yesterday's date counted. It is closed so that the last day of outdated algorithms is looked at
            // anew.
            await entry.CloseAsync().ConfigureAwait(false);
        }

        if (entry.Session is { IsAlive: true } session && ReferenceEquals(entry.Settings, profile.Remote))
        {
            return session;
        }

        await entry.CloseAsync().ConfigureAwait(false);
        if (!ReferenceEquals(entry.Settings, profile.Remote))
        {
            entry.EndPause();
        }

        if (IsPaused(entry))
        {
            return null;
        }

        entry.Settings = profile.Remote;
        var endpoint = EndpointOf(profile) with { EnsureMayChange = () => entry.EnsureMayChange() };
        if (clock.GetUtcNow() < entry.SilentUntil && endpoint.ConnectTimeout > ShortDeadline)
        {
            endpoint = endpoint with { ConnectTimeout = ShortDeadline };
        }

        var begun = clock.GetTimestamp();
        try
        {
            CrashPoint.Pass("session.opening");
            entry.Session = await factory.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
            CrashPoint.Pass("session.opened");
        }
        catch (RemoteFolderException e)
        {
            NoteFailure(profile, e, clock.GetElapsedTime(begun));
            throw;
        }

        return entry.Session;
    }

    /// <summary>Whether a session is kept, so that the next caller connects to nothing.</summary>
    public bool IsOpen(CustomerProfile profile) => kept.TryGetValue(profile.Id, out var entry) && entry.Session is { IsAlive: true }
        && ReferenceEquals(entry.Settings, profile.Remote);

    /// <summary>Closes the customer's session, if there is one; what the breaker knows stays.</summary>
    public async ValueTask CloseAsync(CustomerId customer)
    {
        if (kept.TryGetValue(customer, out var entry))
        {
            await entry.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Tells the breaker that the customer's server answered as it should.</summary>
    public void NoteSuccess(CustomerProfile profile) => EndPause(profile.Id);

    /// <summary>Closes the breaker: the customer's server may be asked at once.</summary>
    public void EndPause(CustomerId customer)
    {
        if (kept.TryGetValue(customer, out var entry))
        {
            entry.EndPause();
        }
    }

    /// <summary>
    /// Counts a failure; the next attempt waits longer each time, with jitter so that many customers of one server do not come back at
    /// once.
    /// </summary>
    /// <param name="profile">The customer.</param>
    /// <param name="failure">What happened.</param>
    /// <param name="took">How long the attempt to connect took; one that took long is repeated less often with the same deadline.</param>
    public void NoteFailure(CustomerProfile profile, RemoteFolderException failure, TimeSpan took = default)
    {
        var now = clock.GetUtcNow();
        var entry = kept.GetOrAdd(profile.Id, _ => new Kept());
        entry.Failures++;
        entry.LastReason = failure.Reason;
        if (took > ShortDeadline && now >= entry.SilentUntil)
        {
            entry.SilentUntil = now + TimeSpan.FromTicks(Math.Min(took.Ticks * PausePerAttempt, LongestPauseOfSilent.Ticks));
        }

        var pause = failure.Reason is FailureReason.RemoteAuthentication or FailureReason.RemoteHostKey
            ? PauseAfterRefusal
            : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(entry.Failures - 1, 10)));
        entry.NotBefore = now + (pause * (0.75 + ((jitter ?? Random.Shared).NextDouble() / 2)));
    }

    /// <summary>When the customer's server is asked again and why not before, or null when nothing stands in the way.</summary>
    public (DateTimeOffset Until, FailureReason Reason)? Pause(CustomerId customer) =>
        kept.TryGetValue(customer, out var entry) && IsPaused(entry) ? (entry.NotBefore, entry.LastReason) : null;

    /// <summary>A pause longer than the longest one does not count: it was timed by a clock that was set back since.</summary>
    private bool IsPaused(Kept entry) => entry.NotBefore - clock.GetUtcNow() is var left && left > TimeSpan.Zero
        && left <= PauseAfterRefusal * 1.25;

    public async ValueTask DisposeAsync()
    {
        foreach (var entry in kept.Values)
        {
            await entry.CloseAsync().ConfigureAwait(false);
        }
    }

    /// <summary>How to get into the area of a profile, without a lease.</summary>
    internal static RemoteEndpoint EndpointOf(CustomerProfile profile) => new()
    {
        Name = profile.CustomerId,
        Engine = profile.Remote.Engine,
        Host = profile.Remote.Host,
        Port = profile.Remote.Port,
        User = profile.Remote.User,
        HostKeys = profile.Remote.HostKeys,
        PrivateKeyFile = profile.Remote.PrivateKeyFile,
        CertificateFile = profile.Remote.CertificateFile,
        PassphraseFile = profile.Remote.PassphraseFile,
        PasswordFile = profile.Remote.PasswordFile,
        Proxy = profile.Remote.Proxy,
        ProxyPasswordFile = profile.Remote.ProxyPasswordFile,
        Legacy = LegacyOf(profile),
        ProxyJump = profile.Remote.ProxyJump,
        ProxyJumpHostKeys = profile.Remote.ProxyJumpHostKeys,
        SshOptions = profile.Remote.SshOptions,
        LocalRoot = profile.Remote.LocalRoot,
        NewFileMode = (UnixFileMode)Convert.ToInt32(profile.Answers.FileMode, 8),
        ConnectTimeout = profile.Remote.ConnectTimeout,
        OperationTimeout = profile.Remote.OperationTimeout,
        StallTimeout = profile.Remote.StallTimeout,
        KeepAliveInterval = profile.Remote.KeepAliveInterval,
    };

    private static IReadOnlyList<LegacyAlgorithm> LegacyOf(CustomerProfile profile) =>
        [.. profile.Remote.Legacy.Select(legacy => new LegacyAlgorithm(legacy.Algorithm, legacy.Until ?? default))];

    /// <summary>Warns of outdated algorithms once a day, also where a session is kept for weeks; true when that was now.</summary>
    private bool IsToldOfLegacyToday(CustomerProfile profile, Kept entry)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (profile.Remote.Legacy.Count == 0 || entry.LegacyToldOn == today)
        {
            return false;
        }

        entry.LegacyToldOn = today;
        foreach (var legacy in LegacyOf(profile))
        {
            SftpLog.LegacyAlgorithm(logger, profile.CustomerId, legacy.Algorithm, legacy.Until);
        }

        return true;
    }

    private sealed class Kept
    {
        public IRemoteFolder? Session { get; set; }
        public RemoteSettings? Settings { get; set; }
        public Action EnsureMayChange { get; set; } = static () => { };
        public int Failures { get; set; }
        public FailureReason LastReason { get; set; }
        public DateTimeOffset NotBefore { get; set; }

        /// <summary>Until then the server is asked with the short deadline.</summary>
        public DateTimeOffset SilentUntil { get; set; }
        public DateOnly LegacyToldOn { get; set; }

        public void EndPause()
        {
            Failures = 0;
            NotBefore = default;
            SilentUntil = default;
        }

        public async ValueTask CloseAsync()
        {
            if (Session is { } session)
            {
                Session = null;
                await session.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
