using System.Text;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Retention;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>What a reader made of a file, kept after it is closed.</summary>
internal sealed record ReadRow(int Number, long Line, string Ref, string Product, bool Rejected, string? Hold, string? FirstCode,
    RowFinding[] Findings, byte[] Content, byte[] PersonKey)
{
    public string Codes => string.Join(' ', Findings.Select(f => f.Code));
}

internal sealed record ReadFile(FileRefusal? Refusal, List<ReadRow> Rows)
{
    public ReadRow Only => Assert.Single(Rows);
}

/// <summary>Reads whole files in tests.</summary>
internal static class Reading
{
    public static Task<ReadFile> Text(string text, CustomerProfile? profile = null, bool encrypted = false) =>
        Bytes(Encoding.UTF8.GetBytes(text), profile, encrypted);

    public static async Task<ReadFile> Bytes(byte[] bytes, CustomerProfile? profile = null, bool encrypted = false,
        int blockBytes = int.MaxValue)
    {
        var rules = OrderRules.Compile(profile ?? DemoProfile.Create(), DemoProfile.Today, encrypted);
        using var stream = new SlowStream(bytes, blockBytes);
        await using var reader = await OrderReader.OpenAsync(stream, rules, CancellationToken.None);
        var rows = new List<ReadRow>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            var row = reader.Row;
            rows.Add(new ReadRow(row.RowNumber, row.LineNumber, Encoding.UTF8.GetString(row.CustomerRef), row.ProductCode, row.IsRejected,
                row.HoldCode, row.FirstErrorCode, [.. row.Findings], row.Content.ToArray(), row.PersonKey.ToArray()));
            Assert.Equal(rows.Count, reader.RowsRead);
        }

        Assert.False(await reader.ReadAsync(CancellationToken.None), "a reader that has ended stays ended");
        return new ReadFile(reader.Refusal, rows);
    }

    /// <summary>One row of the demo customer: the columns that every row needs, and the given ones.</summary>
    public static async Task<ReadRow> Row(string columns, string values, CustomerProfile? profile = null, bool encrypted = false)
    {
        var file = await Text($"customer_ref;product_code;first_name;last_name;delivery_address_id;{columns}\nR-1;ID-STD;Ida;Ek;HQ;"
            + $"{values}\n", profile, encrypted);
        Assert.Null(file.Refusal);
        return file.Only;
    }

    /// <summary>Gives bytes in small blocks and never at once, like a network.</summary>
    private sealed class SlowStream(byte[] bytes, int blockBytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (blockBytes != int.MaxValue)
            {
                await Task.Yield();
            }

            return Read(buffer.Span[..Math.Min(buffer.Length, blockBytes)]);
        }
    }
}
