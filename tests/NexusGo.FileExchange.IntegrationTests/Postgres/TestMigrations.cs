using NexusGo.FileExchange.Adapters.Postgres;

namespace NexusGo.FileExchange.IntegrationTests.Postgres;

/// <summary>Small steps for tests of the machinery, independent of the real schema.</summary>
internal static class TestMigrations
{
    public const string Roles = """
        do $$ begin create role nexusgo_worker nologin; exception when duplicate_object or unique_violation then null; end $$;
        do $$ begin create role nexusgo_intake nologin bypassrls; exception when duplicate_object or unique_violation then null; end $$;

        """;

    public static readonly Migration One = new(1, "one", Roles + "create table public.one (x int);");
    public static readonly Migration Two = new(2, "two", "create table public.two (x int); insert into public.two values (1);");
    public static readonly Migration Broken = new(2, "broken", "create table public.three (x int); select 1/0;");
}
