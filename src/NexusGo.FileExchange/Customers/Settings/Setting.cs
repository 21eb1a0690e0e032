using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace NexusGo.FileExchange.Customers.Settings;

public enum SettingKind
{
    Text,
    Flag,
    WholeNumber,
    Duration,
    Date,
    /// <summary>One of an enum's names.</summary>
    Choice,
    List,
    /// <summary>A JSON object whose keys the operator chooses.</summary>
    Map,
    /// <summary>A JSON object with the settings of another class.</summary>
    Section,
    /// <summary>Passed on unread.</summary>
    Free,
}

/// <summary>
/// One property of an option class: the one description that reading, checking, the JSON Schema and the key tables share.
/// </summary>
public sealed class Setting
{
    internal Setting(PropertyInfo property, object? defaultValue)
    {
        Property = property;
        Default = defaultValue;
        (Kind, ItemType, IsNullable) = Classify(property.PropertyType);
        IsNullable |= new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable;
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        Checks = [.. property.GetCustomAttributes<ValidationAttribute>()];
    }

    public PropertyInfo Property { get; }

    public string Name => Property.Name;

    public SettingKind Kind { get; }

    /// <summary>The type of a list's items, of a map's values or of the section; the type itself otherwise.</summary>
    public Type ItemType { get; }

    public bool IsNullable { get; }

    public object? Default { get; }

    public string Description { get; }

    public IReadOnlyList<ValidationAttribute> Checks { get; }

    /// <summary>From when on an edit counts, where that is another moment than for the rest of the file.</summary>
    public InUseFrom? InUseFrom => (Property.GetCustomAttribute<InUseFromAttribute>()
        ?? Property.DeclaringType!.GetCustomAttribute<InUseFromAttribute>())?.Moment;

    /// <summary>Must be in the file: demanded, and without a usable default.</summary>
    public bool IsRequired => (Has<RequiredAttribute>() && Default is null or "")
        || (Has<MinLengthAttribute>() && Default is ICollection { Count: 0 });

    /// <summary>
    /// Whether the value could be a secret by mistake (somebody typed the password instead of its file) or a person's name.
    /// </summary>
    public bool IsHidden => Name.Contains("Password", StringComparison.Ordinal) || Name.Contains("Passphrase", StringComparison.Ordinal)
        || Name.Contains("ConnectionString", StringComparison.Ordinal) || Name.Contains("MasterKey", StringComparison.Ordinal)
        || Property.DeclaringType == typeof(PersonSettings);

    public TCheck? Check<TCheck>() where TCheck : ValidationAttribute => Checks.OfType<TCheck>().FirstOrDefault();

    /// <summary>What may stand here, as a phrase that also says how it is written.</summary>
    public string Allowed => Check<TimeRangeAttribute>() is null ? Range : $"{Range}, as {Durations.Forms}";

    /// <summary>What may stand here, as a phrase.</summary>
    public string Range
    {
        get
        {
            var phrase = AllowedOf(Kind, ItemType);
            if (Check<AllowedValuesAttribute>() is { } values)
            {
                phrase = OneOf(values.Values.Select(value => Printable(Convert.ToString(value, CultureInfo.InvariantCulture)!)));
            }
            else if (Check<RangeAttribute>() is { } range)
            {
                phrase = $"{Number(range.Minimum)} to {Number(range.Maximum)}";
            }
            else if (Check<TimeRangeAttribute>() is { } times)
            {
                phrase = $"{Duration(times.Minimum)} to {Duration(times.Maximum)}";
            }
            else if (Check<RegularExpressionAttribute>() is { } pattern)
            {
                phrase = $"text like {pattern.Pattern}";
            }
            else if (Check<StringLengthAttribute>() is { } length)
            {
                phrase = $"text of {length.MinimumLength} to {length.MaximumLength} characters";
            }
            else if (Check<MinLengthAttribute>() is { } least)
            {
                phrase += $", at least {least.Length}";
            }
            else if (Has<RequiredAttribute>())
            {
                phrase += ", not empty";
            }

            return phrase;
        }
    }

    public static string AllowedOf(SettingKind kind, Type item) => kind switch
    {
        SettingKind.Flag => "true or false",
        SettingKind.WholeNumber => "a whole number",
        SettingKind.Duration => $"a duration as {Durations.Forms}",
        SettingKind.Date => "a date as YYYY-MM-DD",
        SettingKind.Choice => OneOf(Enum.GetNames(item)),
        SettingKind.List => $"a list of {Plural(item)}",
        SettingKind.Map => $"an object of {Plural(item)}",
        SettingKind.Section => "an object",
        SettingKind.Free => "anything",
        _ => "text",
    };

    public static (SettingKind Kind, Type Item, bool IsNullable) Classify(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            var (kind, item, _) = Classify(inner);
            return (kind, item, true);
        }

        if (type.IsEnum)
        {
            return (SettingKind.Choice, type, false);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return (SettingKind.List, type.GetGenericArguments()[0], false);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
        {
            return (SettingKind.Map, type.GetGenericArguments()[1], false);
        }

        var simple = type == typeof(string) ? SettingKind.Text
            : type == typeof(bool) ? SettingKind.Flag
            : type == typeof(int) || type == typeof(long) ? SettingKind.WholeNumber
            : type == typeof(TimeSpan) ? SettingKind.Duration
            : type == typeof(DateOnly) ? SettingKind.Date
            : type == typeof(object) ? SettingKind.Free
            : SettingKind.Section;
        return (simple, type, false);
    }

    public static string Duration(TimeSpan value) => value.Milliseconds == 0
        ? value.ToString("c", CultureInfo.InvariantCulture)
        : value.ToString(value.Days > 0 ? @"d\.hh\:mm\:ss\.fff" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    public static string Number(object value) => Convert.ToDecimal(value, CultureInfo.InvariantCulture)
        .ToString("0", CultureInfo.InvariantCulture);

    public static string Printable(string text) => text == "\t" ? "TAB" : text;

    public static string OneOf(IEnumerable<string> names)
    {
        var all = names.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    public override string ToString() => $"{Property.DeclaringType!.Name}.{Name}";

    private bool Has<TCheck>() where TCheck : ValidationAttribute => Check<TCheck>() is not null;

    private static string Plural(Type item) => Classify(item).Kind switch
    {
        SettingKind.Text => "texts",
        SettingKind.WholeNumber => "whole numbers",
        SettingKind.Choice => $"{string.Join(", ", Enum.GetNames(item))}",
        _ => "objects",
    };
}
