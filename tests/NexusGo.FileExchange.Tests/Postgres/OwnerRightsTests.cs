using NexusGo.FileExchange.Adapters.Postgres;

namespace NexusGo.FileExchange.Tests.Postgres;

/// <summary>What an administrator is asked for before the first migration, by version and rights.</summary>
public sealed class OwnerRightsTests
{
    private static readonly string[] Grant = ["grant nexusgo_worker, nexusgo_intake, nexusgo_production, nexusgo_page to \"nexusgo\";"];

    /// <summary>Server; may the login make roles, give BYPASSRLS, make schemas; are the roles there; what is lacking.</summary>
    public static TheoryData<int, bool, bool, bool, bool, string[]> Cases => new()
    {
        { 15, false, false, true, true, [] },
        { 17, false, false, true, true, [] },
        { 15, true, false, true, false,
            ["create role nexusgo_intake nologin bypassrls;", "grant nexusgo_intake to \"nexusgo\";"] },
        { 15, true, true, true, false,
            ["create role nexusgo_intake nologin bypassrls;", "grant nexusgo_intake to \"nexusgo\";"] },
        { 16, true, true, true, false, [] },
        { 17, true, false, true, false,
            ["create role nexusgo_intake nologin bypassrls;", "grant nexusgo_intake to \"nexusgo\";"] },
        { 17, false, false, false, false,
            [
                "grant create on database \"cards\" to \"nexusgo_owner\";", "create role nexusgo_worker nologin;",
                "create role nexusgo_intake nologin bypassrls;", "create role nexusgo_production nologin;",
                "create role nexusgo_page nologin;", .. Grant,
            ] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_an_owner_without_superuser_lacks_is_said_as_statements(
        int server, bool makesRoles, bool bypasses, bool makesSchemas, bool areThere, string[] lacking) =>
        Assert.Equal(lacking, Rights(server, makesRoles, bypasses, makesSchemas, areThere).Lacking());

    [Fact]
    public void A_superuser_lacks_nothing() =>
        Assert.Empty((Rights(14, false, false, false, false) with { IsSuperuser = true }).Lacking());

    [Fact]
    public void Roles_that_somebody_else_made_have_to_be_granted_by_somebody_else() =>
        Assert.Equal(Grant, (Rights(17, true, true, true, true) with { Ungrantable = WorkerRights.Roles }).Lacking());

    private static OwnerRights Rights(int server, bool makesRoles, bool bypasses, bool makesSchemas, bool areThere) => new()
    {
        Login = "nexusgo_owner",
        Database = "cards",
        Server = server,
        IsSuperuser = false,
        MakesRoles = makesRoles,
        BypassesRowSecurity = bypasses,
        MakesSchemas = makesSchemas,
        MissingRoles = areThere ? [] : WorkerRights.Roles,
        WorkerLogin = "nexusgo",
        Ungrantable = [],
    };
}
