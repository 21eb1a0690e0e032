namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>What is wrong with a telephone number.</summary>
internal enum PhoneProblem
{
    None,
    Character,
    Length,
    /// <summary>070…: without the country.</summary>
    National,
    /// <summary>0046…: the prefix that is dialled in place of the plus.</summary>
    DialPrefix,
    /// <summary>+46070…: the zero that is only dialled inside the country.</summary>
    TrunkZero,
    /// <summary>No country has this code.</summary>
    Country,
}
