using System.Runtime.CompilerServices;
using NexusGo.FileExchange.Adapters.Sftp;

namespace NexusGo.FileExchange.Testing.Sftp;

/// <summary>
/// Lets the tests of engine Local run on machines that allow no namespaces: there one test of the sandbox fails, and not every journey.
/// </summary>
internal static class UnconfinedWhereItMustBe
{
#pragma warning disable CA2255 // Before any test, and inherited by the worker processes of all of them.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Set() => Environment.SetEnvironmentVariable(LocalSandbox.UnconfinedVariable, "1");
}
