namespace NexusGo.FileExchange.Customers;

/// <summary>One column an order file may have.</summary>
/// <param name="Field">Where its value goes in the card's content.</param>
/// <param name="Name">The standard name.</param>
/// <param name="NeedsDeclaration">True: only a profile that declares it may use it, because it holds more about a person than a card
/// usually needs.</param>
/// <param name="Record">What the record of processing calls this personal data; null: it says nothing about a person.</param>
/// <param name="Aliases">Swedish and customary names in lower case, with _ for blanks and hyphens (HeaderName.Normalise in Orders).</param>
public sealed record OrderColumn(CardField Field, string Name, bool NeedsDeclaration, string? Record, params IReadOnlyList<string> Aliases);
