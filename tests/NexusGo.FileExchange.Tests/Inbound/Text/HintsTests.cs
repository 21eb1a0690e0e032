using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Adapters.OpenPgp;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound.Archive;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Photos;
using NexusGo.FileExchange.Reports;
using NexusGo.FileExchange.Tests.Architecture;

namespace NexusGo.FileExchange.Tests.Inbound.Text;

/// <summary>Every hint is in the customer's language.</summary>
public sealed partial class HintsTests
{
    private const string LikeAChecksum = "0123456789abcdef";

    private static readonly Hints Swedish = new(AnswerLanguage.Sv);

    private static readonly Hints English = new(AnswerLanguage.En);

    [Fact]
    public void Every_phrase_is_there_in_both_languages_and_in_no_other()
    {
        var phrases = Phrases().ToList();
        Assert.True(phrases.Count > 200, $"only {phrases.Count} phrases were found");
        Assert.All(phrases, phrase =>
        {
            var (what, sv, en) = phrase;
            Assert.True(sv.Length > 0 && en.Length > 0, $"{what} is empty: '{sv}' / '{en}'");
            Assert.True(sv != en, $"{what} is the same in both languages: {sv}");
            Assert.False(EnglishWords().IsMatch(sv), $"{what} is English for a Swede: {sv}");
            Assert.False(SwedishWords().IsMatch(en.Replace("å, ä and ö", "", StringComparison.Ordinal)),
                $"{what} is Swedish for others: {en}");
        });
    }

    [Fact]
    public void A_row_with_protected_identity_gets_no_phrase_but_how_yes_is_written()
    {
        Assert.All(Of(new Hints(AnswerLanguage.Sv) { Silent = true })
            .Where(phrase => !phrase.What.StartsWith(nameof(Hints.YesOrNo), StringComparison.Ordinal)),
            phrase => Assert.Equal("", phrase.Text));
    }

    /// <summary>A phrase written where it is used would be in one language. Hints come from the classes walked above.</summary>
    [Fact]
    public void No_phrase_is_written_where_a_refusal_is_made()
    {
        var calls = Directory.EnumerateFiles(Repository.PathOf("src/NexusGo.FileExchange"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Calls().Matches(File.ReadAllText(file)).Select(call => $"{Path.GetFileName(file)}: {call.Value}"))
            .Where(call => !call.Contains("FailureReason.", StringComparison.Ordinal)).ToList();
        Assert.True(calls.Count > 100, $"only {calls.Count} refusals were found");
        Assert.Equal([], calls.FindAll(HasPhrase));
        Assert.True(HasPhrase("new FileRefusal(\"F-SIZ-01\", 0, \"\", \"too large\")"));
        Assert.False(HasPhrase("new FileRefusal(\"F-SIZ-01\", 0, \"\", hints.AtMost(max))"));
    }

    /// <summary>Whether a text of two words is in the call.</summary>
    private static bool HasPhrase(string call) => Literals().Matches(call).Any(literal => TwoWords().IsMatch(literal.Value));

    private static IEnumerable<(string What, string Sv, string En)> Phrases()
    {
        foreach (var (sv, en) in Of(Swedish).Zip(Of(English)))
        {
            if (sv.Text.Length > 0 || en.Text.Length > 0)
            {
                yield return (sv.What, sv.Text, en.Text);
            }
        }

        foreach (var field in typeof(Refusal).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            var refusal = (Refusal)field.GetValue(null)!;
            yield return ($"Refusal.{field.Name}", refusal.Swedish, refusal.Hint);
        }

        foreach (var refusal in new[]
        {
            ZipRefusal.Truncated, ZipRefusal.Contradiction(3), ZipRefusal.Overlap(3), ZipRefusal.Damaged(3), ZipRefusal.BadName(3),
            ZipRefusal.TooManyEntries(3), ZipRefusal.TooManyBytes(3),
            ZipRefusal.TooTight(3, 3), new ZipRefusal("F-ZIP-05", "", "", 3),
        })
        {
            yield return ($"ZipRefusal {refusal.English}", refusal.Hint(AnswerLanguage.Sv), refusal.Hint(AnswerLanguage.En));
        }

        // Too many bytes: the code's own advice says all.
        foreach (var problem in Enum.GetValues<PhotoProblem>()
            .Where(problem => problem is not (PhotoProblem.None or PhotoProblem.TooManyBytes)))
        {
            var result = PhotoResult.Refused(problem, 10, 20);
            yield return ($"PhotoProblem.{problem}", PhotoRefusals.HintOf(result, AnswerLanguage.Sv),
                PhotoRefusals.HintOf(result, AnswerLanguage.En));
        }

        foreach (var content in new[] { "nothing", "rows=x", "seq=x", "sha256=x", "local_id=\"", "rows=1\nrows=1", "colour=red",
            new string('x', ControlFile.MaxBytes + 1) })
        {
            Assert.False(ControlFile.TryParse(Encoding.UTF8.GetBytes(content), out _, out var sv, AnswerLanguage.Sv));
            Assert.False(ControlFile.TryParse(Encoding.UTF8.GetBytes(content), out _, out var en, AnswerLanguage.En));
            yield return ($"control file {content[..Math.Min(20, content.Length)]}", sv!, en!);
        }

        foreach (var text in ErrorCatalog.All)
        {
            yield return (text.Code, text.AdviceSv, text.AdviceEn);
            yield return (text.Code, text.MessageSv, text.MessageEn);
        }
    }

    /// <summary>Every phrase of the class, with one or several arguments each.</summary>
    private static IEnumerable<(string What, string Text)> Of(Hints hints)
    {
        foreach (var property in typeof(Hints).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            yield return (property.Name, (string)property.GetValue(hints)!);
        }

        foreach (var value in new[] { "45000", "20300131", "2030-01-31 08:00", "31/1/2030", "soon" })
        {
            yield return ($"{nameof(Hints.DateForm)} {value}", hints.DateForm(Encoding.UTF8.GetBytes(value)));
        }

        foreach (var method in typeof(Hints).GetMethods().Where(method => method.ReturnType == typeof(string) && !method.IsSpecialName
            && method.Name is not (nameof(Hints.DateForm) or nameof(ToString))))
        {
            IEnumerable<object?[]> calls = method.Name == nameof(Hints.PostalCode) ? [["SE"], ["NO"], [""]] : [[]];
            foreach (var parameter in method.GetParameters().Where(_ => method.Name != nameof(Hints.PostalCode)))
            {
                calls = calls.SelectMany(before => ValuesOf(parameter.ParameterType).Select(value => (object?[])[.. before, value]))
                    .ToList();
            }

            foreach (var call in calls)
            {
                yield return ($"{method.Name} {string.Join(' ', call)}", (string)method.Invoke(hints, call)!);
            }
        }
    }

    private static IEnumerable<object?> ValuesOf(Type type) =>
        type.IsEnum ? Enum.GetValues(type).Cast<object?>()
        : type == typeof(int) ? [7]
        : type == typeof(long) ? [7L]
        : type == typeof(char) ? ['|', ' ']
        : type == typeof(bool) ? [true, false]
        : type == typeof(bool?) ? [true, false, null]
        : type == typeof(DateOnly) ? [new DateOnly(2030, 1, 31)]
        : type == typeof(string) ? [LikeAChecksum]
        : throw new InvalidOperationException($"Hints take a {type.Name} now: say here which values to try.");

    [GeneratedRegex(@"\b(the|is|of|and|not|with|at|most|file|must|an)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishWords();

    [GeneratedRegex(@"\b(och|eller|är|inte|som|filen|på|till|för|av|högst|rad)\b|[åäö]", RegexOptions.IgnoreCase)]
    private static partial Regex SwedishWords();

    [GeneratedRegex(
        @"(new FileRefusal|new RowFinding|ContentVerdict\.Refused|new ContentVerdict|rrors\.WriteRow|rrors\.WriteFile|\bFail|\bRefuse)"
        + @"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")]
    private static partial Regex Calls();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literals();

    [GeneratedRegex("[a-zåäö][,;:]? [a-zåäö]")]
    private static partial Regex TwoWords();
}
