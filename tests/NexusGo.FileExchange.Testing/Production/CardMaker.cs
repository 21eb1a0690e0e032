using System.Globalization;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.Testing.Production;

/// <summary>Takes a rig's cards all the way from the order to their holders.</summary>
public sealed class CardMaker(ExchangeRig rig, PartnerRig partner)
{
    public const string Header =
        "customer_ref;product_code;first_name;last_name;national_identity_number;delivery_address_id;erase_after\r\n";

    private int files;

    /// <summary>Drops an order file of these lines (see <see cref="Header"/>); the cards' numbers by reference.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OrderAsync(params IEnumerable<string> lines)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ORD_{rig.Profile.CustomerId}_{++files:0000}");
        rig.Drop(name + ".csv", Header + string.Concat(lines.Select(line => line + "\r\n")));
        await rig.PollAsync();
        return rig.Results(name).ToDictionary(line => line["ref"], line => line["card_no"]);
    }

    /// <summary>Batches, and the partner's events up to DELIVERED with a chip, a shipment and, if wanted, an invoice.</summary>
    public async Task DeliverAsync(IEnumerable<string> cards, bool invoiced = true)
    {
        await partner.MakeBatchesAsync();
        var t = rig.Clock.GetUtcNow();
        string Line(string card, string kind, int second, string rest) =>
            string.Create(CultureInfo.InvariantCulture, $"{kind}-{card};{t.AddSeconds(second):yyyy-MM-ddTHH:mm:ssZ};{card};{kind};;{rest}");
        await partner.TellAsync(string.Create(CultureInfo.InvariantCulture, $"EVT_{++files}.csv"), cards.SelectMany(card => new[]
        {
            Line(card, "IN_PRODUCTION", 0, ";;;;;;;"),
            Line(card, "PRODUCED", 1,
                "MIFARE;04" + long.Parse(card, CultureInfo.InvariantCulture).ToString("X12", CultureInfo.InvariantCulture) + ";;;;;;"),
            Line(card, "SHIPPED", 2, $";;;;;SHIP-{card};TRACK-{card};"),
            Line(card, "DELIVERED", 3, ";;;;;;;"),
        }.Concat(invoiced ? [Line(card, "INVOICED", 4, ";;;;;;;INV-1")] : Array.Empty<string>())));
    }
}
