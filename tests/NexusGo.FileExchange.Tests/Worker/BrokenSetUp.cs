using System.Text;

namespace NexusGo.FileExchange.Tests.Worker;

/// <summary>A configuration folder that check-config takes as it is, for a test to break in one place.</summary>
internal sealed class BrokenSetUp : IDisposable
{
    public const string Acme = "customers/ACME.json";
    public const string Settings = "appsettings.json";

    private const string GoodCustomer = """
        {
          "CustomerId": "ACME",
          "Name": "Acme AB",
          "Version": "2026-01",
          "Remote": {
            "Host": "sftp.acme.example",
            "Port": 22,
            "User": "nexusgo",
            "HostKeys": [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDmSbBrFfXHlbHXqLTRWvGUVYdMvzo3yj0GNUVFFPGGx" ],
            "PrivateKeyFile": "../keys/acme"
          },
          "Intake": {
            "PollInterval": "10s",
            "SequencePattern": ""
          },
          "BackReports": { "Cron": "0 0 6 ? * MON-FRI" },
          "Pgp": { "Encryption": "None", "Signature": "Optional" },
          "Requests": { "Signature": "Optional" },
          "Products": [ { "Code": "ID-STD", "RequiredColumns": [ "first_name" ] } ]
        }
        """;

    private readonly TemporaryFolder folder = new();

    public BrokenSetUp()
    {
        Directory.CreateDirectory(folder.PathOf("customers/shared"));
        Directory.CreateDirectory(folder.PathOf("keys"));
        Write(Settings, """
            {
              "FileExchange": {
                "DataDirectory": "data",
                "MaxConcurrentJobs": 8
              }
            }
            """);
        Write(Acme, GoodCustomer);
        Write("keys/acme", "no real key: nothing opens it here\n");
        Mode("keys/acme", "600");
    }

    public string Path => folder.Path;

    public string PathOf(string file) => folder.PathOf(file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string text, Encoding? encoding = null) =>
        File.WriteAllText(PathOf(file), text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public void Replace(string file, string old, string with)
    {
        Assert.Contains(old, Read(file), StringComparison.Ordinal);
        Write(file, Read(file).Replace(old, with, StringComparison.Ordinal));
    }

    public void Mode(string file, string octal) => File.SetUnixFileMode(PathOf(file), (UnixFileMode)Convert.ToInt32(octal, 8));

    /// <summary>Gives a file to another user. Takes root.</summary>
    public void Own(string file, int user)
    {
        using var chown = System.Diagnostics.Process.Start("chown", [$"{user}", PathOf(file)]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    /// <summary>A second customer by the same file, with some changes.</summary>
    public void Copy(string id, string old = "", string with = "")
    {
        Write($"customers/{id}.json", GoodCustomer.Replace("\"ACME\"", $"\"{id}\"", StringComparison.Ordinal));
        if (old.Length > 0)
        {
            Replace($"customers/{id}.json", old, with);
        }
    }

    /// <summary>The 1-based line in which a text begins.</summary>
    public int LineOf(string file, string text)
    {
        var content = Read(file);
        var at = content.IndexOf(text, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{file} does not hold {text}");
        return content[..at].Count(one => one == '\n') + 1;
    }

    public void Dispose() => folder.Dispose();
}
