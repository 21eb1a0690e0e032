using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;

namespace NexusGo.FileExchange.Tests.Orders;

/// <summary>Whatever is in a file: the reader answers, in bounded time, and no value of the file is in what it says.</summary>
[Trait("Category", Fuzzing.Category)]
public class ReaderFuzzTests
{
    // Planted in values, never in a header; if it turns up in an answer, a value has leaked.
    private const string Canary = "Qxzvanary";

    private static readonly CustomerProfile Profile =
        DemoProfile.Create() with { Limits = new LimitSettings { Rows = 50, RowBytes = 2048, CsvBytes = 20_000 } };

    private static readonly string[] Pieces =
    [
        "customer_ref", "product_code", "first_name", "last_name", "personnummer", "delivery_address_id", "e-post", "skyddad identitet",
        ";", ";", ";", ",", "\t", "\"", "\"\"", "\n", "\r\n", "\r", "sep=;\n", "\uFEFF", " ", "\u00A0", "\0", "å", "Ã¥", "A\u030A",
        "\u202E", "\uFFFD",
        "ID-STD", "ID-PHOTO", "HQ", "J", "R-1", "1,98211E+11", "19821129-9801", "2026-11-21", Canary, Canary + "@x.se", "=" + Canary,
        "customer_ref;product_code;first_name;last_name;personnummer;delivery_address_id\n",
    ];

    [Fact]
    public void Random_bytes_are_answered() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Answer(bytes)).Check(Fuzzing.Cases(200));

    [Fact]
    public void Random_pieces_of_order_files_are_answered_and_nothing_leaks()
    {
        var pieces = Gen.Elements(Pieces).ListOf().Select(list => string.Concat(list));
        var withHeader = pieces.Select(text => Pieces[^1] + text);
        Prop.ForAll(Gen.OneOf(pieces, withHeader).ToArbitrary(), text => Answer(Encoding.UTF8.GetBytes(text))).Check(Fuzzing.Cases(600));
    }

    [Fact]
    public void A_sound_file_with_bytes_changed_is_answered_and_nothing_leaks()
    {
        var sound = OrderFileGenerator.Bytes(12);
        var changes = ArbMap.Default.GeneratorFor<byte>().Zip(Gen.Choose(0, sound.Length - 1)).ListOf().Resize(8);
        Prop.ForAll(changes.ToArbitrary(), list =>
        {
            var bytes = (byte[])sound.Clone();
            foreach (var (value, at) in list)
            {
                bytes[at] = value;
            }

            return Answer(bytes);
        }).Check(Fuzzing.Cases(250));
    }

    /// <summary>Every file of the field cases, whole and with a few bytes changed.</summary>
    [Fact]
    public void The_field_cases_are_answered_with_bytes_changed()
    {
        var cases = FieldCases.FileCaseTests.AllBytes().ToList();
        Assert.All(cases, bytes => Assert.True(Answer(bytes)));
        var changes = ArbMap.Default.GeneratorFor<byte>().Zip(Gen.Choose(0, 2000)).ListOf().Resize(6);
        Prop.ForAll(Gen.Elements(cases.ToArray()).Zip(changes).ToArbitrary(), one =>
        {
            var bytes = (byte[])one.Item1.Clone();
            foreach (var (value, at) in one.Item2)
            {
                bytes[at % bytes.Length] = value;
            }

            return Answer(bytes);
        }).Check(Fuzzing.Cases(400));
    }

    [Fact]
    public void The_kept_corpus_is_answered() => Assert.All(Fuzzing.Corpus("orders", atLeast: 10), bytes => Assert.True(Answer(bytes)));

    [Fact]
    public async Task No_finding_of_any_bad_value_repeats_it()
    {
        foreach (var column in new[] { "customer_ref", "product_code", "first_name", "last_name", "personnummer", "birth_date", "email",
            "title", "org_number", "photo_file", "valid_until", "replaces_card_no", "replace_reason", "delivery_address_id",
            "delivery_method", "cost_centre", "skyddad identitet", "erase_after", "passerzon" })
        {
            var row = column switch
            {
                "customer_ref" => await One("customer_ref;product_code;delivery_address_id", $"{Canary}/;VISITOR;HQ"),
                "product_code" => await One("customer_ref;product_code;delivery_address_id", $"R-1;{Canary};HQ"),
                "delivery_address_id" => await One("customer_ref;product_code;delivery_address_id", $"R-1;VISITOR;{Canary}"),
                _ => await One($"customer_ref;product_code;delivery_address_id;{column}",
                    $"R-1;VISITOR;HQ;{Canary}\u0007{new string('x', 70)}"),
            };
            Assert.True(row.Rejected, column);
            Assert.DoesNotContain(row.Findings, f => f.ToString().Contains(Canary, StringComparison.OrdinalIgnoreCase));
        }

        static async Task<ReadRow> One(string header, string values) => (await Reading.Text($"{header}\n{values}")).Only;
    }

    private static bool Answer(byte[] bytes)
    {
        var file = Reading.Bytes(bytes, Profile, blockBytes: bytes.Length % 3 == 0 ? 5 : int.MaxValue).WaitAsync(TimeSpan.FromSeconds(20))
            .GetAwaiter().GetResult();
        var said = new StringBuilder(file.Refusal?.ToString());
        foreach (var row in file.Rows)
        {
            said.AppendJoin(' ', row.Findings);
            Assert.Equal(row.Rejected, row.Content.Length == 0);
            Assert.All(row.Findings, f => ErrorCatalog.Get(f.Code));
        }

        if (file.Refusal is not null)
        {
            ErrorCatalog.Get(file.Refusal.Code);
        }

        return !said.ToString().Contains(Canary, StringComparison.OrdinalIgnoreCase);
    }
}
