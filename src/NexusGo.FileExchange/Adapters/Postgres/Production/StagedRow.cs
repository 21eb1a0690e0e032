using NexusGo.FileExchange.Production;
using Npgsql;

namespace NexusGo.FileExchange.Adapters.Postgres;

/// <summary>A row of the cursor over staged events and their cards.</summary>
internal static class StagedRow
{
    public static StagedEvent Read(NpgsqlDataReader reader) => new()
    {
        RowNumber = reader.GetInt32(0),
        CardNo = reader.GetInt64(27),
        SourceId = reader.GetString(1),
        Event = new CardEvent((CardEventKind)reader.GetInt16(3), reader.GetFieldValue<DateTimeOffset>(2), (ReportFields)reader.GetInt16(4)),
        IsAmbiguous = reader.GetBoolean(5),
        ReasonCode = TextOf(reader, 6),
        Chip = ChipOf(reader),
        ShipmentNo = TextOf(reader, 12),
        TrackingNo = TextOf(reader, 13),
        InvoiceNo = TextOf(reader, 14),
        IsKnown = reader.GetBoolean(15),
        Card = reader.IsDBNull(16)
            ? null
            : new RegisteredCard(reader.GetGuid(16), reader.GetString(17), CardFactsRow.Read(reader, 18),
                reader.GetFieldValue<DateTimeOffset>(26)),
    };

    public static string? TextOf(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static ChipReport? ChipOf(NpgsqlDataReader reader)
    {
        var chip = new ChipReport(TextOf(reader, 7), reader.IsDBNull(8) ? null : reader.GetFieldValue<byte[]>(8), TextOf(reader, 9),
            TextOf(reader, 10), TextOf(reader, 11));
        return chip is { Type: null, Uid: null, HidFormat: null, HidFacility: null, HidNumber: null } ? null : chip;
    }
}
