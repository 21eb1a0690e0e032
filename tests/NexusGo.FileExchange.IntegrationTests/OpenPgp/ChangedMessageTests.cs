using System.Text;
using NexusGo.FileExchange.OpenPgp;
using NexusGo.FileExchange.Testing.OpenPgp;

namespace NexusGo.FileExchange.IntegrationTests.OpenPgp;

/// <summary>
/// Ten thousand messages made from legal ones by small changes, each judged by us and by gpg, and by sq where we accept it.
/// </summary>
public sealed class ChangedMessageTests(CraftedMessages made) : IClassFixture<CraftedMessages>, IDisposable
{
    private const int Messages = 10_000;

    /// <summary>One in so many is encrypted; gpg needs ten times as long for it.</summary>
    private const int OneEncryptedIn = 20;

    private const string SqRefuses = "sq refuses it";

    /// <summary>
    /// Where we differ from gpg or sq, by what we say of the message, and why. A difference that is not here fails the test, and so does a
    /// line without a message.
    /// </summary>
    private static readonly Dictionary<string, string> DifferentBecause = new(StringComparer.Ordinal)
    {
        ["not exactly one encrypted message with one content"] =
            "gpg passes over packets that it does not expect, and takes a second message behind the first. We take one content and "
            + "nothing beside it.",
        ["the signature does not fit the content"] =
            "gpg asks nothing of a one-pass packet that announces another key or digest than its signature has. RFC 9580, 5.4, has them "
            + "say the same.",
        ["damaged"] =
            "gpg ignores bytes too many in a one-pass packet, and an integrity check without its encryption. No program makes either.",
        ["truncated: the end is missing"] =
            "gpg takes packed content whose packing has no end, because the signature inside is whole. We take no message that is cut.",
        [SqRefuses] =
            "sq takes no signature before its content (RFC 9580, 10.3, allows it), no packed content of unknown length without packing, "
            + "and no bytes behind the numbers of a signature. gpg takes all three.",
    };

    private static readonly byte[] Content = "A1;ID-STD\r\n"u8.ToArray();

    private readonly string folder = Directory.CreateTempSubdirectory("changed-").FullName;
    private readonly OtherVerifiers others = new();
    private readonly List<string> problems = [];
    private readonly Dictionary<string, List<string>> differences = new(StringComparer.Ordinal);
    private int accepted;

    public void Dispose()
    {
        others.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Category", "Long")]
    public async Task Of_ten_thousand_changed_messages_none_is_accepted_by_us_alone_and_every_other_difference_has_its_reason()
    {
        var corpus = new CertificateCorpus(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        var certificate = corpus.Lay(CertificateCorpus.All[0]);
        var file = Path.Combine(folder, "person.pgp");
        await File.WriteAllBytesAsync(file, certificate);
        var policy = new OpenPgpPolicy { Signers = [new OpenPgpCertificate(corpus.Fingerprint, file)], RequireEncryption = false };
        var changes = new ChangedMessages(corpus, Content, new Random(5101));
        ChangedMessage[] legal = [.. changes.Legal, .. changes.Legal.Select(Encrypted)];
        ChangedMessage[] messages = [.. legal, .. Changed(changes)];
        using var gpg = new GpgBatch(certificate, Path.ChangeExtension(made.Ours.File, ".sec"));
        var theirs = gpg.Judge([.. messages.Select(message => message.Bytes)]);

        foreach (var (message, judgement) in messages.Zip(theirs))
        {
            var (clear, verdict) = await made.Engine.OpenWholeAsync(message.Bytes, policy);
            Compare(message, verdict, clear, certificate, judgement);
        }

        foreach (var (what, list) in differences.Where(difference => difference.Key != SqRefuses))
        {
            problems.AddRange(legal.Where(message => list.Contains(Show(message)))
                .Select(message => $"{message.Name} is legal, and we say: {what}"));
        }

        Assert.InRange(accepted, Messages / 50, Messages / 2);
        foreach (var (what, list) in differences.Where(difference => !DifferentBecause.ContainsKey(difference.Key)))
        {
            problems.Add($"{what}, {list.Count} times without a reason in the list:\n    {string.Join("\n    ", list.Take(4))}");
        }

        Assert.True(problems.Count == 0, string.Join("\n", problems));
        Assert.Empty(DifferentBecause.Keys.Except(differences.Keys));
    }

    private void Compare(ChangedMessage message, OpenPgpVerdict ours, byte[] clear, byte[] certificate, (bool IsGood, byte[]? Content) gpg)
    {
        if (ours.ErrorCode is not null)
        {
            // Which damage looks like that of a transfer in text mode is chance here.
            Note(gpg.IsGood, ours.Hint!.Contains("text (ASCII) mode", StringComparison.Ordinal) ? "damaged" : ours.Hint!, message);
            return;
        }

        accepted++;
        if (!gpg.IsGood)
        {
            problems.Add($"accepted by us and not by gpg: {Show(message)}");
        }
        else if (!IsSameText(clear, gpg.Content!))
        {
            problems.Add($"other content than gpg's: {Show(message)}: {Encoding.Latin1.GetString(clear)} / "
                + $"{Encoding.Latin1.GetString(gpg.Content!)}");
        }
        else if (!message.IsEncrypted)
        {
            Note(!others.Sq(certificate, message.Bytes), SqRefuses, message);
        }
    }

    private void Note(bool isDifferent, string what, ChangedMessage message)
    {
        if (isDifferent)
        {
            (differences.TryGetValue(what, out var list) ? list : differences[what] = []).Add(Show(message));
        }
    }

    /// <summary>No two are the same.</summary>
    private IEnumerable<ChangedMessage> Changed(ChangedMessages changes)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < Messages)
        {
            var message = changes.Next();
            if (seen.Add(Convert.ToHexString(message.Bytes)))
            {
                yield return seen.Count % OneEncryptedIn == 0 ? Encrypted(message) : message;
            }
        }
    }

    private ChangedMessage Encrypted(ChangedMessage message) =>
        message with { IsEncrypted = true, Bytes = [.. made.ForUs(), .. made.Protected(message.Bytes)] };

    /// <summary>Text in text form ends its lines with CR LF on its way; who reads it gets the ends of lines of his own.</summary>
    private static bool IsSameText(byte[] clear, byte[] content) =>
        clear.AsSpan().SequenceEqual(content) || Encoding.Latin1.GetString(clear)
            .ReplaceLineEndings("\n") == Encoding.Latin1.GetString(content).ReplaceLineEndings("\n");

    private static string Show(ChangedMessage message) =>
        $"{message.Name}{(message.IsEncrypted ? ", encrypted" : "")}: {Convert.ToHexString(message.Bytes)}";
}
