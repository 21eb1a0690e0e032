using System.Globalization;
using System.Text;

namespace NexusGo.FileExchange.Testing.Orders;

/// <param name="FirstRow">Index of the first row's person; a second file continues where the first ended.</param>
/// <param name="ErrorEvery">Every n-th row gets a wrong control digit; 0: none.</param>
/// <param name="Delimiter">Separator of columns.</param>
/// <param name="Product">The layout ordered.</param>
/// <param name="RefPrefix">Beginning of every reference.</param>
public sealed record OrderFileOptions(int FirstRow = 0, int ErrorEvery = 0, char Delimiter = ';', string Product = "ID-STD",
    string RefPrefix = "DEMO-");

/// <summary>
/// Writes order files of any length for the demo profile: 14 columns, about 200 bytes a row, the same bytes for the same options.
/// </summary>
public static class OrderFileGenerator
{
    private static readonly string[] Columns =
    [
        "customer_ref", "product_code", "first_name", "last_name", "national_identity_number", "birth_date", "employee_number",
        "title", "department", "company_name", "email", "delivery_address_id", "cost_centre", "custom_1",
    ];

    public static void Write(Stream stream, int rows, OrderFileOptions? options = null)
    {
        options ??= new OrderFileOptions();
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16,
            leaveOpen: true) { NewLine = "\r\n" };
        var d = options.Delimiter;
        writer.WriteLine(string.Join(d, Columns));
        for (var i = 0; i < rows; i++)
        {
            var index = options.FirstRow + i;
            var person = TestPersons.Get(index);

            // There are no more numbers that are nobody's; a second row of the same person would be another kind of row.
            var number = index < TestPersons.Distinct ? person.IdentityNumber : "";
            if (number.Length > 0 && options.ErrorEvery > 0 && (i + 1) % options.ErrorEvery == 0)
            {
                number = number[..11] + (char)('0' + ((number[11] - '0' + 1) % 10));
            }

            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{options.RefPrefix}{index:000000000}{d}{options.Product}{d}{person.FirstName}{d}{person.LastName}{d}"));
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{number}{d}{person.BirthDate:yyyy-MM-dd}{d}A{index % 1_000_000:000000}{d}"));
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"Handläggare{d}\"Avdelningen för kort{d} och passage {index % 40}\"{d}Demo "
                + $"Kommun{d}person{index:000000000}@example.com{d}HQ{d}KST-{index % 900:000}{d}Zon {index % 12}"));
            writer.WriteLine();
        }
    }

    /// <summary>A whole small file in memory.</summary>
    public static byte[] Bytes(int rows, OrderFileOptions? options = null)
    {
        using var stream = new MemoryStream();
        Write(stream, rows, options);
        return stream.ToArray();
    }
}
