using System.Globalization;

namespace NexusGo.FileExchange.Testing.Customers;

/// <summary>
/// Ids for customers of tests that share a database: no two are the same within a test run, whoever writes the next test.
/// </summary>
public static class CustomerIds
{
    private static int last;

    /// <param name="begin">What the id begins with, for those who read the log of a failed test: capital letters, then digits, at most ten
    /// characters.</param>
    public static string Next(string begin) => string.Create(CultureInfo.InvariantCulture, $"{begin}N{Interlocked.Increment(ref last)}");
}
