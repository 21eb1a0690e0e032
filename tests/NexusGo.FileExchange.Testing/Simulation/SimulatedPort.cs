using System.Collections.Concurrent;
using System.Reflection;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// A port as a worker sees it over a network: every asynchronous verb waits for its turn before and after its effect, and may fail at both
/// places. What the verb does is the double's. A transaction that a verb returns is seen in the same way.
/// </summary>
internal class SimulatedPort : DispatchProxy
{
    private static readonly ConcurrentDictionary<Type, MethodInfo> Generic = new();
    private static readonly MethodInfo GenericVerb =
        typeof(SimulatedPort).GetMethod(nameof(ResultAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly MethodInfo GenericWrap = typeof(SimulatedPort)
        .GetMethod(nameof(Around), BindingFlags.Static | BindingFlags.Public)!;

    private object inner = null!;
    private SimulatedProcess process = null!;

    /// <summary>The port as <paramref name="process"/> sees it.</summary>
    public static T Around<T>(T inner, SimulatedProcess process)
        where T : class
    {
        var port = Create<T, SimulatedPort>();
        var itself = (SimulatedPort)(object)port;
        (itself.inner, itself.process) = (inner, process);
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var type = targetMethod!.ReturnType;
        if (type == typeof(Task))
        {
            return VerbAsync(targetMethod, args!);
        }

        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
            ? Generic.GetOrAdd(type, static one => GenericVerb.MakeGenericMethod(one.GenericTypeArguments[0]))
                .Invoke(this, BindingFlags.DoNotWrapExceptions, null, [targetMethod, args], null)
            : Call(targetMethod, args!);
    }

    private object? Call(MethodInfo verb, object?[] args) => verb.Invoke(inner, BindingFlags.DoNotWrapExceptions, null, args, null);

    private async Task VerbAsync(MethodInfo verb, object?[] args)
    {
        var token = TokenOf(args);
        await process.ArriveAsync(verb.Name, null, token);
        await (Task)Call(verb, args)!;
        await process.LeaveAsync(verb.Name, null, token);
    }

    private async Task<T> ResultAsync<T>(MethodInfo verb, object?[] args)
    {
        var token = TokenOf(args);
        await process.ArriveAsync(verb.Name, null, token);
        var result = await (Task<T>)Call(verb, args)!;
        await process.LeaveAsync(verb.Name, null, token);
        return typeof(T).IsInterface && result is IAsyncDisposable
            ? (T)GenericWrap.MakeGenericMethod(typeof(T)).Invoke(null, [result, process])!
            : result;
    }

    private static CancellationToken TokenOf(object?[] args) => args is [.., CancellationToken token] ? token : default;
}
