namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>From when on an edited setting counts.</summary>
public enum InUseFrom
{
    /// <summary>The worker reads it once, at its start.</summary>
    Restart,

    /// <summary>The worker reads the file again when it was saved, and when it is asked to (SIGHUP).</summary>
    Reload,

    /// <summary>Only verbs use it, and every verb reads the configuration anew.</summary>
    NextVerb,

    /// <summary>Only <c>nexusgo-page</c> uses it, and reads it once, at its start.</summary>
    RestartOfPage,

    /// <summary>It must not be edited once it was used.</summary>
    Never,
}

/// <summary>Says of a setting that it counts from another moment than the rest of its file.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class InUseFromAttribute(InUseFrom moment) : Attribute
{
    public InUseFrom Moment => moment;
}
