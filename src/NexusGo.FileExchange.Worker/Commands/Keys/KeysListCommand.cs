using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Swedish;
using NexusGo.FileExchange.Worker.Configuration;
using NexusGo.FileExchange.Worker.Keys;

namespace NexusGo.FileExchange.Worker.Commands.Keys;

/// <summary>Shows every key of the configuration: ours, each customer's people's, and those answers are encrypted to.</summary>
internal static class KeysListCommand
{
    public static Command Create()
    {
        var json = KeysCommand.Json();
        var command = new Command("list", "Show our keys and every customer's: fingerprint, algorithm, dates, rights, days left.") { json };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(KeysCommand.Configuration(parsed), parsed.GetValue(json), TimeProvider.System, Console.Out, cancellationToken));
        return command;
    }

    internal static async Task<int> RunAsync(WorkerConfiguration configuration, bool json, TimeProvider time, TextWriter output,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var reader = new KeyReader(time);
        var inventory = await KeyConfiguration.TakeAsync(configuration, reader, now, cancellationToken);
        var rows = inventory.Places.SelectMany(place => Rows(place, now)).ToArray();
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(new { keys = rows }, JsonOutput.Options));
        }
        else
        {
            foreach (var owner in rows.GroupBy(row => row.Owner))
            {
                output.WriteLine(owner.Key);
                foreach (var row in owner)
                {
                    Print(row, output);
                }
            }

            if (rows.Length == 0)
            {
                output.WriteLine($"No keys: none in {configuration.Settings.OpenPgp.KeysDirectory}, and no customer has any.");
            }
        }

        return ExitCodes.Ok;
    }

    private static IEnumerable<Row> Rows(KeysAtPlace at, DateTimeOffset now)
    {
        var place = at.Place;
        var today = SwedishTime.DateOf(now);
        var template = new Row
        {
            Owner = place.Owner,
            Use = place.Use,
            Person = place.Person?.Id,
            PersonName = place.Person is { Name.Length: > 0 } person ? person.Name : null,
            Rights = place.Person is null ? [] : [.. place.Person.Rights.Select(right => right.ToString())],
            Current = place.Own?.Current,
            RetiresAt = place.Own?.RetiresAt,
            InUse = place.IsInUse(today),
            File = place.File,
            Fingerprint = place.Own?.Fingerprint,
            State = "unreadable",
        };
        return at.Keys.Count == 0 ? [template] : at.Keys.Select(key =>
        {
            var end = place.EndOf(key);
            var finding = KeyJudge.Judge(place, [key], now).FirstOrDefault();
            return template with
            {
                Fingerprint = key.Fingerprint,
                Algorithm = key.Algorithm,
                CreatedAt = key.CreatedAt,
                ExpiresAt = end,
                DaysLeft = end is { } instant ? KeyExpiry.DaysLeft(instant, today) : null,
                Revoked = key.IsRevoked,
                Weakness = key.Weakness,
                State = key.IsRevoked ? "revoked" : end <= now ? "expired" : key.Weakness is not null ? "weak" : finding switch
                {
                    null => template.InUse ? "good" : "retired",
                    { DaysLeft: not null } => "ends soon",
                    _ => "not usable",
                },
            };
        });
    }

    private static void Print(Row row, TextWriter output)
    {
        var use = row.Use switch
        {
            KeyUse.Own => row.Current == true ? "current" : row.RetiresAt is { } day
                ? string.Create(CultureInfo.InvariantCulture, $"opens until {day:yyyy-MM-dd}") : "opens",
            KeyUse.Person =>
                $"{row.Person}{(row.PersonName is { } name ? $" ({name})" : "")}: "
                + $"{(row.Rights.Count == 0 ? "no rights" : string.Join(", ", row.Rights))}",
            _ => "answers",
        };
        output.WriteLine($"  {row.Fingerprint ?? "(no key)"}  {row.State}  {use}");
        var end = row.ExpiresAt is { } ends ? Line($"ends {SwedishTime.DateOf(ends):yyyy-MM-dd} ({row.DaysLeft} days)") : "no end";
        var weakness = row.Weakness is null ? "" : $", {row.Weakness}";
        output.WriteLine(row.Algorithm is null
            ? $"      {row.File}"
            : Line($"      {row.Algorithm}, made {row.CreatedAt:yyyy-MM-dd}, {end}{weakness}"));

        static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    private sealed record Row
    {
        public required string Owner { get; init; }
        public required KeyUse Use { get; init; }
        public string? Person { get; init; }
        public string? PersonName { get; init; }
        public required IReadOnlyList<string> Rights { get; init; }
        public string? Fingerprint { get; init; }
        public required string State { get; init; }
        public string? Algorithm { get; init; }
        public DateTimeOffset? CreatedAt { get; init; }
        public DateTimeOffset? ExpiresAt { get; init; }
        public int? DaysLeft { get; init; }
        public bool Revoked { get; init; }
        public string? Weakness { get; init; }
        public bool? Current { get; init; }
        public DateOnly? RetiresAt { get; init; }
        public required bool InUse { get; init; }
        public required string File { get; init; }
    }
}
