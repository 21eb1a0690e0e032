namespace NexusGo.FileExchange.Adapters.OpenPgp;

/// <summary>Carries the refusal of a message out of the readers of its layers; never leaves the adapter.</summary>
internal sealed class MessageRefusedException(Refusal refusal) : Exception(refusal.Hint)
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>The armour around the message is at fault. No check of what is inside it can say more.</summary>
    public bool IsOfArmour { get; init; }
}
