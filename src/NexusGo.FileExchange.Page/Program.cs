using NexusGo.FileExchange.Page;
using NexusGo.FileExchange.Worker.Commands;
using NexusGo.FileExchange.Worker.Configuration;

// nexusgo-page [--config FOLDER]
return await ProgramEntry.RunAsync(async () =>
{
    if (args is not ([] or ["--config" or "-c", _]))
    {
        await Console.Error.WriteLineAsync("usage: nexusgo-page [--config folder]");
        return ExitCodes.Usage;
    }

    var configuration = WorkerConfiguration.Load(WorkerConfiguration.FindDirectory(args.ElementAtOrDefault(1)));
    await using var page = PageHost.Build(configuration);
    await page.RunAsync();
    return ExitCodes.Ok;
});
