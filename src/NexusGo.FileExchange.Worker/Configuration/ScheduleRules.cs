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
        select new ConfigurationProblem(file.File, 0, 0, schedule.Setting, "an expression whose moment never comes",
            "a Quartz cron expression with seconds", "The job runs by its interval until this is mended");
}
