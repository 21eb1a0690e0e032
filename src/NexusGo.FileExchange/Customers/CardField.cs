namespace NexusGo.FileExchange.Customers;

/// <summary>
/// The fields of a card's sealed content. Numbers are stored: never change or reuse one. A new field gets the next number after the last;
/// 30 was never given. What a field is called stands in <see cref="OrderColumns"/>.
/// </summary>
public enum CardField : byte
{
    CustomerRef = 1,
    ProductCode = 2,
    FirstName = 3,
    LastName = 4,
    NationalIdentityNumber = 5,
    Nationality = 6,
    BirthDate = 7,
    EmployeeNumber = 8,
    Title = 9,
    Department = 10,
    CompanyName = 11,
    OrgNumber = 12,
    PhotoFile = 13,
    ValidUntil = 14,
    ReplacesCardNo = 15,
    ReplaceReason = 16,
    Email = 17,
    Phone = 18,
    DeliveryAddressId = 19,
    Recipient = 20,
    Street = 21,
    PostalCode = 22,
    City = 23,
    Country = 24,
    DeliveryMethod = 25,
    CostCentre = 26,
    ProtectedIdentity = 27,
    EraseAfter = 28,
    Orderer = 29,
    Custom1 = 31,
    Custom2 = 32,
    Custom3 = 33,
    Custom4 = 34,
    Custom5 = 35,
    Custom6 = 36,
    Custom7 = 37,
    Custom8 = 38,
}
