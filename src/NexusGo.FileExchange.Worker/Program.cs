using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Worker.Commands;

// The decoder of photos runs in a sandbox: it has no configuration and no host.
return args is [PhotoDecoderVerb.Name] ? PhotoDecoderVerb.Run() : await CommandLine.RunAsync(args);
