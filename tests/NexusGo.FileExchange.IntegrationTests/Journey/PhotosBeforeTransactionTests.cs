using System.Reflection;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Testing.Archive;
using NexusGo.FileExchange.Testing.Journey;
using NexusGo.FileExchange.Testing.Photos;
using NexusGo.FileExchange.Testing.Production;

namespace NexusGo.FileExchange.IntegrationTests.Journey;

/// <summary>The photos of an order are decoded before its transaction begins.</summary>
public sealed class PhotosBeforeTransactionTests : CardTests
{
    private readonly List<string> asked = [];

    protected override ExchangeRig CreateRig(string connectionString) => ExchangeRig.Create(connectionString, "PHOTO", replace: services =>
    {
        var registered = services.Last(service => service.ServiceType == typeof(IOrderStore));
        services.AddSingleton(provider => CallSpy.Around((IOrderStore)ActivatorUtilities.CreateInstance(provider,
            registered.ImplementationType!), asked));
    });

    [Fact]
    public async Task No_decoder_runs_while_a_transaction_is_open()
    {
        var rows = string.Concat(Enumerable.Range(1, 5).Select(i => $"A{i};ID-PHOTO;Eva;Ek;{i}.jpg;HQ\r\n"));
        Rig.Drop("ORD_1.zip", ZipForge.Write(
            [
                new("order.csv", Encoding.UTF8.GetBytes(
                    "customer_ref;product_code;first_name;last_name;photo_file;delivery_address_id\r\n" + rows)),
                .. Enumerable.Range(1, 5).Select(i => new ForgedEntry($"photos/{i}.jpg", TestPictures.Jpeg(300 + i, 420))),
            ]));
        await Rig.PollAsync();

        Assert.Equal("5", Rig.Receipt("ORD_1")["rows_accepted"]);
        Assert.Contains("AddPhotosAsync with 0 decoders", asked);
        Assert.All(asked, call => Assert.EndsWith(" with 0 decoders", call, StringComparison.Ordinal));
    }
}

/// <summary>Notes each call of a store and of its transactions, and how many decoders of this process live meanwhile.</summary>
internal class CallSpy : DispatchProxy
{
    private object target = null!;
    private List<string> calls = null!;

    public static T Around<T>(T target, List<string> calls) where T : class
    {
        var proxy = Create<T, CallSpy>();
        ((CallSpy)(object)proxy).target = target;
        ((CallSpy)(object)proxy).calls = calls;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? arguments)
    {
        calls.Add($"{method!.Name} with {Decoders()} decoders");
        var result = method.Invoke(target, arguments);
        return result is Task<IFileTransaction> begun ? SpyAsync(begun) : result;
    }

    private async Task<IFileTransaction> SpyAsync(Task<IFileTransaction> begun) => Around(await begun, calls);

    /// <summary>Children of this process, and theirs, that bear the decoder's verb.</summary>
    private static int Decoders() => Directory.EnumerateDirectories("/proc").Count(folder =>
        int.TryParse(Path.GetFileName(folder), out _) && Read(folder, "cmdline").Contains("decode-photos", StringComparison.Ordinal)
        && Read(folder, "stat").Split(") ")[^1].Split(' ') is [_, var parent, ..] && parent == $"{Environment.ProcessId}");

    private static string Read(string folder, string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, name));
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    }
}
