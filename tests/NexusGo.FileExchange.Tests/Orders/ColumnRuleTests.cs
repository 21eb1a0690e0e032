using System.Text;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;
using NexusGo.FileExchange.Testing.Orders;
using NexusGo.FileExchange.Vault;

namespace NexusGo.FileExchange.Tests.Orders;

public class ColumnRuleTests
{
    private static readonly string Number = TestPersons.Number(new DateOnly(1982, 11, 29), 984);

    private static readonly CustomerProfile Wide = DemoProfile.Create() with
    {
        Orders = new OrderSettings
        {
            DeclaredColumns = ["national_identity_number", "nationality", "birth_date", "email", "phone"],
            CustomColumns =
            [
                new CustomColumn { Name = "custom_1", MaxLength = 5 },
                new CustomColumn { Name = "custom_2", Type = CustomColumnType.Digits, MaxLength = 4 },
                new CustomColumn { Name = "custom_3", Type = CustomColumnType.Date },
                new CustomColumn { Name = "custom_4", Values = ["Malmö", "Åre"] },
            ],
        },
    };

    [Theory]
    [InlineData("nationality", "SE", "")]
    [InlineData("nationality", "no", "")]
    [InlineData("nationality", "XX", "E-VAL-04")]
    [InlineData("birth_date", "1982-11-29", "")]
    [InlineData("birth_date", "1982-02-30", "E-DOB-01")]
    [InlineData("birth_date", "19821129", "E-DOB-01")]
    [InlineData("birth_date", "2026-11-22", "E-DOB-01")]
    [InlineData("employee_number", "A-17", "")]
    [InlineData("employee_number", "1234567890123456789012345678901", "E-VAL-02")]
    [InlineData("title", "Tekniker", "")]
    [InlineData("title", "01234567890123456789012345678901234567890", "E-VAL-02")]
    [InlineData("department", "Drift\u0007", "E-VAL-03")]
    [InlineData("department", "Dri\u202Eft", "E-VAL-03")]
    [InlineData("department", "Dri\u200Bft", "E-VAL-03")]
    [InlineData("department", "\"rad ett\nrad två\"", "E-VAL-03")]
    [InlineData("department", "\"ytterst\n\"", "")]
    [InlineData("company_name", "北京 AB", "")]
    [InlineData("org_number", "857209-0606", "")]
    [InlineData("org_number", "168572090606", "")]
    [InlineData("org_number", "857209-0607", "E-ORG-02")]
    [InlineData("org_number", "857209 0606", "E-ORG-01")]
    [InlineData("org_number", "8211299800", "E-ORG-03")]
    [InlineData("photo_file", "ida ek.JPG", "")]
    [InlineData("photo_file", "ida.jpeg", "")]
    [InlineData("photo_file", "../ida.jpg", "E-PHO-01")]
    [InlineData("photo_file", "photos\\ida.png", "E-PHO-01")]
    [InlineData("photo_file", ".jpg", "E-PHO-01")]
    [InlineData("photo_file", "ida.gif", "E-PHO-01")]
    [InlineData("valid_until", "2026-11-22", "")]
    [InlineData("valid_until", "2026-11-21", "E-VAL-07")]
    [InlineData("valid_until", "2031-11-21", "")]
    [InlineData("valid_until", "2031-11-22", "E-VAL-08")]
    [InlineData("valid_until", "i morgon", "E-VAL-06")]
    [InlineData("replaces_card_no", "100000009", "")]
    [InlineData("replaces_card_no", "100000008", "E-VAL-09")]
    [InlineData("replaces_card_no", "1234567890123456789", "E-VAL-09")]
    [InlineData("replace_reason", "stolen", "E-REF-05")]
    [InlineData("replace_reason", "EATEN", "E-VAL-04")]
    [InlineData("email", "ida.ek+kort@example.com", "")]
    [InlineData("email", "ida@localhost", "E-VAL-05")]
    [InlineData("email", "ida..ek@example.com", "E-VAL-05")]
    [InlineData("email", "@example.com", "E-VAL-05")]
    [InlineData("phone", "+46 70-174 06 05", "")]
    [InlineData("phone", "070-174 06 05", "E-VAL-05")]
    [InlineData("delivery_method", "express", "")]
    [InlineData("delivery_method", "DRONE", "E-VAL-04")]
    [InlineData("cost_centre", "0123456789012345678901234567890", "E-VAL-02")]
    [InlineData("protected_identity", "n", "")]
    [InlineData("protected_identity", "kanske", "E-VAL-04")]
    [InlineData("erase_after", "12M", "")]
    [InlineData("erase_after", "48M", "E-VAL-04")]
    [InlineData("orderer", "Beställaren", "")]
    [InlineData("custom_1", "12345", "")]
    [InlineData("custom_1", "ååååå", "")]
    [InlineData("custom_1", "123456", "E-VAL-02")]
    [InlineData("custom_2", "0042", "")]
    [InlineData("custom_2", "00421", "E-VAL-02")]
    [InlineData("custom_2", "4 2", "E-VAL-05")]
    [InlineData("custom_3", "2026-01-31", "")]
    [InlineData("custom_3", "31/1 2026", "E-VAL-06")]
    [InlineData("custom_4", "Malmö", "")]
    [InlineData("custom_4", "Lund", "E-VAL-04")]
    public async Task A_column_takes_what_it_should(string column, string value, string expected)
    {
        var row = await Reading.Row(column, value, Wide);

        Assert.Equal(expected, row.Codes);
        Assert.Equal(expected.Length > 0, row.Rejected);
        Assert.All(row.Findings, f => Assert.Equal(column, f.Column));
    }

    [Theory]
    [InlineData("Ida", "")]
    [InlineData("Anna-Karin", "")]
    [InlineData("d'Arc", "")]
    [InlineData("J. R.", "")]
    [InlineData("Łukasz", "")]
    [InlineData("Дмитрий", "")]
    [InlineData("Дmitri", "E-NAM-04")]
    [InlineData("Ida3", "E-NAM-03")]
    [InlineData("Ida×Ek", "E-NAM-03")]
    [InlineData("Ida/Eva", "E-NAM-03")]
    [InlineData("=Ida", "E-VAL-06")]
    [InlineData("--", "E-NAM-03")]
    [InlineData("", "E-NAM-01")]
    [InlineData("   ", "E-NAM-01")]
    [InlineData("Abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghija", "E-NAM-02")]
    [InlineData("Åäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäöåäö", "")]
    public async Task A_name_takes_letters_of_any_script_and_four_signs(string name, string expected)
    {
        var file = await Reading.Text($"customer_ref;product_code;first_name;last_name;delivery_address_id\nR-1;ID-STD;{name};Ek;HQ");

        Assert.Equal(expected, file.Only.Codes);
    }

    [Theory]
    [InlineData("ORDER_1.a-b", "")]
    [InlineData("1", "")]
    [InlineData("0123456789012345678901234567890123456789", "")]
    [InlineData("01234567890123456789012345678901234567890", "E-REF-01")]
    [InlineData("_a", "E-REF-01")]
    [InlineData("a b", "E-REF-01")]
    [InlineData("å", "E-REF-01")]
    [InlineData("", "E-REF-01")]
    [InlineData("20261121000123", "")]
    public async Task A_reference_has_its_pattern(string reference, string expected)
    {
        var row = (await Reading.Text($"customer_ref;product_code;delivery_address_id\n{reference};VISITOR;HQ")).Only;

        Assert.Equal(expected, row.Codes);
        Assert.Equal(expected.Length == 0 ? reference : "", row.Ref);
    }

    [Theory]
    [InlineData("{0}{1}")]
    [InlineData("{0}-{1}")]
    [InlineData("Kort-{0}_{1}.A")]
    [InlineData("p{0}.{1}")]
    public async Task A_reference_may_not_hold_a_personnummer(string form)
    {
        foreach (var date in new[] { Number[..8], Number[2..8] })
        {
            var reference = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, date, Number[8..]);
            var row = (await Reading.Text($"customer_ref;product_code;delivery_address_id\n{reference};VISITOR;HQ")).Only;
            Assert.Equal("E-REF-03", row.Codes);
            Assert.Equal("", row.Ref);
        }
    }

    [Theory]
    [InlineData("HQ;;;;;", "")]
    [InlineData(";;;;;", "E-ADR-01")]
    [InlineData("NOWHERE;;;;;", "E-ADR-02")]
    [InlineData(";Ida;Gatan 1;12345;Orten;SE", "")]
    [InlineData(";Ida;Gatan 1;;Orten;", "E-ADR-01 E-ADR-01")]
    [InlineData("HQ;Ida;;;;", "E-ADR-03")]
    [InlineData(";Ida;Gatan 1;1234;Orten;SE", "E-ADR-04")]
    [InlineData(";Ida;Gatan 1;SW1A 1AA;London;GB", "")]
    [InlineData(";Ida;Gatan 1;12345;Orten;Sverige", "")]
    [InlineData(";Ida;Gatan 1;12345;Orten;Sv", "E-ADR-04")]
    [InlineData(";Ida;Gatan 1;;Dubai;AE", "")]
    public async Task An_address_is_an_id_or_all_five_parts(string values, string expected)
    {
        var file = await Reading.Text(
            $"customer_ref;product_code;delivery_address_id;recipient;street;postal_code;city;country\nR-1;VISITOR;{values}");

        Assert.Equal(expected, file.Only.Codes);
    }

    [Fact]
    public async Task All_errors_of_a_row_come_in_the_order_of_the_columns()
    {
        var file = await Reading.Text(
            "valid_until;birth_date;first_name;product_code;customer_ref;delivery_address_id\n1999-01-01;x;4;!;!;!");

        Assert.Equal("E-REF-01 E-PRD-01 E-NAM-03 E-DOB-01 E-VAL-07 E-ADR-02", file.Only.Codes);
        Assert.Equal("E-REF-01", file.Only.FirstCode);
        Assert.Empty(file.Only.Content);
    }

    [Fact]
    public async Task A_missing_value_is_reported_in_its_columns_place()
    {
        var row = (await Reading.Text(
            "customer_ref;product_code;birth_date;valid_until;delivery_address_id;first_name;last_name\nR-1;ID-STD;x;x;HQ;;Ek")).Only;

        Assert.Equal("E-NAM-01 E-DOB-01 E-VAL-06", row.Codes);
    }

    [Fact]
    public async Task A_protected_row_needs_encryption_and_no_address_and_says_nothing_but_codes()
    {
        const string Header = "customer_ref;product_code;first_name;last_name;skyddad identitet;delivery_address_id;recipient\n";
        var sound = (await Reading.Text(Header + "R-1;ID-STD;Ida;Ek;J;HQ;", encrypted: true)).Only;
        var clear = (await Reading.Text(Header + "R-1;ID-STD;Ida;Ek;Y;HQ;")).Only;
        var bad = (await Reading.Text(Header + "R-1;ID-STD;1d4;Ek;J;;Ida", encrypted: true)).Only;

        Assert.False(sound.Rejected);
        Assert.Equal("E-VAL-10", clear.Codes);
        Assert.Equal("E-NAM-03 E-ADR-05", bad.Codes);
        Assert.All(bad.Findings, f => Assert.Equal("", f.Hint));
    }

    [Fact]
    public async Task Interim_numbers_count_only_where_the_profile_takes_them()
    {
        var taking = DemoProfile.Create() with
        {
            Orders = new OrderSettings { DeclaredColumns = ["national_identity_number"], IdentityNumbers = [IdentityNumberKind.Interim] },
        };

        Assert.Equal("E-PNR-06", (await Reading.Row("personnummer", "000101-T220")).Codes);
        Assert.Equal("", (await Reading.Row("personnummer", "000101-T220", taking)).Codes);
        Assert.Equal("E-PNR-06", (await Reading.Row("personnummer", Number, taking)).Codes);
    }

    [Fact]
    public async Task The_birth_date_must_agree_with_the_number()
    {
        Assert.Equal("", (await Reading.Row("personnummer;birth_date", $"{Number};1982-11-29")).Codes);
        Assert.Equal("E-DOB-02", (await Reading.Row("personnummer;birth_date", $"{Number};1982-11-28")).Codes);
    }

    [Fact]
    public async Task Content_does_not_depend_on_how_a_value_was_written()
    {
        var one = await Reading.Text($"customer_ref;product_code;first_name;last_name;personnummer;delivery_address_id;department\nR-1;"
            + $"ID-STD;Åsa;O'Ek;{Number};HQ;Drift och data");
        var two = await Reading.Text($"ort;Leveransadress;PERSONNUMMER;Efternamn;Förnamn;produkt;kundref;avdelning\n;hq;"
            + $"{Number[2..8]}\u2013{Number[8..]};O\u2019Ek; A\u030Asa ;id-std;R-1;\"Drift\u00A0och data \"\n");

        Assert.Equal("", two.Only.Codes);
        Assert.Equal(one.Only.Content, two.Only.Content);
        Assert.Equal(one.Only.PersonKey, two.Only.PersonKey);
        Assert.Equal("P" + Number, Encoding.UTF8.GetString(one.Only.PersonKey));
        var fields = new (int Start, int Length)[CardContent.MaxFields];
        CardContent.Find(one.Only.Content, fields);
        var (start, length) = fields[(int)CardField.FirstName];
        Assert.Equal("Åsa", Encoding.UTF8.GetString(one.Only.Content.AsSpan(start, length)));
        var present = fields.Where(field => field.Length > 0).ToList();
        Assert.Equal(present.OrderBy(field => field.Start), present);
    }

    [Fact]
    public async Task Without_a_number_a_person_is_known_by_name_and_birth_date_or_by_employee_number()
    {
        var one = await Reading.Row("birth_date;employee_number", "1982-11-29;77");
        var two = await Reading.Row("employee_number", "a77");
        var none = await Reading.Row("title", "x");

        Assert.Equal("NIDA\nEK\n1982-11-29", Encoding.UTF8.GetString(one.PersonKey));
        Assert.Equal("EA77", Encoding.UTF8.GetString(two.PersonKey));
        Assert.Empty(none.PersonKey);
    }

    [Fact]
    public async Task A_layout_with_a_photo_puts_the_row_on_hold_only_if_it_is_right()
    {
        const string Header = "customer_ref;product_code;first_name;last_name;delivery_address_id\n";
        var waits = (await Reading.Text(Header + "R-1;ID-PHOTO;Ida;Ek;HQ")).Only;
        var wrong = (await Reading.Text(Header + "R-1;ID-PHOTO;;Ek;HQ")).Only;

        Assert.Equal(("W-PHO-01", "W-PHO-01", false), (waits.Hold, waits.FirstCode, waits.Rejected));
        Assert.Equal((null, "E-NAM-01", true), (wrong.Hold, wrong.FirstCode, wrong.Rejected));
    }
}
