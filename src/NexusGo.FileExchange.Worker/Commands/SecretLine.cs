using System.Text;

namespace NexusGo.FileExchange.Worker.Commands;

/// <summary>
/// Reads what must not stand in an argument list, where every user of the machine could read it: from standard input, or typed without
/// echo.
/// </summary>
internal static class SecretLine
{
    private const int MaxLength = 200;

    public static string Read(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()?.Trim() ?? "";
        }

        Console.Error.Write(prompt);
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && typed.Length < MaxLength)
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString().Trim();
    }
}
