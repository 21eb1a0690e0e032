using NexusGo.FileExchange.Customers;
using NexusGo.FileExchange.Inbound;
using NexusGo.FileExchange.Inbound.Pickup;
using NexusGo.FileExchange.Inbound.Text;
using NexusGo.FileExchange.Remote;
using NexusGo.FileExchange.Testing.Customers;

namespace NexusGo.FileExchange.Tests.Inbound;

public sealed class SequenceRuleTests
{
    [Theory]
    [InlineData(SequencePolicy.Increasing, "ORD_X_000009.csv", "F-SEQ-01", "det senaste var 9")]
    [InlineData(SequencePolicy.Increasing, "ORD_X_12.csv", "", "")]
    [InlineData(SequencePolicy.Strict, "ORD_X_12.csv", "F-SEQ-02", "nästa är 10")]
    [InlineData(SequencePolicy.Strict, "ORD_X_10.csv.pgp", "", "")]
    [InlineData(SequencePolicy.Strict, "ORD_X.csv", "F-SEQ-03", "")]
    [InlineData(SequencePolicy.Increasing, "ORD_X_999999999999999999.csv", "", "")]
    [InlineData(SequencePolicy.Increasing, "ORD_X_1234567890123456789.csv", "F-SEQ-03", "löpnumret har 19 siffror, högst 18")]
    [InlineData(SequencePolicy.Increasing, "ORD_X_12345678901234567890.csv", "F-SEQ-03", "löpnumret har 20 siffror, högst 18")]
    [InlineData(SequencePolicy.Strict, "ORD_X_00000000000000000010.zip", "F-SEQ-03", "löpnumret har 20 siffror, högst 18")]
    [InlineData(SequencePolicy.None, "ORD_X_12345678901234567890.csv", "", "")]
    public void A_number_that_is_not_as_agreed_is_refused_with_what_would_be_right(SequencePolicy policy, string name, string code,
        string hint)
    {
        Assert.True(RemoteName.TryCreate(System.Text.Encoding.UTF8.GetBytes(name), out var remote));
        var known = FileNames.Compile(DemoProfile.Create()).Classify(remote);
        var refusal = SequenceRule.Check(policy, last: 9, known.Seq, known.BaseName, new Hints(AnswerLanguage.Sv));
        Assert.Equal((code, hint), (refusal?.Code ?? "", refusal?.Hint ?? ""));
    }
}
