using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NexusGo.FileExchange.Inbound.Pickup;

namespace NexusGo.FileExchange.Tests.Inbound.Pickup;

public class ControlFileTests
{
    private const string Hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("rows=10\nsha256=" + Hash + "\nseq=7\nlocal_id=batch/2026:11_A.7-b\n")]
    [InlineData("\uFEFF# our export\r\n\r\nLOCAL_ID = batch/2026:11_A.7-b "
        + "\r\nSeq=007\r\nSHA256=E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855\r\n\tRows =\t10")]
    [InlineData("rows=10\rsha256=" + Hash + "\rseq=7\rlocal_id=batch/2026:11_A.7-b")]
    public void A_control_file_is_read_in_all_its_spellings(string text)
    {
        Assert.True(ControlFile.TryParse(Encoding.UTF8.GetBytes(text), out var file, out var problem));
        Assert.Null(problem);
        Assert.Equal(new ControlFile { Rows = 10, Seq = 7, Sha256 = Hash, LocalId = "batch/2026:11_A.7-b" }, file);
    }

    [Fact]
    public void A_control_file_may_be_empty()
    {
        Assert.True(ControlFile.TryParse(default, out var file, out _));
        Assert.Equal(new ControlFile(), file);
    }

    [Theory]
    [InlineData("row=10", "line 1: unknown key")]
    [InlineData("rows=10\nrows=10", "line 2: a key stands twice")]
    [InlineData("rows=-1", "line 1: rows is not a whole number")]
    [InlineData("rows=1,0", "line 1: rows is not a whole number")]
    [InlineData("rows=", "line 1: rows is not a whole number")]
    [InlineData("seq=1234567890123456789", "line 1: seq is not a whole number")]
    [InlineData("#\n\nsha256=abc", "line 3: sha256 is not 64 hexadecimal digits")]
    [InlineData("local_id=a b", "line 1: local_id is not")]
    [InlineData("local_id=", "line 1: local_id is not")]
    [InlineData("local_id=p-19821129-9804", "line 1: local_id is not")]
    [InlineData("rows", "line 1: not key=value")]
    public void Anything_else_makes_it_unreadable_and_says_where(string text, string expected)
    {
        // The made-up personnummer needs its control digit.
        text = text.Replace("9804", "980" + Testing.Orders.TestPersons.ControlDigit("821129980"), StringComparison.Ordinal);
        Assert.False(ControlFile.TryParse(Encoding.UTF8.GetBytes(text), out _, out var problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_file_over_4_KiB_is_unreadable()
    {
        Assert.True(ControlFile.TryParse(new string('\n', ControlFile.MaxBytes).Select(c => (byte)c).ToArray(), out _, out _));
        Assert.False(ControlFile.TryParse(new string('\n', ControlFile.MaxBytes + 1).Select(c => (byte)c).ToArray(), out _, out _));
    }

    [Fact, Trait("Category", Fuzzing.Category)]
    public void Random_control_files_are_answered_and_no_value_leaks()
    {
        var pieces = Gen.Elements("rows", "seq", "sha256", "local_id", "=", "\n", "\r\n", " ", "#", "7", Hash, "Qxzvanary", "\0", "å")
            .ListOf().Select(p => string.Concat(p));
        Prop.ForAll(pieces.ToArbitrary(), text => Answer(Encoding.UTF8.GetBytes(text))).Check(Fuzzing.Cases(1000));
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Answer(bytes)).Check(Fuzzing.Cases(300));
    }

    [Fact, Trait("Category", Fuzzing.Category)]
    public void The_kept_corpus_is_answered() => Assert.All(Fuzzing.Corpus("control", atLeast: 8), bytes => Assert.True(Answer(bytes)));

    private static bool Answer(byte[] bytes) =>
        ControlFile.TryParse(bytes, out _, out var problem) == problem is null
            && problem?.Contains("Qxzvanary", StringComparison.Ordinal) != true;
}
