namespace NexusGo.FileExchange.Machine;

/// <summary>
/// The environment of every program that we start. Nothing of ours is inherited: variables may hold secrets (env:NAME), which a child has
/// no use for, or change what it does (LD_PRELOAD, SSH_AUTH_SOCK, PGOPTIONS).
/// </summary>
public static class ChildEnvironment
{
    /// <param name="environment">Of the child.</param>
    /// <param name="kept">Names of variables that the child gets as we have them.</param>
    public static void Clear(IDictionary<string, string?> environment, params ReadOnlySpan<string> kept)
    {
        environment.Clear();
        environment["LC_ALL"] = "C";
        environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        foreach (var name in kept)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }
    }
}
