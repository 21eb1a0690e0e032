using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Orders.Rules;

/// <summary>What one column's value must be. Compiled once per profile; checking allocates nothing unless it finds something.</summary>
internal abstract class ColumnRule(CardField field, string name)
{
    public CardField Field { get; } = field;

    public string Name { get; } = name;

    /// <summary>Checks a value that is not empty and has no outer blanks; writes its stored form or adds findings.</summary>
    public abstract void Check(ReadOnlySpan<byte> value, RowCheck row);

    public sealed override string ToString() => Name;
}
