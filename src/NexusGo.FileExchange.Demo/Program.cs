using NexusGo.FileExchange.Demo;

return await DemoCommandLine.RunAsync(args);
