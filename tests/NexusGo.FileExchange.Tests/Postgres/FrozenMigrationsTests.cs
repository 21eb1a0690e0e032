using NexusGo.FileExchange.Adapters.Postgres;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Postgres;

/// <summary>Databases exist that were made by the migrations as they are: each one's text is frozen with the commit that adds it.</summary>
public sealed class FrozenMigrationsTests
{
    [Fact]
    public void No_frozen_migration_was_changed_and_each_is_frozen()
    {
        var frozen = File.ReadLines(Repository.PathOf("tests/NexusGo.FileExchange.Tests/Postgres/frozen-migrations.txt"))
            .Select(line => line.Split(' ')).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

        var migrations = Migration.FromAssembly(typeof(MigrationRunner).Assembly);

        foreach (var migration in migrations)
        {
            Assert.True(frozen.TryGetValue(migration.ToString(), out var checksum),
                $"Migration {migration} is new. Freeze it: add the line \"{migration} {migration.Checksum}\" to frozen-migrations.txt.");
            Assert.True(checksum == migration.Checksum,
                $"Migration {migration} was changed, and databases exist that were made by its old text: they would refuse this program. "
                + "Put the text back and write a new migration with the next number instead.");
        }

        Assert.Equal(migrations.Select(migration => migration.ToString()).Order(), frozen.Keys.Order());
    }
}
