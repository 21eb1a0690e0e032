namespace NexusGo.FileExchange.Demo;

/// <summary>Exit codes beside those of nexusgo-fx, whose numbers they do not use.</summary>
public static class DemoExitCodes
{
    /// <summary>The demo ran, but not everything went as expected.</summary>
    public const int DemoCheck = 6;
    /// <summary>Some event file of the simulated production partner was not accepted, or has no receipt.</summary>
    public const int NotAccepted = 11;
}
