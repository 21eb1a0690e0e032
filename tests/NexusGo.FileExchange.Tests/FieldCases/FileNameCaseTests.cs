using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Orders;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.FieldCases;

/// <summary>What is told about a name that matches nothing.</summary>
public class FileNameCaseTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var cell in FieldTable.Read("filenames.txt", 2))
        {
            cases.Add(cell[0], cell[1]);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_name_gets_its_cause_and_a_suggestion(string name, string words)
    {
        var profile = DemoProfile.Create();
        var file = File(name, profile, out var kind);

        Assert.Equal(InboundKind.Unmatched, kind);
        var hint = NameAdvice.Of(file, ForeignContentKind.None, profile, new Hints(AnswerLanguage.En));
        Assert.All(words.Split("; "), word => Assert.Contains(word, hint, StringComparison.Ordinal));
        Assert.NotEqual(hint, NameAdvice.Of(file, ForeignContentKind.None, profile, new Hints(AnswerLanguage.Sv)));
    }

    [Fact]
    public void A_workbook_is_told_by_its_content_and_an_identity_number_stays_masked()
    {
        var profile = DemoProfile.Create();
        var number = Testing.Orders.TestPersons.Number(new DateOnly(1982, 11, 29), 984);
        var hint = NameAdvice.Of(File($"kort {number}.csv", profile, out _), ForeignContentKind.Workbook, profile,
            new Hints(AnswerLanguage.En));

        Assert.Contains("Excel workbook", hint, StringComparison.Ordinal);
        Assert.DoesNotContain(number, hint, StringComparison.Ordinal);
    }

    private static InboundFile File(string name, CustomerProfile profile, out InboundKind kind)
    {
        Assert.True(RemoteName.TryCreate(System.Text.Encoding.UTF8.GetBytes(name), out var remote));
        var classified = FileNames.Compile(profile).Classify(remote);
        kind = classified.Kind;
        return new InboundFile
        {
            FileId = Guid.Empty, Customer = profile.Id, Path = RemotePath.Folder("/in").Combine(remote), Name = remote, Version = 1,
            Seen = default!, Kind = kind,
            IsTest = false, BaseName = classified.BaseName, Lease = new AreaLease(profile.Id, "one", 1), Attempt = 1, FirstSeenAt = default,
        };
    }
}
