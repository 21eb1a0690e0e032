using System.Diagnostics;
using NexusGo.FileExchange.Testing.Journey;

namespace NexusGo.FileExchange.IntegrationTests.Reports;

/// <summary>
/// A spreadsheet program that opens a file with a double click: it recognises numbers, also in quotation marks, in a Swedish setting.
/// </summary>
internal sealed class LibreOffice : IDisposable
{
    // https://help.libreoffice.org/latest/en-US/text/shared/guide/csv_params.html: separator ;, quotes, UTF-8, from line 1, sv-SE, quoted
    // fields are not text, detect numbers.
    private const string Opening = "CSV:59,34,76,1,,1053,false,true,false,false,false,-1";

    // Cells as they are kept, not as they are shown.
    private const string Saving = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1053,false,false,false";

    private readonly string folder = Directory.CreateTempSubdirectory("nexusgo-calc-").FullName;

    /// <summary>What is in the cells of the first sheet once the program has opened the file.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> OpenAsync(string name, byte[] content)
    {
        var file = Path.Combine(folder, name);
        await File.WriteAllBytesAsync(file, content);
        string[] opening = name.EndsWith(".csv", StringComparison.Ordinal) ? [$"--infilter={Opening}"] : [];
        var start = new ProcessStartInfo("soffice",
            [$"-env:UserInstallation=file://{folder}/profile", "--headless", .. opening, "--convert-to", Saving, "--outdir",
            Path.Combine(folder, "out"), file])
        {
            RedirectStandardError = true, RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(deadline.Token);
        var result = Path.Combine(folder, "out", Path.ChangeExtension(name, ".csv"));
        Assert.True(File.Exists(result), $"soffice: {await output} {await said}");
        var cells = AnswerFile.Read(await File.ReadAllBytesAsync(result));
        File.Delete(result);
        return cells;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
