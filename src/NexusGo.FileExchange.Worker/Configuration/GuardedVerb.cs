namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Verbs that a configuration may want two people for.</summary>
public enum GuardedVerb
{
    /// <summary>erase --yes.</summary>
    Erase,
    /// <summary>hold end.</summary>
    EndHold,
    /// <summary>offboard --yes.</summary>
    Offboard,
    /// <summary>quarantine release.</summary>
    ReleaseQuarantined,
}
