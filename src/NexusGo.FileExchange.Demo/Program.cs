return await DemoCommandLine.RunAsync(args);
