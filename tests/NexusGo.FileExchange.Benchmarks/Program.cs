using NexusGo.FileExchange.Benchmarks;

return args is [DelayProxy.Verb, ..] ? await DelayProxy.RunAsync(args) : await BenchProgram.RunAsync(args);
