namespace NexusGo.FileExchange.Worker.Embedded;

/// <summary>The server's settings, all on its command line so that an update of the worker updates them.</summary>
internal static class ServerSettings
{
    public static IReadOnlyList<string> Arguments(string dataDirectory, string socketFolder, PrivatePostgresOptions options)
    {
        List<string> settings =
        [
            "listen_addresses=", $"unix_socket_directories={socketFolder}", "unix_socket_permissions=0700", "max_connections=60",
            // The indexes that a bulk load adds to should stay in memory where there is enough of it; what is not used of the buffers is
            // not taken from the machine.
            $"shared_buffers={SharedBuffersMegabytes()}MB", "work_mem=16MB", "maintenance_work_mem=64MB", "checkpoint_timeout=15min",
            // A small log whose segments are removed and never used again: they hold what was erased since. Nothing reads them but
            // recovery.
            "max_wal_size=1GB", "min_wal_size=32MB", "wal_recycle=off", "wal_init_zero=off", "wal_level=minimal",
            // Nor does it wait while the log is written out, or write it out itself because the server's own writer looks too rarely, which
            // is a tenth of its time.
            "wal_buffers=64MB", "wal_writer_delay=20ms",
            "max_wal_senders=0", "jit=off", "timezone=UTC", "lc_messages=C",
            // The server's log must never quote a row: no statements, and no details or contexts of errors.
            "log_statement=none", "log_min_error_statement=panic", "log_error_verbosity=terse", "log_min_duration_statement=-1",
            "log_parameter_max_length=0", "log_parameter_max_length_on_error=0", "log_timezone=UTC",
        ];
        if (!options.IsDurable)
        {
            settings.AddRange(["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off"]);
        }

        settings.AddRange(options.Settings);
        return ["-D", dataDirectory, "-p", PrivatePostgres.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            .. settings.SelectMany(setting => (string[])["-c", setting])];
    }

    /// <summary>A sixteenth of the memory this process may use, between 64 MB and 1 GB.</summary>
    private static long SharedBuffersMegabytes() => Math.Clamp((GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20) / 16, 64, 1024);
}
