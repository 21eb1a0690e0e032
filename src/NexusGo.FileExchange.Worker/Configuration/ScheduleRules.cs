using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Worker.Jobs;

namespace NexusGo.FileExchange.Worker.Configuration;

/// <summary>Refuses cron expressions that are none, and those whose moment never comes, such as 31 February.</summary>
internal static class ScheduleRules
{
    public static IEnumerable<ConfigurationProblem> Check(CustomerFolder customers) =>
        from file in customers.Files
        let profile = file.Profile
        where profile is not null
        from (string Setting, string Cron) schedule in new[] { ("BackReports.Cron", profile.BackReports.Cron),
            ("Retention.Cron", profile.Retention.Cron) }
        where schedule.Cron.Length > 0 && !JobSchedule.ComesTrue(schedule.Cron)
        select SettingLookup.WithPlace(new ConfigurationProblem(file.File, 0, 0, schedule.Setting,
            $"\"{schedule.Cron}\", whose moment never comes", "a cron expression with seconds, such as 0 0 6 ? * MON-FRI",
            "The job runs by its interval until this is mended"));
}
