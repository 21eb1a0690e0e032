using System.Diagnostics;

namespace NexusGo.FileExchange.IntegrationTests.Worker;

/// <summary>The completions complete something when they are loaded into the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private const string Bash = """
        . "$1/completion.bash"
        COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _nexusgo_fx
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    /// <summary>A shell of its own in a pseudo terminal, because zsh completes only what somebody types.</summary>
    private const string Zsh = """
        zmodload zsh/zpty
        cp "$1/completion.zsh" "$1/_nexusgo-fx"
        zpty shell zsh -f -i
        zpty -w shell "PS1='> '; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; print rea'dy'"
        zpty -r -m shell out '*ready*'
        zpty -n -w shell "$2"$'\t'$'\x01print -r -- "<'$'\x05>"'$'\n'
        zpty -r -m shell out '*>"*<*>*'
        print -r -- "$out"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("nxfx-completion-").FullName;

    public CompletionTests()
    {
        Directory.CreateDirectory(Path.Combine(folder, "config", "customers"));
        File.WriteAllText(Path.Combine(folder, "config", "customers", "ACME.json"), "{}");
        var program = Path.Combine(folder, "nexusgo-fx");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet \"{Path.Combine(AppContext.BaseDirectory, "nexusgo-fx.dll")}\" \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Run(program, "manual", "--write", folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("nexusgo-fx ke", "keys")]
    [InlineData("nexusgo-fx keys rotate-c", "rotate-customer")]
    [InlineData("nexusgo-fx status --fai", "--failing")]
    [InlineData("nexusgo-fx status AC", "ACME")]
    public void Every_shell_completes_verbs_options_and_customers(string typed, string completed)
    {
        Assert.Contains(completed, Run("bash", "-c", Bash, "bash", folder, typed), StringComparison.Ordinal);
        Assert.Contains(completed, Run("fish", "-c", $"source {folder}/completion.fish; complete -C '{typed}'"), StringComparison.Ordinal);
        Assert.Contains(completed, Run("zsh", "-f", "-c", Zsh, "zsh", folder, typed), StringComparison.Ordinal);
    }

    [Fact]
    public void The_manual_page_is_formatted_without_a_complaint()
    {
        var page = Run("sh", "-c", $"man --warnings -l {folder}/nexusgo-fx.8 2>&1 | cat");

        Assert.Contains("EXIT STATUS", page, StringComparison.Ordinal);
        Assert.DoesNotContain("warning:", page, StringComparison.Ordinal);
    }

    private string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["NEXUSGO_CONFIG"] = Path.Combine(folder, "config");
        start.Environment["HOME"] = folder;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(60_000))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} hangs.");
        }

        Assert.True(process.ExitCode == 0, $"{program}: {errors.Result}");
        return output.Result;
    }
}
