using System.Text;
using System.Text.Json;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>A JSON value that remembers where it stood, so that a wrong setting can be named with line and column.</summary>
public sealed class JsonTree
{
    /// <summary>A configuration file larger than this is not read.</summary>
    public const int MaxBytes = 1 << 20;

    private JsonTree(JsonValueKind kind, string text, SettingPlace place)
    {
        Kind = kind;
        Text = text;
        Place = place;
    }

    public JsonValueKind Kind { get; }

    /// <summary>A string's value or a number's digits; empty otherwise.</summary>
    public string Text { get; }

    public SettingPlace Place { get; }

    /// <summary>Whether the value came from an environment variable, where everything is text.</summary>
    public bool IsFromEnvironment => Place.File == SettingPlace.Environment;

    public List<JsonMember> Members { get; } = [];

    public List<JsonTree> Items { get; } = [];

    public static JsonTree EmptyObject(string file) => new(JsonValueKind.Object, "", new SettingPlace(file, 0, 0));

    public static JsonTree FromEnvironment(string text) =>
        new(JsonValueKind.String, text, new SettingPlace(SettingPlace.Environment, 0, 0));

    /// <summary>
    /// A configuration file's bytes; null, and said so, when others could have written it, it is too large or cannot be read.
    /// </summary>
    public static byte[]? ReadFile(string file, ICollection<ConfigurationProblem> problems)
    {
        if (TrustedPath.Check(Path.GetFullPath(file)) is var (found, advice))
        {
            problems.Add(new ConfigurationProblem(file, 0, 0, "", found, "what only root and the user who runs this may change", advice));
            return null;
        }

        try
        {
            if (new FileInfo(file).Length <= MaxBytes)
            {
                return File.ReadAllBytes(file);
            }

            problems.Add(new ConfigurationProblem(file, 0, 0, "", "a file over 1 MiB", "at most 1 MiB", "Is it the right file?"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ConfigurationProblem(file, 0, 0, "", "a file that cannot be read", "a readable file",
                "Look at its owner and mode"));
        }

        return null;
    }

    /// <summary>As <see cref="Parse"/>; null, and said so, also when the file holds anything but one object.</summary>
    public static JsonTree? ParseObject(byte[] content, string file, ICollection<ConfigurationProblem> problems)
    {
        var json = Parse(content, file, problems);
        if (json is null or { Kind: JsonValueKind.Object })
        {
            return json;
        }

        problems.Add(json.Place.Problem("", "another JSON value", "one JSON object", "Put braces around the settings"));
        return null;
    }

    /// <summary>Reads a whole file's bytes; comments and trailing commas are allowed. Says where it stops being JSON.</summary>
    public static JsonTree? Parse(byte[] content, string file, ICollection<ConfigurationProblem> problems)
    {
        if (JsonTextCheck.Check(content, file) is { } unreadable)
        {
            problems.Add(unreadable);
            return null;
        }

        var bytes = content.AsSpan();
        if (bytes.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = 16,
        });
        try
        {
            var places = new Places(file, content.Length - bytes.Length, content);
            reader.Read();
            var root = ReadValue(ref reader, ref places);
            reader.Read();
            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var json = exception as JsonException;
            problems.Add(new ConfigurationProblem(file, (int)(json?.LineNumber ?? 0) + 1, (int)(json?.BytePositionInLine ?? 0) + 1, "",
                "something that is not JSON", "one JSON object",
                "Look for a missing comma, quote or bracket at this place or just before it"));
            return null;
        }
    }

    /// <summary>The value as JSON text; keys of the outermost object with the name <paramref name="without"/> are left out.</summary>
    public byte[] ToUtf8(string without)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, SkipValidation = true }))
        {
            Write(writer, without);
        }

        return bytes.ToArray();
    }

    public override string ToString() => Kind.ToString();

    private void Write(Utf8JsonWriter writer, string? without)
    {
        switch (Kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in Members.Where(member => member.Name != without))
                {
                    writer.WritePropertyName(member.Name);
                    member.Value.Write(writer, null);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                Items.ForEach(item => item.Write(writer, null));
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text);
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteRawValue(Text, skipInputValidation: true);
                break;
        }
    }

    private static JsonTree ReadValue(ref Utf8JsonReader reader, ref Places places)
    {
        var place = places.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var value = new JsonTree(JsonValueKind.Object, "", place);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var namePlace = places.Of(reader.TokenStartIndex);
                    var name = reader.GetString()!;
                    reader.Read();
                    value.Members.Add(new JsonMember(name, ReadValue(ref reader, ref places), namePlace));
                }

                return value;
            case JsonTokenType.StartArray:
                var list = new JsonTree(JsonValueKind.Array, "", place);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadValue(ref reader, ref places));
                }

                return list;
            case JsonTokenType.String:
                return new JsonTree(JsonValueKind.String, reader.GetString()!, place);
            case JsonTokenType.Number:
                return new JsonTree(JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), place);
            case JsonTokenType.True:
                return new JsonTree(JsonValueKind.True, "true", place);
            case JsonTokenType.False:
                return new JsonTree(JsonValueKind.False, "false", place);
            default:
                return new JsonTree(JsonValueKind.Null, "", place);
        }
    }

    /// <summary>Turns byte positions, asked for in ascending order, into lines and columns.</summary>
    private struct Places
    {
        private readonly string file;
        private readonly int offset;
        private readonly byte[] content;
        private int line = 1;
        private int lineStart;
        private int seen;

        /// <param name="file">Its path.</param>
        /// <param name="offset">Bytes before the JSON (a byte order mark).</param>
        /// <param name="content">The whole file.</param>
        public Places(string file, int offset, byte[] content)
        {
            this.file = file;
            this.offset = lineStart = seen = offset;
            this.content = content;
        }

        public SettingPlace Of(long tokenStart)
        {
            var end = (int)tokenStart + offset;
            for (; seen < end; seen++)
            {
                if (content[seen] == (byte)'\n')
                {
                    line++;
                    lineStart = seen + 1;
                }
            }

            return new SettingPlace(file, line, end - lineStart + 1);
        }
    }
}

/// <summary>A key and its value; the place is the key's.</summary>
public sealed record JsonMember(string Name, JsonTree Value, SettingPlace Place);
