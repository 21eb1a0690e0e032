using NexusGo.FileExchange.Worker.Commands;

return await CommandLine.RunAsync(args);
