namespace NexusGo.FileExchange.Inbound.Text;

/// <summary>
/// One thing found in one row. Holds no value from the file: column, published code and a fixed hint (length, character class, position).
/// </summary>
/// <param name="Code">A published code such as <c>E-PNR-03</c> or <c>W-PNR-01</c>.</param>
/// <param name="Column">The column's standard name, or empty for the whole row.</param>
/// <param name="Hint">A phrase without the value, or empty.</param>
public readonly record struct RowFinding(string Code, string Column, string Hint)
{
    /// <summary>Errors reject the row; warnings do not.</summary>
    public bool IsError => Code.Length > 0 && Code[0] != 'W';
}

/// <summary>Why a whole file is refused.</summary>
/// <param name="Code">A published code such as <c>F-HDR-03</c>.</param>
/// <param name="LineNumber">1-based line as in an editor, or 0.</param>
/// <param name="Column">The column's standard name or its 1-based position, or empty.</param>
/// <param name="Hint">A phrase without any value of a row, or empty.</param>
public sealed record FileRefusal(string Code, long LineNumber, string Column, string Hint)
{
    /// <summary>1-based number among the data rows of what <see cref="LineNumber"/> says, or 0 where it is no data row.</summary>
    public int RowNumber { get; init; }
}
