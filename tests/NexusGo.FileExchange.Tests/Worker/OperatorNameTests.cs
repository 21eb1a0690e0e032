using NexusGo.FileExchange.Worker.Commands;

namespace NexusGo.FileExchange.Tests.Worker;

public sealed class OperatorNameTests
{
    private const string Accounts =
        "root:x:0:0:root:/root:/bin/bash\nanna:x:1001:1001::/home/anna:/bin/sh\nnexusgo:x:998:998::/:/usr/sbin/nologin\n"
        + "å;b:x:1002:1002::/:/bin/sh\n";

    [Theory]
    [InlineData("1001", 0, "anna")]
    [InlineData("1001\n", 998, "anna")]
    [InlineData("0", 998, "root")]
    [InlineData("4294967295", 0, "root")]
    [InlineData("4294967295", 998, "nexusgo")]
    [InlineData("", 998, "nexusgo")]
    [InlineData("70001", 0, "uid-70001")]
    [InlineData("1002", 0, "__b")]
    public void The_person_is_who_logged_in_and_else_the_real_user(string loginUser, int realUser, string expected) =>
        Assert.Equal(expected, OperatorName.Of(loginUser, $"Name:\tx\nUid:\t{realUser}\t0\t0\t0\n", Accounts));

    [Fact]
    public void Nothing_of_it_comes_from_the_environment()
    {
        var before = OperatorName.Get();
        Environment.SetEnvironmentVariable("SUDO_USER", "innocent");
        try
        {
            Assert.Equal(before, OperatorName.Get());
        }
        finally
        {
            Environment.SetEnvironmentVariable("SUDO_USER", null);
        }
    }
}
