using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Inbound.Pickup;

/// <summary>Tells from a name alone what a file in a customer's inbox is. Case never matters. Holds no state.</summary>
public sealed partial class FileNames
{
    // RES_ + base + -NNNN + .csv.pgp stays far below the 255 bytes of common file systems, also with a temporary ending.
    private const int MaxBaseBytes = 180;

    private static readonly string[] UploadEndings = [".tmp", ".part", ".partial", ".filepart", ".uploading", ".writing"];

    private readonly Regex[] ignored;
    private readonly (Regex Pattern, InboundKind Kind)[] agreed;
    private readonly Regex? sequence;
    private readonly bool isProduction;
    private readonly IntakeSettings intake;

    private FileNames(CustomerProfile profile)
    {
        intake = profile.Intake;
        ignored = [.. profile.Intake.Ignore.Select(Glob)];
        agreed = [.. profile.Intake.Names.Select(n => (Glob(n.Key), KindOf(n.Value)))];
        isProduction = profile.Id == CustomerId.Production;
        sequence = profile.Intake.SequencePattern.Length == 0
            ? null
            : new Regex(profile.Intake.SequencePattern,
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    /// <exception cref="ArgumentException">The sequence pattern is no regular expression, or a name maps to an unknown type: the profile
    /// was not validated.</exception>
    public static FileNames Compile(CustomerProfile profile) => new(profile);

    public InboundName Classify(RemoteName name)
    {
        var text = Decode(name.Bytes.Span);
        if (Array.Exists(ignored, pattern => pattern.IsMatch(text)))
        {
            return new InboundName(InboundKind.Ignored, "", null);
        }

        if (IsUpload(text))
        {
            return new InboundName(InboundKind.Ignored, SafeBase(text), null) { IsUpload = true };
        }

        foreach (var (ending, control) in new[] { (".done", false), (".ctl", true) })
        {
            if (text.Length > ending.Length && text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)
                && RemoteName.TryCreate(name.Bytes.Span[..^ending.Length], out var data))
            {
                return Classify(data) with { Kind = InboundKind.Marker, MarkerOf = data, IsControlFile = control };
            }
        }

        var plain = WithoutEnvelope(text);
        var stem = WithoutEnding(plain);
        
        // Digits of a person's number are no sequence number.
        return new InboundName(FindKind(text, plain), SafeBase(stem), FindSequence(MaskedName.Of(text), MaskedName.Of(stem)));
    }

    /// <summary>By which rule <see cref="Classify"/> takes a name for what it does; for operators.</summary>
    public string RuleFor(RemoteName name)
    {
        var (text, understood) = (Decode(name.Bytes.Span), Classify(name));
        var plain = WithoutEnvelope(text);
        if (understood.Kind == InboundKind.Ignored)
        {
            var pattern = Array.FindIndex(ignored, one => one.IsMatch(text));
            return pattern >= 0 ? $"left alone by the pattern {intake.Ignore[pattern]} of Intake.Ignore"
                : $"left alone: names with . or ~ in front, or one of {string.Join(' ', UploadEndings)}, are uploads under way";
        }

        if (understood.MarkerOf is { } data)
        {
            return $"a companion ({(understood.IsControlFile ? ".ctl" : ".done")}) of {MaskedName.Of(data.ToString())}";
        }

        var agreement = Array.FindIndex(agreed, one => one.Pattern.IsMatch(text) || one.Pattern.IsMatch(plain));
        return understood.Kind == InboundKind.Unmatched
            ? "matches no pattern: neither one of Intake.Names nor "
            + (isProduction ? "EVT_….csv" : "ORD_…, REQ_…, PHO_… with an agreed ending")
            : agreement >= 0 ? $"matches {intake.Names.Keys.ElementAt(agreement)} of Intake.Names: {understood.Kind}"
            : $"matches the standard pattern of {understood.Kind}";
    }

    private InboundKind FindKind(string text, string plain)
    {
        foreach (var (pattern, kind) in agreed)
        {
            if (pattern.IsMatch(text) || pattern.IsMatch(plain))
            {
                return kind;
            }
        }

        if (isProduction)
        {
            return Events().IsMatch(plain) ? InboundKind.Event : InboundKind.Unmatched;
        }

        var match = Standard().Match(plain);
        return match.Success ? KindOf(match.Groups["kind"].Value) : InboundKind.Unmatched;
    }

    private static bool IsUpload(string text) =>
        text[0] is '.' or '~'
        || Array.Exists(UploadEndings, e => text.EndsWith(e, StringComparison.OrdinalIgnoreCase))
        || text.Contains(".sftpgo-upload.", StringComparison.OrdinalIgnoreCase);

    private long? FindSequence(string text, string stem)
    {
        string digits;
        if (sequence is not null)
        {
            digits = sequence.Match(text).Groups["seq"].Value;
        }
        else
        {
            var start = stem.Length;
            while (start > 0 && char.IsAsciiDigit(stem[start - 1]))
            {
                start--;
            }

            digits = stem[start..];
        }

        return digits.Length is > 0 and <= 18 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }

    private static InboundKind KindOf(string type) => type.ToUpperInvariant() switch
    {
        "ORD" => InboundKind.Order,
        "REQ" => InboundKind.Request,
        "PHO" => InboundKind.Photo,
        "EVT" => InboundKind.Event,
        _ => throw new ArgumentException("A file type is ORD, REQ, PHO or the partner's EVT.", nameof(type)),
    };

    private static string WithoutEnvelope(string text) =>
        Path.GetExtension(text).ToUpperInvariant() is ".PGP" or ".GPG" or ".ASC" ? text[..^4] : text;

    private static string WithoutEnding(string text) =>
        Path.GetExtension(text) is { Length: > 0 } ending
            && ending.ToUpperInvariant() is ".CSV" or ".ZIP" or ".XLSX" or ".JPG" or ".JPEG" or ".PNG" ? text[..^ending.Length] : text;

    private static string SafeBase(string stem)
    {
        var bytes = Encoding.UTF8.GetBytes(stem.Normalize(NormalizationForm.FormC));
        while (IdentityNumberScan.FindInName(bytes, out var start, out var length))
        {
            bytes.AsSpan(start, length).Fill((byte)'x');
        }

        var safe = new StringBuilder(bytes.Length);
        var used = 0;
        foreach (var rune in Encoding.UTF8.GetString(bytes).EnumerateRunes())
        {
            var keep = Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' || (rune.Value == '.' && safe.Length > 0);
            used += keep ? rune.Utf8SequenceLength : 1;
            if (used > MaxBaseBytes)
            {
                break;
            }

            safe.Append(keep ? rune.ToString() : "_");
        }

        return safe.Length == 0 ? "_" : safe.ToString();
    }

    /// <summary>Names have no encoding on the wire: UTF-8 if they are sound UTF-8, else each byte a character.</summary>
    private static string Decode(ReadOnlySpan<byte> name) =>
        System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    private static Regex Glob(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);

    [GeneratedRegex("^(?:(?<kind>ORD)_.+\\.(?:csv|zip|xlsx)|(?<kind>REQ)_.+\\.(?:csv|zip)|(?<kind>PHO)_.+\\.(?:zip|jpe?g|png))$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Standard();

    /// <summary>The production partner's only kind of file; from a customer it matches nothing.</summary>
    [GeneratedRegex("^EVT_.+\\.csv$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Events();
}
