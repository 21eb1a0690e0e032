using System.ComponentModel.DataAnnotations;

namespace NexusGo.FileExchange.Customers;

/// <summary>The shape of a cron expression with seconds. Whether its moment ever comes is asked where the expression is used.</summary>
/// <param name="mayBeEmpty">Whether no expression is allowed, too.</param>
public sealed class CronTextAttribute(bool mayBeEmpty = false)
    : RegularExpressionAttribute((mayBeEmpty ? "^$|" : "") + "^[0-9*/?,A-Z#-]+( [0-9*/?,A-Z#-]+){5,6}$")
{
    /// <summary>For messages and manuals.</summary>
    public string Phrase => (mayBeEmpty ? "nothing, or " : "") + "a cron expression with seconds, such as 0 0 6 ? * MON-FRI";
}
