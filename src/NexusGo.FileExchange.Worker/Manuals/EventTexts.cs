namespace NexusGo.FileExchange.Worker.Manuals;

/// <summary>What to do about each event of the log that is a warning or worse.</summary>
internal static class EventTexts
{
    private const string Nothing = "Nothing; it goes on by itself.";
    private const string Server = "`nexusgo-fx probe ID`; the customer mends its server, rights or quota.";

    private static readonly Dictionary<int, string> Cures = new()
    {
        [1004] = "Ask the customer for a newer server before that day (`Remote.Legacy`).",
        [1005] = "Allow namespaces and remove `NEXUSGO_LOCAL_UNCONFINED`, unless nobody else can write to the area.",
        [2001] = "Ask the customer to remove or rename the entry.",
        [2002] = "Nothing, or ask the customer to send less at once.",
        [2003] = "Nothing; the customer sends the file, or is told after a day.",
        [2004] = "`nexusgo-fx probe ID --create-folders`, if the customer wants to try files out.",
        [2008] = Nothing,
        [2009] = "The customer lets our user remove files in its inbox.",
        [2010] = "The reason in the line; `nexusgo-fx explain ID FILE`.",
        [2011] = Nothing,
        [2012] = "Nothing for the customer: the other worker goes on. See why the first one stopped: `systemctl status`, its log.",
        [2013] = "Report it with the stack. `nexusgo-fx pause ID` where it costs too much meanwhile.",
        [2014] = "Ask the customer; raise `Budgets.FilesPerDay` if the files are wanted.",
        [2016] = "Ask the customer what makes such names.",
        [2017] = "Nothing; the customer was told by a receipt `F-NAM-03`.",
        [2902] = "Make room on the disk. Intake goes on by itself (event 2903).",
        [3501] = "Tell the factory; its error file has the code of each row. `nexusgo-fx production held`.",
        [3513] = "Ask the factory, or the customer, whose cards wait.",
        [4002] = "Nothing; a worker had ended in the middle of an import.",
        [4004] = "End the transaction that uses the tables for so long, such as a dump.",
        [4113] = Nothing,
        [4114] = "Nothing, or choose a `DataDirectory` whose parents the worker's user may enter.",
        [4115] = "The database's log that the line names; disk and memory of this machine.",
        [4116] = "The database's log; `systemctl restart nexusgo-fileexchange` once its cause is mended.",
        [4201] = "Allow namespaces by `sandbox.conf`, if customers send photos.",
        [5001] = Server,
        [5002] = "Ask the customer what puts files of that name into its folders.",
        [5004] = Server,
        [5005] = "Ask the customer for a new certificate.",
        [5006] = "Ask the customer for a new certificate at once; histories and certificates of erasure wait for it.",
        [5602] = "Ask the customer whether its program still runs.",
        [5603] = "Ask the customer; remove the file there.",
        [5604] = "The customer lets our user remove files in its `/out/` folders.",
        [5605] = Server,
        [5607] = "Ask the factory; `nexusgo-fx production reissue FILE`.",
        [5608] = "Ask the customer; a file for the inbox was put into a folder of answers.",
        [5609] = "`nexusgo-fx probe ID --create-folders`, if the customer wants to move files there.",
        [6010] = "`nexusgo-fx keys list`; make a new key, or ask for a new certificate, before the day.",
        [6011] = "As 6010, today.",
        [6012] = "`nexusgo-fx check-config`; the path in the line.",
        [7011] = "Put the file back, or `nexusgo-fx offboard ID`.",
        [7012] = "`nexusgo-fx check-config`; mend the file.",
        [7014] = "Nothing, or raise `fs.inotify.max_user_instances` of this machine.",
        [7015] = "Make `last-profiles` in `DataDirectory` writable for the worker's user.",
        [7017] = "Make `settings-in-use` in `DataDirectory` writable for the worker's user.",
        [7022] = Nothing + " If it lasts, `nexusgo-fx status` says so.",
        [7023] = "The reason: host key, log-in, secret. `nexusgo-fx probe ID`, then `nexusgo-fx retry ID`.",
        [7024] = "Report it with the stack; other jobs go on.",
        [7026] = "Nothing if it ends with the database's trouble (event 7027).",
        [7027] = "Start PostgreSQL, or mend the network to it. Event 7028 says that it is back.",
        [7030] = "Make `RunDirectory` writable for the worker's user.",
        [7031] = "What the first lines about this customer say.",
        [7032] = "Raise `Logging.MaxTotalBytes`, or find out who writes so much.",
        [7033] = "Make the log folder writable for the worker's user.",
        [7034] = "Nothing if it ends with the database's trouble (event 7027).",
        [7036] = "Raise `max_connections` of the server, or lower `Maximum Pool Size` in the connection string.",
        [7040] = "Is the database there, and is the page's login a member of `nexusgo_page`?",
        [7041] = "Ask the customer, by another way than the network, whether it is meant. Then `nexusgo-fx probe ID --accept`.",
        [7060] = "Nothing if it ends with the database's trouble (event 7027).",
        [7061] = "Nothing if it ends with the database's trouble (event 7027).",
        [7063] = "The mail server or webhook; notices wait and come later.",
        [8002] = "Nothing until the hold's last day; `nexusgo-fx hold list`.",
        [8003] = "The reason in the line. The next run tries again.",
        [8011] = "Nothing if a backup was restored. If not, find out who changed the database.",
    };

    /// <summary>The events that have a cure here.</summary>
    public static IEnumerable<int> Known => Cures.Keys;

    /// <exception cref="ArgumentOutOfRangeException">A new warning or error has no words yet: add them here.</exception>
    public static string Of(int eventId) => Cures.TryGetValue(eventId, out var cure) ? cure
        : throw new ArgumentOutOfRangeException(nameof(eventId), eventId, "The operators' manual says nothing about this event.");
}
