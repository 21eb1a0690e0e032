using System.Diagnostics;
using System.Globalization;
using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>
/// gpg's judgement of thousands of messages in a few processes: it opens one file after the other and says on its status stream what it
/// found in each.
/// </summary>
internal sealed class GpgBatch : IDisposable
{
    private const string Prefix = "[GNUPG:] ";

    // Any of these means that gpg found a fault, whatever it said of the signature.
    private static readonly string[] Faults = ["BADSIG", "ERRSIG", "NODATA", "UNEXPECTED", "FAILURE", "ERROR", "BADMDC",
        "DECRYPTION_FAILED", "EXPSIG", "EXPKEYSIG", "REVKEYSIG"];

    private readonly GpgHome home = new();
    private readonly string folder = Directory.CreateTempSubdirectory("gpg-batch-").FullName;

    /// <remarks>
    /// Not in batch mode, in which gpg ends at the first bad signature. It asks for names of signed files then, and is answered by empty
    /// lines.
    /// </remarks>
    /// <param name="certificate">Of the one signer who counts.</param>
    /// <param name="secretKeyFile">Of the key that messages are encrypted to.</param>
    public GpgBatch(byte[] certificate, string secretKeyFile)
    {
        home.Run(certificate, "--batch", "--import");
        home.Run([], "--batch", "--import", secretKeyFile);
        File.WriteAllText(home.PathOf("answers"), new string('\n', 100_000));
    }

    /// <summary>Of each message: whether gpg finds a good signature and no fault, and the content that it wrote, or null.</summary>
    public IReadOnlyList<(bool IsGood, byte[]? Content)> Judge(IReadOnlyList<byte[]> messages)
    {
        for (var n = 0; n < messages.Count; n++)
        {
            File.WriteAllBytes(PathOf(n) + ".gpg", messages[n]);
        }

        var said = new Dictionary<int, List<string>>();
        // A message that ends gpg itself is the last one it began; the next process goes on behind it.
        for (var next = 0; next < messages.Count; next = said.Keys.Max() + 1)
        {
            Run(Enumerable.Range(next, messages.Count - next), said);
        }

        return [.. Enumerable.Range(0, messages.Count)
            .Select(n => (IsGood(said[n]), File.Exists(PathOf(n)) ? File.ReadAllBytes(PathOf(n)) : null))];
    }

    public void Dispose()
    {
        home.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static bool IsGood(List<string> said) =>
        said.Contains("FILE_DONE") && said.Contains("GOODSIG") && said.Contains("VALIDSIG") && !said.Exists(word => Faults.Contains(word));

    private void Run(IEnumerable<int> numbers, Dictionary<int, List<string>> said)
    {
        var start = new ProcessStartInfo("gpg",
            ["--homedir", home.PathOf(""), "--no-tty", "--yes", "--trust-model", "always", "--status-fd", "1", "--command-file",
            home.PathOf("answers"), "--multifile", "--decrypt"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var names = Task.Run(() =>
        {
            try
            {
                process.StandardInput.Write(string.Concat(numbers.Select(n => PathOf(n) + ".gpg\n")));
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // A message has ended it; the next process gets the rest.
            }
        });
        List<string>? current = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith(Prefix, StringComparison.Ordinal))
            {
                continue;
            }

            var words = line[Prefix.Length..].Split(' ');
            if (words[0] == "FILE_START")
            {
                said[int.Parse(Path.GetFileNameWithoutExtension(words[^1]), CultureInfo.InvariantCulture)] = current = [];
            }

            current?.Add(words[0]);
        }

        Assert.True(process.WaitForExit(60_000) && names.Wait(60_000) && current is not null, $"gpg judged nothing: {errors.Result}");
    }

    private string PathOf(int n) => Path.Combine(folder, n.ToString("D6", CultureInfo.InvariantCulture));
}
