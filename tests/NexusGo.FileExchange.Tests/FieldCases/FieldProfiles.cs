using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>The demo customer with every column declared, in one language or the other.</summary>
internal static class FieldProfiles
{
    public static CustomerProfile Of(AnswerLanguage language, CsvEncoding encoding = CsvEncoding.Utf8)
    {
        var demo = DemoProfile.Create();
        return demo with
        {
            Answers = demo.Answers with { Language = language },
            Csv = new CsvSettings { Encoding = encoding },
            Orders = new OrderSettings
            {
                DeclaredColumns = ["national_identity_number", "nationality", "birth_date", "email", "phone"],
                CustomColumns =
                [
                    new CustomColumn { Name = "custom_1", MaxLength = 40 },
                    new CustomColumn { Name = "custom_2", Type = CustomColumnType.Digits, MaxLength = 20 },
                    new CustomColumn { Name = "custom_3", Type = CustomColumnType.Date },
                ],
            },
        };
    }
}
