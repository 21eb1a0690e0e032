using System.Text;
using System.Text.Json;
using NexusGo.FileExchange.Machine;

namespace NexusGo.FileExchange.Customers.Settings;

/// <summary>A JSON value that remembers where it stood, so that a wrong setting can be named with line and column.</summary>
public sealed class JsonTree
{
    /// <summary>A configuration file larger than this is not read.</summary>
    public const int MaxBytes = 1 << 20;

    private JsonTree(JsonValueKind kind, string text, int line, int column)
    {
        Kind = kind;
        Text = text;
        Line = line;
        Column = column;
    }

    public JsonValueKind Kind { get; }

    /// <summary>A string's value or a number's digits; empty otherwise.</summary>
    public string Text { get; }

    public int Line { get; }

    public int Column { get; }

    /// <summary>Whether the value came from an environment variable, where everything is text.</summary>
    public bool IsFromEnvironment { get; private init; }

    public List<JsonMember> Members { get; } = [];

    public List<JsonTree> Items { get; } = [];

    public static JsonTree EmptyObject(int line = 0, int column = 0) => new(JsonValueKind.Object, "", line, column);

    public static JsonTree FromEnvironment(string text) => new(JsonValueKind.String, text, 0, 0) { IsFromEnvironment = true };

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

            problems.Add(new ConfigurationProblem(file, 0, 0, "", "a file over 1 MiB", "at most 1 MiB", ""));
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

        problems.Add(new ConfigurationProblem(file, json.Line, json.Column, "", "another JSON value", "one JSON object", ""));
        return null;
    }

    /// <summary>Reads a whole file's bytes; comments and trailing commas are allowed. Says where it stops being JSON.</summary>
    public static JsonTree? Parse(byte[] content, string file, ICollection<ConfigurationProblem> problems)
    {
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
            var places = new Places(content.Length - bytes.Length, content);
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

    public override string ToString() => Kind.ToString();

    private static JsonTree ReadValue(ref Utf8JsonReader reader, ref Places places)
    {
        var (line, column) = places.Of(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var value = new JsonTree(JsonValueKind.Object, "", line, column);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (nameLine, nameColumn) = places.Of(reader.TokenStartIndex);
                    var name = reader.GetString()!;
                    reader.Read();
                    value.Members.Add(new JsonMember(name, ReadValue(ref reader, ref places), nameLine, nameColumn));
                }

                return value;
            case JsonTokenType.StartArray:
                var list = new JsonTree(JsonValueKind.Array, "", line, column);
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Items.Add(ReadValue(ref reader, ref places));
                }

                return list;
            case JsonTokenType.String:
                return new JsonTree(JsonValueKind.String, reader.GetString()!, line, column);
            case JsonTokenType.Number:
                return new JsonTree(JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), line, column);
            case JsonTokenType.True:
                return new JsonTree(JsonValueKind.True, "true", line, column);
            case JsonTokenType.False:
                return new JsonTree(JsonValueKind.False, "false", line, column);
            default:
                return new JsonTree(JsonValueKind.Null, "", line, column);
        }
    }

    /// <summary>Turns byte positions, asked for in ascending order, into lines and columns.</summary>
    private struct Places
    {
        private readonly int offset;
        private readonly byte[] content;
        private int line = 1;
        private int lineStart;
        private int seen;

        /// <param name="offset">Bytes before the JSON (a byte order mark).</param>
        /// <param name="content">The whole file.</param>
        public Places(int offset, byte[] content)
        {
            this.offset = lineStart = seen = offset;
            this.content = content;
        }

        public (int Line, int Column) Of(long tokenStart)
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

            return (line, end - lineStart + 1);
        }
    }
}

/// <summary>A key and its value; the place is the key's.</summary>
public sealed record JsonMember(string Name, JsonTree Value, int Line, int Column);
