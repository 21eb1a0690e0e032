using System.Collections.Concurrent;
using System.Reflection;

namespace NexusGo.FileExchange.Testing.Simulation;

/// <summary>
/// A port as a worker sees it over a network: every asynchronous verb waits for its turn before and after its effect, and may fail at both
/// places. What the verb does is the double's. A transaction that a verb returns is seen in the same way.
/// </summary>
internal class SimulatedPort : DispatchProxy
{
    /// <summary>One port of each interface; the others are its copies, because to make one by reflection costs more.</summary>
    private static readonly ConcurrentDictionary<Type, SimulatedPort> First = new();

    private object inner = null!;
    private SimulatedProcess process = null!;

    /// <summary>The port as <paramref name="process"/> sees it.</summary>
    public static T Around<T>(T inner, SimulatedProcess process)
        where T : class
    {
        var port = (SimulatedPort)First.GetOrAdd(typeof(T), static _ => (SimulatedPort)(object)Create<T, SimulatedPort>())
            .MemberwiseClone();
        (port.inner, port.process) = (inner, process);
        return (T)(object)port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var verb = Verb.Of(targetMethod!);
        return verb.Run(this, verb, args!);
    }

    private async Task VerbAsync(Verb verb, object?[] args)
    {
        var token = TokenOf(args);
        await process.ArriveAsync(verb.Name, null, token, verb.Port);
        await (Task)verb.Call(inner, args)!;
        await process.LeaveAsync(verb.Name, null, token, verb.Port);
    }

    private async Task<T> ResultAsync<T>(Verb verb, object?[] args)
    {
        var token = TokenOf(args);
        await process.ArriveAsync(verb.Name, null, token, verb.Port);
        var result = await (Task<T>)verb.Call(inner, args)!;
        await process.LeaveAsync(verb.Name, null, token, verb.Port);
        return Transactions<T>.Around is { } around && result is IAsyncDisposable ? around(result, process) : result;
    }

    private static CancellationToken TokenOf(object?[] args) => args is [.., CancellationToken token] ? token : default;

    /// <summary>How a result is seen that is an interface.</summary>
    private static class Transactions<T>
    {
        public static readonly Func<T, SimulatedProcess, T>? Around = !typeof(T).IsInterface ? null
            : typeof(SimulatedPort).GetMethod(nameof(SimulatedPort.Around), BindingFlags.Static | BindingFlags.Public)!
                .MakeGenericMethod(typeof(T)).CreateDelegate<Func<T, SimulatedProcess, T>>();
    }

    /// <summary>A method of a port, and how it is called: looked up once.</summary>
    private sealed class Verb
    {
        private static readonly ConcurrentDictionary<MethodInfo, Verb> All = new();
        private static readonly MethodInfo Result =
            typeof(SimulatedPort).GetMethod(nameof(ResultAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

        private readonly MethodInvoker invoker;

        private Verb(MethodInfo method)
        {
            (Name, Port, invoker) = (method.Name, method.DeclaringType!.Name, MethodInvoker.Create(method));
            var type = method.ReturnType;
            Run = type == typeof(Task) ? static (port, verb, args) => port.VerbAsync(verb, args)
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>)
                    ? Result.MakeGenericMethod(type.GenericTypeArguments[0])
                        .CreateDelegate<Func<SimulatedPort, Verb, object?[], object?>>()
                    : static (port, verb, args) => verb.Call(port.inner, args);
        }

        public string Name { get; }

        /// <summary>The interface that has it.</summary>
        public string Port { get; }

        public Func<SimulatedPort, Verb, object?[], object?> Run { get; }

        public static Verb Of(MethodInfo method) => All.GetOrAdd(method, static one => new Verb(one));

        public object? Call(object target, object?[] args) => invoker.Invoke(target, args.AsSpan());
    }
}
