using NexusGo.FileExchange.Customers;

namespace NexusGo.FileExchange.Testing.Customers;

/// <summary>The demo customer that the samples are written for. The worker's embedded demo configuration says the same as JSON.</summary>
public static class DemoProfile
{
    /// <summary>The day the samples' expected answers are worked out for; any later day before 2030 gives the same.</summary>
    public static readonly DateOnly Today = new(2026, 11, 21);

    public static CustomerProfile Create() => new()
    {
        CustomerId = "DEMO",
        Name = "Demo Kommun",
        Version = "2026-11",
        Products =
        [
            new ProductSettings { Code = "ID-STD", Name = "Tjänstekort", RequiredColumns = ["first_name", "last_name"],
                MaxLengths = new Dictionary<string, int> { ["title"] = 40 } },
            new ProductSettings { Code = "ID-PHOTO", Name = "Tjänstekort med foto",
                RequiredColumns = ["first_name", "last_name", "photo_file"] },
            new ProductSettings { Code = "VISITOR", Name = "Besökskort", RequiredColumns = [] },
        ],
        DeliveryAddresses =
        [
            new DeliveryAddress { Id = "HQ", Recipient = "Demo Kommun, Kortexpeditionen", Street = "Exempelgatan 1", PostalCode = "123 45",
                City = "Exempelstad", Country = "SE" },
        ],
        Orders = new OrderSettings
        {
            DeclaredColumns = ["national_identity_number", "birth_date", "email"],
            CustomColumns = [new CustomColumn { Name = "custom_1", Header = "Passerzon", Type = CustomColumnType.Text, MaxLength = 20 }],
        },
        Pgp = new PgpSettings { Encryption = PgpMode.None, Signature = SignatureMode.Optional },
        Requests = new RequestSettings { Signature = SignatureMode.Optional },
    };

    /// <summary>The demo profile with room for large files.</summary>
    public static CustomerProfile Large(int rows = 20_000_000) => Create() with
    {
        Limits = new LimitSettings { Rows = rows, CsvBytes = 8L << 30 },
        Budgets = new BudgetSettings { SpoolBytes = 32L << 30 },
    };
}
