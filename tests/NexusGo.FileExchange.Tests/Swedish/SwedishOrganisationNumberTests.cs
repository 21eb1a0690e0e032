using System.Text;
using NexusGo.FileExchange.Swedish;

namespace NexusGo.FileExchange.Tests.Swedish;

public sealed class SwedishOrganisationNumberTests
{
    [Theory]
    [InlineData("857209-0606")]
    [InlineData("8572090606")]
    [InlineData("16857209-0606")]
    [InlineData("168572090606")]
    public void Every_way_of_writing_gives_the_form_with_a_hyphen(string text)
    {
        Span<byte> canonical = stackalloc byte[SwedishOrganisationNumber.Length];

        Assert.Equal(OrganisationNumberProblem.None, SwedishOrganisationNumber.Parse(Encoding.UTF8.GetBytes(text), canonical));
        Assert.Equal("857209-0606", Encoding.ASCII.GetString(canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("857209060")]
    [InlineData("85720906066")]
    [InlineData("85720-90606")]
    [InlineData("8572090-606")]
    [InlineData("857209--0606")]
    [InlineData("-8572090606")]
    [InlineData("8572090606-")]
    [InlineData("857209 0606")]
    [InlineData("85720906O6")]
    [InlineData("85720906/6")]
    [InlineData("85720906:6")]
    [InlineData("178572090606")]
    [InlineData("268572090606")]
    [InlineData("1685720906061")]
    [InlineData("16857209060611")]
    public void Anything_else_has_the_wrong_form(string text) => Assert.Equal(OrganisationNumberProblem.Form, Parse(text));

    [Fact]
    public void The_third_digit_tells_a_person_from_an_organisation_before_the_control_digit_is_looked_at()
    {
        for (var digit = '0'; digit <= '9'; digit++)
        {
            var problem = Parse($"85{digit}2090606");
            Assert.Equal((digit, digit < '2'), (digit, problem == OrganisationNumberProblem.Person));
        }
    }

    [Fact]
    public void Every_control_digit_but_the_right_one_is_refused()
    {
        for (var digit = '0'; digit <= '9'; digit++)
        {
            Assert.Equal((digit, digit == '6' ? OrganisationNumberProblem.None : OrganisationNumberProblem.ControlDigit),
                (digit, Parse($"857209060{digit}")));
        }
    }

    private static OrganisationNumberProblem Parse(string text) =>
        SwedishOrganisationNumber.Parse(Encoding.UTF8.GetBytes(text), stackalloc byte[SwedishOrganisationNumber.Length]);
}
