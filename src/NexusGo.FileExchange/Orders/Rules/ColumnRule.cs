using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>What one column's value must be. Compiled once per profile; checking allocates nothing unless it finds something.</summary>
internal abstract class ColumnRule(CardField field, string name)
{
    public CardField Field { get; } = field;

    public string Name { get; } = name;

    /// <summary>Whether the column holds a name: of a person, a place, a company. An apostrophe may begin it, and "Null" is one.</summary>
    public virtual bool IsName => false;

    /// <summary>Whether a value may look so in this column, or the rule has an answer of its own to it.</summary>
    public virtual bool Allows(ValueDamageKind damage) => false;

    /// <summary>The most characters a value may have; null: the rule has another measure. The customers' manual tells it.</summary>
    public virtual int? MostCharacters => null;

    /// <summary>The words that are allowed; none: any value of the right form. The customers' manual tells them.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>
    /// Checks a value that is not empty, folded, without outer blanks, and not damaged; writes its stored form or adds findings.
    /// </summary>
    public abstract void Check(ReadOnlySpan<byte> value, RowCheck row);

    public sealed override string ToString() => Name;
}
